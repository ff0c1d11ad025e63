"""Characters printed several times each, as bold by double printing comes out: 行行政政许许可可, 33220088."""

from __future__ import annotations

from itertools import groupby
from math import gcd

# No converter prints a character more often.
_MOST = 4


def times_printed(text: str) -> int:
    """How often every character of a text is printed, blanks apart: 2 for 335599, 3 for 111222, 1 for 1123."""
    times = 0
    for character, run in groupby(text):
        if not character.isspace():
            times = gcd(times, sum(1 for _ in run))
            if times == 1:
                return 1
    return times if 1 < times <= _MOST else _least(times)


def _least(times: int) -> int:
    """The least number above 1 that divides a longer run of one character: 2 or 3; 1 where there is none."""
    return next((one for one in (2, 3) if times > _MOST and times % one == 0), 1)


def printed_once(text: str, times: int) -> str:
    """A text with each character that is printed so many times printed once."""
    runs = ((character, sum(1 for _ in run)) for character, run in groupby(text))
    return "".join(character * (count if character.isspace() else count // times) for character, count in runs)


def is_said_twice(text: str) -> bool:
    """Whether a text is the same characters twice: 1212, 567567."""
    half = len(text) // 2
    return half > 0 and text[:half] * 2 == text


def telling_digits(text: str, times: int) -> int:
    """How many digits but zeros are printed so many times in a figure: so seldom is it so by chance."""
    return sum(sum(1 for _ in run) // times for character, run in groupby(text) if character in "123456789")
