"""Whatever is left out of a run is named: the same files, counts and reasons at the end of a batch, in its log, in the
panel's table and on the page.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from fulldisks import command
from golden import seed

from extractor.batch.run_folder import open_run

SEED = seed(4).read_bytes()
EARLY = "海宁市财政局2017年政府信息公开工作年度报告\n本报告统计期限自2017年1月1日起至2017年12月31日止。\n一、概述\n"
STATES = {
    "broken.pdf": "unreadable",
    "copy.txt": "copy",
    "early.txt": "unknown-form",
    "nobody.txt": "body-or-year-open",
    "notice.txt": "no-report",
}
"""The files that are left out, and why; `a.txt` is not."""


def without_body_and_year() -> bytes:
    """A report whose title and prose say neither whose it is nor on which year."""
    text = seed(0).read_text("utf-8")
    _head, found, tables = text.partition("主动公开")
    assert found
    return f"政府信息公开工作年度报告\n二、{found}{tables}".encode()


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A run with one file of each kind that is left out, and what the batch said at its end."""
    room = tmp_path_factory.mktemp("left-out")
    (room / "in").mkdir()
    files = {
        "a.txt": SEED,
        "copy.txt": SEED,
        "broken.pdf": b"%PDF-1.4 nothing",
        "early.txt": EARLY.encode(),
        "nobody.txt": without_body_and_year(),
        "notice.txt": "公告：因设备检修，本月停水。".encode(),
    }
    for name, content in files.items():
        (room / "in" / name).write_bytes(content)
    done = command("batch", room / "in", "--out", room / "RUN", "-q", "-j", "1")
    assert done.returncode == 1, done.stderr
    return room, done.stdout


def reasons(room: Path) -> dict[str, tuple[str, str]]:
    with open_run(room / "RUN") as opened:
        return {Path(one.name).name: (one.state, one.reason) for one in opened.left_out()}


def test_each_kind_is_told_of_with_its_reason(run: tuple[Path, str]) -> None:
    room, _ = run
    found = reasons(room)
    assert {name: state for name, (state, _) in found.items()} == STATES
    assert found["copy.txt"][1] == f"has the same bytes as {room}/in/a.txt, whose figures count."
    assert found["nobody.txt"][1] == "is read, but it is not known whose it is and on which year it is."
    assert found["early.txt"][1].startswith("is a report of another form: the report is on 2017")


def test_summary_and_log_name_the_same_files(run: tuple[Path, str]) -> None:
    room, said = run
    log = (room / "RUN" / "failures.log").read_text("utf-8").splitlines()
    assert log == [f"{room}/in/{name}: {reason}" for name, (_, reason) in sorted(reasons(room).items())]
    for title, counted in (
        ("not read", "1 file could not be read"),
        ("no report", "1 file holds no report"),
        ("other form", "1 report has no table of a known form"),
        ("copies", "1 file has the same bytes as another"),
        ("open", "1 report is read, but its body or year is not known"),
    ):
        assert f"  {title:<12}{counted}; all in {room}/RUN/failures.log:\n" in said
    for line in log:
        assert line[:100] in said


def test_the_end_of_a_batch_names_the_next_step(run: tuple[Path, str]) -> None:
    room, said = run
    assert f"  next        extractor report {room}/RUN -o report.html" in said
    assert f"extractor panel {room}/RUN -o panel/panel.parquet" in said


def test_the_panel_names_them_as_the_log_does(run: tuple[Path, str], tmp_path: Path) -> None:
    room, _ = run
    done = command("panel", room / "RUN", "-o", tmp_path / "panel.csv")
    assert done.returncode == 0, done.stderr
    with open(tmp_path / "left_out.csv", encoding="utf-8", newline="") as file:
        rows = {Path(row["name"]).name: (row["state"], row["reason"]) for row in csv.DictReader(file)}
    assert rows == reasons(room)
    assert "1 file has the same bytes as another; all in left_out.csv:" in done.stdout
    with open(tmp_path / "panel.csv", encoding="utf-8", newline="") as file:
        names = {Path(row["name"]).name for row in csv.DictReader(file)}
    assert names == {"a.txt", "nobody.txt"}, "a copy's figures are not there twice"


def test_a_correction_settles_what_was_open(run: tuple[Path, str], tmp_path: Path) -> None:
    room, _ = run
    (tmp_path / "mine.csv").write_text(f"name,body,year\n{room}/in/nobody.txt,盐池县卫生健康局,2020\n", "utf-8")
    done = command("panel", room / "RUN", "-o", tmp_path / "out" / "panel.csv", "--bodies", tmp_path / "mine.csv")
    assert done.returncode == 0, done.stderr
    assert "body-or-year-open" not in (tmp_path / "out" / "missing.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "1 file has the same bytes as another"), ("zh", "1 个文件与另一文件逐字节相同")]
)
def test_the_page_names_them_too(run: tuple[Path, str], tmp_path: Path, lang: str, words: str) -> None:
    room, _ = run
    done = command("report", room / "RUN", "-o", tmp_path / "report.html", "--lang", lang)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "report.html").read_text("utf-8")
    assert words in page
    assert all(f"{room}/in/{name}" in page for name in STATES)
