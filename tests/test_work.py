"""One limit of work for a document, whoever has it read: counted, and told of in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from bisect import bisect_left
from pathlib import Path

import pytest
from golden import seed
from sources.drawn_report import draw_report

from benchmarks.reports import make_report
from extractor import extract
from extractor.batch.run_folder import open_run
from extractor.errors import SettingsError, TooLarge
from extractor.sources import open_source
from extractor.work import PAGE_STEPS, STEPS, Work, steps_allowed

SEED = seed(4).read_bytes()
SENTENCE = r"takes more than 2,000 steps of work to read, and a report takes some ten thousand; give the report itself"


def run(*words: str | Path, steps: int | str = 2000) -> subprocess.CompletedProcess[str]:
    """The real command, with so many steps allowed."""
    command = [sys.executable, "-m", "extractor.cli", *map(str, words)]
    environment = {**os.environ, "EXTRACTOR_WORK": str(steps)}
    return subprocess.run(command, capture_output=True, text=True, timeout=180, check=False, env=environment)


def test_work_is_taken_until_there_is_none() -> None:
    work = Work("a.txt", 10)
    work.take(4)
    work.take(6)
    with pytest.raises(TooLarge, match=r"^a\.txt: takes more than 10 steps"):
        work.take(1)


@pytest.mark.parametrize("content", [SEED, draw_report(make_report(1, form="2021", size="small"))], ids=["txt", "pdf"])
def test_a_report_takes_a_small_part_of_what_it_may(content: bytes) -> None:
    assert extract(content, "a", steps=STEPS // 100) == extract(content, "a")


def test_the_same_report_is_refused_at_the_same_step_every_time() -> None:
    def taken() -> int:
        return bisect_left(range(1, STEPS), True, key=lambda steps: not _is_refused(SEED, steps))

    assert len(SEED.decode()) < taken() == taken() < STEPS // 100


def _is_refused(content: bytes, steps: int) -> bool:
    try:
        extract(content, "a.txt", steps=steps)
    except TooLarge:
        return True
    return False


def test_opening_and_reading_take_of_the_same_work() -> None:
    work = Work("a.txt", len(SEED.decode()) + 10)
    open_source(SEED, "a.txt", work=work)
    with pytest.raises(TooLarge):
        extract(SEED, "a.txt", steps=len(SEED.decode()) + 10)


def test_a_recognised_page_takes_no_more_than_all_pages_may() -> None:
    from extractor.sources.scan.pictures import MOST_PAGES

    assert MOST_PAGES * PAGE_STEPS < STEPS


def test_what_is_allowed_is_set_in_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    assert steps_allowed() == STEPS
    monkeypatch.setenv("EXTRACTOR_WORK", "2000")
    assert steps_allowed() == 2000
    with pytest.raises(TooLarge, match=rf"^a\.txt: {SENTENCE}"):
        extract(SEED, "a.txt")
    for wrong in ("0", "-5", "1.5", "many", "9" * 19):
        monkeypatch.setenv("EXTRACTOR_WORK", wrong)
        with pytest.raises(SettingsError, match=r"EXTRACTOR_WORK: .* is no number of steps"):
            steps_allowed()


def test_the_commands_refuse_alike_and_go_on_with_the_next(tmp_path: Path) -> None:
    large, small = tmp_path / "large.txt", tmp_path / "small.txt"
    large.write_bytes(SEED)
    small.write_text("某县水利局2023年政府信息公开工作年度报告\n", "utf-8")
    for command in ("extract", "check"):
        done = run(command, large, small)
        assert done.returncode == 2
        assert "large.txt: takes more than 2,000 steps" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
    assert run("extract", large, steps=STEPS).returncode == 0


def test_a_batch_puts_aside_what_takes_too_much_work_and_reads_it_when_more_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "large.txt").write_bytes(SEED)
    assert run("batch", tmp_path / "reports", "--out", tmp_path / "run").returncode == 1
    with open_run(tmp_path / "run") as opened:
        (document,) = opened.documents()
    assert document.state == "unreadable"
    assert (document.reason or "").startswith("takes more than 2,000 steps of work to read")
    done = run("batch", tmp_path / "reports", "--out", tmp_path / "run", "--retry", steps=STEPS)
    assert done.returncode == 0, done.stderr
    with open_run(tmp_path / "run") as opened:
        assert [one.extraction for one in opened.documents()] == [extract(tmp_path / "reports" / "large.txt")]


@pytest.mark.parametrize("words", [("batch", ".", "--out", "run"), ("serve", "--port", "0")])
def test_nothing_begins_where_the_setting_is_no_number(words: tuple[str, ...]) -> None:
    done = run(*words, steps="many")
    assert done.returncode == 2
    assert done.stderr.startswith("extractor: EXTRACTOR_WORK: 'many' is no number of steps")
    assert len(done.stderr.splitlines()) == 1
