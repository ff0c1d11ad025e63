"""Pages as they look, over HTTP: sizes, pictures, and what happens while everybody else is busy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from holding import held_up
from serving import SMALL, Service, report
from sources import bombs
from sources.drawn_pdf import Paper, pdf

from extractor.errors import Failed, NoPage
from extractor.service.problems import refusal_of
from extractor.service.workers import DocumentPool, Question
from extractor.store.documents import add_document
from extractor.workers.child import Limits
from extractor.workers.pool import Busy


def paper(words: str) -> Paper:
    page = Paper()
    page.text(100, 100, words, 20)
    return page


def kept(service: Service, content: bytes, name: str = "report.pdf") -> str:
    """The hash of a document that was kept without being read."""
    store = service.service.store
    with store.writing() as session:
        return add_document(session, content, name, store.now()).sha256


def test_a_pdf_has_pages_with_sizes_and_pictures(service: Service) -> None:
    found = kept(service, pdf(paper("1"), Paper(842, 595)))
    pages = service.get(f"/v1/documents/{found}/pages")
    assert pages.json() == {
        "pages": [{"number": 1, "width": 595.0, "height": 842.0}, {"number": 2, "width": 842.0, "height": 595.0}]
    }
    answer = service.get(f"/v1/documents/{found}/pages/2.png", params={"width": 400})
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(answer.content[16:20], "big") == 400
    assert answer.headers["Cache-Control"] == "private, max-age=86400, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    usual = service.get(f"/v1/documents/{found}/pages/1.png")
    assert int.from_bytes(usual.content[16:20], "big") == 1200


def test_a_picture_that_a_browser_has_is_not_sent_again(service: Service) -> None:
    path = f"/v1/documents/{kept(service, pdf(paper('2')))}/pages/1.png"
    etag = service.get(path).headers["ETag"]
    again = service.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    other = service.get(path, params={"width": 300}, headers={"If-None-Match": etag})
    assert (other.status_code, other.headers["ETag"] != etag) == (200, True)


def test_a_text_has_no_pages(service: Service) -> None:
    found = service.send(report()).json()["document"]
    assert service.get(f"/v1/documents/{found}/pages").json() == {"pages": []}
    answer = service.get(f"/v1/documents/{found}/pages/1.png")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:extractor:unknown")


@pytest.mark.parametrize("page", ["0", "2", "-1", "9" * 30])
def test_a_page_that_is_not_there_is_unknown(service: Service, page: str) -> None:
    answer = service.get(f"/v1/documents/{kept(service, pdf(paper('3')))}/pages/{page}.png")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:extractor:unknown")
    assert "has no page" in answer.json()["detail"]


def test_what_asks_for_too_much_is_refused(service: Service) -> None:
    path = f"/v1/documents/{kept(service, pdf(paper('4')))}/pages/1.png"
    for width in ("99", "2401", "0", "x"):
        assert service.get(path, params={"width": width}).status_code == 422
    assert service.get(f"/v1/documents/{'0' * 64}/pages").status_code == 404
    assert service.get(f"/v1/documents/{'0' * 64}/pages/1.png").status_code == 404


def test_a_reader_may_look_and_a_stranger_may_not(service: Service) -> None:
    path = f"/v1/documents/{kept(service, pdf(paper('5')))}/pages"
    for address in (path, f"{path}/1.png"):
        assert service.get(address, "reader").status_code == 200
        assert service.client.get(address).status_code == 401


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + bytes(500),
        bombs.cyclic_references(),
        bombs.nested_brackets(),
        bombs.many_pages(301),
        bombs.great_picture(60_000),
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        b"\xff\xd8\xff" + bytes(500),
        b"II*\0" + bytes(500),
    ],
)
def test_what_is_damaged_or_hostile_gets_a_problem_and_the_next_page_is_drawn(service: Service, content: bytes) -> None:
    path = f"/v1/documents/{kept(service, content, 'bad.bin')}/pages"
    for address in (path, f"{path}/1.png"):
        answer = service.get(address)
        assert answer.status_code in (200, 413, 422), answer.text
        if answer.status_code != 200:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["detail"].startswith("bad.bin: ")
            assert "extractor itself" not in answer.json()["detail"]
    good = kept(service, pdf(paper("6")))
    assert service.get(f"/v1/documents/{good}/pages/1.png", params={"width": 100}).status_code == 200


def test_a_page_is_shown_while_all_workers_are_busy_with_long_documents(service: Service) -> None:
    found = kept(service, pdf(paper("7")))
    workers = service.service.workers
    with held_up(workers, "one") as held, held_up(workers, "other"):
        assert service.get(f"/v1/documents/{found}/pages").json()["pages"]
        assert service.get(f"/v1/documents/{found}/pages/1.png", params={"width": 102}).status_code == 200
        assert held.is_alive()


@pytest.fixture
def drawing() -> Iterator[DocumentPool]:
    made = DocumentPool(1, Limits(60, memory=3_000_000_000), patience=0.2)
    yield made
    made.close()


def test_who_waits_too_long_for_a_picture_is_told_to_come_again(drawing: DocumentPool) -> None:
    question = Question("picture", pdf(paper("8")), "a.pdf", page=1, width=100)
    with held_up(drawing), pytest.raises(Busy, match=r"a\.pdf: .*try again"):
        drawing.ask(question)
    assert drawing.ask(question).picture.startswith(b"\x89PNG")


def test_to_come_again_is_a_problem_that_says_when() -> None:
    refusal = refusal_of(Busy("a.pdf: others are being looked at; try again in a few seconds."))
    assert (refusal.status, refusal.code, refusal.headers) == (503, "busy", {"Retry-After": "5"})


def test_a_picture_that_takes_too_long_is_given_up() -> None:
    impatient = DocumentPool(1, Limits(0.001))
    with pytest.raises(Failed, match=r"a\.pdf: .*took more than 0\.001 seconds"):
        impatient.ask(Question("picture", pdf(paper("9")), "a.pdf", page=1, width=100))
    impatient.close()


def test_a_page_that_is_not_there_is_told_as_such(drawing: DocumentPool) -> None:
    with pytest.raises(NoPage, match=r"a\.pdf: has no page 2"):
        drawing.ask(Question("picture", pdf(Paper()), "a.pdf", page=2, width=100))


def test_the_limits_of_pictures_are_less_than_those_of_reading() -> None:
    assert SMALL.drawing_seconds < SMALL.reading_seconds
