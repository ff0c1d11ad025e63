"""Blank cells that a page held as a blank of its own kind (`&nbsp;`, a wide one): in text they are cells still.

Such a blank stands by itself where a figure would: between single spaces on a row's line, or on a line where each cell
has one. That it is a cell, and no indent and no spacer, shows in that rows with it have as many cells as other rows.
Tabs take the places of blanks, character for character, so that places hold.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from extractor.lexicon.folding import HAN

_WIDE = re.compile("[\u00a0\u3000]")
_KEPT = "\ue000"
_ITEM = rf"(?:{_KEPT}|[+\-]?\d[\d,.]*%?)"
_ROW = re.compile(rf"[^\t|]*?[^\s|](?P<cells>(?: {_ITEM})+) *")
_BLANKS_OR_FIGURE = re.compile(rf" *(?:{_KEPT}(?: {_KEPT})*|[+\-]?\d[\d,.]*%?) *")
_ONE_ITEM, _HAN, _DIGITS = re.compile(_ITEM), re.compile(HAN), re.compile(r"\d{1,9}")
# Words that end the last row.
_END = "完"
# So many rows of one width that hold such blanks show it.
_FEWEST = 5
# No figure is longer, and no row.
_LONGEST, _LONGEST_ROW = 40, 400
# So many lines that differ by numbers alone number the pages.
_PAGES = 3


class _Cells(NamedTuple):
    """Where on the text the label of a row ends and its cells begin, and those of them that are blank."""

    label_end: int
    places: Sequence[int]
    blank: Sequence[int]


def part_blanks(text: str, shape: str) -> str:
    """The text with tabs where such blanks are cells; `shape` is it as it was printed, character for character."""
    wide = [match.start() for match in _WIDE.finditer(shape)]
    if len(wide) < _FEWEST:
        return text
    characters = list(text)
    for at in wide:
        characters[at] = _KEPT
    kept = "".join(characters)
    characters = list(text)
    for row in _of_one_width(list(_rows(kept))):
        for at in row.places:
            characters[at - 1] = "\t"
    for row in _of_one_width(list(_columns(kept))):
        _join_cells(characters, row)
    for row in _several_in_one(list(_barred(kept))):
        for at, other in pairwise(row.places):
            if other - at == 2 and {at, other} <= set(row.blank):
                characters[at + 1] = "|"
    return "".join(characters)


def _join_cells(characters: list[str], row: _Cells) -> None:
    """Puts each cell of a row on a line that begins with a tab, right behind the one before; lines between that are
    blank or number the pages give way.
    """
    end = row.label_end
    for at in row.places:
        if at - end >= 2 and characters[end] == "\n":
            characters[end:at] = [" "] * (at - end - 2) + ["\n", "\t"]
        elif at in row.blank:
            characters[at] = "\t"
        end = characters.index("\n", at) if "\n" in characters[at : at + _LONGEST] else at


def _of_one_width(rows: Sequence[_Cells]) -> list[_Cells]:
    """The rows with the number of cells that most rows have; none where few of them hold blanks."""
    widths = Counter(len(row.places) for row in rows if len(row.places) > 1 and row.blank)
    width, count = max(widths.items(), key=lambda one: one[1], default=(0, 0))
    return [row for row in rows if len(row.places) == width] if count >= _FEWEST else []


def _rows(text: str) -> Iterator[_Cells]:
    """The figures and blanks behind the label of each line."""
    at = 0
    for line in text.split("\n"):
        row = _ROW.fullmatch(line) if len(line) <= _LONGEST_ROW else None
        if row is not None:
            places = [at + row.start("cells") + match.start() for match in re.finditer(_ITEM, row["cells"])]
            yield _Cells(at + row.start("cells"), places, [place for place in places if text[place] == _KEPT])
        at += len(line) + 1


def _several_in_one(rows: Sequence[tuple[int, _Cells]]) -> list[_Cells]:
    """The rows between bars of which some cells hold several blanks, where by these they have one number of cells, and
    by bars they have not.
    """
    counted = _of_one_width([row for _, row in rows])
    parted = Counter(width for width, row in rows if row.blank)
    return counted if counted and len([row for row in counted if row.blank]) > max(parted.values()) else []


def _barred(text: str) -> Iterator[tuple[int, _Cells]]:
    """The cells at the end of each line with bars that hold a figure, or blanks alone: how many, and what they hold."""
    at = 0
    for line in text.split("\n"):
        cells = line.rstrip(" |").split("|") if len(line) <= _LONGEST_ROW and "|" in line else []
        own = list(takewhile(_BLANKS_OR_FIGURE.fullmatch, reversed(cells)))
        start = at + len(line.rstrip(" |")) - len("|".join(own))
        places = [start + match.start() for match in re.finditer(_ITEM, "|".join(reversed(own)))]
        yield len(own), _Cells(start, places, [place for place in places if text[place] == _KEPT])
        at += len(line) + 1


def _columns(text: str) -> Iterator[_Cells]:
    """The lines of one figure or blank between each two of anything else, lines that number the pages left aside."""
    lines = text.split("\n")
    numbering = _numbering(lines)
    at, label_end, places = 0, 0, list[int]()
    for number, line in enumerate([*lines, _END]):
        cell = line.strip(" ")
        if _ONE_ITEM.fullmatch(cell):
            places.append(at + line.index(cell[0]))
        elif cell and number not in numbering:
            yield _Cells(label_end, places, [place for place in places if text[place] == _KEPT])
            label_end, places = at + len(line), []
        at += len(line) + 1


def _numbering(lines: Sequence[str]) -> set[int]:
    """The lines of the same words of which one number counts up by one from each to the next: they number pages."""
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if _HAN.search(line) and _DIGITS.search(line):
            alike[_DIGITS.sub("0", line)].append(number)
    return {
        one
        for numbers in alike.values()
        if len(numbers) >= _PAGES
        and any(
            all(int(other) - int(this) == 1 for this, other in pairwise(column))
            for column in zip(*(_DIGITS.findall(lines[one]) for one in numbers), strict=True)
        )
        for one in numbers
    }
