"""A PDF's text layer → `Source`: its pages opened within limits, and what stands on them laid out as text.

pdfium takes one caller at a time, so files are read one after the other, whichever thread asks.
"""

# pypdfium2's raw calls take and give ctypes, which have no types of their own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import EmptySource, NotText, TooLarge
from extractor.files.kinds import PDF
from extractor.sources.compose import File
from extractor.sources.decode import quality
from extractor.sources.model import Source
from extractor.sources.paper import source_of_pages
from extractor.sources.pdf_figures import drawn_words
from extractor.sources.pdf_file import PDFIUM, frame_of, opened, page_count, refuse_heavy
from extractor.sources.pdf_glyphs import Glyphs, covered_words, glyphs_of, words_of
from extractor.sources.pdf_grounds import Grounds
from extractor.sources.pdf_ink import as_seen
from extractor.sources.pdf_limits import (
    MOST_CHARACTERS,
    MOST_DRAWN,
    MOST_OBJECTS,
    MOST_PIXELS,
    Held,
)
from extractor.sources.pdf_notes import Notes, notes_on, upon
from extractor.sources.pdf_pictures import picture_of
from extractor.sources.pdf_rules import Drawn, drawn_on, objects_of
from extractor.sources.pdf_shown import without_unshown
from extractor.sources.pdf_spoken import disputed, says_digits
from extractor.sources.scan.recognise import ADVICE, can_recognise, recognise
from extractor.sources.words import PageWords, Word

if TYPE_CHECKING:
    import pypdfium2 as pdfium

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
# Fewer characters than this in a file with others attached are its cover.
_COVER = 400
_LETTER = re.compile(r"[^\W_]")


class PdfPage(NamedTuple):
    """A page as its text layer has it; `unread` where it holds something that this layer does not give."""

    page: PageWords
    unread: bool


def read_pdf(file: File) -> Source:
    """The text of a PDF that has any.

    Raises:
        EmptySource: it has no page, or nothing is on them.
        NotText: it is a scan, or its fonts do not say which characters they draw, or it only holds other files.
        TooLarge: it has more pages, characters or drawings than a report.
        SourceError: it is locked or damaged.
    """
    pages = open_pages(file)
    unread = pages_to_recognise(pages)
    if unread and can_recognise():
        pages = _recognised(file, pages, unread)
        unread = pages_to_recognise(pages)
    if not any(word.text.strip() for one in pages for word in one.page.words):
        if unread:
            raise _without_text(file.name)
        raise EmptySource(f"{file.name}: has only blank pages; check that the right file was saved.")
    return source_of_pages(file, PDF, [one.page for one in pages], unread)


def _without_text(name: str) -> NotText:
    advice = "scan it anew, at 200 to 300 dots an inch" if can_recognise() else ADVICE
    return NotText(
        f"{name}: is a PDF without text that can be read, a scan or one whose fonts do not name their characters; "
        f"{advice}."
    )


def _recognised(file: File, pages: Sequence[PdfPage], unread: Sequence[int]) -> list[PdfPage]:
    """The pages with those that had to be recognised; what shows nothing legible is left as it was."""
    from extractor.sources.scan.pictures import MOST_PAGES as MOST_PICTURES

    if len(unread) > MOST_PICTURES:
        raise TooLarge(
            f"{file.name}: has {len(unread)} pages without text, more than the {MOST_PICTURES} that are recognised; "
            "give the report itself."
        )
    made = list(pages)
    found = recognise(file, _pictures(file, unread), len(unread))
    for number, page in zip(unread, found, strict=True):
        if page.words:
            made[number] = PdfPage(page, False)
    return made


def _pictures(file: File, numbers: Sequence[int]) -> Iterator[PagePicture]:
    """These pages as pictures, one at a time."""
    for number in numbers:
        with PDFIUM, opened(file) as document:
            shown = picture_of(document, number)
        yield shown


def pages_to_recognise(pages: Sequence[PdfPage]) -> list[int]:
    """The places, counted from 0, of the pages whose text must be had from their picture."""
    return [at for at, one in enumerate(pages) if one.unread]


def open_pages(file: File) -> list[PdfPage]:
    """The pages of a PDF as their text layers have them; without words where there is none.

    Raises:
        EmptySource: it has no page.
        NotText: it only holds other files.
        TooLarge: it has more pages, characters or drawings than a report, or takes too much work.
        SourceError: it is locked or damaged.
    """
    refuse_heavy(file)
    pages: list[PdfPage] = []
    with PDFIUM, opened(file) as document:
        left = Held(MOST_CHARACTERS, MOST_DRAWN)
        for number in range(page_count(document, file.name)):
            page, held = _page(document, number, left, file)
            left = Held(left.characters - held.characters, left.objects - held.objects)
            pages.append(page)
        _refuse_portfolio(document, pages, file.name)
    return pages


