"""The rules' reading and a model's side by side: what a person is shown of the two."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from extractor.forms import load_forms
from extractor.judging.model_reading import unproved
from extractor.llm.schema import FURNITURE, label_of
from extractor.llm.table_text import BLANK_SHOWN
from extractor.pipeline import extract, judge_source
from extractor.result import Extraction
from extractor.sources import open_source
from tests.case_files import CASES
from tests.llm.server import completion, serve
from tests.llm.variants import Variant, variants

ROW_UP = next(one for one in variants() if one.name == "000-figures_a_row_up")


def right(variant: Variant, body: dict[str, Any]) -> dict[str, list[str]]:
    """The right answer about the table that a question shows."""
    asked = body["response_format"]["json_schema"]["schema"]["properties"]
    section = next(
        one
        for form in load_forms()
        for one in form.sections
        if {label_of(one, row.key) for row in one.rows} >= asked.keys() - {FURNITURE}
        and all(field in variant.truth for row in one.rows for field in row.fields)
    )
    rows = {
        label_of(section, row.key): [variant.printed.get(field, BLANK_SHOWN) for field in row.fields]
        for row in section.rows
        if label_of(section, row.key) in asked
    }
    return {**rows, FURNITURE: []}


@pytest.fixture
def asked(httpserver: HTTPServer) -> tuple[Extraction, Extraction]:
    """The damaged report read by rules alone, and with a model that is right."""

    def answer(body: dict[str, Any]) -> Response:
        content = json.dumps(right(ROW_UP, body), ensure_ascii=False)
        return Response(json.dumps(completion(content)), content_type="application/json")

    text = ROW_UP.text.encode()
    return extract(text), extract(text, llm=serve(httpserver, answer))


def right_values(extraction: Extraction) -> set[str]:
    return {key for key, field in extraction.fields.items() if ROW_UP.truth.get(key) == field.value}


def test_in_review_the_models_figure_is_shown_with_its_place(asked: tuple[Extraction, Extraction]) -> None:
    rules, both = asked
    shown = {key for key, field in both.fields.items() if field.status == "review" and field.readers == ["model"]}
    assert shown
    assert shown <= right_values(both) - right_values(rules)
    text = ROW_UP.text
    for key in shown:
        field = both.fields[key]
        assert field.place is not None
        assert text[field.place.start : field.place.end] == field.printed == ROW_UP.printed[key]
        assert field.confidence is None
        assert field.proof == []


def test_what_the_rules_read_is_then_a_candidate_and_the_shown_value_is_none(
    asked: tuple[Extraction, Extraction],
) -> None:
    rules, both = asked
    changed = [key for key, field in both.fields.items() if field.readers == ["model"]]
    for key in changed:
        values = [one.value for one in both.fields[key].candidates]
        assert both.fields[key].value not in values
        if rules.fields[key].value is not None and rules.fields[key].basis == "printed":
            assert rules.fields[key].value in values


def test_nothing_that_the_rules_accepted_changes(asked: tuple[Extraction, Extraction]) -> None:
    rules, both = asked
    accepted = {key: field for key, field in rules.fields.items() if field.status == "accepted"}
    assert accepted
    assert {key: (both.fields[key].value, both.fields[key].status) for key in accepted} == {
        key: (field.value, field.status) for key, field in accepted.items()
    }


@pytest.mark.parametrize(
    ("case", "is_asked"), [("money-without-unit", False), ("page-number-in-the-place-of-a-blank", True)]
)
def test_a_table_is_asked_about_where_it_matters_which_row_a_figure_is_of(case: str, is_asked: bool) -> None:
    judgement = judge_source(open_source(CASES / f"{case}.txt"))
    assert judgement is not None
    waiting = {key for key, verdict in judgement.verdicts.items() if not verdict.accepted}
    asked = unproved(judgement.facts.reading, judgement)
    assert any(key.startswith("active.") for key in waiting)
    assert any(section.section.key == "active" for section in asked) == is_asked
