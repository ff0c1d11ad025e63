"""One file that the program fails on costs no other its result, whatever the command and the format."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from golden import seed
from typer.testing import CliRunner, Result

from extractor.cli import checking
from extractor.cli.app import app
from extractor.exporting.collecting.draft_status import Draft, DraftStatus
from extractor.pipeline import extract_source
from extractor.result import Extraction
from extractor.sources import Source
from tests.longer import long_but_for

CASES = Path(__file__).parents[1] / "cases"
HUGE = (
    "count-of-nineteen-digits",
    "fee-of-four-hundred-digits",
    "grand-total-of-five-thousand-digits",
    "prose-with-numbers-above-the-bound",
)
PLAIN = {"NO_COLOR": "1", "COLUMNS": "120", "LC_ALL": "en_US.UTF-8", "GITHUB_STEP_SUMMARY": ""}
FORMATS = ("text", "json", "github", "sarif", "table")


def run(*arguments: str | Path) -> Result:
    """A command in this process, its output no terminal."""
    return CliRunner(env=PLAIN).invoke(app, [str(one) for one in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files, of which the one between the others is bad."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, number in (("1.txt", 0), ("2-bad.txt", 2), ("3.txt", 3)):
        shutil.copy(seed(number), folder / name)
    return folder


@pytest.fixture
def huge(tmp_path: Path) -> Path:
    """Reports with numbers beyond any figure, and a good one behind them."""
    folder = tmp_path / "huge"
    folder.mkdir()
    for case in HUGE:
        shutil.copy(CASES / f"{case}.txt", folder)
    shutil.copy(seed(4), folder / "good.txt")
    return folder


def names(text: str) -> list[str]:
    """The files that JSON lines are about."""
    return [json.loads(line)["source"]["name"] for line in text.splitlines()]


@pytest.mark.long
def test_no_number_costs_a_result_in_any_format(huge: Path, tmp_path: Path) -> None:
    files = sorted(os.listdir(huge))
    piped = run("extract", "--json", huge)
    assert (piped.exit_code, piped.stderr, names(piped.stdout)) == (0, "", files)
    for suffix in ("json", "jsonl", "csv"):
        assert run("extract", huge, "-o", tmp_path / f"all.{suffix}").exit_code == 0
    assert len(json.loads((tmp_path / "all.json").read_text("utf-8"))) == len(files)
    assert names((tmp_path / "all.jsonl").read_text("utf-8")) == files
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as rows:
        values = [row["value"] for row in csv.DictReader(rows)]
    assert "inf" not in values
    assert len(values) == 200 * len(files)
    assert "5 reports, 1000 figures" in run("extract", "--table", huge).stdout
    for format in FORMATS:
        result = run("check", huge, "--format", format, "--pages", tmp_path / format)
        assert result.exit_code == 1, result.output
        assert len(list((tmp_path / format).glob("*.html"))) == len(files) + 1
    for file in files:
        assert run("show", huge / file).exit_code == 0
        explained = run("explain", huge / file, "active.administrative_licensing.decisions")
        assert explained.exit_code == 0, explained.output


@pytest.mark.long
def test_a_run_with_numbers_beyond_any_figure_gives_a_panel_in_every_format(huge: Path, tmp_path: Path) -> None:
    made = run("batch", huge, "--out", tmp_path / "run", "--quiet")
    assert (made.exit_code, (tmp_path / "run" / "failures.log").read_text("utf-8")) == (0, "")
    for ending in ("csv", "parquet", "xlsx", "duckdb"):
        panel = run("panel", tmp_path / "run", "-o", tmp_path / f"panel.{ending}", "--no-copies")
        assert panel.exit_code == 0, panel.output
        assert "1,000 figures of 5 reports" in panel.stdout


def infinite(extraction: Extraction) -> Extraction:
    """The same with a figure that no JSON can hold."""
    fields = {key: replace(field, value=float("inf")) for key, field in extraction.fields.items()}
    return replace(extraction, fields=fields)


def makes_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the program give an infinite figure for the bad file."""

    def with_mistake(source: Source, *more: Any, **named: Any) -> Extraction:
        made = extract_source(source, *more, **named)
        return infinite(made) if made.source.name == "2-bad.txt" else made

    monkeypatch.setattr("extractor.pipeline.extract_source", with_mistake)


SENTENCE = "2-bad.txt: extractor itself failed on it (ValueError: Out of range float values are not JSON compliant"


