"""Tables with merged cells for the terminal, which Rich's own cannot draw; a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len
from rich.text import Text

_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_CORNERS = {
    _UP: "│",
    _DOWN: "│",
    _UP | _DOWN: "│",
    _LEFT: "─",
    _RIGHT: "─",
    _LEFT | _RIGHT: "─",
    _DOWN | _RIGHT: "┌",
    _DOWN | _LEFT: "┐",
    _UP | _RIGHT: "└",
    _UP | _LEFT: "┘",
    _UP | _DOWN | _RIGHT: "├",
    _UP | _DOWN | _LEFT: "┤",
    _DOWN | _LEFT | _RIGHT: "┬",
    _UP | _LEFT | _RIGHT: "┴",
    _UP | _DOWN | _LEFT | _RIGHT: "┼",
}

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class ScreenCell:
    """Text over one or more rows and columns, counted from 0.

    Centred text is centred both ways; other text begins on the cell's first line, and where it goes on to further
    lines these begin `hang` columns further in.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    align: Align = "left"
    style: str = ""
    hang: int = 0


@dataclass(frozen=True, slots=True)
class ScreenGrid:
    """Cells that together fill a rectangle.

    `widths` are the columns' widths without borders, `pad` how much of them is left free on either side. `rules` are
    the rows above which a line is drawn, the number of rows standing for the bottom; a cell that spans a rule
    interrupts it.
    """

    cells: Sequence[ScreenCell]
    widths: Sequence[int]
    rules: frozenset[int]
    pad: int = 0

    @property
    def height(self) -> int:
        """The number of rows."""
        return max(cell.row + cell.rows for cell in self.cells)


def draw(grid: ScreenGrid) -> list[Text]:
    """The grid as lines."""
    edges = _edges(grid.widths)
    tops, bottom = _tops(grid)
    drawing = _Drawing([[0] * (edges[-1] + 1) for _ in range(bottom + 1)], [{} for _ in range(bottom + 1)])
    tops.append(bottom + (grid.height not in grid.rules))
    for cell in grid.cells:
        _place(drawing, grid, cell, edges, tops)
    return [_line(borders, texts) for borders, texts in zip(drawing.borders, drawing.texts, strict=True)]


@dataclass(slots=True)
class _Drawing:
    """For each line: which borders pass each column, and the texts by the column they begin at."""

    borders: list[list[int]]
    texts: list[dict[int, tuple[str, str]]]


def _edges(widths: Sequence[int]) -> list[int]:
    """The column of each vertical border."""
    edges = [0]
    for width in widths:
        edges.append(edges[-1] + width + 1)
    return edges


def _tops(grid: ScreenGrid) -> tuple[list[int], int]:
    """The first line of each row, its rule included, and the grid's last line."""
    heights = [1] * grid.height
    for cell in sorted(grid.cells, key=lambda cell: cell.rows):
        inner = range(cell.row + 1, cell.row + cell.rows)
        have = sum(heights[cell.row : cell.row + cell.rows]) + sum(row in grid.rules for row in inner)
        need = len(_wrapped(cell, _width(grid, cell)))
        heights[cell.row + cell.rows - 1] += max(need - have, 0)
    tops: list[int] = []
    line = 0
    for row, height in enumerate(heights):
        tops.append(line)
        line += height + (row in grid.rules)
    return tops, line - (grid.height not in grid.rules)


def _width(grid: ScreenGrid, cell: ScreenCell) -> int:
    """The columns a cell has for its text."""
    return sum(grid.widths[cell.column : cell.column + cell.columns]) + cell.columns - 1 - 2 * grid.pad


def _place(drawing: _Drawing, grid: ScreenGrid, cell: ScreenCell, edges: list[int], tops: list[int]) -> None:
    """Draws one cell's borders and its text."""
    left, right = edges[cell.column], edges[cell.column + cell.columns]
    last = cell.row + cell.rows
    top = tops[cell.row] + (cell.row in grid.rules)
    end = tops[last]
    for line in range(top, end):
        for x in (left, right):
            drawing.borders[line][x] |= _UP | _DOWN
    for row, line, toward in ((cell.row, top - 1, _DOWN), (last, end, _UP)):
        if row in grid.rules:
            _rule(drawing.borders[line], left, right, toward)
    width = _width(grid, cell)
    wrapped = _wrapped(cell, width)
    first = top + (end - top - len(wrapped)) // 2 if cell.align == "center" else top
    for i, text in enumerate(wrapped):
        drawing.texts[first + i][left + 1 + grid.pad] = (_aligned(text, width, cell.align), cell.style)


def _rule(borders: list[int], left: int, right: int, toward: int) -> None:
    """A line from left to right, its ends joined with the cell's sides."""
    for x in range(left, right):
        borders[x] |= _RIGHT
        borders[x + 1] |= _LEFT
    borders[left] |= toward
    borders[right] |= toward


def _line(borders: list[int], texts: dict[int, tuple[str, str]]) -> Text:
    line = Text()
    x = 0
    while x < len(borders):
        if x in texts:
            text, style = texts[x]
            line.append(text, style=style)
            x += cell_len(text)
        else:
            line.append(_CORNERS.get(borders[x], " "), style="dim" if borders[x] else "")
            x += 1
    return line


def _aligned(text: str, width: int, align: Align) -> str:
    room = max(width - cell_len(text), 0)
    before = {"left": 0, "right": room, "center": room // 2}[align]
    return " " * before + text + " " * (room - before)


def _wrapped(cell: ScreenCell, width: int) -> list[str]:
    """The cell's text as lines of at most `width` columns; centred text in lines about as long as each other."""
    lines = [line for part in cell.text.split("\n") for line in _broken(part, width, cell.hang)]
    if cell.align == "center" and len(lines) > 1 and "\n" not in cell.text:
        while width > 2 and len(narrower := _broken(cell.text, width - 1, 0)) == len(lines):
            lines, width = narrower, width - 1
    return lines


def _broken(text: str, width: int, hang: int) -> list[str]:
    """Broken anywhere, as Chinese may be, but not before a closing mark; spaces at a break are dropped."""
    lines: list[str] = []
    line = ""
    for character in text:
        if line.strip() and cell_len(line) + cell_len(character) > width:
            carried = ""
            if character in "）、，。”；：" and len(line.strip()) > 1 and hang + 4 <= width:
                line, carried = line[:-1], line[-1]
            lines.append(line)
            line = " " * hang + carried
        if character != " " or line.strip() or not lines:
            line += character
    return [*lines, line]
