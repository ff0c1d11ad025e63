"""The cells of a row → the lines they are written as: cells parted by tabs, line breaks within a cell dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractor.sources.html.labels import is_row_label
from extractor.sources.html.styles import CELL, GROUP, INLINE, ROW, TABLE
from extractor.sources.html.tree import Element, text_of
from extractor.sources.normalise import characters

PICTURE = "□"
"""What is written where a cell holds a picture and no word: something stands there, and cannot be read."""

Cells = list[Element]

_BREAK = "\n"
# Spaces around a line break of the file; between Chinese characters the break was made to wrap a line, else it is a space.
_WRAP = r"[ \t]*[\r\n][ \t\r\n]*"
_WIDE = "[⺀-鿿　-〿︰-﹏＀-￯“”‘’·…—]"
_WRAPPED = f"(?<={_WIDE})\0(?={_WIDE})"
_LIFTED = frozenset(("sup", "sub", "s", "strike"))
_FIGURE = re.compile(r"[+\-±]?\d[\d,.，]*%?")
_LONG_NUMBER = re.compile(r"[+\-]?\d{3,}")
_TINY = re.compile(r"[0-3](?:px)?|0\.\d+")
_LAYOUT_LINES = 3
_LAYOUT_LENGTH = 200


def wrapped(text: str) -> str:
    """The text of a line with the file's own line breaks taken out."""
    if "\n" not in text and "\r" not in text:
        return text
    return re.sub(_WRAPPED, "", re.sub(_WRAP, "\0", text)).replace("\0", " ")


def rows_of(table: Element) -> list[Cells]:
    """The cells of each row of a table, those of its foot last; cells in no row are a row of their own."""
    rows: list[Cells] = []
    feet: list[Cells] = []
    loose: Cells = []
    for child in table.elements:
        if child.shown == CELL:
            loose.append(child)
        elif child.shown == ROW:
            rows.append(cells_of(child))
        elif child.shown == GROUP:
            (feet if child.tag == "tfoot" else rows).extend(rows_of(child))
    return [*rows, *([loose] if loose else []), *feet]


def cells_of(row: Element) -> Cells:
    """The cells of a row, the row of a table that alone fills a cell in place of that cell."""
    cells = [child for child in row.elements if child.shown == CELL] or list(row.elements)
    made: Cells = []
    for cell in cells:
        inner = sole_table(cell)
        rows = rows_of(inner) if inner else []
        made.extend(rows[0] if len(rows) == 1 else [cell])
    return made


def sole_table(cell: Element) -> Element | None:
    """The table that is all there is in a cell."""
    filled = [child for child in cell.children if not isinstance(child, str) or child.strip()]
    if len(filled) != 1 or isinstance(filled[0], str):
        return None
    only = filled[0]
    return only if only.shown == TABLE else None if only.shown == CELL else sole_table(only)


def is_layout(cells: Cells) -> bool:
    """Whether a row lays out the page and is no row of a table of figures: one of its cells holds a page's part."""
    if any(_holds_table(cell) for cell in cells):
        return True
    texts = [text_of(cell) for cell in cells]
    if any(_FIGURE.fullmatch(text.strip()) for text in texts):
        return False
    return any(
        len(text) > _LAYOUT_LENGTH and len(lines_of(cell)) >= _LAYOUT_LINES
        for cell, text in zip(cells, texts, strict=True)
    ) or any(map(_holds_kept_lines, cells))


def _holds_table(element: Element) -> bool:
    return any((child.shown == TABLE and len(rows_of(child)) > 1) or _holds_table(child) for child in element.elements)


def _holds_kept_lines(element: Element) -> bool:
    if element.keeps_spaces:
        return "\n" in text_of(element).strip()
    return any(map(_holds_kept_lines, element.elements))


