"""No secret of an address is shown, logged or stored, whatever it is called there."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from extractor.batch.run_folder import open_run
from extractor.errors import BatchError
from extractor.llm.endpoint import Endpoint
from extractor.llm.masking import host_of, masked
from extractor.llm.settings import Settings
from extractor.pipeline import extract
from tests.llm.asking import TEXT
from tests.llm.server import PLAYERS, impatient, playing, serve

SECRETS = ("hunter2", "k3y-0f-mine", "t0ken")


def secret_address(server: HTTPServer) -> str:
    """A server that answers questions, at an address with secrets in it."""
    plain = serve(server, playing(PLAYERS["copied"])).settings.base_url
    return plain.replace("http://", "http://wang:hunter2@") + "?api_key=k3y-0f-mine&ak=t0ken"


def holds_secret(text: str | bytes) -> bool:
    read = text if isinstance(text, bytes) else text.encode()
    return any(secret.encode() in read for secret in SECRETS)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://127.0.0.1:8081/v1", "http://127.0.0.1:8081/v1"),
        ("https://wang:hunter2@host:8443/v1", "https://***@host:8443/v1"),
        ("https://hunter2@host/v1", "https://***@host/v1"),
        ("https://wang:hun@ter2@host/v1", "https://***@host/v1"),
        ("https://wang:h'un\"ter<2>@host/v1", "https://***@host/v1"),
        ("https://:hunter2@[::1]:80/v1", "https://***@[::1]:80/v1"),
        ("https://host/v1?api_key=hunter2", "https://host/v1?api_key=***"),
        ("https://host/v1?api%5Fkey=hunter2&x=1", "https://host/v1?api%5Fkey=***&x=***"),
        ("https://host/v1?sig=hunter2;se=t0ken#frag", "https://host/v1?sig=***;se=***#***"),
        ("https://host/v1?hunter2", "https://host/v1?***"),
        ("https://host/v1?a=b=hunter2", "https://host/v1?a=***"),
        ("https://host/v1;token=hunter2/x", "https://host/v1;token=***/x"),
        ("https://host/R&D/a@b/report.pdf", "https://host/R&D/a@b/report.pdf"),
        ("s3://key:hunter2@bucket/reports", "s3://***@bucket/reports"),
        ("postgresql://wang:hunter2@host/database", "postgresql://***@host/database"),
        (
            "三份报告：https://wang:hunter2@host/v1 和 http://x/?k=t0ken。",
            "三份报告：https://***@host/v1 和 http://x/?k=***",
        ),
        ("no address: a?b=c@d", "no address: a?b=c@d"),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, shown: str) -> None:
    assert masked(address) == shown
    assert masked(masked(address)) == shown


@pytest.mark.parametrize(
    ("address", "host"),
    [("http://a:b@host:80/v1", "host:80"), ("https://[::1]/v1", "[::1]"), ("https://host?k=v", "host"), ("host", "")],
)
def test_a_host_is_named_without_what_is_around_it(address: str, host: str) -> None:
    assert host_of(address) == host


def test_no_text_of_the_settings_holds_a_secret() -> None:
    settings = Settings(base_url="http://wang:hunter2@host/v1?key=t0ken", model="m")
    assert not holds_secret(f"{settings} {settings!r} {settings.describe()} {settings.shown_address}")
    with pytest.raises(ValueError, match="timeout") as caught:
        Settings(base_url="http://wang:hunter2@host/v1", model="m", timeout=-1)
    assert not holds_secret(str(caught.value))


def test_the_secrets_of_an_address_are_sent_and_neither_logged_nor_in_the_result(
    httpserver: HTTPServer, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    address = secret_address(httpserver)
    settings = impatient(address).model_copy(update={"timeout": 60.0, "cache": str(tmp_path / "answers.sqlite")})
    with caplog.at_level(logging.DEBUG):
        endpoint = Endpoint(settings)
        found = extract(TEXT, llm=endpoint)
        asyncio.run(endpoint.probe("json_schema"))
    request = httpserver.log[0][0]
    assert request.args.to_dict() == {"api_key": "k3y-0f-mine", "ak": "t0ken"}
    assert request.authorization is not None
    assert request.authorization.password == "hunter2"
    assert found.run.llm is not None
    assert found.run.settings["llm_endpoint"] == f"http://***@{host_of(address)}/v1?api_key=***&ak=***"
    assert not holds_secret(found.to_json())
    said = "\n".join(f"{one.getMessage()} {one.exc_text}" for one in caplog.records if one.name != "werkzeug")
    assert "***@" in said
    assert not holds_secret(said)
    assert not any(holds_secret(file.read_bytes()) for file in tmp_path.iterdir())


def run(words: list[str], address: str, cache: Path) -> subprocess.CompletedProcess[str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith("EXTRACTOR_")}
    model = {"EXTRACTOR_LLM_BASE_URL": address, "EXTRACTOR_LLM_MODEL": "test", "EXTRACTOR_LLM_CACHE": str(cache)}
    command = [sys.executable, "-m", "extractor.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, env=own | model, timeout=300)


@pytest.mark.long
def test_no_command_shows_a_secret_or_writes_one_down(httpserver: HTTPServer, tmp_path: Path) -> None:
    address = secret_address(httpserver)
    (tmp_path / "report.txt").write_bytes(TEXT)
    report, out, cache = str(tmp_path / "report.txt"), tmp_path / "run", tmp_path / "cache" / "answers.sqlite"
    for words in (
        ["llm", "check"],
        ["extract", report, "-o", str(tmp_path / "out.json")],
        ["check", report, "--llm", "auto", "--pages", str(tmp_path / "pages")],
        ["batch", report, "--out", str(out), "--llm", "auto", "--quiet"],
    ):
        done = run(words, address, cache)
        assert done.returncode in (0, 1), done.stderr
        assert host_of(address) in done.stdout + done.stderr or words[0] == "batch"
        assert not holds_secret(done.stdout + done.stderr)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {"run.json", "results.db", "spent.db", "out.json", "answers.sqlite"} <= {file.name for file in files}
    assert not any(holds_secret(file.read_bytes()) for file in files)
    with open_run(out) as made:
        assert "***@" in str(made.manifest.settings["llm_endpoint"])
    with sqlite3.connect(out / "results.db") as ledger:
        assert not holds_secret(zlib.decompress(ledger.execute("SELECT result FROM results").fetchone()[0]))


@pytest.mark.parametrize(
    "address",
    ["http://wang:hun/ter2@host/v1", "http://wang:12#hunter2@host/v1", "wang:hunter2@host/v1"],
)
def test_an_address_that_is_none_is_told_without_being_repeated(address: str, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(TEXT)
    done = run(["extract", str(tmp_path / "report.txt")], address, tmp_path / "answers.sqlite")
    assert (done.returncode, done.stdout) == (2, "")
    assert "base_url" in done.stderr
    assert not [part for part in ("hun", "ter2", "12#") if part in done.stderr]
    assert len(done.stderr.splitlines()) == 1


def test_what_lies_at_an_address_is_called_without_its_secrets(tmp_path: Path) -> None:
    from extractor.batch.inputs import Finder

    with pytest.raises(BatchError, match=r"\*\*\*@") as caught:
        list(Finder().find(["nofs://wang:hunter2@host/reports?key=t0ken"]))
    assert not holds_secret(str(caught.value))
