"""The case files in `tests/cases/`, and what is wrong with how one is read; `tests/cases/README.md` has the schema."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extractor import extract
from extractor.forms import Form
from extractor.forms.load import form_named
from extractor.result import ExtractedField, Extraction, Finding

CASES = Path(__file__).with_name("cases")
NAMES = sorted(path.stem for path in CASES.glob("*.txt"))
OTHER_ROWS = "*"

Number = int | float
Section = Literal["active", "applications", "disputes"]
TruthRow = list[Number | None] | Number | None


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldExpectation(_Strict):
    """What a field must be; only the keys that are given count."""

    value: Number | None = None
    printed: str | None = None
    basis: Literal["printed", "blank", "deduced", "none"] | None = None
    status: Literal["accepted", "review"] | None = None


class FindingExpectation(_Strict):
    """A finding that must be there, with at least these `fields`; only the keys that are given count."""

    code: str
    severity: Literal["error", "warning", "info"] | None = None
    fields: list[str] = []
    identity: str | None = None
    left: Number | None = None
    right: Number | None = None


class Expectation(_Strict):
    """One case: what a careful person reads in `NAME.txt`."""

    mess: str
    form: str | None
    edition: str | None = None
    unit: str | None = None
    year: int | None = None
    truth: dict[Section, dict[str, TruthRow]]
    fields: dict[str, FieldExpectation | Number | None] = {}
    rest: FieldExpectation | Literal["unchecked"]
    findings: list[str | FindingExpectation] = []
    no_findings: list[str] = []


def expectation(name: str) -> Expectation:
    return Expectation.model_validate_json((CASES / f"{name}.json").read_bytes())


def true_values(case: Expectation, form: Form) -> dict[str, Number | None]:
    """The true value of every field of the form; null where the text does not tell it."""
    rows: dict[str, list[str]] = {}
    for field in form.fields:
        rows.setdefault(field.rpartition(".")[0], []).append(field)
    truth: dict[str, Number | None] = dict.fromkeys(form.fields)
    for section, told in case.truth.items():
        own = {row.removeprefix(f"{section}."): fields for row, fields in rows.items() if row.startswith(f"{section}.")}
        unknown = told.keys() - own.keys() - {OTHER_ROWS}
        assert not unknown, f"truth names rows the form does not have: {sorted(unknown)}"
        assert OTHER_ROWS in told or told.keys() == own.keys(), f"truth of {section} is not whole"
        for row, fields in own.items():
            figures = told[row] if row in told else told[OTHER_ROWS]
            spread = figures if isinstance(figures, list) else [figures] * len(fields)
            truth.update(zip(fields, spread, strict=True))
    return truth


def misread(key: str, field: ExtractedField, wanted: FieldExpectation) -> Iterator[str]:
    for name in sorted(wanted.model_fields_set):
        if getattr(field, name) != getattr(wanted, name):
            yield f"{key}: {name} is {getattr(field, name)!r}, expected {getattr(wanted, name)!r}"


def misread_fields(case: Expectation, result: Extraction) -> Iterator[str]:
    """Where a field is not what the case says of it, of the rest, or of a section that is not printed."""
    unseen = set(case.fields)
    for key, field in result.fields.items():
        own = [pattern for pattern in case.fields if fnmatchcase(key, pattern)]
        unseen.difference_update(own)
        for pattern in own:
            wanted = case.fields[pattern]
            yield from misread(
                key, field, wanted if isinstance(wanted, FieldExpectation) else FieldExpectation(value=wanted)
            )
        if own:
            continue
        if key.partition(".")[0] not in case.truth:
            yield from misread(key, field, FieldExpectation(value=None, status="review"))
        elif case.rest != "unchecked":
            yield from misread(key, field, case.rest)
    yield from (f"no field is {pattern}" for pattern in sorted(unseen))


def is_finding(finding: Finding, wanted: str | FindingExpectation) -> bool:
    if isinstance(wanted, str):
        return finding.code == wanted
    exact = wanted.model_fields_set - {"fields"}
    return all(getattr(finding, name) == getattr(wanted, name) for name in exact) and set(wanted.fields) <= set(
        finding.fields
    )


def misjudged(case: Expectation, result: Extraction) -> Iterator[str]:
    """Findings that are missing, and findings that should not be there."""
    for wanted in case.findings:
        if not any(is_finding(finding, wanted) for finding in result.findings):
            yield f"no finding is {wanted}"
    for finding in result.findings:
        if finding.code in case.no_findings:
            yield f"finding {finding.code} should not be there: {finding.message.en} {finding.fields}"


def misnamed(case: Expectation, result: Extraction) -> Iterator[str]:
    """Where the report is not of the form, unit or year that the case says."""
    for name in sorted(case.model_fields_set & {"form", "unit", "year"}):
        if getattr(result.report, name) != getattr(case, name):
            yield f"{name} is {getattr(result.report, name)!r}, expected {getattr(case, name)!r}"


def stands_there(field: ExtractedField, text: str) -> bool:
    """Whether what is printed stands at its place; the end of a broken number may stand on one of the next lines."""
    if field.place is None or field.printed is None:
        return False
    stands = text[field.place.start : field.place.end].strip()
    below = text[field.place.end :].split("\n", 3)[1:3]
    return field.printed == stands or any(field.printed == stands + word for line in below for word in line.split())


def silently_wrong(case: Expectation, result: Extraction, text: str) -> Iterator[str]:
    """Accepted figures that are not the true ones, and printed ones that are not what stands at their place."""
    if case.form is None:
        return
    truth = true_values(case, form_named(case.form, case.edition))
    if set(result.fields) != set(truth):
        yield f"fields are not those of the form: {sorted(set(result.fields) ^ set(truth))}"
    for key, field in result.fields.items():
        true = truth.get(key)
        # A cell that is accepted as printed blank says nothing of a number, but that there is none.
        is_right = not true if field.basis == "blank" else field.value == true
        if field.status == "accepted" and not is_right:
            yield f"{key}: accepted as {field.value!r}, but true is {true!r}"
        if field.basis == "printed" and not stands_there(field, text):
            yield f"{key}: printed is {field.printed!r}, but that does not stand at its place"


def unnamed(result: Extraction) -> list[str]:
    """The figures in review whose reason is not the code of a finding that names them and asks for something."""
    named = {(one.code, field) for one in result.findings if one.severity != "info" for field in one.fields}
    waiting = ((key, field) for key, field in result.fields.items() if field.status == "review")
    return [key for key, field in waiting if (field.reason, key) not in named]


def faults(name: str) -> list[str]:
    """Everything that is not read as the case says, or accepted and not true."""
    case, path = expectation(name), CASES / f"{name}.txt"
    result = extract(path)
    found = [*misnamed(case, result), *misread_fields(case, result), *misjudged(case, result)]
    return [*found, *silently_wrong(case, result, path.read_bytes().decode("utf-8"))]
