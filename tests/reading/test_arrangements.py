"""Tables whose figures stand apart from their labels, read by their sums."""

from __future__ import annotations

from itertools import chain

import pytest

from extractor.forms import load_forms
from extractor.reading.model import ColumnBasis, Header, RowBasis, RowReading
from extractor.reading.rule_reader import read_by_rules

FORM = next(form for form in load_forms() if form.id == "2021" and form.edition == "other_total")
SECTION = FORM.section("applications")
ROWS, COLUMNS = len(SECTION.rows), 7
RESULTS = {
    "new": (31, 5, 0, 2, 0, 1, 39),
    "carried_in": (2, 1, 0, 0, 0, 0, 3),
    "granted": (12, 2, 0, 1, 0, 1, 16),
    "partially_granted": (4, 1, 0, 0, 0, 0, 5),
    "denied.internal_affairs": (3, 0, 0, 1, 0, 0, 4),
    "unable.not_held": (9, 1, 0, 0, 0, 0, 10),
    "rejected.repeated": (2, 0, 0, 0, 0, 0, 2),
    "other.total": (1, 1, 0, 0, 0, 0, 2),
    "total": (31, 5, 0, 2, 0, 1, 39),
    "carried_out": (2, 1, 0, 0, 0, 0, 3),
}
GRID = [list(RESULTS.get(row.key, (0,) * COLUMNS)) for row in SECTION.rows]
HEADER = (
    "云台市林业局2022年政府信息公开工作年度报告",
    "三、收到和处理政府信息公开申请情况",
    "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计",
)
LABELS = [row.labels[0] for row in SECTION.rows]
Places = list[tuple[int, int]]


def by_rows(first: int, behind: int) -> Places:
    return [(row, column) for row in range(first, behind) for column in range(COLUMNS)]


def by_columns(first: int, behind: int, columns: tuple[int, ...] = tuple(range(COLUMNS))) -> Places:
    return [(row, column) for column in columns for row in range(first, behind)]


def text_of(*bands: Places) -> str:
    """The text of a table written so: all labels, and behind them the figures, one a line."""
    figures = [str(GRID[row][column]) for row, column in chain.from_iterable(bands)]
    return "\n".join((*HEADER, *LABELS, *figures))


def read(text: str) -> tuple[RowReading, ...] | None:
    """The rows of the table, where they are read by their sums."""
    reading = read_by_rules(text, text, load_forms(), 2022)
    assert reading is not None
    rows = reading.sections[1].rows
    return rows if all(row.basis == RowBasis.ARRANGED for row in rows) else None


def values(rows: tuple[RowReading, ...]) -> list[list[object]]:
    return [[cell.value for cell in row.placements[0]] for row in rows]


@pytest.mark.parametrize(
    "bands",
    [
        [by_rows(0, ROWS)],
        [by_columns(0, ROWS)],
        [by_columns(0, 3), by_rows(3, ROWS)],
        [by_rows(0, 15), by_columns(15, ROWS)],
    ],
    ids=["row by row", "column by column", "the first rows column by column", "a second page column by column"],
)
def test_a_table_is_read_in_the_one_order_that_adds_up(bands: list[Places]) -> None:
    rows = read(text_of(*bands))
    assert rows is not None
    assert {row.basis for row in rows} == {RowBasis.ARRANGED}
    assert values(rows) == GRID


def test_what_is_written_row_by_row_is_sure() -> None:
    rows = read(text_of(by_rows(0, ROWS)))
    assert rows is not None
    assert not any(row.movable for row in rows)


def test_columns_that_may_be_exchanged_are_sure_only_where_they_hold_the_same() -> None:
    rows = read(text_of(by_columns(0, ROWS, (0, 3, 1, 2, 4, 5, 6))))
    assert rows is not None
    movable = {row.row.key: row.movable for row in rows}
    assert movable["new"] == frozenset(range(6))
    assert movable["denied.state_secret"] == frozenset()
    assert all(column == COLUMNS - 1 or column in movable["granted"] for column in range(COLUMNS))


def test_bands_that_may_be_exchanged_are_not_sure() -> None:
    """Two bands of results between others: which was written first no sum says."""
    rows = read(text_of(by_rows(0, 2), by_columns(2, 12), by_rows(12, 18), by_columns(18, ROWS)))
    assert rows is not None
    assert values(rows) == GRID
    movable = {row.row.key: row.movable for row in rows}
    assert movable["granted"]
    assert not movable["new"]
    assert not movable["total"]


def test_a_figure_that_is_gone_or_moved_is_not_made_up_for() -> None:
    order = by_columns(0, ROWS)
    assert read(text_of(order[1:])) is None
    assert read(text_of([*order[1:30], order[0], *order[30:]])) is None


def test_a_label_that_is_lost_leaves_the_order_of_the_rows_open() -> None:
    text = text_of(by_rows(0, ROWS))
    assert read(text) is not None
    assert read(text.replace(LABELS[3] + "\n", "")) is None


def test_figures_behind_the_label_of_another_row_are_not_read_by_their_sums() -> None:
    """Pdftotext wrote the fourth row of table 539 of the study before the third, each on a line of its own."""
    rows = [" ".join(map(str, row)) for row in GRID]
    third, fourth = 2, 3
    lines = [
        *LABELS[: third - 1], *rows[: third - 1],
        *LABELS[third - 1 : third + 1], rows[third - 1],
        LABELS[fourth], rows[fourth],
        *LABELS[fourth + 1 :], rows[third], *rows[fourth + 1 :],
    ]  # fmt: skip
    assert read("\n".join((*HEADER, *lines))) is None


def header_of(text: str) -> Header:
    reading = read_by_rules(text, text, load_forms(), 2022)
    assert reading is not None
    return reading.sections[1].headers[0]


@pytest.mark.parametrize(
    ("names", "basis"),
    [
        ("自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计", ColumnBasis.NAMED),
        ("自然人 科研机构 商业企业 社会公益组织 法律服务机构 其他 总计", ColumnBasis.NAMED),
        ("自然人 科研 商业 社会公益 法律服务 其他 总计", ColumnBasis.CONTRADICTED),
    ],
)
def test_a_header_between_labels_and_figures_names_the_columns(names: str, basis: ColumnBasis) -> None:
    figures = [" ".join(map(str, row)) for row in GRID]
    assert header_of("\n".join((*HEADER[:2], *LABELS, names, *figures))).basis == basis
