"""A web archive (MHTML), one file with a page and all it shows → the `Source` of the page that holds the report."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

from extractor.errors import NotText, TooLarge
from extractor.files.kinds import MHTML
from extractor.sources.compose import File
from extractor.sources.html.opener import compose_page, fullest, open_page
from extractor.sources.model import Source

_MOST_BOUNDARIES = 50
_MOST_PARTS = 5000
_MOST_PAGES = 20
_MOST_HEADERS = 50_000
_HEADER = rb"(?m)^[!-9;-~]{1,60}:"
# What stands before the first blank line of the archive and of each part.
_HEAD = rb"(?:\A|\n--[^\n]*\n)(?:[^\r\n]+(?:\r?\n|\Z))+"
_LONGEST_HEAD = 16_000


def read_web_archive(file: File) -> Source:
    """The report in a web archive: of several pages the one with most of the statutory tables, else the first.

    Raises:
        EmptySource: the page shows no word.
        NotText: there is no page in it.
        TooLarge: it has more parts, or its page more tags, than any report.
        SourceError: the report stands elsewhere.
    """
    refuse_great(file.data, file.name)
    message = message_from_bytes(file.data)
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    opened = [open_page(_body(part), file.name, part.get_content_charset()) for part in parts[:_MOST_PAGES]]
    if not opened:
        raise NotText(f"{file.name}: is a web archive without a page in it; save the page anew.")
    best = fullest([page for page, _ in opened], file.name)
    encoding = next(encoding for page, encoding in opened if page is best)
    return compose_page(file, MHTML, best, encoding)


def refuse_great(data: bytes, name: str) -> None:
    """Lets an archive pass that has no more parts, and no more lines about them, than one of a page.

    Raises:
        TooLarge: it has.
    """
    great = data.lower().count(b"boundary=") > _MOST_BOUNDARIES or data.count(b"\n--") > _MOST_PARTS
    great = great or sum(1 for _ in re.finditer(_HEADER, data)) > _MOST_HEADERS
    if great or any(len(head.group()) > _LONGEST_HEAD for head in re.finditer(_HEAD, data)):
        raise TooLarge(f"{name}: has more parts than a web archive of one page; save the page anew.")


def _body(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
