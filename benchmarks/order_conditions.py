"""What a text shows of its table by itself, and whether its figures stand otherwise all the same."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from benchmarks.order_classes import LOST, ROWS, Found, Places
from benchmarks.order_tables import OrderTable

_HAN = re.compile("[一-鿿]")


class Case(NamedTuple):
    """One table as one producer printed and one converter wrote it."""

    producer: str
    converter: str
    seed: int
    table: OrderTable
    text: str
    found: Found


def places_in(text: str, one: OrderTable) -> Places:
    """The places of the figures in the order of a text."""
    known = one.places()
    return tuple(known[word] for word in text.split() if word in known)


def is_on_lines(case: Case) -> bool:
    """Whether every line with figures holds one for each column: each row is one line."""
    counts = {count for count in _figures_per_line(case) if count}
    return counts == {len(case.table.names)}


def is_on_parts_of_lines(case: Case) -> bool:
    """Whether some line holds two figures or more."""
    return any(count > 1 for count in _figures_per_line(case))


def _figures_per_line(case: Case) -> list[int]:
    known = case.table.places()
    return [sum(word in known for word in line.split()) for line in case.text.split("\n")]


def is_behind_labels(case: Case) -> bool:
    """Whether every label is seen whole, and as many figures as columns stand between it and the next."""
    known = case.table.places()
    stream = [word if word in known else "".join(_HAN.findall(word)) for word in case.text.split()]
    letters = [(character, at) for at, word in enumerate(stream) if word not in known for character in word]
    text = "".join(character for character, _ in letters)
    ends: list[int] = []
    for label in case.table.labels:
        name = "".join(_HAN.findall(label))
        at = text.find(name)
        if at < 0:
            return False
        ends.append(letters[at + len(name) - 1][1])
    if ends != sorted(ends):
        return False
    figures = [sum(word in known for word in stream[at:until]) for at, until in pairwise([*ends, len(stream)])]
    return set(figures) == {len(case.table.names)}


def is_below_names(case: Case) -> bool:
    """Whether the name of every column is seen whole with figures right behind it."""
    return len(_columns_below_names(case)) == len(case.table.names)


def _columns_below_names(case: Case) -> list[int]:
    """The column of the figure right behind each name of a column, in the order of the names."""
    known = case.table.places()
    words = case.text.split()
    found: list[int] = []
    for name in case.table.names:
        for at, word in enumerate(words):
            before = "".join(words[max(0, at - len(name)) : at])
            if word in known and before.endswith(name) and not (name == "其他" and before.endswith("或" + name)):
                found.append(known[word][1])
                break
    return found


def _is_by_rows_wrongly(case: Case) -> bool:
    return case.found.order not in (ROWS, LOST)


def _has_a_line_out_of_order(case: Case) -> bool:
    """Whether figures on one line are of several rows, or not from the left to the right."""
    known = case.table.places()
    lines = ([known[word] for word in line.split() if word in known] for line in case.text.split("\n"))
    return any(len({row for row, _ in own}) > 1 or own != sorted(own) for own in lines if len(own) > 1)


def _is_below_another(case: Case) -> bool:
    columns = _columns_below_names(case)
    return columns != sorted(columns) or columns != list(range(len(columns)))


CONDITIONS: tuple[tuple[str, Callable[[Case], bool], str, Callable[[Case], bool]], ...] = (
    ("each line with figures has one for each column", is_on_lines, "not row by row", _is_by_rows_wrongly),
    ("behind each label one figure for each column", is_behind_labels, "not row by row", _is_by_rows_wrongly),
    (
        "some line has two figures or more",
        is_on_parts_of_lines,
        "a line of several rows, or not from the left",
        _has_a_line_out_of_order,
    ),
    ("each name right before figures", is_below_names, "one is of another column", _is_below_another),
)
"""What a text shows by itself, and what it would be if the figures stood otherwise than they seem."""
