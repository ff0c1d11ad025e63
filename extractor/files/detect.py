"""What kind of file bytes are, told by how they begin and not by what the file is called; a ZIP file by what it lists.

A page may begin with a byte order mark, remarks, an XML declaration or no `<html>` at all; text that merely holds a
few tags is text.
"""

from __future__ import annotations

import io
import re

from extractor.files import kinds
from extractor.files.kinds import FileKind
from extractor.files.zipped import zip_kind

_SIGHT = 1 << 16
_WIDE_SIGHT = 1 << 20
_BLANK = rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff|[ \t\r\n\x0b\x0c])*"
_MOST_REMARKS = 1000
_WHOLE = rb"<(?:!doctype\s+html|html|head|body|title|meta|base|frameset)(?=[\s/>])"
_NAMES = (
    rb"table|thead|tbody|tr|td|th|caption|div|p|span|center|font|h[1-6]|article|section|main|header|nav|style|script"
    rb"|link|ul|ol|li|dl|form|pre|blockquote|b|strong|em|a|img|br|hr|iframe|noscript|input|o:p|ucapcontent"
)
_PART = rb"<(?:" + _NAMES + rb")(?=[\s/>])"
_TAG = rb"</?(?:" + _NAMES + rb")(?:\s[^<>]{0,1000})?/?>"
_BEHIND_JUNK = 1024
_PARAGRAPHS = 3
_TAGGED_LINES = 0.8
_HEADER = rb"[A-Za-z][A-Za-z0-9-]*:[ \t]?[^\r\n]*\r?\n"
_MIME = rb"(?im)^mime-version\s*:"
_MIME_PAGE = rb"(?im)^content-type\s*:\s*(?:multipart/|text/html)"
_HEAD = 4096
_BEGINNINGS: tuple[tuple[bytes, FileKind], ...] = (
    (b"\xff\xd8\xff", kinds.JPEG),
    (b"\x89PNG\r\n\x1a\n", kinds.PNG),
    (b"GIF87a", kinds.GIF),
    (b"GIF89a", kinds.GIF),
    (b"II*\0", kinds.TIFF),
    (b"MM\0*", kinds.TIFF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", kinds.OLE),
    (b"{\\rtf", kinds.RTF),
    (b"\x1f\x8b", kinds.GZIP),
    (b"BZh", kinds.BZIP2),
    (b"\xfd7zXZ\0", kinds.XZ),
    (b"7z\xbc\xaf'\x1c", kinds.SEVEN_ZIP),
    (b"Rar!\x1a\x07", kinds.RAR),
)
_OFFICE_XML = ((b'progid="Word.Document"', kinds.WORD_XML), (b'progid="Excel.Sheet"', kinds.SHEET_XML))


def kind_of(data: bytes) -> FileKind:
    """The kind of file these bytes are; text where nothing says otherwise, which only decoding can make sure of."""
    head = data[:_HEAD]
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith(kinds.ZIP_BEGINNINGS):
        return zip_kind(io.BytesIO(data))
    if b"%PDF-" in head[:1024]:
        return kinds.PDF
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return kinds.BMP
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return kinds.WEBP
    if head.lstrip(b"\xef\xbb\xbf\r\n ").startswith(b"<?xml"):
        for program, kind in _OFFICE_XML:
            if program in head:
                return kind
    if is_web_archive(data):
        return kinds.MHTML
    return kinds.HTML if is_page(data) else kinds.TEXT


def is_page(data: bytes) -> bool:
    r"""Whether these bytes are HTML, whole or a part of a page; `\0` is dropped, so UTF-16 looks the same."""
    if b"\0" in data[:64]:
        data = data[:_WIDE_SIGHT].replace(b"\0", b"")
    begin = _behind_remarks(data).lower()
    if b"<" not in begin:
        return False
    if re.match(_WHOLE, begin) or re.match(_PART, begin):
        return True
    if begin.startswith((b"<!doctype", b"<html:")) and b"<html" in begin:
        return True
    junk = re.search(rb"<!doctype\s+html|<html[\s>]", begin[:_BEHIND_JUNK])
    if junk and re.search(rb"<(?:head|body|table|p)[\s>]", begin[junk.end() :]):
        return True
    return _is_mostly_tagged(begin)


def is_web_archive(data: bytes) -> bool:
    """Whether these bytes are a page saved in one file with its pictures (MHTML), as browsers and Word save it."""
    head = data[_end(re.match(_BLANK, data)) :][:_SIGHT]
    return bool(re.match(_HEADER, head)) and bool(re.search(_MIME, head)) and bool(re.search(_MIME_PAGE, head))


def _behind_remarks(data: bytes) -> bytes:
    """What follows the byte order mark, blanks, remarks and declarations that the bytes begin with."""
    blank = re.compile(_BLANK)
    at = _end(blank.match(data))
    for _ in range(_MOST_REMARKS):
        if data.startswith(b"<!--", at):
            end = data.find(b"-->", at + 4) + 3
        elif data.startswith((b"<?", b"<%"), at):
            end = data.find(b">", at) + 1
        else:
            break
        if end <= at:
            break
        at = _end(blank.match(data, end))
    return data[at : at + _SIGHT]


def _end(match: re.Match[bytes] | None) -> int:
    return match.end() if match else 0


def _is_mostly_tagged(begin: bytes) -> bool:
    """Whether nearly every line has tags, of paragraphs too: a page's inner part that begins with bare words."""
    if begin.count(b"</p>") < _PARAGRAPHS:
        return False
    lines = [line for line in begin.splitlines() if line.strip()]
    return sum(re.search(_TAG, line) is not None for line in lines) >= _TAGGED_LINES * len(lines)
