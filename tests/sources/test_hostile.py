"""Whatever the bytes of a file are, they are read or refused in a sentence, within bounds of work and memory."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest
from golden import SEEDS
from hypothesis import given
from hypothesis import strategies as st
from sources import bombs
from sources.drawn_report import draw_report
from wordfiles import archive, opened_parts

from benchmarks.pdf_file import stream
from benchmarks.render_docx import render_docx
from benchmarks.render_html import render_html
from benchmarks.reports import make_report
from extractor.errors import SourceError
from extractor.sources import open_source
from extractor.sources.compose import File
from tests.properties.profile import law

KINDS = ("text", "html", "mhtml", "docx", "docx parts", "pdf")
PICTURES = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP")
# What is put into files: what begins and ends things, and numbers nobody expects.
SCRAPS = (
    b"<", b">", b"<td>", b"</table>", b"<table>", b"<!--", b"<w:tbl>", b"</w:tc>", b"colspan=-1", b"\0", b"\xff", b"0",
    b"-1", b"99999999999999999999", b"1e309", b"<<", b">>", b"[", b"]", b"(", b" 0 R", b"endobj", b"endstream",
    b"/Kids", b"&#x110000;", b"\n--b0", b"\n\n", b"\t", "\u200b".encode(), "\u00b2\u0663".encode(), "总计".encode(),
)  # fmt: skip
LIMITS = {"memory": 1_400_000_000, "seconds": 60}
"""Of the process that opens a bomb: bytes it may ask for, seconds of work; most need a tenth of either."""
OPEN = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
sys.modules["rapidocr"] = None  # recognising takes its own time
from extractor.errors import SourceError
from extractor.sources import open_source
try:
    print("read", len(open_source(sys.argv[1], "report").original))
except SourceError as error:
    print(error)
"""


@cache
def whole(kind: str) -> bytes:
    """A real file of this kind."""
    report = make_report(3, form="2021", size="small")
    page = render_html(report).encode()
    match kind:
        case "text":
            return sorted(SEEDS.glob("*.txt"))[0].read_bytes()
        case "html":
            return page
        case "mhtml":
            head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b0\n\n--b0\nContent-Type: text/html\n"
            return head + b"Content-Transfer-Encoding: 8bit\n\n" + page + b"\n--b0--\n"
        case "pdf":
            return draw_report(report)
        case _:
            return render_docx(report)