def side_by_side(cells: Cells) -> list[Cells] | None:
    """The rows of tables that stand in the cells of one row, put together where they have as many rows each."""
    tables = [sole_table(cell) for cell in cells]
    heights = {len(rows_of(table)) for table in tables if table}
    if sum(table is not None for table in tables) < 2 or len(heights) != 1:
        return None
    made: list[Cells] = []
    for number in range(heights.pop()):
        parts = [rows_of(table)[number] if table else [cell] for cell, table in zip(cells, tables, strict=True)]
        made.append([cell for part, table in zip(parts, tables, strict=True) if table or not number for cell in part])
    return None if any(map(is_layout, made)) else made


def row_lines(cells: Cells) -> list[str]:
    """The lines a row of a table is written as: one, or several where its cells hold several statutory rows each."""
    columns = [lines_of(cell) for cell in cells]
    label = next((i for i, lines in enumerate(columns) if len(lines) > 1 and all(map(is_row_label, lines))), None)
    if label is None:
        rows = [[_joined(lines) for lines in columns]]
    else:
        rows = _parted(columns, label)
    return [line for row in rows if (line := "\t".join(map(_one_cell, row))).strip(" ") and not _is_rest(row, cells)]


def _parted(columns: Sequence[list[str]], label: int) -> list[list[str]]:
    """The statutory rows that were merged into one; where the lines are not as many everywhere they stay one."""
    height = len(columns[label])
    if any(len(lines) not in (0, height) for lines in columns[label + 1 :]):
        return [["".join(lines) if at <= label else " ".join(lines) for at, lines in enumerate(columns)]]
    head = ["".join(lines) for lines in columns[:label]]
    return [
        [*(head if not number else []), *(lines[number] if lines else "" for lines in columns[label:])]
        for number in range(height)
    ]


def _is_rest(row: Sequence[str], cells: Cells) -> bool:
    """Whether a row without a word only holds the widths of the columns, as word processors leave it at the end."""
    if any(text.strip() for text in row):
        return False
    return not row[1:] or all("border:none" in (cell.attributes.get("style") or "").replace(" ", "") for cell in cells)


def _joined(lines: Sequence[str]) -> str:
    """The lines of a cell as one: labels joined, a long number that was wrapped joined, two figures kept apart."""
    text = ""
    for line in filter(None, (line.strip() for line in lines)):
        apart = text[-1:].isascii() and text[-1:].isalnum() and line[0].isascii() and (line[0].isalnum() or line[0] in "+-")
        goes_on = _LONG_NUMBER.fullmatch(text) and line.isdecimal() and len(line) <= len(text)
        text += f" {line}" if apart and not goes_on else line
    return text


def _one_cell(text: str) -> str:
    return text.strip().translate(_parting())


@cache
def _parting() -> dict[int, str]:
    """The characters that would part cells, as those that stand for them in a cell."""
    same = characters()
    bars = dict.fromkeys((ord(c) for c in ("|", *same) if same.get(c, c) == "|"), "/")
    return bars | dict.fromkeys((ord(c) for c in ("\t", "\n", *same) if same.get(c, c) in "\t\n"), " ")


def lines_of(cell: Element) -> list[str]:
    """The lines in a cell, blank ones left out unless a hard space holds them open."""
    pieces = list(_pieces(cell))
    lines = [wrapped(line).strip(" \t") for line in "".join(pieces).split("\1")]
    lines = [line for line in lines if line]
    if not any(line.strip() for line in lines) and _has_picture(cell):
        return [PICTURE]
    return lines


def _pieces(element: Element) -> Iterator[str]:
    """The characters in a cell, with `\\1` for each break that is shown."""
    for child in element.children:
        if isinstance(child, str):
            yield child.replace("\n", "\1") if element.keeps_spaces else child
        elif child.tag in ("br", "hr"):
            yield "\1"
        elif child.shown != INLINE:
            yield "\1"
            yield from _pieces(child)
            yield "\1"
        elif child.tag in _LIFTED:
            yield " "
            yield from _pieces(child)
            yield " "
        else:
            yield from _pieces(child)


def _has_picture(element: Element) -> bool:
    for child in element.elements:
        if child.tag == "img":
            sizes = (child.attributes.get("width") or "", child.attributes.get("height") or "")
            if not any(_TINY.fullmatch(size.strip()) for size in sizes):
                return True
        elif _has_picture(child):
            return True
    return False
