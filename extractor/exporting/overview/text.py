"""Text and numbers as the report shows them: nothing a report prints can move, hide or break what stands around it."""

from __future__ import annotations

import unicodedata

from extractor.exporting.pages.language import Language
from extractor.result import Number

_MOST = 240
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of characters that have no shape of their own: controls, marks of direction, lone surrogates."""
_STEPS = {
    "zh": ((1e16, "亿亿"), (1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    "en": ((1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")),
}


def plain(text: str | None, most: int = _MOST) -> str:
    """Text on one line, with � for what cannot be seen, and cut in its middle where it is longer than `most`."""
    if not text:
        return ""
    if len(text) > most:
        half = (most - 1) // 2
        text = f"{text[:half]}…{text[-half:]}"
    shown = "".join("\ufffd" if unicodedata.category(one) in _HIDDEN and not one.isspace() else one for one in text)
    return " ".join(shown.split())


def grouped(value: Number | None) -> str:
    """A number with its thousands apart; a dash where there is none."""
    if value is None:
        return "—"
    return f"{int(value):,}" if value == int(value) else f"{value:,.4f}".rstrip("0")


def short(value: float, language: Language) -> str:
    """A number where there is little room, to three digits: 1.2万 or 12k."""
    for step, mark in _STEPS[language]:
        if value >= step:
            return f"{_rounded(value / step)}{mark}"
    return _rounded(value)


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
