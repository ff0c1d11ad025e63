"""Tables written with bars whose rows reach over several lines: each row is put on one line.

Some converters write one cell a line and close each with a bar; what a merged cell covers they make up with bars at the
row's end. No line shows a row then, but the bars do: every row of a table has as many. Line breaks inside such rows
become spaces, character for character, so that places hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extractor.lexicon.folding import HAN

_MOST_CELLS = 60
# So many rows of one width that hold figures show it, and so many of the lines are in such rows.
_FEWEST_ROWS = 4
_IN_ROWS = 0.8
_HAN = re.compile(HAN)


class _Line(NamedTuple):
    """A line of a table: the cells that bars part in it, and where it begins and ends."""

    cells: list[str]
    bars: int
    start: int
    end: int


def join_rows(text: str) -> str:
    """The text with each row of a table on one line, where the number of bars shows the rows."""
    if text.count("|\n") < _FEWEST_ROWS and text.count("\n|") < _FEWEST_ROWS:
        return text
    breaks = [
        at
        for table in _tables(text)
        for row in _rows(table)
        for at in range(row[0].end, row[-1].start)
        if text[at] == "\n"
    ]
    characters = list(text)
    for at in breaks:
        characters[at] = " "
    return "".join(characters) if breaks else text


def _tables(text: str) -> Iterator[list[_Line]]:
    """The runs of lines that have bars; blank lines may stand between them."""
    lines: list[_Line] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(_Line(line.split("|"), line.count("|"), start, start + len(line)))
        start += len(line) + 1
    return (list(table) for has_bars, table in groupby(lines, key=lambda line: line.bars > 0) if has_bars)


def _rows(table: Sequence[_Line]) -> list[Sequence[_Line]]:
    """The rows of a table by the least number of bars that they may have; none where no number shows them."""
    for width in range(2, _MOST_CELLS + 1):
        rows = _rows_of(table, width)
        if sum(map(_has_figure, rows)) >= _FEWEST_ROWS:
            return rows
    return []


def _has_figure(row: Sequence[_Line]) -> bool:
    return any(cell.strip().isdecimal() for line in row for cell in line.cells)


def _rows_of(table: Sequence[_Line], width: int) -> list[Sequence[_Line]]:
    """The rows of so many bars; none where many lines are in no such row, or one begins without a label."""
    rows: list[Sequence[_Line]] = []
    start = bars = 0
    for number, line in enumerate(table):
        bars += line.bars
        if bars == width:
            row = table[start : number + 1]
            if not _is_a_cell_a_line(row) or not _begins_with_label(row):
                return []
            rows.append(row)
        if bars >= width:
            start, bars = number + 1, 0
    return rows if sum(map(len, rows)) >= _IN_ROWS * len(table) else []


def _is_a_cell_a_line(row: Sequence[_Line]) -> bool:
    """Whether a row that reaches over several lines has one cell on each but the last, where its pads stand."""
    return all(line.bars == 1 for line in row[:-1])


def _begins_with_label(row: Sequence[_Line]) -> bool:
    """Whether words stand in the first cell of a row that is not blank."""
    first = next((cell for line in row for cell in line.cells if cell.strip()), "")
    return bool(_HAN.search(first))
