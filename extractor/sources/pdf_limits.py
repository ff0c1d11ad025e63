"""What a PDF may hold: bytes once unpacked, pages, drawn objects, characters.

pdfium is compiled code that cannot be stopped half-way through a page, so what a page holds is counted before it is
read.
"""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple

from extractor.errors import TooLarge

MOST_PAGES = 300
MOST_OBJECTS = 100_000
"""On one page."""
MOST_DRAWN = 200_000
"""Drawn objects in the whole file; a page of a report has some hundreds."""
MOST_PIXELS = 150_000_000
"""Of one picture on a page that must be recognised: A4 at a thousand dots an inch has a hundred millions."""
MOST_CHARACTERS = 200_000
"""In the whole file; a report has about ten thousand."""

# Bytes that the streams of a file unpack to; pictures are not unpacked here, but counted more freely.
_MOST_UNPACKED = 80_000_000
_MOST_PICTURED = 1_500_000_000
_STEP = 1 << 20
# How many times over a stream may be packed.
_LAYERS = 3
_STREAM = re.compile(rb"(?<!end)stream[^\r\n]{0,99}(?:\r\n?|\n)")
_PICTURE = re.compile(rb"/Subtype\s*/Image")
# A drawing that others can draw, said plainly or so that only a parser can tell; one that is packed in no other way;
# the operator that draws one.
_FORM = re.compile(rb"/Subtype\s*(?:/Form|\d)|#")
_FLATE = re.compile(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])")
_DRAWS = re.compile(rb"\bDo\b")
# Ways of packing that can blow up and are not unpacked here, said plainly or so that only a parser can tell.
_PACKED_OTHERWISE = re.compile(rb"(?s)/LZW|/RunLength|/RL\b|/Filter\s*\[?\s*\d|#|/FlateDecode.*/FlateDecode")
_HEAD = 2000


class Held(NamedTuple):
    """How many characters and how many drawn objects a page has, or a file may still have."""

    characters: int
    objects: int


def refuse_bombs(data: bytes, name: str) -> bool:
    """Lets a file pass that is no larger unpacked than a report can be.

    Returns:
        Whether it may all the same be a bomb that only a parser can tell: it holds drawings that may repeat others
        many times over, or streams packed in ways that are not unpacked here.

    Raises:
        TooLarge: a small file unpacks to more than memory may hold.
    """
    left = {False: _MOST_UNPACKED, True: _MOST_PICTURED}
    behind = 0
    doubtful = False
    locked = b"/Encrypt" in data
    for match in _STREAM.finditer(data):
        start = match.end()
        if start < behind:
            continue
        head = data[max(match.start() - _HEAD, behind) : match.start()]
        begun = head.rfind(b" obj")
        head = head[begun + 1 :]
        picture = _PICTURE.search(head) is not None
        end = data.find(b"endstream", start)
        behind = end if end >= 0 else len(data)
        unpacked = _unpacked(data[start:behind], left[picture], _LAYERS)
        left[picture] -= unpacked.size
        if left[picture] < 0:
            raise TooLarge(f"{name}: unpacks to far more than a report has; give the report itself, saved anew.")
        if begun < 0 or _FORM.search(head) is not None:
            doubtful = doubtful or locked or _may_repeat(head, unpacked.beginning)
        doubtful = doubtful or _PACKED_OTHERWISE.search(head) is not None
    return doubtful


class _Unpacked(NamedTuple):
    """How many bytes a stream comes to, with those on the way, and the first of them."""

    size: int
    beginning: bytes


def _may_repeat(head: bytes, content: bytes) -> bool:
    """Whether a drawing may draw others more than once: it does, or what it draws cannot be looked into."""
    plain = b"/Filter" not in head or _FLATE.search(head) is not None
    return not plain or len(content) >= _STEP or len(_DRAWS.findall(content)) > 1


def _unpacked(packed: bytes, most: int, layers: int) -> _Unpacked:
    """What a packed stream comes to, up to a little more than `most` bytes; those it was unpacked from on the way
    count as well, and what is not packed counts as nothing.
    """
    if not layers or packed[:1] not in (b"\x78", b"\x68", b"\x58", b"\x48", b"\x38", b"\x28", b"\x18", b"\x08"):
        return _Unpacked(0, packed[:_STEP])
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
    inner = _unpacked(kept, most - total, layers - 1)
    return _Unpacked(total + inner.size, inner.beginning)
