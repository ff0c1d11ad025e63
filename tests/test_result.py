"""The result: it comes back from JSON as it was, and nothing that is not in the schema does."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from golden import golden
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import extractor
from extractor.result import Candidate, ExtractedField, Extraction, Finding, Message, Place, RepairChange

KEY = "applications.new.total"


def with_field(**changes: Any) -> Extraction:
    extraction = golden(1)
    return replace(extraction, fields=extraction.fields | {KEY: replace(extraction.fields[KEY], **changes)})


def changed(change: str, value: object) -> str:
    """A result's JSON with the value at a dotted path changed."""
    keys = json.loads(golden(1).to_json())
    *path, last = change.split("/")
    inner = keys
    for part in path:
        inner = inner[int(part)] if isinstance(inner, list) else inner[part]
    inner[last] = value
    return json.dumps(keys)


@pytest.mark.parametrize("number", range(5))
def test_every_seed_comes_back_as_it_was(number: int) -> None:
    extraction = golden(number)
    assert Extraction.from_json(extraction.to_json()) == extraction
    assert Extraction.from_json(extraction.to_json(indent=2).encode()) == extraction


def test_a_result_is_one_line_of_json_in_the_order_of_the_form() -> None:
    extraction = golden(1)
    text = extraction.to_json()
    assert "\n" not in text
    assert "海宁" in text
    assert list(json.loads(text)) == ["schema", "source", "report", "fields", "findings", "run"]
    assert list(json.loads(text)["fields"]) == list(extraction.fields)


def test_the_same_result_gives_the_same_bytes() -> None:
    assert golden(0).to_json() == golden(0).to_json()


def test_candidates_are_left_out_where_there_are_none() -> None:
    assert "candidates" not in json.loads(with_field().to_json())["fields"][KEY]
    other = Candidate(3, "3", None, "rules")
    assert json.loads(with_field(candidates=[other]).to_json())["fields"][KEY]["candidates"] == [
        {"value": 3, "printed": "3", "place": None, "reader": "rules"}
    ]


def test_a_side_that_is_zero_is_not_left_out() -> None:
    finding = Finding("identity-violated", "error", Message("一", "one"), [], [], identity="x", left=0, right=4)
    assert finding.to_keys()["left"] == 0
    assert "repairs" not in finding.to_keys()


def test_what_does_not_apply_to_a_finding_is_left_out() -> None:
    finding = Finding("row-missing", "warning", Message("一", "one"), [], [])
    assert set(finding.to_keys()) == {"code", "severity", "message", "fields", "places"}


def test_repairs_come_back() -> None:
    repairs = [[RepairChange(KEY, 2, 3)], [RepairChange(KEY, 2, 4), RepairChange(KEY, 1, 0)]]
    finding = Finding("identity-violated", "error", Message("一", "one"), [KEY], [], "x", 1, 2, repairs)
    extraction = replace(golden(1), findings=[finding])
    assert Extraction.from_json(extraction.to_json()) == extraction


@pytest.mark.parametrize("path", ["odd", "source/odd", "report/odd", f"fields/{KEY}/odd", "findings/0/odd", "run/odd"])
def test_an_unknown_key_is_refused(path: str) -> None:
    with pytest.raises(ValidationError, match="odd"):
        Extraction.from_json(changed(path, 1))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", "2"),
        ("source/bytes", "many"),
        (f"fields/{KEY}/status", "perhaps"),
        (f"fields/{KEY}/basis", "guessed"),
        (f"fields/{KEY}/value", "two"),
        ("findings/0/severity", "bad"),
    ],
)
def test_a_value_of_another_kind_is_refused(path: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Extraction.from_json(changed(path, value))


@pytest.mark.parametrize("key", ["schema", "source", "report", "fields", "findings", "run"])
def test_a_missing_key_is_refused(key: str) -> None:
    keys = json.loads(golden(1).to_json())
    del keys[key]
    with pytest.raises(ValidationError, match=key):
        Extraction.from_json(json.dumps(keys))


def test_a_number_that_json_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        with_field(value=float("nan")).to_json()


numbers = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.floats(allow_nan=False, allow_infinity=False))
texts = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"])))
places = st.one_of(
    st.none(),
    st.builds(
        Place,
        *[st.integers(0, 10**7)] * 4,
        page=st.one_of(st.none(), st.integers(1)),
        box=st.one_of(st.none(), st.tuples(*[st.floats(0, 1000)] * 4)),
    ),
)
fields = st.builds(
    ExtractedField,
    value=numbers,
    printed=texts,
    basis=st.sampled_from(["printed", "deduced", "reviewed", "none"]),
    status=st.sampled_from(["accepted", "review"]),
    confidence=st.floats(0, 1),
    place=places,
    readers=st.lists(st.text(st.characters(exclude_categories=["Cs"]))),
    proof=st.lists(st.sampled_from(["applications.row_total[new]", "header"])),
    candidates=st.lists(st.builds(Candidate, numbers, texts, places, st.just("rules")), max_size=2),
)


@given(fields)
def test_any_field_comes_back_as_it_was(field: ExtractedField) -> None:
    extraction = replace(golden(4), fields={KEY: field}, findings=[])
    assert Extraction.from_json(extraction.to_json()) == extraction


def test_the_package_names_its_surface_and_nothing_else() -> None:
    assert extractor.Extraction is Extraction
    assert dir(extractor) == sorted(extractor.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = extractor.nothing  # type: ignore[attr-defined]
