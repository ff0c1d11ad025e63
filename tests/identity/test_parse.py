"""A name is parsed into place and organ, with what is known of both; what stands around it in letters is none of it."""

from __future__ import annotations

import pytest

from extractor.identity.organs import unknown_parts
from extractor.identity.parse import DOUBTFUL, FORMED, KNOWN, PLACELESS, name_ending, parse, place_at

NAMES = [
    ("威海市文登区信访局", "威海市文登区", KNOWN),
    ("威海市文登区审计局", "威海市文登区", KNOWN),
    ("天津市北辰区佳荣里街", "天津市北辰区", KNOWN),
    ("海宁市公共资源交易平台服务中心", "海宁市", KNOWN),
    ("海宁市测绘地理信息局", "海宁市", KNOWN),
    ("海宁市经济信息委员会", "海宁市", KNOWN),
    ("海宁市金沙街道办事处", "海宁市", KNOWN),
    ("上海市公安局徐汇分局", "上海市", KNOWN),
    ("中国气象局", "", KNOWN),
    ("国务院国有资产监督管理委员会", "", KNOWN),
    ("青石县林业局", "青石县", FORMED),
    ("青石县茶产业发展中心", "青石县", FORMED),
    ("国家税务总局青石县税务局", "青石县", FORMED),
    ("国家统计局青石调查队", "", FORMED),
    ("中华人民共和国青石海关", "", FORMED),
    ("新疆生产建设兵团第九十师红柳市", "红柳市", FORMED),
    ("中国(青岚湾)自由贸易试验区东港新片区管理委员会", "", FORMED),
    ("苏州工业园区管理委员会", "", FORMED),
    ("上海海关", "", FORMED),
    ("长春净月高新技术产业开发区管理委员会", "", FORMED),
    ("甲和市财政局", "甲和市", FORMED),
    ("安和自治县自然资源局", "安和自治县", FORMED),
    ("青石师范大学", "", FORMED),
    ("教育部", "", FORMED),
    ("青石县林业局、青石县草原局", "青石县", FORMED),
    ("皇冠街道", "", PLACELESS),
    ("县水利局", "", PLACELESS),
    ("市场监督管理局", "", PLACELESS),
    ("经济技术开发区管理委员会", "", PLACELESS),
    ("雅博体育中心", "", DOUBTFUL),
]


@pytest.mark.parametrize(("text", "place", "rank"), NAMES)
def test_a_name_has_a_place_and_is_known_as_far_as_its_words_are(text: str, place: str, rank: int) -> None:
    name = parse(text)
    assert name is not None
    assert (name.text, name.place, name.rank) == (text, place, rank)


@pytest.mark.parametrize(
    "text",
    [
        "我局",
        "我县政府",
        "该局",
        "全市",
        "澳门威尼斯人娱乐中心",
        "真人百家乐集团",
        "某某文库中心",
        "青山县行政规范教育局",
        "盐池县人民政府盐池县卫生健康局",
        "互动版青山县生态环境局",
        "青石县水利局)",
        "日期2026-01-27生态环境局",
        "年报云岭州市场监督管理局",
        "中国政府网",
        "",
    ],
)
def test_pronouns_menus_advertising_and_two_names_in_one_are_no_name(text: str) -> None:
    assert parse(text) is None


LETTERS = [
    ("结合来宾市卫生健康委员会", "来宾市卫生健康委员会"),
    ("关于报送青石县林业局", "青石县林业局"),
    ("现将青石县林业局", "青石县林业局"),
    ("由沛县教育局", "沛县教育局"),
    ("审核并转发青石县林业局", "青石县林业局"),
    ("将乐县水利局", "将乐县水利局"),
    ("本溪市教育局", "本溪市教育局"),
    ("全椒县教育局", "全椒县教育局"),
    ("经济和信息化局", "经济和信息化局"),
    ("自然资源局", "自然资源局"),
    ("和平县茶产业发展中心", "和平县茶产业发展中心"),
]


@pytest.mark.parametrize(("text", "name"), LETTERS)
def test_verbs_and_prepositions_before_a_name_are_no_part_of_it(text: str, name: str) -> None:
    found = name_ending(text)
    assert found is not None
    assert (found.name.text, found.is_clean) == (name, True)


def test_a_name_behind_words_of_no_known_kind_is_not_clean() -> None:
    found = name_ending("首页机构概况海宁市政府")
    assert found is not None
    assert (found.name.text, found.is_clean) == ("海宁市政府", False)


def test_places_are_read_from_the_outside_in() -> None:
    assert place_at("新疆维吾尔自治区阿克苏地区沙雅县公安局").place == "新疆维吾尔自治区阿克苏地区沙雅县"
    assert place_at("济南市市中区人民政府") == ("济南市市中区", True, 6)
    assert place_at("青石县城市管理局") == ("青石县", False, 3)
    assert place_at("县城市建设公司").place == ""


def test_the_longest_known_words_of_an_organ_are_taken() -> None:
    assert unknown_parts("测绘地理信息局") == []
    assert unknown_parts("第十三人民医院") == []
    assert unknown_parts("公安局徐汇分局") == ["徐汇"]
    assert unknown_parts("茶农信用社务局") == ["茶农", "务"]


@pytest.mark.parametrize("rest", ["和城乡建设局", "场监督管理局", "与信息化局", "及国土资源局"])
def test_the_rest_of_a_name_that_a_line_cut_is_no_name(rest: str) -> None:
    assert parse(rest) is None


@pytest.mark.parametrize("name", ["和平区城乡建设局", "和平镇人民政府", "和县林业局", "青山海事局", "省林业局"])
def test_a_name_that_begins_as_such_a_rest_does_is_one(name: str) -> None:
    assert parse(name) is not None
