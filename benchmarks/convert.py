"""The converters people use, each as a function from a file to text.

Every one is a way real reports have become text. A converter whose tool is missing is left out with a reason.
"""

import importlib.util
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks import convert_docx, convert_html, convert_loops, convert_pdf

Source = Literal["docx", "doc", "html", "xlsx", "ofd", "pdf", "web-pdf", "libreoffice-txt"]
"""Which laid-out file a converter reads, workbooks and OFD documents none; the last is LibreOffice's own text, made in
one batch.
"""


@dataclass(frozen=True, slots=True)
class Converter:
    """One way from a file to text."""

    name: str
    source: Source
    convert: Callable[[Path], str]
    module: str | None = None
    program: str | None = None

    def missing(self) -> str | None:
        """What keeps this converter from running, as a sentence, or None."""
        if self.program and shutil.which(self.program) is None:
            return f"{self.name}: skipped, the program {self.program} is not installed"
        if self.module and importlib.util.find_spec(self.module) is None:
            return f"{self.name}: skipped, the Python package {self.module} is not installed"
        return None


def _program(*command: str) -> Callable[[Path], str]:
    """A converter that is a command; `{}` stands for the file."""

    def run(path: Path) -> str:
        filled = [str(path) if word == "{}" else word for word in command]
        done = subprocess.run(filled, check=True, capture_output=True, timeout=120)
        return done.stdout.decode("utf-8", errors="replace")

    return run


def _read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


_PDF_CONVERTERS: tuple[tuple[str, Callable[[Path], str], str | None, str | None], ...] = (
    ("pdftotext", _program("pdftotext", "{}", "-"), None, "pdftotext"),
    ("pdftotext-layout", _program("pdftotext", "-layout", "{}", "-"), None, "pdftotext"),
    ("pdftotext-raw", _program("pdftotext", "-raw", "{}", "-"), None, "pdftotext"),
    ("pdfminer", convert_pdf.pdfminer, "pdfminer", None),
    ("pypdf", convert_pdf.pypdf, "pypdf", None),
    ("pypdf-layout", convert_pdf.pypdf_layout, "pypdf", None),
    ("pypdfium2", convert_pdf.pypdfium2, "pypdfium2", None),
    ("pdfplumber", convert_pdf.pdfplumber_text, "pdfplumber", None),
    ("pdfplumber-tables", convert_pdf.pdfplumber_tables, "pdfplumber", None),
    ("markitdown", convert_docx.markitdown, "markitdown", None),
)


def _pdf_converters(source: Literal["pdf", "web-pdf"]) -> tuple[Converter, ...]:
    return tuple(
        Converter(f"{source}-{name}", source, convert, module, program)
        for name, convert, module, program in _PDF_CONVERTERS
    )


CONVERTERS: tuple[Converter, ...] = (
    Converter("docx-pandoc-plain", "docx", _program("pandoc", "-t", "plain", "{}"), program="pandoc"),
    Converter("docx-pandoc-gfm", "docx", _program("pandoc", "-t", "gfm", "{}"), program="pandoc"),
    Converter("docx-mammoth-raw", "docx", convert_docx.mammoth_raw, "mammoth"),
    Converter("docx-mammoth-markdown", "docx", convert_docx.mammoth_markdown, "mammoth"),
    Converter("docx-docx2txt", "docx", convert_docx.docx2txt, "docx2txt"),
    Converter("docx-libreoffice", "libreoffice-txt", _read_text),
    Converter("docx-markitdown", "docx", convert_docx.markitdown, "markitdown"),
    Converter("docx-row-loop", "docx", convert_loops.row_loop, "docx"),
    Converter("docx-tab-rows", "docx", convert_loops.tab_rows, "docx"),
    Converter("docx-comma-rows", "docx", convert_loops.comma_rows, "docx"),
    Converter("docx-list-rows", "docx", convert_loops.list_rows, "docx"),
    Converter("docx-cell-lines", "docx", convert_loops.cell_lines, "docx"),
    Converter("docx-pipe-rows", "docx", convert_loops.pipe_rows, "docx"),
    Converter("docx-cell-pipes", "docx", convert_loops.cell_pipes, "docx"),
    Converter("docx-pipe-lines", "docx", convert_loops.pipe_lines, "docx"),
    Converter("doc-antiword", "doc", _program("antiword", "-w", "0", "-m", "UTF-8.txt", "{}"), program="antiword"),
    Converter("html-html2text", "html", convert_html.html2text, "html2text"),
    Converter("html-inscriptis", "html", convert_html.inscriptis, "inscriptis"),
    Converter("html-w3m", "html", _program("w3m", "-dump", "-T", "text/html", "-O", "UTF-8", "{}"), program="w3m"),
    Converter(
        "html-lynx",
        "html",
        _program("lynx", "-dump", "-nolist", "-force_html", "-display_charset=utf-8", "{}"),
        program="lynx",
    ),
    Converter("html-trafilatura", "html", convert_html.trafilatura, "trafilatura"),
    Converter("html-pandoc-plain", "html", _program("pandoc", "-f", "html", "-t", "plain", "{}"), program="pandoc"),
    Converter("html-beautifulsoup", "html", convert_html.beautifulsoup, "bs4"),
    Converter("html-markdownify", "html", convert_html.markdownify, "markdownify"),
    Converter("html-markitdown", "html", convert_docx.markitdown, "markitdown"),
    *_pdf_converters("pdf"),
    *_pdf_converters("web-pdf"),
)


def usable_converters() -> tuple[tuple[Converter, ...], tuple[str, ...]]:
    """The converters that can run here, and a sentence for each that cannot."""
    reasons = {converter.name: converter.missing() for converter in CONVERTERS}
    usable = tuple(converter for converter in CONVERTERS if reasons[converter.name] is None)
    return usable, tuple(reason for reason in reasons.values() if reason)
