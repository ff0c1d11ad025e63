"""Text from Word tables, the ways people's own loops write it.

Most published corpora were written by a few lines of somebody's own; these give the layouts those lines left.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.table import Table

# python-docx is imported where it is used, so that a missing package only loses its converters; its XML elements
# carry no types.
# pyright: reportPrivateUsage=false, reportUnknownMemberType=false, reportUnknownVariableType=false


@dataclass(frozen=True, slots=True)
class _Place:
    """One cell as the file stores it: its text, its width in columns, and whether it goes on from above."""

    text: str
    columns: int
    continued: bool


def row_loop(path: Path) -> str:
    """The loop everybody writes with python-docx: cells joined by tabs, merged ones repeated at each position."""
    return _write(path, _repeated_rows)


def tab_rows(path: Path) -> str:
    """Cells joined by tabs, with an empty cell wherever a merged one goes on."""
    return _write(path, _by_row(lambda row: ["\t".join(_spread(row))]))


def comma_rows(path: Path) -> str:
    """Comma-separated values, quoted where they have to be, with an empty cell wherever a merged one goes on."""

    def write_row(row: list[_Place]) -> list[str]:
        line = StringIO()
        csv.writer(line, lineterminator="").writerow(_spread(row))
        return [line.getvalue()]

    return _write(path, _by_row(write_row))


def list_rows(path: Path) -> str:
    """Rows as Python prints lists of strings: what is left of `print(row)`."""
    return _write(path, _by_row(lambda row: [repr(list(_spread(row)))]))


def cell_lines(path: Path) -> str:
    """One cell a line behind a tab, a blank line between rows, an empty line for a cell merged from above.

    This is how Tika's text writer, and the converters behind many published corpora, put a Word table.
    """
    return _write(path, _by_row(lambda row: [*(f"\t{place.text}" for place in row), ""]))


def pipe_rows(path: Path) -> str:
    """Cells parted by pipes, further columns of a spanned cell left as bare pipes at the end: `行政许可 | 2 | ||`.

    A cell merged from above is not written, so a group's label stands before its first row only.
    """

    def write_row(row: list[_Place]) -> list[str]:
        shown = [place for place in row if not place.continued]
        spanned = sum(place.columns - 1 for place in row)
        return [" | ".join(_one_line(place) for place in shown) + " | " + "|" * spanned]

    return _write(path, _by_row(write_row))


def cell_pipes(path: Path) -> str:
    """One cell a line, each closed by a pipe; a spanned cell's further columns are a line of pipes."""

    def write_row(row: list[_Place]) -> list[str]:
        lines: list[str] = []
        for place in row:
            if not place.continued:
                lines += [f"{_one_line(place)} |", *(["|" * (place.columns - 1)] if place.columns > 1 else [])]
        return lines

    return _write(path, _by_row(write_row))


def pipe_lines(path: Path) -> str:
    """Cells and pipes on lines of their own, with no mark where a row ends."""

    def write_row(row: list[_Place]) -> list[str]:
        return [line for place in row if not place.continued for line in (place.text, "|")]

    return _write(path, _by_row(write_row))


def _write(path: Path, write_table: "Callable[[Table], Iterator[str]]") -> str:
    from docx import Document
    from docx.table import Table

    lines: list[str] = []
    for block in Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            lines += [*write_table(block), ""]
        else:
            lines.append(block.text)
    return "\n".join(lines) + "\n"


def _by_row(write_row: Callable[[list[_Place]], list[str]]) -> "Callable[[Table], Iterator[str]]":
    def write_table(table: "Table") -> Iterator[str]:
        for row in table._tbl.tr_lst:
            yield from write_row([_place(cell) for cell in row.tc_lst])

    return write_table


def _repeated_rows(table: "Table") -> Iterator[str]:
    for row in table.rows:
        yield "\t".join(cell.text.replace("\n", "") for cell in row.cells)


def _place(cell: Any) -> _Place:
    continued = cell.vMerge == "continue"
    paragraphs = ("".join(run.text for run in paragraph.r_lst) for paragraph in cell.p_lst)
    return _Place("" if continued else "\n".join(paragraphs), cell.grid_span, continued)


def _one_line(place: _Place) -> str:
    return place.text.replace("\n", "")


def _spread(row: list[_Place]) -> Iterator[str]:
    for place in row:
        yield _one_line(place)
        yield from [""] * (place.columns - 1)
