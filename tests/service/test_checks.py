"""A draft is read as a report is, and nothing of it is kept."""

from __future__ import annotations

import hashlib
import json
import threading
from typing import Any

import pytest
from holding import held_up
from serving import SMALL, Service, report
from sources.drawn_report import draw_report
from sqlalchemy import select

from benchmarks.reports import make_report
from extractor import extract
from extractor.result import Extraction
from extractor.service.drafts import SentDraft, check_draft
from extractor.sources import open_source
from extractor.store.people import Role
from extractor.store.tables import Base


def rows(service: Service) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that the store holds."""
    with service.service.store.reading() as session:
        return {
            name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for name, table in Base.metadata.tables.items()
        }


def test_a_draft_is_read_as_the_command_reads_it_and_nothing_is_kept(service: Service) -> None:
    content = report()
    service.send(report())
    service.post("/v1/checks", "reader", content=content)  # a token's last use is kept, by the minute
    before = rows(service)
    assert before["documents"]
    answer = service.post("/v1/checks", "reader", content=content, params={"name": "../草稿.txt"})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert set(found) == {"result", "shown_to", "text", "pages"}
    assert found["shown_to"]["en"] == "Read by rules alone; nothing left this machine."
    assert found["shown_to"]["zh"] == "仅按规则读取，内容没有离开本机。"
    assert Extraction.from_json(json.dumps(found["result"])) == extract(content, "草稿.txt")
    assert found["result"] == json.loads(extract(content, "草稿.txt").to_json())
    assert found["text"] == open_source(content, "a").original
    assert found["pages"] == []
    assert rows(service) == before
    digest = hashlib.sha256(content).hexdigest()
    assert service.get(f"/v1/documents/{digest}").status_code == 404


def test_a_form_with_a_file_is_checked_as_well(service: Service) -> None:
    answer = service.post("/v1/checks", "reader", files={"file": ("年报.txt", report(), "text/plain")})
    assert (answer.status_code, answer.json()["result"]["source"]["name"]) == (200, "年报.txt")


def test_the_pages_of_a_draft_are_told_with_it(service: Service) -> None:
    content = draw_report(make_report(1, form="2021", size="small", author_error=False))
    draft = check_draft(service.service, SentDraft(content, "draft.pdf", "off"), person=1)
    assert [(page.number, page.width, page.height) for page in draft.pages] == [(1, 595, 842), (2, 595, 842)]
    assert draft.result == extract(content, "draft.pdf", proofreads=True)
    assert "\f" in draft.text
    place = draft.result.fields["applications.new.total"].place
    assert place is not None
    assert draft.text[place.start : place.end] == draft.result.fields["applications.new.total"].printed


@pytest.mark.parametrize(
    ("content", "status", "says"),
    [
        (b"", 422, "nothing was sent"),
        (b"\x89PNG\r\n\x1a\n" + bytes(1000), 422, "draft.txt"),
        (b" \n" * 100, 422, "only blanks"),
        (b"x" * (SMALL.document_bytes + 1), 413, "MB"),
        (b"x" * (SMALL.document_bytes + 100_000), 413, "MB"),
    ],
)
def test_what_is_no_report_gets_one_sentence_and_is_not_kept(
    service: Service, content: bytes, status: int, says: str
) -> None:
    before = rows(service)
    answer = service.post("/v1/checks", "reader", content=content, params={"name": "draft.txt"})
    assert answer.status_code == status
    assert says in answer.json()["detail"]
    assert "\n" not in answer.json()["detail"]
    assert rows(service) == before


def test_a_model_that_is_not_there_is_not_asked_about_a_draft(service: Service) -> None:
    answer = service.post("/v1/checks", "reader", content=report(), params={"ask": "auto"})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:extractor:no-model")
    assert service.post("/v1/checks", "reader", content=report(), params={"ask": "yes"}).status_code == 422


def test_a_stranger_has_nothing_checked(service: Service) -> None:
    assert service.client.post("/v1/checks", content=report()).status_code == 401


def test_others_are_answered_while_somebodys_drafts_are_being_read(service: Service) -> None:
    workers, answered = service.service.workers, list[str]()

    def check(role: Role) -> None:
        answer = service.post("/v1/checks", role, content=report(), params={"name": f"{role}.txt"})
        assert answer.status_code == 200, answer.text
        answered.append(role)

    with held_up(workers, "reader", lambda: check("reader")):
        more = [threading.Thread(target=check, args=("reader",)) for _ in range(8)]
        for thread in more:
            thread.start()
        check("reviewer")
        assert service.send(report()).status_code == 201
        assert service.get("/v1/documents").status_code == 200
        assert answered == ["reviewer"]
    for thread in more:
        thread.join(60)
    assert answered == ["reviewer", *["reader"] * 9]


def test_a_draft_that_takes_too_much_work_gets_one_sentence(service: Service) -> None:
    content = report() + b"1 " * 400_000
    limits = service.service.settings.limits
    assert len(content) < limits.document_bytes
    answer = service.post("/v1/checks", "reader", content=content, params={"name": "草稿.txt"})
    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:extractor:too-large"
    assert answer.json()["detail"].startswith(f"草稿.txt: takes more than {limits.steps:,} steps of work to read")
