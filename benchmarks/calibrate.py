"""Counts how often values with each kind of evidence are right, over one or more corpora: what confidence is made of.

The counts of reports with even numbers become `extractor/judging/confidence.toml`; those with odd numbers test them,
and the page that `--report` names tells how. A value is right if it is what the report says.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.outcomes import Evidence, Outcome, counted, run_corpus
from benchmarks.pages import bar, evidence_table, percent, reliability_table, table
from benchmarks.statistics import calibration_error, reliability, upper_bound
from extractor.judging.confidence import THRESHOLD, Counts, smoothed

TARGET = Path("extractor/judging/confidence.toml")
_THRESHOLDS = (0.8, 0.9, 0.95, 0.99, 0.995, THRESHOLD, 0.9995, 0.9999, 0.99999)
_HEAD = """# How often values with each kind of evidence were right, on made-up reports put through real converters.
# Written by `make calibrate`, from {reports} reports.

"""
_WORDS = Path(__file__).with_name("confidence.md")
"""The head of the page: how confidence comes about."""


def counts_of(values: Counter[Evidence]) -> dict[str, tuple[int, int]]:
    """The right and the wrong values of each kind of evidence."""
    kinds = sorted({one.kind for one in values})
    sums = {(kind, right): 0 for kind in kinds for right in (True, False)}
    for one, count in values.items():
        sums[one.kind, one.right] += count
    return {kind: (sums[kind, True], sums[kind, False]) for kind in kinds}


def said_by(counts: Counts, values: Counter[Evidence]) -> Counter[Evidence]:
    """The same values with the confidence that these counts give them."""
    said: Counter[Evidence] = Counter()
    for one, count in values.items():
        said[one._replace(confidence=smoothed(one.kind, counts))] += count
    return said


def written(counts: Mapping[str, tuple[int, int]], reports: int) -> str:
    """The data file: right and wrong for each kind of evidence."""
    kinds = (
        f"[evidence.{json.dumps(kind)}]\nright = {right}\nwrong = {wrong}\n" for kind, (right, wrong) in counts.items()
    )
    return _HEAD.format(reports=reports) + "\n".join(kinds)


def _thresholds(values: Counter[Evidence]) -> Iterator[Sequence[object]]:
    """For each threshold how much confidence alone would accept, and how much of that is wrong."""
    total = sum(values.values())
    for threshold in _THRESHOLDS:
        over = {one: count for one, count in values.items() if one.confidence >= threshold}
        accepted, wrong = sum(over.values()), sum(count for one, count in over.items() if not one.right)
        name = f"**{threshold}**" if threshold == THRESHOLD else str(threshold)
        rates = (percent(wrong / accepted, 4), percent(upper_bound(wrong, accepted), 4)) if accepted else ("", "")
        share = accepted / total if total else 0.0
        yield name, accepted, percent(share), wrong, *rates, bar(share)


def page(outcomes: Iterable[Outcome]) -> str:
    """The page that tells what each kind of evidence is worth, and what the threshold costs."""
    found = list(outcomes)
    even = counted(one for one in found if one.even)
    counts = counts_of(even)
    fitted = said_by(counts, even)
    tested = said_by(counts, counted(one for one in found if not one.even))
    reports = {half: len({one.report for one in found if one.even == half}) for half in (True, False)}
    head = ("threshold", "values over it", "share %", "wrong", "silent errors %", "at most %", "share")
    parts = [
        _WORDS.read_text("utf-8").format(even=reports[True], odd=reports[False], documents=len(found)),
        "## What each kind of evidence is worth\n\nOn the reports it was fitted on:\n",
        evidence_table(fitted),
        "On the others:\n",
        evidence_table(tested),
        "## Reliability\n\nConfidence beside frequency, on reports that it was not fitted on:\n",
        reliability_table(reliability(tested)),
        f"Expected calibration error: {calibration_error(reliability(tested)):.5f}.\n",
        f"## The threshold\n\nWhat confidence alone would accept of those reports. In use is {THRESHOLD}:\n",
        table(head, _thresholds(tested)),
    ]
    return "\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.calibrate", description="Measure what evidence is worth."
    )
    parser.add_argument("corpora", nargs="+", type=Path, help="folders that `python -m benchmarks.corpus` made")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--texts-only", action="store_true", help="leave out the laid-out files")
    parser.add_argument("--report", type=Path, help="the page to write, docs/confidence.md")
    parser.add_argument("--dry", action="store_true", help="leave confidence.toml as it is")
    options = parser.parse_args(arguments)
    outcomes = [
        outcome
        for corpus in options.corpora
        for outcome in run_corpus(corpus, openers=not options.texts_only, processes=options.processes)
    ]
    even = [outcome for outcome in outcomes if outcome.even]
    text = page(outcomes)
    if not options.dry:
        TARGET.write_text(written(counts_of(counted(even)), len({one.report for one in even})), "utf-8")
    if options.report is None:
        print(text, end="")
    else:
        options.report.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
