"""Pages as a file says their text: which of them say it not, or not well, and are recognised from their pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import EmptySource, NotText, TooLarge
from extractor.files.kinds import FileKind
from extractor.sources.compose import File
from extractor.sources.decode import quality
from extractor.sources.glyphs import Glyphs
from extractor.sources.model import Source
from extractor.sources.paper import source_of_pages
from extractor.sources.scan.recognise import ADVICE, can_recognise, recognise
from extractor.sources.words import PageWords

if TYPE_CHECKING:
    from extractor.sources.scan.pictures import PagePicture

# A page of pictures over this share of it, or of so many drawn objects, and without text is a scan.
_PICTURED = 0.2
_DRAWN = 200
# More than the first share of characters without a name, and a page must be recognised; more than the second, and its
# text is none.
_NAMELESS = 0.02
_HOPELESS = 0.3
# Text of so many characters reads like a report or is the wrong text: the least share of common characters (Chinese),
# of letters and figures (where there is nothing Chinese).
_ENOUGH = 40
_LEAST_COMMON = 0.15
_LEAST_LETTERS = 0.5
_LETTER = re.compile(r"[^\W_]")

Pictures = Callable[[File, Sequence[int]], "Iterator[PagePicture]"]
"""What draws the pages of these numbers, counted from 0, one at a time."""


class LayerPage(NamedTuple):
    """A page as its text layer has it; `unread` where it holds something that this layer does not give."""

    page: PageWords
    unread: bool


def source_of_layers(file: File, kind: FileKind, pages: Sequence[LayerPage], pictures: Pictures) -> Source:
    """The source of a file with these pages, those unread recognised from their pictures where that can be done.

    Raises:
        EmptySource: nothing is on them.
        NotText: none has text, and none can be recognised.
        TooLarge: there are too many to be recognised.
    """
    unread = pages_to_recognise(pages)
    if unread and can_recognise():
        pages = _recognised(file, pages, unread, pictures)
        unread = pages_to_recognise(pages)
    if not any(word.text.strip() for one in pages for word in one.page.words):
        if unread:
            raise _without_text(file.name, kind)
        raise EmptySource(f"{file.name}: has only blank pages; check that the right file was saved.")
    return source_of_pages(file, kind, [one.page for one in pages], unread)


def _without_text(name: str, kind: FileKind) -> NotText:
    advice = "scan it anew, at 200 to 300 dots an inch" if can_recognise() else ADVICE
    return NotText(
        f"{name}: is {kind.called} without text that can be read, a scan or one whose fonts do not name their "
        f"characters; {advice}."
    )


def _recognised(file: File, pages: Sequence[LayerPage], unread: Sequence[int], pictures: Pictures) -> list[LayerPage]:
    """The pages with those that had to be recognised; what shows nothing legible is left as it was."""
    from extractor.sources.scan.pictures import MOST_PAGES as MOST_PICTURES

    if len(unread) > MOST_PICTURES:
        raise TooLarge(
            f"{file.name}: has {len(unread)} pages without text, more than the {MOST_PICTURES} that are recognised; "
            "give the report itself."
        )
    made = list(pages)
    found = recognise(file, pictures(file, unread), len(unread))
    for number, page in zip(unread, found, strict=True):
        if page.words:
            made[number] = LayerPage(page, False)
    return made


def pages_to_recognise(pages: Sequence[LayerPage]) -> list[int]:
    """The places, counted from 0, of the pages whose text must be had from their picture."""
    return [at for at, one in enumerate(pages) if one.unread]


def is_unread(glyphs: Glyphs, pictured: float, drawings: int) -> bool:
    """Whether a page holds something that its text layer does not give; `pictured` is the share of it that pictures
    cover, `drawings` how many objects are drawn on it.
    """
    seen = sum(not glyph.text.isspace() for glyph in glyphs.seen)
    if not seen:
        return glyphs.hidden > 0 or pictured > _PICTURED or drawings > _DRAWN
    return glyphs.lost > _NAMELESS * seen or is_hopeless(glyphs)


def is_hopeless(glyphs: Glyphs) -> bool:
    """Whether what a page's fonts say they draw is no text."""
    text = "".join(glyph.text for glyph in glyphs.seen if not glyph.text.isspace())
    if glyphs.lost > _HOPELESS * len(text):
        return True
    if len(text) < _ENOUGH:
        return False
    if len(text) - sum(map(str.isascii, text)) >= _ENOUGH:
        return quality(text) < _LEAST_COMMON
    return len(_LETTER.findall(text)) < _LEAST_LETTERS * len(text)
