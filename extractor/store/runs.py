"""The figures of a torn table as they follow each other in its text: row after row, or column after column.

Where labels and figures came apart in conversion, nothing says which figure is of which row; but where just as many
figures follow each other as the form has, a person sees at a glance whether they stand in its order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractor.forms import Block
from extractor.lexicon.figure import THOUSANDS

_PARTS = re.compile(r"[^\s|│┃]+")
_FIGURE = re.compile(rf"\d+|{THOUSANDS}")
_MOST = 2_000
"""No table has so many parts."""


Run = list[int | None]
"""Figures as they follow each other; None where a line is empty, and one is missing."""


def figures_in_runs(
    text: str, blocks: Sequence[Block], places: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, Mapping[str, int]]]:
    """The values of the fields of these blocks, `rows` or `columns` after each other, in the first stretch of the text
    that has just as many figures, or lines of one figure or none.
    """
    rows = [row.fields for block in blocks for row in block.rows]
    count = sum(map(len, rows))
    runs = (run for start, end in places for run in (_figures(text[start:end]), _lines(text[start:end])))
    run = next((one for one in runs if len(one) == count), None)
    if run is None:
        return
    yield "rows", _placed((field for row in rows for field in row), run)
    if len({len(row) for row in rows}) == 1 and len(rows) > 1:
        yield "columns", _placed((row[column] for column in range(len(rows[0])) for row in rows), run)


def _placed(fields: Iterable[str], run: Run) -> dict[str, int]:
    return {field: value for field, value in zip(fields, run, strict=True) if value is not None}


def _figures(text: str) -> Run:
    """The whole numbers that stand by themselves."""
    parts = _PARTS.findall(text)[: _MOST + 1]
    return [] if len(parts) > _MOST else [_number(part) for part in parts if _FIGURE.fullmatch(part)]


def _lines(text: str) -> Run:
    """The last run of lines that are whole numbers or empty."""
    run: Run = []
    for line in reversed(text.split("\n")[-_MOST:]):
        said = line.strip()
        if said and not _FIGURE.fullmatch(said):
            if run:
                break
            continue
        if said or run:
            run.append(_number(said) if said else None)
    run.reverse()
    return run[next((at for at, one in enumerate(run) if one is not None), 0) :]


def _number(figure: str) -> int:
    return int(figure.replace(",", "").replace("，", ""))
