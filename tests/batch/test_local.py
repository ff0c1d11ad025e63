"""A batch on one machine: everything is read once, whatever files are like and whoever stops it."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from golden import seed

from extractor import extract
from extractor.batch.run_folder import Document, open_run
from extractor.batch.tasks import Hashed, Setup, Task, new_worker
from extractor.errors import BatchError, SourceError
from extractor.workers.child import Asked, Limits
from extractor.workers.worker import Lost, stop_all

COMMAND = [sys.executable, "-m", "extractor.cli", "batch"]
SEED = seed(4).read_bytes()
SLOW = "行政许可 | 0 | 0 |\n".encode() * 60_000


def batch(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The real command, with two processes."""
    command = [*COMMAND, *map(str, words), "--jobs", "2"]
    return subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)


def documents(run: Path) -> list[Document]:
    with open_run(run) as opened:
        return list(opened.documents())


def reports(folder: Path, count: int) -> Path:
    """A folder of so many different reports."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        path = folder / f"{number:03}.txt"
        if not path.exists():
            path.write_bytes(SEED + b"\n" * number)
    return folder


def test_a_batch_reads_what_extract_reads_under_each_files_own_name(tmp_path: Path) -> None:
    folder = reports(tmp_path / "reports", 2)
    (folder / "twin.txt").write_bytes(SEED)
    done = batch(folder, "--out", tmp_path / "run")
    assert done.returncode == 0, done.stderr
    assert "3 read, 0 not read" in done.stdout
    found = documents(tmp_path / "run")
    assert [Path(one.name).name for one in found] == ["000.txt", "001.txt", "twin.txt"]
    assert [one.extraction for one in found] == [extract(one.name) for one in found]


def test_a_batch_that_is_given_again_reads_only_what_is_new(tmp_path: Path) -> None:
    folder, run = reports(tmp_path / "reports", 3), tmp_path / "run"
    assert "Done with 3 files" in batch(folder, "--out", run).stdout
    assert "Nothing to do" in batch(folder, "--out", run).stdout
    reports(folder, 4)
    (folder / "002.txt").write_bytes(SEED + b" ")
    assert "Stopped" not in batch(folder, "--out", run, "--limit", "1").stdout
    assert sum(one.state == "read" for one in documents(run)) == 3
    batch(folder, "--out", run)
    assert [one.state for one in documents(run)] == ["read"] * 4


def test_bad_files_are_told_of_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = reports(tmp_path / "reports", 1)
    (folder / "empty.txt").touch()
    (folder / "picture.txt").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40)
    (folder / "bad.zip").write_bytes(b"PK\x05\x06 no archive")
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "ring").symlink_to(folder)
    (folder / ".hidden.txt").write_bytes(SEED)
    (folder / "other.json").write_text("{}")
    done = batch(folder, "--out", tmp_path / "run")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    found = {Path(one.name).name: one for one in documents(tmp_path / "run")}
    assert {name for name, one in found.items() if one.state == "read"} == {"000.txt"}
    assert sorted(found) == ["000.txt", "bad.zip", "empty.txt", "loop.txt", "picture.txt", "pipe.txt"]
    log = (tmp_path / "run" / "failures.log").read_text("utf-8").splitlines()
    assert len(log) == 5
    assert any(
        line.endswith("pipe.txt: is not an ordinary file; save the report as a file and give that.") for line in log
    )
    assert any("empty.txt: is empty" in line for line in log)


@pytest.mark.long
def test_the_files_with_figures_in_doubt_are_a_list_for_another_batch(tmp_path: Path) -> None:
    folder = reports(tmp_path / "reports", 1)
    doubtful = seed(3).read_bytes()
    (folder / "doubtful.txt").write_bytes(doubtful)
    (folder / "new\nline.txt").write_bytes(doubtful + b"\n")
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("inside.txt", doubtful + b"\n\n")
    batch(folder, "--out", tmp_path / "run")
    listed = tmp_path / "run" / "review.txt"
    assert listed.read_text("utf-8").splitlines() == [
        f"# {folder}/all.zip/inside.txt",
        f"{folder}/doubtful.txt",
        f"# {folder}/new\\nline.txt",
    ]
    again = batch("--list", listed, "--out", tmp_path / "again")
    assert again.returncode == 0, again.stderr
    assert [one.name for one in documents(tmp_path / "again")] == [f"{folder}/doubtful.txt"]


def test_archives_are_looked_into_and_their_names_lead_nowhere(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../out.txt", SEED)
        archive.writestr("a/报告.txt", SEED + b"\n")
        archive.writestr("a/notes.json", "{}")
        archive.writestr("zero.txt", b"")
    (tmp_path / "all.zip").write_bytes(packed.getvalue())
    done = batch(tmp_path / "all.zip", "--out", tmp_path / "run")
    assert done.returncode == 1
    found = {one.name.removeprefix(f"{tmp_path}/"): one.state for one in documents(tmp_path / "run")}
    assert found == {"all.zip/a/报告.txt": "read", "all.zip/out.txt": "read", "all.zip/zero.txt": "unreadable"}


def test_patterns_and_lists_name_files_too(tmp_path: Path) -> None:
    folder = reports(tmp_path / "reports", 3)
    listed = tmp_path / "list.txt"
    listed.write_text(f"# reports\n{folder / '002.txt'}\n{folder / 'gone.txt'}\n", "utf-8")
    done = batch(f"{folder}/00[01].txt", "--list", listed, "--out", tmp_path / "run")
    assert done.returncode == 1
    assert [one.state for one in documents(tmp_path / "run")] == ["read", "read", "read", "unreadable"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nowhere",), "there is no such file or folder"),
        (("no*where",), "no file is of this pattern"),
        (("@nowhere",), "this list cannot be read"),
        (("nofs://nowhere",), "cannot be opened"),
        ((), "name what to read"),
    ],
)
def test_a_batch_that_cannot_begin_says_why_in_one_sentence(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    done = batch(*words, "--out", tmp_path / "run")
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_folder_that_is_something_else_is_not_written_to(tmp_path: Path) -> None:
    folder = reports(tmp_path / "reports", 1)
    done = batch(folder, "--out", folder)
    assert done.returncode == 2
    assert "holds other files" in done.stderr
    assert sorted(os.listdir(folder)) == ["000.txt"]
    with pytest.raises(BatchError, match="is not the folder of a run"):
        open_run(folder)


@pytest.mark.long
def test_a_run_of_another_version_is_refused_unless_it_is_to_be_read_anew(tmp_path: Path) -> None:
    folder, run = reports(tmp_path / "reports", 1), tmp_path / "run"
    batch(folder, "--out", run)
    about = run / "run.json"
    about.write_text(about.read_text("utf-8").replace('"version": "', '"version": "0.0.'), "utf-8")
    refused = batch(folder, "--out", run)
    assert refused.returncode == 2
    assert "version: 0.0." in refused.stderr
    assert batch(folder, "--out", run, "--dry-run").stderr == refused.stderr
    assert batch(folder, "--out", run, "--again").returncode == 0
    assert [one.state for one in documents(run)] == ["read"]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    done = batch(reports(tmp_path / "reports", 2), "--out", tmp_path / "run", "--dry-run")
    assert done.stdout.startswith("Would read 2 files")
    assert not (tmp_path / "run").exists()


def _half_done(folder: Path, run: Path, how: signal.Signals) -> subprocess.Popen[str]:
    """The command, sent a signal when some files are read and some are not."""
    command = [*COMMAND, str(folder), "--out", str(run), "--jobs", "2"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for _ in range(600):
        time.sleep(0.05)
        if (run / "run.json").exists() and sum(one.state == "read" for one in documents(run)) >= 3:
            break
    running.send_signal(how)
    return running


@pytest.mark.long
def test_a_batch_that_is_killed_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    folder, run = reports(tmp_path / "reports", 60), tmp_path / "run"
    with _half_done(folder, run, signal.SIGKILL):
        pass
    before = sum(one.state == "read" for one in documents(run))
    assert 3 <= before < 60
    done = batch(folder, "--out", run)
    assert f"Done with {60 - before} files" in done.stdout
    batch(folder, "--out", tmp_path / "whole")
    assert documents(run) == documents(tmp_path / "whole")


def test_an_interrupt_stops_a_batch_at_once_and_says_how_to_go_on(tmp_path: Path) -> None:
    folder, run = reports(tmp_path / "reports", 200), tmp_path / "run"
    with _half_done(folder, run, signal.SIGINT) as running:
        told, _ = running.communicate(timeout=30)
    assert running.returncode in (130, -signal.SIGINT)
    assert "the same command goes on where this stopped: extractor batch" in told


def test_two_batches_do_not_write_into_one_run(tmp_path: Path) -> None:
    folder, run = reports(tmp_path / "reports", 60), tmp_path / "run"
    with _half_done(folder, run, signal.SIGSTOP) as running:
        refused = batch(folder, "--out", run)
        running.send_signal(signal.SIGCONT)
        running.send_signal(signal.SIGTERM)
    assert refused.returncode == 2
    assert "another run is writing there" in refused.stderr


@pytest.mark.long
def test_a_file_that_takes_too_long_is_put_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    folder, run = reports(tmp_path / "reports", 2), tmp_path / "run"
    hour = b"".join(bytes([48 + number % 10]) + SLOW for number in range(9))
    (folder / "slow.txt").write_bytes(hour)
    done = batch(folder, "--out", run, "--timeout", "6")
    assert done.returncode == 1
    assert [one.state for one in documents(run)] == ["read", "read", "failed"]
    assert "more than 6 seconds" in (documents(run)[2].reason or "")
    assert "Nothing to do" in batch(folder, "--out", run).stdout


def test_a_process_that_is_killed_is_told_of_and_begun_again(tmp_path: Path) -> None:
    slow, quick = tmp_path / "slow.txt", tmp_path / "quick.txt"
    slow.write_bytes(SLOW)
    quick.write_bytes(SEED)
    worker = new_worker(Setup(Limits(60)))
    worker.ask(Task(str(slow), -1, "slow.txt"))
    assert worker.process is not None
    worker.process.kill()
    lost = worker.hear()
    while not isinstance(lost, Lost):
        lost = worker.hear()
    assert (lost.why, "ended by SIGKILL" in lost.reason) == ("crashed", True)
    worker.ask(Task(str(quick), -1, "quick.txt"))
    assert worker.hear() == Asked(Hashed(hashlib.sha256(SEED).digest(), len(SEED)))
    worker.reply(False)
    assert worker.hear() is None
    process = worker.process
    stop_all([worker])
    assert process.exitcode is not None


def test_a_process_with_other_data_than_the_batch_began_with_reads_nothing(tmp_path: Path) -> None:
    folder = reports(tmp_path / "reports", 1)
    worker = new_worker(Setup(Limits(60), data="0123456789abcdef"))
    try:
        worker.ask(Task(str(folder / "000.txt"), -1, "000.txt"))
        said = worker.hear()
    finally:
        stop_all([worker])
    assert isinstance(said, SourceError)
    assert "the forms or data are not those the batch began with" in str(said)
