"""A ZIP archive is told from the documents that are ZIP files by what it lists, and its files are had one by one."""

from __future__ import annotations

import io
import struct
import zlib
from typing import NamedTuple

import pytest
from packing import DEFLATED, STORED, named, ofd, open_document, packed, slides, word, workbook
from wordfiles import opened_parts, paragraph, word_file

from extractor.errors import NotText, SourceError, TooLarge
from extractor.files.archives import ArchiveEntry, entries_of, is_archive
from extractor.files.detect import kind_of
from extractor.sources import open_source

TEXT = "年度报告".encode()


class Limits(NamedTuple):
    """Limits that a small test reaches."""

    document_bytes: int = 100_000
    unpacked_bytes: int = 1_000_000
    batch_files: int = 30


def entries(data: bytes, limits: Limits | None = None) -> list[ArchiveEntry]:
    file = io.BytesIO(data)
    assert is_archive(file)
    return list(entries_of(file, "all.zip", limits or Limits()))


def names(data: bytes) -> list[str]:
    return [entry.name for entry in entries(data)]


def flagged(data: bytes, at_local: int, at_listed: int, value: int) -> bytes:
    """An archive with a byte of its first file's two headers changed."""
    made = bytearray(data)
    for mark, at in ((b"PK\x03\x04", at_local), (b"PK\x01\x02", at_listed)):
        made[made.index(mark) + at] = value
    return bytes(made)


def backslashes(data: bytes) -> bytes:
    return packed({name.replace("/", "\\"): part for name, part in opened_parts(data).items()})


