"""Tables with one cell a line: how many line breaks part two figures says which cells are blank, or nothing is said."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.new_case import CaseRequest, make_case
from extractor import extract
from extractor.result import Extraction

_TEXT = make_case(CaseRequest("2021", 4216, ("active", "applications", "disputes"), ())).text
_PLAIN = extract(_TEXT.encode(), "r.txt").fields
STEPS = [(1, 1, 1), (2, 2, 2), (3, 7, 2), (2, 4, 3)]


def _as_lines(cell: int, end: int, blank: int) -> str:
    """The report with so many line breaks from a cell to the next and behind a row, and more for each blank one; its
    zeros are blank.
    """
    made: list[str] = []
    for line in _TEXT.split("\n"):
        cells = line.split("\t")
        if len(cells) < 2:
            made.append(f"{line}\n")
            continue
        labels = [one for one in cells if one and not one.isdecimal()]
        figures = [one for one in cells if one.isdecimal()]
        made.append(("\n" * cell).join(labels))
        waiting = cell if labels else 0
        for figure in figures:
            if figure == "0":
                waiting += blank
            else:
                made.append("\n" * waiting + figure)
                waiting = cell
        made.append("\n" * (max(waiting - cell, 0) + end))
    return "".join(made)


def _wrong(found: Extraction) -> list[str]:
    """The fields that are accepted, and not as the report has them."""
    return [
        key
        for key, field in found.fields.items()
        if field.status == "accepted" and (0 if field.basis == "blank" else field.value) != _PLAIN[key].value
    ]


@pytest.mark.parametrize(("cell", "end", "blank"), STEPS)
def test_every_cell_is_read_whatever_the_step_is(cell: int, end: int, blank: int) -> None:
    found = extract(_as_lines(cell, end, blank).encode(), "r.txt")
    # Behind names of columns a longer step from row to row may be blank cells as well.
    known = ("applications.", "disputes.") if cell == end else ("applications.",)
    assert [key for key, one in found.fields.items() if key.startswith(known) and one.status != "accepted"] == []
    assert _wrong(found) == []


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("count", [1, 3])
def test_where_line_breaks_were_lost_or_added_nothing_wrong_is_accepted(seed: int, count: int) -> None:
    rng = Random(seed)
    lines = _as_lines(*rng.choice(STEPS)).split("\n")
    for _ in range(count):
        at = rng.randrange(5, len(lines))
        if lines[at] or rng.random() < 0.5:
            lines.insert(at, "")
        else:
            del lines[at]
    assert _wrong(extract("\n".join(lines).encode(), "r.txt")) == []


def test_where_blank_cells_are_left_out_no_line_breaks_tell_them() -> None:
    found = extract(_as_lines(1, 2, 0).encode(), "r.txt")
    assert not any(field.basis == "blank" for field in found.fields.values())
    assert _wrong(found) == []


@pytest.mark.parametrize(("cell", "end", "blank"), STEPS)
@pytest.mark.parametrize("words", ["{}件（其中：当面3件）", "见附件{}", "{}注", "本级{}"])
def test_words_in_a_cell_move_no_figure_beside_it(cell: int, end: int, blank: int, words: str) -> None:
    lines = _as_lines(cell, end, blank).split("\n")
    figures = [at for at, line in enumerate(lines) if line.isdecimal()]
    for at in [*Random(words).sample(figures, 6), *figures[-3:]]:
        spoiled = [*lines[:at], words.format(lines[at]), *lines[at + 1 :]]
        assert _wrong(extract("\n".join(spoiled).encode(), "r.txt")) == []
