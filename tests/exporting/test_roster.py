"""Who should hand in, against what was handed in: brought together where that is sure, and else left to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import ListError
from extractor.exporting.collecting.expecting import Expected, read_expected
from extractor.exporting.collecting.list_findings import remarks_on
from extractor.exporting.collecting.roster import Handed, Roster, call_roll


def roll(names: list[str | tuple[str, int]], *handed: tuple[str, str | None, int | None]) -> Roster:
    """A list, one a line, against files with the body and year each names."""
    pairs = [(one, None) if isinstance(one, str) else one for one in names]
    expected = [Expected(name, year, line) for line, (name, year) in enumerate(pairs, 1)]
    return call_roll(expected, [Handed(*one) for one in handed])


def whose(roster: Roster) -> dict[str, tuple[str, str]]:
    return {match.file: (entry.expected.name, match.how) for entry in roster.entries for match in entry.matches}


def missing(roster: Roster) -> list[str]:
    return [one.name for one in roster.missing]


def test_a_body_is_known_by_any_of_its_names() -> None:
    found = roll(["盐池县卫生健康局", "海宁市民政局"], ("a.docx", "盐池县卫健局", 2025))
    assert whose(found) == {"a.docx": ("盐池县卫生健康局", "body")}
    assert missing(found) == ["海宁市民政局"]


def test_organs_of_two_places_are_never_one() -> None:
    found = roll(["海宁市财政局"], ("a.docx", "桐乡市财政局", 2025))
    assert missing(found) == ["海宁市财政局"]
    assert [stray.file for stray in found.strays] == ["a.docx"]


def test_a_list_may_leave_the_place_out() -> None:
    found = roll(["市财政局", "硖石街道办事处"], ("a", "海宁市财政局", 2025), ("b", "海宁市硖石街道办事处", 2025))
    assert whose(found) == {"a": ("市财政局", "organ"), "b": ("硖石街道办事处", "organ")}


def test_without_a_place_two_bodies_of_one_organ_are_nobodys() -> None:
    found = roll(["财政局"], ("a", "海宁市财政局", 2025), ("b", "桐乡市财政局", 2025))
    assert missing(found) == ["财政局"]
    assert len(found.strays) == 2


def test_a_report_that_names_nobody_is_known_by_its_files_name() -> None:
    found = roll(["市财政局", "市教育局"], ("in/01 市财政局（终稿）.docx", None, 2025))
    assert whose(found) == {"in/01 市财政局（终稿）.docx": ("市财政局", "file-name")}
    assert [expected.name for expected, _ in found.by_file_name] == ["市财政局"]


def test_the_folder_of_a_file_may_name_its_body() -> None:
    assert whose(roll(["市财政局"], ("in/市财政局/年报.docx", None, None))) == {
        "in/市财政局/年报.docx": ("市财政局", "file-name")
    }


def test_a_files_name_that_holds_two_bodies_says_neither() -> None:
    found = roll(["市财政局", "市教育局"], ("市财政局市教育局.docx", None, 2025))
    assert missing(found) == ["市财政局", "市教育局"]


def test_the_longer_of_two_names_in_a_files_name_counts() -> None:
    assert whose(roll(["财政局", "市财政局"], ("市财政局.docx", None, 2025)))["市财政局.docx"][0] == "市财政局"


def test_what_a_report_says_outweighs_its_files_name() -> None:
    found = roll(["海宁市财政局", "海宁市教育局"], ("海宁市财政局.docx", "海宁市教育局", 2025))
    assert whose(found) == {"海宁市财政局.docx": ("海宁市教育局", "body")}
    assert missing(found) == ["海宁市财政局"]


def test_a_report_of_somebody_else_under_a_good_name_is_nobodys() -> None:
    found = roll(["海宁市财政局"], ("海宁市财政局.docx", "桐乡市教育局", 2025))
    assert missing(found) == ["海宁市财政局"]


def test_last_years_report_does_not_answer_for_this_year() -> None:
    found = roll([("海宁市财政局", 2025)], ("a.docx", "海宁市财政局", 2024))
    assert missing(found) == ["海宁市财政局"]
    assert found.strays[0].expected_year == 2025
    assert [remark.finding.code for remark in remarks_on(found, "list.csv")] == ["not-handed-in", "not-expected"]


def test_two_years_of_one_body_are_two_entries() -> None:
    found = roll([("海宁市财政局", 2024), ("海宁市财政局", 2025)], ("a", "海宁市财政局", 2025))
    assert [(one.name, one.year) for one in found.missing] == [("海宁市财政局", 2024)]


def test_two_reports_of_one_body_are_told_of_at_the_second() -> None:
    found = roll(["海宁市财政局"], ("a", "海宁市财政局", 2025), ("b", "海宁市财政局", 2025))
    (remark,) = remarks_on(found, "list.txt")
    assert (remark.file, remark.finding.code, remark.finding.severity) == ("b", "handed-in-twice", "warning")
    assert "“a”" in remark.finding.message.zh


def test_a_body_listed_under_two_of_its_names_is_expected_once() -> None:
    found = roll(["盐池县卫生健康局", "盐池县卫健局"], ("a", "盐池县卫生健康局", 2025))
    assert len(found.entries) == 1
    assert missing(found) == []


def test_who_is_missing_is_told_at_the_line_of_the_list() -> None:
    (remark,) = remarks_on(roll(["海宁市财政局"]), "list.txt")
    assert (remark.file, remark.finding.places[0].line, remark.finding.severity) == ("list.txt", 1, "error")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_is_read_in_the_encodings_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text("单位,年度\n海宁市财政局,2025年\n\n海宁市民政局,\n", encoding)
    assert read_expected(path) == [Expected("海宁市财政局", 2025, 2), Expected("海宁市民政局", None, 4)]


def test_a_list_in_text_has_a_name_a_line_and_remarks(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# 2025\r\n 海宁市财政局 \r\n\r\n海宁市民政局\r\n海宁市财政局\r\n", "utf-8")
    assert [(one.name, one.line) for one in read_expected(path)] == [("海宁市财政局", 2), ("海宁市民政局", 4)]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("list.txt", b"", "names nobody"),
        ("list.txt", b"\n# none\n", "names nobody"),
        ("list.txt", b"\x89PNG\r\n\x1a\n\0\0", "is not text"),
        ("list.txt", ("长" * 300).encode(), "line 1 is too long"),
        ("list.csv", b"name,when\na,b\n", "must have a column"),
        ("list.csv", "单位,年度\n某局,去年\n".encode(), "line 2 says '去年' for the year"),
        ("list.csv", b'body\n"a\n', "is no CSV file"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ListError) as refused:
        read_expected(path)
    assert says in str(refused.value)
    assert str(refused.value).startswith(str(path))
    assert "\n" not in str(refused.value)


def test_a_list_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="cannot be read"):
        read_expected(tmp_path / "none.txt")
