"""Batches: many files or archives, whatever is in them; jobs and how they end."""

from __future__ import annotations

import io
import json
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dbos import DBOS
from golden import seed
from serving import SMALL, Service, archive, report

from extractor.files.archives import entries_of, is_archive, shown_name
from extractor.service.settings import Limits


def test_a_batch_is_read_by_a_job_and_one_bad_file_does_not_stop_it(service: Service) -> None:
    files = {"a/one.txt": report(), "two.txt": report(1), "bad.png": b"\x89PNG\r\n\x1a\n", "empty.txt": b""}
    answer = service.post("/v1/batches", content=archive(files), headers={"Content-Type": "application/zip"})
    assert answer.status_code == 202, answer.text
    job = answer.json()
    assert answer.headers["Location"] == f"/v1/jobs/{job['id']}"
    assert job["total"] == 4
    done = service.finished(job["id"])
    assert (done["state"], done["counts"]["done"], done["counts"]["failed"]) == ("done", 2, 2)
    items = service.get(f"/v1/jobs/{job['id']}/items", params={"limit": 3}).json()
    assert [one["name"] for one in items["items"]] == ["a/one.txt", "two.txt", "bad.png"]
    assert items["items"][2]["error"].startswith("bad.png: ")
    assert service.get(f"/v1/extractions/{items['items'][0]['extraction']}").status_code == 200
    rest = service.get(f"/v1/jobs/{job['id']}/items", params={"cursor": items["next"]}).json()
    assert [one["error"] for one in rest["items"]] == ["empty.txt: is empty."]
    assert rest["next"] is None
    assert job["id"] in {one["id"] for one in service.get("/v1/jobs").json()["items"]}


def test_a_form_of_files_and_archives_is_one_batch(service: Service) -> None:
    files = [
        ("files", ("one.txt", report())),
        ("files", ("more.zip", archive({"two.txt": report(), "three.txt": report()}))),
    ]
    job = service.post("/v1/batches", files=files).json()
    assert service.finished(job["id"])["counts"]["done"] == 3


def test_the_progress_of_a_job_is_sent_as_it_goes(service: Service) -> None:
    job = service.post("/v1/batches", content=archive({f"{i}.txt": report(4) for i in range(6)})).json()
    events = service.get(f"/v1/jobs/{job['id']}/events")
    assert events.headers["content-type"].startswith("text/event-stream")
    names = [line.removeprefix("event: ") for line in events.text.splitlines() if line.startswith("event:")]
    sent = [json.loads(line.removeprefix("data: ")) for line in events.text.splitlines() if line.startswith("data:")]
    assert names[-1] == "end"
    assert set(names[:-1]) == {"progress"}
    assert sent[-1]["state"] == "done"
    assert sent[-1]["counts"]["done"] == 6
    done = [one["counts"]["done"] for one in sent]
    assert done == sorted(done)


@pytest.mark.long
def test_a_job_that_is_cancelled_can_be_tried_again(service: Service) -> None:
    job = service.post("/v1/batches", content=archive({f"{i}.txt": report(4) for i in range(30)})).json()
    cancelled = service.post(f"/v1/jobs/{job['id']}/cancel").json()
    assert cancelled["state"] == "cancelled"
    assert cancelled["counts"]["cancelled"] > 0
    assert cancelled["counts"]["running"] == 0
    again = service.post(f"/v1/jobs/{job['id']}/retry").json()
    assert again["counts"]["cancelled"] == 0
    assert service.finished(job["id"])["counts"]["done"] == 30


def test_too_many_files_are_refused(service: Service) -> None:
    many = archive({f"{i}.txt": b"x" for i in range(10_000)})
    answer = service.post("/v1/batches", content=many)
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:extractor:too-large")
    files = [("files", (f"{i}.txt", b"x")) for i in range(SMALL.batch_files + 1)]
    assert service.post("/v1/batches", files=files).status_code in (400, 413)


@pytest.mark.parametrize("content", [b"", archive({}), archive({"folder/": b"", "__MACOSX/a": b"x"})])
def test_a_batch_without_files_is_refused(service: Service, content: bytes) -> None:
    assert service.post("/v1/batches", content=content).status_code == 422


def entries(content: bytes, limits: Limits = SMALL) -> list[tuple[str, int | None, str | None]]:
    """Name, size and error of each entry of an archive."""
    file = io.BytesIO(content)
    assert is_archive(file)
    return [
        (one.name, None if one.content is None else len(one.content), one.error)
        for one in entries_of(file, "batch.zip", limits)
    ]


