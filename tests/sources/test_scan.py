"""Scans and pictures: what they show is read with its place, what cannot be read is said, nothing is fetched."""

from __future__ import annotations

import io
import socket
import sys

import numpy as np
import pytest
from sources.drawn_pdf import Paper, pdf
from sources.drawn_report import draw_report

from benchmarks.reports import make_report
from benchmarks.scoring import score_document
from benchmarks.truth import Truth, truth_of
from extractor import extract
from extractor.errors import EmptySource, NotText, SourceError, TooLarge
from extractor.sources import File, Source, open_source
from extractor.sources.grid import Bounds
from extractor.sources.lattice import lattices_of
from tests.sources.grids import check_grids, shown

pytest.importorskip("rapidocr", reason="the extra `ocr` is not installed")

from PIL import Image
from sources.scanned import chinese_is_drawn, pictures, saved, scanned

from extractor.lexicon.figure import DOUBT
from extractor.sources.scan import engine
from extractor.sources.scan.ink import inked
from extractor.sources.scan.pictures import pictures_in
from extractor.sources.scan.straight import tilt_of

drawn_in_chinese = pytest.mark.skipif(not chinese_is_drawn(), reason="no Chinese font is installed")

ROWS = (("行政许可", "12", "", "3"), ("行政处罚", "", "0", "1"), ("行政强制", "145", "7", "20"))


def page() -> Paper:
    """A small page with a table, as large as half a sheet."""
    made = Paper(420, 297)
    made.grid([40, 140, 220, 300, 380], [80, 110, 140, 170])
    made.text(40, 60, "一、行政许可和行政处罚", 12)
    for at, row in enumerate(ROWS):
        for x, words in zip((40, 140, 220, 300), row, strict=True):
            made.text(x + 8, 100 + 30 * at, words, 11)
    return made


def as_read(found: Source) -> list[str]:
    return [line for line in found.text.replace("\f", "\n").splitlines() if line]


EXPECTED = ["一、行政许可和行政处罚", *("\t".join(row) for row in ROWS)]


@pytest.mark.long
@drawn_in_chinese
def test_a_tilted_noisy_scan_of_a_report_over_several_pages_is_read_without_a_wrong_figure() -> None:
    report = make_report(1, form="2021", size="small", author_error=False)
    drawn = draw_report(report)
    whole = extract(drawn, "report.pdf")
    data = saved([scanned(one, tilt=1.0, noise=7, quality=75) for one in pictures(drawn)])
    found = extract(data, "scan.pdf")
    score = score_document("scan", found, Truth.from_json(truth_of(report)))
    assert not score.wrong
    assert score.outcomes["accepted_right"] >= 0.97 * score.figures, score.outcomes
    assert found.report.form == "2021"
    name = "applications.new.total"
    place, printed = found.fields[name].place, whole.fields[name].place
    assert place is not None
    assert place.box is not None
    assert printed is not None
    assert printed.box is not None
    assert place.page == printed.page
    assert abs(place.box[0] + place.box[2] - printed.box[0] - printed.box[2]) < 40


@drawn_in_chinese
def test_lone_figures_and_blank_cells_of_a_picture_are_certain_and_nothing_is_fetched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the network is asked")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    engine.open_recogniser.cache_clear()
    engine.open_detector.cache_clear()
    found = open_source(saved(pictures(pdf(page())), "PNG"), "report.png")
    assert as_read(found) == EXPECTED
    assert found.media_type == "image/png"
    at = found.text.index("145")
    assert 0.9 < found.sure(at, at + 3) < 1
    assert found.is_recognised
    check_grids(found)
    assert shown(found) == [[list(row) for row in ROWS]]
    assert found.grids[0].bounds == Bounds.DRAWN


TITLE = ("青石沟县水土保持与移民开发局", "2023年", "政府信息公开工作年度报告")


