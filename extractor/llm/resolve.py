"""Answer → tokens: every figure a model names has to be one that is printed, each once, in the order they are printed.

A model never supplies a digit. What it writes is looked up among the table's tokens; what is not found there, or is
left over, or stands out of order, makes the whole answer void.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from extractor.llm.shown import BLANK_SHOWN
from extractor.reading.cut import NUMBER, Token


class Resolved(NamedTuple):
    """The tokens of each row, and those that are none of the table's."""

    rows: dict[str, tuple[Token, ...]]
    furniture: tuple[Token, ...]


class Unaccounted(NamedTuple):
    """What is wrong with an answer: figures of the source it leaves out, names too often, or has out of order."""

    missing: tuple[str, ...]
    invented: tuple[str, ...]
    out_of_order: bool

    def sentence(self) -> str:
        """What a model is told of it; never the sum that would fit."""
        parts: list[str] = []
        if self.missing:
            parts.append(f"原文中的下列数字没有出现在你的回答里：{'、'.join(self.missing)}。")
        if self.invented:
            parts.append(f"下列数字在原文中没有，或者你用了不止一次：{'、'.join(self.invented)}。")
        if self.out_of_order:
            parts.append("回答中数字的先后次序与原文不同。")
        return "".join(parts) + "请重新逐行照抄原文。"


def resolve(
    answer: Mapping[str, Sequence[str]], furniture: Sequence[str], tokens: Sequence[Token]
) -> Resolved | Unaccounted:
    """The tokens an answer means, if it accounts for every number token of the table once and in reading order."""
    said = [(key, text.strip()) for key, cells in answer.items() for text in cells]
    said = [(key, text) for key, text in said if text not in ("", BLANK_SHOWN)]
    numbers = [token for token in tokens if token.kind == NUMBER]
    strokes = {token.text for token in tokens if token.kind != NUMBER}
    said = [(key, text) for key, text in said if text not in strokes]
    have = Counter(token.text for token in numbers)
    used = Counter(text for _, text in said) + Counter(text.strip() for text in furniture)
    if have != used:
        return Unaccounted(tuple((have - used).elements()), tuple((used - have).elements()), False)
    return _in_order(said, [text.strip() for text in furniture], numbers)


def _in_order(
    said: Sequence[tuple[str, str]], furniture: list[str], numbers: Sequence[Token]
) -> Resolved | Unaccounted:
    """Walks the tokens and the answer side by side; a token that is not the next figure must be furniture."""
    rows: dict[str, list[Token]] = {}
    aside: list[Token] = []
    at = 0
    for token in numbers:
        if at < len(said) and said[at][1] == token.text:
            rows.setdefault(said[at][0], []).append(token)
            at += 1
        elif token.text in furniture:
            furniture.remove(token.text)
            aside.append(token)
        else:
            return Unaccounted((), (), True)
    return Resolved({key: tuple(own) for key, own in rows.items()}, tuple(aside))
