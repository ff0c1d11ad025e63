"""PDFs: what stands at the foot of a table and beside its labels, blank tables, and lines beside a title."""

from __future__ import annotations

from dataclasses import replace

from sources.drawn_pdf import Paper
from sources.drawn_report import draw_report
from sources.test_pdf import paper, read, table

from benchmarks.reports import make_report
from extractor import extract
from extractor.forms import load_forms
from extractor.reading.rule_reader import read_by_rules
from extractor.sources import open_source


def test_a_label_that_spills_over_the_foot_of_a_table_that_a_page_cuts_stays_in_its_cell() -> None:
    upper = Paper()
    upper.grid([160, 220, 280], [700, 720, 740])
    for y in (700, 740):
        upper.line(100, y, 160, y)
    upper.line(100, 700, 100, 740)
    upper.text(105, 734, "(三)")
    for at, (label, figure) in enumerate((("1.秘密", "1"), ("2.现成", "4"))):
        upper.text(165, 714 + 20 * at, label)
        upper.text(225, 714 + 20 * at, figure)
    upper.text(105, 752, "不")
    lower = table([["予公开", "3.危及安全", "0"], ["(四)其他", "4.其他权益", "5"]], top=60)
    assert "(三)不予公开\t1.秘密\t1\n" in read(upper, lower).original


def test_a_line_below_a_table_is_none_of_its_cells_unless_the_table_goes_on() -> None:
    upper = table([["(三)", "1.秘密", "1"]], top=700)
    upper.text(105, 732, "不")
    assert read(upper, paper("二、其他")).original == "(三)\t1.秘密\t1\n不\n\f二、其他\n"


def test_a_blank_row_at_the_foot_of_a_table_is_a_row_however_low() -> None:
    page = table([["结果维持", "总计"], ["1", "2"]])
    page.line(100, 144, 220, 144)
    for x in (100, 160, 220):
        page.line(x, 140, x, 144)
    assert read(page).original == "结果维持\t总计\n1\t2\n\t\n"


def test_a_double_line_below_a_table_is_no_row() -> None:
    page = table([["结果维持", "总计"], ["1", "2"]])
    page.line(100, 144, 220, 144)
    assert read(page).original == "结果维持\t总计\n1\t2\n"


def test_the_lines_of_a_menu_beside_one_of_a_title_are_two_lines() -> None:
    page = Paper()
    page.text(60, 100, "要闻动态", 10)
    page.text(60, 114, "政务公开", 10)
    page.text(200, 110, "信访局年度报告", 24)
    lines = read(page).original.splitlines()
    assert [line for line in lines if "信访" in line] == ["要闻动态  信访局年度报告"]
    assert "政务公开" in lines


def test_a_table_of_a_page_in_which_no_figure_is_printed_is_blank() -> None:
    report = make_report(2, form="2021", size="small", author_error=False)
    none = [key for key in report.fields if key.startswith("applications.")]
    blank = replace(report, printed={**report.printed, **dict.fromkeys(none, "")})
    for lines in (True, False):
        data = draw_report(blank, lines=lines)
        found = extract(data, "report.pdf").fields
        cells = {found[key].cell for key in none}
        assert cells == {"blank"}
        # The same words as a text may have lost them.
        text = open_source(data, "report.pdf").original.replace("\t", " ")
        assert {extract(text.encode(), "r.txt").fields[key].status for key in none} == {"review"}


def test_a_table_whose_figures_stand_above_its_labels_is_not_blank() -> None:
    report = make_report(2, form="2021", size="small", author_error=False)
    none = [key for key in report.fields if key.startswith("applications.")]
    blank = replace(report, printed={**report.printed, **dict.fromkeys(none, "")})
    source = open_source(draw_report(blank, lines=False), "report.pdf")
    title = next(line for line in source.text.split("\n") if line.startswith("三、收到和处理"))
    for figures, is_blank in (("", True), ("3 0 0 0 0 0 3\n1 0 0 0 0 0 1\n", False)):
        text = source.text.replace(f"{title}\n", f"{title}\n{figures}")
        reading = read_by_rules(text, text, load_forms(), None)
        assert reading is not None
        (section,) = (one for one in reading.sections if one.section.key == "applications")
        assert bool(section.if_blank) == is_blank
