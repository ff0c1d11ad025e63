"""The result: it comes back from JSON as it was, and nothing that is not in the schema does."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from five_cells import CELLS
from golden import golden, lowered, seed
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import extractor
from extractor.errors import SchemaError
from extractor.findings import Severity, gravest_codes
from extractor.lifting import lift
from extractor.result import (
    Candidate,
    Convention,
    ExtractedField,
    Extraction,
    Finding,
    IdentityCandidate,
    IdentityEvidence,
    Message,
    Place,
    RepairChange,
    ReportEvidence,
    TableCell,
)

KEY = "applications.new.total"
KEYS = ["schema", "source", "copies", "report", "fields", "conventions", "findings", "run"]
SCHEMA_1 = Path(__file__).with_name("schema-1.json")
SCHEMA_2 = Path(__file__).with_name("schema-2.json")
"""Results as versions of these schemas wrote them; the second is of the report of `five_cells`."""


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
    assert list(json.loads(text)) == KEYS
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
        ("source/bytes", "many"),
        ("conventions", {"applications": {"blank": 1, "proof": []}}),
        (f"fields/{KEY}/place/cell", {"table": 0, "row": 1}),
        (f"fields/{KEY}/reason", 3),
        ("report/evidence/unit", None),
        (f"fields/{KEY}/status", "perhaps"),
        (f"fields/{KEY}/basis", "guessed"),
        (f"fields/{KEY}/value", "two"),
        ("findings/0/severity", "bad"),
    ],
)
def test_a_value_of_another_kind_is_refused(path: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Extraction.from_json(changed(path, value))


@pytest.mark.parametrize("key", KEYS)
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
        *[st.integers(0, 10**7)] * 5,
        page=st.one_of(st.none(), st.integers(1)),
        box=st.one_of(st.none(), st.tuples(*[st.floats(0, 1000)] * 4)),
        cell=st.one_of(st.none(), st.builds(TableCell, *[st.integers(0, 1000)] * 3)),
    ),
)
fields = st.builds(
    ExtractedField,
    value=numbers,
    printed=texts,
    basis=st.sampled_from(["printed", "blank", "deduced", "reviewed", "none"]),
    status=st.sampled_from(["accepted", "review"]),
    reason=st.sampled_from([None, "unreadable-cell"]),
    confidence=st.one_of(st.none(), st.floats(0, 1)),
    place=places,
    readers=st.lists(st.text(st.characters(exclude_categories=["Cs"]))),
    proof=st.lists(st.sampled_from(["applications.row_total[new]", "header"])),
    candidates=st.lists(st.builds(Candidate, numbers, texts, places, st.just("rules")), max_size=2),
)


@given(fields)
def test_any_field_comes_back_as_it_was(field: ExtractedField) -> None:
    extraction = replace(golden(4), fields={KEY: field}, findings=[])
    assert Extraction.from_json(extraction.to_json()) == extraction


def test_what_else_a_report_has_comes_back_as_it_was() -> None:
    extraction = golden(4)
    place = Place(1, 5, 9, 2, 1, None, None, TableCell(0, 2, 1))
    unit = IdentityEvidence("某县", place, "title", [IdentityCandidate("某市", "某市", place, "signature")], "review")
    year = IdentityEvidence("二〇二四", place, "title", [IdentityCandidate(2023, None, None, None)], "accepted")
    about = extraction.report
    made = replace(
        extraction,
        copies=[extraction.source],
        report=replace(about, evidence=ReportEvidence(unit, year, about.evidence.region)),
        conventions={"applications": Convention(0, ["applications.row_total[new]"]), "disputes": Convention(None, [])},
    )
    assert Extraction.from_json(made.to_json()) == made


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("schema", ["1", "2"])
def test_a_result_of_an_earlier_schema_is_lifted(number: int, schema: str) -> None:
    extraction = golden(number)
    earlier = lowered(extraction, schema)
    assert Extraction.from_json(json.dumps(earlier)) == extraction
    assert Extraction.from_json(json.dumps(earlier, sort_keys=True, indent=1).encode()) == extraction
    assert lift(lift(earlier)) == lift(earlier)


def test_what_a_version_of_schema_1_wrote_says_the_same_when_it_is_lifted() -> None:
    earlier = json.loads(SCHEMA_1.read_text("utf-8"))
    read = Extraction.from_json(SCHEMA_1.read_bytes())
    assert (read.schema, read.copies, read.conventions) == ("3", [], {})
    for key, field in read.fields.items():
        before = earlier["fields"][key]
        assert (field.value, field.printed, field.basis, field.status) == tuple(
            before[name] for name in ("value", "printed", "basis", "status")
        )
        assert (field.confidence is None) == (field.status == "review" and field.value is None)
        assert field.place is None or (field.place.source, field.place.cell) == (0, None)
    assert {field.reason for field in read.fields.values() if field.status == "accepted"} == {None}
    assert Counter(field.cell for field in read.fields.values()) == {"blank": 5, "figure": 3, "unread": 2, "lost": 1}
    assert read.fields["active.regulations.repealed"].reason == "blanks-undetermined"
    assert read.fields["applications.carried_out.natural_person"].reason == "row-missing"
    assert read.fields["applications.new.natural_person"].reason == "blanks-deduced", "no graver finding names it"
    assert [one.status for one in vars(read.report.evidence).values()] == ["accepted"] * 3
    assert [one.message.en for one in read.findings] == [one["message"]["en"] for one in earlier["findings"]]


def test_what_a_version_of_schema_2_wrote_says_the_same_and_what_each_cell_holds() -> None:
    earlier = json.loads(SCHEMA_2.read_text("utf-8"))
    read = json.loads(Extraction.from_json(SCHEMA_2.read_bytes()).to_json())
    cells = {key: field.pop("cell") for key, field in read["fields"].items()}
    assert {**read, "schema": "2"} == earlier
    assert {kind: cells[key] for kind, key in CELLS.items()} == {kind: kind for kind in CELLS}
    assert Counter(cells.values()) == Counter(dict.fromkeys(CELLS, 1) | {"figure": len(cells) - 4})


@pytest.mark.parametrize("schema", ["4", "0", 2, None])
def test_a_result_of_an_unknown_schema_is_refused_in_one_sentence(schema: object) -> None:
    with pytest.raises(SchemaError, match=r"^a result of schema .*, which this version .* does not know; update .*\.$"):
        Extraction.from_json(changed("schema", schema))


@pytest.mark.parametrize("path", ["source", f"fields/{KEY}/place", "findings", "report", "fields", f"fields/{KEY}"])
def test_a_result_of_schema_1_that_is_none_is_refused(path: str) -> None:
    earlier = lowered(golden(1))
    *inner, last = path.split("/")
    place = earlier
    for part in inner:
        place = place[part]
    place[last] = 7
    with pytest.raises(ValidationError):
        Extraction.from_json(json.dumps(earlier))


def test_a_figure_in_review_names_the_gravest_finding_about_it() -> None:
    found: list[tuple[Severity, str, list[str]]] = [
        ("info", "blanks-deduced", ["a", "b", "c"]),
        ("warning", "cells-lost", ["b"]),
        ("warning", "late", ["b"]),
    ]
    assert gravest_codes(found) == {"a": "blanks-deduced", "b": "cells-lost", "c": "blanks-deduced"}
    read = extractor.extract(seed(3))
    waiting = {key: field.reason for key, field in read.fields.items() if field.status == "review"}
    named = {field: one.code for one in reversed(read.findings) for field in one.fields}
    assert waiting
    assert waiting == {key: named.get(key) for key in waiting}
    assert all(field.reason is None for field in read.fields.values() if field.status == "accepted")


def test_a_figure_in_review_without_a_value_has_no_confidence() -> None:
    path = Path(__file__).parent / "cases" / "rows-moved-up-and-the-last-label-lost.txt"
    read = extractor.extract(path)
    unknown = [field for field in read.fields.values() if field.status == "review" and field.value is None]
    assert unknown
    assert all(field.confidence is None for field in unknown)
    assert {field.confidence is None for field in read.fields.values() if field.status == "accepted"} == {False}


def test_the_examples_of_the_page_are_parts_of_a_result() -> None:
    page = (Path(__file__).parents[1] / "docs" / "result.md").read_text("utf-8")
    shown = [json.loads(block) for block in re.findall(r"^```json\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)]
    assert [set(one) for one in shown] == [{"report"}, {"fields"}, {"conventions"}, {"findings"}, {"attachments"}]
    result = json.loads(golden(1).to_json())
    for one in shown:
        result |= one
    read = Extraction.from_json(json.dumps(result))
    assert vars(next(iter(read.fields.values()))).keys() - {"candidates"} == {
        name for name in vars(golden(1).fields[KEY]) if f"| `{name}` |" in page and name != "candidates"
    }


def test_the_package_names_its_surface_and_nothing_else() -> None:
    assert extractor.Extraction is Extraction
    assert dir(extractor) == sorted(extractor.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = extractor.nothing  # type: ignore[attr-defined]
