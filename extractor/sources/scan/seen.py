"""Figures of a picture as they are seen: with strokes through them, with marks smaller or higher than they.

What is measured in pixels proves nothing, so each of these puts the whole figure in doubt: a mark is never taken for a
digit more, nor a digit for a mark.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from extractor.lexicon.figure import DOUBT
from extractor.sources.ink import is_mark, is_uneven
from extractor.sources.scan.ink import Region, parts_of
from extractor.sources.scan.ruling import Mask

_Ink = npt.NDArray[np.bool_]

_BARE = re.compile(r"[-+－＋]?[0-9０-９][0-9０-９.．,，]*")
# As shares of the height of digits: what is lower is a point, a comma or a sign; what is wider is more than one digit,
# and more than a round one, or a line goes through it.
_POINT = 0.3
_WIDEST = 0.92
_WIDE = 0.78
_ROUND = tuple("035689")
# The rows, as shares of a figure's height, in which a line goes through it and is not under or over it: where several
# digits are joined, in a single one, where a 4 may be (its bar is below them), and in the hollow of a nought.
_JOINED = (0.15, 0.85)
_SINGLE = (0.25, 0.66)
_ABOVE_4 = (0.25, 0.56)
_HOLLOW = (0.35, 0.65)
# How far a line sticks out of a digit and how thick it is at most, as shares of the digit's height; the least of the
# first in pixels; and the share of a straight way that is ink where it is a line.
_OUT = 0.06
_THICK = 0.2
_LEAST_OUT = 1.5
_SOLID = 0.95
# So many ways are tried at most, from each end and along each.
_ENDS, _COLUMNS = 48, 192


def as_seen(mask: Mask, region: Region, text: str, usual: float) -> str:
    """A figure that was recognised there, with the sign of a doubt where more is drawn than its digits; `usual` is how
    high figures of the page are, in pixels.
    """
    bare = _BARE.match(text)
    parts = parts_of(mask, region, 0)
    if bare is None or not parts:
        return text
    digits = bare.group()
    if digits != text:
        # What is behind the figure, a unit, is no digit: its parts are left out.
        parts = parts[: len(digits)] if len(parts) > len(digits) else []
    return DOUBT + text if _is_doubtful(mask, parts, digits, usual) else text


def _is_doubtful(mask: Mask, parts: list[Region], digits: str, usual: float) -> bool:
    if not parts:
        return False
    main = max(parts, key=lambda part: part.height)
    odd = sum(_is_odd(part, main) for part in parts)
    if odd > sum(not character.isdecimal() for character in digits):
        return True
    each = digits if len(parts) == len(digits) else [digits] * len(parts)
    return any(
        _is_crossed(mask[part.top : part.bottom, part.left : part.right] > 0, held, usual)
        for part, held in zip(parts, each, strict=True)
        if part.height > _POINT * main.height
    )


def _is_odd(part: Region, main: Region) -> bool:
    """Whether a part of a figure is smaller than its largest one, or stands higher or lower as a whole."""
    above, below = main.top - part.top, main.bottom - part.bottom
    shift = max(min(above, below), 0) + min(max(above, below), 0)
    return is_mark(part.height, shift, main.height) or is_uneven(part.height, main.height)


def _is_crossed(ink: _Ink, held: str, usual: float) -> bool:
    """Whether a line goes through a part of a figure that is this digit, or holds several of these."""
    high, wide = ink.shape
    has_bar = "4" in held
    if _sticks_out(ink, _ABOVE_4 if has_bar else _SINGLE):
        return True
    if wide > (_WIDE if held in _ROUND else _WIDEST) * min(high, usual):
        return _has_straight_way(ink, _ABOVE_4 if has_bar else _JOINED)
    return held == "0" and _is_barred(ink)


def _has_straight_way(ink: _Ink, through: tuple[float, float]) -> bool:
    """Whether ink runs straight on from the left side to the right, as through no digits that only touch."""
    high, wide = ink.shape
    ends, columns = _steps(high, _ENDS), _steps(wide, _COLUMNS)
    share = columns / max(wide - 1, 1)
    rows = np.rint(ends[:, None, None] * (1 - share) + ends[None, :, None] * share).astype(np.intp)
    is_line = np.asarray(ink[rows, columns].mean(axis=2) >= _SOLID)
    middle = (ends[:, None] + ends[None, :]) / 2
    return bool(np.any(is_line & (middle > through[0] * high) & (middle < through[1] * high)))


def _steps(length: int, most: int) -> npt.NDArray[np.intp]:
    """The places along a side, of a long one no more than so many."""
    return np.rint(np.linspace(0, length - 1, min(length, most))).astype(np.intp)


def _sticks_out(ink: _Ink, through: tuple[float, float]) -> bool:
    """Whether a thin line sticks out of a digit to both sides."""
    high, wide = ink.shape
    filled = ink.any(axis=1)
    left = np.asarray(np.where(filled, np.argmax(ink, axis=1), wide), np.intp)
    right = np.asarray(np.where(filled, wide - np.argmax(ink[:, ::-1], axis=1), 0), np.intp)
    out, most = max(_OUT * high, _LEAST_OUT), max(round(_THICK * high), 2)

    def is_within(inner: int, outer: int) -> bool:
        return bool(left[inner] - left[outer] >= out and right[outer] - right[inner] >= out)

    for top in range(max(round(through[0] * high), 1), round(through[1] * high)):
        over = max(top - 2, 0)
        bottom = top
        while bottom < min(top + most, high - 1) and is_within(over, bottom):
            bottom += 1
            under = min(bottom + 1, high - 1)
            if all(is_within(under, row) for row in range(top, bottom)):
                return True
    return False


def _is_barred(ink: _Ink) -> bool:
    """Whether a bar goes through the hollow of a nought."""
    high, _ = ink.shape
    rows = ink[round(_HOLLOW[0] * high) : round(_HOLLOW[1] * high)]
    return bool((rows.mean(axis=1) >= _SOLID).any())
