"""What a PDF may cost to read: bytes once unpacked, pages, drawn objects, characters, seconds.

pdfium is compiled code that cannot be stopped half-way through a page, so what a page holds is counted before it is
read.
"""

from __future__ import annotations

import re
import time
import zlib
from typing import NamedTuple

from extractor.errors import TooLarge

MOST_PAGES = 300
MOST_OBJECTS = 100_000
"""On one page."""
MOST_DRAWN = 300_000
"""Drawn objects in the whole file; a page of a report has some hundreds."""
MOST_CHARACTERS = 200_000
"""In the whole file; a report has about ten thousand."""
MOST_SECONDS = 60.0
"""Of work: a busy machine takes longer and gives the same answer."""

# Bytes that the streams of a file unpack to; pictures are not unpacked here, but counted more freely.
_MOST_UNPACKED = 80_000_000
_MOST_PICTURED = 1_500_000_000
_STEP = 1 << 20
# How many times over a stream may be packed.
_LAYERS = 3
_STREAM = re.compile(rb"stream\r?\n")
_PICTURE = re.compile(rb"/Subtype\s*/Image")
_HEAD = 2000


class Held(NamedTuple):
    """How many characters and how many drawn objects a page has, or a file may still have."""

    characters: int
    objects: int


class Watch(NamedTuple):
    """How much work one file has taken so far."""

    name: str
    begun: float

    def look(self) -> None:
        """Lets a file go on that has not taken too long.

        Raises:
            TooLarge: it has.
        """
        if time.thread_time() - self.begun > MOST_SECONDS:
            raise TooLarge(
                f"{self.name}: takes more than {MOST_SECONDS:.0f} seconds of work to read; "
                "give the report itself, without attachments or drawings."
            )


def watch(name: str) -> Watch:
    """A watch that starts now."""
    return Watch(name, time.thread_time())


def refuse_bombs(data: bytes, name: str) -> None:
    """Lets a file pass that is no larger unpacked than a report can be.

    Raises:
        TooLarge: a small file unpacks to more than memory may hold.
    """
    left = {False: _MOST_UNPACKED, True: _MOST_PICTURED}
    behind = 0
    for match in _STREAM.finditer(data):
        start = match.end()
        if start < behind:
            continue
        head = data[max(match.start() - _HEAD, behind) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        picture = _PICTURE.search(head) is not None
        end = data.find(b"endstream", start)
        behind = end if end >= 0 else len(data)
        left[picture] -= _unpacked(data[start:behind], left[picture], _LAYERS)
        if left[picture] < 0:
            raise TooLarge(f"{name}: unpacks to far more than a report has; give the report itself, saved anew.")


def _unpacked(packed: bytes, most: int, layers: int) -> int:
    """How many bytes a packed stream comes to, up to a little more than `most`; those it was unpacked from on the way
    count as well, and what is not packed counts as nothing.
    """
    if not layers or packed[:1] not in (b"\x78", b"\x68", b"\x58", b"\x48", b"\x38", b"\x28", b"\x18", b"\x08"):
        return 0
    unpacker = zlib.decompressobj()
    total, kept = 0, b""
    rest = packed
    try:
        while rest and total <= most:
            piece = unpacker.decompress(rest, _STEP)
            if len(kept) < _STEP:
                kept += piece
            total += len(piece)
            rest = unpacker.unconsumed_tail
            if not piece:
                break
    except zlib.error:
        pass
    return total + _unpacked(kept, most - total, layers - 1)
