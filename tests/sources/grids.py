"""What is true of every grid of every source."""

from __future__ import annotations

from extractor.sources.grid import Grid, GridCell
from extractor.sources.model import Source

Shown = list[list[str | None]]


def check_grids(source: Source) -> None:
    """Checks that cells do not overlap, and that every character of a grid is in one of its cells."""
    for grid in source.grids:
        _check_places(grid)
        _check_parts(grid, source.text)


def _check_places(grid: Grid) -> None:
    places = [
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    assert len(places) == len(set(places))
    assert all(cell.row_span > 0 and cell.column_span > 0 for cell in grid.cells)
    assert {cell.row for cell in grid.cells} == set(range(grid.height))
    assert {cell.column for cell in grid.cells} == set(range(grid.width))
    assert {cell for row in grid.rows() for cell in row if cell} == set(grid.cells)


def _check_parts(grid: Grid, text: str) -> None:
    assert [cell.parts[0] for cell in grid.cells] == sorted(cell.parts[0] for cell in grid.cells)
    for cell in grid.cells:
        assert list(cell.parts) == sorted(cell.parts)
        assert len(cell.parts) == 1 or all(start < end for start, end in cell.parts)
    parts = sorted(part for cell in grid.cells for part in cell.parts)
    assert 0 <= grid.start <= grid.end <= len(text)
    at = grid.start
    for start, end in parts:
        assert at <= start <= end
        assert text[start:end] == text[start:end].strip()
        assert not text[at:start].strip(" \t\n\f⏎")
        at = end


def words_in(cell: GridCell, source: Source) -> str:
    """What stands in a cell, a bar between its parts."""
    return "|".join(source.text[start:end] for start, end in cell.parts)


def shown(source: Source) -> list[Shown]:
    """Each grid as what stands in its cells, that of a merged cell wherever it reaches; a header's words behind a #."""
    return [
        [[cell and "#" * cell.is_header + words_in(cell, source) for cell in row] for row in grid.rows()]
        for grid in source.grids
    ]
