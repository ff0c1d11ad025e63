"""A picture's file → `Source`: the opener for scans and photographs of reports."""

from __future__ import annotations

from extractor.errors import EmptySource, NotText
from extractor.files.detect import kind_of
from extractor.sources.compose import File
from extractor.sources.model import Source
from extractor.sources.paper import source_of_pages
from extractor.sources.scan.recognise import ADVICE, can_recognise, recognise


def read_picture(file: File) -> Source:
    """The text of a picture, or of several in one file, as it is recognised.

    Raises:
        NotText: the extra `ocr` is not installed.
        EmptySource: nothing on it can be read.
        TooLarge: it has more pages or pixels than may be read, or takes too much work.
        SourceError: it is damaged.
    """
    kind = kind_of(file.data)
    if not can_recognise():
        raise NotText(f"{file.name}: is {kind.called}; {ADVICE}.")
    from extractor.sources.scan.pictures import pictures_in

    pages = recognise(file, pictures_in(file))
    if not any(page.words for page in pages):
        raise EmptySource(
            f"{file.name}: shows nothing that can be read; scan the page anew, at 200 to 300 dots an inch."
        )
    return source_of_pages(file, kind, pages, [at for at, page in enumerate(pages) if not page.words])
