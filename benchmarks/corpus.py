"""Writes a corpus: `python -m benchmarks.corpus --reports 24 --seed 1 --operators 2 --scans 4 --out DIR`.

DIR/source-docx, source-html, source-pdf and the like hold the laid-out files, DIR/truth what is true of each report,
DIR/CONVERTER one converter's text of every report, and DIR/CONVERTER+OPERATOR such texts after one kind of mess.
"""

import argparse
import json
import logging
import traceback
from collections.abc import Collection, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from benchmarks.convert import CONVERTERS, Source, usable_converters
from benchmarks.figures import Size
from benchmarks.forms import Form
from benchmarks.ink import ink_kinds, ink_page, ink_word_file, make_inked_reports
from benchmarks.operators import draw_operators, operate
from benchmarks.print_pdf import convert_with_libreoffice, print_with_chromium
from benchmarks.printing import print_figures
from benchmarks.render_docx import render_docx
from benchmarks.render_html import render_html
from benchmarks.render_ofd import render_ofd
from benchmarks.render_xlsx import render_xlsx
from benchmarks.reports import Report, make_report
from benchmarks.scan import CLEAN, poor_scanner, scan_pdf
from benchmarks.spoil import make_spoiled_reports
from benchmarks.truth import truth_of

_PROCESSES = 2
# One report in so many has its tables in another order; an odd number, so that both halves of a corpus have some.
_PERMUTED_EVERY = 7
# The seeds of reports whose cells are printed otherwise begin so far behind those of the others.
_FAR = 500
_FARTHER = 700
# Every corpus has some of each, in about the shares of the country: most bodies are hardly asked for anything.
_SIZES: tuple[Size, ...] = ("none", "small", "tiny", "large", "none", "medium", "tiny", "small")
_SUFFIX: dict[Source, str] = {
    "docx": "docx",
    "doc": "doc",
    "html": "html",
    "xlsx": "xlsx",
    "ofd": "ofd",
    "pdf": "pdf",
    "web-pdf": "pdf",
    "libreoffice-txt": "txt",
}
_ALWAYS: tuple[Source, ...] = ("docx", "html")
_PRINTS: dict[Source, str] = {"pdf": "pdf", "doc": "doc:MS Word 97", "libreoffice-txt": "txt:Text (encoded):UTF8"}
"""What LibreOffice makes of the Word files."""


