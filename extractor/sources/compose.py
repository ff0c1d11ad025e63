"""The characters an opener has found → `Source`: what every kind of file has in common once its text is out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from extractor.errors import EmptySource
from extractor.files.kinds import FileKind
from extractor.findings import UnplacedFinding, make_finding
from extractor.sources.grid import Grid, grids_in
from extractor.sources.model import Piece, Source
from extractor.sources.normalise import Normalised, normalise
from extractor.work import Work


class File(NamedTuple):
    """A file as it came: its bytes, what to call it in sentences, its path where it has one, and the work that it may
    take; None where nobody limits that.
    """

    data: bytes
    name: str
    path: str | None = None
    work: Work | None = None

    def take(self, steps: int) -> None:
        """Takes so many steps of the work it may take.

        Raises:
            TooLarge: there are not so many left.
        """
        if self.work is not None:
            self.work.take(steps)


def compose(
    file: File,
    kind: FileKind,
    original: str,
    *,
    encoding: str = "utf-8",
    pieces: Sequence[Piece] = (),
    normalised: Normalised | None = None,
    notes: Sequence[UnplacedFinding] = (),
    grids: Sequence[Grid] = (),
) -> Source:
    """The source of a file whose text is `original`; pages are parted by form feeds in it, and `pieces` say where on
    its page each run of characters stands, in the order of the text. `grids` are its tables, by offsets in `original`.

    Raises:
        EmptySource: the text is nothing but blanks.
        TooLarge: there is more of it than may be read.
    """
    import hashlib

    file.take(len(original))
    normalised = normalised or normalise(original)
    if not normalised.text or normalised.text.isspace():
        raise EmptySource(f"{file.name}: holds no text, only blanks; check that the right file was saved.")
    return Source(
        name=file.name,
        path=file.path,
        sha256=hashlib.sha256(file.data).hexdigest(),
        media_type=kind.media_type,
        size=len(file.data),
        encoding=encoding,
        original=original,
        text=normalised.text,
        origin=normalised.origin,
        line_starts=line_starts(original),
        page_starts=page_starts(original),
        pieces=tuple(pieces),
        content=file.data if pieces else None,
        notes=(*notes, *_lost(normalised.text)),
        grids=grids_in(normalised.text, normalised.origin, grids),
    )


def line_starts(original: str) -> tuple[int, ...]:
    r"""Where each line begins; lines end in `\n`, `\r\n` or `\r`, as editors count them."""
    starts = tuple(accumulate(map(len, io.StringIO(original, newline="")), initial=0))
    return starts if original.endswith(("\n", "\r")) or not original else starts[:-1]


def page_starts(original: str) -> tuple[int, ...]:
    """Where each page after the first begins, a form feed before each; none where the text has no pages."""
    if "\f" not in original:
        return ()
    return tuple(accumulate(len(page) + 1 for page in original.split("\f")[:-1]))


def _lost(text: str) -> tuple[UnplacedFinding, ...]:
    """`decoding-damaged` where characters were lost, by this decoding or by one before it."""
    if not (lost := text.count("\ufffd")):
        return ()
    at = text.index("\ufffd")
    return (make_finding("decoding-damaged", (), [(at, at)], count=lost),)