def titled(size: float, under: bool = False) -> Paper:
    """A page with a title in large type, underlined where asked, over a table."""
    made = Paper()
    for at, words in enumerate(TITLE):
        made.text(60, 80 + 1.5 * size * at, words, size)
    if under:
        made.bar(50, 85 + 3 * size, 500, 2)
    made.grid([60, 200, 320, 440], [400, 425, 450])
    made.text(70, 418, "行政许可", 10)
    return made


@drawn_in_chinese
@pytest.mark.parametrize("size", [16, 22, 30, 42])
@pytest.mark.parametrize("under", [False, True])
def test_strokes_of_large_type_are_no_ruling_lines(size: float, under: bool) -> None:
    (shown,) = pictures(pdf(titled(size, under)))
    found = inked(shown, 72 / 200).rules
    table = [rule for rule in found if (rule.at if rule.across else rule.start) > 395]
    assert {rule.across for rule in table} == {True, False}
    others = [rule for rule in found if rule not in table]
    assert all(rule.across and rule.end - rule.start > 490 for rule in others)
    assert len(others) == under


@pytest.mark.long
@drawn_in_chinese
@pytest.mark.parametrize("tilt", [0.0, 0.6])
def test_body_and_year_are_read_of_a_title_in_the_official_size(tilt: float) -> None:
    found = extract(saved([scanned(one, tilt) for one in pictures(pdf(titled(22)))]), "scan.pdf")
    assert (found.report.unit, found.report.year) == (TITLE[0], 2023)


def marked() -> Paper:
    """A table in whose second row each figure is struck, crossed, or has a mark beside it."""
    made = Paper(420, 297)
    made.grid([40, 110, 180, 250, 320, 390], [80, 110, 140])
    for at, figure in enumerate(("44", "0", "12.5", "-3", "17")):
        made.text(60 + 70 * at, 100, figure, 11)
    for at, figure in enumerate(("199", "20", "8", "208", "5")):
        made.text(60 + 70 * at, 130, figure, 11)
    made.line(60, 126, 77, 126)
    made.line(129, 131, 142, 122)
    made.line(198, 126, 208, 126)
    made.text(287, 126, "1", 6)
    made.text(346, 132, "2", 6.5)
    return made


@drawn_in_chinese
def test_a_figure_that_is_struck_or_has_a_mark_beside_it_is_in_doubt_in_a_picture() -> None:
    found = open_source(saved(pictures(pdf(marked())), "PNG"), "report.png")
    plain, doubtful = as_read(found)
    assert plain.split("\t") == ["44", "0", "12.5", "-3", "17"]
    assert all(DOUBT in figure for figure in doubtful.split("\t"))


XS, YS = (60, 130, 200, 230, 260, 400), (100, 125, 150, 175, 200)


@pytest.mark.parametrize(
    ("wide", "dash", "apart"),
    [(0.4, "", 0), (2.5, "", 0), (6, "", 0), (0.75, "", 1.6), (1, "1 1", 0), (1, "2 2", 0), (0.75, "4 3", 0)],
    ids=["thin", "thick", "thickest", "double", "dotted", "dotted wide", "dashed"],
)
@pytest.mark.parametrize("dots", [200, 300])
def test_rules_thin_thick_double_dotted_and_dashed_part_the_same_cells(
    wide: float, dash: str, apart: float, dots: int
) -> None:
    made = Paper(460, 300)
    for shift in {0, apart}:
        for x in XS:
            made.drawn.append(f"{wide} w [{dash}] 0 d {x + shift} {300 - YS[0]} m {x + shift} {300 - YS[-1]} l S")
        for y in YS:
            made.drawn.append(f"{wide} w [{dash}] 0 d {XS[0]} {300 - y - shift} m {XS[-1]} {300 - y - shift} l S")
    found = inked(pictures(pdf(made), dots)[0], 72 / dots)
    (lattice,) = lattices_of(found.rules)
    assert len(lattice.cells) == (len(XS) - 1) * (len(YS) - 1)
    assert np.count_nonzero(found.mask) < 40


