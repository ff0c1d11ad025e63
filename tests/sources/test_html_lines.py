"""What a page's markup becomes as lines: a paragraph a line, a row a line, cells parted by tabs."""

from __future__ import annotations

import pytest

from extractor.sources import open_source


def lines(inside: str, head: str = "") -> list[str]:
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{inside}</body></html>"
    return open_source(page.encode(), "page.html").original.split("\n")


def row(*cells: str) -> str:
    return f"<table><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></table>"


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (("行政许可", "", "&nbsp;", "&#12288;<br>", "<p><o:p>&nbsp;</o:p></p>", "3"), "行政许可\t\t\t\t\t3"),
        (("行政<br>许可", "<p>行政</p>\n<p>处罚</p>", "0"), "行政许可\t行政处罚\t0"),
        (("本年新收政府信息\n   公开申请数量", "1"), "本年新收政府信息公开申请数量\t1"),
        (("<span>1</span><span>2</span>", "<span>1</span>\n<span>2</span>"), "12\t1 2"),
        (("行政许可", "1411<br>2", "0"), "行政许可\t14112\t0"),
        (("行政许可", "1<br>0", "0", "3"), "行政许可\t10\t0\t3"),
        (("行政许可", "3<br>4"), "行政许可\t3⏎4"),
        (("行政许可", "3<br>4", "5<br>6"), "行政许可\t3⏎4\t5⏎6"),
        (("行政许可", "0<br>4", "6"), "行政许可\t0⏎4\t6"),
        (("政府集中采购", "88.<br>251万元"), "政府集中采购\t88.251万元"),
        (("行政许可", "5<sup>1</sup>", "<p>5</p><sup>2</sup>", "<sup>7</sup>"), "行政许可\t5¹\t5²\t7"),
        (("行政许可", "<s>5</s>6", "<del>5</del><ins>6</ins>"), "行政许可\t6\t6"),
        (("行政许可", "<img src=4.png>", "<img src=a.gif width=1 height=1>"), "行政许可\t□\t"),
        (("規<ruby>章<rt>zhāng</rt></ruby>", "0"), "規章\t0"),
        (("行政许可", "a|b", "│", "a\tb"), "行政许可\ta/b\t/\ta b"),
        (("行政许可", "<select><option>1</option></select>2<textarea>3</textarea>"), "行政许可\t2⏎3"),
    ],
)
def test_what_stands_in_a_cell_is_written_as_a_reader_sees_it(cells: tuple[str, ...], line: str) -> None:
    assert lines(row(*cells)) == [line]


def test_statutory_rows_merged_into_one_are_parted() -> None:
    merged = row("其他", "行政处罚<br>行政强制", "3<br>4", "", "<p>5</p><p>6</p>")
    assert lines(merged) == ["其他\t行政处罚\t3\t\t5", "行政强制\t4\t\t6"]
    assert lines(row("行政处罚<br>行政强制", "1411<br>2<br>1")) == ["行政处罚行政强制\t1411⏎2⏎1"]


def test_a_merged_cell_is_written_once_and_its_span_is_not_believed() -> None:
    table = (
        "<table><tr><td rowspan=2>a</td><td colspan=1000>b</td></tr><tr><td rowspan=0 colspan=-1>c</td><td>0</td></tr>"
    )
    assert lines(table + "</table>") == ["a\tb", "c\t0"]


def test_tables_in_cells_are_rows_where_they_stand() -> None:
    inner = "<table><tr><td>（一）予以公开</td><td>1</td></tr><tr><td>（二）部分公开</td><td>2</td></tr></table>"
    assert lines(row("三、本年度办理结果", inner)) == ["三、本年度办理结果", "（一）予以公开\t1", "（二）部分公开\t2"]
    left = "<table><tr><td>予以公开</td></tr><tr><td>部分公开</td></tr></table>"
    right = "<table><tr><td>1</td><td>0</td></tr><tr><td>2</td><td></td></tr></table>"
    assert lines(row("三、", left, right)) == ["三、\t予以公开\t1\t0", "部分公开\t2\t"]


def test_rows_of_boxes_are_rows_only_where_they_hold_statutory_labels_and_figures() -> None:
    first = "<div><span>行政许可</span><span>{}</span><span>{}</span></div>"
    boxes = f"<div>{first}<div><span>行政处罚</span><span></span></div></div>"
    assert lines(boxes.format("12", "1,300")) == ["行政许可\t12\t1,300", "行政处罚\t"]
    assert lines("<div><p><span>行政</span><span>许可</span></p><p><span>共</span><span>12</span></p></div>") == [
        "行政许可",
        "共12",
    ]
    assert lines("<p><span>行政许可</span><span>12</span>件。</p>") == ["行政许可12件。"]


