"""A row of a table → its line: cells parted by tabs, line breaks within a cell dropped, blank cells nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from extractor.lexicon.folding import characters
from extractor.sources.grid import Part, parts_of
from extractor.sources.html.cells import APART, joined, lines_of
from extractor.sources.html.element import Element
from extractor.sources.html.grid import Cells
from extractor.sources.html.labels import holds_row_label, is_row_label


class WrittenRow(NamedTuple):
    """A row of a table as lines, and where in the text each of its cells stands: for each its parts.

    A row that nobody sees has no cells. One whose characters are not found again has no parts.
    """

    lines: list[str]
    cells: list[list[Part]]


def write_row(cells: Cells, at: int) -> WrittenRow:
    """The lines a row of a table is written as, the first at this offset: one, or several where its cells hold several
    statutory rows each.
    """
    columns = [lines_of(cell) for cell in cells]
    label = next((at for at, lines in enumerate(columns) if len(lines) > 1 and all(map(is_row_label, lines))), None)
    several = label is not None or any(len(lines) > 1 and sum(map(holds_row_label, lines)) > 1 for lines in columns)
    if label is not None and _are_parallel(columns, label):
        rows, columns = _parted(columns, label), [*columns[:label], *([] for _ in columns[label:])]
    elif several:
        rows = [[(APART if _is_figures(lines) else "").join(filter(None, lines)) for lines in columns]]
    else:
        rows = [_single(cells, columns)]
    made = WrittenRow([], [[] for _ in cells])
    for row in rows:
        texts = list(map(_one_cell, row))
        line = "\t".join(texts)
        if line.strip(" "):
            if _is_rest(row, cells):
                return WrittenRow([], [])
            # The rows parted from the first have no cells before their labels.
            _find_parts(texts, columns[-len(row) :], at, made.cells[-len(row) :])
            made.lines.append(line)
            at += len(line) + 1
    if not made.lines:
        before = max(at - 1, 0)
        return WrittenRow([], [[(before, before)] for _ in cells])
    return made


def _find_parts(texts: Sequence[str], columns: Sequence[list[str]], at: int, found: Sequence[list[Part]]) -> None:
    """Adds the parts of each cell on a line that begins at this offset; `columns` are the lines in each, where there
    may be several.
    """
    for text, lines, parts in zip(texts, columns, found, strict=True):
        end = at + len(text)
        if len(lines) < 2 or not text:
            parts.append((at, end))
        else:
            own = parts_of(text, map(_one_cell, lines))
            parts += [(at + start, at + end) for start, end in own or ()]
        at = end + 1


def _single(cells: Cells, columns: Sequence[list[str]]) -> list[str]:
    """The texts of one row's cells; a figure in pieces is one number where figures beside it are whole."""
    figures = [lines for lines in columns if _is_figures(lines)]
    broken = any(len(lines) == 1 for lines in figures)
    return [
        joined(lines, broken=broken and not _spans(cell, "colspan") and not _spans(cell, "rowspan"))
        for cell, lines in zip(cells, columns, strict=True)
    ]


def _spans(cell: Element, attribute: str) -> bool:
    return (cell.attributes.get(attribute) or "1").strip() != "1"


def _is_figures(lines: Sequence[str]) -> bool:
    """Whether there is a figure on every line."""
    filled = [line.strip() for line in lines if line.strip()]
    return bool(filled) and all(line[-1].isdecimal() and line.strip("+-0123456789.,").strip() == "" for line in filled)


def _are_parallel(columns: Sequence[list[str]], label: int) -> bool:
    """Whether every cell behind the labels is blank or has as many lines as there are labels."""
    return not any(any(lines) and len(lines) != len(columns[label]) for lines in columns[label + 1 :])


def _parted(columns: Sequence[list[str]], label: int) -> list[list[str]]:
    """The statutory rows that were merged into one; what stands before their labels stands before the first."""
    head = ["".join(lines) for lines in columns[:label]]
    return [
        [*(head if not number else []), *(lines[number] if any(lines) else "" for lines in columns[label:])]
        for number in range(len(columns[label]))
    ]


def _is_rest(row: Sequence[str], cells: Cells) -> bool:
    """Whether a row without a word only holds the widths of the columns, as word processors leave it at the end."""
    if any(text.strip() for text in row):
        return False
    return not row[1:] or all("border:none" in (cell.attributes.get("style") or "").replace(" ", "") for cell in cells)


def _one_cell(text: str) -> str:
    return text.strip().translate(_parting())


@cache
def _parting() -> dict[int, str]:
    """The characters that would part cells, as those that stand for them in a cell."""
    same = characters()
    bars = dict.fromkeys((ord(c) for c in ("|", *same) if same.get(c, c) == "|"), "/")
    return bars | dict.fromkeys((ord(c) for c in ("\t", "\n", *same) if same.get(c, c) in "\t\n"), " ")
