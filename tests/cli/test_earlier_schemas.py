"""Runs whose results an earlier version wrote are read as those of this one; what no version knows yet is refused."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from golden import lowered, seed
from typer.testing import CliRunner, Result

from extractor.cli.app import app
from extractor.result import Extraction

PLAIN = {"NO_COLOR": "1", "COLUMNS": "120", "LC_ALL": "en_US.UTF-8"}
LIFTED = "2 of its results are of an earlier schema, and say less than this version would; give the batch again"


def run(*arguments: str | Path) -> Result:
    """A command in this process, its output no terminal."""
    return CliRunner(env=PLAIN).invoke(app, [str(one) for one in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports, and in `run` what this version reads of them."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in (2, 3):
        shutil.copy(seed(number), folder / f"{number}.txt")
    assert run("batch", folder, "--out", tmp_path / "run", "--quiet").exit_code == 0
    return folder


def rewritten(folder: Path, name: str, change: Callable[[Extraction], dict[str, Any]]) -> Path:
    """A copy of the run as a version that writes results so would have left it."""
    made = folder.parent / name
    shutil.copytree(folder.parent / "run", made)
    about = json.loads((made / "run.json").read_text("utf-8"))
    (made / "run.json").write_text(json.dumps({**about, "data": "0123456789abcdef"}), "utf-8")
    with sqlite3.connect(made / "results.db") as ledger:
        for key, result in ledger.execute("SELECT key, result FROM results").fetchall():
            text = json.dumps(change(Extraction.from_json(zlib.decompress(result))), separators=(",", ":"))
            ledger.execute("UPDATE results SET result = ? WHERE key = ?", (zlib.compress(text.encode()), key))
            for table in ("files", "units", "results"):  # its own addresses, for it is another producer
                ledger.execute(f"UPDATE {table} SET key = ? WHERE key = ?", (key[::-1], key))
    ledger.close()
    return made


@pytest.mark.parametrize("schema", ["1", "2"])
def test_a_panel_a_report_and_a_comparison_are_the_same_from_results_of_earlier_schemas(
    folder: Path, tmp_path: Path, schema: str
) -> None:
    earlier = rewritten(folder, "earlier", lambda one: lowered(one, schema))
    for name in ("run", "earlier"):
        assert run("panel", tmp_path / name, "-o", tmp_path / f"panel-{name}" / "panel.csv").exit_code == 0
        assert run("report", tmp_path / name, "-o", tmp_path / f"{name}.html").exit_code == 0
    one, other = (tmp_path / f"panel-{name}" / "panel.csv" for name in ("run", "earlier"))
    assert one.read_bytes() == other.read_bytes()
    assert (tmp_path / "run.html").read_bytes() == (tmp_path / "earlier.html").read_bytes()
    compared = run("diff", earlier, tmp_path / "run")
    assert (compared.exit_code, "Nothing differs." in compared.stdout) == (0, True)
    assert LIFTED in compared.stderr


@pytest.mark.long
def test_whoever_uses_them_is_told_how_many_there_are_until_they_are_read_anew(folder: Path, tmp_path: Path) -> None:
    earlier = rewritten(folder, "earlier", lowered)
    panel, report = ("panel", earlier, "-o", tmp_path / "p.csv"), ("report", earlier, "-o", tmp_path / "r.html")
    assert [LIFTED in run(*one).stderr for one in (panel, report)] == [True, True]
    again = run("batch", folder, "--out", earlier)
    assert again.exit_code == 0, again.output
    assert [run(*one).stderr for one in (panel, report)] == ["", ""]


@pytest.mark.parametrize("command", ["panel", "report", "diff"])
def test_results_of_a_schema_that_is_not_known_are_refused_in_one_sentence(
    folder: Path, tmp_path: Path, command: str
) -> None:
    later = rewritten(folder, "later", lambda one: {**json.loads(one.to_json()), "schema": "4"})
    rest = [tmp_path / "run"] if command == "diff" else ["-o", tmp_path / ("p.csv" if command == "panel" else "r.html")]
    result = run(command, later, *rest)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "2.txt is a result of schema '4', which this version of extractor does not know; update" in result.stderr
    assert not list(tmp_path.glob("[pr].*"))


def test_a_line_of_a_schema_that_is_not_known_is_refused_in_one_sentence(tmp_path: Path) -> None:
    lines = tmp_path / "later.jsonl"
    lines.write_text('\n{"schema":"4","source":{}}\n', "utf-8")
    result = run("diff", lines, lines)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "later.jsonl: line 2 is a result of schema '4', which this version" in result.stderr
