"""A PDF opened, within limits: what reading its text and drawing its pages have in common.

pdfium takes one caller at a time: whoever opens a file holds `PDFIUM` meanwhile.
"""

# pypdfium2's raw calls take and give ctypes, which have no types of their own.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing, contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from extractor.errors import EmptySource, SourceError, TooLarge
from extractor.sources.compose import File
from extractor.sources.pdf_glyphs import Frame
from extractor.sources.pdf_limits import MOST_PAGES, refuse_bombs
from extractor.sources.pdf_trial import opens_in_time

if TYPE_CHECKING:
    import pypdfium2 as pdfium

PDFIUM = Lock()


def refuse_heavy(file: File) -> None:
    """Lets a file pass that takes no more work and memory to open than a report.

    Raises:
        TooLarge: it does not.
    """
    if refuse_bombs(file.data, file.name) and not opens_in_time(file.data, MOST_PAGES):
        raise TooLarge(f"{file.name}: takes more work or memory to open than a report; print it to a new PDF.")


@contextmanager
def opened(file: File) -> Generator[pdfium.PdfDocument]:
    """The PDF, as long as the block lasts.

    Raises:
        SourceError: it is locked or damaged.
    """
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    try:
        document = pdfium.PdfDocument(file.data)
    except pdfium.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise SourceError(
                f"{file.name}: is locked with a password; save it without one and give that file."
            ) from None
        raise SourceError(
            f"{file.name}: is a damaged PDF that cannot be opened; fetch it again, or print it to a new PDF."
        ) from None
    with closing(document):
        yield document


def page_count(document: pdfium.PdfDocument, name: str) -> int:
    """How many pages it has.

    Raises:
        EmptySource: none.
        TooLarge: more than a report.
    """
    count = len(document)
    if not count:
        raise EmptySource(f"{name}: is a PDF without a page; check that the right file was saved.")
    if count > MOST_PAGES:
        raise TooLarge(
            f"{name}: has {count} pages, more than the {MOST_PAGES} a report may have; give the report itself."
        )
    return count


def frame_of(page: pdfium.PdfPage) -> Frame:
    """The part of a page that is shown."""
    left, bottom, right, top = page.get_bbox()
    return Frame(min(left, right), min(bottom, top), max(left, right), max(bottom, top), page.get_rotation() // 90 % 4)
