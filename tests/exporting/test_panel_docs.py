"""What `docs/panel.md` shows runs, and what it lists is what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from golden import SEEDS
from panels import report

from extractor.exporting.columns import LONG
from extractor.exporting.panel_builder import PanelRequest, write_panel

PAGE = (SEEDS.parent / "docs" / "panel.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def panel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in which there is a panel as the page has it."""
    pytest.importorskip("pyarrow")
    (tmp_path / "panel").mkdir()
    monkeypatch.chdir(tmp_path)
    totals = {"applications.new.total": 4, "applications.granted.total": 1, "applications.total.total": 4}
    reports = [
        report(f"{place}财政局", year, f"{place}{year}", totals)
        for place in ("海宁市", "平湖市")
        for year in (2022, 2023)
    ]
    write_panel(reports, PanelRequest(Path("panel/panel.parquet")))


@pytest.mark.usefixtures("panel")
def test_the_examples_in_python_give_figures() -> None:
    scope: dict[str, object] = {}
    for block in blocks("py"):
        exec(compile(block, "panel.md", "exec"), scope)
    assert scope["new"].loc["海宁市财政局", 2023] == 4  # pyright: ignore
    assert {row[2] for row in scope["rate"].rows()} == {0.25}  # pyright: ignore


@pytest.mark.usefixtures("panel")
def test_the_example_in_sql_gives_figures() -> None:
    duckdb = pytest.importorskip("duckdb")
    (block,) = blocks("sql")
    assert duckdb.sql(block).fetchall() == [(2022, 8, 2), (2023, 8, 2)]


def test_every_column_rule_and_code_is_on_the_page() -> None:
    assert not [column.name for column in LONG if f"`{column.name}`" not in PAGE]
    sources = Path(write_panel.__code__.co_filename).parents[1]
    text = "".join(
        (sources / name).read_text("utf-8") for name in ("exporting/cross_report_checks.py", "identity/bodies.py")
    )
    words = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', text)) - {"utf-8"}
    assert len(words) >= 12
    assert not [word for word in words if f"`{word}`" not in PAGE]
