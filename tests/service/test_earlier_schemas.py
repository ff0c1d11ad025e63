"""What an earlier version read is shown as this one has it, and is read anew when it comes again."""

from __future__ import annotations

import json
from typing import Any, NamedTuple, cast

import pytest
from golden import lowered
from serving import Service, report

from extractor.result import Extraction
from extractor.store.extractions import find_extraction, run_hash
from extractor.store.tables import FieldRow, FindingRow, Summary


class Earlier(NamedTuple):
    """The bytes of a report, what the answer to them was, and what of that an earlier version could say."""

    content: bytes
    sent: dict[str, Any]
    shown: dict[str, Any]


@pytest.fixture(params=["1", "2"])
def earlier(service: Service, request: pytest.FixtureRequest) -> Earlier:
    """A report as an earlier version left it in the store."""
    content = report()
    sent = service.send(content).json()
    read = Extraction.from_json(json.dumps(sent["result"]))
    result = lowered(read, request.param)
    with service.service.store.writing() as session:
        row = find_extraction(session, sent["id"])
        row.result = json.dumps(result, ensure_ascii=False, separators=(",", ":"))
        row.run_hash = run_hash(read, "the digest of then")
        summary = session.query(Summary).filter_by(extraction_id=row.id).one()
        summary.run_hash = row.run_hash
        for field in session.query(FieldRow).filter_by(extraction_id=row.id):
            if field.field in result["fields"]:  # the body and the year are fields of the store alone
                field.place = result["fields"][field.field]["place"]
        for finding in session.query(FindingRow).filter_by(extraction_id=row.id):
            finding.body = result["findings"][finding.position]
    return Earlier(content, sent, as_first_shown(sent) if request.param == "1" else sent)


def as_first_shown(sent: dict[str, Any]) -> Any:
    """The same as schema 1 had it: no cells, and of whose report it is only what, not where it says so."""
    shown = without_cells(sent)
    report = shown["result"]["report"]
    bare = {"printed": None, "place": None, "source": None, "candidates": []}
    for part, evidence in report["evidence"].items():
        report["evidence"][part] = {**evidence, **bare}
    return shown


def without_cells(found: Any) -> Any:
    """The same with places that name no cell, as they did not in schema 1."""
    if isinstance(found, list):
        return [without_cells(one) for one in cast("list[Any]", found)]
    if not isinstance(found, dict):
        return found
    keys = cast("dict[str, Any]", found)
    return {key: None if key == "cell" and isinstance(one, dict) else without_cells(one) for key, one in keys.items()}


def test_what_an_earlier_schema_says_is_shown_as_this_one_has_it(service: Service, earlier: Earlier) -> None:
    sent = earlier.shown
    extraction = f"/v1/extractions/{sent['id']}"
    assert service.get(extraction).json()["result"] == sent["result"]
    fields = {one["field"]: one for one in service.get(f"{extraction}/fields").json()}
    assert {key: one["place"] for key, one in fields.items()} == {
        key: one["place"] for key, one in sent["result"]["fields"].items()
    }
    assert service.get(f"{extraction}/findings").json() == sent["result"]["findings"]


def test_it_is_counted_and_read_anew_when_it_comes_again(service: Service, earlier: Earlier) -> None:
    content, sent, _ = earlier
    stale = service.get("/v1/overview").json()["stale"]
    assert stale > 0
    again = service.send(content)
    assert (again.status_code, again.json()["result"]) == (201, sent["result"])
    assert again.json()["id"] > sent["id"]
    assert service.get("/v1/overview").json()["stale"] == stale - 1
    assert service.send(content).status_code == 200


def test_the_overview_says_how_many_there_are(service: Service, earlier: Earlier) -> None:
    content = earlier.content
    cookie = {"Authorization": f"Bearer {service.tokens['reader']}"}
    page = service.client.get("/", headers=cookie, params={"lang": "en"}).text
    stale = service.get("/v1/overview").json()["stale"]
    assert f"{stale} of them by an earlier version; read anew when they come again" in page
    service.send(content)
