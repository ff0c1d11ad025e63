"""Tables typed into text with tabs or bars: grids where every row of a table has as many cells.

Where spans are kept as empty cells a table is as wide in each of its rows, and a cell is of the column it stands in. A
table whose rows differ in width shows no columns, and gives no grid. What a cell spans is not seen: each is one column
wide and one row high.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from extractor.sources.grid import Bounds, Grid, GridCell, Part

# So many rows of one width are a table; no row of a report's table has more cells.
_FEWEST_ROWS = 3
_MOST_CELLS = 60
# What Markdown writes between its header and its rows.
_RULE = re.compile(r"--|==|[+:]")


def typed_grids(text: str) -> tuple[Grid, ...]:
    """The grids of a normalised text, in its order."""
    rows = list(_rows(text))
    made: list[Grid] = []
    for width, of_width in groupby(rows, key=len):
        run = list(of_width)
        if width > 1 and len(run) >= _FEWEST_ROWS:
            made.append(_grid(run, text))
    return tuple(made)


def _rows(text: str) -> Iterator[list[Part]]:
    """The cells of each line, none for one that is no row; rules are left out, and blank lines but blank rows."""
    start = width = 0
    for line in text.split("\n"):
        cells = _cells(line, start)
        if len(cells) == width if not line.strip(" \t|") else not _is_rule(line):
            width = len(cells)
            yield cells
        start += len(line) + 1


def _is_rule(line: str) -> bool:
    return not line.strip(" \t|:+-=") and _RULE.search(line) is not None


def _cells(line: str, start: int) -> list[Part]:
    separator = "|" if "|" in line else "\t"
    if separator not in line or line.count(separator) > _MOST_CELLS:
        return []
    edges = [-1, *(at for at, character in enumerate(line) if character == separator), len(line)]
    cells = [(start + before + 1, start + behind) for before, behind in pairwise(edges)]
    if separator == "|":
        cells = cells[not line[: edges[1]].strip() : len(cells) - (not line[edges[-2] + 1 :].strip())]
    return cells


def _grid(rows: Sequence[Sequence[Part]], text: str) -> Grid:
    cells = (
        GridCell(number, column, 1, 1, (_bare(part, text),))
        for number, row in enumerate(rows)
        for column, part in enumerate(row)
    )
    return Grid(Bounds.TYPED, tuple(cells))


def _bare(part: Part, text: str) -> Part:
    """The characters of a cell without the blanks at its ends."""
    shown = text[slice(*part)]
    bare = shown.strip()
    if len(bare) == len(shown):
        return part
    start = part[0] + shown.index(bare) if bare else part[0]
    return start, start + len(bare)
