"""The source quoted: the line a figure stands in with the figure marked, and the lines around it."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.text import Text

from extractor.result import Place

_BESIDE = 34
"""How many columns of a long line are shown on either side of the figure."""

_AROUND = 2
"""How many lines are shown above and below."""


def quote(original: str, place: Place) -> list[Text]:
    """The lines around `place` with their numbers, the figure marked in colour and by carets below it."""
    lines = re.split(r"\r\n|\r|\n", original)
    quoted: list[Text] = []
    for number in range(max(place.line - _AROUND, 1), min(place.line + _AROUND, len(lines)) + 1):
        gutter = Text(f"{number:>6} │ ", style="dim")
        if number != place.line:
            shown = _cut(_printable(lines[number - 1]), 2 * _BESIDE)
            quoted.append(gutter + Text(shown, style="dim"))
            continue
        before, token, after = marked_line(lines[number - 1], place)
        carets = " " * cell_len(before) + "^" * max(cell_len(token), 1)
        quoted.append(Text.assemble(gutter, before, (token, "bold reverse"), after))
        quoted.append(Text.assemble((f"{'':>6} │ ", "dim"), (carets, "bold")))
    return quoted


def marked_line(line: str, place: Place) -> tuple[str, str, str]:
    """What stands before the place in its line, in it, and after it; long parts are cut.

    Tabs and other controls become single spaces, so that what is printed below the line stands where it should.
    """
    shown = _printable(line)
    start = place.column - 1
    end = start + place.end - place.start
    before, token, after = shown[:start], shown[start:end], shown[end:]
    return _cut(before[::-1], _BESIDE)[::-1], _cut(token, 2 * _BESIDE), _cut(after, _BESIDE)


def _cut(text: str, columns: int) -> str:
    """The beginning of a text that takes no more than so many columns, with an ellipsis where more follows."""
    width = 0
    for i, character in enumerate(text):
        width += cell_len(character)
        if width > columns:
            return f"{text[:i]}…"
    return text


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
