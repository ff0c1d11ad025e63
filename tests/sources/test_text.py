"""Reading plain text: encodings told apart, places, refusals."""

from __future__ import annotations

import codecs
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import EmptySource, NotText, SourceError
from extractor.lexicon.folding import traditional
from extractor.sources import File, Source, read_text
from extractor.sources.normalise import normalise
from tests.quadratic import not_quadratic

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 20


def read(text: str, encoding: str = "utf-8") -> Source:
    return read_text(File(text.encode(encoding), "报告.txt"))


def in_traditional(text: str) -> str:
    """The text in traditional script, without the characters that Big5 does not hold."""
    back: dict[str, str] = {}
    for old, new in traditional().items():
        if in_big5(old):
            back.setdefault(new, old)
    return "".join(back.get(c, c) for c in text if in_big5(back.get(c, c)))


def in_big5(character: str) -> bool:
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-32-le", "gb18030", "gbk"]
)
def test_a_seed_reads_the_same_in_every_encoding(path: Path, encoding: str) -> None:
    text = path.read_text("utf-8")
    data = text.encode(encoding, "replace")
    expected = data.decode(encoding)
    found = read_text(File(data, path.name))
    assert found.original == expected
    assert data.decode(found.encoding) == expected
    assert found.text == normalise(expected).text


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_byte_order_mark_says_the_order(path: Path, mark: bytes) -> None:
    order = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    found = read_text(File(mark + path.read_text("utf-8").encode(order), path.name))
    assert found.original == path.read_text("utf-8")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "cp950", "gb18030", "utf-8", "utf-16-le"])
def test_a_seed_in_traditional_script_reads_the_same_in_every_encoding(path: Path, encoding: str) -> None:
    printed = in_traditional(path.read_text("utf-8"))
    found = read_text(File(printed.encode(encoding), path.name))
    assert found.original == printed
    assert found.text == read(printed).text
    assert "政府信息公开" in found.text


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le", "utf-16-be", "utf-8"])
@pytest.mark.parametrize("printed", ["政府信息公開", "二、主動公開政府信息情況\n規章\t0\t0\t0\n"])
def test_a_few_words_are_enough_to_tell_an_encoding(printed: str, encoding: str) -> None:
    assert read(printed, encoding).original == printed


def test_figures_alone_are_told_in_two_byte_encodings() -> None:
    assert read("0\t0\t3\n", "utf-16-le").text == "0\t0\t3\n"
    assert read("0\t0\t3\n", "utf-16-be").text == "0\t0\t3\n"


def test_utf_8_with_broken_bytes_is_read_and_the_damage_told() -> None:
    data = bytearray(SEEDS[0].read_bytes())
    for at in (1500, 4000, 6000):
        data[at] = 0xFF
    found = read_text(File(bytes(data), "damaged.txt"))
    assert found.encoding == "utf-8"
    (note,) = found.notes
    assert note.code == "decoding-damaged"
    lost, (start, _) = found.text.count("\ufffd"), note.spans[0]
    assert lost >= 3
    assert note.en.startswith(f"{lost} characters")
    assert found.text[start] == "\ufffd"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16"])
def test_a_text_cut_inside_a_character_is_read_to_the_cut(encoding: str) -> None:
    printed = SEEDS[1].read_text("utf-8").strip()
    found = read_text(File(printed.encode(encoding)[:-1], "cut.txt"))
    assert found.original[:-1] == printed[:-1]
    assert [note.code for note in found.notes] == ["decoding-damaged"]


def test_text_in_another_language_is_left_to_the_detector() -> None:
    printed = "Die Behörde veröffentlichte 12 Bescheide über Gebühren; für spätere Jahre fehlen Angaben. " * 4
    assert "12 Bescheide" in read_text(File(printed.encode("latin-1"), "x.txt")).text


def test_a_source_says_what_it_was_made_of() -> None:
    data = "\ufeff行政许可\t０\n".encode()
    found = read_text(File(data, "报告.txt", "/somewhere/报告.txt"))
    assert (found.name, found.path, found.media_type) == ("报告.txt", "/somewhere/报告.txt", "text/plain")
    assert (found.size, found.encoding) == (len(data), "utf-8-sig")
    assert len(found.sha256) == 64
    assert found.original == "行政许可\t０\n"
    assert found.printed(5, 6) == "０"
    assert found.notes == ()
    assert hash(found) == hash(read_text(File(data, "报告.txt", "/somewhere/报告.txt")))


def test_places_count_lines_and_columns_as_editors_do() -> None:
    found = read("规章\r\n\r\n许可\t12\r34\n5\f6")
    places = {
        printed: found.place(at, at + len(printed))
        for printed in ("规章", "许可", "12", "34", "5", "6")
        for at in [found.text.index(printed)]
    }
    assert [(p.line, p.column, p.page) for p in places.values()] == [
        (1, 1, 1),
        (3, 1, 1),
        (3, 4, 1),
        (4, 1, 1),
        (5, 1, 1),
        (5, 3, 2),
    ]
    assert all(found.original[p.start : p.end] == printed for printed, p in places.items())


def test_pages_are_counted_only_where_there_are_form_feeds() -> None:
    assert read("a\nb").place(2, 3).page is None
    pages = read("a\fb\f\fc")
    assert [pages.place(at, at + 1).page for at in (0, 2, 5)] == [1, 2, 4]


def test_places_hold_across_characters_that_were_taken_out() -> None:
    found = read("行\u200b政\n许可\u00ad５\ufeff")
    at = found.text.index("5")
    assert found.printed(at, at + 1) == "５"
    assert found.place(at, at + 1).column == 4
    assert found.printed(0, 2) == "行\u200b政"
    assert found.printed(0, len(found.text)) == found.original[:-1]


