"""Workbooks saved in older forms: `python -m benchmarks.old_sheets --reports 24 --seed 5`.

The same made-up reports as `.xlsx`, and saved by LibreOffice's Calc as `.xls` (which is what `.et` is inside) and as
`.ods`: how many figures of each are accepted right and wrong, and how many files have any figure that `.xlsx` has not.
"""

import argparse
import json
import logging
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.corpus import make_corpus_reports
from benchmarks.print_pdf import convert_with_libreoffice
from benchmarks.render_xlsx import render_xlsx
from benchmarks.scoring import judge_figure
from benchmarks.truth import Truth, truth_of
from extractor.pipeline import extract
from extractor.result import Extraction

FORMS = ("xlsx", "xls", "ods")


class Read(NamedTuple):
    """What came of one report: for each form its outcomes, and the fields that came out otherwise than of `.xlsx`."""

    outcomes: dict[str, Counter[str]]
    others: dict[str, list[str]]


def read_report(folder: Path, truth: Truth) -> Read:
    """Reads a report in each form."""
    outcomes: dict[str, Counter[str]] = {}
    others: dict[str, list[str]] = {}
    found: dict[str, Extraction] = {form: extract(folder / f"{truth.report}.{form}") for form in FORMS}
    for form, extraction in found.items():
        fields = extraction.fields
        outcomes[form] = Counter(
            judge_figure(fields.get(key), truth.right_values(key), is_blank=truth.is_blank(key)) for key in truth.values
        )
        first = found[FORMS[0]].fields
        others[form] = [
            key
            for key in sorted({*first, *fields})
            if (one := first.get(key)) is None
            or (other := fields.get(key)) is None
            or (one.value, one.status) != (other.value, other.status)
        ]
    return Read(outcomes, others)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line for each form."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.old_sheets", description="Measure old workbooks.")
    parser.add_argument("--reports", type=int, default=24)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    reports = make_corpus_reports(options.reports, options.seed)
    truths = [Truth.from_json(json.loads(json.dumps(truth_of(report)))) for report in reports]
    with TemporaryDirectory() as name, ProcessPoolExecutor(2) as pool:
        folder = Path(name)
        for report in reports:
            (folder / f"{report.report_id}.xlsx").write_bytes(render_xlsx(report))
        for form in FORMS[1:]:
            if not convert_with_libreoffice(sorted(folder.glob("*.xlsx")), form, folder):
                print(f"{form}: skipped, LibreOffice's Calc is not installed")
                return
        read = list(pool.map(partial(read_report, folder), truths))
    figures = sum(len(truth.values) for truth in truths)
    for form in FORMS:
        outcomes = sum((one.outcomes[form] for one in read), Counter[str]())
        differing = [
            f"{truth.report}: {one.others[form][:3]}"
            for truth, one in zip(truths, read, strict=True)
            if one.others[form]
        ]
        right, wrong = outcomes["accepted_right"], outcomes["accepted_wrong"]
        print(f"{form:6}{len(read)} reports: {right} of {figures} figures accepted right, {wrong} wrong")
        for line in differing:
            print(f"      unlike .xlsx: {line}")


if __name__ == "__main__":
    main()
