"""The study of the order in which converters write the figures of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.drawn_pdf import Word, draw_pdf
from benchmarks.order_classes import COLUMNS, DOWNWARDS, LOST, PIECES, ROWS, TORN, find_order
from benchmarks.order_tables import draw_tables, make_table, page_of_tables
from benchmarks.reading_order import CONVERTERS, places_in, texts_of_tables

BY_ROWS = [(row, column) for row in range(3) for column in range(3)]


@pytest.mark.parametrize(
    ("places", "order"),
    [
        (BY_ROWS, ROWS),
        (sorted(BY_ROWS, key=lambda place: place[::-1]), COLUMNS),
        ([*BY_ROWS[:3], (1, 0), (2, 0), (1, 1), (2, 1), (1, 2), (2, 2)], PIECES),
        ([(0, 1), (1, 1), (2, 1), (0, 0), (0, 2), (1, 0), (1, 2), (2, 0), (2, 2)], DOWNWARDS),
        ([(1, 0), (0, 1), (0, 0), (2, 0), (1, 1), (2, 1), (0, 2), (1, 2), (2, 2)], TORN),
        (BY_ROWS[1:], LOST),
    ],
)
def test_an_order_is_of_its_class(places: list[tuple[int, int]], order: str) -> None:
    assert find_order(tuple(places), 9).order == order


def test_columns_that_change_places_throughout_are_seen() -> None:
    exchanged = tuple((row, column) for column in (1, 0, 2) for row in range(3))
    assert find_order(exchanged, 9).columns_exchanged
    assert not find_order(exchanged, 9).rows_exchanged
    assert not find_order(tuple(BY_ROWS), 9).columns_exchanged


def test_each_sign_stands_once_in_a_table() -> None:
    for seed in range(20):
        table = make_table(seed)
        signs = [sign for row in table.signs for sign in row if sign]
        assert len(signs) == len(set(signs)) == len(table.places())
        assert all(sign in page_of_tables([table]) for sign in signs)


def test_a_drawn_table_is_found_whole_by_converters(tmp_path: Path) -> None:
    table = make_table(1)
    path = tmp_path / "drawn.pdf"
    path.write_bytes(draw_tables([table, make_table(2)]))
    for name in ("pypdf", "pdfminer.six"):
        pages = CONVERTERS[name](path)
        assert len(pages) == 2
        assert sorted(places_in(pages[0], table)) == sorted(table.places().values())


def test_words_keep_their_characters(tmp_path: Path) -> None:
    path = tmp_path / "words.pdf"
    path.write_bytes(draw_pdf([[Word(60, 80, "总计 12", 10)]]))
    assert "总计 12" in CONVERTERS["pypdf"](path)[0]


def test_a_page_without_a_heading_goes_on_with_the_table_before() -> None:
    assert texts_of_tables(["a", "b", "c"], [True, False, True]) == ["a\nb", "c"]
