"""Documents of other kinds are said to be so, and no figure of a form is read in them."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract
from extractor.result import Extraction

STATISTICS = """青宿市人民政府2016年政府信息公开工作年度报告
二、主动公开政府信息情况
全年主动公开政府信息123456条。
附表
政府信息公开情况统计表
统 计 指 标 | 单位 | 统计数 |
（一）主动公开政府信息数 | 条 | 123456 |
制发规范性文件总数 | 件 | 652 |
（一）收到申请数 | 件 | 845 |
（二）申请办结数 | 件 | 840 |
1.属于已主动公开范围数 | 件 | 301 |
四、行政复议数量 | 件 | 12 |
（三）其他情形数 | 件 | 1 |
"""
SCHOOL = """青石大学2021-2022学年信息公开工作报告
根据《高等学校信息公开办法》编制。
三、依申请公开和不予公开情况
本学年收到信息公开申请3件。行政复议0件，行政诉讼0件。
附：高校信息公开事项清单
1 | 基本信息 | 规章制度 | http://a
2 | 招生考试信息 | 招生章程 | http://b
合计 | 其他 | 总计 |
"""
PROSE = """青石县2015年政府信息公开工作年度报告
一、主要任务落实情况
三、依申请公开办理情况
2015年共受理政府信息公开申请512件。
四、复议、申诉、诉讼情况
行政复议7件，行政诉讼3件。
五、咨询处理情况
"""
EARLY = (
    "青石县2018年政府信息公开工作年度报告\n一、概述\n全年受理申请5件，其他2件，总计7件。行政复议7件，行政诉讼3件。\n"
)
TERM = "青石学院2022-2023学年信息公开工作年度报告\n一、概述\n规章 3 件，其他2件，总计7件。行政复议7件。\n"
BUDGET = "青石县水利局2022年部门预算\n一般公共预算拨款 100 万元\n公务接待费 3\n政府集中采购 5\n三公经费 8\n"


def only_finding(found: Extraction) -> str:
    assert (found.report.form, found.fields) == (None, {})
    (finding,) = found.findings
    assert finding.code == "unsupported-form"
    return finding.message.zh


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (STATISTICS, "统计表"),
        (SCHOOL, "学年"),
        (PROSE, "以文字叙述"),
        (EARLY, "2018 年度"),
        (TERM, "学年"),
        (BUDGET, "预算"),
    ],
)
def test_what_is_no_report_of_a_form_is_told_by_what_it_seems_to_be(text: str, says: str) -> None:
    assert says in only_finding(extract(text.encode(), "unnamed.txt"))


def test_a_universitys_report_with_the_tables_of_the_form_is_read() -> None:
    table = "\n".join(f"{label}\t3\t0\t9" for label in ("规章", "行政规范性文件"))
    rest = "行政许可\t5\n行政处罚\t6\n行政强制\t7\n行政事业性收费\t8\n"
    header = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
    head = "青石大学2022年信息公开工作年度报告\n一、总体情况\n招生考试信息、学年、师生员工。\n"
    text = f"{head}二、主动公开政府信息情况\n{header}{table}\n{rest}"
    assert extract(text.encode(), "unnamed.txt").report.form == "2021"


def test_the_attachments_in_which_missing_tables_may_be_are_named() -> None:
    text = (
        "青石县水利局2023年政府信息公开工作年度报告\n一、总体情况\n2023年，予以公开9件。\n二、主动公开政府信息情况\n（详见附件1）\n"
        "三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n附件：1.主动公开情况表.xlsx\n"
    )
    found = extract(text.encode(), "unnamed.txt")
    (finding,) = [one for one in found.findings if one.code == "tables-attached"]
    assert "主动公开情况表.xlsx" in finding.message.zh
    place = finding.places[0]
    assert text[place.start : place.end] == "详见附件1"
