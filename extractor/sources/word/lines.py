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
from extractor.sources.word.blocks import Block, Lines, Paragraph, WordCell, WordTable

# Strings: `re` compiles them when a Word file first needs them, and keeps them.
_FIGURE = figure(signs="+-＋－", behind=UNIT)
_BARS = r"[|｜│┃¦︱]"
_LONGEST_CELL = 40


def write(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of a document."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _paragraph(block)
        elif isinstance(block, Lines):
            yield from block.text.splitlines()
        else:
            yield from _table(block)
            yield ""


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    """A paragraph's lines; tabs part cells where it is no running text, and how many of them says nothing."""
    for line in paragraph.text.splitlines() or [""]:
        words = [word.strip() for word in line.split("\t") if word.strip()] if "\t" in line else [line]
        yield (" " if "。" in line else "\t").join(words)


def _table(table: WordTable) -> Iterator[str]:
    for row in table.rows:
        cells = [inner for cell in row for inner in _opened(cell)]
        if _lays_out(cells):
            for cell in cells:
                yield from write(cell.blocks)
        else:
            for part in _parted([_lines(cell) for cell in cells]):
                yield _row(part)


def _opened(cell: WordCell) -> Sequence[WordCell]:
    """The cells of the one row of a table that is all there is in a cell; else the cell itself."""
    filled = [block for block in cell.blocks if isinstance(block, WordTable) or block.text.strip()]
    if len(filled) == 1 and isinstance(filled[0], WordTable) and len(filled[0].rows) == 1:
        return [inner for one in filled[0].rows[0] for inner in _opened(one)]
    return [cell]


def _lays_out(cells: Sequence[WordCell]) -> bool:
    """Whether a row holds tables, or nothing but a few cells of running text in paragraphs."""
    if any(isinstance(block, WordTable | Lines) for cell in cells for block in cell.blocks):
        return True
    written = [lines for cell in cells if (lines := _lines(cell))]
    if len(written) > 2 or any(re.fullmatch(_FIGURE, line) for lines in written for line in lines):
        return False
    return any(len(lines) > 1 and any(is_prose(line, _LONGEST_CELL) for line in lines) for lines in written)


def _lines(cell: WordCell) -> list[str]:
    """The lines of a cell that have something on them; bars, which would part it, are strokes."""
    text = "\n".join(block.text for block in cell.blocks if isinstance(block, Paragraph))
    lines = (re.sub(_BARS, "/", line.replace("\t", " ")).strip() for line in text.splitlines())
    return [line for line in lines if line]


def _parted(row: list[list[str]]) -> list[list[list[str]]]:
    """The rows in a row: where figures stand one below the other in its cells, and as many labels beside them."""
    filled = [lines for lines in row if lines]
    labels = [lines for lines in filled if not all(re.fullmatch(_FIGURE, line) for line in lines)]
    count = len(labels[0]) if len(labels) == 1 else 1
    if count == 1 or len(filled) == 1 or any(len(lines) != count for lines in filled):
        return [row]
    return [[lines[at : at + 1] for lines in row] for at in range(count)]


def _row(cells: list[list[str]]) -> str:
    written = [_joined(lines) for lines in cells]
    # A line of a lone tab and one cell is how other programs write one cell of many; this is a row of two.
    if len(written) == 2 and not written[0]:
        written[0] = " "
    return "\t".join(written)


def _joined(lines: list[str]) -> str:
    """What stands in a cell, on one line; several figures stay several."""
    figures = sum(re.fullmatch(_FIGURE, line) is not None for line in lines)
    return (" " if figures > 1 else "").join(lines)
