"""Measures how fast each kind of file is opened: `python -m benchmarks.bench_openers`.

Beside each opener stands what any program would need for the same file with the library that the opener builds on (the
floor), and a program that people use in its place. All are timed in turn, in one run, so that their ratios hold where
the milliseconds do not; counted is the processor's time, which other programs disturb less than the clock on the wall.
"""

import argparse
import io
import logging
import zipfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple

from benchmarks.corpus import make_corpus_reports
from benchmarks.print_pdf import convert_with_libreoffice, print_with_chromium
from benchmarks.render_docx import render_docx
from benchmarks.render_html import render_html
from extractor.pipeline import extract
from extractor.sources import open_source

# The packages compared with are imported where they are used, so that a missing one only loses its column.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

Work = Callable[[bytes], object]


class Rival(NamedTuple):
    """Something else that reads the same file: what it is called, the package it needs, and what it does."""

    name: str
    package: str
    work: Work


class Opener(NamedTuple):
    """A kind of file, the folder its files are in, its floor and how many times that it may take, and its rival."""

    name: str
    folder: str
    floor: Rival
    aim: float
    rival: Rival


class Times(NamedTuple):
    """Medians in milliseconds a file; None for what could not be measured."""

    opened: float
    whole: float
    floor: float
    rival: float | None


def characters_by_pdfium(data: bytes) -> None:
    """The characters of every page, each with its box."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            text.get_text_range()
            for index in range(text.count_chars()):
                text.get_charbox(index)


def tables_by_pdfplumber(data: bytes) -> None:
    """The tables of every page."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()


def tree_by_selectolax(data: bytes) -> None:
    """A page's tree."""
    from selectolax.lexbor import LexborHTMLParser

    LexborHTMLParser(data)


def tables_by_pandas(data: bytes) -> None:
    """A page's tables."""
    import pandas

    pandas.read_html(io.StringIO(data.decode()))


def tree_by_lxml(data: bytes) -> None:
    """The tree of a Word file's document."""
    from lxml import etree  # pyright: ignore

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        etree.fromstring(package.read("word/document.xml"))  # pyright: ignore


def cells_by_python_docx(data: bytes) -> None:
    """The cells of a Word file's tables."""
    from docx import Document

    for table in Document(io.BytesIO(data)).tables:
        for row in table.rows:
            for cell in row.cells:
                cell.text  # noqa: B018


_PDFIUM = Rival("pypdfium2", "pypdfium2", characters_by_pdfium)
_PDFPLUMBER = Rival("pdfplumber", "pdfplumber", tables_by_pdfplumber)
_SELECTOLAX = Rival("selectolax", "selectolax", tree_by_selectolax)
_PANDAS = Rival("pandas", "pandas", tables_by_pandas)
_LXML = Rival("zip + lxml", "lxml", tree_by_lxml)
_PYTHON_DOCX = Rival("python-docx", "docx", cells_by_python_docx)

OPENERS = (
    Opener("PDF of LibreOffice", "pdf", _PDFIUM, 3, _PDFPLUMBER),
    Opener("PDF of Chromium", "web-pdf", _PDFIUM, 3, _PDFPLUMBER),
    Opener("HTML", "html", _SELECTOLAX, 4, _PANDAS),
    Opener("DOCX", "docx", _LXML, 3, _PYTHON_DOCX),
)


def lay_out(reports: int, folder: Path) -> None:
    """Writes reports as files of every kind; says what is skipped for want of a program."""
    for opener in OPENERS:
        (folder / opener.folder).mkdir()
    for report in make_corpus_reports(reports, 7):
        (folder / "docx" / f"{report.report_id}.docx").write_bytes(render_docx(report))
        (folder / "html" / f"{report.report_id}.html").write_text(render_html(report), encoding="utf-8")
    if not convert_with_libreoffice(sorted((folder / "docx").iterdir()), "pdf", folder / "pdf"):
        print("PDF of LibreOffice: skipped, LibreOffice is not installed")
    for page in sorted((folder / "html").iterdir()):
        if not print_with_chromium(page, folder / "web-pdf" / f"{page.stem}.pdf"):
            print("PDF of Chromium: skipped, Chromium is not installed")
            break


def timed(work: Work, data: bytes) -> float:
    """Milliseconds of one call."""
    begun = process_time()
    work(data)
    return (process_time() - begun) * 1000


def measure(opener: Opener, files: Sequence[bytes], repetitions: int) -> Times:
    """What one opener takes, with its floor and its rival in turn; the rival, which is slow, a tenth as often."""
    opened: list[float] = []
    whole: list[float] = []
    floor: list[float] = []
    rival: list[float] = []
    with_rival = find_spec(opener.rival.package) is not None
    for turn in range(repetitions + 1):
        for data in files:
            times = timed(open_source, data), timed(extract, data), timed(opener.floor.work, data)
            if turn:  # the first one loads what is loaded once
                for kept, took in zip((opened, whole, floor), times, strict=True):
                    kept.append(took)
            if with_rival and turn % 10 == 1:
                rival.append(timed(opener.rival.work, data))
    return Times(median(opened), median(whole), median(floor), median(rival) if rival else None)


def print_times(opener: Opener, times: Times) -> None:
    """One line of the table."""
    ratio = times.opened / times.floor
    verdict = "" if ratio <= opener.aim else " missed"
    rival = (
        f"{times.opened / times.rival:.3f} of {opener.rival.name}" if times.rival else f"no {opener.rival.name} here"
    )
    print(
        f"{opener.name:20}{times.opened:>9.2f}{times.whole:>11.2f}{times.floor:>10.2f}{ratio:>9.1f}"
        f" × {opener.floor.name} (aim {opener.aim:g}{verdict}); {rival}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line for each opener."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_openers", description="Measure the openers.")
    parser.add_argument("--reports", type=int, default=4)
    parser.add_argument("--repetitions", type=int, default=30, help="how often each file is opened")
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    with TemporaryDirectory() as folder:
        lay_out(options.reports, Path(folder))
        print(f"{'opener':20}{'open ms':>9}{'extract ms':>11}{'floor ms':>10}  opening as a multiple of others")
        for opener in OPENERS:
            files = [path.read_bytes() for path in sorted((Path(folder) / opener.folder).iterdir())]
            if files:
                print_times(opener, measure(opener, files, options.repetitions))


if __name__ == "__main__":
    main()
