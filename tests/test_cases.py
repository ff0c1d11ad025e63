"""Every kind of mess in `tests/cases/` is read as a careful person reads it; `tests/cases/README.md` has the schema."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from case_files import (
    CASES,
    NAMES,
    Expectation,
    expectation,
    misjudged,
    misnamed,
    misread_fields,
    silently_wrong,
    unnamed,
)

from extractor import extract
from extractor.result import Extraction


class Read(NamedTuple):
    """A case, its text, and what was read of it."""

    case: Expectation
    text: str
    result: Extraction


@pytest.fixture(scope="module", params=NAMES)
def read(request: pytest.FixtureRequest) -> Read:
    """Each case is read once: with a fixture of the whole module, pytest runs its tests one after the other."""
    path = CASES / f"{request.param}.txt"
    return Read(expectation(request.param), path.read_bytes().decode("utf-8"), extract(path))


def test_every_case_has_its_text_and_its_expectation():
    assert sorted(path.stem for path in CASES.glob("*.json")) == NAMES


def test_the_mess_is_read_as_a_careful_person_reads_it(read: Read):
    case, _, result = read
    wrong = [*misnamed(case, result), *misread_fields(case, result), *misjudged(case, result)]
    assert not wrong, f"{case.mess}\n" + "\n".join(wrong)


def test_no_accepted_figure_is_wrong(read: Read):
    wrong = list(silently_wrong(read.case, read.result, read.text))
    assert not wrong, f"{read.case.mess}\n" + "\n".join(wrong)


def test_every_figure_in_review_is_named_by_a_warning_or_an_error(read: Read):
    assert unnamed(read.result) == []
