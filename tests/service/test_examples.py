"""The description of the API has an example for every request and answer of it, and each is as the description says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

DESCRIBED = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text("utf-8"))
BYTES = ("image/png", "application/octet-stream", "application/zip", "multipart/form-data", "text/plain")
"""What is sent or answered as bytes has no example in JSON; `text/plain` is sent as bytes too."""


def bodies() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every request and every answer that has a body of text, by operation."""
    for methods in DESCRIBED["paths"].values():
        for operation in methods.values():
            name = operation["operationId"]
            for media, body in operation.get("requestBody", {}).get("content", {}).items():
                if media not in BYTES:
                    yield f"{name} takes {media}", body
            for status, answer in operation["responses"].items():
                for media, body in answer.get("content", {}).items():
                    if media not in BYTES:
                        yield f"{name} {status} {media}", body


BODIES = dict(bodies())


def test_nothing_that_is_taken_or_given_is_without_an_example() -> None:
    assert len(BODIES) > 150
    assert [name for name, body in BODIES.items() if "example" not in body] == []


@pytest.mark.parametrize("kind", ["takes", "200", "201", "202", "4"])
def test_every_example_is_as_described(kind: str) -> None:
    components = {"components": DESCRIBED["components"]}
    checked = 0
    for name, body in BODIES.items():
        if "schema" in body and f" {kind}" in name and isinstance(body["example"], dict | list):
            errors = Draft202012Validator({**body["schema"], **components}).iter_errors(body["example"])
            assert [f"{name}: {error.message} at {list(error.path)}" for error in errors] == []
            checked += 1
    assert checked


def test_no_secret_is_in_an_example() -> None:
    (made,) = [body for name, body in BODIES.items() if name.startswith("make_token 201")]
    assert made["example"]["secret"] == "a-secret-that-is-shown-once"
