"""What an endpoint sends back → a completion of which every part is what the protocol says, or none.

The client trusts what it is sent, and so do the libraries above it: an answer without a message, with text for numbers
or nested a thousand deep would end in them. So it is read here first, and only what is asked for is handed on.
"""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime
from typing import Annotated, Any, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ValidationError

_Found = TypeVar("_Found")
_NO_COUNT = 10**9


def _first(found: object) -> object:
    """The first of a list, the only one that was asked for; the others are not even looked at."""
    return next(iter(cast("list[object]", found)), None) if isinstance(found, list) else None


_First = Annotated[_Found, BeforeValidator(_first)]


def _count(found: object) -> int:
    """A count of tokens; 0 where it is anything else, or more than any question or answer has."""
    return found if type(found) is int and 0 < found < _NO_COUNT else 0


_Count = Annotated[int, BeforeValidator(_count)]


class _Function(BaseModel):
    arguments: str | dict[str, Any]


class _ToolCall(BaseModel):
    function: _Function


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None
    tool_calls: _First[_ToolCall | None] = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: _Count = 0
    completion_tokens: _Count = 0


def _usage(found: object) -> object:
    """What is counted; nothing where it is no object."""
    return cast("object", found) if isinstance(found, dict) else _Usage()


class _Completion(BaseModel):
    choices: _First[_Choice]
    usage: Annotated[_Usage, BeforeValidator(_usage)] = _Usage()


def completion_in(body: bytes) -> bytes | None:
    """The completion in a body, as JSON with its first choice alone; None where there is none."""
    try:
        found = _Completion.model_validate_json(body)
    except ValidationError:
        return None
    choice, said = found.choices, found.choices.message
    message: dict[str, Any] = {"role": "assistant", "content": said.content, "refusal": said.refusal or None}
    if said.tool_calls is not None:
        function = {"name": "", "arguments": said.tool_calls.function.arguments}
        message["tool_calls"] = [{"id": "", "type": "function", "function": function}]
    used = found.usage.model_dump()
    made = {
        "id": "",
        "object": "chat.completion",
        "created": 0,
        "model": "",
        "choices": [{"index": 0, "message": message, "finish_reason": choice.finish_reason}],
        "usage": {**used, "total_tokens": sum(used.values())},
    }
    return json.dumps(made).encode()


def rest_asked_for(header: str, now: float) -> float | None:
    """The seconds that a header `Retry-After` asks to wait, counted from `now` where it names a moment; else None.

    Source: RFC 9110, 10.2.3: digits of ASCII, or a date.
    """
    if header.isascii() and header.isdigit():
        return float(header)
    try:
        return max(parsedate_to_datetime(header).timestamp() - now, 0.0)
    except (ValueError, OverflowError):
        return None
