"""What a provider says of its error: its own sentence, fit to be shown on a terminal and to hold no secret."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, cast

from extractor.llm.masking import MASK, masked

LONGEST = 200
"""Characters of a sentence that are shown."""
_PIECE = 6
"""Characters of a secret that give it away: providers repeat a wrong key in part."""
_WORD = re.compile(r"[^\s\"'`<>(){}\[\],;，。；]+")
_LIKE_A_KEY = re.compile(r"\b(?:(?:sk|pk|rk|ak|key|token)[-_]|bearer )[A-Za-z0-9*._~+/=-]{6,}", re.IGNORECASE)
_WHERE = ("message", "msg", "detail", "error_msg", "error", "errors", "title")
"""Where an object has its sentence, the likeliest first."""
_DEEPEST = 6


def sentence_in(body: bytes, secrets: Sequence[str]) -> str | None:
    """The sentence in the body of an error, in one line and without these secrets; None where there is none."""
    text = body.decode("utf-8", "replace")
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        found = None if text.lstrip()[:1] in "<{[" else text
    said = next(_sentences(found, 0), None)
    return None if said is None else _shown(said, secrets) or None


def _sentences(found: object, depth: int) -> Iterator[str]:
    """The texts in what a provider sends, the likeliest first."""
    if depth > _DEEPEST:
        return
    if isinstance(found, str):
        if found.strip():
            yield found
    elif isinstance(found, list):
        for one in cast("list[object]", found)[:3]:
            yield from _sentences(one, depth + 1)
    elif isinstance(found, dict):
        table = cast("dict[str, Any]", found)
        for name in _WHERE:
            yield from _sentences(table.get(name), depth + 1)


def _shown(text: str, secrets: Sequence[str]) -> str:
    """A text in one line, without secrets and without characters that do something to a terminal."""
    plain = "".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in text[: 20 * LONGEST])
    line = _without(masked(" ".join(plain.split())), secrets)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _without(line: str, secrets: Sequence[str]) -> str:
    pieces = {one[at : at + _PIECE] for one in secrets for at in range(len(one) - _PIECE + 1)}
    short = {one for one in secrets if 0 < len(one) < _PIECE}

    def hidden(found: re.Match[str]) -> str:
        word = found[0]
        return MASK if word in short or any(piece in word for piece in pieces) else word

    return _LIKE_A_KEY.sub(MASK, _WORD.sub(hidden, line))