DOCUMENTS = {
    "docx": word(),
    "docx, stored": packed(opened_parts(word()), STORED),
    "docx, streamed": packed(opened_parts(word()), DEFLATED, streamed=True),
    "docx, its parts in another order": packed(dict(reversed(opened_parts(word()).items()))),
    "docx, its main part elsewhere": word_file(paragraph("年报"), main="text/report.xml"),
    "docx, with backslashes": backslashes(word()),
    "docx, locked": flagged(packed(opened_parts(word())), 6, 8, 1),
    "docx, with a workbook in it": packed({**opened_parts(word()), "word/embeddings/a.xlsx": workbook(STORED)}),
    "docx, without its end": word("年度报告" * 900)[:-400],
    "xlsx": workbook(),
    "xlsx, stored": workbook(STORED),
    "xlsx, without its end": workbook(STORED)[:-60],
    "pptx": slides(),
    "ofd": ofd(),
    "ofd, stored": ofd(STORED),
    "odt": open_document("text"),
    "ods": open_document("spreadsheet"),
    "odp": open_document("presentation"),
    "epub": open_document("epub"),
    "odt, without the media type first": packed(
        {"META-INF/manifest.xml": b'media-type="application/vnd.oasis.opendocument.text"', "content.xml": b"<c/>"}
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_told_by_the_files_at_its_root_however_they_are_packed(name: str) -> None:
    assert kind_of(DOCUMENTS[name]).key == name.partition(",")[0]
    assert not is_archive(io.BytesIO(DOCUMENTS[name]))


@pytest.mark.parametrize("method", [STORED, DEFLATED], ids=["stored", "deflated"])
@pytest.mark.parametrize("streamed", [False, True], ids=["", "streamed"])
@pytest.mark.parametrize("name", [name for name in DOCUMENTS if "without its end" not in name])
def test_an_archive_of_documents_is_none_of_them(name: str, method: int, streamed: bool) -> None:
    files = {"附件/first.bin": DOCUMENTS[name], "a.txt": TEXT}
    found = entries(packed(files, method, streamed=streamed))
    assert {entry.name: entry.content for entry in found} == files


@pytest.mark.parametrize("folder", ["report", "附件1"])
def test_a_folder_with_an_unpacked_word_file_is_no_word_file(folder: str) -> None:
    assert is_archive(io.BytesIO(packed({f"{folder}/{name}": part for name, part in opened_parts(word()).items()})))


def test_names_in_an_archive_that_hint_at_documents_are_names_of_files() -> None:
    files = {"word/a.txt": TEXT, "xl/b.txt": TEXT, "ofd.xml.txt": TEXT, "关于 word/document.xml 的说明.txt": TEXT}
    assert names(packed(files)) == list(files)


def test_an_archive_without_its_end_is_told_as_such() -> None:
    for method in (STORED, DEFLATED):
        whole = packed({"a.docx": word(), "b.txt": TEXT}, method)
        (entry,) = entries(whole[:-30])  # where the Word file's own end is found instead
        assert entry == ArchiveEntry("all.zip", None, "all.zip: is a damaged ZIP archive; pack it again.")


def test_an_archive_without_its_end_is_not_taken_for_the_empty_one_in_it() -> None:
    (entry,) = entries(packed({"a.zip": packed({}), "b.txt": TEXT})[:-30])
    assert entry.error == "all.zip: is a damaged ZIP archive; pack it again."


def test_a_word_file_without_its_end_is_not_read_as_the_one_in_it() -> None:
    outer = packed({**opened_parts(word("外面")), "word/embeddings/inner.docx": word("里面"), "z.xml": b"<z/>"})
    with pytest.raises(SourceError, match=r"^r\.docx: is a Word file that is damaged or not whole; "):
        open_source(outer[:-30], "r.docx")


def test_a_zip_archive_given_as_a_report_is_told_of() -> None:
    inner = packed({"deep.txt": TEXT})
    with pytest.raises(NotText, match=r"^inner\.zip: is a ZIP archive, [^\n]*unpack it[^\n]*\.$"):
        open_source(inner, "inner.zip")


def test_an_office_file_that_is_called_an_archive_is_read_as_what_it_is() -> None:
    (entry,) = entries(packed({"报告.zip": word("海宁市财政局")}))
    assert entry.content is not None
    assert open_source(entry.content, entry.name).text.strip() == "海宁市财政局"


@pytest.mark.parametrize("name", ["年报.txt", "海宁市卫生健康局2023年年报.docx", "é.txt", "a/b/报告（终稿）.txt"])
def test_a_name_is_read_in_whatever_encoding_it_is_packed(name: str) -> None:
    assert names(packed({name: TEXT})) == [name]
    assert names(named(name.encode(), TEXT, says=name)) == [name]
    if "é" not in name:  # which GBK has not
        assert names(named(name.encode(), TEXT)) == [name]
        assert names(named(name.encode("gb18030"), TEXT)) == [name]
        assert names(named(name.encode("gb18030"), TEXT, says=name)) == [name]


def test_a_name_in_gbk_is_not_taken_for_one_in_another_alphabet() -> None:
    raw = "聘募.txt".encode("gb18030")
    assert raw.decode("utf-8") != "聘募.txt"
    assert names(named(raw, TEXT)) == ["聘募.txt"]


def test_a_name_that_was_told_beside_another_is_not_believed() -> None:
    raw = "年报.txt".encode("gb18030")
    data = named(raw, TEXT, says="别的.txt")
    assert names(data) == ["别的.txt"]
    assert names(data.replace(struct.pack("<I", zlib.crc32(raw)), bytes(4))) == ["年报.txt"]


def test_what_systems_and_word_leave_in_archives_is_passed_over() -> None:
    left = (
        "__MACOSX/._a.txt",
        "__MACOSX\\._b.txt",
        ".DS_Store",
        "x/Thumbs.db",
        "desktop.ini",
        "~$a.docx",
        ".git/c.txt",
    )
    files = {**dict.fromkeys(left, TEXT), "folder/": b"", "windows\\": b"", "x\\a.txt": TEXT}
    assert names(packed(files)) == ["x/a.txt"]


def test_a_file_that_is_locked_or_oddly_packed_is_told_of_and_the_others_are_had() -> None:
    whole = packed({"a.txt": TEXT, "b.txt": TEXT})
    for data, says in (
        (flagged(whole, 6, 8, 1), "a.txt: is encrypted; pack it without a password."),
        (
            flagged(whole, 8, 10, 97),
            "a.txt: is packed in a way that is not read here; pack it again as an ordinary ZIP.",
        ),
        (whole.replace(TEXT, TEXT[::-1], 1), "a.txt: is damaged inside its archive; pack it again."),
    ):
        assert entries(data) == [ArchiveEntry("a.txt", None, says), ArchiveEntry("b.txt", TEXT)]


def test_the_files_in_the_files_of_an_archive_do_not_count() -> None:
    crowded = packed({f"{number}.xml": b"" for number in range(Limits().batch_files)})
    assert len(entries(packed({f"{number}.docx": crowded for number in range(10)}, STORED))) == 10


def test_an_archive_that_lists_too_many_files_is_refused() -> None:
    for count in (Limits().batch_files + 1, 500):
        with pytest.raises(TooLarge, match="at most 30 files"):
            entries(packed({f"{number}.txt": b"x" for number in range(count)}))


def test_no_more_is_unpacked_than_a_report_may_have() -> None:
    bomb = packed({"bomb.txt": bytes(5_000_000), "a.txt": TEXT}, DEFLATED)
    assert [entry.error for entry in entries(bomb)] == ["bomb.txt: has more than the 0.1 MB a report may have.", None]
    with pytest.raises(TooLarge, match="1 MB unpacked"):
        entries(packed({f"{number}.txt": bytes(90_000) for number in range(20)}, DEFLATED))


def test_a_word_file_whose_directory_is_a_bomb_is_refused_in_a_sentence() -> None:
    crowded = packed({**opened_parts(word()), **{f"word/{number}.xml": b"" for number in range(21_000)}})
    with pytest.raises(SourceError, match=r"^r\.docx: [^\n]+\.$"):
        open_source(crowded, "r.docx")