@drawn_in_chinese
@pytest.mark.parametrize(("words", "tone"), [("内部资料", 0.76), ("20240115", 0.85)])
def test_a_watermark_of_small_level_type_is_no_figure(words: str, tone: float) -> None:
    made = Paper()
    for y in range(30, 820, 73):
        for x in range(10, 560, 95):
            made.text(x, y, words, 9, more=f"{tone} g")
    for y in range(300, 500, 25):
        made.text(60, y, "本机关不掌握相关政府信息，没有现成信息需要另行制作", 12)
    made.grid([60, 200, 320, 440, 540], [80, 115, 150, 185])
    for at, row in enumerate(ROWS):
        for x, figure in zip((60, 200, 320, 440), row, strict=True):
            made.text(x + 20, 93 + 35 * at, figure, 11)
    found = open_source(saved(pictures(pdf(made)), "PNG"), "report.png")
    (grid,) = shown(found)
    for row, printed in zip(grid, ROWS, strict=True):
        for cell, figure in zip(row, printed, strict=True):
            assert (cell or "").replace("▯", "").strip("|") == figure, grid


@drawn_in_chinese
def test_a_figure_on_which_pale_ink_lies_is_not_sure() -> None:
    made = Paper(420, 297)
    made.grid([40, 140, 220, 300], [80, 110, 140])
    made.text(60, 100, "12", 11)
    made.text(56, 101, "35", 16, more="0.8 g")
    made.text(150, 130, "7", 11, more="0.8 g")
    made.text(230, 100, "145", 11)
    made.text(60, 130, "行政许可", 11)
    found = open_source(saved(pictures(pdf(made)), "PNG"), "report.png")
    assert not inked(pictures(pdf(made))[0], 72 / 200).pale.is_watermark
    at = found.text.index("145")
    assert found.sure(at, at + 3) > 0.9
    others = [at for at, one in enumerate(found.text) if one.isdecimal() and one not in "145"]
    assert all(found.sure(at, at + 1) <= 0.5 for at in others)


@drawn_in_chinese
def test_a_label_written_down_the_table_is_read_with_its_brackets_standing_or_lying() -> None:
    made = Paper(420, 297)
    made.text(40, 40, "三、收到和处理政府信息公开申请情况", 11)
    made.grid([40, 80, 120, 300], [60, 220])
    for at, character in enumerate("（三）不予公开"):
        made.text(55, 90 + 14 * at, character, 11)
        made.text(95, 90 + 14 * at, character, 11) if character not in "（）" else made.text(
            96, 81 + 14 * at, character, 11, turn=1
        )
    made.text(200, 140, "5", 11)
    _, line = as_read(open_source(saved(pictures(pdf(made)), "PNG"), "report.png"))
    standing, lying, figure = line.replace("（", "(").replace("）", ")").split("\t")
    assert (standing, lying, figure) == ("(三)不予公开", "(三)不予公开", "5")


@pytest.mark.long
@drawn_in_chinese
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_lies_on_its_side_or_its_head_is_turned(quarters: int) -> None:
    shown = np.ascontiguousarray(np.rot90(pictures(pdf(page()))[0], quarters))
    assert as_read(open_source(saved([shown], "PNG"), "report.png")) == EXPECTED


@drawn_in_chinese
def test_pages_with_text_keep_it_and_only_the_others_are_recognised() -> None:
    import pypdfium2

    written = Paper()
    written.text(100, 100, "政府信息公开工作年度报告")
    stream = io.BytesIO()
    with (
        pypdfium2.PdfDocument(pdf(written)) as whole,
        pypdfium2.PdfDocument(saved(pictures(pdf(page())))) as scan,
    ):
        whole.import_pages(scan)
        whole.save(stream)
    found = open_source(stream.getvalue(), "report.pdf")
    assert as_read(found) == ["政府信息公开工作年度报告", *EXPECTED]
    assert found.sure(0, 5) == 1
    assert not found.notes


