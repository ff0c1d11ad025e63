"""Tables laid out by spaces: figures under names tell their columns and holes, or nothing is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random
from unicodedata import east_asian_width

import pytest

from benchmarks.new_case import CaseRequest, make_case
from extractor import extract
from extractor.result import ExtractedField

_TEXT = make_case(CaseRequest("2021", 4216, ("active", "applications", "disputes"), ())).text
_PLAIN = extract(_TEXT.encode(), "r.txt").fields
Width = Callable[[str], int]


def _wide(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(cell: str, room: int, align: str, width: Width) -> str:
    gap = room - width(cell)
    left = {"left": 0, "right": gap, "centre": gap // 2}[align]
    return " " * left + cell + " " * (gap - left)


def _laid_out(align: str, gap: int = 2, width: Width = _wide) -> str:
    """The report with each table laid out by spaces, its zeros blank."""
    made: list[str] = []
    table: list[list[str]] = []
    for line in (*_TEXT.split("\n"), ""):
        cells = ["" if cell == "0" else cell for cell in line.split("\t")]
        if len(cells) > 1:
            table.append(cells)
            continue
        columns = max(map(len, table), default=0)
        whole = [[*row, *[""] * (columns - len(row))] for row in table]
        rooms = [max(map(width, column)) for column in zip(*whole, strict=True)]
        for row in whole:
            cells = (_padded(cell, room, align, width) for cell, room in zip(row, rooms, strict=True))
            made.append(f"  {(' ' * gap).join(cells)}".rstrip())
        made.append(line)
        table = []
    return "\n".join(made)


def _read(text: str) -> Mapping[str, ExtractedField]:
    return extract(text.encode(), "r.txt").fields


def _wrong(fields: Mapping[str, ExtractedField]) -> list[str]:
    return [
        key
        for key, field in fields.items()
        if field.status == "accepted" and (field.value or 0) != (_PLAIN[key].value or 0)
    ]


@pytest.mark.parametrize("width", [_wide, len], ids=["two", "one"])
@pytest.mark.parametrize("gap", [2, 5])
@pytest.mark.parametrize("align", ["left", "right", "centre"])
def test_every_figure_and_hole_of_a_table_in_line_is_read(align: str, gap: int, width: Width) -> None:
    fields = _read(_laid_out(align, gap, width))
    assert _wrong(fields) == []
    open_fields = [key for key, field in fields.items() if field.status != "accepted"]
    assert len(open_fields) <= 0.05 * len(fields), open_fields


@pytest.mark.parametrize(
    "damage",
    [
        lambda line, random: re.sub(" {2,}", " ", line),
        lambda line, random: re.sub(" {2,}", "    ", line),
        lambda line, random: re.sub(" {2,}", " ", line) if random.random() < 0.3 else line,
        lambda line, random: line.lstrip(),
        lambda line, random: line.lstrip() if random.random() < 0.3 else line,
        lambda line, random: re.sub(" +", lambda match: " " * (len(match[0]) // 2 + 1), line),
        lambda line, random: re.sub(r"(?<= )(\d+)", "\u00a0 \\1\u00a0 ", line),
        lambda line, random: "" if random.random() < 0.1 else line,
        lambda line, random: line[: random.randrange(40, 90)],
    ],
    ids=["squeezed", "pads", "some squeezed", "flush", "some flush", "halved", "other blanks", "lost", "cut off"],
)
@pytest.mark.parametrize("align", ["left", "right", "centre"])
def test_nothing_is_accepted_wrong_where_spaces_are_lost(align: str, damage: Callable[[str, Random], str]) -> None:
    random = Random(align)
    head, *lines = _laid_out(align).split("\n")
    assert _wrong(_read("\n".join([head, *(damage(line, random) for line in lines)]))) == []