def test_leftovers_of_markup_are_taken_out_and_places_hold() -> None:
    source = read("规章&nbsp;\t1\u200b2 &NBSP;<br />\n<p class=a>行政许可</p>&nbsp;3\n甲<br>乙 a<b<c")
    assert source.text == "规章 \t12 \n 行政许可 3\n甲 乙 a<b<c"
    for printed in ("1\u200b2", "行政许可", "3", "乙"):
        read_as = printed.replace("\u200b", "")
        start = source.text.index(read_as)
        first, last = source.span(start, start + len(read_as))
        assert source.original[first:last] == printed


def test_places_outside_the_text_are_cut_to_it() -> None:
    found = read("ab\n\u200b")
    end = found.place(99, 120)
    assert (end.start, end.end, end.line) == (4, 4, 2)
    assert found.place(-5, 1).start == 0
    assert found.printed(2, 1) == ""


TEXTS = st.text(st.one_of(st.characters(exclude_categories=("Cs", "Cc")), st.sampled_from("\r\n\t\f０（\u200b規")))


@given(TEXTS, st.data())
def test_any_place_is_where_the_original_has_it(original: str, data: st.DataObject) -> None:
    found = read("年" + original)
    start = data.draw(st.integers(0, len(found.text)))
    end = data.draw(st.integers(start, len(found.text)))
    place = found.place(start, end)
    before = found.original[: place.start].replace("\r\n", "\n ").replace("\r", "\n")
    inside = found.original[place.start - 1 : place.start + 1] == "\r\n"
    if not inside:
        assert place.line == before.count("\n") + 1
    assert found.printed(start, end) == found.original[place.start : place.end]
    lines = found.original[found.line_starts[place.line - 1] : place.start]
    assert len(lines) == place.column - 1
    assert not lines.strip("\r").count("\n")


@given(
    st.one_of(
        st.binary(),
        st.builds(
            lambda a, b: a + b,
            st.sampled_from(
                [
                    b"\xff\xfe",
                    b"\xfe\xff",
                    b"\xef\xbb\xbf",
                    b"\xff\xfe\0\0",
                    "政府".encode("gb18030"),
                    "政府".encode("big5"),
                    "政府".encode(),
                ]
            ),
            st.binary(),
        ),
    )
)
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_read_or_refused_in_a_sentence(data: bytes) -> None:
    try:
        found = read_text(File(data, "x.txt"))
    except SourceError as error:
        sentence = str(error)
    else:
        sentence = "x.txt: was read"
        assert found.text.strip()
        found.original.encode("utf-8")
    assert sentence.startswith("x.txt: ")
    assert "\n" not in sentence


@pytest.mark.parametrize("data", [b"", b"  \n\t \r\n", b"\xef\xbb\xbf", "　\u200b\f\n".encode(), b"\xff\xfe"])
def test_a_file_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(EmptySource, match=r"^报告\.txt: .*text|empty"):
        read_text(File(data, "报告.txt"))


def archive(member: str) -> bytes:
    """A ZIP archive with one member of this name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as zipped:
        zipped.writestr(member, "")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "called"),
    [
        (PICTURE, "a JPEG picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a PNG picture"),
        (b"GIF89a" + bytes(50), "a GIF picture"),
        (b"BM\x10\x20\0\0\0\0\0\0" + bytes(50), "a BMP picture"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "a WebP picture"),
        (b"II*\0" + bytes(50), "a TIFF picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"\n\n%PDF-1.4\n", "a PDF"),
        (archive("word/document.xml"), "a Word file"),
        (archive("xl/workbook.xml"), "an Excel file"),
        (archive("OFD.xml"), "an OFD document"),
        (archive("a.txt"), "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "an old Office file"),
        (b"{\\rtf1\\ansi", "a rich-text"),
        (b"\x1f\x8b\x08\0", "a GZIP archive"),
        (b"7z\xbc\xaf'\x1c\0\4", "a 7-Zip archive"),
        (b"Rar!\x1a\x07\0", "a RAR archive"),
        ("<!DOCTYPE html>\n<html><body>年度报告</body></html>".encode(), "an HTML page"),
        ("\ufeff\r\n<HTML lang='zh'>年度报告".encode(), "an HTML page"),
        ("\ufeff<html>年度报告".encode("utf-16"), "an HTML page"),
        (b"<?xml version='1.0'?><!DOCTYPE x><html xmlns='x'>", "an HTML page"),
        (bytes(1_000_000), "binary"),
        (bytes(range(32)) * 40 + b"text", "binary"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 9, "binary"),
        (b"\xff\xfe" + b"\x00\xd8" * 200, "binary"),
    ],
)
def test_other_kinds_of_files_are_refused_by_name(data: bytes, called: str) -> None:
    with pytest.raises(NotText, match=rf"^报告\.txt: is {called}.*; .*\.$"):
        read_text(File(data, "报告.txt"))


def test_a_great_file_of_zeros_is_refused_at_a_glance() -> None:
    data = bytes(200_000_000)
    with not_quadratic(), pytest.raises(NotText):
        read_text(File(data, "zeros.bin"))


def test_a_text_that_speaks_of_tags_is_still_text() -> None:
    printed = '二、主动公开政府信息情况\n">\n<br />规章 0 0 0\n a < b <table>\n'
    assert read(printed).text == '二、主动公开政府信息情况\n">\n 规章 0 0 0\n a < b \n'


def test_a_text_of_broken_tables_with_stray_marks_is_still_text() -> None:
    printed = "行政许可\x07828\x07\x07\n" * 50 + "\x00"
    assert read(printed).text.startswith("行政许可\t828")
