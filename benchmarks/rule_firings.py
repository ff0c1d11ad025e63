"""Counts how often each rule of the check fires: `python -m benchmarks.rule_firings --reports 8 --seed 1`.

Two heaps are checked by the command itself: made-up reports without any error, each as web page and as Word file, and
the case files of the tests, whose mess is the converters' and at times the author's. Of a case it is known which
findings it was written down for (`findings` of its JSON file). What fires on a report without error is a false alarm,
or a doubt about our own reading; `--verbose` lists where.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import page_of, word_file_of
from benchmarks.reports import Report, make_report
from extractor.findings import catalogue

CASES = Path(__file__).parents[1] / "tests" / "cases"
COMMAND = (sys.executable, "-m", "extractor.cli", "check", "--format", "json", "--isolated", "--llm", "off")
_WIDTH = 26


class Fired(NamedTuple):
    """One finding of a file."""

    file: str
    code: str
    severity: str
    says: str


def clean_reports(number: int, seed: int) -> list[Report]:
    """So many reports that have no error, neither in their tables nor in their prose."""
    made: list[Report] = []
    while len(made) < number:
        report = make_report(seed, author_error=False)
        seed += 1
        if not report.known_errors:
            made.append(report)
    return made


def write_reports(reports: Sequence[Report], folder: Path) -> None:
    """Writes each as web page and as Word file."""
    for report in reports:
        (folder / f"{report.report_id}.html").write_text(page_of(report), "utf-8")
        (folder / f"{report.report_id}.docx").write_bytes(word_file_of(report))


def fired_in(folder: Path, pattern: str, jobs: int) -> list[Fired]:
    """The errors and warnings that the command tells of the files of a folder."""
    files = sorted(path.name for path in folder.glob(pattern))
    run = subprocess.run([*COMMAND, "--jobs", str(jobs), *files], cwd=folder, capture_output=True, encoding="utf-8")
    if run.returncode not in (0, 1, 2):
        raise SystemExit(run.stderr)
    told = json.loads(run.stdout)["findings"]
    return [Fired(one["file"], one["code"], one["severity"], one["message"]["en"]) for one in told]


def expected_of_cases() -> dict[str, set[str]]:
    """By case file, the codes it was written down for."""
    expected: dict[str, set[str]] = {}
    for path in sorted(CASES.glob("*.json")):
        wanted = json.loads(path.read_text("utf-8")).get("findings", [])
        expected[f"{path.stem}.txt"] = {one if isinstance(one, str) else one["code"] for one in wanted}
    return expected


def table_of(clean: Sequence[Fired], cases: Sequence[Fired], expected: Mapping[str, set[str]]) -> list[str]:
    """A line a rule that fired: whose matter it is, on how many files of each heap, on how many cases as known."""
    about = {code: one.about for code, one in catalogue().items()}
    files: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"clean": set(), "cases": set(), "known": set()})
    for one in clean:
        files[one.code]["clean"].add(one.file)
    for one in cases:
        files[one.code]["cases"].add(one.file)
        if one.code in expected.get(one.file, set()):
            files[one.code]["known"].add(one.file)
    lines = [f"| {'rule':{_WIDTH}} | about   | clean | cases | of these known |"]
    lines.append(f"| {'-' * _WIDTH} | ------- | ----: | ----: | -------------: |")
    for code, heaps in sorted(files.items(), key=lambda item: (about[item[0]], item[0])):
        counts = f"{len(heaps['clean']):>5} | {len(heaps['cases']):>5} | {len(heaps['known']):>14}"
        lines.append(f"| {code:{_WIDTH}} | {about[code]:7} | {counts} |")
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    """Parses the command line and prints the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--reports", type=int, default=8, help="made-up reports without error, each in two kinds of file")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--jobs", type=int, default=1)
    ask.add_argument("--cases", default="*.txt", help="which case files (a pattern)")
    ask.add_argument("--verbose", action="store_true", help="list what fired without being known of the file")
    args = ask.parse_args(arguments)
    expected = expected_of_cases()
    with tempfile.TemporaryDirectory() as folder:
        write_reports(clean_reports(args.reports, args.seed), Path(folder))
        clean = fired_in(Path(folder), "*.*", args.jobs)
    cases = fired_in(CASES, args.cases, args.jobs)
    print(f"{args.reports} reports without error as web page and Word file, {len(list(CASES.glob(args.cases)))} cases;")
    print("files on which each rule fires as error or warning:\n")
    print("\n".join(table_of(clean, cases, expected)))
    totals = Counter(one.code for one in [*clean, *cases])
    print(f"\nfindings in all: {sum(totals.values())}")
    if args.verbose:
        for one in [*clean, *(one for one in cases if one.code not in expected.get(one.file, set()))]:
            print(f"{one.file}: {one.severity} {one.code}: {one.says}")


if __name__ == "__main__":
    main()
