"""In which order converters of PDF write the figures of a table: `python -m benchmarks.reading_order --tables 400`.

Made-up tables, each figure a sign of its own (`order_tables`), are printed by LibreOffice and by Chromium and drawn in
code, and go through the converters of plain text. `--write docs/reading-order.md` writes the page that tells what came
out; `--show CLASS` prints tables whose order is of a class, to look at.
"""

import argparse
import logging
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from benchmarks.order_classes import CLASSES, LOST, TORN, find_order
from benchmarks.order_conditions import CONDITIONS, Case, places_in
from benchmarks.order_tables import OrderTable, draw_tables, make_table, page_of_tables
from benchmarks.pages import percent, table
from benchmarks.print_pdf import convert_with_libreoffice, print_with_chromium
from benchmarks.statistics import upper_bound
from benchmarks.writing import write_page

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

_PER_FILE = 20
# LibreOffice lays some tables out for ever.
_SECONDS = 30
_MOST_EXAMPLES = 5
_WORDS = Path(__file__).with_name("reading-order.md")
"""The words of the page."""
_MARK = "收到和处理申请情况如下"


def _by_libreoffice(batches: Sequence[Sequence[OrderTable]], folder: Path) -> list[Path]:
    """The tables printed by LibreOffice, where it is there and comes to an end."""
    pages = [folder / f"libreoffice{number}.html" for number in range(len(batches))]
    for page, tables in zip(pages, batches, strict=True):
        page.write_text(page_of_tables(tables), "utf-8")
    for page in pages:
        convert_with_libreoffice([page], "pdf:writer_web_pdf_Export", folder, _SECONDS)
    return [page.with_suffix(".pdf") for page in pages]


def _by_chromium(batches: Sequence[Sequence[OrderTable]], folder: Path) -> list[Path]:
    """The tables printed by Chromium, where it is there."""
    pages = [folder / f"chromium{number}.html" for number in range(len(batches))]
    for page, tables in zip(pages, batches, strict=True):
        page.write_text(page_of_tables(tables), "utf-8")
        print_with_chromium(page.resolve(), page.with_suffix(".pdf").resolve())
    return [page.with_suffix(".pdf") for page in pages]


def _in_code(batches: Sequence[Sequence[OrderTable]], folder: Path) -> list[Path]:
    """The tables drawn in code."""
    made = [folder / f"drawn{number}.pdf" for number in range(len(batches))]
    for path, tables in zip(made, batches, strict=True):
        path.write_bytes(draw_tables(tables))
    return made


_DRAWN = "drawn in code"
PRODUCERS: Mapping[str, Callable[[Sequence[Sequence[OrderTable]], Path], list[Path]]] = MappingProxyType(
    {"LibreOffice": _by_libreoffice, "Chromium": _by_chromium, _DRAWN: _in_code}
)


def _pdftotext(*options: str) -> Callable[[Path], list[str]]:
    def run(path: Path) -> list[str]:
        done = subprocess.run(["pdftotext", *options, str(path), "-"], check=True, capture_output=True)
        return done.stdout.decode("utf-8", "replace").split("\x0c")[:-1]

    return run


def _pdfminer(path: Path) -> list[str]:
    from pdfminer.high_level import extract_text

    return extract_text(path).split("\x0c")[:-1]


def _pypdf(path: Path) -> list[str]:
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(path).pages]


def _pypdfium2(path: Path) -> list[str]:
    import pypdfium2

    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path)]


CONVERTERS: Mapping[str, Callable[[Path], list[str]]] = MappingProxyType(
    {
        "pdftotext": _pdftotext(),
        "pdftotext -raw": _pdftotext("-raw"),
        "pdfminer.six": _pdfminer,
        "pypdf": _pypdf,
        "pypdfium2": _pypdfium2,
    }
)


def texts_of_tables(pages: Sequence[str], first: Sequence[bool]) -> list[str]:
    """The text of each table; `first` says of each page whether a table begins on it."""
    made: list[str] = []
    for page, begins in zip(pages, first, strict=True):
        if begins or not made:
            made.append(page)
        else:
            made[-1] += "\n" + page
    return made


def printed_texts(tables: Mapping[int, OrderTable], per_file: int = _PER_FILE) -> Iterator[tuple[str, str, int, str]]:
    """The text of every table by every producer that is there and every converter; the tables are named by numbers."""
    logging.disable(logging.WARNING)
    numbers = list(tables)
    files = [numbers[at : at + per_file] for at in range(0, len(numbers), per_file)]
    with tempfile.TemporaryDirectory() as folder:
        for producer, make in PRODUCERS.items():
            made = make([[tables[number] for number in own] for own in files], Path(folder))
            for path, own in zip(made, files, strict=True):
                if path.exists():
                    for converter, texts in _converted(producer, path):
                        yield from (
                            (producer, converter, number, text) for number, text in zip(own, texts, strict=True)
                        )


