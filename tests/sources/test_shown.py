"""Pages as they look: a figure's box stands on its page's picture where the figure is drawn, whatever the file."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
import pytest
from sources import bombs
from sources.drawn_pdf import Paper, pdf
from sources.drawn_report import draw_report

from benchmarks.pdf_file import stream
from benchmarks.reports import make_report
from extractor import extract
from extractor.errors import NoPage, SourceError, TooLarge
from extractor.result import Extraction
from extractor.sources import open_source, page_pictures
from extractor.sources.page_pictures import page_picture, page_sizes
from extractor.sources.png import png_of
from tests.longer import long_but_for

Image = pytest.importorskip("PIL.Image", reason="the extra `ocr` is not installed")

WIDTH = 1200
REPORT = make_report(1, form="2021", size="small", author_error=False)


def pixels(picture: bytes) -> npt.NDArray[np.uint8]:
    """A PNG in grey."""
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L"), np.uint8)


def ink_under(data: bytes, name: str, found: Extraction) -> dict[str, float]:
    """How much of each accepted figure's box is dark on the picture of its page."""
    sizes = {page.number: page for page in page_sizes(data, name)}
    pictures = {number: pixels(page_picture(data, name, number, WIDTH)) for number in sizes}
    dark: dict[str, float] = {}
    for key, field in found.fields.items():
        if field.status != "accepted" or not field.printed or field.place is None or field.place.box is None:
            continue
        picture, size = pictures[field.place.page or 0], sizes[field.place.page or 0]
        assert picture.shape[1] == WIDTH
        assert picture.shape[0] == pytest.approx(size.height / size.width * WIDTH, abs=2)
        left, top, right, bottom = (round(side * WIDTH / size.width) for side in field.place.box)
        dark[key] = float((picture[top : bottom + 1, left : right + 1] < 128).mean())
    return dark


@pytest.mark.parametrize("sideways", [False, True])
def test_the_box_of_every_accepted_figure_of_a_pdf_is_where_the_figure_is_drawn(sideways: bool) -> None:
    data = draw_report(REPORT, sideways=sideways, lines=False)
    dark = ink_under(data, "report.pdf", extract(data, "report.pdf"))
    assert len(dark) > 100
    assert min(dark.values()) > 0.05, dark
    assert max(dark.values()) < 0.7


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_the_box_of_a_figure_of_a_picture_is_where_the_figure_is_shown(kind: str) -> None:
    pytest.importorskip("rapidocr", reason="the extra `ocr` is not installed")
    from sources.scanned import chinese_is_drawn, pictures, saved

    if not chinese_is_drawn():
        pytest.skip("no Chinese font is installed")
    page = Paper(420, 297)
    page.grid([40, 140, 220, 300], [80, 110, 140])
    for at, row in enumerate((("行政许可", "12", "345"), ("行政处罚", "6789", "1"))):
        for x, words in zip((40, 140, 220), row, strict=True):
            page.text(x + 8, 100 + 30 * at, words, 11)
    data = saved(pictures(pdf(page)), kind)
    source = open_source(data, "page")
    (size,) = page_sizes(data, "page")
    picture = pixels(page_picture(data, "page", 1, WIDTH))
    for figure in ("12", "345", "6789"):
        at = source.text.index(figure)
        box = source.place(at, at + len(figure)).box
        assert box is not None
        left, top, right, bottom = (round(side * WIDTH / size.width) for side in box)
        assert (picture[top:bottom, left:right] < 128).any(), figure


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_that_is_cut_and_turned_is_shown_as_it_is_read(rotate: int) -> None:
    page = Paper(rotate=rotate, crop=(50, 50, 500, 800))
    page.text(100, 100, "12345", 20)
    data = pdf(page)
    (size,) = page_sizes(data, "a.pdf")
    assert (size.width, size.height) == ((750, 450) if rotate % 180 else (450, 750))
    picture = pixels(page_picture(data, "a.pdf", 1, WIDTH))
    box = open_source(data, "a.pdf").place(0, 5).box
    assert box is not None
    left, top, right, bottom = (round(side * WIDTH / size.width) for side in box)
    assert (picture[top:bottom, left:right] < 128).any()
    rest = picture.copy()
    rest[top:bottom, left:right] = 255
    assert (rest > 128).all()


