"""Tables shown as pictures too: to models that read them, of files that have pages, and never in place of the words."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from pytest_httpserver import HTTPServer
from sources.drawn_pdf import Paper, pdf
from sources.drawn_report import draw_report
from werkzeug import Response

from benchmarks.reports import make_report
from extractor.errors import SourceError
from extractor.llm.dry_run import DryEndpoint
from extractor.llm.endpoint import Endpoint
from extractor.llm.messages import PICTURE_TOKENS, length_of, words_of
from extractor.llm.settings import Settings
from extractor.pipeline import extract
from extractor.result import Extraction
from extractor.sources import open_source, table_pictures
from tests.llm.server import all_zeros, completion, playing, said, serve

Image = pytest.importorskip("PIL.Image", reason="the extra `ocr` is not installed")

COPY = '{"numbers": ["8000001", "8000002", "8000003"]}'
REPORT = draw_report(make_report(1, form="2021", size="small", author_error=False))
Body = dict[str, Any]


def pictures_of(body: Body) -> list[bytes]:
    """The pictures of a question."""
    parts = [part for one in body["messages"] if isinstance(one["content"], list) for part in one["content"]]
    urls = [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]
    return [base64.b64decode(url.removeprefix("data:image/png;base64,")) for url in urls]


def pixels(picture: bytes) -> npt.NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L"), np.uint8)


def is_trial(body: Body) -> bool:
    return "图中的数字" in words_of(body["messages"][-1])


def ask(
    server: HTTPServer, about: bytes, of_picture: Callable[[Body], Response], **settings: object
) -> tuple[Extraction, list[Body], Endpoint]:
    """A report read with a model that says 0 of everything; how it answers to the picture of digits is given."""
    seen: list[Body] = []

    def answer(body: Body) -> Response:
        seen.append(body)
        if is_trial(body):
            return of_picture(body)
        # The words of a question are as they would be without the picture.
        alone = [{**one, "content": words_of(one).replace("[picture]\n", "")} for one in body["messages"]]
        return playing(all_zeros)({**body, "messages": alone})

    made = serve(server, answer)
    endpoint = Endpoint(Settings.model_validate(made.settings.model_dump() | {"image": "auto", "asks": 1} | settings))
    return extract(about, "report.pdf", llm=endpoint, always=True), seen, endpoint


def reads(_: Body) -> Response:
    return Response(json.dumps(completion(COPY)), content_type="application/json")


def test_a_table_of_a_page_is_shown_as_a_picture_beside_its_words(httpserver: HTTPServer) -> None:
    found, seen, endpoint = ask(httpserver, REPORT, reads)
    trial, *asked = seen
    assert is_trial(trial)
    assert len(asked) >= 3
    for body in asked:
        (shown, *more) = pictures_of(body)
        assert len(more) <= 3
        assert (pixels(shown) < 128).any()
        assert "表：\n" in words_of(body["messages"][-1])
    assert endpoint.sends_pictures
    assert json.loads(str(found.run.settings["llm_parameters"])) == {"image": "auto"}
    assert {field.value for field in found.fields.values() if field.status == "accepted"} != {0}


def test_a_picture_shows_the_table_and_not_what_stands_elsewhere_on_the_page() -> None:
    page = Paper()
    page.text(100, 100, "12345", 20)
    page.text(100, 700, "67890", 20)
    source = open_source(pdf(page), "a.pdf")
    at = source.text.index("67890")
    (shown,) = table_pictures.table_pictures(source, [(at, at + 5)])
    picture = pixels(shown)
    assert picture.shape[0] < 842 * table_pictures.DOTS / 72 / 4
    dark = np.argwhere(picture < 128)
    edge = table_pictures._AROUND * table_pictures.DOTS / 72  # pyright: ignore[reportPrivateUsage]
    assert dark.min(axis=0) == pytest.approx([edge, edge], abs=12)


@pytest.mark.parametrize(
    "refusal",
    [
        said('{"error": {"message": "image input is not supported"}}', status=500),
        said('{"error": {"message": "no"}}', status=400),
        said('{"error": {"message": "no endpoint takes image input"}}', status=404),
        said('{"numbers": ["8000001", "8000002", "8000004"]}'),
        said("I cannot see pictures."),
    ],
    ids=["500", "400", "404", "misread", "words"],
)
def test_a_model_that_reads_no_pictures_is_asked_with_words_alone(
    httpserver: HTTPServer, refusal: Callable[[Body], Response], caplog: pytest.LogCaptureFixture
) -> None:
    _, seen, endpoint = ask(httpserver, REPORT, refusal)
    assert [is_trial(body) for body in seen].count(True) == 1
    assert len(seen) >= 4
    assert not any(pictures_of(body) for body in seen if not is_trial(body))
    assert "reads no pictures" in caplog.text
    assert not endpoint.sends_pictures
    extract(REPORT, "report.pdf", llm=endpoint, always=True)
    assert [is_trial(body) for body in seen].count(True) == 1


def test_what_passes_says_nothing_of_a_model(httpserver: HTTPServer) -> None:
    _, seen, endpoint = ask(httpserver, REPORT, said("{}", status=429))
    assert not endpoint.sends_pictures
    extract(REPORT, "report.pdf", llm=endpoint, always=True)
    assert [is_trial(body) for body in seen].count(True) == 2


def test_no_picture_is_sent_unless_it_is_asked_for(httpserver: HTTPServer) -> None:
    found, seen, _ = ask(httpserver, REPORT, reads, image="off")
    assert seen
    assert not any(is_trial(body) or pictures_of(body) for body in seen)
    assert "llm_parameters" not in found.run.settings


def test_a_text_has_no_picture(httpserver: HTTPServer) -> None:
    text = open_source(REPORT, "report.pdf").original.encode()
    _, seen, _ = ask(httpserver, text, reads)
    assert len(seen) >= 4
    assert not any(pictures_of(body) for body in seen if not is_trial(body))


def test_a_page_that_cannot_be_drawn_goes_as_words(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def damaged(*_: object) -> bytes:
        raise SourceError("report.pdf: page 1 is damaged and cannot be shown; fetch it again.")

    monkeypatch.setattr(table_pictures, "page_part", damaged)
    _, seen, _ = ask(httpserver, REPORT, reads)
    assert len(seen) >= 4
    assert not any(pictures_of(body) for body in seen if not is_trial(body))
    assert "page 1 is damaged and cannot be shown; fetch it again. The table goes as text alone." in caplog.text


def test_a_dry_run_counts_pictures_and_shows_that_there_are_some() -> None:
    endpoint = DryEndpoint(Settings(base_url="http://127.0.0.1:1/v1", model="test", cache="off", image="auto"))
    extract(REPORT, "report.pdf", llm=endpoint, always=True)
    noted = endpoint.take()
    assert noted
    for one in noted:
        last = one.messages[-1]
        assert words_of(last).startswith("[picture]\n")
        assert PICTURE_TOKENS < length_of(last) < one.tokens
