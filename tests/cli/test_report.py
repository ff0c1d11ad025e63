"""`extractor report`: a page on a run, and one sentence where there can be none."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from golden import SEEDS
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.errors import OverviewError
from extractor.exporting.overview.printing import print_page


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A run over the seeds and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("run")
    broken = folder / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    code, output = run("batch", str(SEEDS), str(broken), "--out", str(folder / "RUN"), "-q", "-j", "1")
    assert code == 1, output
    return str(folder / "RUN")


def program(folder: Path, script: str) -> None:
    """A program in `folder` that is called as Chromium is."""
    path = folder / "chromium"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_report_is_written_and_says_what_it_is_made_of(seeds: str, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    code, output = run("report", seeds, "-o", str(target), "--lang", "zh")
    assert code == 0, output
    assert "5 reports of 6 files, 5 bodies" in output
    assert "1 file could not be read; all in failures.log" in output
    page = target.read_text("utf-8")
    assert "5 个机关" in page
    assert "damaged PDF" in page
    assert os.listdir(tmp_path) == ["report.html"]


def test_the_language_is_that_of_the_locale(seeds: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert run("report", seeds, "-o", str(tmp_path / "report.html"))[0] == 0
    assert '<html lang="en">' in (tmp_path / "report.html").read_text("utf-8")


def test_corrections_of_bodies_are_used(seeds: str, tmp_path: Path) -> None:
    corrections = tmp_path / "corrections.csv"
    corrections.write_text("unit,body\n海宁市卫生健康局,甲市乙局\n", "utf-8")
    target = tmp_path / "report.html"
    code, output = run("report", seeds, "-o", str(target), "--bodies", str(corrections))
    assert code == 0, output
    assert "甲市乙局" in target.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["{tmp}", "-o", "{tmp}/report.html"], "is not the folder of a run"),
        (["{run}", "-o", "{tmp}/report.xlsx"], "ends in .html"),
        (["{run}", "-o", "{tmp}/none/report.html"], "make it first"),
        (["{run}", "-o", "/proc/report.html"], "cannot be written"),
        (["{run}", "-o", "{tmp}/report.html", "--bodies", "{tmp}/none.csv"], "none.csv: cannot be read"),
    ],
)
def test_what_cannot_be_gets_one_sentence(words: list[str], says: str, seeds: str, tmp_path: Path) -> None:
    code, output = run("report", *(word.format(run=seeds, tmp=tmp_path) for word in words))
    assert code == 2
    assert says in output
    assert output.count("\n") == 1
    assert os.listdir(tmp_path) == []


def test_without_chromium_the_page_is_there_and_a_sentence_says_the_rest(
    seeds: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    code, output = run("report", seeds, "-o", str(tmp_path / "report.html"), "--pdf")
    assert code == 2
    assert "no Chromium is found" in output
    assert (tmp_path / "report.html").exists()


@pytest.mark.parametrize(("script", "says"), [("exit 1", "printed nothing"), ("exec sleep 60", "over 0.3 seconds")])
def test_a_chromium_that_fails_or_hangs_gets_one_sentence(
    script: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    program(folder, script)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    with pytest.raises(OverviewError, match=says):
        print_page(tmp_path / "report.html", seconds=0.3 if "sleep" in script else 30)
    assert os.listdir(tmp_path) == ["bin"]
