"""What rows, headings and entries begin with, as it is printed and as converters leave it."""

from __future__ import annotations

import re

import pytest

from extractor.lexicon.ordinal import (
    ARABIC,
    BRACKETED,
    CIRCLED,
    COUNTING,
    HAN,
    WORN_ARABIC,
    WORN_BRACKETED,
    WORN_HAN,
    WORN_STOP,
    part,
)


@pytest.mark.parametrize(
    ("pattern", "ordinal", "other"),
    [
        (HAN, "十二、", "十二"),
        (HAN, "一．", "（一）"),
        (BRACKETED, "（一）", "（一"),
        (BRACKETED, "(12)", "(1234)"),
        (ARABIC, "1.", "1)"),
        (ARABIC, "12、", "123、"),
        (CIRCLED, "②", "2"),
        (WORN_HAN, "一）", "一"),
        (WORN_HAN, "（一、", "（1、"),
        (WORN_ARABIC, r"1\.", "1）"),
        (WORN_BRACKETED, "1)", "1"),
        (WORN_BRACKETED, r"（12\.）", "（一）"),
        (WORN_STOP, r"\.", "1."),
        (part(COUNTING, "部分"), "第三部分", "第3部分"),
        (part(COUNTING + r"百\d", "[条章]"), "第20条", "第条"),
    ],
)
def test_an_ordinal_of_a_kind_is_that_and_nothing_like_it(pattern: str, ordinal: str, other: str) -> None:
    assert re.fullmatch(pattern, ordinal)
    assert not re.fullmatch(pattern, other)
