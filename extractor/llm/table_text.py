"""One table as a model sees it: a line a row, cells parted by tabs, blanks shown; and the tokens behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.reading.model import BLANK, TEXT, SectionReading, Token
from extractor.reading.tokenize import tokenize

BLANK_SHOWN = "_"


class TableText(NamedTuple):
    """The text of one table, its number tokens and strokes in reading order, all its tokens, and pictures of it (PNG)
    for a model that reads them.
    """

    text: str
    figures: tuple[Token, ...]
    tokens: tuple[Token, ...]
    pictures: tuple[bytes, ...] = ()


def show(text: str, section: SectionReading) -> TableText:
    """The table of one section of a normalised text, from its first label to the last of its figures."""
    last = max((token.end for token in section.leftover), default=0)
    end = text.find("\n", max(section.end, last))
    start = text.rfind("\n", 0, section.start) + 1
    tokens = [token for token in tokenize(text).tokens if start <= token.start and (end < 0 or token.end <= end)]
    figures = tuple(token for token in tokens if token.kind not in (TEXT, BLANK))
    lines = ("\t".join(token.text or BLANK_SHOWN for token in line) for line in lines_of(tokens))
    return TableText("\n".join(lines), figures, tuple(tokens))


def lines_of(tokens: Sequence[Token]) -> Iterable[list[Token]]:
    """The tokens line by line: a label with all that follows it, a row of figures of its own."""
    line: list[Token] = []
    for token in tokens:
        begins = token.kind == TEXT and bool(line) and line[-1].kind != TEXT
        fresh = bool(line) and token.row != line[-1].row
        if begins or (fresh and (token.kind == TEXT or _holds_row(line))):
            yield line
            line = []
        line.append(token)
    if line:
        yield line


def _holds_row(line: Sequence[Token]) -> bool:
    """Whether several figures stand on the line's last row: then the next row is another's."""
    return sum(token.kind != TEXT and token.row == line[-1].row for token in line) > 1
