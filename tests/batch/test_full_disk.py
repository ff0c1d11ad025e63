"""A batch on a disk that is full: a sentence, and the same command goes on to what an undisturbed one ends with."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from fulldisks import command, sentence
from golden import seed

from extractor.batch.drive import run_batch
from extractor.batch.progress import Progress
from extractor.batch.request import BatchRequest
from extractor.batch.run_folder import open_run
from extractor.errors import WriteError
from extractor.sources import office, open_source
from extractor.whole_file import whole_file
from tests.longer import long_but_for

SEED = seed(4).read_bytes()
COUNT = 24


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports, none equal to another, a notice that is none, and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("reports")
    for number in range(COUNT):
        (folder / f"{number:03}.txt").write_bytes(SEED + b"\n" * number)
    (folder / "notice.txt").write_text("公告：今日停水。", "utf-8")
    (folder / "empty.txt").touch()
    return folder


@pytest.fixture(scope="module")
def whole(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of them that nothing disturbed."""
    run = tmp_path_factory.mktemp("whole") / "RUN"
    assert command("batch", reports, "--out", run, "-q", "-j", "2").returncode == 1
    return run


def told(run: Path) -> list[object]:
    """Everything that a run says."""
    with open_run(run) as opened:
        documents = [(*one[:4], one.extraction and one.extraction.to_json()) for one in opened.documents()]
    return [documents, *((run / name).read_bytes() for name in ("run.json", "failures.log", "review.txt"))]


@pytest.mark.long
@pytest.mark.parametrize("most", long_but_for((0, 90_000), [0, 100, 5_000, 40_000, 90_000, 250_000, 400_000]))
def test_a_batch_that_finds_no_room_says_so_and_goes_on_later(
    most: int, reports: Path, whole: Path, tmp_path: Path
) -> None:
    run = tmp_path / "RUN"
    said = sentence(command("batch", reports, "--out", run, "-q", "-j", "2", most=most))
    assert said.startswith(f"{run}")
    assert said.endswith("; make room on its disk and give the same command again: it goes on where it stopped.")
    assert command("batch", reports, "--out", run, "-q", "-j", "2").returncode == 1
    assert told(run) == told(whole)
    assert not [name for name in os.listdir(run) if name.startswith(".")]


def test_a_run_that_is_full_at_its_end_keeps_all_it_read(reports: Path, whole: Path, tmp_path: Path) -> None:
    run = tmp_path / "RUN"
    shutil.copytree(whole, run)
    (run / "failures.log").write_text("old\n", "utf-8")
    said = sentence(command("batch", reports, "--out", run, "-q", most=70))
    assert str(run) in said
    assert (run / "failures.log").read_text("utf-8") == "old\n"
    again = command("batch", reports, "--out", run, "-q")
    assert again.stdout.startswith("Nothing to do")
    assert told(run) == told(whole)


@pytest.fixture
def full_texts(reports: Path, tmp_path: Path) -> Path:
    """A folder for texts in which there is no room for that of one of the reports."""
    folder = tmp_path / "texts"
    folder.mkdir()
    content = (reports / "007.txt").read_bytes()
    (folder / hashlib.sha256(content).hexdigest()).symlink_to("/dev/full")
    return folder


@pytest.mark.long
def test_a_file_whose_reading_found_no_room_is_not_judged(reports: Path, full_texts: Path, tmp_path: Path) -> None:
    request = BatchRequest((str(reports),), str(tmp_path / "RUN"), 1, texts=str(full_texts))
    with pytest.raises(WriteError, match=f"^{full_texts}: cannot be written .No space left on device.; make room"):
        run_batch(request, Progress(is_quiet=True))
    with open_run(request.out) as run:
        states = {Path(one.name).name: one.state for one in run.documents()}
    assert (states["006.txt"], states["007.txt"], states["008.txt"]) == ("read", "waiting", "waiting")
    done = run_batch(request._replace(texts=""), Progress(is_quiet=True))
    assert (done.counts.read, done.counts.no_report, done.counts.failed) == (COUNT, 1, 0)


def test_a_program_that_makes_nothing_for_want_of_room_says_nothing_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "soffice").write_text("#!/bin/sh\nexit 0\n", "utf-8")
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    room = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(office.shutil, "disk_usage", lambda _: room._replace(free=1_000_000))
    with pytest.raises(WriteError, match=r": cannot be written \(No space left on device\); make room on its disk"):
        open_source(b"{\\rtf1 report}", "report.rtf")


def test_what_is_written_whole_leaves_nothing_where_it_is_not(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("before", "utf-8")

    def fail() -> None:
        with whole_file(str(path)) as file:
            file.write(b"half")
            raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        fail()
    assert (path.read_text("utf-8"), os.listdir(tmp_path)) == ("before", ["log"])