def _converted(producer: str, path: Path) -> Iterator[tuple[str, list[str]]]:
    # Where a table begins is asked of one converter, so that a heading that another tears does not matter.
    first = [_MARK in "".join(page.split()) or producer == _DRAWN for page in _pypdf(path)]
    for name, convert in CONVERTERS.items():
        if not name.startswith("pdftotext") or shutil.which("pdftotext") is not None:
            yield name, texts_of_tables(convert(path), first)


def run(count: int, seed: int) -> Iterator[Case]:
    """Every table by every producer that is there and every converter."""
    tables = {number: make_table(number) for number in range(seed, seed + count)}
    for producer, converter, number, text in printed_texts(tables):
        one = tables[number]
        yield Case(producer, converter, number, one, text, find_order(places_in(text, one), len(one.places())))


def page(cases: Sequence[Case], command: str) -> str:
    """The page of what was observed."""
    complete = [one for one in cases if all(all(row) for row in one.table.signs)]
    parts = _WORDS.read_text("utf-8").format(command=command, tables=len({one.seed for one in cases}))
    head, orders, conditions, shown = parts.split("<!-- table -->\n")
    return head + _orders(cases) + orders + _conditions(complete) + conditions + _examples(cases) + shown


def _keys(cases: Sequence[Case]) -> list[tuple[str, str]]:
    return sorted({(one.producer, one.converter) for one in cases})


def _orders(cases: Sequence[Case]) -> str:
    rows: list[tuple[object, ...]] = []
    for key in _keys(cases):
        own = [one for one in cases if (one.producer, one.converter) == key]
        orders = Counter(one.found.order for one in own)
        exchanged = (sum(one.found.columns_exchanged for one in own), sum(one.found.rows_exchanged for one in own))
        rows.append((*key, len(own), *(orders[name] for name in CLASSES), *exchanged))
    return table(("producer", "converter", "tables", *CLASSES, "columns exchanged", "rows exchanged"), rows)


def _conditions(cases: Sequence[Case]) -> str:
    rows: list[tuple[object, ...]] = []
    for says, holds, fails, is_wrong in CONDITIONS:
        for converter in CONVERTERS:
            own = [one for one in cases if one.converter == converter and one.found.order != LOST and holds(one)]
            wrong = sum(map(is_wrong, own))
            at_most = percent(upper_bound(wrong, len(own)), 2) if own else ""
            rows.append((says, fails, converter, len(own), wrong, at_most))
    return table(("what the text shows", "and yet", "converter", "tables", "so many", "at most %"), rows)


def _examples(cases: Sequence[Case]) -> str:
    """For each converter the tables to look at where rows or columns are exchanged, or figures torn apart."""
    rows: list[tuple[object, ...]] = []
    for producer, converter in _keys(cases):
        own = [one for one in cases if (one.producer, one.converter) == (producer, converter)]
        for name, is_so in _COUNTER_EXAMPLES.items():
            seeds = [str(one.seed) for one in own if is_so(one)]
            if seeds:
                rows.append((producer, converter, name, len(seeds), ", ".join(seeds[:_MOST_EXAMPLES])))
    return table(("producer", "converter", "what", "tables", "seeds"), rows)


_COUNTER_EXAMPLES: Mapping[str, Callable[[Case], bool]] = MappingProxyType(
    {
        "columns exchanged": lambda one: one.found.columns_exchanged,
        "rows exchanged": lambda one: one.found.rows_exchanged,
        "torn": lambda one: one.found.order == TORN,
    }
)


def show(cases: Sequence[Case]) -> str:
    """The texts of some tables, each with the order of its figures: row and column, both from 1."""
    parts: list[str] = []
    for one in cases:
        order = " ".join(f"{row + 1}.{column + 1}" for row, column in places_in(one.text, one.table))
        parts.append(f"--- {one.producer}, {one.converter}, table {one.seed}: {one.found}\n{one.text}\n{order}\n")
    return "\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reading_order", description="In which order do converters write a table's figures?"
    )
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="the page to write, docs/reading-order.md")
    parser.add_argument("--show", type=int, metavar="SEED", help="print this one table as every converter writes it")
    options = parser.parse_args(arguments)
    if options.show is not None:
        print(show(list(run(1, options.show))))
        return
    command = f"python -m benchmarks.reading_order --tables {options.tables} --seed {options.seed}"
    text = page(list(run(options.tables, options.seed)), command)
    write_page(text, options.write)


if __name__ == "__main__":
    main()
