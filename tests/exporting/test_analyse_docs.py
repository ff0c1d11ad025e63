"""What `docs/analyse.md` shows runs, in each program that is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from golden import SEEDS
from panels import figure, report

from extractor.exporting.panel_builder import PanelRequest, write_panel
from extractor.exporting.panel_options import PanelOptions

PAGE = (SEEDS.parent / "docs" / "analyse.md").read_text("utf-8")
NEW = "applications.new.total"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which there is a panel as the page has it."""
    for module in ("duckdb", "pyarrow", "pyreadstat"):
        pytest.importorskip(module)
    made = tmp_path_factory.mktemp("analyse")
    reports = [report("海宁市财政局", 2020, "a", {NEW: 4}, "2019"), report("海宁市财政局", 2022, "b", {NEW: 6})]
    reports += [report("平湖市财政局", 2022, "c", {NEW: figure(7, "7", "review")})]
    also = tuple(made / "panel" / f"panel{ending}" for ending in (".csv", ".duckdb", ".dta"))
    options = PanelOptions(harmonise=True, bounds=True)
    write_panel(reports, PanelRequest(made / "panel" / "panel.parquet", options=options, also=also))
    return made


def test_the_examples_in_python_give_figures(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    scope: dict[str, Any] = {}
    for block in blocks("py"):
        exec(compile(block, "analyse.md", "exec"), scope)
    assert scope["received"].rows() == [(2020, 4, 1, 1), (2022, 6, 1, 2)]
    assert scope["mean"] == pytest.approx((4 + 6 * 2) / 3)
    assert list(scope["by_place"].index) == [("330482", 2022), ("330481", 2020), ("330481", 2022)]


def test_the_examples_in_sql_give_figures(folder: Path) -> None:
    duckdb: Any = pytest.importorskip("duckdb")
    (block,) = blocks("sql")
    with duckdb.connect(str(folder / "panel" / "panel.duckdb"), read_only=True) as connection:
        found = [connection.execute(one).fetchall() for one in block.split(";") if one.strip()]
    assert found[0] == [(2020, 4, 1, 1), (2022, 6, 1, 2)]
    assert found[1][0][:2] == (NEW, 10.0)
    assert dict(found[2])["in_review"] == 1


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_example_in_r_gives_figures(folder: Path) -> None:
    (block,) = blocks("r")
    done = subprocess.run(
        ["Rscript", "-e", block], cwd=folder, capture_output=True, text=True, timeout=240, check=False
    )
    if "there is no package called" in done.stderr:
        pytest.skip("haven is not installed")
    assert done.returncode == 0, done.stderr
    assert "本年新收政府信息公开申请数量" in done.stdout or "<U+" in done.stdout
    assert re.search(r"2020\s+4", done.stdout)


@pytest.mark.skipif(shutil.which("stata") is None, reason="Stata is not installed")
def test_the_example_in_stata_runs(folder: Path) -> None:
    (block,) = blocks("stata")
    (folder / "analyse.do").write_text(block, "utf-8")
    done = subprocess.run(["stata", "-b", "do", "analyse.do"], cwd=folder, timeout=240, check=False)
    assert done.returncode == 0
