"""The opener for PDF: what is printed is read with its place, what nobody sees is not, and the rest gets a sentence."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from threading import Thread

import pytest
from sources.drawn_pdf import Paper, pdf
from sources.drawn_report import draw_report

from benchmarks.reports import make_report
from benchmarks.scoring import score_document
from benchmarks.truth import Truth, truth_of
from extractor import extract
from extractor.errors import EmptySource, NotText, SourceError, TooLarge
from extractor.sources import File, Source, open_source
from extractor.sources.pdf import open_pages
from extractor.sources.text_layers import pages_to_recognise

# Two reports without an author's error, of both forms, in which no cell is blank.
REPORTS = (("2019", 3), ("2021", 1))


def read(*pages: Paper) -> Source:
    """The source of a file with these pages."""
    return open_source(pdf(*pages), "report.pdf")


def paper(*lines: str) -> Paper:
    """A page with these lines of text."""
    page = Paper()
    for at, line in enumerate(lines):
        page.text(100, 100 + 30 * at, line)
    return page


def table(rows: list[list[str]], *, top: float = 100, turn: int = 0) -> Paper:
    """A page with a table of cells 60 wide and 20 high."""
    page = Paper()
    xs = [100 + 60.0 * at for at in range(len(rows[0]) + 1)]
    ys = [top + 20.0 * at for at in range(len(rows) + 1)]
    page.grid(xs, ys)
    for y, row in zip(ys, rows, strict=False):
        for x, words in zip(xs, row, strict=False):
            page.text(x + 5, y + 14, words, turn=turn)
    return page


@pytest.mark.parametrize(("form", "seed"), REPORTS)
@pytest.mark.parametrize("how", [{}, {"down": True}, {"sideways": True}], ids=["plain", "labels down", "sideways"])
def test_every_figure_of_a_report_is_read_however_its_pages_are_set(form: str, seed: int, how: dict[str, bool]) -> None:
    report = make_report(seed, form=form, size="small", author_error=False)  # pyright: ignore[reportArgumentType]
    found = extract(draw_report(report, **how), "report.pdf")
    score = score_document("pdf", found, Truth.from_json(truth_of(report)))
    assert not score.wrong
    assert score.straight_documents == 1, score.outcomes
    for field in found.fields.values():
        assert field.place is not None
        assert field.place.page is not None
        assert field.place.box is not None


def test_figures_that_stand_in_line_are_a_table_without_lines() -> None:
    report = make_report(REPORTS[1][1], form="2021", size="small", author_error=False)
    found = extract(draw_report(report, lines=False), "report.pdf")
    score = score_document("pdf", found, Truth.from_json(truth_of(report)))
    assert not score.wrong
    assert score.outcomes["accepted_right"] > 0.8 * score.figures


def test_blank_cells_are_certain() -> None:
    found = read(table([["规章", "", "3"], ["", "4", ""]]))
    assert found.original == "规章\t\t3\n\t4\t\n"
    assert found.place(3, 3).box == pytest.approx((160, 100, 220, 120), abs=1)
    assert found.place(9, 9).box == pytest.approx((220, 120, 280, 140), abs=1)


def test_a_merged_cell_stands_once_at_its_first_place() -> None:
    page = Paper()
    page.grid([100, 160, 220], [100, 120, 140])
    page.drawn = [line for line in page.drawn if f"100 {842 - 120} m" not in line]
    page.line(160, 120, 220, 120)
    for x, y, words in ((105, 125, "不予公开"), (165, 115, "秘密"), (165, 135, "查询")):
        page.text(x, y, words)
    assert read(page).original == "不予公开\t秘密\n查询\n"


def test_lines_may_be_bars_or_dashes_or_double_or_inside_a_form() -> None:
    page = Paper()
    for y in (100, 120):
        page.bar(100, y, 120, 0.7)
        page.bar(100, y + 2, 120, 0.7)
    for x in (100, 160, 220):
        for y in range(100, 120, 4):
            page.bar(x, y, 0.7, 2.5)
    page.text(105, 115, "规章")
    page.text(170, 115, "12")
    assert read(page).original == "规章\t12\n"
    form = Paper()
    form.form += ["1 w 100 500 m 300 500 l S 100 600 m 300 600 l S 100 500 m 100 600 l S 200 500 m 200 600 l S"]
    form.form += ["300 500 m 300 600 l S BT /F1 20 Tf 1 0 0 1 110 550 Tm <884c653f> Tj ET"]
    assert read(form).original == "行政\t\n"


def test_an_underline_and_a_frame_are_no_table() -> None:
    page = paper("一、总体情况", "行政许可 12 件")
    page.line(100, 103, 160, 103)
    page.grid([50, 545], [50, 800])
    assert read(page).original == "一、总体情况\n行政许可12件\n"


def test_a_number_broken_within_its_narrow_cell_is_whole_and_two_figures_are_two() -> None:
    page = Paper()
    page.grid([100, 160, 190, 250], [100, 140])
    page.text(105, 115, "行政许可")
    page.text(163, 115, "1411")
    page.text(163, 128, "2")
    page.text(195, 115, "5")
    page.text(195, 128, "7")
    assert read(page).original == "行政许可\t14112\t5 7\n"


def test_digits_are_of_one_figure_only_where_they_nearly_touch() -> None:
    page = Paper()
    page.text(100, 100, "12")
    page.text(112, 100, "3")
    page.text(130, 100, "45")
    page.text(142, 100, "件")
    assert read(page).original == "123 45件\n"


def test_an_upright_label_one_character_a_line_is_joined() -> None:
    page = Paper()
    page.grid([100, 120, 200], [100, 180])
    for at, character in enumerate("办理结果"):
        page.text(105, 115 + 16 * at, character)
    page.text(125, 115, "予以公开")
    assert read(page).original == "办理结果\t予以公开\n"


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(rotate: int) -> None:
    page = table([["规章", "1"], ["行政许可", "23"]])
    page.rotate = rotate
    found = read(page)
    assert found.original == "规章\t1\n行政许可\t23\n"
    start = found.text.index("23")
    box = found.place(start, start + 2).box
    assert box is not None
    left, top = {0: (165, 125), 90: (708, 165), 180: (420, 708), 270: (124, 420)}[rotate]
    assert abs(box[0] - left) < 12
    assert abs(box[1] - top) < 12


@pytest.mark.parametrize("turn", [1, 3])
def test_a_table_set_sideways_is_read_and_its_boxes_are_those_of_the_page(turn: int) -> None:
    page = Paper()
    page.grid([100, 120, 140], [100, 160, 220])
    rows = (("规章", "1"), ("许可", "23"))
    for at, (label, figure) in enumerate(rows):
        x, y, step = (126 - 20 * at, 105, 60) if turn == 1 else (114 + 20 * at, 215, -60)
        page.text(x, y, label, turn=turn)
        page.text(x, y + step, figure, turn=turn)
    found = read(page)
    assert found.original == "规章\t1\n许可\t23\n"
    box = found.place(found.text.index("23"), found.text.index("23") + 2).box
    assert box is not None
    assert 100 < (box[0] + box[2]) / 2 < 140
    assert (165 if turn == 1 else 135) < (box[1] + box[3]) / 2 < (185 if turn == 1 else 160)


def test_the_box_of_a_figure_holds_its_ink() -> None:
    import pypdfium2 as pdfium

    data = pdf(table([["规章", "8"], ["行政许可", "23"]]))
    found = open_source(data, "report.pdf")
    with pdfium.PdfDocument(data) as document:
        picture = document[0].render(scale=4).to_pil().convert("L")
    for words in ("8", "23"):
        start = found.text.index(words)
        place = found.place(start, start + len(words))
        assert (place.page, place.box is not None) == (None, True)
        assert place.box is not None
        left, top, right, bottom = (4 * side for side in place.box)
        inside = picture.crop((int(left), int(top), int(right) + 1, int(bottom) + 1))
        around = picture.crop((int(left) - 8, int(top) - 4, int(right) + 9, int(bottom) + 5))
        ink = [sum(value < 128 for value in part.tobytes()) for part in (inside, around)]
        assert ink[0] == ink[1] > 20


def test_what_nobody_sees_is_not_read() -> None:
    page = paper("政府信息公开")
    page.text(100, 200, "9", more="/Invisible gs 3 Tr")
    page.text(100, 230, "8", size=0.5)
    page.text(-50, 260, "7")
    page.text(100, 900, "6")
    assert read(page).original == "政府信息公开\n"


def test_a_cropped_page_has_what_its_crop_shows() -> None:
    page = paper("政府信息公开", "看不见")
    page.crop = (50, 842 - 115, 545, 842 - 60)
    found = read(page)
    assert found.original == "政府信息公开\n"
    box = found.place(0, 6).box
    assert box is not None
    assert abs(box[0] - 50) < 1
    assert 30 < box[1] < box[3] < 45


def test_characters_printed_twice_for_bold_are_read_once() -> None:
    page = paper("行政许可 11 件")
    page.text(100.3, 100, "行政许可 11 件")
    assert read(page).original == "行政许可11件\n"


def test_watermarks_are_not_read() -> None:
    page = table([["规章", "1"], ["行政许可", "23"]])
    page.drawn.append("q 0.9 g BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 600 Tm <5185 90e8 8d44 6599> Tj ET Q")
    page.text(90, 140, "内部资料", size=40, more="0.85 g")
    assert read(page).original == "规章\t1\n行政许可\t23\n"


def test_page_numbers_and_repeated_headers_do_not_come_between_the_parts_of_a_table() -> None:
    pages = [
        table([["信息内容", "件数"], ["规章", "1"]], top=700),
        table([["信息内容", "件数"], ["许可", "2"]], top=60),
    ]
    for number, page in enumerate(pages, 3):
        page.text(290, 815, f"第 {number} 页 共 9 页")
    assert read(*pages).original == "信息内容\t件数\n规章\t1\n\f许可\t2\n"


def test_a_line_of_digits_at_the_edge_of_pages_is_no_page_number_however_long_it_is() -> None:
    pages = [paper("政府信息公开", "行政许可") for _ in range(3)]
    for page in pages:
        page.width = 30_000
        page.text(20, 830, "9" * 5000)
    assert read(*pages).text.count("9" * 5000) == 3


def test_a_row_that_the_page_break_cuts_is_put_together_where_its_figures_stand() -> None:
    upper = table([["1.秘密", "1"], ["2.没有现成", "4"]], top=700)
    lower = table([["信息", ""], ["3.补正", "5"]], top=60)
    assert read(upper, lower).original == "1.秘密\t1\n2.没有现成信息\t4\n\f3.补正\t5\n"
    upper = table([["1.秘密", "1"], ["2.没有现成", ""]], top=700)
    lower = table([["信息", "4"], ["3.补正", "5"]], top=60)
    found = read(upper, lower)
    assert found.original == "1.秘密\t1\n\f2.没有现成信息\t4\n3.补正\t5\n"
    assert found.place(found.text.index("4"), found.text.index("4") + 1).page == 2


def test_a_blank_row_behind_a_page_break_stays_a_row() -> None:
    upper = table([["1.秘密", "1"], ["2.现成", "4"]], top=700)
    lower = table([["3.补正", ""], ["4.其他", "5"]], top=60)
    assert read(upper, lower).original == "1.秘密\t1\n2.现成\t4\n\f3.补正\t\n4.其他\t5\n"


def test_a_paragraph_is_one_line() -> None:
    page = Paper()
    page.text(80, 100, "本" * 40)
    page.text(60, 120, "年" * 42)
    page.text(60, 140, "度报告。")
    page.text(80, 160, "一、总体情况")
    assert read(page).original == "本" * 40 + "年" * 42 + "度报告。\n一、总体情况\n"


def _picture_page() -> Paper:
    page = Paper()
    page.drawn.append("q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q")
    return page


def test_a_scan_is_told_as_one() -> None:
    for page in (_picture_page(), _hidden(_picture_page())):
        with pytest.raises(NotText, match=r"^report\.pdf: is a PDF without text that can be read, a scan .*\.$"):
            read(page)


def _hidden(page: Paper) -> Paper:
    """The page with invisible text on it, as programs that recognise text leave it."""
    for at in range(10):
        page.text(100, 100 + 30 * at, "行政许可 12 件", more="3 Tr")
    return page


def test_a_page_that_is_a_scan_is_noted_and_the_rest_is_read() -> None:
    data = pdf(paper("政府信息公开工作年度报告"), _picture_page(), paper("一、总体情况"))
    found = open_source(data, "report.pdf")
    assert found.original == "政府信息公开工作年度报告\n\f\f一、总体情况\n"
    (note,) = found.notes
    assert note.code == "pages-unread"
    assert note.en.startswith("1 pages hold no text")
    assert found.place(*note.spans[0]).page == 2
    assert pages_to_recognise(open_pages(File(data, "report.pdf"))) == [1]
    assert "pages-unread" in {finding.code for finding in extract(data).findings}


def test_fonts_that_do_not_name_their_characters_are_not_guessed() -> None:
    data = pdf(paper("政府信息公开工作年度报告", "行政许可 12 件"))
    nameless = data.replace(b"UniGB-UCS2-H", b"Identity-H  ").replace(b"Ordering(GB1)", b"Ordering(Abc)")
    pages = open_pages(File(nameless, "report.pdf"))
    assert pages_to_recognise(pages) == [0]
    assert not pages[0].page.words


def _encrypted(data: bytes, password: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_locked_file_is_told_as_locked_and_one_that_opens_without_a_password_is_read() -> None:
    data = pdf(paper("年度报告"))
    with pytest.raises(SourceError, match=r"^report\.pdf: is locked with a password; .*\.$"):
        open_source(_encrypted(data, "secret"), "report.pdf")
    assert open_source(_encrypted(data, ""), "report.pdf").original == "年度报告\n"


def _bomb() -> bytes:
    packed = zlib.compress(zlib.compress(bytes(90_000_000), 1), 1)
    return b"%%PDF-1.7\n1 0 obj\n<</Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        len(packed),
        packed,
    )


@pytest.mark.parametrize(
    ("make", "error", "says"),
    [
        (lambda: b"%PDF-1.7\n%\xe2\xe3\n", SourceError, "is a damaged PDF"),
        (lambda: pdf(paper("年度报告"))[:300], SourceError, "is a damaged PDF"),
        (lambda: pdf(), SourceError, "without a page|damaged"),
        (lambda: pdf(Paper()), EmptySource, "has only blank pages"),
        (lambda: pdf(*[Paper()] * 301), TooLarge, "has 301 pages, more than the 300"),
        (lambda: pdf(paper(*["报" * 8_000] * 26)), TooLarge, "characters"),
        (_bomb, TooLarge, "unpacks to far more"),
    ],
    ids=["nothing", "half", "no page", "blank", "many pages", "many characters", "bomb"],
)
def test_what_cannot_be_read_gets_one_sentence(make: Callable[[], bytes], error: type[SourceError], says: str) -> None:
    with pytest.raises(error, match=rf"^report\.pdf: .*(?:{says}).*; .*\.$"):
        open_source(make(), "report.pdf")


def test_the_cover_of_attached_files_is_told_as_one() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(paper("Open this portfolio in a newer program.")))))
    writer.add_attachment("report.txt", b"0")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(NotText, match="is the cover of files attached to it; save the report among them"):
        open_source(out.getvalue(), "report.pdf")


def test_a_page_of_any_size_is_read() -> None:
    page = Paper(width=14_000, height=14_000)
    page.text(7_000, 13_000, "年度报告", size=200)
    assert read(page).original == "年度报告\n"


def test_threads_may_read_at_the_same_time() -> None:
    data = pdf(paper("年度报告"), table([["规章", "1"]]))
    found: list[str] = []
    threads = [Thread(target=lambda: found.append(open_source(data, "a.pdf").original)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["年度报告\n\f规章\t1\n"] * 8
