"""A body's name is whole and nothing else: no words of a menu, no end of a longer name, nothing of what follows."""

from __future__ import annotations

import pytest

from tests.identity.saying import PROSE, identified

MENU = "首页\n要闻动态\n政务服务\n互动交流\n法规\n规章\n行政规范性文件\n政府信息公开年报\n"


@pytest.mark.parametrize(
    "page",
    [
        MENU + "首页\n要态闻动  青山县教育局2025年度政府信\n政开务公  息公开工作报告\n",
        MENU + "依据第五十条规定，现\n互动交公布青山县教育局2025年政府信息公开工作年度报告。\n",
        MENU + "依据第五十条规定，现公布青山县\n行政规范教育局2025年政府信息公开工作年度报告。\n",
        MENU + "依据第五十条规定，现公布青山县\n政务服务 教育局2025年政府信息公开工作年度报告。\n",
        MENU + "依据第五十条规定，现将有关情况予以说明，并公布青山县教\n育局2025年政府信息公开工作年度报告。\n",
        MENU,
    ],
)
def test_words_of_a_menu_beside_the_text_are_in_no_name(page: str) -> None:
    assert identified(page + PROSE).unit in (None, "青山县教育局")


def test_a_page_on_one_line_has_its_title_in_a_cell_of_its_own() -> None:
    said = "2025年，我局坚持以公开为常态、不公开为例外，围绕中心工作推进决策、执行、管理、服务和结果公开。" * 8
    page = f"| 首页 政务公开 规章 | 青山县财政局关于2025年政府信息公开工作年度报告 一、总体情况 {said} 二、主动公开 |\n"
    found = identified(page + PROSE)
    assert (found.unit, found.year) == ("青山县财政局", 2025)


def test_a_menu_that_runs_into_the_preface_contradicts_no_title() -> None:
    page = (
        "首页\n政务服务\n互动交流\n"
        "首页      青石市人民政府2025年政府信息公开工作年度报告\n"
        "法规      根据《条例》第五十条规定，现公布青石市\n"
        "政务服务  人民政府2025年政府信息公开工作年度报告。\n"
    )
    assert identified(page + PROSE).unit == "青石市人民政府"


def test_the_end_of_a_name_that_a_line_breaks_is_no_name() -> None:
    page = "依据第五十条规定，现公布青山县住房和\n城乡建设局2025年政府信息公开工作年度报告。\n"
    assert identified(page + PROSE).unit == "青山县住房和城乡建设局"


def test_a_street_that_names_itself_in_its_title_keeps_its_name() -> None:
    assert identified("柳林街道办事处2025年政府信息公开工作年度报告" + PROSE).unit == "柳林街道办事处"


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("生态环境局2025年政府信息公开工作年度报告", "青山县生态环境局"),
        ("互动版青山县生态环境局2025年政府信息公开工作年度报告", "青山县生态环境局"),
        ("青山县水利局2025年政府信息公开工作年度报告", "青山县水利局"),
        ("临海县生态环境局2025年政府信息公开工作年度报告", "临海县生态环境局"),
    ],
)
def test_the_box_of_particulars_completes_a_name_and_never_replaces_one(title: str, unit: str) -> None:
    box = "索引号 6122/2026-2656 发布机构 青山县生态环境局\n发布日期 2026-01-27\n"
    assert identified(box + title + PROSE).unit == unit


def test_the_publisher_is_the_body_where_the_text_speaks_as_one_of_its_kind() -> None:
    box = MENU + "索引号 6122 发布机构 青山县教育局 发布日期 2026-01-27\n"
    fused = "要态闻动  青山县教育局2025年度政府信\n政开务公  息公开工作报告\n"
    assert identified(box + fused + PROSE).unit == "青山县教育局"
    plan = "按照《青山县教育局2025年政府信息公开工作要点》落实。\n"
    assert identified(box + "政府信息公开工作报告\n" + plan + PROSE).unit == "青山县教育局"
    assert identified(box + "政府信息公开工作报告\n" + PROSE.replace("我局", "我委")).unit is None
    assert identified(box + "政府信息公开工作报告\n" + PROSE.replace("我局", "全县")).unit is None
    others = box.replace("教育局", "大数据局")
    assert identified(others + "政府信息公开工作报告\n" + PROSE).unit is None
    assert (
        identified(box + "要态闻动  青山县教育局所属青山中学2025年度政府信\n息公开报告\n" + PROSE).unit
        != "青山县教育局"
    )


def test_a_county_that_received_nothing_is_not_called_so() -> None:
    page = "青山县人民政府\n2020年政府信息公开工作年度报告\n一、总体情况\n2020年，全县未收到政府信息公开申请。\n"
    assert identified(page).unit == "青山县人民政府"


@pytest.mark.parametrize("unit", ["青山县", "青山县人民政府", "柳林镇", "青山县柳林镇"])
def test_the_government_of_a_place_is_named_with_or_without_its_word(unit: str) -> None:
    found = identified(f"{unit}政府信息公开工作年度报告(2020年){PROSE}")
    assert found.unit in (unit, f"{unit}政府")
