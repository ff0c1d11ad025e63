"""The figures of a torn table as they follow each other in its text: row after row, or column after column.

Where labels and figures came apart in conversion, nothing says which figure is of which row; but where just as many
figures follow each other as the form has, a person sees at a glance whether they stand in its order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractor.forms import Block
from extractor.lexicon.figure import THOUSANDS

_PARTS = re.compile(r"[^\s|│┃]+")
_FIGURE = re.compile(rf"\d+|{THOUSANDS}")
_MOST = 2_000
"""No table has so many parts."""


def figures_in_runs(
    text: str, blocks: Sequence[Block], places: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, Mapping[str, int]]]:
    """The values of all fields of these blocks, `rows` or `columns` after each other, in the first stretch of the text
    that has just as many figures.
    """
    rows = [row.fields for block in blocks for row in block.rows]
    count = sum(map(len, rows))
    for start, end in places:
        figures = _figures(text[start:end])
        if len(figures) != count:
            continue
        yield "rows", dict(zip((field for row in rows for field in row), figures, strict=True))
        if len({len(row) for row in rows}) == 1 and len(rows) > 1:
            down = (row[column] for column in range(len(rows[0])) for row in rows)
            yield "columns", dict(zip(down, figures, strict=True))
        return


def _figures(text: str) -> list[int]:
    """The whole numbers that stand by themselves."""
    parts = _PARTS.findall(text)[: _MOST + 1]
    if len(parts) > _MOST:
        return []
    return [int(part.replace(",", "").replace("，", "")) for part in parts if _FIGURE.fullmatch(part)]
