"""Unit, year and region, as reports state them in titles, first sentences and signatures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.identity.parse import region_of
from extractor.sources import open_source
from tests.identity.saying import PROSE, Identified, identified, read
from tests.quadratic import not_quadratic

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_the_seeds_are_identified_as_their_gold_says(path: Path) -> None:
    gold = json.loads((path.parent / "gold" / f"{path.stem}.json").read_text("utf-8"))
    found = read(open_source(path))
    assert (found.unit, found.year) == (gold["unit"], gold["year"])
    assert found.region == gold["unit"][:3]


NAMED = "盐池县卫生健康局"
TITLES = [
    "盐池县卫生健康局2020年政府信息公开工作年度报告",
    "盐池县卫生健康局 2020 年 政府信息公开工作年度的报告",
    "盐 池 县 卫 生 健 康 局 2 0 2 0 年 政 府 信 息 公 开 工 作 年 度 报 告",
    "盐池县卫生健康局２０２０年度政府信息公开工作报告",
    "盐池县卫生健康局2020年度政府信息公开年报",
    "盐池县卫生健康局2020政府信息公开工作年度报告",
    "盐池县卫生健康局二〇二〇年政府信息公开工作年度报告",
    "盐池县卫生健康局二○二○年政府信息公开工作年度报告",
    "盐池县卫生健康局二零二零年度政府信息公开工作年度报告",
    "2020年盐池县卫生健康局政府信息公开工作年度报告",
    "2020年度盐池县卫生健康局信息公开工作总结",
    "（2020年度）盐池县卫生健康局政府信息公开工作年度报告",
    "盐池县卫生健康局政府信息公开工作年度报告（2020年）",
    "盐池县卫生健康局政府信息公开工作年度报告（2020年度）",
    "盐池县卫生健康局政府信息公开年度报告2020年",
    "盐池县卫生健康局政府信息公开2020年度报告",
    "盐池县卫生健康局政府信息公开工作2020年年度报告",
    "盐池县卫生健康局关于2020年政府信息公开工作情况的报告",
    "关于盐池县卫生健康局2020年政府信息公开工作年度报告的公告",
    "盐池县卫生健康局关于发布《2020年政府信息公开工作年度报告》",
    "盐池县卫生健康局2020年政务公开工作年度报告",
    "盐池县卫生健康局2020年政府信息公开工作情况总结报告",
    "盐池县卫生健康局2020年信息公开工作\n年度报告",
    "盐池县卫生健康局\n2020年政府信息公开工作年度报告",
    "盐池县卫生健康局\n\n2020年\n政府信息公开工作年度报告",
    "2020年度\n盐池县卫生健康局\n政府信息公开工作年度报告",
    "盐池县卫生健康局\n政府信息公开工作年度报告\n（2020年度）",
    "盐池县卫生\n健康局2020年政府信息\n公开工作年度报告",
    "# 盐池县卫生健康局2020年政府信息公开工作年度报告",
    "**盐池县卫生健康局2020年政府信息公开工作年度报告**",
    '">盐池县卫生健康局2020年政府信息公开工作年度报告',
    "附件1：盐池县卫生健康局2020年政府信息公开工作年度报告",
    "【年度报告】盐池县卫生健康局2020年政府信息公开工作年度报告",
    "标题：盐池县卫生健康局2020年政府信息公开工作年度报告",
    "首页 > 政府信息公开 > 年报 > 盐池县卫生健康局2020年政府信息公开工作年度报告",
    "盐池县卫生健康局2020年政府信息公开工作年度报告_盐池县人民政府",
    "盐池县卫生健康局2020年政府信息公开工作年度报告 - 某某文库",
    "盐池县卫生健康局2020年政府信息公开工作年度报告丨盐池县人民政府门户网站",
    "标 题 | 盐池县卫生健康局2020年政府信息公开工作年度报告 | 索引号 | 640323/2021-00012",
    "鹽池縣衛生健康局2020年政府信息公開工作年度報告",
    "盐池县卫生健康局2020年政府信息公開項(xiàng)目\n盐池县卫生健康局2020年政府信息公开工作年度报告",
    "盐池县卫生健康局2020年政府信息公开工作年度报告 发布时间：2021-01-20 来源：县政府办",
    "盐池县卫生健康局2020年政府信息公开工作年度报告\n2021年1月20日",
    "首页\n政务公开\n机构职能\n盐池县人民政府\n盐池县卫生健康局2020年政府信息公开工作年度报告\n字号：大 中 小",
    "盐池县卫生健康局2020年政府信息公开工作年度报告\n根据国办公开办函〔2021〕30号要求，编制本报告。",
    "根据《中华人民共和国政府信息公开条例》要求，现发布《盐池县卫生健康局2020年政府信息公开工作年度报告》。",
    "盐池县卫生健康局2020年政府信息公开工作年度报告 根据《中华人民共和国政府信息公开条例》的规定，制作本报告。",
    "上一篇：盐池县教育局2020年政府信息公开工作年度报告\n盐池县卫生健康局2020年政府信息公开工作年度报告",
]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("before", ["", "\n\n"])
def test_a_title_states_unit_and_year(title: str, before: str) -> None:
    assert identified(before + title + PROSE) == Identified(NAMED, 2020, "盐池县")


UNITS = [
    ("海宁市卫健委", "海宁市"),
    ("海宁市", "海宁市"),
    ("海宁市人民政府", "海宁市"),
    ("海宁市人民政府办公室", "海宁市"),
    ("海宁市经济和信息化局", "海宁市"),
    ("海宁市市场监督管理局", "海宁市"),
    ("海宁市综合行政执法局（海宁市城市管理局）", "海宁市"),
    ("中共海宁市委机构编制委员会办公室", "海宁市"),
    ("浙江省嘉兴市海宁市硖石街道办事处", "浙江省嘉兴市海宁市"),
    ("国家税务总局海宁市税务局", "海宁市"),
    ("上海市公安局徐汇分局", "上海市"),
    ("北京市海淀区教育委员会", "北京市海淀区"),
    ("恩施土家族苗族自治州人民政府", "恩施土家族苗族自治州"),
    ("新疆维吾尔自治区阿克苏地区沙雅县公安局", "新疆维吾尔自治区阿克苏地区沙雅县"),
    ("内蒙古自治区锡林郭勒盟多伦县教育局", "内蒙古自治区锡林郭勒盟多伦县"),
    ("济南市市中区人民政府", "济南市市中区"),
    ("常德市津市市民政局", "常德市津市市"),
    ("晋城市城区司法局", "晋城市城区"),
    ("柳州市鱼峰区教育局", "柳州市鱼峰区"),
    ("沛县教育局", "沛县"),
    ("乾县人民政府", "乾县"),
    ("苏州工业园区管理委员会", None),
    ("宁波市高新区管委会", "宁波市"),
    ("市场监督管理局", None),
    ("市卫健委", None),
    ("花桥镇人民政府", None),
]


@pytest.mark.parametrize(("unit", "region"), UNITS)
def test_bodies_of_all_kinds_are_named_with_their_region(unit: str, region: str | None) -> None:
    name = unit.replace("（", "(").replace("）", ")")
    assert region_of(name) == region
    text = f"{unit}2023年政府信息公开工作年度报告\n一、总体情况\n2023年，主动公开信息26条。"
    assert identified(text) == Identified(name, 2023, region)


SENTENCES = [
    "2020年，盐池县卫生健康局严格落实《中华人民共和国政府信息公开条例》，扎实推进。",
    "2020年以来，盐池县卫生健康局认真贯彻落实上级要求。",
    "2020年，在县委、县政府的坚强领导下，盐池县卫生健康局深入贯彻《条例》。",
    "本报告由盐池县卫生健康局编制，所列数据的统计期限为2020年1月1日起至2020年12月31日止。",
    "本报告由盐池县卫生健康局办公室负责编制，数据从2020年1月1日至12月31日。",
    "本报告数据截至2020年12月31日。如有疑问，请与盐池县卫生健康局办公室联系（地址：盐州北路）。",
    "盐池县卫生健康局按照《条例》要求，现公布2020年工作情况，数据自2020 年 1 月 1 日至 2020 年 12 月 31 日。",
]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("title", ["", "政府信息公开工作年度报告\n", "2020年政府信息公开工作年度报告\n", "目录\n"])
def test_without_a_name_in_the_title_the_first_sentences_state_it(sentence: str, title: str) -> None:
    assert identified(title + sentence + PROSE) == Identified(NAMED, 2020, "盐池县")


CITED = [
    "根据《条例》第五十条，现公布盐池县卫生健康局2020年政府信息公开工作年度报告。报告包括六个部分。",
    "按照有关要求，现将盐池县卫生健康局2020年度政府信息公开工作报告如下。",
    "特向社会公布2020年盐池县卫生健康局政府信息公开工作年度报告。本报告由五个部分组成。",
    "根據(jù)《條例》，特向社會(huì)公布2020年鹽池縣衛(wèi)生健康局政府信息公開工作年度報(bào)告。",
]


@pytest.mark.parametrize("cited", CITED)
@pytest.mark.parametrize(
    "title", ["", "盐池县人民政府\n2020年政府信息公开工作年度报告\n", "信息公开年报\n", "一、总体情况 "]
)
def test_a_title_cited_in_the_first_sentences_states_unit_and_year(cited: str, title: str) -> None:
    assert identified(title + cited + PROSE) == Identified(NAMED, 2020, "盐池县")


def test_the_line_of_the_title_stands_before_titles_that_the_text_cites() -> None:
    cited = "整改《盐池县教育局2019年政府信息公开工作年度报告》所列问题。"
    found = identified("盐池县卫健局2020年政府信息公开工作年度报告\n" + cited + PROSE)
    assert found == Identified("盐池县卫健局", 2020, "盐池县")


@pytest.mark.parametrize("unit", ["河东街道", "河东街道办事处", "柳林镇", "柳林镇人民政府"])
def test_a_town_or_street_is_named_without_its_region(unit: str) -> None:
    prose = f"\n一、总体情况\n2019年，{unit}高度重视政府信息公开工作。{unit}主动公开信息6条。"
    assert identified("根据《条例》，制作本报告。" + prose) == Identified(unit, 2019, None)
    assert identified(f"2019年{unit}\n政府信息公开工作年度报告" + PROSE) == Identified(unit, 2019, None)


def test_a_town_that_the_prose_speaks_of_is_named_as_its_government_above_the_title() -> None:
    for body, town in (("衢州市柯城区石梁镇人民政府", "石梁镇"), ("仁怀市茅台镇人民政府", "茅台镇")):
        text = f"{body}\n2022年政府信息公开工作年度报告\n一、总体情况\n2022年，{town}认真贯彻落实。\n"
        assert identified(text).unit == body


def test_a_street_is_named_as_the_office_of_the_government_above_it() -> None:
    body = "德清县人民政府阜溪街道办事处"
    prose = "\n一、总体情况\n2024年，阜溪街道主动公开信息6条。\n"
    assert identified(f"阜溪街道2024年政府信息公开工作年度报告{prose}{body}\n2025年1月20日\n").unit == body
    other = f"阜溪街道2024年政府信息公开工作年度报告{prose}德清县人民政府武康街道办事处\n2025年1月20日\n"
    assert identified(other).unit is None


def test_one_body_under_a_shorter_and_a_longer_name_is_one() -> None:
    text = "河东街道2019年政府信息公开年度报告\n河东街道办事处2019年\n政府信息公开工作年度报告"
    assert identified(text + PROSE) == Identified("河东街道", 2019, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "市统计局认真贯彻落实《条例》。",
        "现公布我局2022年政府信息公开工作年度报告。",
        "2022年，全镇认真贯彻。全镇",
        "在海宁市委的领导下，2022年主动公开信息3条。",
        "2022年，海宁市认真贯彻落实《条例》。",
    ],
)
def test_names_that_are_no_bodys_own_are_not_taken_from_sentences(sentence: str) -> None:
    assert identified(sentence + "\n一、总体情况\n2022年，主动公开信息20条。2022年度培训2次。") == Identified(
        None, 2022, None
    )


@pytest.mark.parametrize(
    "end",
    [
        "盐池县卫生健康局\n2021年1月20日\n",
        "盐池县卫生健康局　2021年1月20日",
        "盐池县卫生健康局\n\n二〇二一年一月二十日",
    ],
)
def test_a_signature_names_the_unit_and_its_date_is_not_the_year(end: str) -> None:
    found = identified("2020年政府信息公开工作年度报告" + PROSE + "六、其他需要报告的事项\n无。\n" + end)
    assert found == Identified(NAMED, 2020, "盐池县")
    found = identified("政府信息公开工作年度报告" + PROSE + "无。\n" + end)
    assert found == Identified(NAMED, None, "盐池县")


def test_damaged_dates_are_no_years() -> None:
    assert identified("盐池县卫生健康局202020年政府信息公开工作年度报告" + PROSE) == Identified(NAMED, None, "盐池县")
    assert identified("盐池县卫生健康局政府信息公开年报\n数据自202011日至20201231日。" + PROSE).year == 2020
    assert identified("盐池县卫生健康局政府信息公开年报\n数据自20251月1日至12月31日。" + PROSE).year == 2025
    assert identified("盐池县卫生健康局政府信息公开年报\n数据自2020年1月1日至2021年12月31日。" + PROSE).year is None
    assert identified("盐池县卫生健康局1999年政府信息公开工作年度报告" + PROSE).year is None


def test_citations_and_dates_of_publication_are_no_years() -> None:
    text = (
        "盐池县卫生健康局政府信息公开工作年度报告\n发布时间：2022-01-20\n发布日期：2022年1月20日\n"
        "根据（国办公开办函〔2021〕30号）和2019年5月15日施行的《条例》，编制本报告。"
    )
    assert identified(text + PROSE) == Identified(NAMED, None, "盐池县")


def test_a_period_of_another_year_than_the_titles_leaves_the_year_open() -> None:
    title = "盐池县卫生健康局2021年政府信息公开工作年度报告\n"
    old_period = "数据自2020年1月1日至2020年12月31日。"
    now = "2021年，我局主动公开信息。2021年全年受理申请3件。2021年度举办培训2次。"
    assert identified(f"{title}{old_period}\n一、总体情况\n{now}").year is None
    assert identified(f"{title}一、总体情况\n{now}").year == 2021


def test_prose_that_speaks_of_another_year_alone_leaves_the_year_open() -> None:
    title = "盐池县卫生健康局2021年政府信息公开工作年度报告\n"
    before = "2020年，我局主动公开信息。2020年全年受理申请3件。"
    assert identified(f"{title}一、总体情况\n{before}").year is None
    assert identified(f"{title}一、总体情况\n与2020年相比，申请增加。").year == 2021
    assert identified(f"{title}一、总体情况\n{before}2021年，我局公开信息3条。").year == 2021


def test_a_list_of_other_years_leaves_the_year_to_the_text() -> None:
    years = "".join(f"盐池县卫生健康局{year}年政府信息公开工作年度报告\n" for year in (2019, 2020, 2021))
    assert identified(years + "一、总体情况\n2020年，我局主动公开信息。") == Identified(NAMED, 2020, "盐池县")
    assert identified(years + PROSE).year is None


def test_a_list_of_other_bodies_leaves_the_unit_to_the_text() -> None:
    titles = "".join(f"盐池县{body}2020年政府信息公开工作年度报告\n" for body in ("教育局", "卫生健康局", "民政局"))
    assert identified(titles + PROSE).unit is None
    said = "一、总体情况\n2020年，盐池县卫生健康局认真落实。"
    assert identified(titles + said).unit == NAMED


@pytest.mark.parametrize(
    "advertised",
    [
        "pg电子官网2020年政府信息公开工作年度报告",
        "澳门威尼斯人娱乐中心2020年政府信息公开工作年度报告",
        "真人百家乐集团2020年政府信息公开工作年度报告",
        "某某文库中心2020年政府信息公开工作年度报告",
        "88体育下载2020年政府信息公开工作年度报告",
    ],
)
def test_advertising_is_no_unit(advertised: str) -> None:
    assert identified(advertised + PROSE) == Identified(None, 2020, None)
    said = "\n一、总体情况\n2020年，盐池县卫生健康局认真落实《条例》。"
    assert identified(advertised + said).unit == NAMED


@pytest.mark.parametrize("site", ["海宁市人民政府", "中国政府网", "部门街道", "首页机构概况海宁市政府", "盐池县教育局"])
def test_a_line_above_the_title_is_no_unit_where_the_text_names_another(site: str) -> None:
    title = f"{site}\n2020年政府信息公开工作年度报告\n"
    assert identified(title + "2020年，盐池县卫生健康局认真落实《条例》。" + PROSE).unit == NAMED


def test_a_sites_name_above_the_title_is_no_unit_where_the_text_speaks_as_another_kind_of_body() -> None:
    assert identified("海宁市人民政府\n2020年政府信息公开工作年度报告" + PROSE).unit is None
    assert identified("部门街道\n2020年政府信息公开工作年度报告\n一、总体情况\n主动公开信息3条。").unit is None


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "规章\t0\t0\t0\n",
        "国家税务总局\n关于印发通知",
        "《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）",
        "二、主动公开政府信息情况\n下一步，2021年我局将继续努力。",
        "首页\n政府信息公开指南\n政府信息公开年报\n法定主动公开内容",
        "2021年，全市认真贯彻落实。\n" + PROSE,
    ],
)
def test_what_the_text_does_not_say_is_not_known(text: str) -> None:
    found = identified(text)
    assert found.unit is None
    assert found.region is None


def test_a_text_without_a_report_has_no_year() -> None:
    assert identified("会议通知：请于2021年参加。").year is None
    assert identified("二、主动公开政府信息情况\n规章 0 0 0\n五、存在的问题\n2021年我局将继续努力。").year is None


def test_the_name_of_the_file_says_nothing() -> None:
    found = read(open_source("规章 0 0 0".encode(), "盐池县卫生健康局2020年政府信息公开工作年度报告.txt"))
    assert found == Identified(None, None, None)


WORDS = "盐池县卫生健康局委会政府信息公开工作年度报告总结关于发布2020年度()《》〔〕-|> \n一、总体情况由编制认真"


@given(st.text(st.sampled_from(WORDS), max_size=300))
@settings(deadline=1000)
def test_any_words_of_titles_are_read_in_time(text: str) -> None:
    if text.strip():
        found = identified("规" + text)
        assert found.year is None or 2008 <= found.year < 2040


@pytest.mark.parametrize(
    "piece",
    [
        "2020年",
        "局",
        "信息公开工作",
        "信息公开年度",
        "盐池县局",
        "《",
        "由县局",
        "2020",
        "(",
        "市县",
        "政府信息公开2020年",
        "【",
        "二〇",
    ],
)
def test_hostile_repetition_is_no_quadratic_work(piece: str) -> None:
    for text in (piece * 40, piece * 50_000, (piece * 20 + "\n") * 20_000):
        with not_quadratic():
            identified("关于" + text)


def test_a_place_called_by_a_word_that_announces_keeps_it() -> None:
    cover = "三明市将乐县科学技术协会\n2020年政府信息公开工作年度报告\n三明市将乐县科学技术协会\n2021年1月\n"
    assert identified(cover + PROSE.replace("我局", "我单位")).unit == "三明市将乐县科学技术协会"


def test_a_table_of_contents_is_not_where_part_one_begins() -> None:
    title = "盐池县卫生健康局2020年政府信息公开工作年度报告"
    dotted = "目录\n一、总体情况 ........ 1\n二、主动公开政府信息情况 ........ 2\n"
    bare = "目录\n一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、其他\n"
    for contents in (dotted, bare):
        assert identified(contents + title + PROSE) == Identified(NAMED, 2020, "盐池县")


BOXES = [
    "单位名称：盐池县卫生健康局\n报告年度：2020\n",
    "填报单位（盖章）：盐池县卫生健康局\n填报时间：2021年1月6日\n",
    "编制单位:盐池县卫生健康局　日期:2021-01-12\n",
    "2020年度政府信息公开年报 - 盐池县卫生健康局 - 盐池县人民政府门户网站\n",
    "盐池县卫生健康局\n年报\n2020年政府信息公开年度报告如下。\n",
    "当前位置：首页 > 盐池县卫生健康局 > 年报\n",
]


@pytest.mark.parametrize("box", BOXES)
def test_what_stands_around_the_report_names_the_body_the_text_speaks_as(box: str) -> None:
    said = "\n一、总体情况\n2020年，{}主动公开信息26条。\n"
    assert identified(box + said.format("我局")).unit == NAMED
    assert identified(box + said.format("我委")).unit is None


@pytest.mark.parametrize(
    "place",
    ["来安县", "中牟县", "内乡县", "本溪市", "将乐县", "全椒县", "特克斯县", "公安县", "从江县", "于都县", "和平县"],
)
def test_places_that_begin_as_words_of_sentences_do_are_whole(place: str) -> None:
    unit = f"{place}水利局"
    behind = PROSE.replace("我局", "我单位")
    said = [
        f"现公布{unit}2020年政府信息公开工作年度报告。",
        f"现将{unit}2020年政府信息公开工作年度报告公布如下。",
        f"由{unit}编制2020年政府信息公开工作年度报告。",
        f"2020年{unit}认真贯彻落实《条例》。",
        f"关于报送{unit}2020年政府信息公开工作年度报告的函",
    ]
    assert {identified(one + behind).unit for one in said} == {unit}