def test_a_paragraph_for_each_cell_stays_a_line_for_each_cell() -> None:
    cells = ["行政许可", "12", "行政处罚", "0"]
    assert lines("<div>" + "".join(f"<p>{cell}</p>" for cell in cells) + "</div>") == cells
    assert lines("<div><p>行政许可</p><p>行政处罚</p></div><div><p>1</p><p>2</p></div>") == [
        "行政许可",
        "行政处罚",
        "1",
        "2",
    ]


def test_spaces_that_lay_out_a_table_are_kept() -> None:
    assert lines("<pre>\n规章    0   3\n       1\n</pre>") == ["规章    0   3", "       1"]
    assert lines("<p>规章&nbsp;&nbsp;&nbsp;0<br>行政许可    3</p>") == ["规章\u00a0\u00a0\u00a00", "行政许可    3"]
    assert lines("<div style='white-space: pre-wrap'>规章\t\t0\n行政许可\t1\t</div>") == ["规章\t\t0", "行政许可\t1\t"]


def test_what_is_not_shown_is_not_read() -> None:
    hidden = (
        "<script>1</script><style>p{}</style><!-- 2 --><p hidden>3</p><p style='Display : None'>4</p>"
        "<template>5</template>"
        "<b style='visibility:hidden'>6</b><span style='mso-hide:all'>7</span><p class=no>8</p><noscript>9</noscript>"
    )
    sheet = "<style>@media print{.yes{display:none}} p .yes{display:none} .a,.no{color:red;display:none}</style>"
    assert lines(hidden + "<p class=yes>年报</p>", sheet) == ["年报"]


def test_a_hidden_table_is_read_where_the_page_shows_no_other() -> None:
    rows = "".join(f"<tr><td>{label}</td><td>{{0}}</td></tr>" for label in ("行政许可", "行政处罚", "行政强制"))
    table = f"<table>{rows}</table>"
    hidden = f"<div style='display:none'>{table.format(7)}</div>"
    assert lines(hidden)[0] == "行政许可\t7"
    assert lines(hidden + table.format(1)) == ["行政许可\t1", "行政处罚\t1", "行政强制\t1"]


def test_the_site_around_the_report_is_left_out_and_its_titles_are_kept() -> None:
    tables = row("行政许可", "1") + row("行政处罚", "0")
    prose = "<p>2023年，本局主动公开政府信息若干条，依法答复申请。</p>"
    article = f"<h2>二、主动公开政府信息情况</h2>{tables}{prose}"
    menu = "".join(
        f"<li><a href=/>{word}</a></li>" for word in ("首页", "2021年政府信息公开工作年度报告", "规章", "其他")
    )
    page = (
        f"<ul>{menu}</ul><div class=top>浏览次数：3</div><h1>2023年政府信息公开工作年度报告</h1>"
        f"<div><div>{article}</div></div>"
        f"<div>主办：某局 电话 12345</div><footer>版权所有</footer>"
    )
    found = lines(
        page, "<title>某某县教育局2023年政府信息公开工作年度报告</title><meta name=ArticleTitle content=2023年年报>"
    )
    assert found == [
        "某某县教育局2023年政府信息公开工作年度报告",
        "2023年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        "行政许可\t1",
        "行政处罚\t0",
        "2023年，本局主动公开政府信息若干条，依法答复申请。",
    ]


def test_no_row_with_a_statutory_label_is_left_out_with_the_site() -> None:
    active = row("行政许可", "1") + row("本年处理决定数量")
    others = row("一、本年新收政府信息公开申请数量", "1")
    found = lines(
        f"<div><div>{active}</div></div><aside><nav>{others}</nav></aside>"
        f"<div><p>{row('结果纠正', '尚未审结')}</p></div>"
    )
    assert "行政许可\t1" in found
    assert "一、本年新收政府信息公开申请数量\t1" in found


def test_text_with_some_tags_in_it_keeps_its_lines() -> None:
    text = "<b>某局2023年报告</b>\n行政许可 | 0 | 1\n行政处罚 | 0 | 1\n<br>"
    assert open_source(text.encode(), "a.md").original.split("\n") == [
        "某局2023年报告",
        "行政许可 | 0 | 1",
        "行政处罚 | 0 | 1",
    ]


def test_a_place_is_a_place_in_the_lines() -> None:
    page = "<html><body><table><tr><td>行政许可</td><td>12</td></tr></table></body></html>".encode()
    source = open_source(page, "page.html")
    at = source.text.index("12")
    assert source.printed(at, at + 2) == "12"
    place = source.place(at, at + 2)
    assert (place.line, place.column, place.page, place.box) == (1, 6, None, None)
