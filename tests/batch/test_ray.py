"""A batch on Ray: the same results as on one machine, kept as shards, and gone on with where a worker was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from golden import seed

from extractor.batch.found import NO_MEMBER, FoundFile
from extractor.batch.ray_engine import Job, read_batch
from extractor.batch.run_folder import open_run
from extractor.batch.tasks import Setup
from extractor.llm.settings import Settings
from extractor.workers.child import Limits

pytest.importorskip("ray", reason="Ray is not installed: pip install '.[ray]'")
pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install '.[ray]'")

COMMAND = [sys.executable, "-m", "extractor.cli", "batch"]
SEED = seed(4).read_bytes()
COUNT = 160


def batch(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *map(str, words), "--jobs", "2"]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)


def _reports(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:03}.txt").write_bytes(SEED + b"\n" * number)
    return folder


def _workers_of(ancestor: int) -> list[int]:
    """Ray's workers that read now, among the descendants of a process."""
    parents: dict[int, int] = {}
    reading: list[int] = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if (path / "cmdline").read_bytes().startswith(b"ray::read_batch"):
                reading.append(int(path.name))
    return [one for one in reading if ancestor in _ancestors(one, parents)]


def _ancestors(process: int, parents: dict[int, int]) -> set[int]:
    found: set[int] = set()
    while process in parents and process not in found:
        found.add(process)
        process = parents[process]
    return found


def _kill_one_worker(running: subprocess.Popen[str], run: Path) -> None:
    for _ in range(1200):
        workers = _workers_of(running.pid)
        if len(workers) == 2 and list((run / "shards").glob("*.parquet")):
            os.kill(workers[0], signal.SIGKILL)
            return
        time.sleep(0.05)
    pytest.fail("Ray's two workers were not seen")


@pytest.mark.long
def test_a_batch_on_ray_with_a_killed_worker_ends_as_one_on_this_machine(tmp_path: Path) -> None:
    folder, run = _reports(tmp_path / "reports", COUNT), tmp_path / "run"
    command = [*COMMAND, str(folder), "--out", str(run), "--engine", "ray", "--jobs", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        _kill_one_worker(running, run)
        told, errors = running.communicate(timeout=240)
    assert running.returncode == 0, errors
    assert f"{COUNT} read, 0 not read" in told
    assert "Traceback" not in errors
    batch(folder, "--out", tmp_path / "local")
    with open_run(run) as ours, open_run(tmp_path / "local") as local:
        for one, other in zip(ours.documents(), local.documents(), strict=True):
            assert one == other
    for file in run.glob("results.db*"):
        file.unlink()  # what is done stands in the shards too
    assert "Nothing to do" in batch(folder, "--out", run, "--engine", "ray").stdout


@pytest.mark.long
def test_a_batch_on_ray_reads_from_addresses_and_writes_to_one(tmp_path: Path) -> None:
    folder, run = _reports(tmp_path / "reports", 3), f"file://{tmp_path}/run"
    (folder / "empty.txt").touch()
    done = batch(f"file://{folder}", "--out", run, "--engine", "ray")
    assert done.returncode == 1, done.stderr
    with open_run(run) as opened:
        found = {one.name: one.state for one in opened.documents()}
    assert list(found.values()) == ["read", "read", "read", "unreadable"]
    assert next(iter(found)) == f"file://{folder}/000.txt"
    assert sorted(os.listdir(tmp_path / "run")) == ["failures.log", "review.txt", "run.json", "shards"]
    assert "Nothing to do" in batch(f"file://{folder}", "--out", run, "--engine", "ray").stdout


def test_a_task_without_room_for_its_shard_says_so_in_its_place(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_bytes(SEED)
    (tmp_path / "RUN").mkdir()
    (tmp_path / "RUN" / "shards").touch()  # where a folder has to be
    batch_of_one = [FoundFile(str(report), NO_MEMBER, "a.txt", len(SEED), 0)]
    job = Job(str(tmp_path / "RUN"), Setup(Limits(60)), "0" * 64)
    name, (unit,) = read_batch(batch_of_one, job)
    assert name == ""
    assert (unit.found.path, unit.outcome.reason) == (job.folder, "File exists")


def test_a_task_that_asks_a_model_reads_its_files_though_nobody_is_there(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_bytes(SEED)
    batch_of_one = [FoundFile(str(report), NO_MEMBER, "a.txt", len(SEED), 0)]
    nobody = Settings(base_url="http://127.0.0.1:9/v1", model="m", mode="json", attempts=1, cache="off")
    setup = Setup(Limits(60), "always", nobody)
    for _ in range(2):  # the second batch of a process finds the worker of the first
        _, (unit,) = read_batch(batch_of_one, Job(str(tmp_path / "RUN"), setup, "0" * 64))
        assert (unit.outcome.state, unit.outcome.unanswered) == ("read", True)
