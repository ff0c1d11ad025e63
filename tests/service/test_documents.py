"""A report that is sent is read at once; the same bytes are the same document."""

from __future__ import annotations

import hashlib

import pytest
from golden import seed
from serving import SMALL, Service, report

from extractor import extract
from extractor.result import Extraction


def test_a_report_is_read_at_once_and_its_result_is_that_of_the_command(service: Service) -> None:
    content = report()
    answer = service.send(content, name="../../海宁.txt")
    assert answer.status_code == 201, answer.text
    found = answer.json()
    assert found["document"] == hashlib.sha256(content).hexdigest()
    assert found["current"]
    assert answer.headers["Location"] == f"/v1/extractions/{found['id']}"
    read = extract(content, "海宁.txt")
    again = service.get(answer.headers["Location"])
    assert again.json() == found
    assert Extraction.from_json(again.text[again.text.index('"result":') + 9 : -1]) == read


def test_the_same_bytes_sent_again_are_not_read_again(service: Service) -> None:
    content = report()
    first, second = service.send(content), service.send(content, name="other.txt")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()


def test_a_form_with_a_file_does_as_well(service: Service) -> None:
    answer = service.post("/v1/documents", files={"file": ("年报.txt", report(), "text/plain")})
    assert answer.status_code == 201
    assert answer.json()["result"]["source"]["name"] == "年报.txt"


@pytest.mark.parametrize(
    ("content", "status", "says"),
    [
        (b"", 422, "nothing was sent"),
        (b"\x89PNG\r\n\x1a\n" + bytes(1000), 422, "report.txt"),
        (b" \n" * 100, 422, "only blanks"),
        (b"x" * (SMALL.document_bytes + 1), 413, "MB"),
        (b"x" * (SMALL.document_bytes + 100_000), 413, "MB"),
    ],
)
def test_what_is_no_report_gets_one_sentence(service: Service, content: bytes, status: int, says: str) -> None:
    answer = service.send(content, name="report.txt")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert says in problem["detail"]
    assert "\n" not in problem["detail"]
    assert "Traceback" not in answer.text


def test_a_body_that_does_not_say_how_long_it_is_is_cut_off(service: Service) -> None:
    answer = service.post("/v1/documents", content=(b"x" * 100_000 for _ in range(50)))
    assert answer.status_code == 413
    assert answer.json()["type"] == "urn:extractor:too-large"


def test_a_form_that_is_too_large_is_cut_off(service: Service) -> None:
    answer = service.post("/v1/documents", files={"file": ("a.txt", b"x" * 3_000_000)})
    assert answer.status_code == 413


def test_a_document_can_be_looked_at(service: Service) -> None:
    content = report()
    found = service.send(content, name="a/年报 2020.txt").json()
    path = f"/v1/documents/{found['document']}"
    document = service.get(path).json()
    assert (document["bytes"], document["name"], document["extraction"]) == (
        len(content),
        "a/年报 2020.txt",
        found["id"],
    )
    assert document["media_type"] == "text/plain"
    kept = service.get(f"{path}/content")
    assert kept.content == content
    assert kept.headers["content-type"] == "application/octet-stream"
    assert kept.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E5%B9%B4")
    assert "sandbox" in kept.headers["content-security-policy"]
    text = service.get(f"{path}/text").json()["text"]
    for field in found["result"]["fields"].values():
        if field["place"] and field["basis"] == "printed":
            assert text[field["place"]["start"] : field["place"]["end"]] == field["printed"]
    assert [one["id"] for one in service.get(f"{path}/extractions").json()] == [found["id"]]


def test_a_long_list_goes_on_where_a_page_ended(service: Service) -> None:
    sent = [service.send(report()).json()["document"] for _ in range(5)]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = service.get("/v1/documents", params={"limit": "2", **({"cursor": cursor} if cursor else {})}).json()
        assert len(page["items"]) <= 2
        seen += [one["sha256"] for one in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen))
    assert [one for one in seen if one in sent] == sent


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0", "W10", "WzEsMl0", "W3RydWVd", "WzFlOTk5XQ", "//", "WzEuNV0"])
def test_a_cursor_that_no_list_gave_is_refused(service: Service, cursor: str) -> None:
    answer = service.get("/v1/documents", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:extractor:invalid")


@pytest.mark.parametrize(
    "path",
    [
        f"/v1/documents/{'0' * 64}",
        f"/v1/documents/{'0' * 64}/content",
        f"/v1/documents/{'0' * 64}/text",
        f"/v1/documents/{'0' * 64}/fields",
        "/v1/extractions/2147483647",
        "/v1/extractions/2147483647/fields",
        "/v1/jobs/0123456789abcdef",
        "/v1/jobs/0123456789abcdef/events",
        "/v1/forms/1999",
        "/v1/nothing",
    ],
)
def test_what_is_not_there_is_told(service: Service, path: str) -> None:
    answer = service.get(path)
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:extractor:unknown")


def test_reading_anew_is_a_job_and_finds_the_same(service: Service) -> None:
    found = service.send(report()).json()
    answer = service.post(f"/v1/documents/{found['document']}/extractions", json={})
    assert answer.status_code == 202
    assert service.finished(answer.json()["id"])["counts"]["done"] == 1
    assert len(service.get(f"/v1/documents/{found['document']}/extractions").json()) == 1


def test_a_model_that_is_not_configured_cannot_be_asked(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BASE_URL", "MODEL", "CONFIG"):
        monkeypatch.delenv(f"EXTRACTOR_LLM_{name}", raising=False)
    answer = service.send(report(), ask="auto")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:extractor:no-model")


def test_the_forms_and_the_findings_are_there(service: Service) -> None:
    found = service.send(seed(3).read_bytes()).json()
    form = service.get("/v1/forms/2019").json()
    keys = [
        key
        for section in form["sections"]
        for block in section["blocks"]
        for row in block["rows"]
        for key in row["fields"]
    ]
    assert keys == list(found["result"]["fields"])
    assert {one["id"] for one in service.get("/v1/forms").json()} == {"2019", "2021"}
    own = service.get(f"/v1/extractions/{found['id']}/findings").json()
    assert own == found["result"]["findings"]
    unit = found["result"]["report"]["unit"]
    page = service.get("/v1/findings", params={"code": "identity-violated", "unit": unit, "limit": 1}).json()
    assert page["items"][0]["finding"]["code"] == "identity-violated"
    more = service.get("/v1/findings", params={"cursor": page["next"], "limit": 1}).json()
    assert more["items"] != page["items"]
    fields = service.get(f"/v1/extractions/{found['id']}/fields").json()
    assert [one["field"] for one in fields] == keys