def test_a_bomb_is_not_unpacked() -> None:
    bomb = archive({"bomb.txt": bytes(100_000_000)})
    assert len(bomb) < 200_000
    ((name, size, error),) = entries(bomb)
    assert (name, size) == ("bomb.txt", None)
    assert error is not None
    assert "more than the 2 MB" in error


def test_an_archive_that_lies_about_its_sizes_is_found_out() -> None:
    made = bytearray(archive({"bomb.txt": bytes(50_000_000)}))
    true = (50_000_000).to_bytes(4, "little")
    while (at := made.find(true)) >= 0:
        made[at : at + 4] = (1000).to_bytes(4, "little")
    ((_, size, error),) = entries(bytes(made))
    assert size is None or size <= SMALL.document_bytes
    assert size is not None or error is not None


def test_many_files_that_are_large_together_are_refused(service: Service) -> None:
    heap = archive({f"{i}.txt": bytes(1_500_000) for i in range(4)})
    answer = service.post("/v1/batches", content=heap)
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:extractor:too-large")


def test_names_that_lead_elsewhere_lead_nowhere(tmp_path: Path) -> None:
    names = [
        "../../etc/passwd",
        "/etc/passwd",
        "..\\..\\boot.ini",
        "C:\\windows\\a.txt",
        "a/./b/../c.txt",
        "x\n\x1b[31m.txt",
    ]
    shown = [name for name, _, _ in entries(archive(dict.fromkeys(names, b"x")))]
    assert shown[:4] == ["etc/passwd", "etc/passwd", "boot.ini", "C:/windows/a.txt"]
    assert shown[4] == "a/b/c.txt"
    assert all(name.isprintable() and ".." not in name.split("/") for name in shown)
    assert len(shown_name("a" * 5000)) <= 300
    assert not list(tmp_path.iterdir())


def test_an_archive_from_china_keeps_its_names() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as pack:
        pack.writestr(zipfile.ZipInfo("年报.txt".encode("gb18030").decode("cp437")), b"x")
    raw = made.getvalue()
    flagged = raw.replace("年报.txt".encode("gb18030").decode("cp437").encode(), "年报.txt".encode("gb18030"))
    if len(flagged) == len(raw):
        assert entries(flagged)[0][0] == "年报.txt"
    name = zipfile.ZipInfo("plain.txt")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as pack:
        pack.writestr(name, b"x")
    patched = made.getvalue().replace(b"plain.txt", "年报1".encode("gb18030") + b".txt"[:4])
    assert entries(patched)[0][0] == "年报1.txt"


@pytest.mark.parametrize("cut", [10, 40, 100, 300])
def test_a_damaged_archive_gets_one_sentence(cut: int) -> None:
    whole = archive({"a.txt": seed(1).read_bytes()})
    damaged = whole[:cut] + bytes(40) + whole[cut + 40 :]
    found = entries(damaged) if is_archive(io.BytesIO(damaged)) else []
    assert all(error is None or error.count("\n") == 0 for _, _, error in found)
    ((name, size, error),) = entries(whole[: len(whole) // 2])
    assert (name, size) == ("batch.zip", None)
    assert error is not None


def test_a_word_file_is_no_archive_of_reports() -> None:
    assert not is_archive(io.BytesIO(archive({"word/document.xml": b"<w/>"})))
    assert not is_archive(io.BytesIO(seed(1).read_bytes()))


def test_the_queue_forgets_what_has_ended_and_the_store_does_not(service: Service) -> None:
    job = service.post("/v1/batches", content=archive({"one.txt": report(), "two.txt": report()})).json()["id"]
    done = service.finished(job)
    service.service.jobs.clear(datetime.now(UTC) - timedelta(hours=1))
    assert len(queued(job)) == 2, "what ended only now is kept for a while"
    wait_until_ended(job)
    assert service.service.jobs.clear(datetime.now(UTC) + timedelta(seconds=1)) >= 2
    assert queued(job) == []
    assert service.service.jobs.clear(datetime.now(UTC) + timedelta(seconds=1)) == 0
    assert service.get(f"/v1/jobs/{job}").json() == done
    again = service.post("/v1/batches", content=archive({"three.txt": report()})).json()["id"]
    assert service.finished(again)["counts"]["done"] == 1


def queued(job: str) -> list[str]:
    """What the queue knows of a job: the status of each of its tasks."""
    return [one.status for one in DBOS.list_workflows(workflow_id_prefix=f"{job}:")]


def wait_until_ended(job: str) -> None:
    """The queue is told of the end of a task a moment after the store."""
    for _ in range(100):
        if set(queued(job)) == {"SUCCESS"}:
            return
        time.sleep(0.1)
    raise AssertionError(f"job {job} does not end in the queue")
