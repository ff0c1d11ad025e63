"""Numbers of any size, sent to the service in a report or typed by a person: no answer is a mistake of the server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from serving import Service, report

CASES = Path(__file__).parents[1] / "cases"
LICENCES = "active.administrative_licensing.decisions"
FEES = "active.administrative_fees.amount_wan_yuan"


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ("count-of-nineteen-digits", LICENCES),
        ("count-with-leading-zeros-of-four-hundred-places", LICENCES),
        ("fee-of-four-hundred-digits", FEES),
        ("prose-with-numbers-above-the-bound", None),
        ("grand-total-of-five-thousand-digits", "applications.total.total"),
    ],
)
def test_a_report_with_numbers_beyond_any_figure_is_stored_and_its_other_figures_are_read(
    service: Service, case: str, field: str | None
) -> None:
    sent = service.send((CASES / f"{case}.txt").read_bytes())
    assert sent.status_code in (200, 201), sent.text
    extraction = service.get(f"/v1/documents/{sent.json()['document']}").json()["extraction"]
    for path in ("", "/fields", "/findings"):
        assert service.get(f"/v1/extractions/{extraction}{path}").status_code == 200
    figures = service.get(f"/v1/extractions/{extraction}/fields").json()
    fields: dict[str, Any] = {one["field"]: one for one in figures}
    if field is not None:
        assert (fields[field]["value"], fields[field]["status"]) == (None, "review")
    assert any(one["status"] == "accepted" for one in fields.values())


def figure(service: Service, field: str) -> tuple[str, dict[str, Any]]:
    """Where to decide about a figure of a new report, and what it is."""
    document = service.send(report()).json()["document"]
    path = f"/v1/documents/{document}/fields/{field}"
    return f"{path}/decisions", service.get(path).json()


@pytest.mark.parametrize(
    "value", ["1000000001", "9223372036854775808", "-1", "1.5", "1" + "0" * 400, "9" * 5000, "1e308", "1e999", "NaN"]
)
def test_a_value_that_no_figure_can_have_is_refused_whatever_its_size(service: Service, value: str) -> None:
    path, now = figure(service, "applications.new.total")
    headers = {"If-Match": now["etag"], "Content-Type": "application/json"}
    answer = service.post(path, content=f'{{"value": {value}}}', headers=headers)
    assert answer.status_code in (400, 422), answer.text
    assert len(answer.json()["detail"]) < 300
    assert service.get(path).json() == []


def test_several_decisions_of_which_one_is_too_large_are_refused_whole(service: Service) -> None:
    path, now = figure(service, "applications.new.total")
    many = path.replace("/fields/applications.new.total", "")
    entry = {"field": "applications.new.total", "etag": now["etag"], "value": 2**63}
    answer = service.post(many, content=json.dumps({"decisions": [entry]}))
    assert answer.status_code == 422
    assert service.get(path).json() == []


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 400, "9" * 5000])
def test_an_address_with_a_number_beyond_any_is_unknown_or_refused(service: Service, number: str) -> None:
    for path in (f"/v1/extractions/{number}", f"/v1/extractions/{number}/fields", f"/v1/queue?year={number}"):
        assert service.get(path).status_code in (404, 422), path


def test_a_request_that_says_it_is_of_a_size_beyond_any_is_too_large(service: Service) -> None:
    answer = service.post("/v1/documents", content=b"x", headers={"Content-Length": "9" * 5000})
    assert answer.status_code == 413
