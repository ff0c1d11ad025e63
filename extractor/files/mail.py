"""A saved message (`.eml`) as an archive of its attachments: drafts and reports are sent in by mail.

A message without an attachment that has a name is no archive: it is read as the page or the text that it is.
Source: RFC 5322, RFC 2045–2049, RFC 2231.
"""

from __future__ import annotations

import re
import zlib
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from typing import BinaryIO

from extractor.errors import NotText, TooLarge
from extractor.files.archive_limits import ArchiveEntry, Limits, Member, shown_name, too_large, too_many

_HEADER = re.compile(rb"(?:[!-9;-~]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_ATTACHED = re.compile(rb"(?im)^content-disposition:\s*attachment\b")
_MIXED = re.compile(rb"(?im)^content-type:\s*multipart/mixed\b")
_MOST_BYTES = 100_000_000
_MOST_PARTS = 5000
_MOST_BOUNDARIES = 50


def has_attachments(file: BinaryIO, head: bytes) -> bool:
    """Whether a file that begins so is a message with attachments, and not a page saved in one file."""
    found = _HEADER.match(head.lstrip(b"\xef\xbb\xbf\r\n").replace(b"\r\n", b"\n"))
    if found is None or _MIXED.search(found[0]) is None:
        return False
    file.seek(0)
    return _ATTACHED.search(file.read(_MOST_BYTES)) is not None


class MailFiles:
    """The attachments of a message.

    Raises:
        NotText: it is damaged.
        TooLarge: it has too many bytes, or too many parts.
    """

    def __init__(self, file: BinaryIO, name: str, limits: Limits) -> None:
        file.seek(0)
        most = min(limits.unpacked_bytes, _MOST_BYTES)
        data = file.read(most + 1)
        if len(data) > most:
            raise TooLarge(f"{name}: has more than {most / 1e6:g} MB; send its attachments in several parts.")
        if data.count(b"\n--") > _MOST_PARTS or data.lower().count(b"boundary=") > _MOST_BOUNDARIES:
            raise too_many(limits)
        try:
            message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=policy.default)
            parts = [(one, one.get_filename()) for one in message.walk()]
        except (MessageError, ValueError, LookupError, RecursionError):
            raise NotText(f"{name}: is a damaged message; save its attachments and give those.") from None
        self._parts = [(one, said) for one, said in parts if said and not one.is_multipart()]

    def listed(self) -> list[Member]:
        """Its attachments, in its order."""
        contents = ((shown_name(said), _bytes(part)) for part, said in self._parts)
        return [Member(number, name, len(data), zlib.crc32(data)) for number, (name, data) in enumerate(contents)]

    def content(self, number: int, name: str, most: int) -> ArchiveEntry:
        """One of its attachments."""
        data = _bytes(self._parts[number][0])
        if len(data) > most:
            return ArchiveEntry(name, None, too_large(name, most))
        return ArchiveEntry(name, data) if data else ArchiveEntry(name, None, f"{name}: is empty.")

    def close(self) -> None:
        """Lets it go."""
        self._parts = []


def _bytes(part: EmailMessage) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
