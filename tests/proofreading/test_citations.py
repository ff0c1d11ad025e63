"""What a misnamed law is called: by the name that begins alike, whatever the order in which names are known."""

from __future__ import annotations

import pytest

from extractor.forms import load_forms
from extractor.proofreading import Draft, ReportOn
from extractor.proofreading.citations import check_citations

FORM = next(form for form in load_forms() if form.id == "2021")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("《中华人民共和国政府信息公开法》", "《中华人民共和国政府信息公开条例》"),
        ("《政府信息公开条列》", "《政府信息公开条例》"),
    ],
)
def test_a_name_is_mended_by_the_one_that_begins_alike(wrong: str, right: str) -> None:
    text = f"根据{wrong}规定，现公布年度报告。\n"
    draft = Draft(text, [(0, len(text))], FORM, ReportOn("甲县教育局", 2024, {}, {}))
    [found] = check_citations(draft)
    assert found.mends is not None
    assert found.mends[1] == right


@pytest.mark.parametrize(
    ("unit", "said", "codes"),
    [
        ("甲县教育局", "本报告依据《中华人民共和国政府信息公开条例》第四十条编制。", ["article-wrong"]),
        ("甲街道办事处", "本年度报告依据《中华人民共和国政府信息公开条例》第五十五条编制。", ["article-wrong"]),
        ("甲市第一中学", "本年度报告依据《中华人民共和国政府信息公开条例》第五十五条编制。", []),
        ("甲县教育局", "本报告依据《中华人民共和国政府信息公开条例》第五十条编制。", []),
    ],
)
def test_an_organ_s_report_is_made_under_the_articles_on_reports(unit: str, said: str, codes: list[str]) -> None:
    text = f"{said}\n"
    draft = Draft(text, [(0, len(text))], FORM, ReportOn(unit, 2024, {}, {}))
    assert [one.code for one in check_citations(draft)] == codes
