"""Measures how often each kind of evidence is right, over one or more corpora, and chooses the threshold of confidence.

Reports with even numbers are counted, and become `extractor/judging/confidence.toml` (`benchmarks.fitting` has the
rules); on those with odd numbers the threshold is chosen (`benchmarks.threshold`). The page that `--report` names tells
how.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from benchmarks.fitting import SMALL, Cell, Fitted, fit
from benchmarks.outcomes import Evidence, Outcome, counted, run_corpus
from benchmarks.pages import percent, reliability_table, table
from benchmarks.statistics import reliability
from benchmarks.threshold import DOCUMENT_RISK, FIGURE_RISK, THRESHOLDS, Accepted, accepted_over, choose

TARGET = Path("extractor/judging/confidence.toml")
_HEAD = """# How often figures with each kind of evidence are right, at the least (95 %), by section of the form.
# Written by `make calibrate`, from {reports} made-up reports; docs/confidence.md says how.

# The least confidence of an accepted figure. With it, at most {figures:g} of the accepted figures are wrong, and at
# most {documents:g} of the documents hold such a one (95 % each).
threshold = {threshold}

"""
_NEVER_SEEN = Fitted(0, 0, 0.0, (), "")
_WORDS = Path(__file__).with_name("confidence.md")
"""The head of the page: how confidence comes about."""


def said_by(fitted: Mapping[Cell, Fitted], outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The same documents with the confidence that this fit says of their figures."""
    return [outcome._replace(values=_said_of(fitted, outcome.values)) for outcome in outcomes]


def _said_of(fitted: Mapping[Cell, Fitted], values: Counter[Evidence]) -> Counter[Evidence]:
    said: Counter[Evidence] = Counter()
    for one, count in values.items():
        known = fitted.get((one.section, one.kind))
        said[one._replace(confidence=known and known.confidence)] += count
    return said


class Calibration(NamedTuple):
    """What was measured: the confidence of each kind of evidence by section, with it the documents that it was not
    fitted on, each threshold tried with what it would accept of these, and the one that was chosen, if any.
    """

    fitted: dict[Cell, Fitted]
    tested: list[Outcome]
    tried: list[tuple[float, Accepted]]
    threshold: float | None


def calibrate(outcomes: Sequence[Outcome]) -> Calibration:
    """Fits on the even reports, and chooses the threshold on the odd ones."""
    fitted = fit([one for one in outcomes if one.even])
    tested = said_by(fitted, (one for one in outcomes if not one.even))
    tried = [(threshold, accepted_over(threshold, tested)) for threshold in THRESHOLDS]
    return Calibration(fitted, tested, tried, choose(tried))


def written(made: Calibration, reports: int) -> str:
    """The data file: the threshold, and each kind of evidence in each section."""
    head = _HEAD.format(reports=reports, threshold=made.threshold, figures=FIGURE_RISK, documents=DOCUMENT_RISK)
    kinds = (
        f"[evidence.{section}.{json.dumps(kind)}]\n"
        f"right = {one.right}\nwrong = {one.wrong}\nconfidence = {one.confidence}\n"
        for (section, kind), one in made.fitted.items()
    )
    return head + "\n".join(kinds)


def _accepted_cells(accepted: Accepted) -> tuple[object, ...]:
    documents = percent(accepted.documents_at_most, 3) if accepted.documents else ""
    figures = percent(accepted.figures_at_most, 4) if accepted.figures else ""
    return (
        *(accepted.documents, accepted.wrong_documents, documents),
        *(accepted.figures, accepted.wrong, figures),
    )


_ACCEPTED = ("documents", "with a wrong figure", "at most %", "figures accepted", "wrong", "at most %")


def _by_opener(threshold: float, tested: Sequence[Outcome]) -> str:
    """For the documents of each opener, what is accepted and how much of that is wrong."""
    groups = groupby(sorted(tested, key=lambda one: one.opener), key=lambda one: one.opener)
    rows = [(opener, *_accepted_cells(accepted_over(threshold, group))) for opener, group in groups]
    rows.append(("**all**", *_accepted_cells(accepted_over(threshold, tested))))
    return table(("opener", *_ACCEPTED), rows)


def _tried(made: Calibration) -> str:
    """The thresholds in the order in which they were tried."""
    rows = (
        (
            f"**{threshold}**" if threshold == made.threshold else threshold,
            *_accepted_cells(accepted),
            "yes" if accepted.keeps_the_risks else "not shown",
        )
        for threshold, accepted in made.tried
    )
    return table(("threshold", *_ACCEPTED, "keeps the risks"), rows)


def _kinds(made: Calibration) -> Iterator[Sequence[object]]:
    """Each kind of evidence in each section: what it was counted from, and how it did on the other reports."""
    others: Counter[tuple[str, str, bool]] = Counter()
    for one, count in counted(made.tested).items():
        others[one.section, one.kind, one.right] += count
    for section, kind in sorted({*made.fitted, *((section, kind) for section, kind, _ in others)}):
        one = made.fitted.get((section, kind), _NEVER_SEEN)
        is_low = not kind.startswith("review.") and one.confidence < (made.threshold or 1)
        right, wrong = others[section, kind, True], others[section, kind, False]
        yield (
            section,
            f"`{kind}`" + (" (not accepted)" if is_low else ""),
            one.right + one.wrong,
            one.wrong,
            percent(one.confidence, 4) if one.confidence else "none",
            one.without,
            ", ".join(sorted(other.partition(".")[2] for other in one.kinds if other != kind)),
            right + wrong,
            wrong,
            percent(right / (right + wrong), 3) if right + wrong else "",
        )


_FOUND = """## Said and found

Confidence beside frequency, on the odd reports. It is a lower bound, so more should be right:
"""
_KINDS = (
    *("section", "evidence", "figures", "wrong", "confidence %", "without", "counted with"),
    *("on the others", "wrong", "right %"),
)


def page(made: Calibration, outcomes: Sequence[Outcome]) -> str:
    """The page that tells what each kind of evidence is worth, and what the threshold promises."""
    reports = {half: len({one.report for one in outcomes if one.even == half}) for half in (True, False)}
    words = {"even": reports[True], "odd": reports[False], "documents": len(outcomes), "small": SMALL}
    risks = {"figure_risk": f"{FIGURE_RISK:g}", "document_risk": f"{DOCUMENT_RISK:g}"}
    threshold = {"threshold": made.threshold if made.threshold is not None else "none"}
    head, test, rules = _WORDS.read_text("utf-8").format(**words, **risks, **threshold).split("<!-- table -->\n")
    return "\n".join(
        (
            head + _by_opener(made.threshold or 1, made.tested) + test + _tried(made) + rules,
            table(_KINDS, _kinds(made)),
            _FOUND,
            reliability_table(reliability(counted(made.tested))),
        )
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.calibrate", description="Measure what evidence is worth, and choose the threshold."
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
        for outcome in run_corpus(
            corpus, openers=not options.texts_only, processes=options.processes, evidence_only=True
        )
    ]
    made = calibrate(outcomes)
    text = page(made, outcomes)
    if options.report is None:
        print(text, end="")
    else:
        options.report.write_text(text, "utf-8")
    if not options.dry:
        if made.threshold is None:
            sys.exit("No threshold was shown to keep the risks; confidence.toml is as it was. Measure more reports.")
        TARGET.write_text(written(made, len({one.report for one in outcomes if one.even})), "utf-8")


if __name__ == "__main__":
    main()
