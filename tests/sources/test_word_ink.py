"""Word files: what their runs and styles hide, strike, raise or make small."""

from __future__ import annotations

import pytest
from wordfiles import cell, row, run, table, word_file

from extractor.lexicon.figure import DOUBT
from extractor.sources import open_source

STYLES = (
    '<w:style w:type="character" w:styleId="up"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="higher"><w:basedOn w:val="up"/></w:style>'
    '<w:style w:type="character" w:styleId="out"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="old"><w:rPr><w:dstrike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="pale"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="dark"><w:rPr><w:sz w:val="16"/></w:rPr>'
    '<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style>'
)
WHITE = '<w:color w:val="FFFFFF"/>'
NEW = run("208")


def text_of_cell(inside: str, *, properties: str = "", style: str = "") -> str:
    """What is written for a cell with these runs or paragraphs."""
    content = inside if inside.startswith("<w:p>") else f"<w:p>{inside}</w:p>"
    body = table(row("行政许可", cell(content, properties)))
    if style:
        body = body.replace("<w:tbl>", f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/></w:tblPr>', 1)
    return open_source(word_file(body, styles=STYLES), "a.docx").text.split("\n")[0].partition("\t")[2]


def of_style(name: str, text: str) -> str:
    """A paragraph in this style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr>{run(text)}</w:p>'


@pytest.mark.parametrize(
    "mark",
    [
        run("1", '<w:vertAlign w:val="superscript"/>'),
        run("1", '<w:rStyle w:val="up"/>'),
        run("1", '<w:rStyle w:val="higher"/>'),
        run("1", '<w:sz w:val="10"/>'),
        run("1", '<w:position w:val="8"/>'),
        run("1", '<w:position w:val="8"/><w:sz w:val="14"/>'),
    ],
)
def test_a_raised_or_small_figure_behind_another_is_a_mark(mark: str) -> None:
    assert text_of_cell(NEW + mark) == "208¹"


def test_a_lowered_figure_is_a_mark() -> None:
    assert text_of_cell(NEW + run("1", '<w:vertAlign w:val="subscript"/>')) == "208₁"
    assert text_of_cell(NEW + run("1", '<w:position w:val="-6"/>')) == "208₁"


def test_a_run_that_takes_back_what_its_style_says_is_no_mark() -> None:
    assert text_of_cell(NEW + run("1", '<w:rStyle w:val="up"/><w:vertAlign w:val="baseline"/>')) == "2081"


def test_a_cell_in_small_type_holds_a_figure() -> None:
    assert text_of_cell(run("208", '<w:sz w:val="10"/>')) == "208"
    assert text_of_cell(run("20", '<w:sz w:val="16"/>') + run("8"), style="dark") == "208"


def test_a_figure_in_two_sizes_is_in_doubt() -> None:
    assert text_of_cell(run("1", '<w:sz w:val="10"/>') + NEW) == f"1{DOUBT}208"
    assert text_of_cell(run("20") + run("15", '<w:sz w:val="15"/>')) == f"20{DOUBT}15"


@pytest.mark.parametrize(
    "old",
    [
        run("9", "<w:vanish/>"),
        run("9", WHITE),
        run("9", '<w:color w:val="FAFAFA"/>'),
        run("9", '<w:color w:val="FF0000"/><w:highlight w:val="red"/>'),
        run("9", '<w:color w:val="1F3864"/><w:shd w:val="clear" w:fill="1F3864"/>'),
        run("9", '<w:sz w:val="2"/>'),
        run("9", '<w:w w:val="1"/>'),
        run("9", "<w:strike/>"),
        run("9", "<w:dstrike/>"),
        run("9", '<w:rStyle w:val="out"/>'),
        f"<w:del>{run('9')}</w:del>",
    ],
)
def test_what_is_not_seen_or_struck_is_no_part_of_a_figure(old: str) -> None:
    assert text_of_cell(old + NEW) == "208"


@pytest.mark.parametrize("style", ["old", "pale"])
def test_a_paragraph_whose_style_strikes_or_whitens_it_is_no_second_figure(style: str) -> None:
    assert text_of_cell(of_style(style, "199") + f"<w:p>{NEW}</w:p>") == "208"


def test_white_type_on_a_dark_ground_is_seen() -> None:
    assert text_of_cell(run("208", WHITE), properties='<w:shd w:val="clear" w:fill="1F3864"/>') == "208"
    assert text_of_cell(run("208", WHITE + '<w:shd w:val="clear" w:fill="0000FF"/>')) == "208"
    assert text_of_cell(run("208项", WHITE), style="dark") == "208项"


def test_a_white_figure_on_a_ground_that_nobody_knows_is_in_doubt() -> None:
    assert text_of_cell(run("9", WHITE) + NEW, style="dark") == f"9{DOUBT}208"
    assert text_of_cell(run("208", WHITE), style="dark") == f"{DOUBT}208"


def test_pale_type_is_in_doubt() -> None:
    assert text_of_cell(run("208", '<w:color w:val="DEDEDE"/>')) == f"{DOUBT}208"


def test_a_figure_that_is_struck_and_stands_alone_is_neither_a_figure_nor_a_blank() -> None:
    assert text_of_cell(run("20", "<w:strike/>")) == "2\u03360\u0336"


def test_what_is_inserted_is_kept() -> None:
    assert text_of_cell(f"<w:del>{run('199')}</w:del><w:ins>{NEW}</w:ins>") == "208"


def test_figures_written_from_the_right_to_the_left_are_in_doubt() -> None:
    assert text_of_cell(f'<w:bdo w:val="rtl">{run("802")}</w:bdo>') == f"{DOUBT}802"


def test_exponents_and_fractions_of_formulas_are_no_digits_of_a_figure() -> None:
    def part(tag: str, text: str) -> str:
        return f"<m:{tag}><m:r><m:t>{text}</m:t></m:r></m:{tag}>"

    assert text_of_cell(f"<m:oMath><m:sSup>{part('e', '20')}{part('sup', '2')}</m:sSup></m:oMath>") == "20²"
    assert text_of_cell(f"<m:oMath><m:f>{part('num', '20')}{part('den', '8')}</m:f></m:oMath>") == "20/8"


def test_a_row_without_height_is_not_seen() -> None:
    flat = '<w:trHeight w:val="10" w:hRule="exact"/>'
    body = table(row("甲", "1"), row("乙", "2", properties=flat))
    assert open_source(word_file(body), "a.docx").text.strip() == "甲\t1"


CLEAR = '<w14:alpha w14:val="98000"/>'


def filled(inside: str) -> str:
    """A run whose type is filled so."""
    fill = f'<w14:textFill xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">{inside}</w14:textFill>'
    return run("9", fill)


@pytest.mark.parametrize(
    "unseen",
    [
        run("9", '<w:color w:val="000000" w:themeColor="background1"/>'),
        run("9", '<w:color w:val="000000" w:themeColor="background1" w:themeShade="FA"/>'),
        run("9", '<w:color w:val="000000" w:themeColor="text1" w:themeTint="05"/>'),
        run("9", '<w:color w:val="auto" w:themeColor="light1"/>'),
        run("9", '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="FFFFFF" w:themeFill="text1"/>'),
        filled("<w14:noFill/>"),
        filled('<w14:solidFill><w14:schemeClr w14:val="bg1"/></w14:solidFill>'),
        filled('<w14:solidFill><w14:srgbClr w14:val="FEFEFE"/></w14:solidFill>'),
        filled(
            '<w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="98000"/></w14:srgbClr></w14:solidFill>'
        ),
        filled(
            '<w14:solidFill><w14:schemeClr w14:val="tx1"><w14:lumMod w14:val="2000"/><w14:lumOff w14:val="98000"/>'
            "</w14:schemeClr></w14:solidFill>"
        ),
    ],
)
def test_the_colour_of_the_theme_and_the_fill_of_type_count_more_than_the_digits(unseen: str) -> None:
    assert text_of_cell(unseen + NEW) == "208"


@pytest.mark.parametrize(
    "seen",
    [
        run("9", '<w:color w:val="FFFFFF" w:themeColor="text1"/>'),
        run("9", '<w:color w:val="auto" w:themeColor="accent1"/>'),
        filled('<w14:solidFill><w14:schemeClr w14:val="tx1"/></w14:solidFill>'),
    ],
)
def test_type_in_a_dark_colour_of_the_theme_is_seen(seen: str) -> None:
    assert text_of_cell(seen + NEW) == "9208"


def test_type_that_is_filled_by_shades_is_in_doubt_beside_other_digits() -> None:
    assert DOUBT in text_of_cell(filled("<w14:gradFill/>") + NEW)


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>%s</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>%s<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    "link",
    [
        f'<w:hyperlink w:anchor="_ftn1">{run("1")}</w:hyperlink>',
        f'<w:hyperlink w:anchor="below">{run("1")}</w:hyperlink>',
        f"<w:fldSimple w:instr=' HYPERLINK \\l \"_ftn1\" '>{run('1')}</w:fldSimple>",
        f'<w:fldSimple w:instr="NOTEREF _Ref12 \\h">{run("1")}</w:fldSimple>',
        FIELD % (' HYPERLINK \\l "n1" ', run("1")),
        FIELD % (" NOTEREF _Ref1 ", run("1")),
    ],
)
def test_a_digit_that_leads_to_another_place_is_a_mark_only_behind_a_figure(link: str) -> None:
    assert text_of_cell(NEW + link) == "208¹"
    assert text_of_cell(link) == "1"


WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def drawing(place: str, wide: int = 90000) -> str:
    """A picture in a line, or that floats."""
    shown = f'<wp:{place} xmlns:wp="{WP}"><wp:extent cx="{wide}" cy="140000"/></wp:{place}>'
    return f"<w:r><w:drawing>{shown}</w:drawing></w:r>"


def test_a_picture_in_the_line_of_a_figure_may_be_a_digit_of_it() -> None:
    assert text_of_cell(drawing("inline") + run("17")) == "17□"
    assert text_of_cell(run("17") + "<w:r><w:pict><shape/></w:pict></w:r>") == "17□"
    assert text_of_cell(run("共17件") + drawing("inline")) == "共17件"
    assert text_of_cell(run("17") + drawing("anchor")) == "17"
    assert text_of_cell(run("17") + drawing("inline", wide=9525)) == "17"
