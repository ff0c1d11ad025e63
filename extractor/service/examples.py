"""Examples of requests and answers in the description of the API; they were recorded from a service that ran.

`make examples` records them anew. Long lists are cut to their first entries.
"""

from __future__ import annotations

import json
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any, NamedTuple

from extractor.service.problems import MEDIA_TYPE

_CODES = {"403": "not-yours", "412": "outdated", "428": "if-match-missing", "4XX": "invalid", "5XX": "store"}
_STATUSES = {"4XX": 422, "5XX": 503}


class Example(NamedTuple):
    """What was sent to an operation as JSON (None: nothing), and what it answered; None: without a body."""

    request: Any
    status: str
    answer: Any


@cache
def examples() -> dict[str, list[Example]]:
    """The examples by operation, those of the same one each with another status."""
    kept = json.loads(files("extractor.service").joinpath("examples.json").read_text("utf-8"))
    return {operation: [Example(**one) for one in found] for operation, found in kept.items()}


def add_examples(description: dict[str, Any]) -> None:
    """Puts the examples into an OpenAPI description."""
    for operations in description["paths"].values():
        for operation in operations.values():
            for one in examples().get(operation["operationId"], []):
                _add(operation, one)
            for code, answer in operation["responses"].items():
                if MEDIA_TYPE in answer.get("content", {}):
                    answer["content"][MEDIA_TYPE]["example"] = _problem(code, answer["description"])


def _add(operation: dict[str, Any], example: Example) -> None:
    sent = operation.get("requestBody", {}).get("content", {})
    if example.request is not None and "application/json" in sent:
        sent["application/json"]["example"] = example.request
    content = operation["responses"].get(example.status, {}).get("content", {})
    for media, described in content.items():
        if example.answer is not None and media != MEDIA_TYPE:
            described["example"] = example.answer


def _problem(code: str, description: str) -> dict[str, Any]:
    """A problem of a kind that this answer may tell of."""
    status = _STATUSES.get(code) or int(code)
    name, title = f"urn:extractor:{_CODES[code]}", HTTPStatus(status).phrase
    return {"type": name, "title": title, "status": status, "detail": description}