def _page(document: pdfium.PdfDocument, number: int, most: Held, file: File) -> tuple[PdfPage, Held]:
    """One page, and what it holds; `most` is what it may hold."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    try:
        with closing(document[number]) as page:
            objects = raw.FPDFPage_CountObjects(page)
            if objects > min(MOST_OBJECTS, most.objects):
                raise TooLarge(
                    f"{file.name}: page {number + 1} is a drawing of more parts than a report has; leave it out."
                )
            frame = frame_of(page)
            drawn = drawn_on(page, frame, file.take)
            notes = notes_on(page, frame)
            with closing(page.get_textpage()) as text:
                count = text.count_chars()
                if count > most.characters:
                    raise TooLarge(f"{file.name}: has more than {MOST_CHARACTERS} characters; give the report itself.")
                file.take(count)
                other = _disputed(document, number, drawn) if says_digits(drawn.texts) else frozenset[int]()
                glyphs = glyphs_of(text, frame, count, Grounds(drawn.areas, drawn.texts, file.take, other))
                glyphs = glyphs._replace(seen=without_unshown(page, frame, glyphs.seen))
    except pdfium.PdfiumError:
        return PdfPage(PageWords(0.0, 0.0, ()), True), Held(0, 0)
    words = [] if _is_hopeless(glyphs) else _words(glyphs, drawn, notes, file)
    file.take(len(glyphs.seen) * len(drawn.figures))
    more, hides = drawn_words(drawn.figures, drawn.rules, glyphs.seen)
    hides = hides or glyphs.hidden > 0
    unread = _is_unread(glyphs, drawn)
    if unread and drawn.pixels > MOST_PIXELS:
        raise TooLarge(
            f"{file.name}: page {number + 1} is a picture of {drawn.pixels / 1e6:.0f} million pixels, more than the "
            f"{MOST_PIXELS / 1e6:.0f} million that are recognised; save it smaller."
        )
    page_words = PageWords(*frame.size, [*words, *more], drawn.rules, hides=hides)
    return PdfPage(page_words, unread), Held(count, max(objects, drawn.objects))


def _disputed(document: pdfium.PdfDocument, number: int, drawn: Drawn) -> frozenset[int]:
    """The objects of text of a page that are said to read other digits than they draw."""
    import pypdfium2.raw as raw

    with closing(document[number]) as page:
        return disputed(page, drawn.texts, [found for found, _ in objects_of(raw, page)])


def _words(glyphs: Glyphs, drawn: Drawn, notes: Notes, file: File) -> list[Word]:
    """What is seen on a page, under its annotations and in them."""
    file.take(len(glyphs.seen) * (len(notes.strikes) + len(notes.covers) + len(notes.doubts)))
    covered = covered_words(glyphs.covered) if glyphs.seen else []
    return [
        *covered,
        *words_of(as_seen(upon(glyphs.seen, notes), [*drawn.rules, *notes.lines], file.take)),
        *notes.words,
    ]


def _is_unread(glyphs: Glyphs, drawn: Drawn) -> bool:
    """Whether a page holds something that its text layer does not give."""
    seen = sum(not glyph.text.isspace() for glyph in glyphs.seen)
    if not seen:
        return glyphs.hidden > 0 or drawn.pictured > _PICTURED or drawn.objects > _DRAWN
    return glyphs.lost > _NAMELESS * seen or _is_hopeless(glyphs)


def _is_hopeless(glyphs: Glyphs) -> bool:
    """Whether what a page's fonts say they draw is no text."""
    text = "".join(glyph.text for glyph in glyphs.seen if not glyph.text.isspace())
    if glyphs.lost > _HOPELESS * len(text):
        return True
    if len(text) < _ENOUGH:
        return False
    if len(text) - sum(map(str.isascii, text)) >= _ENOUGH:
        return quality(text) < _LEAST_COMMON
    return len(_LETTER.findall(text)) < _LEAST_LETTERS * len(text)


def _refuse_portfolio(document: pdfium.PdfDocument, pages: Sequence[PdfPage], name: str) -> None:
    """Lets a file pass that is more than the cover of files attached to it."""
    import pypdfium2.raw as raw

    if raw.FPDFDoc_GetAttachmentCount(document) > 0 and sum(len(one.page.words) for one in pages) < _COVER:
        raise NotText(f"{name}: is the cover of files attached to it; save the report among them and give that.")
