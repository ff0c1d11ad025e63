"""Characters printed several times each are known as such, and printed once again."""

from __future__ import annotations

import pytest

from extractor.lexicon.repeated import is_said_twice, printed_once, telling_digits, times_printed


@pytest.mark.parametrize(
    ("text", "times", "once"),
    [
        ("33220088", 2, "3208"),
        ("4433..2211", 2, "43.21"),
        ("111222333", 3, "123"),
        ("行行政政许许可可", 2, "行政许可"),
        ("规规章章\t00\t1122", 2, "规章\t0\t12"),
        ("1111", 4, "1"),
        ("3208", 1, "3208"),
        ("1123", 1, "1123"),
        ("", 0, ""),
    ],
)
def test_how_often_each_character_is_printed(text: str, times: int, once: str):
    assert times_printed(text) == (times or 1)
    assert printed_once(text, times or 1) == once


def test_zeros_tell_nothing_of_a_figure_printed_twice():
    assert [telling_digits(one, 2) for one in ("33220088", "110000", "0000")] == [3, 1, 0]


def test_a_figure_said_twice_is_the_same_digits_twice():
    assert [one for one in ("567567", "11", "121", "1", "") if is_said_twice(one)] == ["567567", "11"]
