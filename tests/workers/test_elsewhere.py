"""Workers where the system has little of what only Unix has: it is taken away from every process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from golden import seed

SEED = seed(4).read_bytes()
TAKE_AWAY = """
import errno, os, signal, sys, warnings
warnings.simplefilter("ignore", UserWarning)  # filelock says that it makes do without
import psutil  # which has other ways where there is no `resource`, and never asks for it there
sys.modules["fcntl"] = sys.modules["resource"] = None
del os.setsid, os.killpg, signal.alarm, signal.pthread_sigmask, errno.EDQUOT
"""
ASK = """
import sys
from extractor.errors import Failed
from extractor.service.workers import DocumentPool, Question
from extractor.workers.child import Limits

if __name__ == "__main__":
    content = open(sys.argv[1], "rb").read()
    roomy, narrow = DocumentPool(1, Limits(120)), DocumentPool(1, Limits(120, memory=1 << 20))
    assert '"fields"' in roomy.ask(Question("result", content, "a.txt")).text
    try:
        narrow.ask(Question("result", content, "a.txt"))
    except Failed as error:
        print(error)
    roomy.close()
    narrow.close()
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """One in which no Python has these modules."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(TAKE_AWAY, "utf-8")
    paths = [str(tmp_path / "site"), *filter(None, sys.path)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=180, env=environment, check=False)


def test_nothing_of_unix_is_there(environment: dict[str, str]) -> None:
    for name in ("fcntl", "resource"):
        assert "ModuleNotFoundError" in run(environment, "-c", f"import {name}").stderr


def test_a_batch_is_read_where_nothing_of_unix_is_there(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(SEED)
    (tmp_path / "empty.txt").touch()
    words = ("-m", "extractor.cli", "batch", str(tmp_path / "a.txt"), str(tmp_path / "empty.txt"), "-j", "2")
    done = run(environment, *words, "--out", str(tmp_path / "RUN"))
    assert (done.returncode, "1 read, 1 not read" in done.stdout) == (1, True), done.stderr
    again = run(environment, *words, "--out", str(tmp_path / "RUN"))
    assert again.stdout.startswith("Nothing to do"), again.stderr


def test_the_memory_of_a_worker_is_watched_where_the_system_limits_none(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(SEED)
    done = run(environment, "-c", ASK, str(tmp_path / "a.txt"))
    assert done.stdout == "a.txt: reading it takes more than the 1 MB of memory a file may have.\n", done.stderr
