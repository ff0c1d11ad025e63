"""Begins a case file: `python -m benchmarks.new_case NAME --form 2021 [--section …] [--seed N] [--mess OPERATOR]…`.

Writes tests/cases/NAME.txt, the tables of a small made-up report, one row a line with tabs between its cells, and
tests/cases/NAME.json with their truth. Then edit the text into the mess that you have met, and say in `mess` what
happened; in the truth put null for what the text no longer tells. `--mess` begins with a kind of mess of the
benchmark's (`benchmarks/operators.py`).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.case_files import CASES, CaseFile
from benchmarks.forms import SECTION_TITLES, Form
from benchmarks.grid import Table
from benchmarks.operators import OPERATORS, Operator
from benchmarks.reports import Report, make_report
from benchmarks.tables import make_tables
from benchmarks.truth import unknowable

SECTIONS = ("active", "applications", "disputes")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NO_MESS = "What happened to the text, and what can still be known."


class CaseRequest(NamedTuple):
    """What a case begins with: form and seed of its report, the sections that it prints, kinds of mess in turn."""

    form: Form
    seed: int
    sections: tuple[str, ...]
    mess: tuple[Operator, ...]


def make_case(request: CaseRequest) -> CaseFile:
    """The case.

    Raises:
        ValueError: a kind of mess finds nothing to do, or is one of the file's encoding.
    """
    report = make_report(request.seed, form=request.form, size="small", author_error=False)
    text = report_text(report, request.sections)
    for operator in request.mess:
        if operator.encoding != "utf-8":
            raise ValueError(f"{operator.name}: case files are UTF-8; test encodings in tests/sources.")
        changed = operator.apply(text, Random(f"{request.seed} {operator.name}"))
        if changed == text:
            raise ValueError(f"{operator.name}: finds nothing to do in this text; give another --seed or --section.")
        text = changed
    unknown = unknowable(report)
    values = {
        key: None if key in unknown else value
        for key, value in report.fields.items()
        if key.partition(".")[0] in request.sections
    }
    is_whole = not any(operator.destroys for operator in request.mess) and None not in values.values()
    mess = " ".join(operator.says for operator in request.mess) or _NO_MESS
    return CaseFile(text, mess, report.form, values, is_whole)


def report_text(report: Report, sections: Sequence[str]) -> str:
    """The tables of a report under their headings: a row a line, a tab between cells, nothing in a covered cell."""
    lines = [*report.title.split("\n")]
    for table in make_tables(report):
        if table.section in sections:
            lines += [report.headings[table.section], *_table_lines(table)]
    return "\n".join([*lines, SECTION_TITLES["problems"], "无。", ""])


def _table_lines(table: Table) -> list[str]:
    cells = list(table.placed())
    width = max(column + cell.columns for _, column, cell in cells)
    grid = [[""] * width for _ in table.rows]
    for row, column, cell in cells:
        grid[row][column] = " ".join(cell.text.split())
    return ["\t".join(row) for row in grid]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.new_case", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("name", help="says the mess, such as page-number-glued-to-a-figure")
    parser.add_argument("--form", choices=("2019", "2021"), default="2021")
    parser.add_argument("--section", choices=SECTIONS, action="append", help="only this table; may be repeated")
    parser.add_argument("--seed", type=int, default=1, help="another number gives another report")
    parser.add_argument("--mess", choices=sorted(OPERATORS), action="append", default=[], metavar="OPERATOR")
    parser.add_argument("--folder", type=Path, default=CASES, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if not _NAME.fullmatch(options.name):
        sys.exit(f"{options.name}: a name is small letters and digits with hyphens between: page-number-after-a-total")
    sections = tuple(options.section or SECTIONS)
    mess = tuple(OPERATORS[name] for name in options.mess)
    try:
        case = make_case(CaseRequest(options.form, options.seed, sections, mess))
        paths = case.write(options.folder, options.name)
    except ValueError as error:
        sys.exit(str(error))
    except FileExistsError:
        sys.exit(f"{options.name}: there is a case of this name; give another, or edit that one.")
    print("\n".join(f"Wrote {path}" for path in paths))
    print("Edit both; tests/cases/README.md says what the JSON may hold. Then:")
    print(f"  .venv/bin/python -m pytest tests/test_cases.py -k {options.name}")


if __name__ == "__main__":
    main()
