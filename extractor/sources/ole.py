"""What is inside an old Office file (an OLE compound file): the names of its streams, and whether it is locked."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_HEADER = 512
_ENTRY = 128
_SECTOR_POWERS = (9, 12)
_LAST_SECTOR = 0xFFFFFFFA
_FIRST_FATS = 109
_MOST_SECTORS = 4096
_LOCKED = 0x0100


def stream_starts(data: bytes) -> dict[str, int]:
    """The streams of the file by name, each with the offset it begins at; in a damaged one as many as can be found."""
    found: dict[str, int] = {}
    if len(data) < _HEADER:
        return found
    power = struct.unpack_from("<H", data, 30)[0]
    if power not in _SECTOR_POWERS:
        return found
    size = 1 << power
    for sector in _directory(data, size):
        block = data[(sector + 1) * size : (sector + 2) * size]
        for at in range(0, len(block) - _ENTRY + 1, _ENTRY):
            length = min(struct.unpack_from("<H", block, at + 64)[0], 64)
            if length >= 2 and block[at + 66]:
                name = block[at : at + length - 2].decode("utf-16-le", "replace")
                found[name] = (struct.unpack_from("<I", block, at + 116)[0] + 1) * size
    return found


def is_locked(data: bytes, starts: dict[str, int]) -> bool:
    """Whether a password keeps the file closed: its content is one encrypted package, or Word's own mark says so."""
    if "EncryptedPackage" in starts:
        return True
    beginning = starts.get("WordDocument")
    if beginning is None or beginning + 12 > len(data):
        return False
    return bool(struct.unpack_from("<H", data, beginning + 10)[0] & _LOCKED)


def _directory(data: bytes, size: int) -> Iterator[int]:
    """The sectors of the directory, each once."""
    sector = struct.unpack_from("<I", data, 48)[0]
    fats = struct.unpack_from(f"<{_FIRST_FATS}I", data, 76)
    seen: set[int] = set()
    while sector < _LAST_SECTOR and sector not in seen and len(seen) < _MOST_SECTORS:
        seen.add(sector)
        yield sector
        table, index = divmod(sector, size // 4)
        if table >= _FIRST_FATS or fats[table] >= _LAST_SECTOR:
            return
        place = (fats[table] + 1) * size + 4 * index
        if place + 4 > len(data):
            return
        sector = struct.unpack_from("<I", data, place)[0]
