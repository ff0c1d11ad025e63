"""What body and year rest on: where each is printed, which part says so; and what is open where parts disagree."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract
from extractor.result import Extraction, IdentityEvidence

BODY = "\n一、总体情况\n2022年，我局推进公开。\n二、主动公开政府信息情况\n规章\t0\t0\t0\n六、其他需要报告的事项\n无。\n"
TITLE = "青石县水利局2022年政府信息公开工作年度报告"


def read(text: str, name: str = "unnamed.txt") -> Extraction:
    return extract(text.encode(), name)


def printed_at(text: str, evidence: IdentityEvidence) -> str | None:
    place = evidence.place
    return text[place.start : place.end] if place else None


SOURCES = [
    (TITLE, "", "title"),
    ("青石县\n水 利 局2022年政府信息公开\n工作年度报告", "", "title"),
    ("青石县水利局\n2022年政府信息公开工作年度报告", "", "heading"),
    ("现将青石县水利局2022年政府信息公开工作年度报告公布如下。", "", "announcement"),
    ("本报告由青石县水利局编制，统计期限为2022年1月1日至12月31日。", "", "announcement"),
    ("结合青石县水利局工作实际，编制2022年报告。", "", "prose"),
    ("2022年政府信息公开工作年度报告", "青石县水利局（盖章）\n2023年1月10日\n", "signature"),
    ("首页 > 青石县水利局 > 年报\n来源：青石县水利局\n2022年政府信息公开工作年度报告", "", "publisher"),
]


@pytest.mark.parametrize(("head", "end", "source"), SOURCES)
def test_body_year_and_region_have_a_place_and_a_source(head: str, end: str, source: str) -> None:
    text = head + BODY + end
    report = read(text).report
    evidence = report.evidence
    assert (report.unit, report.year, report.region) == ("青石县水利局", 2022, "青石县")
    assert (evidence.unit.source, evidence.unit.status) == (source, "accepted")
    shown = printed_at(text, evidence.unit)
    assert shown == evidence.unit.printed
    assert "".join((shown or "").split()) == "青石县水利局"
    assert "2022" in (printed_at(text, evidence.year) or "")
    assert evidence.year.source in ("title", "announcement", "period", "prose")
    assert evidence.unit.candidates == evidence.year.candidates == []


def test_a_year_in_chinese_numerals_is_shown_as_it_is_printed() -> None:
    report = read("青石县水利局二〇二二年政府信息公开工作年度报告" + BODY).report
    assert (report.year, report.evidence.year.printed) == (2022, "二〇二二年")


def test_a_title_and_a_signature_of_two_bodies_leave_the_body_open() -> None:
    found = read(TITLE + BODY + "青石县林业局\n2023年1月10日\n")
    assert (found.report.unit, found.report.evidence.unit.status) == (None, "review")
    assert [one.value for one in found.report.evidence.unit.candidates] == ["青石县水利局", "青石县林业局"]
    (finding,) = [one for one in found.findings if one.code == "unit-conflict"]
    assert "青石县水利局" in finding.message.zh
    assert "青石县林业局" in finding.message.en
    assert len(finding.places) == 2


def test_an_office_that_signs_for_its_organ_does_not_contradict_the_title() -> None:
    for title, signed in (("青石县水利局", "青石县水利局办公室"), ("青石县人民政府", "青石县人民政府办公室")):
        text = f"{title}2022年政府信息公开工作年度报告{BODY}{signed}\n2023年1月10日\n"
        assert read(text).report.unit == title


@pytest.mark.parametrize("title", ["青石市邮政管理系统", "青石关区", "全市", "全省税务系统"])
def test_the_report_of_a_whole_system_is_not_its_bureaus(title: str) -> None:
    found = read(f"{title}2022年政府信息公开工作年度报告{BODY}青石市邮政管理局\n2023年1月10日\n")
    assert found.report.unit is None
    assert "unit-conflict" in [one.code for one in found.findings]


def test_a_period_against_the_title_is_a_conflict_that_names_both() -> None:
    found = read(TITLE + "\n本报告统计数据从2023年1月1日至12月31日。" + BODY)
    assert (found.report.year, found.report.evidence.year.status) == (None, "review")
    assert [(one.value, one.source) for one in found.report.evidence.year.candidates] == [
        (2022, "title"),
        (2023, "period"),
    ]
    (finding,) = [one for one in found.findings if one.code == "year-conflict"]
    assert len(finding.places) == 2


def test_a_period_from_december_to_november_is_of_the_year_in_which_it_ends() -> None:
    assert read(TITLE + "\n报告期为2021年12月1日至2022年11月30日。" + BODY).report.year == 2022


@pytest.mark.parametrize(
    "cited",
    [
        "公开发布《青石县水利局2021年政府信息公开工作年度报告》。",
        "1月，按时发布2021年度政府信息公开工作年度报告，接受社会监督。",
        "2021年政府信息公开工作年度报告已于1月底公布。",
        "在网站公布了青石县林业局2021年政府信息公开工作年度报告。",
    ],
)
def test_a_report_that_the_prose_cites_gives_neither_body_nor_year(cited: str) -> None:
    report = read(BODY.replace("公开。\n", f"公开。{cited}\n", 1).lstrip()).report
    assert (report.unit, report.year) == (None, 2022)


def test_two_reports_in_one_file_leave_the_body_open() -> None:
    other = TITLE.replace("水利", "林业")
    assert read(f"{TITLE}{BODY}{other}{BODY}").report.unit is None
    assert read(f"{TITLE}{BODY}下一篇：{other}\n").report.unit == "青石县水利局"


def test_a_files_name_is_a_candidate_and_decides_nothing() -> None:
    report = read("2022年政府信息公开工作年度报告" + BODY, f"{TITLE}.txt").report
    assert report.unit is None
    (candidate,) = report.evidence.unit.candidates
    assert (candidate.value, candidate.source, candidate.place) == ("青石县水利局", "file-name", None)
