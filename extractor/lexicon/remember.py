"""Answers about short texts, kept: reports say the same labels and figures over and over."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

_Answer = TypeVar("_Answer")
_LONGEST = 120
_MOST = 8192


def remembered(answer: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
    """The same function of a text, which keeps its newest answers; those about long texts, of which no two are alike,
    would only fill memory and are not kept.
    """
    kept = lru_cache(maxsize=_MOST)(answer)

    @wraps(answer)
    def ask(text: str) -> _Answer:
        return kept(text) if len(text) <= _LONGEST else answer(text)

    return ask
