"""An OFD's bytes → `Source`: its pages opened within limits, and what stands on them laid out as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from extractor.errors import NotText, TooLarge
from extractor.files.kinds import OFD
from extractor.sources.compose import File
from extractor.sources.drawn_figures import drawn_words
from extractor.sources.glyph_ink import as_seen
from extractor.sources.glyphs import Glyphs, covered_words, words_of
from extractor.sources.grounds import Grounds, TextObject
from extractor.sources.model import Box, Source
from extractor.sources.ofd.content import Content, TextItem, content_of
from extractor.sources.ofd.document import OFD_READER, OfdPage, has_attachments, pages_of
from extractor.sources.ofd.texts import glyphs_of
from extractor.sources.package import Package
from extractor.sources.pdf_limits import MOST_CHARACTERS, MOST_DRAWN
from extractor.sources.text_layers import LayerPage, is_hopeless, is_unread, source_of_layers
from extractor.sources.words import PageWords, Word

if TYPE_CHECKING:
    from extractor.sources.scan.pictures import PagePicture

# Fewer characters than this in a file with others attached are its cover.
_COVER = 400


def read_ofd(file: File) -> Source:
    """The text of an OFD document, of all documents in the file where there are several.

    Raises:
        EmptySource: it has no page, or nothing is on them.
        NotText: its characters are pictures or outlines that cannot be recognised here, or it only holds other files.
        TooLarge: it has more pages, characters or drawings than a report, or unpacks to more.
        SourceError: it is damaged, encrypted or dangerous.
    """
    return source_of_layers(file, OFD, open_pages(file), _pictures)


def open_pages(file: File) -> list[LayerPage]:
    """The pages of an OFD as their texts have them, without words where there is none.

    Raises:
        EmptySource, NotText, TooLarge, SourceError: as for `read_ofd`.
    """
    package = _package(file)
    pages: list[LayerPage] = []
    objects = characters = 0
    for page in pages_of(package):
        content = content_of(page, package.what, file.take)
        objects += content.count
        characters += sum(len(code.text or "") for item in content.texts for code in item.element.iterfind("TextCode"))
        if objects > MOST_DRAWN or characters > MOST_CHARACTERS:
            raise TooLarge(f"{package.what} with more in it than a report has; give the report itself.")
        pages.append(_page(page, content, _glyphs(content, page, file), file))
    if sum(len(one.page.words) for one in pages) < _COVER and has_attachments(package):
        raise NotText(f"{file.name}: is the cover of files attached to it; save the report among them and give that.")
    return pages


def _package(file: File) -> Package:
    return Package(file.data, f"{file.name}: is {OFD.called}", OFD_READER)


def _glyphs(content: Content, page: OfdPage, file: File) -> Glyphs:
    texts = {item.order: TextObject(item.order, partial(_no_box, item), item.clip, False) for item in content.texts}
    grounds = Grounds(content.areas, texts, file.take)
    return glyphs_of(content.texts, (page.width, page.height), grounds, file.take)


def _no_box(item: TextItem) -> Box:
    """Only asked where a file's second print of a text is left out, and here none is."""
    return item.clip or (0.0, 0.0, 0.0, 0.0)


def _page(page: OfdPage, content: Content, glyphs: Glyphs, file: File) -> LayerPage:
    words: list[Word] = []
    if not is_hopeless(glyphs):
        words = covered_words(glyphs.covered) if glyphs.seen else []
        words += words_of(as_seen(glyphs.seen, content.rules, file.take))
    file.take(len(glyphs.seen) * len(content.figures))
    more, hides = drawn_words(content.figures, content.rules, glyphs.seen)
    hides = hides or glyphs.hidden > 0
    shown = PageWords(page.width, page.height, [*words, *more], content.rules, hides=hides)
    return LayerPage(shown, is_unread(glyphs, content.pictured, content.count))


def _pictures(file: File, numbers: Sequence[int]) -> Iterator[PagePicture]:
    """These pages as pictures, one at a time."""
    from extractor.sources.ofd.picture import picture_of

    package = _package(file)
    for number, page in enumerate(pages_of(package)):
        if number in numbers:
            yield picture_of(page, content_of(page, package.what, file.take), package)
