"""The panel as others take it: every figure as it is now, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json

from serving import Service, report


def test_the_panel_has_every_figure_as_it_is_now(service: Service) -> None:
    document = service.send(report(4), name="=cmd.txt").json()["document"]
    figure = service.get(f"/v1/documents/{document}/fields/applications.new.total").json()
    path = f"/v1/documents/{document}/fields/{figure['field']}/decisions"
    service.post(path, json={"value": 12345}, headers={"If-Match": figure["etag"]})
    answer = service.get("/v1/exports/panel.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = [row for row in csv.DictReader(io.StringIO(answer.text)) if row["document"] == document]
    now = service.get(f"/v1/documents/{document}/fields").json()
    assert [row["field"] for row in rows] == [one["field"] for one in now]
    assert [row["status"] for row in rows] == [one["status"] for one in now]
    (decided,) = (row for row in rows if row["field"] == figure["field"])
    assert (decided["value"], decided["basis"], decided["name"]) == ("12345", "reviewed", "'=cmd.txt")
    lines = service.get("/v1/exports/panel.jsonl").text.splitlines()
    objects = [one for one in map(json.loads, lines) if one["document"] == document]
    assert [one["value"] for one in objects] == [one["value"] for one in now]
    assert {one["name"] for one in objects} == {"=cmd.txt"}


def test_the_panel_can_be_of_one_body_one_year_and_what_is_accepted(service: Service) -> None:
    report_of = service.send(report(3)).json()["result"]["report"]
    query = {"unit": report_of["unit"], "year": report_of["year"], "status": "accepted"}
    rows = list(csv.DictReader(io.StringIO(service.get("/v1/exports/panel.csv", params=query).text)))
    assert rows
    assert {(row["unit"], int(row["year"]), row["status"]) for row in rows} == {
        (report_of["unit"], report_of["year"], "accepted")
    }
    empty = service.get("/v1/exports/panel.csv", params={"year": 1999}).text
    assert empty.count("\n") == 1


def test_the_dictionary_tells_of_every_column_and_field(service: Service) -> None:
    dictionary = service.get("/v1/exports/dictionary").json()
    header = service.get("/v1/exports/panel.csv", params={"year": 1999}).text.strip().split(",")
    assert [one["column"] for one in dictionary["columns"]] == header
    fields = {one["field"]: one for one in dictionary["fields"]}
    total = fields["applications.new.total"]
    assert total["forms"] == ["2019", "2021"]
    assert total["labels"][-1] == "总计"
    assert (total["kind"], total["unit"]) == ("count", "件")
    assert all(one["labels"] for one in fields.values())