@pytest.mark.long
def test_results_that_cannot_be_written_are_told_of_and_the_others_are_whole(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    makes_mistakes(monkeypatch)
    piped = run("extract", "--json", folder)
    assert (piped.exit_code, names(piped.stdout)) == (2, ["1.txt", "3.txt"])
    assert SENTENCE in piped.stderr
    assert len(piped.stderr.splitlines()) == 1
    for suffix, read in (("json", json.loads), ("jsonl", names)):
        written = run("extract", folder, "-o", tmp_path / f"out.{suffix}")
        assert (written.exit_code, SENTENCE in written.stderr) == (2, True)
        assert len(read((tmp_path / f"out.{suffix}").read_text("utf-8"))) == 2


def test_what_cannot_be_shown_is_told_of_and_nothing_of_it_is_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    makes_mistakes(monkeypatch)
    for result in (
        run("show", folder / "2-bad.txt"),
        run("explain", folder / "2-bad.txt", "applications.new.total"),
    ):
        assert (result.exit_code, result.stdout) == (2, "")
        assert "2-bad.txt: extractor itself failed on it (OverflowError: " in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_a_summary_is_made_of_the_files_that_it_can_be_made_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.cli.summary._counts", failing_the_second_time())
    result = run("extract", "--table", folder)
    assert result.exit_code == 2
    assert "2-bad.txt: extractor itself failed on it (ZeroDivisionError" in result.stderr
    assert "2 reports, " in result.stdout


def failing_the_second_time() -> Callable[..., str]:
    """Something that fails the second time it is used."""
    left = iter((1, 0, 1))
    return lambda *_: str(1 // next(left))


@pytest.mark.long
@pytest.mark.parametrize("format", long_but_for(("text", "json"), FORMATS))
def test_a_check_tells_the_others_in_every_format(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    whole = run("check", folder / "1.txt", folder / "3.txt", "--format", format)
    assert run("check", folder, "--pages", tmp_path / "pages").exit_code == 1
    real = checking.standing_of

    def with_mistake(draft: Draft) -> DraftStatus:
        return real(draft) if draft.extraction is None or "bad" not in draft.name else 1 // 0  # pyright: ignore[reportReturnType]

    monkeypatch.setattr(checking, "standing_of", with_mistake)
    result = run("check", folder, "--format", format, "--pages", tmp_path / "pages")
    assert result.exit_code == 2
    assert "2-bad.txt: extractor itself failed on it (ZeroDivisionError" in result.stderr
    if format == "sarif":
        (found,), (others,) = (json.loads(one.stdout)["runs"] for one in (result, whole))
        assert found["results"] == others["results"]
        assert "2-bad.txt" in str(found["invocations"][0]["toolExecutionNotifications"])
    elif format == "table":
        assert "2 to look at, 0 not read for sure, 1 cannot be read" in result.stdout
    elif format == "json":
        found, others = (json.loads(one.stdout) for one in (result, whole))
        assert found["findings"] == others["findings"]
        assert [one["verdict"] for one in found["files"]] == [others["files"][0]["verdict"], "unread", "look"]
    else:
        assert result.stdout == whole.stdout
    assert sorted(one.name for one in (tmp_path / "pages").glob("*.html")) == ["1.html", "3.html", "index.html"]
    assert "2-bad.html" not in (tmp_path / "pages" / "index.html").read_text("utf-8")


@pytest.mark.long
@pytest.mark.parametrize("damaged", [b"no compressed text", zlib.compress(b'{"schema": "1"}'), zlib.compress(b"NaN")])
def test_a_damaged_result_of_a_run_is_told_of_and_the_panel_has_the_others(
    folder: Path, tmp_path: Path, damaged: bytes
) -> None:
    out = tmp_path / "run"
    assert run("batch", folder, "--out", out, "--quiet").exit_code == 0
    with sqlite3.connect(out / "results.db") as ledger:
        query = "UPDATE results SET result = ? WHERE key = (SELECT key FROM files WHERE name LIKE '%2-bad.txt')"
        assert ledger.execute(query, (damaged,)).rowcount == 1
    ledger.close()
    result = run("panel", out, "-o", tmp_path / "panel.csv")
    assert result.exit_code == 0, result.output
    assert "figures of 2 reports" in result.stdout
    assert "1 file extractor itself failed on" in result.stdout
    assert "2-bad.txt,failed,its result in the run is damaged" in (tmp_path / "left_out.csv").read_text("utf-8")
