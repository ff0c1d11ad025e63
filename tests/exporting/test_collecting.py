"""Drafts as an office sees them: how each stands, against last year's, on a page of its own, in a summary."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from golden import golden, report_info, seed
from openpyxl import load_workbook
from selectolax.lexbor import LexborHTMLParser

from extractor import extract
from extractor.exporting.collecting.draft_status import Draft, DraftStatus, Summary, standing_of, totals_of
from extractor.exporting.collecting.expecting import Expected
from extractor.exporting.collecting.lastyear import Past, compare, past_of
from extractor.exporting.collecting.pages import index_page, report_page
from extractor.exporting.collecting.roster import Handed, call_roll
from extractor.exporting.collecting.summary import SUMMARIES, summary_csv, summary_json, summary_markdown
from extractor.exporting.collecting.visible import visible
from extractor.result import ExtractedField, Extraction, Finding, Message, Place, SourceInfo

HOSTILE = "<script>alert(1)</script>\u202e\x1b[31m|`]("


def changed(extraction: Extraction, **parts: Any) -> Extraction:
    return Extraction(**{**vars(extraction), **parts})


def of_year(extraction: Extraction, year: int | None, values: dict[str, int] | None = None) -> Past:
    """A report as one on another year, some of its figures others."""
    about = extraction.report
    fields = dict(extraction.fields)
    for key, value in (values or {}).items():
        fields[key] = ExtractedField(**{**vars(fields[key]), "value": value})
    other = changed(extraction, report=report_info(about.unit, year, about.form, about.region), fields=fields)
    past = past_of(f"{year}.txt", other)
    assert past is not None
    return past


def test_a_report_without_findings_is_fit() -> None:
    assert standing_of(Draft("a", golden(4))).verdict == "clean"


def test_a_report_that_fails_an_equation_is_to_be_looked_at() -> None:
    draft_status = standing_of(Draft("a", extract(seed(3))))
    assert (draft_status.verdict, draft_status.errors, draft_status.in_review) == ("look", 2, 8)


def test_what_only_reading_is_not_sure_of_is_told_apart() -> None:
    found = Finding("unproved", "warning", Message("未能印证", "not proved"), [], [])
    draft_status = standing_of(Draft("a", golden(4), findings=(found,)))
    assert (draft_status.verdict, draft_status.warnings, draft_status.doubts) == ("unsure", 0, 1)
    remark = Finding("not-a-figure", "warning", Message("填的是“XX”", "says XX"), [], [])
    draft_status = standing_of(Draft("a", golden(4), findings=(found, remark)))
    assert (draft_status.verdict, draft_status.warnings, draft_status.doubts) == ("look", 1, 1)


def test_a_file_that_is_no_report_or_has_no_table_cannot_be_read() -> None:
    assert standing_of(Draft("a", None, "is empty.")).verdict == "unread"
    assert standing_of(Draft("a", extract("没有表格".encode(), "a"))).verdict == "unread"


def test_what_others_say_of_a_report_counts() -> None:
    remark = Finding("handed-in-twice", "warning", Message("又一份", "another"), [], [])
    assert standing_of(Draft("a", golden(4), findings=(remark,))).verdict == "look"


def test_what_is_carried_over_must_be_found_again() -> None:
    now, before = golden(4), golden(4)
    key = "applications.carried_out.total"
    drafts = [of_year(now, 2024)]
    assert now.fields["applications.carried_in.total"].value != 7
    found = compare(drafts, [of_year(before, 2023, {key: 7})])
    assert found.drafts == 1
    (remark,) = [one for one in found.remarks if one.finding.code == "carry-over-broken"]
    assert remark.file == "2024.txt"
    assert remark.finding.severity == "warning"
    assert remark.finding.fields == ["applications.carried_in.total"]
    assert "2023.txt" in remark.finding.message.zh
    assert "2024.txt" in remark.finding.message.en


def test_only_the_year_before_and_the_same_body_are_compared() -> None:
    assert compare([of_year(golden(4), 2024)], [of_year(golden(4), 2022)]).drafts == 0
    assert compare([of_year(golden(4), 2024)], [of_year(golden(2), 2023)]).drafts == 0
    assert past_of("a", changed(golden(4), report=report_info(None, 2024, "2021"))) is None


def test_a_figure_that_two_of_last_years_reports_print_differently_is_not_compared() -> None:
    key = "applications.carried_out.total"
    past = [of_year(golden(4), 2023, {key: value}) for value in (7, 8, 7)]
    codes = [one.finding.code for one in compare([of_year(golden(4), 2024)], past).remarks]
    assert "carry-over-broken" not in codes


def page_of(number: int, language: Any = "zh") -> LexborHTMLParser:
    extraction = extract(seed(number))
    return LexborHTMLParser(
        report_page(Draft(str(seed(number)), extraction), seed(number).read_text("utf-8-sig"), language)
    )


@pytest.mark.parametrize("number", range(5))
def test_every_link_of_a_page_leads_to_an_anchor_that_stands_once(number: int) -> None:
    page = page_of(number)
    anchors = [one.attributes["id"] for one in page.css("[id]")]
    assert len(set(anchors)) == len(anchors)
    links = {str(one.attributes["href"]) for one in page.css("a[href]")} - {"index.html"}
    assert {link.removeprefix("#") for link in links} <= set(anchors)


@pytest.mark.parametrize("number", range(5))
def test_each_figure_leads_to_what_is_printed_and_back(number: int) -> None:
    page, extraction = page_of(number), extract(seed(number))
    for key, field in extraction.fields.items():
        cell = page.css_first(f'td[id="cell-{key}"] a')
        assert cell is not None
        if field.place is None:
            assert "href" not in cell.attributes
            continue
        assert cell.attributes["href"] == f"#{key}"
        mark = page.css_first(f'[id="{key}"]')
        assert mark is not None
        if field.printed is not None:
            assert mark.text() in (field.printed or "␣")


def test_a_failing_equation_is_told_with_its_sides_and_repairs() -> None:
    page = page_of(3)
    told = page.css_first("#n1")
    assert told is not None
    text = " ".join(told.text().split())
    assert "= 3" in text
    assert "= 4" in text
    assert "相差 -1" in text
    assert "1 应为 0" in text
    assert "第 337 行" in text


def test_a_page_has_no_script_and_loads_nothing() -> None:
    page = page_of(3)
    policy = page.css_first("meta[http-equiv]")
    assert policy is not None
    assert "script-src 'none'" in str(policy.attributes["content"])
    assert not page.css("script, img, link, iframe, object, form")
    assert "url(" not in (page.html or "")


def hostile() -> Draft:
    """A report whose every text is hostile."""
    made = extract(seed(3))
    about = SourceInfo(HOSTILE, HOSTILE, made.source.sha256, "text/plain", 1)
    place = Place(0, 0, 3, 1, 1, None, None, None)
    finding = Finding(HOSTILE, "error", Message(HOSTILE, HOSTILE), [HOSTILE], [place])
    report = report_info(HOSTILE, 2020, made.report.form, HOSTILE)
    return Draft(HOSTILE, changed(made, source=about, report=report, findings=[*made.findings, finding]))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_in_a_report_acts_on_its_page(language: Any) -> None:
    html = report_page(hostile(), HOSTILE + seed(3).read_text("utf-8-sig"), language)
    assert "<script" not in html
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", html)


def test_nothing_in_a_report_acts_in_the_index() -> None:
    draft_status = standing_of(hostile())
    roster = call_roll([Expected(HOSTILE, None, 1)], [Handed(HOSTILE, None, None), Handed("b", "某县某局", None)])
    unread = DraftStatus(HOSTILE, None, None, None, 0, 0, 0, 0, "unread", HOSTILE)
    summary = Summary([draft_status, unread], totals_of([draft_status, unread], 1), roster, 0)
    html = index_page(summary, {HOSTILE: "a.html"}, "zh")
    assert "<script" not in html
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", html)


def test_the_same_report_makes_the_same_page() -> None:
    draft, text = Draft("a.txt", extract(seed(3))), seed(3).read_text("utf-8-sig")
    assert report_page(draft, text, "en") == report_page(draft, text, "en")


def test_what_is_hidden_is_made_visible_one_for_one() -> None:
    assert visible("a\x00\u202e\udc80年\tb") == "a\ufffd\ufffd\ufffd年\tb"


def summary() -> Summary:
    rows = [
        DraftStatus("a|b.txt", "海宁市*财政*局", 2025, "2021", 1, 2, 4, 3, "look", None),
        DraftStatus("=cmd.txt", None, None, None, 0, 0, 0, 0, "unread", "is <b>empty</b>."),
    ]
    roster = call_roll([Expected("海宁市民政局", 2025, 4)], [Handed("a|b.txt", "海宁市财政局", 2025)])
    return Summary(rows, totals_of(rows, 1), roster, None)


def test_the_csv_has_a_row_a_report_and_who_is_missing_and_runs_nothing() -> None:
    rows = list(csv.DictReader(io.StringIO(summary_csv(summary(), "en"))))
    assert [(row["file"], row["verdict"]) for row in rows] == [
        ("a|b.txt", "look"),
        ("'=cmd.txt", "unread"),
        ("", "missing"),
    ]
    assert rows[2]["body"] == "海宁市民政局"


def test_in_chinese_the_table_speaks_chinese_and_excel_knows_its_encoding() -> None:
    content = SUMMARIES[".csv"](summary(), "zh")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert [(row["机关"], row["结论"]) for row in rows] == [
        ("海宁市*财政*局", "需核对"),
        ("", "无法读取"),
        ("海宁市民政局", "未报送"),
    ]


def test_the_workbook_has_the_same_rows_and_nothing_that_runs() -> None:
    content = SUMMARIES[".xlsx"](summary(), "zh")
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    heads, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert heads[:4] == ["机关", "年度", "结论", "错误"]
    assert [row[heads.index("文件")] for row in rows] == ["a|b.txt", "'=cmd.txt", None]
    assert rows[2][:3] == ["海宁市民政局", 2025, "未报送"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert content == SUMMARIES[".xlsx"](summary(), "zh")


def test_the_json_says_all_that_is_known() -> None:
    known = json.loads(summary_json(summary(), "zh"))
    assert known["totals"] == {"reports": 2, "clean": 0, "look": 1, "unsure": 0, "unread": 1, "missing": 1}
    assert known["reports"][0]["body"] == "海宁市*财政*局"
    assert known["expected"]["missing"] == [{"name": "海宁市民政局", "year": 2025, "line": 4}]
    assert known["expected"]["not_expected"][0]["file"] == "a|b.txt"


def test_a_name_is_no_markup_in_markdown() -> None:
    text = summary_markdown(summary(), "en")
    assert r"a\|b\.txt" in text
    assert r"海宁市\*财政\*局" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} == {10}
