"""A table is of the year that stands over it: what introduces it, its caption, the heading of its section."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.reading.table_years import Table, years_over
from extractor.sources.normalise import normalise

HEAD = "北川县林业局2023年政府信息公开工作年度报告\n一、总体情况\n2023年，我局推进公开工作，较2022年有所进步。\n"
HEADING = "二、主动公开政府信息情况\n"
TABLE = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t1\t0\t9\n"


def stated(over: str, below: str = "", year: int | None = 2023) -> str | None:
    """The words that say that the table between these texts is of another year; None where nothing does."""
    text = normalise(HEAD + over + TABLE + below).text
    start = text.index(TABLE)
    figure = text.index("1", start)
    (found,) = years_over(text, year, [Table(start, figure, start + len(TABLE) - 1)], frozenset())
    return None if found is None or found.is_own else found.words.text


@pytest.mark.parametrize(
    "over",
    [
        "2022年度有关数据如下：\n" + HEADING,
        "二、2022年主动公开政府信息情况\n",
        HEADING + "2022年：\n",
        HEADING + "2022\n",
        HEADING + "（2 0 2 2 年度）\n",
        HEADING + "【2022年】\n",
        HEADING + "表1 2022年主动公开情况统计表\n",
        HEADING + "| 2022年 | | | |\n",
        HEADING + "22年情况\n",
        HEADING + "2022年1-12月\n",
        HEADING + "统计期间：2022年1月1日至2022年12月31日\n",
        HEADING + "截至2022年12月31日\n",
        HEADING + "下表所列为二〇二二年度数据。\n",
        HEADING + "上年度数据见下表。\n",
        HEADING + "去年同期数据见下表\n",
        HEADING + "前一年度：\n",
        HEADING + "往年数据\n",
        HEADING + "上期数据\n",
        HEADING + "2020年至2022年汇总表\n",
        HEADING + "2024年度数据：\n",
        HEADING + "为便于与2023年比较，列出2022年数据：\n",
        HEADING + "本表数据取自2022年度报告。\n",
        HEADING + "附：去年的表\n",
        HEADING + "（2022年度数据，2023年度见图）\n",
        HEADING + "由于系统调整，现先公布上一年度的统计结果。\n",
        HEADING + "统计年度：2022\t\t\t单位：件\n",
        HEADING + "2022年信息内容\t制发件数\n",
        HEADING + "上年\t制发件数\n",
        "2022年的三张表格照录于后，供对照。\n" + HEADING,
        HEADING + "现将我局2022年度主动公开政府信息有关情况以表格形式\n公布如下：\n",
    ],
)
def test_what_introduces_a_table_says_that_it_is_of_another_year(over: str):
    assert stated(over)


@pytest.mark.parametrize(
    "over",
    [
        HEADING,
        HEADING + "2023年数据：\n",
        HEADING + "本年度数据如下（上年数据见附件）：\n",
        HEADING + "与2022年相比，2023年数据如下：\n",
        HEADING + "2023年，我局制发规范性文件12件，较2022年增加2件。\n",
        HEADING + "2023年，我局制发规范性文件12件，较上年增长20%，具体如下：\n",
        HEADING + "2023年新收475件，上年结转23件，具体情况如下：\n",
        HEADING + "2023年共收到申请475件，2022年共收到455件，增长4.4%，具体如下：\n",
        HEADING + "根据2022年政务公开工作要点要求，我局有关情况如下：\n",
        HEADING + "表1 2023年与2022年对比\n",
        HEADING + "我局共收到政府信息公开申请475件，较\n2022年增长5%，\n主要涉及征地。\n",
        HEADING + "发布日期：2024年1月10日\n",
        HEADING + "2024-01-10\n",
        HEADING + "信息内容\t上年制发件数\t本年废止件数\n",
        HEADING + "上年行政复议\t行政诉讼\n",
        HEADING + "2023年，我局公布2022年度部门决算数据12条。\n",
        "年报\t2023年\t2022年\t2021年\n" + HEADING,
        HEADING + "2022年12月1日至2023年11月30日\n",
        HEADING + "自2022年起，我局实行新办法，数据如下：\n",
        HEADING + "近20年来，我局推进公开，情况如下：\n",
        "（一）2022年工作回顾\n我局2022年推进各项工作，取得成效。\n" + HEADING,
        "2022年\n2021年\n2023年，我局认真开展工作；各项要求得到落实。\n" + HEADING,
        "相关链接：2022年政府信息公开工作年度报告\n" + HEADING,
    ],
)
def test_prose_that_only_speaks_of_another_year_says_nothing_of_a_table(over: str):
    assert stated(over) is None


@pytest.mark.parametrize("note", ["注：上表数据为2022年度数据。\n", "说明：本表为去年数据，本年数据见附件。\n"])
def test_a_note_right_below_a_table_says_that_it_is_of_another_year(note: str):
    assert stated(HEADING, note)


@pytest.mark.parametrize(
    "note", ["注：上年结转数与2022年报告不一致。\n", "以上数据较2022年均有增长。\n", "2022年，以上是实。\n"]
)
def test_a_note_that_only_compares_says_nothing_of_the_table(note: str):
    assert stated(HEADING, note) is None


def test_without_a_known_year_only_words_such_as_last_year_name_another():
    assert stated(HEADING + "2022年：\n", year=None) is None
    assert stated(HEADING + "上年度：\n", year=None) == "上年度:"


def test_a_sentence_over_headings_introduces_every_table_up_to_another_year():
    text = f"去年数据如下：\n{HEADING}{TABLE}三、收到申请情况\n{TABLE}今年数据如下：\n四、行政复议情况\n{TABLE}"
    starts = [at for at in range(len(text)) if text.startswith(TABLE, at)]
    places = [Table(start, text.index("1", start), start + len(TABLE) - 1) for start in starts]
    found = years_over(text, 2023, places, frozenset())
    assert [one is not None and one.is_own for one in found] == [False, False, True]


def test_a_caption_within_a_section_says_nothing_of_the_next_section():
    text = f"{HEADING}2023年\n{TABLE}2022年\n{TABLE}三、收到申请情况\n{TABLE}"
    starts = [at for at in range(len(text)) if text.startswith(TABLE, at)]
    places = [Table(start, text.index("1", start), start + len(TABLE) - 1) for start in starts]
    found = years_over(text, 2023, places, frozenset())
    assert [one if one is None else one.is_own for one in found] == [True, False, None]


def test_running_heads_name_no_year_of_a_table():
    text = f"{HEADING}2022年报\n{TABLE}"
    start = text.index(TABLE)
    places = [Table(start, text.index("1", start), len(text))]
    assert years_over(text, 2023, places, frozenset({len(HEADING)})) == [None]


PAGE = "<h1>北川县林业局2023年政府信息公开工作年度报告</h1><h2>二、主动公开政府信息情况</h2>"
ROWS = (
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "{0}", "0", "{1}"),
    ("行政规范性文件", "{1}", "0", "{0}"),
    ("信息内容", "本年处理决定数量", "", ""),
    ("行政许可", "{0}", "", ""),
    ("信息内容", "本年处理决定数量", "", ""),
    ("行政处罚", "{1}", "", ""),
    ("行政强制", "{0}", "", ""),
    ("信息内容", "本年收费金额（单位：万元）", "", ""),
    ("行政事业性收费", "{1}", "", ""),
)


def _table(*figures: int) -> str:
    rows = ("".join(f"<td>{cell.format(*figures)}</td>" for cell in row) for row in ROWS)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _active(page: str) -> dict[str, tuple[object, str]]:
    fields = extract(f"<html><meta charset='utf-8'><body>{page}</body></html>".encode(), "page.html").fields
    return {key: (one.value, one.status) for key, one in fields.items() if key.startswith("active.")}


def test_of_two_tables_of_a_page_the_one_under_the_reports_year_is_read():
    pages = (
        f"{PAGE}<p>2022年：</p>{_table(31, 42)}<p>2023年：</p>{_table(57, 68)}",
        f"{PAGE}{_table(57, 68)}<p>附：上年度数据</p>{_table(31, 42)}",
    )
    for page in pages:
        fields = _active(page)
        assert fields["active.regulations.issued"] == (57, "accepted")
        assert {status for _, status in fields.values()} == {"accepted"}


def test_a_table_of_a_page_under_another_year_is_left_to_a_person():
    assert {status for _, status in _active(f"{PAGE}<p>去年的数据见下表：</p>{_table(31, 42)}").values()} == {"review"}
