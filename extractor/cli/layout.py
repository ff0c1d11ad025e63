"""The official tables for the terminal: a section → a grid with merged cells, no wider than there is room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.cells import cell_len

from extractor.cli.grid import ScreenCell, ScreenGrid
from extractor.forms import Section
from extractor.forms.official import OfficialCell, official_cells


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


def section_grid(section: Section, write: Write, room: int) -> ScreenGrid:
    """The section's table, no wider than `room` columns where that can be."""
    official = official_cells(section)
    cells = [_cell(one, write, 2 if section.groups else 0) for one in official]
    if not section.groups:
        widths, pad = _block_widths(section, room), _pad(room)
    elif section.blocks[0].rows[0].labels:
        widths, pad = _row_widths(section, cells, room), _pad(room)
    else:
        widths, pad = _column_widths(section, cells, room), 0
    return ScreenGrid(cells, widths, _rules(official), pad)


def _cell(one: OfficialCell, write: Write, hang: int) -> ScreenCell:
    if one.field is not None:
        written = write(one.field)
        return ScreenCell(one.row, one.column, written.text, one.rows, one.columns, "right", written.style)
    if one.kind == "label":
        return ScreenCell(one.row, one.column, one.text, one.rows, one.columns, hang=hang)
    text = one.text.replace("）", "）\n") if one.kind == "group" else one.text
    return ScreenCell(one.row, one.column, text, one.rows, one.columns, "center")


def _rules(cells: list[OfficialCell]) -> frozenset[int]:
    """The rows with a line above: around headings and merged labels, and around rows under fewer groups than others."""
    deepest = max((cell.column for cell in cells if cell.kind == "label"), default=0)
    ruled = [cell for cell in cells if cell.kind != "figure" and (cell.kind != "label" or cell.column < deepest)]
    bottom = max(cell.row + cell.rows for cell in cells)
    return frozenset({0, bottom} | {row for cell in ruled for row in (cell.row, cell.row + cell.rows)})


def _block_widths(section: Section, room: int) -> list[int]:
    columns = max(len(block.columns) for block in section.blocks)
    share = min(max((room - 24) // columns - 1, 12), 20)
    return [22, *[share] * columns]


def _row_widths(section: Section, cells: list[ScreenCell], room: int) -> list[int]:
    """The widths of group, label and figure columns that fit into `room`, between what they need and what they like."""
    block = section.blocks[0]
    depth = max(len(row.groups) for row in block.rows)
    figures = len(block.columns)
    pad = 2 * _pad(room)
    groups = [4 + pad, 8 + pad][:depth] if depth > 1 else [8 + pad] * depth
    free = room - sum(groups) - depth - figures - 2
    least, most = _FIGURE_WIDTHS
    figure = max(min((free - _LABEL_WIDTHS[1]) // figures, most), least + pad, _longest_figure(cells) + pad)
    label = max(min(free - figure * figures, _LABEL_WIDTHS[1]), _LABEL_WIDTHS[0])
    return [*groups, label, *[figure] * figures]


def _column_widths(section: Section, cells: list[ScreenCell], room: int) -> list[int]:
    columns = len(section.blocks[0].columns)
    width = max(min((room - 1) // columns - 1, 8), 4, _longest_figure(cells))
    return [width] * columns


def _longest_figure(cells: list[ScreenCell]) -> int:
    return max((cell_len(cell.text) for cell in cells if cell.align == "right"), default=0)


def _pad(room: int) -> int:
    return int(room >= _ROOMY)
