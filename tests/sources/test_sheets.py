"""Workbooks: what is seen of their sheets is read, and what is not is left out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook
from sheetfiles import rows, sheet_file
from wordfiles import archive

from benchmarks.render_xlsx import render_xlsx
from benchmarks.reports import make_report
from extractor.errors import EmptySource, SourceError, TooLarge
from extractor.lexicon.figure import DOUBT
from extractor.sources import office, open_source
from extractor.sources.model import Source
from extractor.sources.sheets.number_formats import format_of, shown_number
from tests.sources.grids import check_grids, shown

needs_calc = pytest.mark.skipif(
    not any(
        (Path(found).resolve().parent / "libsclo.so").exists() for found in map(shutil.which, office.PROGRAMS) if found
    ),
    reason="LibreOffice's Calc is not installed",
)


def read(*sheets: str, **parts: str) -> Source:
    source = open_source(sheet_file(*sheets, **parts), "r.xlsx")  # pyright: ignore[reportArgumentType]
    check_grids(source)
    return source


def grid(*sheets: str, **parts: str) -> list[list[str | None]]:
    """The cells of the one table of these sheets."""
    (made,) = shown(read(*sheets, **parts))
    return made


def test_a_row_is_a_line_and_a_blank_cell_is_certain() -> None:
    source = read(rows("二、主动公开情况", "规章\t0\t\t3", "行政许可\t71", "<c s='5'/>\t<c s='5'/>"))
    assert source.original.splitlines()[:3] == ["二、主动公开情况", "规章\t0\t\t3", "行政许可\t71\t\t"]
    assert source.shows_blanks
    assert shown(source) == [[["规章", "0", "", "3"], ["行政许可", "71", "", ""], ["", "", "", ""]]]


def test_a_merged_cell_stands_once_and_reaches_as_far_as_it_does() -> None:
    merges = "<mergeCells><mergeCell ref='A1:A2'/><mergeCell ref='B1:C1'/></mergeCells>"
    source = read(rows("项目\t数量\t9", "\t本年\t上年", behind=merges))
    assert source.original.splitlines()[:2] == ["项目\t数量", "本年\t上年"]
    assert shown(source) == [[["项目", "数量", "数量"], ["项目", "本年", "上年"]]]


def test_a_merged_label_beside_blank_cells_parts_no_table_without_lines() -> None:
    merges = "".join(f"<mergeCell ref='A{row}:B{row}'/>" for row in (1, 2, 3)) + "<mergeCell ref='A4:D4'/>"
    behind = f"<mergeCells>{merges}</mergeCells>"
    source = read(rows("本年新收\t\t6\t6", "上年结转\t\t\u00a0\t\u00a0", "总计\t\t6\t6", "四、行政复议", behind=behind))
    (made,) = shown(source)
    assert made == [["本年新收", "6", "6"], ["上年结转", "", ""], ["总计", "6", "6"]]
    assert "四、行政复议" in source.original.splitlines()


def test_rows_with_nothing_but_their_labels_are_rows_of_the_table_above() -> None:
    source = read(rows("本年新收\t6\t6", "重复申请", "其他", "总计\t6\t6"))
    (made,) = shown(source)
    assert made == [["本年新收", "6", "6"], ["重复申请", "", ""], ["其他", "", ""], ["总计", "6", "6"]]


def test_hidden_rows_columns_and_sheets_are_left_out() -> None:
    columns = "<cols><col min='2' max='2' hidden='1'/><col min='4' max='4' width='0'/></cols>"
    seen = rows("规章\t8\t1\t9", "甲\t8\t2\t9", "乙\t8\t3\t9", before=columns)
    seen = seen.replace("<row r='2'>", "<row r='2' hidden='1'>")
    assert grid(seen, rows("规章\t5"), states={1: "veryHidden"}) == [["规章", "1"], ["乙", "3"]]  # pyright: ignore


def test_what_is_merged_over_a_hidden_row_is_still_seen() -> None:
    merges = "<mergeCells><mergeCell ref='A1:A2'/></mergeCells>"
    sheet = rows("行政许可\t1", "\t2", behind=merges).replace("<row r='1'>", "<row r='1' hidden='true'>")
    assert grid(sheet) == [["行政许可", "2"]]


def test_rows_that_nothing_is_said_of_may_be_hidden() -> None:
    sheet = rows("规章\t1", "许可\t2", before="<sheetFormatPr zeroHeight='1'/>")
    assert grid(sheet) == [["规章", "1"], ["许可", "2"]]


def test_a_formula_shows_what_was_calculated_and_one_that_was_not_is_no_blank() -> None:
    sheet = rows("总计\t<c><f>SUM(A2:A9)</f><v>12</v></c>\t<c><f>1+1</f></c>\t<c t='e'><v>#REF!</v></c>")
    assert grid(sheet) == [["总计", "12", "=1+1", "#REF!"]]


def test_texts_and_numbers_held_as_texts_are_what_they_are() -> None:
    texts = "<si><t>行政</t><phoneticPr/></si><si><r><t>1</t></r><r><t>2</t></r><rPh><t>いち</t></rPh></si>"
    sheet = rows("<c t='s'><v>0</v></c>\t<c t='s'><v>1</v></c>\t<c t='s'><v>99</v></c>\t<c t='str'><v>7</v></c>")
    assert grid(sheet, texts=texts) == [["行政", "12", "□", "7"]]


def test_what_is_struck_or_in_the_colour_of_its_ground_is_not_read() -> None:
    struck = "<c t='inlineStr'><is><r><rPr><strike/></rPr><t>31</t></r><r><t>208</t></r></is></c>"
    white = "<c s='2'><v>7</v></c>"
    table = grid(rows(f"规章\t{struck}\t{white}\t<c s='3'><v>8</v></c>\t5"))
    assert table[0][1] == "208"
    assert all(DOUBT not in (cell or "") for cell in table[0])
    assert [cell for cell in table[0][2:4] if cell in ("7", "8")] == []


def test_zeros_that_a_sheet_does_not_show_are_blanks() -> None:
    assert grid(rows("规章\t0\t3", before="<sheetViews><sheetView showZeros='0'/></sheetViews>")) == [["规章", "", "3"]]


def test_a_day_in_a_cell_is_no_figure() -> None:
    assert grid(rows("规章\t<c s='4'><v>44595</v></c>\t<c s='6'><v>3</v></c>")) == [["规章", "2022年2月3日", "3件"]]


def test_what_lies_over_cells_may_be_a_figure() -> None:
    anchor = (
        "<twoCellAnchor><from><col>1</col><row>0</row></from><to><col>2</col><row>0</row></to><pic/></twoCellAnchor>"
    )
    source = read(rows("规章\t\t5\t6"), drawing=anchor)
    assert shown(source) == [[["规章", "", "5□", "6"]]]
    assert not source.shows_blanks


@pytest.mark.parametrize(
    ("held", "code", "seen"),
    [
        ("12", "General", "12"),
        ("12.000000000000002", "General", "12"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E+2", "General", "100"),
        ("25.399", "0.00", "25.40" + DOUBT),
        ("25.4", "0.00", "25.40"),
        ("1234567", "#,##0", "1,234,567"),
        ("0.05", "0%", "5%"),
        ("3", '0"件"', "3件"),
        ("3", "0_ ", "3"),
        ("-3", "0_);[Red](0)", "(3)"),
        ("3", "+0;-0;0", "+3"),
        ("-3", "+0;-0;0", "-3"),
        ("0", "0;-0;;@", ""),
        ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        ("0", "#", ""),
        ("7", "000", "007"),
        ("12.5", "@", "12.5"),
        ("44595", 'yyyy"年"m"月"d"日"', "2022年2月3日"),
        ("44595.5", "[$-804]yyyy/m/d;@", "2022年2月3日"),
        ("12", "0.00E+00", "12" + DOUBT),
        ("3", "[DBNum1]General", "3" + DOUBT),
        ("0.25", "# ?/?", "0.25" + DOUBT),
        ("12", "[>9]0;0", "12" + DOUBT),
        ("1234", "0,", "1234" + DOUBT),
        ("1E+999", "0", "1E+999"),
        ("NaN", "0", "NaN"),
        ("十", "0", "十"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(held: str, code: str, seen: str) -> None:
    assert shown_number(held, code) == seen


def test_formats_that_the_file_does_not_say_are_known_by_their_numbers() -> None:
    assert format_of(4, {}) == "#,##0.00"
    assert format_of(4, {4: "0"}) == "0"
    assert shown_number("44595", format_of(31, {})) == "2022年2月3日"
    assert format_of(12345, {}) == "General"


def test_a_whole_report_is_read_as_it_was_typed() -> None:
    for seed in (2, 5):
        report = make_report(seed, form="2021", size="small")
        source = open_source(render_xlsx(report), "r.xlsx")
        check_grids(source)
        assert len(source.grids) >= 3
        assert "4711" not in source.text
        assert "填报说明" not in source.text
        assert all(line in source.original for line in report.title.split("\n"))


@needs_calc
@pytest.mark.long
def test_old_workbooks_are_read_through_libreoffice(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for line in (("规章", "数量"), ("许可", 2, 3), ("甲", 8, 9)):
        sheet.append(line)
    sheet.merge_cells("B1:C1")
    sheet.row_dimensions[3].hidden = True
    hidden = book.create_sheet("汇总")
    hidden.append(("规章", 5))
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "r.xlsx")
    program = next(filter(None, map(shutil.which, office.PROGRAMS)))
    command = [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    for suffix, kind in (
        ("xls", "application/vnd.ms-excel"),
        ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ):
        subprocess.run(
            [*command, suffix, "--outdir", str(tmp_path), str(tmp_path / "r.xlsx")],
            check=True,
            capture_output=True,
            timeout=120,
        )
        source = open_source(tmp_path / f"r.{suffix}")
        assert shown(source) == [[["规章", "数量", "数量"], ["许可", "2", "3"]]]
        assert source.media_type == kind
        assert source.size == (tmp_path / f"r.{suffix}").stat().st_size


def test_a_workbook_with_nothing_in_it_is_refused() -> None:
    with pytest.raises(EmptySource):
        open_source(sheet_file(rows()), "r.xlsx")
    with pytest.raises(EmptySource):
        open_source(sheet_file(rows("规章\t1"), states={0: "hidden"}), "r.xlsx")


def test_a_damaged_workbook_is_refused_in_a_sentence() -> None:
    whole = sheet_file(rows("规章\t1"))
    for length in range(100, len(whole) - 22, len(whole) // 30):
        with pytest.raises(SourceError, match=r"^r\.xlsx: is [^\n]*; [^\n]*\.$"):
            open_source(whole[:length], "r.xlsx")
    with pytest.raises(SourceError, match=r"open it in Excel and save it as \.xlsx"):
        open_source(archive({"xl/workbook.xml": "", "xl/styles.xml": ""})[:-30], "r.xlsx")


def test_entities_are_refused() -> None:
    bomb = "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'>]>"
    with pytest.raises(SourceError, match="declares entities"):
        open_source(sheet_file(bomb + rows("规章\t1")), "r.xlsx")


@pytest.mark.parametrize(
    "sheet",
    [
        rows("规章\t<c t='inlineStr'><is><t>" + " " * 60_000_000 + "</t></is></c>"),
        rows("规章\t1", behind="<mergeCells>" + "<mergeCell ref='A1:XFD1048576'/>" * 3_000 + "</mergeCells>")
        + "<sheetData>" + "<row><c><v>1</v></c></row>" * 4_000 + "</sheetData>",
        "<sheetData><row r='1'><c r='A1' s='5'/><c r='XFD1' s='5'/></row>"
        + "".join(f"<row r='{number}'><c r='A{number}' s='5'/></row>" for number in range(2, 1000))
        + "</sheetData>",
        "<sheetData>" + "<row r='1'>" * 1_100_000 + "</row>" * 1_100_000 + "</sheetData>",
    ],
    ids=["unpacks to more", "merged over and over", "wide and long", "of more tags"],
)  # fmt: skip
def test_a_workbook_made_to_do_harm_is_refused(sheet: str) -> None:
    with pytest.raises(TooLarge, match=r"^r\.xlsx: "):
        open_source(sheet_file(sheet), "r.xlsx")


def test_merged_areas_as_large_as_a_sheet_cost_nothing() -> None:
    merges = (
        "<mergeCells><mergeCell ref='A3:XFD1048576'/><mergeCell ref='x'/><mergeCell ref='B1:B1048576'/></mergeCells>"
    )
    source = read(rows("规章\t1\t2", "许可\t3\t4", behind=merges))
    assert source.original.splitlines()[0].startswith("规章\t1\t2")
