"""A batch on Ray whose files lie in an object store and whose run goes to one, though what drives it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from golden import seed

from extractor.batch.run_folder import open_run

pytest.importorskip("ray", reason="Ray is not installed: pip install '.[ray]'")
s3fs: Any = pytest.importorskip("s3fs", reason="s3fs is not installed")
moto: Any = pytest.importorskip("moto.server", reason="moto's server is not installed")

COMMAND = [sys.executable, "-m", "extractor.cli", "batch"]
COUNT = 160
SEED = seed(4).read_bytes()


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The files of a server that speaks as S3 does, which programs find by their environment."""
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    said = {"ENDPOINT_URL": f"http://{host}:{port}", "ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b"}
    for name, value in {**said, "DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    files = s3fs.S3FileSystem(skip_instance_cache=True)
    files.mkdir("offices")
    yield files
    server.stop()


def batch(*words: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *words, "--jobs", "2"]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False, env=environment)


def _shards(store: Any) -> list[str]:
    store.invalidate_cache()
    return [name for name in store.find("offices/run") if name.endswith(".parquet")]


@pytest.mark.long
def test_a_batch_in_an_object_store_goes_on_after_its_driver_was_killed(tmp_path: Path, store: Any) -> None:
    local = tmp_path / "reports"
    local.mkdir()
    for number in range(COUNT):
        content = SEED + b"\n" * number
        (local / f"{number:03}.txt").write_bytes(content)
        store.pipe(f"offices/reports/{number:03}.txt", content)
    words = ("s3://offices/reports", "--out", "s3://offices/run", "--engine", "ray")
    command = [*COMMAND, *words, "--jobs", "2"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as one:
        until = time.monotonic() + 200
        while not _shards(store) and time.monotonic() < until:
            assert one.poll() is None, "it ended before it was killed"
            time.sleep(0.05)
        os.killpg(one.pid, signal.SIGKILL)
    before = len(_shards(store))
    assert before
    done = batch(*words)
    assert done.returncode == 0, done.stderr
    assert len(_shards(store)) > before
    assert "Traceback" not in done.stderr
    assert batch(str(local), "--out", str(tmp_path / "run")).returncode == 0
    with open_run("s3://offices/run") as ours, open_run(tmp_path / "run") as theirs:
        told, expected = (
            [(one.sha256, one.state, one.extraction and one.extraction.fields) for one in run.documents()]
            for run in (ours, theirs)
        )
        assert len(told) == COUNT
        assert told == expected
    assert "Nothing to do" in batch(*words).stdout
