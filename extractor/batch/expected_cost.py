"""How long a file is likely to take, told by its name and size before it is opened; and batches that take alike.

A batch of scans takes two hundred times as long as one of texts. So files that are recognised stand in batches of their
own, batches end where they would take too long, and the longest are given out first: none is left for the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractor.batch.found import FoundFile

MOST_FILES = 64
_SCAN, _OFFICE, _PDF, _WORD, _TEXT = 16.0, 3.0, 0.2, 0.07, 0.05
_SECONDS = {
    **dict.fromkeys((".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"), _SCAN),
    **dict.fromkeys((".doc", ".odt", ".rtf", ".wps"), _OFFICE),
    **dict.fromkeys((".docm", ".docx"), _WORD),
    ".pdf": _PDF,
}
"""Seconds of one core, as measured by `docs/scale.md`; what has another ending takes what a text does."""
_SCANNED_BYTES = 1_000_000
"""A PDF this large is mostly pictures: those with a text layer have some hundred kB."""
_BATCHES_A_CORE = 8
_LEAST_SECONDS = 2.0
"""A batch below this takes longer to be given out than to be read."""


def expected_seconds(found: FoundFile) -> float:
    """The seconds of one core that a file is likely to take."""
    ending = found.name[found.name.rfind(".") :].lower() if "." in found.name else ""
    if ending == ".pdf" and found.size >= _SCANNED_BYTES:
        return _SCAN
    return _SECONDS.get(ending, _TEXT)


def batches(files: Sequence[FoundFile], cores: int) -> list[list[FoundFile]]:
    """Files in batches that are likely to take alike, those that take longest first."""
    whole = sum(map(expected_seconds, files))
    most = max(whole / (cores * _BATCHES_A_CORE), _LEAST_SECONDS)
    scanned = [one for one in files if expected_seconds(one) >= _SCAN]
    others = [one for one in files if expected_seconds(one) < _SCAN]
    found = [*_parts(scanned, most), *_parts(others, most)]
    return sorted(found, key=lambda batch: -sum(map(expected_seconds, batch)))


def _parts(files: Iterable[FoundFile], most: float) -> Iterator[list[FoundFile]]:
    """Files in their order, in parts of at most so many seconds, and of one file at least."""
    part: list[FoundFile] = []
    seconds = 0.0
    for one in files:
        more = expected_seconds(one)
        if part and (seconds + more > most or len(part) == MOST_FILES):
            yield part
            part, seconds = [], 0.0
        part.append(one)
        seconds += more
    if part:
        yield part
