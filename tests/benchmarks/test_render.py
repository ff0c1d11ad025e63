"""What is laid out comes back out of the files unchanged."""

import re
from html.parser import HTMLParser
from pathlib import Path

from benchmarks.convert_loops import cell_lines, row_loop
from benchmarks.render import draw_look, figure_text
from benchmarks.render_docx import render_docx
from benchmarks.render_html import render_html
from benchmarks.reports import Report, make_report
from benchmarks.tables import make_tables

SEEDS = range(8)


def expected_rows(report: Report) -> list[list[str]]:
    """The figures of every row of every table as they are typed, a merged one at each of its columns."""
    look = draw_look(report)
    rows = [[cell for cell in row if cell.role == "figure"] for table in make_tables(report) for row in table.rows]
    return [[figure_text(cell.text, look) for cell in row for _ in range(cell.columns)] for row in rows if row]


def test_every_row_of_figures_comes_back_from_the_word_file(tmp_path: Path) -> None:
    for seed in SEEDS:
        report = make_report(seed)
        path = tmp_path / f"{seed}.docx"
        path.write_bytes(render_docx(report))
        lines = [line.split("\t") for line in row_loop(path).splitlines()]
        for row in expected_rows(report):
            assert any(line[-len(row) :] == row for line in lines), row


def test_cell_lines_keep_every_figure_in_order(tmp_path: Path) -> None:
    report = make_report(3, size="medium")
    path = tmp_path / "report.docx"
    path.write_bytes(render_docx(report))
    cells = [line.strip() for line in cell_lines(path).splitlines() if line.startswith("\t")]
    rows = [row for table in make_tables(report) for row in table.rows]
    figures = [cell.text for row in rows for cell in row if cell.role == "figure" and cell.text]
    remaining = iter(cells)
    assert all(figure in remaining for figure in figures)


class _Grid(HTMLParser):
    """Counts the grid cells that each sheet row fills, spans included."""

    def __init__(self) -> None:
        super().__init__()
        self.widths: list[int] = []
        self.reaching: list[list[int]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self.inside = given.get("class") == "sheet"
            self.reaching = []
        if self.inside and tag == "tr":
            self.widths.append(sum(width for width, rows in self.reaching if rows > 0))
            self.reaching = [[width, rows - 1] for width, rows in self.reaching if rows > 0]
        if self.inside and tag == "td":
            width, rows = int(given.get("colspan") or 1), int(given.get("rowspan") or 1)
            self.widths[-1] += width
            self.reaching.append([width, rows - 1])


def test_spans_of_the_web_page_fill_every_row_exactly() -> None:
    for seed in SEEDS:
        report = make_report(seed)
        grid = _Grid()
        grid.feed(render_html(report))
        assert grid.widths == [len(table.widths) for table in make_tables(report) for _ in table.rows]


def test_the_same_report_always_looks_the_same() -> None:
    report = make_report(5)
    assert render_html(report) == render_html(make_report(5))
    assert draw_look(report) == draw_look(make_report(5))


def test_every_figure_stands_in_the_tables_once() -> None:
    for seed in SEEDS:
        report = make_report(seed)
        keys = [cell.key for table in make_tables(report) for row in table.rows for cell in row if cell.key]
        assert keys == list(report.fields)


def test_no_markup_of_the_report_escapes_into_the_page() -> None:
    page = render_html(make_report(2))
    assert not re.search(r"<(?!/?[a-z!])", page)
