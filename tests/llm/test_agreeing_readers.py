"""What two readers place alike: taken for evidence where that is asked for, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Response

from extractor.judging.agreeing_readers import READERS, agreement_confidence, with_agreement
from extractor.llm.endpoint import Endpoint
from extractor.llm.settings import SecondReader, Settings
from extractor.pipeline import extract, judge_source
from extractor.result import Extraction
from extractor.sources import open_source
from tests.case_files import CASES
from tests.llm.server import completion, serve
from tests.llm.test_two_readings import right
from tests.llm.variants import variants

VARIANT = next(one for one in variants() if one.name == "002-headers_and_labels_lost")
TEXT = VARIANT.text.encode()
Answer = Callable[[dict[str, Any], int], dict[str, list[str]]]


def ask(server: HTTPServer, answer: Answer, **settings: object) -> tuple[Extraction, Endpoint]:
    """The damaged report with a model that answers so; `answer` gets the question and how many came before it."""
    count = iter(range(1000))

    def respond(body: dict[str, Any]) -> Response:
        content = json.dumps(answer(body, next(count)), ensure_ascii=False)
        return Response(json.dumps(completion(content)), content_type="application/json")

    endpoint = serve(server, respond)
    made = Endpoint(Settings.model_validate(endpoint.settings.model_dump() | {"timeout": 60} | settings))
    return extract(TEXT, llm=made), made


def truly(body: dict[str, Any], _: int) -> dict[str, list[str]]:
    return right(VARIANT, body)


def moved(body: dict[str, Any], count: int) -> dict[str, list[str]]:
    """The right answer with two result rows in each other's place, in every second answer."""
    answer = truly(body, count)
    if count % 2:
        rows = [key for key, cells in answer.items() if len(cells) == 7][2:4]
        answer[rows[0]], answer[rows[1]] = answer[rows[1]], answer[rows[0]]
    return answer


def accepted(extraction: Extraction) -> set[str]:
    return {key for key, field in extraction.fields.items() if field.status == "accepted"}


def by_readers(extraction: Extraction) -> set[str]:
    return {key for key, field in extraction.fields.items() if READERS in field.proof}


def test_what_two_readers_place_alike_is_accepted_where_that_is_asked_for(httpserver: HTTPServer) -> None:
    found, endpoint = ask(httpserver, truly, accept="readers")
    gained = by_readers(found)
    assert len(gained) > 50
    for key in gained:
        field = found.fields[key]
        assert (field.status, field.value, field.readers) == ("accepted", VARIANT.truth[key], ["model"])
        assert field.place is not None
        assert field.printed == VARIANT.printed[key]
        assert field.confidence == agreement_confidence(key)
        assert {"model", READERS} < set(field.proof)
    assert found.run.settings["llm_accept"] == "readers"
    assert endpoint.spending.calls > 1


def test_by_default_it_is_not(httpserver: HTTPServer) -> None:
    found, _ = ask(httpserver, truly)
    assert by_readers(found) == set()
    assert "llm_accept" not in found.run.settings


def test_where_the_two_differ_nothing_is_accepted_for_it(httpserver: HTTPServer) -> None:
    rules = extract(TEXT)
    found, _ = ask(httpserver, moved, accept="readers")
    wrong = [
        key for key in accepted(found) if found.fields[key].value != VARIANT.truth.get(key, found.fields[key].value)
    ]
    assert wrong == []
    assert accepted(rules) <= accepted(found)


def test_a_figure_in_a_sum_that_does_not_come_out_is_not(httpserver: HTTPServer) -> None:
    """Both readers put two figures of one row into each other's place: the sums of their columns fail."""

    def exchanged(body: dict[str, Any], _: int) -> dict[str, list[str]]:
        answer = truly(body, 0)
        cells = next(cells for cells in answer.values() if len(cells) == 7 and cells[0] != cells[1])
        cells[0], cells[1] = cells[1], cells[0]
        return answer

    found, _ = ask(httpserver, exchanged, accept="readers")
    assert all(found.fields[key].value == VARIANT.truth[key] for key in by_readers(found))


def test_the_second_reader_may_be_another_endpoint(httpserver: HTTPServer) -> None:
    body: list[str] = []

    def noted(asked: dict[str, Any], count: int) -> dict[str, list[str]]:
        body.append(asked["model"])
        return truly(asked, count)

    address = httpserver.url_for("/v1")
    second = SecondReader(base_url=address, model="another", mode="json_schema").model_dump()
    found, endpoint = ask(httpserver, noted, accept="readers", second=second)
    assert set(body) == {endpoint.settings.model, "another"}
    assert endpoint.second.spending is endpoint.spending
    assert found.run.settings["llm_second_model"] == "another"
    assert by_readers(found)


def test_no_second_question_where_nobody_asks_for_it_or_nothing_waits(httpserver: HTTPServer) -> None:
    _, once = ask(httpserver, truly)
    httpserver.clear()
    _, twice = ask(httpserver, truly, accept="readers")
    assert twice.spending.calls > once.spending.calls


def test_sections_without_sums_have_no_such_evidence() -> None:
    assert agreement_confidence("active.rules.issued") is None
    assert agreement_confidence("applications.new.total") is not None


def test_what_its_label_makes_another_thing_of_waits_on_whatever_readers_say() -> None:
    source = open_source(CASES / "label-that-says-the-opposite.txt")
    judgement = judge_source(source)
    assert judgement is not None
    waiting = {name for name, one in judgement.verdicts.items() if one.evidence == "review.label"}
    cells = {name: cell for name, cell in judgement.facts.resolved.cells.items() if cell.value is not None}
    assert any(name in cells and name.startswith("applications.") for name in waiting)
    found = with_agreement(judgement, cells, cells, judgement.facts.form)
    assert [name for name in waiting if found.verdicts[name].accepted] == []
