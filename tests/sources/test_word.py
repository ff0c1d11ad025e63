"""Word files: what stands on their pages comes out in order, once, with certain cells."""

from __future__ import annotations

import io

import pytest
from docx import Document
from wordfiles import STRICT, cell, paragraph, row, run, table, word_file

from extractor.errors import EmptySource, TooLarge
from extractor.sources import open_source
from extractor.sources.word.numbers import formatted

MERGED, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def lines(body: str, styles: str = "", numbering: str = "") -> list[str]:
    """The lines of a Word file with this body that have something on them."""
    source = open_source(word_file(body, styles=styles, numbering=numbering), "report.docx")
    return [line for line in source.original.splitlines() if line.strip()]


def spans(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def test_paragraphs_and_tables_stand_in_their_order() -> None:
    document = Document()
    document.add_paragraph("一、总体情况")
    made = document.add_table(rows=2, cols=3)
    for place, text in zip(
        (one for each in made.rows for one in each.cells), ("规章", "", "3", "", "4", ""), strict=True
    ):
        place.text = text
    document.add_paragraph("三、其他")
    stream = io.BytesIO()
    document.save(stream)
    assert open_source(stream.getvalue(), "r.docx").original.split("\n") == [
        "一、总体情况",
        "规章\t\t3",
        "\t4\t",
        "",
        "三、其他",
        "",
    ]


def test_a_source_says_that_it_is_a_word_file() -> None:
    source = open_source(word_file(paragraph("年度报告")), "r.txt")
    assert source.media_type.endswith("wordprocessingml.document")
    assert source.place(0, 4).line == 1


def test_a_merged_cell_stands_once_where_it_begins() -> None:
    body = table(
        row(cell("信息内容", spans(2)), cell("数量", spans(3))),
        row(cell("行政", MERGED), "许可", "1", "2", "3"),
        row(cell("", GOES_ON), "处罚", "4", "", "6"),
        row(cell("总计", spans(2)), "5", "2", "9"),
    )
    assert lines(body) == ["信息内容\t数量", "行政\t许可\t1\t2\t3", "处罚\t4\t\t6", "总计\t5\t2\t9"]


def test_a_cell_merged_downwards_follows_its_column_past_a_shifted_row() -> None:
    body = table(
        row(cell("甲", MERGED), "1"),
        row(cell("", GOES_ON), "2"),
        row("3", properties='<w:gridBefore w:val="1"/>'),
    )
    assert lines(body) == ["甲\t1", "2", "3"]


def test_a_cell_that_goes_on_from_nowhere_is_a_cell() -> None:
    assert lines(table(row(cell("甲", GOES_ON), cell("1", GOES_ON)), row("乙", cell("2")))) == ["甲\t1", "乙\t2"]
    wrong = table(row(cell("甲", MERGED), "1"), row(cell("乙", spans(2) + GOES_ON)))
    assert lines(wrong) == ["甲\t1", "乙"]


def test_what_a_merged_cell_covers_is_not_printed() -> None:
    assert lines(table(row(cell("甲", MERGED), "1"), row(cell("乙", GOES_ON), "2"))) == ["甲\t1", "2"]


def test_lines_in_a_cell_are_joined_but_figures_stay_apart() -> None:
    broken = "<w:p><w:r><w:t>行政</w:t><w:br/><w:t>许可</w:t></w:r></w:p>"
    two = paragraph("12") + paragraph("34")
    assert lines(table(row(cell(broken), cell(paragraph("5") + paragraph("件")), cell(two)))) == [
        "行政许可\t5件\t12 34"
    ]


def test_rows_written_as_paragraphs_of_one_row_are_parted() -> None:
    labels = paragraph("行政许可") + paragraph("行政处罚")
    assert lines(table(row(cell(labels), cell(paragraph("3") + paragraph("5"))))) == ["行政许可\t3", "行政处罚\t5"]


def test_a_row_of_a_blank_and_a_figure_is_not_taken_for_one_cell_of_a_row() -> None:
    assert lines(table(row("", "5"))) == [" \t5"]


def test_a_bar_in_a_cell_does_not_part_it() -> None:
    assert lines(table(row("行政|许可", "5"))) == ["行政/许可\t5"]


def test_tracked_changes_are_taken_as_accepted() -> None:
    body = (
        f"<w:p><w:del>{run('1').replace('w:t', 'w:delText')}</w:del><w:ins>{run('2')}</w:ins>"
        f"<w:moveFrom>{run('3')}</w:moveFrom><w:moveTo>{run('4')}</w:moveTo></w:p>"
    )
    assert lines(body) == ["24"]
    rows = table(row("甲", "1", properties="<w:del/>"), row("乙", "2", properties="<w:ins/>"))
    assert lines(rows) == ["乙\t2"]
    assert lines(table(row("甲", cell("1", "<w:cellDel/>"), cell("2", "<w:cellIns/>")))) == ["甲\t2"]
    merged = table(
        row(cell("甲", '<w:cellMerge w:vMerge="rest"/>'), "1"), row(cell("", '<w:cellMerge w:vMerge="cont"/>'), "2")
    )
    assert lines(merged) == ["甲\t1", "2"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = paragraph("三、收到和处理", "<w:rPr><w:del/></w:rPr>") + paragraph("政府信息公开申请情况")
    assert lines(body) == ["三、收到和处理政府信息公开申请情况"]


def test_old_properties_kept_with_a_change_say_nothing() -> None:
    old = "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"
    assert lines(f"<w:p>{run('年度报告', old)}</w:p>") == ["年度报告"]


def test_hidden_and_struck_text_is_left_out() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="away"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="far"><w:basedOn w:val="away"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    far, shown = '<w:rStyle w:val="far"/>', '<w:vanish w:val="0"/><w:strike w:val="false"/>'
    runs = run("1", "<w:vanish/>") + run("2", far) + run("3", "<w:strike/>") + run("4", shown)
    body = f"<w:p>{runs}</w:p>" + paragraph("5", '<w:pStyle w:val="gone"/>')
    assert lines(body, styles=styles) == ["4"]
    assert lines(table(row("甲", properties="<w:hidden/>"), row("乙"))) == ["乙"]


@pytest.mark.parametrize("wanted", ["both", "fallback"])
def test_a_text_box_is_read_once(wanted: str) -> None:
    box = f"<w:txbxContent>{paragraph('框中')}{table(row('规章', '0'))}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    if wanted == "fallback":
        choice = '<mc:Choice Requires="wpc"><w:drawing/></mc:Choice>'
    either = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"
    assert lines(f"<w:p>{run('前')}{either}</w:p>{paragraph('后')}") == ["前", "框中", "规章\t0", "后"]


def test_content_controls_at_every_level_only_wrap() -> None:
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    body = control(
        paragraph("一、总体情况")
        + table(
            control(
                row("甲", control(cell("1")), cell(control(paragraph("2"))), cell(f"<w:p>{control(run('3'))}</w:p>"))
            )
        )
    )
    assert lines(body) == ["一、总体情况", "甲\t1\t2\t3"]


def test_links_tags_and_formulas_are_text() -> None:
    body = (
        f"<w:p><w:hyperlink>{run('公')}</w:hyperlink><w:smartTag>{run('开')}</w:smartTag>"
        "<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath></w:p>"
    )
    assert lines(body) == ["公开12"]


def test_a_field_shows_its_result() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = (
        f"{mark('begin')}<w:r><w:instrText>MERGEFIELD x</w:instrText></w:r>{mark('separate')}{run('9')}{mark('end')}"
    )
    outer = (
        f"{mark('begin')}<w:r><w:instrText>=SUM(</w:instrText></w:r>{inner}{mark('separate')}{run('12')}{mark('end')}"
    )
    assert lines(f"<w:p>{run('共')}{outer}{run('件')}</w:p>") == ["共12件"]
    assert lines(f'<w:p><w:fldSimple w:instr="=SUM(ABOVE)">{run("7")}</w:fldSimple></w:p>') == ["7"]
    assert lines(f"<w:p>{mark('begin')}{run('损坏')}</w:p>{paragraph('其后')}") == ["损坏", "其后"]


def test_a_table_of_contents_is_left_out() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    entry = f"{run('一、总体情况')}<w:r><w:tab/></w:r>{run('1')}"
    body = (
        f"<w:p>{mark('begin')}<w:r><w:instrText> TOC \\o </w:instrText></w:r>{mark('separate')}{entry}</w:p>"
        f"<w:p>{entry}{mark('end')}</w:p>{paragraph('一、总体情况')}"
    )
    assert lines(body) == ["一、总体情况"]


def test_notes_comments_and_pinyin_are_left_out() -> None:
    ruby = f"<w:ruby><w:rt>{run('gōng')}</w:rt><w:rubyBase>{run('公')}</w:rubyBase></w:ruby>"
    marks = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference/></w:r>'
    assert lines(f"<w:p><w:r>{ruby}</w:r>{run('开')}{marks}</w:p>") == ["公开"]


def test_a_raised_figure_is_not_read_as_part_of_the_figure_before_it() -> None:
    mark = run("1", '<w:vertAlign w:val="superscript"/>')
    assert lines(table(row("甲", cell(f"<w:p>{run('12')}{mark}</w:p>")))) == ["甲\t12¹"]


def test_special_characters_are_written_out() -> None:
    body = (
        '<w:p><w:r><w:sym w:font="Symbol" w:char="F035"/><w:sym w:font="Wingdings" w:char="F0FE"/>'
        '<w:noBreakHyphen/><w:softHyphen/><w:sym w:font="宋体" w:char="2103"/><w:sym w:char="x"/></w:r></w:p>'
    )
    assert lines(body) == ["5□-℃□"]


def test_tabs_in_a_paragraph_part_words_but_tell_of_no_blanks() -> None:
    typed = "<w:p><w:r><w:tab/><w:t>行政许可</w:t><w:tab/><w:tab/><w:t>5</w:t></w:r></w:p>"
    indented = "<w:p><w:r><w:tab/><w:t>我局</w:t><w:tab/><w:t>公开信息5条。</w:t></w:r></w:p>"
    assert lines(typed + indented) == ["行政许可\t5", "我局 公开信息5条。"]
    assert lines(table(row("甲", cell("<w:p><w:r><w:tab/><w:t>5</w:t></w:r></w:p>")))) == ["甲\t5"]


def test_a_table_in_a_cell_is_written_in_its_place() -> None:
    inner = table(row("规章", "0"), row("规范性文件", "1"))
    assert lines(table(row(cell(paragraph("二、主动公开") + inner + paragraph("三、申请"))))) == [
        "二、主动公开",
        "规章\t0",
        "规范性文件\t1",
        "三、申请",
    ]
    figures = table(row("1", "", "3"))
    assert lines(table(row("新收", cell(figures + "<w:p/>")))) == ["新收\t1\t\t3"]


def test_running_text_in_a_table_that_lays_out_the_page_keeps_its_paragraphs() -> None:
    first = "一、总体情况"
    second = "2023年，本机关认真贯彻落实条例，全年主动公开政府信息120条，其中行政许可3件，行政处罚5件，均已依法公开。"
    assert lines(table(row("", cell(paragraph(first) + paragraph(second))))) == [first, second]


def test_strict_files_and_files_of_other_programs_are_read() -> None:
    body = table(row(cell("甲", spans(2)), "1"))
    for data in (word_file(body, space=STRICT), word_file(body, main="doc/word/document1.xml")):
        assert open_source(data, "r.docx").original.startswith("甲\t1")


NUMBERING = """
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%4"/><w:isLgl/></w:lvl>
  <w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
  <w:lvl w:ilvl="0"><w:start w:val="3"/><w:pStyle w:val="head"/><w:lvlText w:val="%1"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2">
  <w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>
</w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
"""
HEAD = '<w:style w:type="paragraph" w:styleId="head"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'


def item(text: str, level: int, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_are_printed() -> None:
    body = "".join(
        (
            item("总体", 0),
            item("一项", 1),
            item("秘密", 2),
            item("禁止", 2),
            item("二项", 1),
            item("重来", 2),
            item("主动", 0),
            item("从头", 1),
            item("法定", 3),
            item("圆点", 4),
            item("另起", 0, 2),
            item("接着", 0, 2),
            item("不编", 0, 0),
            paragraph("标题", '<w:pStyle w:val="head"/>'),
            paragraph("标题", '<w:pStyle w:val="head"/>'),
        )
    )
    assert lines(body, styles=HEAD, numbering=NUMBERING) == [
        "一、总体",
        "（一）一项",
        "1.秘密",
        "2.禁止",
        "（二）二项",
        "1.重来",
        "二、主动",
        "（一）从头",
        "2.1 法定",
        "圆点",
        "七、另起",
        "八、接着",
        "不编",
        "3 标题",
        "4 标题",
    ]


@pytest.mark.parametrize(
    ("count", "style", "printed"),
    [
        (10, "chineseCounting", "十"),
        (21, "japaneseCounting", "二十一"),
        (105, "chineseCountingThousand", "一百零五"),
        (10, "chineseLegalSimplified", "壹拾"),
        (12, "ideographDigital", "一二"),
        (3, "decimalFullWidth", "３"),
        (3, "decimalEnclosedCircle", "③"),
        (30, "decimalEnclosedCircle", "30"),
        (28, "upperLetter", "BB"),
        (3, "lowerLetter", "c"),
        (14, "upperRoman", "XIV"),
        (4, "lowerRoman", "iv"),
        (2, "ideographTraditional", "乙"),
        (5, "decimalZero", "05"),
        (5, "none", ""),
        (5, "hebrew1", "5"),
        (10**6, "chineseCounting", "1000000"),
    ],
)
def test_a_number_is_written_as_word_writes_it(count: int, style: str, printed: str) -> None:
    assert formatted(count, style) == printed


def test_other_files_in_a_word_file_are_read_in_their_place() -> None:
    inner = word_file(table(row("规章", "0")) + '<w:altChunk r:id="self"/>', chunks={"self": b"..."})
    body = (
        paragraph("前")
        + '<w:altChunk r:id="a.txt"/><w:altChunk r:id="b.docx"/><w:altChunk r:id="none"/>'
        + paragraph("后")
    )
    data = word_file(body, chunks={"a.txt": "行政许可\t5\t\n".encode(), "b.docx": inner})
    text = open_source(data, "r.docx").original
    assert [line for line in text.splitlines() if line] == ["前", "行政许可\t5\t", "规章\t0", "后"]


def test_other_files_without_end_are_refused() -> None:
    data = word_file('<w:altChunk r:id="a.txt"/>' * 30, chunks={"a.txt": b"0"})
    with pytest.raises(TooLarge, match=r"^r\.docx: is a Word file that takes in more files than any report; .*\.$"):
        open_source(data, "r.docx")


def test_a_word_file_of_pictures_only_is_said_to_hold_no_text() -> None:
    with pytest.raises(EmptySource, match=r"^r\.docx: holds no text"):
        open_source(word_file("<w:p><w:r><w:drawing/></w:r></w:p>"), "r.docx")
