"""What a person writes down about bodies goes before what the rules find."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from panels import report

from extractor.errors import PanelError
from extractor.exporting.corrections import read_children, read_corrections
from extractor.exporting.panel_builder import PanelRequest, write_panel

REPORTS = (
    report("市财政局", 2022, "嘉兴/a.txt"),
    report("市财政局", 2022, "湖州/a.txt"),
    report("海宁市卫健委", 2022, "b.txt"),
    report(None, 2022, "c.txt"),
)


def bodies(folder: Path, corrections: str) -> dict[str, str]:
    """The body of each document, with these corrections."""
    path = folder / "corrections.csv"
    path.write_text(corrections, "utf-8")
    (folder / "panel").mkdir(exist_ok=True)
    write_panel(REPORTS, PanelRequest(folder / "panel" / "panel.csv", corrections=path))
    with open(folder / "panel" / "panel.csv", encoding="utf-8", newline="") as file:
        return {row["name"]: row["body"] for row in csv.DictReader(file)}


def test_a_correction_gives_a_name_to_a_body(tmp_path: Path) -> None:
    found = bodies(tmp_path, "unit,body\n海宁市卫健委,海宁市卫生局\n")
    assert found["b.txt"] == "海宁市卫生局"
    assert found["嘉兴/a.txt"] == ""


def test_a_correction_tells_files_with_one_name_apart(tmp_path: Path) -> None:
    found = bodies(tmp_path, "unit,name,body\n市财政局,嘉兴/,嘉兴市财政局\n市财政局,湖州/,湖州市财政局\n")
    assert (found["嘉兴/a.txt"], found["湖州/a.txt"]) == ("嘉兴市财政局", "湖州市财政局")


def test_a_correction_names_the_body_of_a_file_that_names_none(tmp_path: Path) -> None:
    assert bodies(tmp_path, "name,body\nc.txt,海宁市审计局\n")["c.txt"] == "海宁市审计局"


def test_a_correction_takes_a_name_from_a_body(tmp_path: Path) -> None:
    assert bodies(tmp_path, "unit,body\n海宁市卫健委,\n")["b.txt"] == ""


def test_the_list_of_bodies_is_itself_a_list_of_corrections(tmp_path: Path) -> None:
    bodies(tmp_path, "unit,body\n")
    listed = (tmp_path / "panel" / "bodies.csv").read_text("utf-8")
    edited = listed.replace("海宁市卫健委,海宁市卫生健康委员会", "海宁市卫健委,海宁市卫生健康局")
    assert edited != listed
    assert bodies(tmp_path, edited)["b.txt"] == "海宁市卫生健康局"
    assert "海宁市卫健委,海宁市卫生健康局,330481-卫生健康委员会,correction" in (
        tmp_path / "panel" / "bodies.csv"
    ).read_text("utf-8")


def test_a_correction_says_on_which_year_a_report_is_and_leaves_its_body(tmp_path: Path) -> None:
    found = bodies(tmp_path, "name,body,year\nb.txt,,2023\n嘉兴/,嘉兴市财政局,2021\n")
    assert (found["b.txt"], found["嘉兴/a.txt"]) == ("海宁市卫生健康委员会", "嘉兴市财政局")
    with open(tmp_path / "panel" / "panel.csv", encoding="utf-8", newline="") as file:
        years = {row["name"]: row["year"] for row in csv.DictReader(file)}
    assert years == {"嘉兴/a.txt": "2021", "湖州/a.txt": "2022", "b.txt": "2023", "c.txt": "2022"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"unit,whose\n", "columns body and unit or name"),
        (b"unit,body\n,x\n", "line 2 names neither"),
        (b"\xff\xfe\x00", "CSV file in UTF-8"),
        (b"", "columns body"),
    ],
)
def test_bad_corrections_get_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "corrections.csv"
    path.write_bytes(content)
    with pytest.raises(PanelError, match=said) as caught:
        read_corrections(path)
    assert str(path) in str(caught.value)


def test_a_year_that_is_none_gets_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text("name,body,year\nb.txt,,23\n", "utf-8")
    with pytest.raises(PanelError, match="write it as 2023"):
        read_corrections(path)


def test_corrections_that_are_not_there_get_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(PanelError, match="cannot be read"):
        read_corrections(tmp_path / "none.csv")


@pytest.mark.parametrize("rows", ["a,a\n", "a,\n", "a,c\nb,c\n"])
def test_a_child_lies_under_one_other_body(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "children.csv"
    path.write_text("parent,child\n" + rows, "utf-8")
    with pytest.raises(PanelError, match="lies under no other"):
        read_children(path)


def test_the_file_of_corrections_is_not_overwritten(tmp_path: Path) -> None:
    bodies(tmp_path, "unit,body\n")
    listed = tmp_path / "panel" / "bodies.csv"
    with pytest.raises(PanelError, match="would take its place"):
        write_panel(REPORTS, PanelRequest(tmp_path / "panel" / "panel.csv", corrections=listed))
    assert listed.exists()
