"""Paragraphs and tables → lines: a paragraph a line, a row of a table a line with its cells parted by tabs.

A cell without anything in it is nothing between two tabs, so that a blank is certain; a merged cell is written once.
What a person broke inside a cell is joined. A row that only lays out the page, with paragraphs or whole tables in its
cells, is written as what stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extractor.lexicon.figure import UNIT, figure
from extractor.lexicon.prose import is_prose
from extractor.sources.grid import Bounds, Part, WrittenCell, parts_of
from extractor.sources.ink import settled, without_struck
from extractor.sources.sheet import Sheet
from extractor.sources.word.blocks import Block, Lines, Paragraph, WordCell, WordTable

# Strings: `re` compiles them when a Word file first needs them, and keeps them.
_FIGURE = figure(signs="+-＋－", behind=UNIT)
_BARS = r"[|｜│┃¦︱]"
_LONGEST_CELL = 40


def write(blocks: Iterable[Block]) -> Sheet:
    """The lines of a document."""
    sheet = Sheet()
    _write(blocks, sheet)
    return sheet


def _write(blocks: Iterable[Block], sheet: Sheet) -> None:
    for block in blocks:
        if isinstance(block, Paragraph):
            for line in _paragraph(block):
                sheet.add(line)
        elif isinstance(block, Lines):
            _write_lines(block, sheet)
        else:
            sheet.add_grids(Bounds.TAGGED, [_write_row(row, sheet) for row in block.rows])
            sheet.add("")


def _write_lines(block: Lines, sheet: Sheet) -> None:
    """Writes the lines of another file; its tables hold where these are parted as they were."""
    lines = block.text.splitlines()
    if block.text.startswith("\n".join(lines)):
        sheet.grids += [grid.moved(sheet.at) for grid in block.grids]
    for line in lines:
        sheet.add(line)


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    """A paragraph's lines; tabs part cells where it is no running text, and how many of them says nothing."""
    for line in without_struck(paragraph.text).splitlines() or [""]:
        words = [word.strip() for word in line.split("\t") if word.strip()] if "\t" in line else [line]
        yield (" " if "。" in line else "\t").join(words)


def _write_row(row: Sequence[WordCell], sheet: Sheet) -> list[WrittenCell] | None:
    """Writes a row as a line or several, one that lays out the page as what its cells hold, cell after cell; gives the
    cells of a row that does not.
    """
    cells = [inner for cell in row for inner in _opened(cell)]
    lines_of_cells = list(map(_lines, cells))
    if _lays_out(cells, lines_of_cells):
        for cell in cells:
            _write(cell.blocks, sheet)
        return None
    found: list[list[Part]] = [[] for _ in cells]
    for part in _parted(lines_of_cells):
        texts = _texts(part)
        at = sheet.at
        for parts, text, lines in zip(found, texts, part, strict=True):
            own = parts_of(text, lines) if lines else [(0, 0)]
            parts += [(at + start, at + end) for start, end in own or ()]
            at += len(text) + 1
        sheet.add("\t".join(texts))
    return [WrittenCell(cell.area, parts, cell.is_header) for cell, parts in zip(cells, found, strict=True)]


def _opened(cell: WordCell) -> Sequence[WordCell]:
    """The cells of the one row of a table that is all there is in a cell; else the cell itself."""
    if not any(isinstance(block, WordTable) for block in cell.blocks):
        return [cell]
    filled = [block for block in cell.blocks if isinstance(block, WordTable) or block.text.strip()]
    if len(filled) == 1 and isinstance(filled[0], WordTable) and len(filled[0].rows) == 1:
        inner = [one for first in filled[0].rows[0] for one in _opened(first)]
        areas = cell.area.split(len(inner))
        return [
            one._replace(area=area, is_header=one.is_header or cell.is_header)
            for one, area in zip(inner, areas, strict=True)
        ]
    return [cell]


def _lays_out(cells: Sequence[WordCell], lines_of_cells: Sequence[list[str]]) -> bool:
    """Whether a row holds tables, or nothing but a few cells of running text in paragraphs."""
    if any(isinstance(block, WordTable | Lines) for cell in cells for block in cell.blocks):
        return True
    written = list(filter(None, lines_of_cells))
    if len(written) > 2 or any(re.fullmatch(_FIGURE, line) for lines in written for line in lines):
        return False
    return any(len(lines) > 1 and any(is_prose(line, _LONGEST_CELL) for line in lines) for lines in written)


def _lines(cell: WordCell) -> list[str]:
    """The lines of a cell that have something on them; bars, which would part it, are strokes."""
    text = "\n".join(block.text for block in cell.blocks if isinstance(block, Paragraph))
    lines = (re.sub(_BARS, "/", line.replace("\t", " ")).strip() for line in text.splitlines())
    return settled(line for line in lines if line)


def _parted(row: list[list[str]]) -> list[list[list[str]]]:
    """The rows in a row: where figures stand one below the other in its cells, and as many labels beside them."""
    filled = [lines for lines in row if lines]
    labels = [lines for lines in filled if not all(re.fullmatch(_FIGURE, line) for line in lines)]
    count = len(labels[0]) if len(labels) == 1 else 1
    if count == 1 or len(filled) == 1 or any(len(lines) != count for lines in filled):
        return [row]
    return [[lines[at : at + 1] for lines in row] for at in range(count)]


def _texts(cells: list[list[str]]) -> list[str]:
    """What is written for each cell of a row."""
    written = [_joined(lines) for lines in cells]
    # A line of a lone tab and one cell is how other programs write one cell of many; this is a row of two.
    if len(written) == 2 and not written[0]:
        written[0] = " "
    return written


def _joined(lines: list[str]) -> str:
    """What stands in a cell, on one line; several figures stay several."""
    figures = sum(re.fullmatch(_FIGURE, line) is not None for line in lines)
    return (" " if figures > 1 else "").join(lines)
