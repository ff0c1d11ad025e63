"""Old Office files: told apart by content, read through LibreOffice, refused in a sentence where that cannot be."""

from __future__ import annotations

import shutil
import socket
import struct
import subprocess
import time
import zipfile
from pathlib import Path

import pytest
from wordfiles import paragraph, row, table, word_file

from extractor.errors import NotText, SourceError
from extractor.sources import office, open_source
from tests.sources.grids import check_grids, words_in

needs_office = pytest.mark.skipif(
    not any(map(shutil.which, office.PROGRAMS)), reason="LibreOffice (soffice) is not installed"
)
ROWS = ["规章\t0\t\t3", "行政许可\t71"]


def ole(*names: str, mark: int = 0) -> bytes:
    """An OLE file with streams of these names; `mark` stands where Word says whether a password locks it."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, *[0xFFFFFFFE] * 2, *[0xFFFFFFFF] * 125)
    directory = b""
    for name in names:
        letters = name.encode("utf-16-le")
        entry = letters + bytes(64 - len(letters)) + struct.pack("<HB", len(letters) + 2, 2)
        directory += entry + bytes(116 - len(entry)) + struct.pack("<I", 2) + bytes(8)
    content = bytes(10) + struct.pack("<H", mark)
    return bytes(header) + table + directory.ljust(512, b"\0") + content.ljust(512, b"\0")


def rich_text(*rows: str, before: str = "") -> bytes:
    """An RTF file with a table of these rows."""

    def escaped(text: str) -> str:
        return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)

    written = "{\\rtf1\\ansi\\ansicpg936\\uc1 " + before
    for line in rows:
        cells = line.split("\t")
        ends = "".join(f"\\cellx{2000 * (at + 1)}" for at in range(len(cells)))
        written += "\\trowd" + ends + "".join(f"\\intbl {escaped(one)}\\cell " for one in cells) + "\\row "
    return (written + "\\pard\\par}").encode("ascii")


@needs_office
def test_rich_text_is_read_and_nothing_in_it_is_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
        picture = f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{address}" \\\\d}}{{\\fldrslt }}}}\\par '
        source = open_source(rich_text(*ROWS, before=picture), "r.txt")
        with pytest.raises(BlockingIOError):
            server.accept()
    assert [line for line in source.original.splitlines() if line.strip()] == ROWS
    assert source.media_type == "application/rtf"
    check_grids(source)
    assert [words_in(cell, source) for grid in source.grids for cell in grid.cells] == "\t".join(ROWS).split("\t")


@needs_office
def test_an_old_word_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "r.docx").write_bytes(word_file(table(*(row(*line.split("\t")) for line in ROWS)) + paragraph("后")))
    command = [next(filter(None, map(shutil.which, office.PROGRAMS)))]
    command += [f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path), str(tmp_path / "r.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    source = open_source(tmp_path / "r.doc")
    assert [line for line in source.original.splitlines() if line.strip()] == [*ROWS, "后"]
    assert source.media_type == "application/msword"
    check_grids(source)
    assert [words_in(cell, source) for grid in source.grids for cell in grid.cells] == "\t".join(ROWS).split("\t")
    assert source.size == (tmp_path / "r.doc").stat().st_size


@needs_office
def test_a_damaged_old_file_is_refused_in_a_sentence() -> None:
    with pytest.raises(SourceError, match=r"^r\.doc: is an old Word file \(\.doc, \.wps\) [^\n]*; [^\n]*\.$"):
        open_source(ole("WordDocument"), "r.doc")


def test_an_old_file_of_which_only_the_first_bytes_are_left_is_damaged() -> None:
    for rest in (b"\0" * 5000, b"\xff" * 5000):
        with pytest.raises(SourceError, match=r"^r\.doc: is an old Office file .* damaged or not whole; "):
            open_source(ole("WordDocument")[:8] + rest, "r.doc")


def test_what_office_keeps_beside_an_open_file_is_told_from_that_file() -> None:
    with pytest.raises(NotText, match=r"^~\$r\.docx: is what Office keeps beside a file that is open; give that file"):
        open_source(b"\x04wang" + b"\0" * 157, "~$r.docx")


def test_a_locked_file_is_said_to_be_locked() -> None:
    for data in (ole("EncryptionInfo", "EncryptedPackage"), ole("Root Entry", "WordDocument", mark=0x0100)):
        with pytest.raises(SourceError, match=r"^r\.doc: is an Office file that is locked with a password; .*\.$"):
            open_source(data, "r.doc")


def test_workbooks_and_slides_are_told_from_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotText, match="PowerPoint"):
        open_source(ole("Root Entry", "PowerPoint Document"), "r.doc")
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("Workbook", "Book"):
        with pytest.raises(SourceError, match=r"Excel file .* LibreOffice, .* in Excel and save it as \.xlsx\.$"):
            open_source(ole("Root Entry", name), "r.et")


def test_without_libreoffice_the_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with zipfile.ZipFile(tmp_path / "r.odt", "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("content.xml", "<a/>")
    odt = (tmp_path / "r.odt").read_bytes()
    xml = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>'
    for data in (ole("WordDocument"), rich_text("0"), odt, xml):
        with pytest.raises(SourceError, match=r"^r: is a[^\n]* LibreOffice, [^\n]* is not on this machine; [^\n]*\.$"):
            open_source(data, "r")


def test_a_program_that_does_not_end_is_stopped_with_all_it_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n(/bin/sleep 3; /bin/touch {tmp_path}/late) &\n/bin/sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_SECONDS", 1)
    began = time.monotonic()
    with pytest.raises(SourceError, match=r"^r\.rtf: is a rich-text \(RTF\) file that LibreOffice was not done with"):
        open_source(rich_text("0"), "r.rtf")
    assert time.monotonic() - began < 20
    time.sleep(2.5)
    assert not (tmp_path / "late").exists()


def test_a_damaged_directory_of_streams_ends() -> None:
    from extractor.sources.ole import stream_starts

    data = bytearray(ole("WordDocument"))
    struct.pack_into("<I", data, 512 + 4, 1)
    assert "WordDocument" in stream_starts(bytes(data))
    for length in range(0, len(data), 37):
        stream_starts(bytes(data[:length]))
