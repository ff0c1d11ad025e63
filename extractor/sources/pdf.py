"""A PDF's text layer → `Source`: its pages opened within limits, and what stands on them laid out as text.

pdfium takes one caller at a time, so files are read one after the other, whichever thread asks.
"""

# pypdfium2's raw calls take and give ctypes, which have no types of their own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from extractor.errors import NotText, TooLarge
from extractor.files.kinds import PDF
from extractor.sources.compose import File
from extractor.sources.drawn_figures import drawn_words
from extractor.sources.glyph_ink import as_seen
from extractor.sources.glyphs import Glyphs, covered_words, words_of
from extractor.sources.grounds import Grounds
from extractor.sources.model import Source
from extractor.sources.pdf_file import PDFIUM, frame_of, opened, page_count, refuse_heavy
from extractor.sources.pdf_glyphs import glyphs_of
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
from extractor.sources.text_layers import LayerPage, is_hopeless, is_unread, source_of_layers
from extractor.sources.words import PageWords, Word

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from extractor.sources.scan.pictures import PagePicture

# Fewer characters than this in a file with others attached are its cover.
_COVER = 400


def read_pdf(file: File) -> Source:
    """The text of a PDF that has any.

    Raises:
        EmptySource: it has no page, or nothing is on them.
        NotText: it is a scan, or its fonts do not say which characters they draw, or it only holds other files.
        TooLarge: it has more pages, characters or drawings than a report.
        SourceError: it is locked or damaged.
    """
    return source_of_layers(file, PDF, open_pages(file), _pictures)


def _pictures(file: File, numbers: Sequence[int]) -> Iterator[PagePicture]:
    """These pages as pictures, one at a time."""
    for number in numbers:
        with PDFIUM, opened(file) as document:
            shown = picture_of(document, number)
        yield shown


def open_pages(file: File) -> list[LayerPage]:
    """The pages of a PDF as their text layers have them; without words where there is none.

    Raises:
        EmptySource: it has no page.
        NotText: it only holds other files.
        TooLarge: it has more pages, characters or drawings than a report, or takes too much work.
        SourceError: it is locked or damaged.
    """
    refuse_heavy(file)
    pages: list[LayerPage] = []
    with PDFIUM, opened(file) as document:
        left = Held(MOST_CHARACTERS, MOST_DRAWN)
        for number in range(page_count(document, file.name)):
            page, held = _page(document, number, left, file)
            left = Held(left.characters - held.characters, left.objects - held.objects)
            pages.append(page)
        _refuse_portfolio(document, pages, file.name)
    return pages


def _page(document: pdfium.PdfDocument, number: int, most: Held, file: File) -> tuple[LayerPage, Held]:
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
        return LayerPage(PageWords(0.0, 0.0, ()), True), Held(0, 0)
    words = [] if is_hopeless(glyphs) else _words(glyphs, drawn, notes, file)
    file.take(len(glyphs.seen) * len(drawn.figures))
    more, hides = drawn_words(drawn.figures, drawn.rules, glyphs.seen)
    hides = hides or glyphs.hidden > 0
    unread = is_unread(glyphs, drawn.pictured, drawn.objects)
    if unread and drawn.pixels > MOST_PIXELS:
        raise TooLarge(
            f"{file.name}: page {number + 1} is a picture of {drawn.pixels / 1e6:.0f} million pixels, more than the "
            f"{MOST_PIXELS / 1e6:.0f} million that are recognised; save it smaller."
        )
    page_words = PageWords(*frame.size, [*words, *more], drawn.rules, hides=hides)
    return LayerPage(page_words, unread), Held(count, max(objects, drawn.objects))


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


def _refuse_portfolio(document: pdfium.PdfDocument, pages: Sequence[LayerPage], name: str) -> None:
    """Lets a file pass that is more than the cover of files attached to it."""
    import pypdfium2.raw as raw

    if raw.FPDFDoc_GetAttachmentCount(document) > 0 and sum(len(one.page.words) for one in pages) < _COVER:
        raise NotText(f"{name}: is the cover of files attached to it; save the report among them and give that.")
