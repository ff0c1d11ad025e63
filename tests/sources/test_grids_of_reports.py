"""Whole reports: the grids of each kind of file are the tables that were written into it, cell for cell."""

from __future__ import annotations

from collections import Counter

import pytest
from sources.drawn_report import draw_report

from benchmarks.render_docx import render_docx
from benchmarks.render_html import render_html
from benchmarks.reports import Report, make_report
from benchmarks.tables import make_tables
from extractor.sources import open_source
from extractor.sources.grid import Bounds
from extractor.sources.model import Source
from extractor.sources.normalise import normalise
from tests.sources.grids import check_grids, words_in

Cells = list[tuple[int, int, int, int, str]]

WRITTEN = {
    "html": lambda report: render_html(report).encode(),
    "docx": render_docx,
    "pdf": lambda report: draw_report(report, sideways=True),
}


def written(report: Report) -> list[Cells]:
    """For each table its cells: row, column, spans and words, as they were written."""
    return [
        [
            (row, column, cell.rows, cell.columns, _bare(normalise(cell.text).text))
            for row, column, cell in table.placed()
        ]
        for table in make_tables(report)
    ]


def found(source: Source) -> list[Cells]:
    return [
        sorted(
            (cell.row, cell.column, cell.row_span, cell.column_span, _bare(words_in(cell, source)))
            for cell in grid.cells
        )
        for grid in source.grids
    ]


def _bare(words: str) -> str:
    return "".join(words.replace("|", "").split())


# On the pages of the fifth a page break cuts the cells of a header, which are then two each, as they are drawn.
@pytest.mark.parametrize(
    ("kind", "seed"), [(kind, seed) for kind in WRITTEN for seed in (2, 5, 11) if (kind, seed) != ("pdf", 5)]
)
def test_the_grids_of_a_report_are_its_tables(kind: str, seed: int) -> None:
    report = make_report(seed)
    source = open_source(WRITTEN[kind](report), f"report.{kind}")
    check_grids(source)
    assert found(source) == written(report)
    assert {grid.bounds for grid in source.grids} == {Bounds.DRAWN if kind == "pdf" else Bounds.TAGGED}


@pytest.mark.parametrize("how", [{}, {"down": True}, {"lines": False}], ids=["upright", "labels down", "no lines"])
@pytest.mark.parametrize("seed", [2, 5])
def test_every_character_of_the_tables_of_a_pdf_is_in_its_grids(how: dict[str, bool], seed: int) -> None:
    source = open_source(draw_report(make_report(seed), **how), "report.pdf")
    check_grids(source)
    lined = how.get("lines", True)
    assert {grid.bounds for grid in source.grids} == {Bounds.DRAWN if lined else Bounds.INFERRED}
    if lined:
        assert list(map(_characters, found(source))) == list(map(_characters, written(make_report(seed))))


def _characters(cells: Cells) -> Counter[str]:
    return Counter("".join(cell[-1] for cell in cells))
