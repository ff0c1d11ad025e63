"""Measures whether memory grows over many documents: `python -m benchmarks.memory --documents 5000`.

One process reads files of every opener but scans, one after the other. Pages, web archives and texts are of another
report each time, so that what is kept of words would show; Word files and PDFs, which are slow to make, come from a
small set again and again, so that handles left open would show. Word files of one set are printed by LibreOffice.
"""

import argparse
import gc
import logging
import resource
import sys
from collections.abc import Iterator, Sequence
from itertools import count, cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import make_corpus_reports
from benchmarks.print_pdf import convert_with_libreoffice
from benchmarks.render_docx import render_docx
from benchmarks.render_html import render_html
from benchmarks.reports import make_report
from extractor.pipeline import extract
from extractor.sources import open_source

_STATUS = Path("/proc/self/status")
_SHARES = (10, 25, 50, 75, 100)


def resident() -> float:
    """The memory that this process holds now, in MB; the most it has held where the system does not say."""
    gc.collect()
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def pages() -> Iterator[str]:
    """Web pages, each of another report."""
    return (render_html(make_report(seed)) for seed in count(1))


def archives() -> Iterator[bytes]:
    """Web archives, each of another report."""
    head = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    return ((head + render_html(make_report(seed))).encode() for seed in count(1_000_000))


def texts() -> Iterator[bytes]:
    """Plain texts, each of another report."""
    made = (render_html(make_report(seed)).encode() for seed in count(2_000_000))
    return (open_source(page, "page.html").original.encode() for page in made)


def files(reports: int, folder: Path) -> dict[str, list[bytes]]:
    """Word files, and the PDFs that LibreOffice makes of them; none of these where it is not installed."""
    for report in make_corpus_reports(reports, 5):
        (folder / f"{report.report_id}.docx").write_bytes(render_docx(report))
    if not convert_with_libreoffice(sorted(folder.glob("*.docx")), "pdf", folder):
        print("PDF: skipped, LibreOffice is not installed")
    return {suffix: [path.read_bytes() for path in sorted(folder.glob(f"*.{suffix}"))] for suffix in ("docx", "pdf")}


def documents(reports: int, folder: Path) -> Iterator[bytes]:
    """Documents without end, one opener after the other."""
    made = files(reports, folder)
    openers: list[Iterator[bytes]] = [(page.encode() for page in pages()), archives(), texts()]
    openers += [cycle(one) for one in made.values() if one]
    for opener in cycle(openers):
        yield next(opener)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the resident set at some shares of the way."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description="Does memory grow?")
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--reports", type=int, default=20, help="Word files and PDFs of so many reports")
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    marks = {max(1, options.documents * share // 100): share for share in _SHARES}
    with TemporaryDirectory() as folder:
        made = documents(options.reports, Path(folder))
        for number, data in enumerate(islice(made, options.documents), 1):
            extract(data)
            if number in marks:
                print(f"{marks[number]:>4} % {number:>7} documents {resident():>8.1f} MB", flush=True)


if __name__ == "__main__":
    main()
