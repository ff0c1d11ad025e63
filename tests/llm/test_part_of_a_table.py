"""Where most rows of a table are proved, a model is shown and asked the others alone, and counts for those alone."""

from __future__ import annotations

import json
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Response

from extractor.judging.model_reading import settled_rows, unproved
from extractor.judging.verdicts import Judgement
from extractor.llm.schema import FURNITURE, label_of
from extractor.llm.table_text import BLANK_SHOWN, LEFT_OUT, TableText, show
from extractor.pipeline import extract, judge_source
from extractor.reading.model import SectionReading
from extractor.sources import open_source
from tests.llm.server import completion, serve
from tests.llm.variants import variants
from tests.spoiled_reports import report_of

REPORT = report_of("2021")
# Two labels are lost, of rows beside each other: nothing but their order says whose figures those are.
TEXT = REPORT.written("tabs", {}).decode().replace("2.重复申请", "").replace("3.要求提供公开出版物", "")


def shown_of(text: str) -> tuple[Judgement, SectionReading, TableText]:
    source = open_source(text.encode(), "report.txt")
    judgement = judge_source(source)
    assert judgement is not None
    (section,) = (one for one in unproved(judgement.facts.reading, judgement) if one.section.key == "applications")
    return judgement, section, show(source.text, section, settled_rows(section, judgement))


def open_rows(judgement: Judgement, section: SectionReading) -> set[str]:
    rows = [row.row for row in section.rows]
    return {row.key for row in rows if not all(judgement.verdicts[key].accepted for key in row.fields)}


def test_of_a_table_that_is_proved_but_for_a_row_that_row_is_shown_with_its_group_and_those_beside_it() -> None:
    judgement, section, shown = shown_of(TEXT)
    asked, lines = shown.asked(section.section), shown.text.splitlines()
    assert open_rows(judgement, section) == {"rejected.repeated", "rejected.public_publication"}
    assert set(asked) == {row.key for row in section.section.rows if row.key.startswith("rejected.")}
    whole = show(open_source(TEXT.encode(), "report.txt").text, section).text.splitlines()
    assert [line for line in lines if line not in whole] == [LEFT_OUT, LEFT_OUT]
    assert any(line.startswith("自然人") for line in lines), "the header is shown"
    assert len(shown.shown_figures()) == 5 * 7


def test_a_table_of_which_little_is_proved_is_shown_whole() -> None:
    _, section, shown = shown_of(next(one for one in variants() if one.name == "002-rows_fused").text)
    assert shown.settled == {}
    assert LEFT_OUT not in shown.text
    assert shown.asked(section.section) == tuple(row.row.key for row in section.rows)


def test_the_model_is_asked_about_open_rows_and_said_to_agree_about_them_alone(httpserver: HTTPServer) -> None:
    _, section, shown = shown_of(TEXT)
    questions: list[dict[str, Any]] = []

    def answer(body: dict[str, Any]) -> Response:
        questions.append(body)
        rows = {row.key: row.fields for row in section.section.rows}
        said = {
            label_of(section.section, key): [str(REPORT.truth[field]) for field in rows[key]]
            for key in shown.asked(section.section)
        }
        content = completion(json.dumps({**said, FURNITURE: []}, ensure_ascii=False))
        return Response(json.dumps(content), content_type="application/json")

    before, after = extract(TEXT.encode()), extract(TEXT.encode(), llm=serve(httpserver, answer))
    (question,) = questions
    asked = question["messages"][-1]["content"]
    assert "重复申请" in asked
    assert "予以公开" not in asked
    named = {key for key, field in after.fields.items() if "model" in field.readers}
    settled = {field for row in section.rows if row.row.key in shown.settled for field in row.row.fields}
    assert named
    assert named.isdisjoint(settled)
    assert all(after.fields[key] == before.fields[key] for key in settled)
    assert [one for one in after.findings if one.code == "model-without-answer"] == []


def test_an_answer_that_takes_a_figure_from_a_settled_row_does_not_count(httpserver: HTTPServer) -> None:
    _, section, shown = shown_of(TEXT)

    def answer(_: dict[str, Any]) -> Response:
        rows = {row.key: row.fields for row in section.section.rows}
        said = {
            label_of(section.section, key): ["77", *(str(REPORT.truth[field]) for field in rows[key][1:])]
            for key in shown.asked(section.section)
        }
        content = completion(json.dumps({**said, FURNITURE: []}, ensure_ascii=False))
        return Response(json.dumps(content), content_type="application/json")

    before, after = extract(TEXT.encode()), extract(TEXT.encode(), llm=serve(httpserver, answer))
    assert [one.code for one in after.findings].count("model-without-answer") == 1
    assert {key: (one.value, one.status) for key, one in after.fields.items()} == {
        key: (one.value, one.status) for key, one in before.fields.items()
    }


def test_a_settled_row_is_part_of_the_answer_with_its_blanks() -> None:
    _, section, shown = shown_of(TEXT.replace("\t0", "\t"))
    cells = shown.settled_cells()
    assert cells.keys() == shown.settled.keys() != set()
    for row in section.section.rows:
        if row.key in cells:
            assert cells[row.key] == [
                str(REPORT.truth[key]) if REPORT.truth[key] else BLANK_SHOWN for key in row.fields
            ]
