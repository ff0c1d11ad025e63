"""What happens to the lines of a printed report: lost, doubled, torn apart, cut off, or strewn with page numbers."""

from __future__ import annotations

import re

from hypothesis import assume
from hypothesis import strategies as st

from tests.properties.grids import CELL, ranks_of
from tests.properties.reports import Report
from tests.properties.sheets import Sheet, draw_sheets
from tests.properties.truths import truths

_MARKS = ("- {} -", "-{}-", "{}", "第{}页", "第 {} 页 共 9 页", "{}/9", "P. {}", "\t{}", "{} |")


def strew_page_numbers(draw: st.DrawFn, report: Report) -> str:
    """Page numbers stand on lines of their own among the lines of the tables."""
    mark = draw(st.sampled_from(_MARKS))
    tables = report.tables()
    for number in range(1, draw(st.integers(1, 4)) + 1):
        table = draw(st.sampled_from(tables))
        table.insert(draw(st.integers(0, len(table))), mark.format(number))
    return report.joined(tables)


def keep_each_line_once(draw: st.DrawFn, report: Report) -> str:
    """Of equal lines only the first is left."""
    lines = report.text().splitlines()
    return "\n".join(dict.fromkeys(lines))


def drop_lines(draw: st.DrawFn, report: Report) -> str:
    """Some lines are gone."""
    tables = report.tables()
    for _ in range(draw(st.integers(1, 4))):
        table = draw(st.sampled_from(tables))
        if table:
            table.pop(draw(st.integers(0, len(table) - 1)))
    return report.joined(tables)


def join_lines(draw: st.DrawFn, report: Report) -> str:
    """Some line ends are gone, so that two lines are one."""
    tables = report.tables()
    for _ in range(draw(st.integers(1, 4))):
        table = draw(st.sampled_from(tables))
        if len(table) > 1:
            at = draw(st.integers(0, len(table) - 2))
            table[at : at + 2] = [draw(st.sampled_from(("", " ", "  "))).join(table[at : at + 2])]
    return report.joined(tables)


def print_tables_twice(draw: st.DrawFn, report: Report) -> str:
    """The tables of another report stand before or behind the report's own, such as last year's."""
    other = draw(truths(report.truth.form))
    tables = report.tables()
    drawn = draw_sheets(other, report.style)
    for i, (layout, sheet) in enumerate(zip(report.layouts, drawn, strict=True)):
        if draw(st.booleans()):
            again = layout.lines(sheet)
            tables[i] = [*again, "", *tables[i]] if draw(st.booleans()) else [*tables[i], "", *again]
    return report.joined(tables)


def cut_off(draw: st.DrawFn, report: Report) -> str:
    """The text ends anywhere, or begins anywhere."""
    text = report.text()
    place = draw(st.integers(9, len(text) - 9))
    return text[:place] if draw(st.booleans()) else text[place:]


def cut_off_in_a_table(draw: st.DrawFn, report: Report) -> str:
    """The text ends in the midst of a table."""
    text = report.text()
    start = text.index(report.sheets[0].title if report.titled else report.sheets[0].bands[0].heading)
    return text[: draw(st.integers(start, text.index("五、存在")))]


def tear_apart(draw: st.DrawFn, report: Report) -> str:
    """All labels of a table come first, then all its figures, row by row or column by column."""
    by_column = draw(st.booleans())
    between = draw(st.sampled_from(("\n", "\t", " ", "\n\n")))
    return report.joined([_torn(sheet, by_column, between) for sheet in report.sheets])


def _torn(sheet: Sheet, by_column: bool, between: str) -> list[str]:
    made: list[str] = []
    for band in sheet.bands:
        made.extend([band.heading] if band.heading else [])
        made.extend(cell.text for cells in band.head for cell in cells)
        made.extend(line.label for line in band.lines if line.label)
        rows = [line.figures for line in band.lines]
        groups = list(zip(*rows, strict=True)) if by_column and len({len(row) for row in rows}) == 1 else rows
        made.extend(between.join(group) for group in groups)
    return made


def read_by_columns(draw: st.DrawFn, report: Report) -> str:
    """The cells of a table are read column by column, as text without borders often is."""
    keys = draw(st.sets(st.sampled_from([sheet.key for sheet in report.sheets]), min_size=1))
    tables = zip(report.sheets, report.tables(), strict=True)
    return report.joined([_by_columns(sheet) if sheet.key in keys else table for sheet, table in tables])


def _by_columns(sheet: Sheet) -> list[str]:
    ranks = [[spot if spot.how == CELL else None for spot in rank.spots] for rank in ranks_of(sheet)]
    width = max(map(len, ranks), default=0)
    columns = [[rank[i] for rank in ranks if i < len(rank)] for i in range(width)]
    return [spot.text for column in columns for spot in column if spot is not None]


def shuffle_lines(draw: st.DrawFn, report: Report) -> str:
    """Some neighbouring lines of the tables stand in another order, but for lines of one figure: nobody could tell."""
    tables = report.tables()
    table = draw(st.sampled_from(tables))
    start = draw(st.integers(0, max(0, len(table) - 2)))
    length = draw(st.integers(2, 12))
    assume(not any(re.fullmatch(r"[\s|]*[\d０-９,，/-]+[\s|]*", line) for line in table[start : start + length]))
    table[start : start + length] = draw(st.permutations(table[start : start + length]))
    return report.joined(tables)
