"""`extractor extract -` reads what a pipe brings."""

from __future__ import annotations

import json
import subprocess
import sys

from golden import seed

from extractor.result import Extraction


def extract(sent: bytes, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "extractor.cli", "extract", *words], input=sent, capture_output=True, check=False
    )


def test_a_report_from_a_pipe_is_read_like_a_file() -> None:
    done = extract(seed(4).read_bytes(), "-", str(seed(4)))
    assert done.returncode == 0, done.stderr
    piped, file = (Extraction.from_json(line) for line in done.stdout.splitlines())
    assert piped.source.name == "standard input"
    assert piped.source.path is None
    assert (piped.fields, piped.source.sha256) == (file.fields, file.source.sha256)


def test_options_go_with_it() -> None:
    done = extract(seed(4).read_bytes(), "--json", "-")
    assert json.loads(done.stdout)["source"]["name"] == "standard input"


def test_a_pipe_that_brings_nothing_gets_one_sentence() -> None:
    done = extract(b"", "-")
    assert done.returncode == 2
    assert done.stderr.decode() == "extractor: standard input: is empty; check that the right file was saved.\n"
