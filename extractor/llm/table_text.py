"""One table as a model sees it: a line a row, cells parted by tabs, blanks shown; and the tokens behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from extractor.forms import Section
from extractor.reading.model import BLANK, TEXT, SectionReading, Token
from extractor.reading.tokenize import tokenize

BLANK_SHOWN = "_"
LEFT_OUT = "…"
"""Stands for lines that are not shown."""
_ENOUGH = 2 / 3
"""A table is shown in part where at most so much of its lines is needed."""

Settled = Mapping[str, Sequence[Token | None]]
"""Rows by key of which every figure is proved, with the token of each column."""


class TableText(NamedTuple):
    """The text of one table, its number tokens and strokes in reading order, all its tokens, and pictures of it (PNG)
    for a model that reads them; `settled` are the rows that are neither shown nor asked about.
    """

    text: str
    figures: tuple[Token, ...]
    tokens: tuple[Token, ...]
    pictures: tuple[bytes, ...] = ()
    settled: Settled = {}  # noqa: RUF012

    def asked(self, section: Section) -> tuple[str, ...]:
        """The keys of the rows that are asked about."""
        return tuple(row.key for row in section.rows if row.key not in self.settled)

    def settled_cells(self) -> dict[str, list[str]]:
        """The settled rows as an answer would have them."""
        return {
            key: [BLANK_SHOWN if token is None else token.text or BLANK_SHOWN for token in tokens]
            for key, tokens in self.settled.items()
        }

    def shown_figures(self) -> list[Token]:
        """The figures that are shown: all but those of the settled rows."""
        hidden = {token.start for tokens in self.settled.values() for token in tokens if token is not None}
        return [token for token in self.figures if token.start not in hidden]


def show(text: str, section: SectionReading, settled: Settled | None = None) -> TableText:
    """The table of one section of a normalised text, from its first label to the last of its figures.

    Where most of its rows are `settled`, only the others are shown, with those of their groups, those before and behind
    them, and the header.
    """
    last = max((token.end for token in section.leftover), default=0)
    end = text.find("\n", max(section.end, last))
    start = text.rfind("\n", 0, section.start) + 1
    tokens = [token for token in tokenize(text).tokens if start <= token.start and (end < 0 or token.end <= end)]
    figures = tuple(token for token in tokens if token.kind not in (TEXT, BLANK))
    lines = list(lines_of(tokens))
    hidden = _hidden(section.section, settled or {})
    needed = _needed(lines, {token.start for key in hidden for token in hidden[key] if token is not None})
    if sum(needed) > _ENOUGH * len(lines):
        hidden, needed = {}, [True] * len(lines)
    return TableText("\n".join(_as_text(lines, needed)), figures, tuple(tokens), (), hidden)


def _hidden(section: Section, settled: Settled) -> Settled:
    """The settled rows that nobody needs to see: not those of a group that holds an open row, and none beside one."""
    rows = section.rows
    is_open = [row.key not in settled for row in rows]
    groups = {row.groups[-1] for row, own in zip(rows, is_open, strict=True) if own and row.groups}
    beside = [any(is_open[max(0, i - 1) : i + 2]) for i in range(len(rows))]
    seen = [near or bool(row.groups and row.groups[-1] in groups) for row, near in zip(rows, beside, strict=True)]
    return {row.key: settled[row.key] for row, is_seen in zip(rows, seen, strict=True) if not is_seen}


def _needed(lines: Sequence[Sequence[Token]], hidden: Collection[int]) -> list[bool]:
    """Which lines are shown: those with a cell that is not hidden, words beside them, and all before the figures."""
    cells = [[token for token in line if token.kind != TEXT] for line in lines]
    # Of a hidden row the column of its label may be blank.
    shown = [
        any(token.kind != BLANK and token.start not in hidden for token in own)
        or (bool(own) and not any(token.start in hidden for token in own))
        for own in cells
    ]
    above, below = _reached(shown, cells), _reached(shown[::-1], cells[::-1])[::-1]
    first = next((i for i, own in enumerate(cells) if any(token.kind != BLANK for token in own)), 0)
    return [i < first or above[i] or below[i] for i in range(len(lines))]


def _reached(shown: Sequence[bool], cells: Sequence[Sequence[Token]]) -> list[bool]:
    """Which lines are shown, or are words that follow one that is, with nothing but words between."""
    reached: list[bool] = []
    for is_shown, own in zip(shown, cells, strict=True):
        reached.append(is_shown or (not own and bool(reached) and reached[-1]))
    return reached


def _as_text(lines: Sequence[Sequence[Token]], needed: Sequence[bool]) -> Iterable[str]:
    """The lines that are needed, cells parted by tabs; one mark for those between them that are not."""
    before = True
    for line, is_needed in zip(lines, needed, strict=True):
        if is_needed:
            yield "\t".join(token.text or BLANK_SHOWN for token in line)
        elif before:
            yield LEFT_OUT
        before = is_needed


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
