"""The official tables: a section of a form as cells that span rows and columns, as the regulation prints it."""

from __future__ import annotations

from itertools import groupby
from typing import Literal, NamedTuple

from extractor.forms.model import Block, Row, Section
from extractor.forms.naming import row_label, with_ordinal

CellKind = Literal["heading", "group", "label", "figure"]


class OfficialCell(NamedTuple):
    """One cell, over one or more rows and columns, counted from 0.

    `kind` is `heading` (above columns), `group` (the merged label of several rows), `label` (of one row) or `figure`,
    whose `field` is its key and whose text is empty.
    """

    row: int
    column: int
    kind: CellKind
    text: str
    rows: int = 1
    columns: int = 1
    field: str | None = None


def official_cells(section: Section) -> list[OfficialCell]:
    """The section's table; its cells fill a rectangle."""
    if not section.groups:
        return _blocks(section)
    if section.blocks[0].rows[0].labels:
        return _grouped_rows(section)
    return _grouped_columns(section)


def _blocks(section: Section) -> list[OfficialCell]:
    """Blocks one below the other, each with an article's heading, if it has one, and a header (section `active`)."""
    width = max(len(block.columns) for block in section.blocks) + 1
    cells: list[OfficialCell] = []
    top = 0
    for block in section.blocks:
        if block.heading:
            cells.append(OfficialCell(top, 0, "heading", block.heading[0], columns=width))
            top += 1
        header = [_corner(section), *(column.labels[0] for column in block.columns)]
        cells += [
            OfficialCell(top, i, "heading", text, 1, _taken(i, len(header), width)) for i, text in enumerate(header)
        ]
        for i, row in enumerate(block.rows, top + 1):
            cells.append(OfficialCell(i, 0, "label", row_label(row)))
            cells += _figures(i, 1, row, width)
        top += 1 + len(block.rows)
    return cells


def _corner(section: Section) -> str:
    """What stands above the labels of rows."""
    return section.captions[0] if section.captions else ""


def _taken(i: int, count: int, width: int) -> int:
    """How many of `width` columns the cell `i` of `count` takes: the last takes what is left."""
    return width - i if i == count - 1 else 1


def _figures(row: int, left: int, line: Row, width: int) -> list[OfficialCell]:
    return [
        OfficialCell(row, left + i, "figure", "", 1, _taken(left + i, left + len(line.fields), width), key)
        for i, key in enumerate(line.fields)
    ]


def _grouped_rows(section: Section) -> list[OfficialCell]:
    """Rows under merged group labels, headers under spans (section `applications`)."""
    block = section.blocks[0]
    depth = max(len(row.groups) for row in block.rows)
    header, height = _header(section, block, depth + 1)
    cells = [OfficialCell(0, 0, "heading", _corner(section), height, depth + 1), *header]
    for i, row in enumerate(block.rows, height):
        level = len(row.groups)
        cells.append(OfficialCell(i, level, "label", row_label(row), 1, depth + 1 - level))
        cells += _figures(i, depth + 1, row, depth + 1 + len(block.columns))
    return cells + _groups(section, block, height)


def _groups(section: Section, block: Block, top: int) -> list[OfficialCell]:
    """The merged labels of the groups, the outermost in the first column."""
    labels = {group.key: with_ordinal(group.ordinal, group.labels[0]) for group in section.groups}
    cells: list[OfficialCell] = []
    for level in range(max(len(row.groups) for row in block.rows)):
        start = top
        for key, run in groupby(row.groups[level : level + 1] for row in block.rows):
            count = len(list(run))
            if key:
                cells.append(OfficialCell(start, level, "group", labels[key[0]], count))
            start += count
    return cells


def _grouped_columns(section: Section) -> list[OfficialCell]:
    """One row of figures under groups of columns (section `disputes`)."""
    block = section.blocks[0]
    cells, height = _header(section, block, 0)
    return cells + _figures(height, 0, block.rows[0], len(block.columns))


def _header(section: Section, block: Block, left: int) -> tuple[list[OfficialCell], int]:
    """The header's cells from column `left`, and how many rows they take: spans above groups above columns."""
    paths = _header_paths(section, block)
    height = len(paths[0])
    cells: list[OfficialCell] = []
    for level in range(height):
        start = left
        for path, run in groupby(path[: level + 1] for path in paths):
            count = len(list(run))
            label = path[level]
            if label not in path[:level]:
                rows = sum(one == label for one in paths[start - left])
                cells.append(OfficialCell(level, start, "heading", label, rows, count))
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
