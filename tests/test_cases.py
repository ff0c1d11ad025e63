"""Every kind of mess in `tests/cases/` is read as a careful person reads it; `tests/cases/README.md` has the schema."""

from __future__ import annotations

import pytest
from case_files import CASES, NAMES, expectation, misjudged, misnamed, misread_fields, silently_wrong

from extractor import extract


def test_every_case_has_its_text_and_its_expectation():
    assert sorted(path.stem for path in CASES.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_mess_is_read_as_a_careful_person_reads_it(name: str):
    case = expectation(name)
    result = extract(CASES / f"{name}.txt")
    wrong = [*misnamed(case, result), *misread_fields(case, result), *misjudged(case, result)]
    assert not wrong, f"{case.mess}\n" + "\n".join(wrong)


@pytest.mark.parametrize("name", NAMES)
def test_no_accepted_figure_is_wrong(name: str):
    path = CASES / f"{name}.txt"
    case = expectation(name)
    wrong = list(silently_wrong(case, extract(path), path.read_bytes().decode("utf-8")))
    assert not wrong, f"{case.mess}\n" + "\n".join(wrong)
