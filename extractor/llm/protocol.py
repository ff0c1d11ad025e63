"""What an endpoint sends back → a completion of which every part is what the protocol says, or none.

Providers put the answer's JSON in a fence or among words, and a model's thinking before it or beside it; they tell what
they had in their cache under three names. Here all of them are made alike.

The client trusts what it is sent, and so do the libraries above it: an answer without a message, with text for numbers
or nested a thousand deep would end in them. So it is read here first, and only what is asked for is handed on.
"""

from __future__ import annotations

import json
import re
from email.utils import parsedate_to_datetime
from typing import Annotated, Any, TypeVar, cast

from instructor.v2.core.json import extract_json_from_codeblock
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


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""


def _joined(found: object) -> object:
    """The text of an answer that comes in parts; anything else as it is."""
    if not isinstance(found, list):
        return found
    parts = (cast("dict[str, object]", one) for one in cast("list[object]", found) if isinstance(one, dict))
    return "".join(_text(one.get("text")) for one in parts if one.get("type", "text") == "text")


_Content = Annotated[str | None, BeforeValidator(_joined)]


_Thought = Annotated[str, BeforeValidator(_text)]


class _Message(BaseModel):
    content: _Content = None
    reasoning_content: _Thought = ""
    reasoning: _Thought = ""
    refusal: str | None = None
    tool_calls: _First[_ToolCall | None] = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


def _table(found: object) -> object:
    """What is an object; an empty one for anything else."""
    return cast("object", found) if isinstance(found, dict) else {}


def _told(found: object) -> int | None:
    """A count of tokens that need not be told; None where it is not."""
    return found if type(found) is int and 0 <= found < _NO_COUNT else None


_Told = Annotated[int | None, BeforeValidator(_told)]


class _Details(BaseModel):
    cached_tokens: _Told = None
    reasoning_tokens: _Told = None


_DetailsThere = Annotated[_Details, BeforeValidator(_table)]


class _Usage(BaseModel):
    prompt_tokens: _Count = 0
    completion_tokens: _Count = 0
    prompt_tokens_details: _DetailsThere = _Details()
    completion_tokens_details: _DetailsThere = _Details()
    prompt_cache_hit_tokens: _Told = None
    cached_tokens: _Told = None

    @property
    def cached(self) -> int | None:
        """The tokens that the provider still had, by the name that it has for them."""
        names = (self.prompt_tokens_details.cached_tokens, self.prompt_cache_hit_tokens, self.cached_tokens)
        return next((one for one in names if one is not None), None)


class _Completion(BaseModel):
    choices: _First[_Choice]
    usage: Annotated[_Usage, BeforeValidator(_table)] = _Usage()


def completion_in(body: bytes) -> bytes | None:
    """The completion in a body, as JSON with its first choice alone; None where there is none."""
    try:
        found = _Completion.model_validate_json(body)
    except ValidationError:
        return None
    choice, said = found.choices, found.choices.message
    content, thought = _without_thought(said.content)
    message: dict[str, Any] = {"role": "assistant", "content": _json_in(content), "refusal": said.refusal or None}
    if said.tool_calls is not None:
        function = {"name": "", "arguments": said.tool_calls.function.arguments}
        message["tool_calls"] = [{"id": "", "type": "function", "function": function}]
    has_thought = bool(thought or said.reasoning_content or said.reasoning)
    made = {
        "id": "",
        "object": "chat.completion",
        "created": 0,
        "model": "",
        "choices": [{"index": 0, "message": message, "finish_reason": choice.finish_reason}],
        "usage": _used(found.usage, has_thought=has_thought),
    }
    return json.dumps(made).encode()


def _used(usage: _Usage, *, has_thought: bool) -> dict[str, Any]:
    """What was counted, in the protocol's words; of thinking that is shown and not counted, one token."""
    sent, written = usage.prompt_tokens, usage.completion_tokens
    thought = usage.completion_tokens_details.reasoning_tokens or int(has_thought)
    used: dict[str, Any] = {"prompt_tokens": sent, "completion_tokens": written, "total_tokens": sent + written}
    if usage.cached is not None:
        used["prompt_tokens_details"] = {"cached_tokens": usage.cached}
    return used | ({"completion_tokens_details": {"reasoning_tokens": thought}} if thought else {})


_OPENS, _CLOSES = "<think>", "</think>"


def _without_thought(content: str | None) -> tuple[str | None, str]:
    """An answer without the thinking before it, and that thinking; templates may have opened it unseen.

    An answer that begins as one has none before it: what looks like thinking in it is the table's own text.
    """
    if content is None or content.lstrip().startswith(("{", "[", "```")):
        return content, ""
    thought, closed, rest = content.rpartition(_CLOSES)
    if closed:
        return rest, thought
    before, opened, thought = content.partition(_OPENS)
    return (before, thought) if opened else (content, "")


def _json_in(content: str | None) -> str | None:
    """The JSON in an answer, if there is some among fences and words; else the answer as it is."""
    if content is None or "{" not in content or re.fullmatch(r"\s*\{.*\}\s*", content, re.DOTALL):
        return content
    try:
        return extract_json_from_codeblock(content)
    except ValueError:
        return content


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
