"""A cassette as people can read it: JSON bodies as such, keys and headers that say nothing left out, and a header that
names the model it was recorded against.
"""

from __future__ import annotations

import json
import os
from typing import Any, Protocol

import yaml

RECORDED_AGAINST = os.environ.get("EXTRACTOR_RECORDED_AGAINST", "a model that nobody named")

CONFIG: dict[str, Any] = {
    "serializer": "yaml",
    "match_on": ["method", "path", "question"],
    "filter_headers": ["authorization", "openai-organization", "openai-project", "cookie", "user-agent"],
    "decode_compressed_response": True,
    "allow_playback_repeats": True,
}
"""What is said has to be the same, and what it is said to; so that a changed prompt misses its cassette."""

_SAID = ("model", "messages", "temperature", "seed", "response_format")


class Asked(Protocol):
    """A request as vcr has it."""

    body: bytes


def same_question(one: Asked, other: Asked) -> None:
    """Fails where two requests do not ask the same of the same model.

    Raises:
        AssertionError: they differ, as vcr wants a matcher to say.
    """
    first, second = json.loads(one.body), json.loads(other.body)
    for part in _SAID:
        assert first.get(part) == second.get(part), f"another {part}"


def serialize(cassette: dict[str, Any]) -> str:
    """The text of a cassette."""
    for interaction in cassette["interactions"]:
        for side in ("request", "response"):
            interaction[side]["headers"] = {}
        interaction["request"]["body"] = json.loads(interaction["request"]["body"])
        body = json.loads(interaction["response"]["body"]["string"])
        interaction["response"]["body"] = {key: body[key] for key in ("model", "choices", "usage") if key in body}
    return f"# Recorded against {RECORDED_AGAINST}\n" + yaml.dump(
        cassette, Dumper=_Readable, allow_unicode=True, sort_keys=False, width=4000
    )


def deserialize(text: str) -> dict[str, Any]:
    """The cassette in a text that `serialize` wrote."""
    cassette = yaml.safe_load(text)
    for interaction in cassette["interactions"]:
        interaction["request"]["body"] = json.dumps(interaction["request"]["body"])
        body = {"id": "recorded", "object": "chat.completion", "created": 0, **interaction["response"]["body"]}
        interaction["response"]["body"] = {"string": json.dumps(body)}
        interaction["response"]["headers"] = {"content-type": ["application/json"]}
    return cassette


class _Readable(yaml.SafeDumper):
    """Texts of several lines stand as they are."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Readable.add_representer(str, _text)
