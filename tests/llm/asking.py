"""A report, and an endpoint that is asked about it: what tests look at in what comes of it."""

from __future__ import annotations

from functools import cache

from pytest_httpserver import HTTPServer

from extractor.llm.endpoint import Endpoint
from extractor.llm.failures import Failure
from extractor.llm.settings import Settings
from extractor.pipeline import extract
from extractor.result import Extraction
from tests.llm.server import completion, impatient
from tests.llm.variants import variants

TEXT = next(one for one in variants() if one.name == "002-rows_fused").text.encode()
PATH = "/v1/chat/completions"
JSON = {"content-type": "application/json"}


@cache
def by_rules() -> Extraction:
    return extract(TEXT)


def asked(settings: Settings) -> tuple[Extraction, Endpoint]:
    """The report with the model asked: nothing but findings may differ from what the rules read."""
    endpoint = Endpoint(settings)
    found = extract(TEXT, llm=endpoint)
    assert found.fields == by_rules().fields
    assert Extraction.from_json(found.to_json()) == found
    return found, endpoint


def reasons(found: Extraction) -> list[str]:
    """Why the model has no answer, in both languages, one finding after the other."""
    told = [one.message for one in found.findings if one.code == "model-without-answer"]
    assert told
    return [f"{one.en} {one.zh}" for one in told]


def says(found: Extraction, failure: Failure) -> bool:
    return all(failure.en in one and failure.zh in one for one in reasons(found))


def answers(
    server: HTTPServer, body: str | bytes, status: int = 200, headers: dict[str, str] | None = None
) -> Settings:
    """Lets a server answer every question so; the settings to ask it."""
    server.expect_request(PATH, method="POST").respond_with_data(body, status, JSON | (headers or {}))
    return patient(server.url_for("/v1"))


def patient(address: str) -> Settings:
    """Settings for what does not hang: a busy machine is no fault of the endpoint's."""
    return impatient(address).model_copy(update={"timeout": 60.0})


GOOD = completion("{}")
