"""Pixels → a PNG file, by hand: twenty lines, and the service needs no library of pictures for them."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
"""Rows of pixels: grey (height, width), or red, green and blue (height, width, 3)."""

_GREY, _COLOURED = 0, 2
_LEVEL = 4
"""Of compression: pages are white for the most part, and higher levels take three times as long for a tenth less."""


def png_of(pixels: Pixels) -> bytes:
    """A PNG file of these pixels, which may be grey or coloured."""
    height, width = pixels.shape[:2]
    kind = _GREY if pixels.ndim == 2 else _COLOURED
    # Each row begins with the number of the filter it passed: 0, none.
    rows = np.pad(pixels.reshape(height, -1), ((0, 0), (1, 0)))
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), _LEVEL)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, content) for name, content in parts)


def _part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
