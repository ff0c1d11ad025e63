"""Text from PDFs, the ways Python programs take it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

# The converters' own packages are imported where they are used, so that a missing one only loses its converter.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false


def pdfminer(path: Path) -> str:
    """What pdfminer.six gives with its usual layout analysis."""
    from pdfminer.high_level import extract_text

    return extract_text(path)


def pypdf(path: Path) -> str:
    """What pypdf gives as plain text, page after page."""
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def pypdf_layout(path: Path) -> str:
    """What pypdf gives in layout mode, columns by spaces."""
    from pypdf import PdfReader

    return "\n".join(page.extract_text(extraction_mode="layout") for page in PdfReader(path).pages)


def pypdfium2(path: Path) -> str:
    """PDFium's text of each page."""
    import pypdfium2 as package

    document = package.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def pdfplumber_text(path: Path) -> str:
    """What pdfplumber gives as the text of each page."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def pdfplumber_tables(path: Path) -> str:
    """Tables found by their lines as rows joined by tabs, with the text above, between and below them."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        return "\n".join(part for page in document.pages for part in _page_parts(page) if part) + "\n"


def _page_parts(page: Any) -> Iterator[str]:
    upper = page.bbox[1]
    for table in sorted(page.find_tables(), key=lambda table: table.bbox[1]):
        if table.bbox[1] > upper:
            yield page.crop((page.bbox[0], upper, page.bbox[2], table.bbox[1])).extract_text()
        for row in table.extract():
            yield "\t".join((cell or "").replace("\n", "") for cell in row)
        upper = max(upper, table.bbox[3])
    if upper < page.bbox[3]:
        yield page.crop((page.bbox[0], upper, page.bbox[2], page.bbox[3])).extract_text()
