"""Word files that are damaged, locked or made to do harm: one sentence each, in little time and memory."""

from __future__ import annotations

import contextlib
import random
import struct
import zipfile
from pathlib import Path

import pytest
from wordfiles import TRANSITIONAL, archive, paragraph, row, table, word_file

from benchmarks.render_docx import render_docx
from benchmarks.reports import make_report
from extractor.errors import NotText, SourceError, TooLarge
from extractor.sources import open_source

BEGIN = f'<w:document xmlns:w="{TRANSITIONAL}"><w:body>'
END = "</w:body></w:document>"
DECLARED = "declares entities, which no office program writes; "


def document(xml: str | bytes) -> bytes:
    """A Word file whose document is this XML."""
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})


@pytest.fixture(scope="module")
def report() -> bytes:
    """A whole report as a Word file."""
    return render_docx(make_report(3, form="2021", size="small"))


def test_a_file_cut_short_anywhere_is_refused_in_a_sentence(report: bytes) -> None:
    for length in range(100, len(report) - 22, len(report) // 40):
        with pytest.raises(SourceError, match=r"^r\.docx: is a (Word file|ZIP archive)[^\n]*; [^\n]*\.$"):
            open_source(report[:length], "r.docx")


def test_damaged_bytes_never_end_in_another_error(report: bytes) -> None:
    chance = random.Random(5)
    for _ in range(40):
        damaged = bytearray(report)
        for _ in range(chance.choice((1, 3, 20))):
            damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        with contextlib.suppress(SourceError):
            open_source(bytes(damaged), "r.docx")


def test_a_file_without_its_document_is_said_to_be_damaged() -> None:
    with pytest.raises(
        SourceError, match=r"^r\.docx: is a Word file that is damaged or not whole; get it again, .*\.$"
    ):
        open_source(archive({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<a/>"}), "r.docx")
    with pytest.raises(SourceError, match="damaged"):
        open_source(document(BEGIN.replace("body", "b") + END.replace("body", "b")), "r.docx")
    with pytest.raises(SourceError, match="whose XML is damaged"):
        open_source(document(BEGIN), "r.docx")


def test_an_archive_of_something_else_is_to_be_unpacked() -> None:
    with pytest.raises(NotText, match=r"is a ZIP archive.*unpack it"):
        open_source(archive({"keyword/list.txt": "word/"}), "r.docx")


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE d [<!ENTITY a "' + "x" * 99 + '"><!ENTITY b "' + "&a;" * 99 + '">]>',
        '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_unread(declaration: str, encoding: str) -> None:
    with pytest.raises(SourceError, match=DECLARED):
        open_source(document((declaration + BEGIN + END).encode(encoding)), "r.docx")


def test_what_unpacks_without_end_is_refused_whatever_its_header_says() -> None:
    data = bytearray(document(BEGIN + " " * 100_000_000 + END))
    with pytest.raises(TooLarge, match="unpacks to more than a report can have"):
        open_source(bytes(data), "r.docx")
    place = data.rindex(b"word/document.xml") - 46
    data[place + 24 : place + 28] = struct.pack("<I", 1000)
    with pytest.raises(SourceError):
        open_source(bytes(data), "r.docx")


def test_too_many_parts_elements_or_levels_are_refused() -> None:
    parts = archive({"word/document.xml": "", **{f"word/document{number}.xml": "" for number in range(5100)}})
    elements = document(BEGIN + ("<w:p/>" + " " * 12) * 2_000_100 + END)
    levels = document(BEGIN + "<w:sdt>" * 220 + "</w:sdt>" * 220 + END)
    for data in (parts, elements, levels):
        with pytest.raises(TooLarge, match=r"^r\.docx: is a Word file [^\n]*; [^\n]*\.$"):
            open_source(data, "r.docx")


def test_a_locked_or_oddly_packed_zip_is_refused(tmp_path: Path) -> None:
    data = bytearray(word_file(paragraph("年度报告")))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    with pytest.raises(SourceError, match=r"^r\.docx: is a Word file that is locked with a password; .*\.$"):
        open_source(bytes(data), "r.docx")
    with zipfile.ZipFile(tmp_path / "odd.docx", "w", zipfile.ZIP_LZMA) as file:
        file.writestr("word/document.xml", BEGIN + END)
        file.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(SourceError, match="damaged"):
        open_source(tmp_path / "odd.docx")


def test_long_lists_deep_tables_and_long_lines_are_read_in_bounded_time() -> None:
    level = f'<w:lvl w:ilvl="0"><w:lvlText w:val="{"%1" * 5000}"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    item = paragraph("甲", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    assert len(open_source(word_file(item * 2000, numbering=numbering), "r.docx").original) < 500_000
    deep = paragraph("甲")
    for _ in range(55):
        deep = table(row(deep))
    assert open_source(word_file(deep), "r.docx").original.strip() == "甲"
    assert "b" in open_source(word_file(paragraph("a" + " " * 500_000 + "b")), "r.docx").original
