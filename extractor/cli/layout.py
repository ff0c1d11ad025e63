"""Where the form's labels and figures stand in the official tables: a section → a grid with merged cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len

from extractor.cli.grid import Cell, Grid
from extractor.cli.words import row_label, with_ordinal
from extractor.forms import Block, Row, Section


@dataclass(frozen=True, slots=True)
class Written:
    """What is written into the cell of a field, and how."""

    text: str
    style: str


Write = Callable[[str], Written]
"""A field's key → what to write into its cell."""

# In columns, the least and the most.
_LABEL_WIDTHS = (14, 36)
_FIGURE_WIDTHS = (6, 10)
_ROOMY = 120
"""From this width on, cells have a free column on either side."""


def section_grid(section: Section, write: Write, room: int) -> Grid:
    """The section's table, no wider than `room` columns where that can be."""
    if not section.groups:
        return _block_grid(section, write, room)
    if section.blocks[0].rows[0].labels:
        return _row_grid(section, write, room)
    return _column_grid(section, write, room)


def _block_grid(section: Section, write: Write, room: int) -> Grid:
    """Blocks one below the other, each with an article's heading and a header of its own (section `active`)."""
    columns = max(len(block.columns) for block in section.blocks)
    cells: list[Cell] = []
    rules: set[int] = set()
    row = 0
    for block in section.blocks:
        rules |= {row, row + 1, row + 2}
        cells.append(Cell(row, 0, block.heading[0], columns=columns + 1, align="center"))
        header = [section.captions[0], *(column.labels[0] for column in block.columns)]
        cells += _stretched(row + 1, header, columns + 1)
        for i, line in enumerate(block.rows, row + 2):
            cells.append(Cell(i, 0, row_label(line)))
            cells += _figures(i, 1, line, write, columns)
        row += 2 + len(block.rows)
    share = min(max((room - 24) // columns - 1, 12), 20)
    return Grid(cells, [22, *[share] * columns], frozenset(rules | {row}), _pad(room))


def _stretched(row: int, texts: list[str], columns: int) -> list[Cell]:
    """One row of headers; the last takes the columns that are left."""
    last = len(texts) - 1
    return [Cell(row, i, text, 1, columns - last if i == last else 1, "center") for i, text in enumerate(texts)]


def _figures(row: int, column: int, line: Row, write: Write, columns: int) -> list[Cell]:
    """A row's figures; the last takes the columns that are left."""
    written = [write(key) for key in line.fields]
    last = len(written) - 1
    return [
        Cell(row, column + i, one.text, 1, columns - last if i == last else 1, "right", one.style)
        for i, one in enumerate(written)
    ]


def _row_grid(section: Section, write: Write, room: int) -> Grid:
    """Rows under merged group labels, headers under spans (section `applications`)."""
    block = section.blocks[0]
    depth = max(len(row.groups) for row in block.rows)
    header, height = _header(section, block, depth + 1)
    cells = [Cell(0, 0, section.captions[0], height, depth + 1, "center"), *header]
    rules = {*range(height + 1), height + len(block.rows)}
    for i, row in enumerate(block.rows, height):
        level = len(row.groups)
        cells.append(Cell(i, level, row_label(row), 1, depth + 1 - level, hang=2))
        cells += _figures(i, depth + 1, row, write, len(block.columns))
    cells += _group_cells(section, block, height)
    rules |= {cell.row for cell in cells if cell.row >= height and cell.rows > 1}
    rules |= {cell.row + cell.rows for cell in cells if cell.row >= height and cell.rows > 1}
    rules |= {height + i for i, row in enumerate(block.rows) if len(row.groups) < depth}
    rules |= {height + i + 1 for i, row in enumerate(block.rows) if len(row.groups) < depth}
    return Grid(cells, _row_widths(block, cells, depth, room), frozenset(rules), _pad(room))


def _group_cells(section: Section, block: Block, top: int) -> list[Cell]:
    """The merged labels of the groups, the outermost in the first column."""
    labels = {group.key: with_ordinal(group.ordinal, group.labels[0]).replace("）", "）\n") for group in section.groups}
    cells: list[Cell] = []
    for level in range(max(len(row.groups) for row in block.rows)):
        start = top
        for key, run in groupby(row.groups[level : level + 1] for row in block.rows):
            count = len(list(run))
            if key:
                cells.append(Cell(start, level, labels[key[0]], count, 1, "center"))
            start += count
    return cells


def _header(section: Section, block: Block, left: int) -> tuple[list[Cell], int]:
    """The header's cells from column `left`, and how many rows they take: spans above groups above columns."""
    paths = _header_paths(section, block)
    height = len(paths[0])
    cells: list[Cell] = []
    for level in range(height):
        start = left
        for path, run in groupby(path[: level + 1] for path in paths):
            count = len(list(run))
            label = path[level]
            if label not in path[:level]:
                rows = sum(one == label for one in paths[start - left])
                cells.append(Cell(level, start, label, rows, count, "center"))
            start += count
    return cells, height


def _header_paths(section: Section, block: Block) -> list[list[str]]:
    """For each column what stands above it, top down, and itself; a label over several rows is there several times."""
    names = {group.key: with_ordinal(group.ordinal, group.labels[0]) for group in section.groups}
    paths: list[list[str]] = []
    for column in block.columns:
        spans = [span.label for span in section.spans if {column.key, column.group} & set(span.over)]
        paths.append([*spans, *([names[column.group]] if column.group else []), column.labels[0]])
    height = max(map(len, paths))
    for column, path in zip(block.columns, paths, strict=True):
        tall = -2 if column.group else -1
        path[tall:tall] = [path[tall]] * (height - len(path))
    return paths


def _row_widths(block: Block, cells: list[Cell], depth: int, room: int) -> list[int]:
    """The widths of group, label and figure columns that fit into `room`, between what they need and what they like."""
    figures = len(block.columns)
    pad = 2 * _pad(room)
    groups = [4 + pad, 8 + pad][:depth] if depth > 1 else [8 + pad] * depth
    free = room - sum(groups) - depth - figures - 2
    least, most = _FIGURE_WIDTHS
    figure = max(min((free - _LABEL_WIDTHS[1]) // figures, most), least + pad, _longest_figure(cells) + pad)
    label = max(min(free - figure * figures, _LABEL_WIDTHS[1]), _LABEL_WIDTHS[0])
    return [*groups, label, *[figure] * figures]


def _longest_figure(cells: list[Cell]) -> int:
    return max((cell_len(cell.text) for cell in cells if cell.align == "right"), default=0)


def _pad(room: int) -> int:
    return int(room >= _ROOMY)


def _column_grid(section: Section, write: Write, room: int) -> Grid:
    """One row of figures under groups of columns (section `disputes`)."""
    block = section.blocks[0]
    cells, height = _header(section, block, 0)
    cells += _figures(height, 0, block.rows[0], write, len(block.columns))
    width = max(min((room - 1) // len(block.columns) - 1, 8), 4, _longest_figure(cells))
    return Grid(cells, [width] * len(block.columns), frozenset(range(height + 2)))
