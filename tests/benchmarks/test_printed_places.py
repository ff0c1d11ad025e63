"""Where the figures of a printed table stand in a converter's text."""

from __future__ import annotations

import pytest

from benchmarks.grid import Cell, Table
from benchmarks.printed_places import Places, digits_of, find_places
from extractor.reading.tokenize import tokenize

_ROWS = {"规章": ("12", "3", "0"), "行政规范性文件": ("7", "0", "41"), "行政许可": ("5", "", "123")}


def table() -> Table:
    rows = [
        (Cell(label, "label"), *(Cell(text, "figure", key=f"{label} {i}") for i, text in enumerate(figures)))
        for label, figures in _ROWS.items()
    ]
    return Table("active", (1.0,), tuple(rows))


def places(text: str) -> Places:
    printed = {f"{label} {i}": text for label, figures in _ROWS.items() for i, text in enumerate(figures)}
    return find_places(table(), printed, tokenize(text).tokens)


def pieces(found: Places, field: str) -> list[str]:
    return [piece.text for piece in found.of_field[field]]


@pytest.mark.parametrize(
    "text",
    [
        "规章\t12\t3\t0\n行政规范性文件\t7\t0\t41\n行政许可\t5\t\t123",
        "规章\n12\n3\n0\n行政规范性文件\n7\n0\n41\n行政许可\n5\n\n123",
        "行政许可\t5\t\t123\n规章\t12\t3\t0\n- 8 -\n行政规范性文件\t7\t0\t41",
        "规章\n行政规范性文件\n行政许可\n12\n7\n5\n3\n0\n0\n41\n123",
    ],
)
def test_each_figure_is_found_in_any_order(text: str) -> None:
    found = places(text)
    assert (found.unaligned, found.lost) == (frozenset(), frozenset())
    assert len(found.of_field) == 8
    assert pieces(found, "规章 0") == ["12"]
    assert pieces(found, "行政规范性文件 2") == ["41"]


def test_a_figure_in_pieces_is_all_of_its_pieces() -> None:
    found = places("规章\t12\t3\t0\n行政规范性文件\t7\t0\t41\n行政许可\t5\t1\t23")
    assert pieces(found, "行政许可 2") == ["1", "23"]
    assert pieces(found, "行政许可 0") == ["5"]


def test_figures_that_are_glued_are_parts_of_a_token() -> None:
    found = places("规章\t123\t0\n行政规范性文件\t7\t0\t41\n行政许可\t5\t\t123")
    assert (pieces(found, "规章 0"), pieces(found, "规章 1")) == (["12"], ["3"])
    assert not found.of_field["规章 0"][0].is_whole
    assert found.of_field["行政许可 2"][0].is_whole


def test_a_figure_whose_digits_are_nowhere_is_lost() -> None:
    found = places("规章\t12\t3\t0\n行政规范性文件\t7\t0\n行政许可\t5\t\t123")
    assert found.lost == {"行政规范性文件 2"}
    assert "行政许可 1" not in found.of_field


@pytest.mark.parametrize(
    ("printed", "digits"),
    [("1,234", "1234"), ("１２件", "12"), ("增加3", "3"), ("2.5万元", "2.5"), ("—", "—"), ("", ""), ("约3家", "约3家")],
)
def test_a_figure_is_its_digits(printed: str, digits: str) -> None:
    assert digits_of(printed) == digits
