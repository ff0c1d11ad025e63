"""A source: the text of one file, normalised for reading, with the way back to the characters the file holds.

First step after the bytes: `extractor.sources` hands this on to the readers, and everything above quotes from it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.findings import UnplacedFinding
from extractor.sources.grid import Grid

_SEPARATORS = ("\t", "|")
_LONGEST_PAD = 200
"""No cell is padded with more blanks."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom on the page, in points."""


class Place(NamedTuple):
    """Where something is printed: offsets into the original characters, line and column counted from 1.

    `page` counts from 1 and is None where the file has no pages; `box` is None where it has no geometry.
    """

    start: int
    end: int
    line: int
    column: int
    page: int | None = None
    box: Box | None = None


class Piece(NamedTuple):
    """The characters `start` to `end` of the original, and the box they fill on their page; none where they were moved
    to another. `sure` is the least probability with which they were recognised, 1 where nothing had to be.
    """

    start: int
    end: int
    box: Box | None
    sure: float = 1.0


class Link(NamedTuple):
    """A file that a page links to, or a picture on it: the words of the link, and the address as the page has it."""

    text: str
    address: str


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    r"""One file as text.

    `text` is what the readers read: one script, one kind of digit, space, dash and bar, `\n` for every break.
    `original` is what the file holds, character for character, without its byte order mark. `origin` has for each
    character of `text` its offset in `original`, None where they are the same. `path` is as given, None for bytes;
    `size` counts the bytes; `encoding` is the codec that gave `original`. `pieces`, in the order of the text, say where
    on its page each is printed; there are none where the file has no geometry. `grids` are the tables that the file
    says it has, in the order of the text, by offsets in `text`. `shows_blanks` says that a cell without text is blank:
    nothing that is no text is drawn there. `content` are the bytes of a file that has pages which can be drawn. `links`
    are the files that a web page links to.
    """

    name: str
    path: str | None
    sha256: str
    media_type: str
    size: int
    encoding: str
    original: str
    text: str
    origin: Sequence[int] | None
    line_starts: Sequence[int]
    page_starts: Sequence[int] = ()
    pieces: Sequence[Piece] = ()
    notes: tuple[UnplacedFinding, ...] = ()
    grids: tuple[Grid, ...] = ()
    shows_blanks: bool = True
    content: bytes | None = None
    links: tuple[Link, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in `original` of the characters `start` to `end` of `text`; both are cut to the text's length."""
        length = len(self.text)
        start = min(max(start, 0), length)
        end = min(max(end, start), length)
        if self.origin is None:
            return start, end
        first = self.origin[start] if start < length else len(self.original)
        return first, self.origin[end - 1] + 1 if end > start else first

    def place(self, start: int, end: int) -> Place:
        """Where the characters `start` to `end` of `text` are printed."""
        first, last = self.span(start, end)
        line = bisect_right(self.line_starts, first)
        page = bisect_right(self.page_starts, first) + 1 if self.page_starts else None
        return Place(first, last, line, first - self.line_starts[line - 1] + 1, page, self._box(first, last))

    def is_written_cell(self, start: int, end: int) -> bool:
        """Whether these characters of `text` are all of a cell that its author filled: the file's tables and typed ones
        part cells by tabs or bars. Never so on a page, where cells are only seen.
        """
        if self.pieces or self.page_starts:
            return False
        before = self.text[max(0, start - _LONGEST_PAD) : start].rstrip(" ")[-1:]
        behind = self.text[end : end + _LONGEST_PAD].lstrip(" ")[:1]
        return before in _SEPARATORS and (behind in _SEPARATORS or behind == "\n" or end == len(self.text))

    def _box(self, first: int, last: int) -> Box | None:
        """The smallest box around the pieces that these characters of `original` touch; they are of one page."""
        own = [piece.box for piece in self._touched(first, last) if piece.box is not None]
        if not own:
            return None
        lefts, tops, rights, bottoms = zip(*own, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    @property
    def is_recognised(self) -> bool:
        """Whether any of its characters were recognised in a picture."""
        return any(piece.sure < 1 for piece in self.pieces)

    def sure(self, start: int, end: int) -> float:
        """The least probability with which the characters `start` to `end` of `text` were recognised."""
        return min((piece.sure for piece in self._touched(*self.span(start, end))), default=1.0)

    def _touched(self, first: int, last: int) -> Iterator[Piece]:
        """The pieces that these characters of `original` touch."""
        at = bisect_right(self.pieces, first, key=lambda piece: piece.end)
        while at < len(self.pieces) and self.pieces[at].start < max(last, first + 1):
            yield self.pieces[at]
            at += 1

    @property
    def shape(self) -> str:
        """The original character of each character of `text`: what says how wide each was printed."""
        if self.origin is None:
            return self.original
        return "".join([self.original[offset] for offset in self.origin])

    def printed(self, start: int, end: int) -> str:
        """The characters `start` to `end` of `text`, exactly as the file has them."""
        first, last = self.span(start, end)
        return self.original[first:last]