def damaged(data: bytes, chance: Random) -> bytes:
    """The bytes after some accidents: changed, cut, doubled, put in, or the end lost."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(6):
            case 0:
                made[at : at + 4] = chance.randbytes(4)
            case 1:
                del made[at : at + chance.choice((1, 40, 3000))]
            case 2:
                other = chance.randrange(len(made) + 1)
                made[at:at] = made[other : other + chance.choice((10, 300))]
            case 3:
                made[at : at + 1] = chance.choice(SCRAPS) * chance.choice((1, 30))
            case 4:
                made[at:at] = chance.choice(SCRAPS)
            case _:
                if chance.random() < 0.2:
                    del made[at:]
    return bytes(made)


def damaged_inside(data: bytes, chance: Random) -> bytes:
    """A Word file that is whole but for what one of its parts says."""
    parts = opened_parts(data)
    written = [name for name in parts if name.endswith((".xml", ".rels"))]
    name = chance.choice([*written, *["word/document.xml"] * len(written)])
    return archive(parts | {name: damaged(parts[name], chance)})


def is_read_or_refused(data: bytes) -> bool:
    """Whether opening these bytes gives a text, or one sentence."""
    return tells(lambda: open_source(data, "report").text.strip())


def tells(work: Callable[[], object]) -> bool:
    """Whether this gives something, or refuses in one sentence; any other error goes through."""
    try:
        return bool(work())
    except SourceError as error:
        sentence = str(error)
    return sentence.startswith("report") and sentence.endswith(".") and "\n" not in sentence


@pytest.mark.parametrize("kind", KINDS)
@law
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused_in_a_sentence(kind: str, seed: int) -> None:
    damage = damaged_inside if kind == "docx parts" else damaged
    assert is_read_or_refused(damage(whole(kind), Random(seed)))


@pytest.mark.parametrize("kind", ["text", "html", "mhtml", "docx", "pdf"])
@law
@given(share=st.floats(0, 1))
def test_a_file_cut_short_is_read_to_the_cut_or_refused(kind: str, share: float) -> None:
    data = whole(kind)
    assert is_read_or_refused(data[: int(len(data) * share)])


@pytest.mark.parametrize("kind", PICTURES)
@law
@given(seed=st.integers(0, 2**32))
def test_a_damaged_picture_is_opened_or_refused_in_a_sentence(kind: str, seed: int) -> None:
    pytest.importorskip("rapidocr", reason="the extra `ocr` is not installed")
    from PIL import Image

    from extractor.sources.scan.pictures import pictures_in

    chance = Random(seed)
    picture = Image.frombytes("L", (60, 50), chance.randbytes(3000)).convert(chance.choice(("L", "RGB", "1")))
    stream = io.BytesIO()
    picture.save(stream, kind, dpi=(200, 200))
    data = damaged(stream.getvalue(), chance)
    assert tells(lambda: list(pictures_in(File(data, "report"))))


@pytest.mark.parametrize(
    ("tags", "says"),
    [({256: (3, 1, 0)}, "damaged"), ({257: (3, 1, 50), 256: (3, 1, 60), 324: (4, 1, 9)}, "damaged")],
    ids=["a picture without a height", "a picture without its kind"],
)
def test_a_picture_that_does_not_say_what_it_is_is_damaged(tags: dict[int, tuple[int, int, int]], says: str) -> None:
    pytest.importorskip("rapidocr", reason="the extra `ocr` is not installed")
    entries = b"".join(struct.pack("<HHII", tag, *said) for tag, said in sorted(tags.items()))
    data = b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + entries + bytes(4)
    with pytest.raises(SourceError, match=rf"^report\.tif: is a TIFF picture that is {says} [^\n]*\.$"):
        open_source(data, "report.tif")


def test_what_a_damaged_picture_says_is_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("rapidocr", reason="the extra `ocr` is not installed")
    # Of 4 by 4 pixels with 14595 samples each.
    tags = ((256, 4), (257, 4), (258, 8), (259, 1), (262, 1), (273, 8), (277, 14595), (279, 16))
    entries = b"".join(struct.pack("<HHII", tag, 3, 1, said) for tag, said in tags)
    data = b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + entries + bytes(40)
    with pytest.raises(SourceError, match="is a TIFF picture that is damaged"):
        open_source(data, "report.tif")
    assert capfd.readouterr() == ("", "")


def test_a_scan_that_is_damaged_is_read_or_refused() -> None:
    pytest.importorskip("rapidocr", reason="the extra `ocr` is not installed")
    import numpy as np
    from sources.scanned import saved

    data = saved([np.full((300, 400), 255, np.uint8)])
    for seed in range(12):
        assert is_read_or_refused(damaged(data, Random(seed)))


def test_a_page_that_cannot_be_opened_is_unread_and_the_others_are_read() -> None:
    from sources.drawn_pdf import Paper, pdf

    page = Paper()
    page.text(100, 100, "年度报告")
    data = pdf(page, Paper(width=400))
    broken = re.sub(rb"/Type/Page(?=/Parent \d+ 0 R/MediaBox\[0 0 400)", b"/Type/Pagx", data)
    assert broken != data
    found = open_source(broken, "report.pdf")
    assert found.original.startswith("年度报告\n")


def opened(data: bytes, folder: Path) -> str:
    """What a process within `LIMITS` says of a file."""
    path = folder / "report"
    path.write_bytes(data)
    command = [sys.executable, "-c", OPEN.format(**LIMITS), str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout.strip()


BOMBS: dict[Callable[[], bytes], str] = {
    bombs.drawing_of_itself: "report: takes more work or memory to open than a report; ",
    bombs.drawings_of_drawings: "report: takes more work or memory to open than a report; ",
    bombs.packed_by_lzw_and_flate: "report: takes more work or memory to open than a report; ",
    bombs.behind_another_stream: "report: unpacks to far more than a report has; ",
    bombs.heavy_pages: "report: page 3 is a drawing of more parts than a report has; ",
    lambda: bombs.many_pages(10_000): "report: has 10000 pages, more than the 300 a report may have; ",
    bombs.cyclic_page_tree: "report: is a PDF without text that can be read",
    bombs.cyclic_references: "report: has only blank pages; ",
    lambda: bombs.great_picture(60_000): "report: page 1 is a picture of 3600 million pixels, ",
    bombs.nested_brackets: "report: is a damaged PDF that cannot be opened; ",
    bombs.nested_zips: "report: is a ZIP archive, which is not read here; ",
    bombs.cyclic_word_file: "read ",
    bombs.crowded_word_file: "report: is a Word file with more in it than any report; ",
    bombs.crowded_tag: "report: has tags with more attributes than any page's; ",
    bombs.crowded_tags: "report: has tags with more attributes than any page's; ",
    bombs.nested_tags: "report: has ",
    bombs.great_spans: "read ",
    bombs.crowded_class: "read 1",
    bombs.endless_header: "report: has more parts than a web archive of one page; ",
    bombs.headers_without_end: "report: has more parts than a web archive of one page; ",
}


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a process are sure on Linux alone")
@pytest.mark.parametrize("make", BOMBS, ids=[f"{number}" for number in range(len(BOMBS))])
def test_a_bomb_costs_little_and_is_told(make: Callable[[], bytes], tmp_path: Path) -> None:
    assert opened(make(), tmp_path).startswith(BOMBS[make])


def test_drawings_within_drawings_are_read_where_they_end() -> None:
    resources = b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    twice = stream(b"/X Do /X Do", bombs.DRAWING + b"/Resources<</XObject<</X 6 0 R>>>>")
    shown = stream(b"BT /F 10 Tf 50 50 Td (2021) Tj ET", bombs.DRAWING + resources)
    assert open_source(bombs.one_page(stream(b"/X Do"), twice, shown), "report.pdf").original == "2021\n"
