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
from tests.sources.grids import check_grids, shown

pytest.importorskip("rapidocr", reason="the extra `ocr` is not installed")

from PIL import Image
from sources.scanned import chinese_is_drawn, pictures, saved, scanned

from extractor.sources.scan import engine
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
