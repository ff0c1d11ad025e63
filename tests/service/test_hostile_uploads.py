"""Reports and archives as attackers send them: each is harmless, refused, or recorded with one sentence."""

from __future__ import annotations

import csv
import io
import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from golden import seed
from serving import Service, archive, report

FORMULA = "=cmd|'/c calc'!A1"
NAMES = [
    "<script>alert(1)</script>.txt",
    "\"quoted\" & 'quoted'.txt",
    "\u202efdp.txt",
    "a\x00b.txt",
    "a\r\nSet-Cookie: x=y.txt",
    "年报" * 2000 + ".txt",
    f"{FORMULA}.txt",
    "@SUM(1).txt",
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\Windows\\win.ini",
    "CON",
    "..",
    "\ud7ff\ufffe.txt",
]


def files_beside(service: Service) -> set[str]:
    """The files where a careless program would have written: beside the store, here, and above."""
    folders = [Path.cwd(), Path.cwd().parent]
    if "://" not in service.service.settings.store:
        folders += [Path(service.service.settings.store).parent, Path(service.service.settings.store).parent.parent]
    return {str(path) for folder in folders for path in folder.iterdir() if not path.name.startswith((".", "store.db"))}


def is_careful(name: str) -> bool:
    """Whether a name is one to show."""
    return 0 < len(name) <= 300 and name.isprintable() and ".." not in name.split("/") and not name.startswith("/")


def items(service: Service, content: bytes) -> list[dict[str, Any]]:
    """What became of each file of a batch."""
    answer = service.post("/v1/batches", content=content)
    assert answer.status_code == 202, answer.text
    job = answer.json()["id"]
    assert service.finished(job)["state"] == "done"
    return service.get(f"/v1/jobs/{job}/items", params={"limit": 200}).json()["items"]


def raw_form(name: str, content: bytes) -> tuple[bytes, dict[str, str]]:
    """A form with a file of this name, whatever characters it has."""
    quoted = name.encode("utf-8").replace(b'"', b"%22").replace(b"\r", b"").replace(b"\n", b"")
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + quoted + b'"\r\n\r\n'
    return head + content + b"\r\n--x--\r\n", {"Content-Type": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize("name", NAMES)
def test_a_report_of_any_name_is_kept_under_one_that_can_be_shown(service: Service, name: str) -> None:
    before = files_beside(service)
    body, headers = raw_form(name, report(4))
    answer = service.post("/v1/documents", content=body, headers=headers)
    assert answer.status_code in (201, 400, 422), answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["content-type"] in ("application/json", "application/problem+json")
    assert files_beside(service) == before
    if answer.status_code != 201:
        assert "\n" not in answer.json()["detail"]
        return
    path = f"/v1/documents/{answer.json()['document']}"
    assert is_careful(service.get(path).json()["name"])
    told = service.get(f"{path}/content").headers
    assert told["Content-Disposition"].isascii()
    assert told["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert "set-cookie" not in told


def test_a_name_in_the_address_is_short(service: Service) -> None:
    assert service.post("/v1/documents", content=report(), params={"name": "x" * 4000}).status_code == 422
    assert service.post("/v1/checks", content=report(), params={"name": "x" * 4000}).status_code == 422


def test_an_archive_of_hostile_names_is_read_and_nothing_is_written(service: Service) -> None:
    before = files_beside(service)
    names = [name for name in NAMES if "\x00" not in name]
    found = items(service, archive({name: report(4) for name in names}))
    assert [one["state"] for one in found] == ["done"] * len(names)
    assert all(is_careful(one["name"]) for one in found)
    assert files_beside(service) == before


def test_a_link_in_an_archive_is_a_file_that_holds_a_path(service: Service) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as pack:
        link = zipfile.ZipInfo("report.txt")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        pack.writestr(link, "/etc/passwd")
    (one,) = items(service, made.getvalue())
    assert service.get(f"/v1/documents/{one['document']}/content").content == b"/etc/passwd"
    if one["extraction"] is not None:
        assert service.get(f"/v1/extractions/{one['extraction']}").json()["result"]["fields"] == {}


def test_an_archive_in_an_archive_is_looked_into_three_deep(service: Service) -> None:
    packed = report()
    for name in ("deep.txt", "inner.zip", "middle.zip"):
        packed = archive({name: packed})
    (one,) = items(service, packed)
    assert (one["state"], one["name"].rpartition("/")[2]) == ("done", "deep.txt")
    (one,) = items(service, archive({"outer.zip": packed}))
    assert (one["state"], one["extraction"]) == ("failed", None)
    assert "\n" not in one["error"]


def test_files_of_one_name_are_two_files(service: Service) -> None:
    made = io.BytesIO()
    contents = [report(4), report(4)]
    with zipfile.ZipFile(made, "w") as pack:
        pack.writestr("same.txt", contents[0])
        with pytest.warns(UserWarning, match="Duplicate name"):
            pack.writestr("same.txt", contents[1])
    found = items(service, made.getvalue())
    assert [service.get(f"/v1/documents/{one['document']}/content").content for one in found] == contents
    assert [one["state"] for one in found] == ["done", "done"]


def test_an_encrypted_file_is_told_as_such_and_the_others_are_read(service: Service) -> None:
    made = bytearray(archive({"locked.txt": report(4), "open.txt": report(4)}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(mark) + flags] |= 1
    locked, other = items(service, bytes(made))
    assert (locked["state"], locked["error"]) == (
        "failed",
        "locked.txt: is encrypted; pack it without a password.",
    )
    assert other["state"] == "done"


def test_a_bomb_in_a_batch_costs_a_sentence(service: Service) -> None:
    bomb, good = items(service, archive({"bomb.txt": bytes(50_000_000), "good.txt": report(4)}))
    assert (bomb["state"], bomb["error"]) == ("failed", "bomb.txt: has more than the 2 MB a report may have.")
    assert good["state"] == "done"


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": "\" onmouseover='alert(1)",
    "formula": FORMULA,
    "right to left": "\u202e\u2066镇江\u2069",
    "nothing": "镇\x00江",
    "separators": "镇\u2028江\u2029",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_a_report_that_says_hostile_things_is_told_as_it_is_and_does_nothing(service: Service, words: str) -> None:
    text = seed(4).read_text("utf-8").replace("惠农区卫生健康局", f"{words}卫生健康局")
    content = f"镇江\n{words}\n{text}\n{words}".encode()
    answer = service.send(content, name="hostile.txt")
    assert answer.status_code == 201, answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    found = answer.json()
    path = f"/v1/documents/{found['document']}"
    for address in (f"{path}/text", f"{path}/fields", f"/v1/extractions/{found['id']}", "/v1/queue", "/v1/findings"):
        told = service.get(address)
        assert told.status_code == 200, address
        assert told.headers["content-type"] == "application/json"
        json.loads(told.text)
    assert words in service.get(f"{path}/text").json()["text"]


def test_no_cell_of_the_panel_is_a_formula(service: Service) -> None:
    for name in (f"{FORMULA}.txt", "@SUM(1).txt", "+1.txt", "-1.txt", "\t=1.txt"):
        body, headers = raw_form(name, FORMULA.encode() + b"\n" + report(4))
        assert service.post("/v1/documents", content=body, headers=headers).status_code == 201
    rows = list(csv.reader(io.StringIO(service.get("/v1/exports/panel.csv").text)))
    assert any(cell.startswith("'=cmd|") for row in rows for cell in row)
    for cell in {cell for row in rows for cell in row}:
        if cell.startswith(("=", "+", "-", "@", "\t", "\r")):
            float(cell)
