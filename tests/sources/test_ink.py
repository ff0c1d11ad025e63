"""What the eye sees: the marks, doubts and strokes that every opener writes in the same way."""

from __future__ import annotations

import pytest

from extractor.lexicon.figure import DOUBT
from extractor.sources import open_source
from extractor.sources.ink import BLACK, PLAIN, WHITE, Ink, contrast, settled, struck, without_struck, written

SMALL, BIG = Ink(size=6.0), Ink(size=12.0)


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([("12", PLAIN), ("34", PLAIN)], "1234"),
        ([("12", BIG), ("1", Ink(size=12.0, lifted=1))], "12¹"),
        ([("12", BIG), ("1", Ink(size=12.0, lifted=-1))], "12₁"),
        ([("12", BIG), ("1", SMALL)], "12¹"),
        ([("12", BIG), ("1", Ink(size=9.0, shift=4.0))], "12¹"),
        ([("12", BIG), ("1", Ink(size=9.0, shift=-4.0))], "12₁"),
        ([("12", BIG), ("34", Ink(size=10.5))], "1234"),
        ([("12", SMALL), ("34", SMALL)], "1234"),
        ([("1", SMALL), ("234", BIG)], f"1{DOUBT}234"),
        ([("12", BIG), ("345", SMALL)], f"12{DOUBT}345"),
        ([("12", BIG), ("34", Ink(size=9.0))], f"12{DOUBT}34"),
        ([("12", BIG), ("34", Ink(size=12.0, apart=True))], f"12{DOUBT}34"),
        ([("12", Ink(size=12.0, apart=True))], f"{DOUBT}12"),
        ([("2021年", Ink(size=12.0, apart=True))], "2021年"),
        ([("12", Ink(unsure=True))], f"{DOUBT}12"),
        ([("7", Ink(seen=False)), ("12", BIG)], "12"),
        ([("行政许可", BIG), ("1", Ink(size=12.0, lifted=1))], "行政许可¹"),
        ([("1.", SMALL), ("行政许可", BIG)], "1.行政许可"),
        ([("43.2", BIG), ("1", SMALL)], "43.2¹"),
    ],
)
def test_characters_are_written_as_they_are_seen(pieces: list[tuple[str, Ink]], text: str) -> None:
    assert written(pieces) == text


def test_what_is_struck_is_left_out_where_anything_else_stands_in_the_cell() -> None:
    old = written([("31 0", Ink(struck=True)), ("32", PLAIN)])
    assert settled([old]) == ["32"]
    assert settled([struck("310"), "", "32"]) == ["", "32"]
    assert without_struck(struck("310") + "32") == "32"


def test_what_is_struck_and_stands_alone_is_no_figure_and_no_blank() -> None:
    assert settled([struck("310")]) == [struck("310")]


def test_a_figure_that_is_raised_and_stands_alone_is_a_figure() -> None:
    assert settled(["¹²"]) == ["12"]
    assert settled(["5", "¹"]) == ["5", "¹"]


def test_colours_that_hardly_differ_are_not_seen() -> None:
    assert not contrast(WHITE, WHITE).seen
    assert not contrast((250, 250, 250), WHITE).seen
    assert contrast((220, 220, 220), WHITE).unsure
    assert contrast(WHITE, BLACK) == contrast((255, 255, 0), WHITE) == PLAIN
    assert contrast(WHITE, None).apart
    assert contrast(BLACK, None) == PLAIN


def test_figures_shown_from_the_right_to_the_left_are_no_figures() -> None:
    assert open_source("行政许可\t\u202e8023\u202c".encode(), "a.txt").text == f"行政许可\t{DOUBT}8023"


def test_strokes_cost_no_more_than_the_text_is_long() -> None:
    text = struck("1") * 20_000
    assert settled([text, "2"]) == ["2"]
    assert without_struck("\u0336" * 20_000 + "1")[-1] == "1"
    assert len(written([("1", BIG), ("1", SMALL)] * 20_000)) > 20_000