def make_corpus_reports(count: int, seed: int) -> list[Report]:
    """The reports of a corpus, both forms and every size in turn."""
    reports: list[Report] = []
    for index in range(count):
        form: Form = "2019" if (index + index // len(_SIZES)) % 2 else "2021"
        size = _SIZES[index % len(_SIZES)]
        if index % _PERMUTED_EVERY == _PERMUTED_EVERY - 1:
            asked = size if size != "none" else "small"  # an order of zeros is nobody's order
            report = make_report(seed * 1000 + index, form=form, size=asked, author_error=False, permuted=True)
        else:
            report = make_report(seed * 1000 + index, form=form, size=size)
        reports.append(report)
    return reports


def make_blank_reports(number: int, first: int) -> list[Report]:
    """So many reports of which no table prints a zero: in both forms, by bodies that are asked little."""
    sizes: tuple[Size, ...] = ("none", "tiny", "small")
    reports: list[Report] = []
    for index in range(number):
        form: Form = "2019" if (index + index // len(sizes)) % 2 else "2021"
        report = make_report(first + index, form=form, size=sizes[index % len(sizes)], author_error=False)
        habits = replace(report.habits, blanks="zeros")
        printed = MappingProxyType(print_figures(report.fields, habits))
        reports.append(replace(report, habits=habits, printed=printed))
    return reports


def _source_file(folder: Path, source: Source, report_id: str) -> Path:
    return folder / f"source-{source}" / f"{report_id}.{_SUFFIX[source]}"


def lay_out(reports: Sequence[Report], folder: Path, sources: Collection[Source] = tuple(_SUFFIX)) -> None:
    """Write the truth, the Word files, the web pages and those of their prints that are among `sources`."""
    for name in ("truth", *(f"source-{source}" for source in {*_ALWAYS, *sources})):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for report in reports:
        truth = json.dumps(truth_of(report), ensure_ascii=False, indent=1)
        (folder / "truth" / f"{report.report_id}.json").write_text(truth + "\n", encoding="utf-8")
        _source_file(folder, "docx", report.report_id).write_bytes(word_file_of(report))
        _source_file(folder, "html", report.report_id).write_text(page_of(report), encoding="utf-8")
        if "xlsx" in sources and report.spoiled not in ink_kinds():
            _source_file(folder, "xlsx", report.report_id).write_bytes(render_xlsx(report))
    word_files = [_source_file(folder, "docx", report.report_id) for report in reports]
    if not all(
        convert_with_libreoffice(word_files, target, folder / f"source-{source}")
        for source, target in _PRINTS.items()
        if source in sources
    ):
        print("PDF, DOC and text from Word files: skipped, LibreOffice is not installed")
    if "ofd" in sources:
        print_as_ofd(reports, folder)
    for report in reports if "web-pdf" in sources else ():
        page = _source_file(folder, "html", report.report_id).resolve()
        if not print_with_chromium(page, _source_file(folder, "web-pdf", report.report_id).resolve()):
            print("PDF from web pages: skipped, Chromium is not installed")
            break


def print_as_ofd(reports: Sequence[Report], folder: Path) -> None:
    """Print the reports that were printed as PDF as OFD documents, but those whose ink is a matter of their PDF."""
    for report in reports:
        printed = _source_file(folder, "pdf", report.report_id)
        if printed.exists() and report.spoiled not in ink_kinds():
            target = _source_file(folder, "ofd", report.report_id)
            target.write_bytes(render_ofd(printed.read_bytes(), report.report_id))


def page_of(report: Report) -> str:
    """The web page of a report."""
    kind = ink_kinds().get(report.spoiled)
    page = render_html(report)
    return page if kind is None else ink_page(page, kind)


def word_file_of(report: Report) -> bytes:
    """The Word file of a report."""
    kind = ink_kinds().get(report.spoiled)
    data = render_docx(report)
    return data if kind is None else ink_word_file(data, kind)


def scan(reports: Sequence[Report], folder: Path) -> None:
    """Make scans of printed reports, poor ones and clean ones."""
    for report in reports:
        printed = _source_file(folder, "pdf", report.report_id)
        for name, scanner in (("scan", poor_scanner(report.report_id)), ("scan-clean", CLEAN)):
            target = folder / f"source-{name}" / printed.name
            target.parent.mkdir(exist_ok=True)
            if printed.exists():
                scan_pdf(printed, target, scanner)


def convert_report(folder: Path, report_id: str, names: Sequence[str], operators: int) -> list[str]:
    """Run converters on one report, and kinds of mess on each text; gives a sentence for each that failed."""
    logging.disable(logging.WARNING)
    failures: list[str] = []
    for converter in CONVERTERS:
        source = _source_file(folder, converter.source, report_id)
        if converter.name not in names or not source.exists():
            continue
        try:
            text = converter.convert(source)
        except Exception:  # whatever a third-party converter throws, the others go on
            failures.append(f"{converter.name} failed on {source.name}: {traceback.format_exc(limit=1)}")
            continue
        _write(folder / converter.name / f"{report_id}.txt", text.encode("utf-8", "replace"))
        _write_messes(folder, converter.name, report_id, text, operators)
    return failures


def _write_messes(folder: Path, converter: str, report_id: str, text: str, count: int) -> None:
    """Write the text after each of so many kinds of mess, drawn for this converter and report."""
    seed = f"{report_id} {converter}"
    written = 0
    for operator in draw_operators(seed):
        if written == count:
            return
        changed = operate(text, operator, seed)
        if changed is not None:
            _write(folder / f"{converter}+{operator.name}" / f"{report_id}.txt", changed)
            written += 1


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


class Plan(NamedTuple):
    """How large a corpus is to be: reports, kinds of mess for each converted text, reports that are scanned too, and
    reports beside them of which some cells are spoiled, or printed so that the eye sees another thing than the text
    tells; nothing else is done to those, and the last are not converted. `blank` reports have blanks for all zeros, and
    are converted only.
    """

    reports: int
    seed: int
    operators: int = 0
    scans: int = 0
    spoiled: int = 0
    inked: int = 0
    blank: int = 0


def planned_reports(plan: Plan) -> tuple[list[Report], list[Report], list[Report], list[Report]]:
    """The reports of a plan: the plain ones, the spoiled, those printed otherwise, those with blanks for all zeros."""
    return (
        make_corpus_reports(plan.reports, plan.seed),
        make_spoiled_reports(plan.spoiled, count(plan.seed * 1000 + plan.reports)),
        make_inked_reports(plan.inked, count(plan.seed * 1000 + plan.reports + _FAR)),
        make_blank_reports(plan.blank, plan.seed * 1000 + _FARTHER),
    )


def write_corpus(plan: Plan, folder: Path, only: Collection[str] = ()) -> None:
    """Make, lay out, scan and convert the reports of a corpus, by all converters or `only` some, and write its plan."""
    plain, spoiled, inked, blank = planned_reports(plan)
    reports = [*plain, *spoiled, *inked, *blank]
    lay_out(
        reports, folder, {"pdf", *(one.source for one in CONVERTERS if one.name in only)} if only else tuple(_SUFFIX)
    )
    (folder / "plan.json").write_text(json.dumps(plan._asdict()) + "\n", encoding="utf-8")
    scan(plain[: plan.scans], folder)
    usable, reasons = usable_converters()
    print("\n".join(reasons), end="\n" if reasons else "")
    names = [converter.name for converter in usable if not only or converter.name in only]
    with ProcessPoolExecutor(_PROCESSES) as pool:
        jobs = [
            pool.submit(convert_report, folder, one.report_id, names, operators)
            for made, operators in ((plain, plan.operators), (spoiled, 0), (blank, 0))
            for one in made
        ]
        for job in jobs:
            for failure in job.result():
                print(failure)
    print(f"{len(reports)} reports by {len(names)} converters in {folder}")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.corpus", description="Write a corpus of made-up reports."
    )
    parser.add_argument("--reports", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--operators", type=int, default=0, help="kinds of mess done to each converted text")
    parser.add_argument("--scans", type=int, default=0, help="reports that are scanned, poorly and clean")
    parser.add_argument("--spoiled", type=int, default=0, help="reports besides, of which some cells are spoiled")
    parser.add_argument("--inked", type=int, default=0, help="reports besides, of which one cell is printed otherwise")
    parser.add_argument("--blank", type=int, default=0, help="reports besides, of which no table prints a zero")
    parser.add_argument("--only", nargs="*", default=[], metavar="CONVERTER", help="only these converters")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    plan = Plan(*(getattr(options, name) for name in Plan._fields))
    write_corpus(plan, options.out, options.only)


if __name__ == "__main__":
    main()
