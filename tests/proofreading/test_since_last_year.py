"""A draft's prose against last year's report: growth that last year's figures do not bear out, words that stay."""

from __future__ import annotations

import pytest

from extractor.forms import load_forms
from extractor.proofreading import Draft, ReportOn, compare_with_last_year

FORM = next(form for form in load_forms() if form.id == "2021")
OVERVIEW = (
    "(一)主动公开。全年通过门户网站公开政府信息320条,其中政策文件42条、工作动态278条,回应群众关切16次。",
    "(二)依申请公开。全年收到政府信息公开申请{new}件{change},均按时答复,没有发生因答复不当引起的投诉举报。",
    "(三)监督保障。全局召开政务公开专题会议2次,组织业务培训3次,对所属单位开展检查并逐一反馈存在的问题。",
)


def draft(
    year: int,
    new: int,
    change: str = "",
    last: str = "加强业务学习,完善工作机制,把公开要求落实到公文办理的全过程,确保公开及时、准确、全面。",
) -> Draft:
    lines = ["一、总体情况", *OVERVIEW, "五、存在的主要问题及改进情况", f"{year}年,{last}"]
    text = "\n".join(lines).format(new=new, change=change)
    values = dict.fromkeys(FORM.columns, 0) | {"applications.new.total": new}
    return Draft(text, [(0, len(text))], FORM, ReportOn("清汀县教育局", year, values, {}))


def codes(now: Draft, before: Draft) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in compare_with_last_year(now, before)]


@pytest.mark.parametrize("change", [",同比增长20%", ",比上年增加4件", ",较去年增长两成"])
def test_growth_that_last_years_figure_bears_out_is_let_alone(change: str) -> None:
    assert ("change-differs", "warning") not in codes(draft(2024, 24, change), draft(2023, 20))


@pytest.mark.parametrize("change", [",同比增长35%", ",比上年增加9件", ",同比下降20%"])
def test_growth_that_last_years_figure_does_not_bear_out_is_found(change: str) -> None:
    told = compare_with_last_year(draft(2024, 24, change), draft(2023, 20))
    [found] = [one for one in told if one.code == "change-differs"]
    assert (found.code, found.fields) == ("change-differs", ("applications.new.total",))
    assert "上年报告为 20，本年 24" in found.zh


def test_a_paragraph_that_stays_is_a_remark() -> None:
    now = draft(
        2024, 24, last="针对解读形式单一的问题,我局改版了网站专栏,制作图解12篇,今年将继续推进政策解读的规范化工作。"
    )
    assert set(codes(now, draft(2023, 20))) == {("text-repeated", "info")}


def test_words_that_mostly_stay_are_a_warning_and_their_figures_are_named() -> None:
    found = compare_with_last_year(draft(2024, 20), draft(2023, 20))
    assert {(one.code, one.severity) for one in found} == {("text-repeated", "warning")}
    assert "320、42、278、16" in found[0].zh
    assert "只字未改" in found[-1].zh
