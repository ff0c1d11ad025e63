"""What the parts of a workbook have in common: attributes as numbers and marks, and references to cells."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.sources.xml_tree import Element, bare_name

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})\Z")
_LONGEST_NUMBER = 10
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384


class CellArea(NamedTuple):
    """Cells of a sheet: rows and columns counted from 0, the last ones not in it."""

    top: int
    bottom: int
    left: int
    right: int


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute whatever its namespace, None where it, or the element, is not there."""
    if element is None:
        return None
    found = element.get(name)
    if found is not None:
        return found
    return next((said for key, said in element.items() if bare_name(key) == name), None)


def whole_number(element: Element | None, name: str) -> int | None:
    """The same as a whole number of no sign, None where it is none."""
    found = attribute(element, name)
    return int(found) if found is not None and found.isdecimal() and len(found) < _LONGEST_NUMBER else None


def measure(element: Element | None, name: str) -> float | None:
    """The same as a number, None where it is none."""
    try:
        found = float(attribute(element, name) or "")
    except ValueError:
        return None
    return found if abs(found) < MOST_ROWS else None


def is_set(element: Element | None, name: str, *, unsaid: bool = False) -> bool:
    """Whether a mark is set; `unsaid` is what counts where nothing is said of it."""
    found = attribute(element, name)
    return unsaid if found is None else found.lower() in ("1", "true", "on")


def cell_at(reference: str) -> tuple[int, int] | None:
    """Row and column that a reference such as `B7` names, counted from 0."""
    match = _CELL.match(reference.strip())
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = 26 * column + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row - 1, column - 1) if 1 <= row <= MOST_ROWS and column <= MOST_COLUMNS else None


def area_of(reference: str) -> CellArea | None:
    """The cells that a reference such as `B7:D9` names."""
    first, _, last = reference.partition(":")
    begin, end = cell_at(first), cell_at(last or first)
    if begin is None or end is None:
        return None
    (top, bottom), (left, right) = sorted((begin[0], end[0])), sorted((begin[1], end[1]))
    return CellArea(top, bottom + 1, left, right + 1)