def test_a_picture_held_on_its_side_has_the_size_it_is_shown_in() -> None:
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("L", (1000, 500), 255).save(made, "JPEG", exif=exif)
    (size,) = page_sizes(made.getvalue(), "a.jpg")
    assert size.height == pytest.approx(2 * size.width)
    assert pixels(page_picture(made.getvalue(), "a.jpg", 1, 200)).shape == (400, 200)


@pytest.mark.parametrize("content", [b"\xe6\x96\x87 1", b"<html><body><p>1</p></body></html>", b"PK\x03\x04"])
def test_a_file_without_pages_has_none(content: bytes) -> None:
    assert page_sizes(content, "report") == []
    with pytest.raises(NoPage, match="report: has no pages"):
        page_picture(content, "report", 1, WIDTH)


@pytest.mark.parametrize("number", [0, -1, 3, 10**30])
def test_a_page_that_is_not_there_is_told(number: int) -> None:
    for data in (pdf(Paper(), Paper()), _tiff(2)):
        with pytest.raises(NoPage, match=rf"report: has no page {number}"):
            page_picture(data, "report", number, WIDTH)


def _tiff(count: int) -> bytes:
    made = io.BytesIO()
    first, *others = [Image.new("L", (300, 400), 40 * at) for at in range(count)]
    first.save(made, "TIFF", save_all=True, append_images=others)
    return made.getvalue()


def test_each_picture_of_a_file_is_a_page() -> None:
    data = _tiff(3)
    assert [page.number for page in page_sizes(data, "a.tif")] == [1, 2, 3]
    assert [int(pixels(page_picture(data, "a.tif", number, 100)).mean()) for number in (1, 2, 3)] == [0, 40, 80]


@pytest.mark.parametrize(("width", "height"), [(3, 14_000), (14_000, 3), (0.001, 5), (14_400, 14_400)])
def test_a_page_of_any_shape_is_shown_within_bounds(width: float, height: float) -> None:
    data = pdf(Paper(width, height))
    for wanted in (100, 2400):
        shape = pixels(page_picture(data, "long.pdf", 1, wanted)).shape
        assert shape[0] * shape[1] <= 1.01 * page_pictures.MOST_PIXELS
        assert max(shape) <= page_pictures.MOST_ON_A_SIDE


BOMBS = {
    "itself": bombs.drawing_of_itself,
    "drawings": bombs.drawings_of_drawings,
    "packed twice": bombs.packed_by_lzw_and_flate,
    "behind": bombs.behind_another_stream,
    "many pages": lambda: bombs.many_pages(301),
    "tree": bombs.cyclic_page_tree,
    "references": bombs.cyclic_references,
    "great picture": lambda: bombs.great_picture(60_000),
    "brackets": bombs.nested_brackets,
    "no pdf": lambda: b"%PDF-1.7\n" + bytes(1000),
}


def shown_or_refused(bomb: str) -> str:
    """What becomes of a bomb: a sentence, or nothing to say."""
    try:
        assert page_picture(BOMBS[bomb](), "bomb.pdf", 1, 2400).startswith(b"\x89PNG")
    except SourceError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("bomb", long_but_for(("itself", "many pages", "no pdf"), BOMBS))
def test_what_is_made_to_do_harm_is_shown_or_refused_in_a_sentence(bomb: str) -> None:
    says = shown_or_refused(bomb)
    assert says == "" or (says.startswith("bomb.pdf: ") and "\n" not in says)


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    with pytest.raises(TooLarge, match=r"bomb\.pdf: has 301 pages"):
        page_sizes(bombs.many_pages(301), "bomb.pdf")


def test_a_page_of_too_many_pixels_is_not_drawn() -> None:
    with pytest.raises(TooLarge, match=r"bomb\.pdf: page 1 is a picture of more pixels"):
        page_picture(bombs.great_picture(60_000), "bomb.pdf", 1, WIDTH)


def test_grey_and_coloured_pixels_come_back_as_they_were() -> None:
    chance = np.random.default_rng(3)
    for shape in ((3, 5), (1, 1), (4, 2, 3)):
        made = chance.integers(0, 256, shape, np.uint8)
        assert (np.asarray(Image.open(io.BytesIO(png_of(made)))) == made).all()


def test_a_seal_is_shown_in_its_colour() -> None:
    content = stream(b"1 0 0 rg 0 0 300 842 re f")
    picture = Image.open(io.BytesIO(page_picture(bombs.one_page(content, b"null"), "a.pdf", 1, 100)))
    assert picture.mode == "RGB"
    assert (picture.getpixel((10, 50)), picture.getpixel((90, 50))) == ((255, 0, 0), (255, 255, 255))
