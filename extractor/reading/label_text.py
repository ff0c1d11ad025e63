"""The labels of a document as one label text of Chinese characters, with the figures pinned along it.

A label may be broken by a line end, a page, a blank or by the figures of its own row; on the label text, which keeps
only the Chinese characters of the label pieces, it is whole again. Every token knows how much of it lies before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from extractor.reading.tokenize import TEXT, Token

_HAN_RUN = re.compile(r"[一-鿿]+")
# The ordinals of the form are no part of a label: offices drop, change and misprint them.
_ORDINAL = re.compile(r"^\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,2}\\?[、.．])\s*")


@lru_cache(maxsize=1024)
def fold(label: str) -> str:
    """The Chinese characters of a label, without its ordinal: the form labels are compared in."""
    return "".join(_HAN_RUN.findall(_ORDINAL.sub("", label)))


class LabelText(NamedTuple):
    """`text` is the label text; `at[i]` is how many of its characters lie before token `i`."""

    text: str
    at: tuple[int, ...]
    tokens: tuple[Token, ...]

    def first_token(self, position: int) -> int:
        """The index of the first token that lies at or after this position of the label text."""
        return bisect_left(self.at, position)

    def token_at(self, position: int) -> int:
        """The index of the label piece that holds this character of the label text."""
        index = bisect_left(self.at, position + 1) - 1
        while self.tokens[index].kind != TEXT:
            index -= 1
        return index


def join_labels(tokens: tuple[Token, ...]) -> LabelText:
    """Lays the label pieces of a token stream end to end."""
    pieces: list[str] = []
    at: list[int] = []
    length = 0
    for token in tokens:
        at.append(length)
        if token.kind == TEXT:
            for run in _HAN_RUN.findall(token.text):
                pieces.append(run)
                length += len(run)
    return LabelText("".join(pieces), tuple(at), tokens)
