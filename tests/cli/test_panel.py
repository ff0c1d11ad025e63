"""`extractor panel`: what a run becomes, whatever happened to the run."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from golden import SEEDS
from typer.testing import CliRunner

from extractor.batch.run_folder import open_run
from extractor.cli.app import app

COPIES = 6


def words(folder: Path, out: str, *options: str) -> list[str]:
    """The words of a batch over the reports in a folder."""
    return [sys.executable, "-m", "extractor.cli", "batch", str(folder), "--out", out, "-q", "-j", "1", *options]


def batch(folder: Path, out: str, *options: str) -> int:
    """Runs a batch in a process of its own; its exit code."""
    return subprocess.run(words(folder, out, *options), stdout=subprocess.DEVNULL, check=False).returncode


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.output


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of reports, standing beside it: each seed several times, none equal to another."""
    monkeypatch.chdir(tmp_path)
    folder = Path("reports")
    folder.mkdir()
    for seed in sorted(SEEDS.glob("*.txt")):
        for i in range(COPIES):
            text = seed.read_text("utf-8") + "\n" * (i + 1)
            (folder / f"{i}-{seed.name}").write_text(text, "utf-8")
    return folder


def panel(folder: str, name: str, ending: str) -> dict[str, bytes]:
    """The files of the panel of a run, written into a folder of this name."""
    Path(name).mkdir()
    code, output = run("panel", folder, "-o", f"{name}/panel{ending}")
    assert code == 0, output
    return {path.name: path.read_bytes() for path in Path(name).iterdir()}


@pytest.mark.long
def test_a_panel_is_the_same_bytes_however_its_run_was_interrupted(reports: Path) -> None:
    assert batch(reports, "whole") == 0
    assert batch(reports, "pieces", "--limit", "7") == 0
    with subprocess.Popen(words(reports, "pieces"), stdout=subprocess.DEVNULL) as killed, open_run("pieces") as opened:
        deadline = time.monotonic() + 60
        while opened.ledger.counts().read < 12 and killed.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        killed.send_signal(signal.SIGKILL)
    assert batch(reports, "pieces") == 0
    for ending in (".csv", ".parquet", ".xlsx", ".duckdb"):
        assert panel("whole", f"a{ending}", ending) == panel("pieces", f"b{ending}", ending)


def test_a_panel_says_what_it_is_made_of(reports: Path) -> None:
    (reports / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    for number in range(5):
        (reports / f"notice-{number}.txt").write_text(f"第{number}号公告：今日停水。", "utf-8")
    assert batch(reports, "RUN") == 1
    code, output = run("panel", "RUN", "-o", "panel.csv")
    assert code == 0
    assert f"of {5 * COPIES} reports to panel.csv" in output
    assert "5, with 5 rows in the wide table" in output
    assert "1 file could not be read; all in left_out.csv:\n              reports/broken.pdf: is " in output
    assert "5 files hold no report; all in left_out.csv:" in output
    assert all(f"              reports/notice-{number}.txt: holds no report" in output for number in range(5))
    rows = Path("left_out.csv").read_text("utf-8").splitlines()
    assert rows[1].startswith("reports/broken.pdf,unreadable,")
    assert [row.split(",")[:2] for row in rows[2:]] == [[f"reports/notice-{i}.txt", "no-report"] for i in range(5)]
    assert "report-filed-twice" in output or "body-in-doubt" in output


def test_what_is_no_run_gets_one_sentence(tmp_path: Path) -> None:
    code, output = run("panel", str(tmp_path), "-o", str(tmp_path / "panel.csv"))
    assert code == 2
    assert "is not the folder of a run" in output
    assert output.count("\n") == 1


def test_another_ending_gets_one_sentence(reports: Path) -> None:
    assert batch(reports, "RUN", "--limit", "1") == 0
    code, output = run("panel", "RUN", "-o", "panel.ods")
    assert code == 2
    assert ".parquet, .csv, .xlsx, .duckdb, .dta or .sav" in output
    assert not Path("panel.ods").exists()