@pytest.mark.parametrize(("asked", "used"), [("1", 1), ("8", 2), ("0", 2), ("many", 2)])
def test_recognising_takes_the_threads_it_is_given_and_no_more_than_two(
    monkeypatch: pytest.MonkeyPatch, asked: str, used: int
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", asked)
    session = engine.open_recogniser.__wrapped__().session
    assert session.get_session_options().intra_op_num_threads == used


def test_every_format_and_every_page_of_it_is_opened() -> None:
    grey = np.full((300, 400), 255, np.uint8)
    grey[100:200, 150:250] = 0
    for kind in ("PNG", "JPEG", "BMP", "WEBP", "GIF", "TIFF"):
        (shown,) = pictures_in(File(saved([grey], kind), "report"))
        assert shown.picture.shape[1] / shown.picture.shape[0] == pytest.approx(4 / 3, abs=0.01)
        assert shown.picture[shown.picture.shape[0] // 2, shown.picture.shape[1] // 2] < 20
        assert shown.picture[5, 5] > 235
    assert len(list(pictures_in(File(saved([grey, grey, grey], "TIFF"), "report")))) == 3


def test_what_is_clear_in_a_picture_is_white() -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(stream, "PNG")
    (shown,) = pictures_in(File(stream.getvalue(), "report"))
    assert shown.picture.min() > 250


@pytest.mark.parametrize("angle", [-2.3, 0.7, 3.0])
def test_a_tilt_is_measured_to_a_tenth_of_a_degree(angle: float) -> None:
    grey = np.full((1600, 1200), 255, np.uint8)
    for y in range(200, 1400, 60):
        grey[y : y + 4, 150:1050] = 0
    assert tilt_of(scanned(grey, tilt=angle)) == pytest.approx(angle, abs=0.1)


def test_pictures_beyond_the_limits_are_refused() -> None:
    stream = io.BytesIO()
    Image.new("1", (30000, 30000)).save(stream, "PNG")
    with pytest.raises(TooLarge, match=r"^report\.png: has a picture of .*pixels.*\.$"):
        open_source(stream.getvalue(), "report.png")
    with pytest.raises(TooLarge, match=r"^report\.tif: has 61 pictures, .*\.$"):
        open_source(saved([np.full((40, 40), 255, np.uint8)] * 61, "TIFF"), "report.tif")


def test_a_damaged_or_an_empty_picture_gets_one_sentence() -> None:
    whole = saved([np.full((300, 400), 255, np.uint8)], "PNG")
    with pytest.raises(SourceError, match=r"^report\.png: is a PNG picture that is damaged .*\.$"):
        open_source(whole[:60], "report.png")
    with pytest.raises(EmptySource, match=r"^report\.png: shows nothing that can be read; .*\.$"):
        open_source(whole, "report.png")


@pytest.mark.parametrize("size", [(1, 1), (3, 3), (20, 20), (1, 500)])
def test_a_picture_of_a_few_points_shows_nothing(size: tuple[int, int]) -> None:
    dot = io.BytesIO()
    Image.new("L", size, 255).save(dot, "PNG")
    with pytest.raises(EmptySource, match="shows nothing"):
        open_source(dot.getvalue(), "dot.png")


def test_without_the_extra_the_sentence_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    grey = np.full((300, 400), 255, np.uint8)
    with pytest.raises(
        NotText, match=r"^report\.png: is a PNG picture; .*pip install '\.\[ocr\]' in the checkout .*\.$"
    ):
        open_source(saved([grey], "PNG"), "report.png")
    with pytest.raises(NotText, match=r"^report\.pdf: .*pip install '\.\[ocr\]' in the checkout .*\.$"):
        open_source(saved([grey]), "report.pdf")
