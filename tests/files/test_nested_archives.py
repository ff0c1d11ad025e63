"""Archives in archives, tapes, compressed files and messages: their files are had by one number, within limits."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable
from email.message import EmailMessage
from typing import NamedTuple

import pytest
from packing import DEFLATED, packed, word

from extractor.errors import NotText, SourceError, TooLarge
from extractor.files.archives import Archive, ArchiveEntry, entries_of, is_archive

TEXT = "年度报告".encode()


class Limits(NamedTuple):
    """Limits that a small test reaches."""

    document_bytes: int = 100_000
    unpacked_bytes: int = 1_000_000
    batch_files: int = 30


def entries(data: bytes, name: str = "all.zip", limits: Limits | None = None) -> dict[str, bytes | str | None]:
    """Each file's bytes, or what is said of it."""
    file = io.BytesIO(data)
    assert is_archive(file)
    found = list(entries_of(file, name, limits or Limits()))
    assert len({one.name for one in found}) == len(found)
    return {one.name: one.content or one.error for one in found}


def taped(files: dict[str, bytes], encoding: str = "utf-8") -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT, encoding=encoding) as tape:
        for name, content in files.items():
            one = tarfile.TarInfo(name)
            one.size = len(content)
            tape.addfile(one, io.BytesIO(content))
    return made.getvalue()


def mailed(files: dict[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.cn", "b@example.cn", "报送年度报告"
    message.set_content("请审阅附件。")
    for name, content in files.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


FILES = {"甲局/年报.docx": word("甲局"), "b.txt": TEXT}
PACKERS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "zip": packed,
    "tar": taped,
    "tar.gz": lambda files: gzip.compress(taped(files)),
    "tar.bz2": lambda files: bz2.compress(taped(files)),
    "tar.xz": lambda files: lzma.compress(taped(files)),
    "eml": mailed,
}


@pytest.mark.parametrize("ending", PACKERS)
def test_the_files_of_an_archive_are_had_alone_and_within_another(ending: str) -> None:
    inner = PACKERS[ending](FILES)
    assert entries(inner, f"all.{ending}") == FILES
    for outer in PACKERS.values():
        found = entries(outer({f"各局.{ending}": inner, "a.txt": b"a"}))
        assert found == {"a.txt": b"a", **{f"各局.{ending}/{name}": content for name, content in FILES.items()}}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gz", "bz2", "xz"])
def test_a_compressed_file_is_an_archive_of_that_file(pack: Callable[[bytes], bytes]) -> None:
    ending = {gzip.compress: "gz", bz2.compress: "bz2", lzma.compress: "xz"}[pack]
    assert entries(pack(TEXT), f"in/年报.txt.{ending}") == {"年报.txt": TEXT}


def test_a_number_finds_a_file_again_in_any_order() -> None:
    deep = packed({"x.txt": b"x", "y.zip": packed({"z.txt": b"z", "w.txt": b"w"})})
    data = packed({"one.zip": deep, "b.txt": b"b", "two.zip": packed({"x.txt": b"2"})})
    with Archive(io.BytesIO(data), "all.zip", Limits()) as archive:
        numbers = {one.name: one.number for one in archive.members()}
    assert list(numbers) == ["one.zip/x.txt", "one.zip/y.zip/z.txt", "one.zip/y.zip/w.txt", "b.txt", "two.zip/x.txt"]
    with Archive(io.BytesIO(data), "all.zip", Limits()) as again:
        for name in sorted(numbers, reverse=True):
            wanted = b"2" if name.startswith("two") else name[-5].encode()
            assert again.content(numbers[name], name) == ArchiveEntry(name, wanted)
        for number in (7, 9 << 20, numbers["b.txt"] | 1 << 20):
            with pytest.raises(SourceError, match=r"^b\.txt: is not in its archive any more; run again\.$"):
                again.content(number, "b.txt")


def test_what_lies_too_deep_is_told_of_and_the_others_are_had() -> None:
    data = packed({"x.txt": TEXT})
    for _ in range(4):
        data = packed({"in.zip": data, "a.txt": TEXT})
    found = entries(data)
    assert [name for name, said in found.items() if said == TEXT] == [
        "in.zip/in.zip/a.txt",
        "in.zip/a.txt",
        "a.txt",
    ]
    assert found["in.zip/in.zip/in.zip"] == (
        "in.zip/in.zip/in.zip: is an archive that lies in 3 others; unpack it and give the reports inside."
    )


def test_an_archive_in_an_archive_that_is_damaged_locked_or_something_else_spoils_no_other() -> None:
    cut = packed({"x.txt": TEXT * 100})[:-30]
    found = entries(packed({"cut.zip": cut, "word.zip": word("甲局"), "t.tgz": b"\x1f\x8b cut", "a.txt": TEXT}))
    assert found["cut.zip"] == "cut.zip: is a damaged ZIP archive; pack it again."
    assert found["t.tgz"] == "t.tgz: is a damaged archive; pack it again."
    assert found["word.zip"] == word("甲局")
    assert found["a.txt"] == TEXT


def test_names_lead_nowhere_and_are_read_in_gbk_too() -> None:
    assert list(entries(taped({"../../甲/报告.txt": TEXT, "/etc/passwd.txt": TEXT}, "gb18030"))) == [
        "甲/报告.txt",
        "etc/passwd.txt",
    ]


def test_links_and_devices_of_a_tape_are_passed_over() -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tape:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            one = tarfile.TarInfo(f"{kind!r}.txt")
            one.type, one.linkname = kind, "/etc/passwd"
            tape.addfile(one)
    assert entries(made.getvalue()) == {}


def test_no_more_is_unpacked_than_the_limits_allow() -> None:
    zeros = bytes(1_500_000)
    for pack in (gzip.compress, bz2.compress, lzma.compress):
        assert entries(pack(zeros), "a.txt.gz") == {"a.txt": "a.txt: has more than the 0.1 MB a report may have."}
        bomb = pack(taped({"a.txt": zeros}))
        with pytest.raises(TooLarge, match="1 MB unpacked"):
            entries(bomb)
        assert "1 MB unpacked" in str(entries(packed({"b.tgz": bomb}))["b.tgz"])
    many = {f"{number}.zip": packed({"a.txt": bytes(300_000)}, 0) for number in range(9)}
    with pytest.raises(TooLarge, match="1 MB"):
        entries(packed(many, DEFLATED))
    crowded = packed({f"{number}.txt": b"x" for number in range(20)})
    with pytest.raises(TooLarge, match="at most 30 files"):
        entries(packed({"a.zip": crowded, "b.zip": crowded}))


def test_a_page_saved_in_one_file_and_a_message_without_attachments_are_no_archives() -> None:
    page = b"From: <saved>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
    assert not is_archive(io.BytesIO(page))
    assert not is_archive(io.BytesIO(mailed({})))
    with pytest.raises(NotText, match="is no archive"):
        Archive(io.BytesIO(TEXT), "a.zip", Limits())
