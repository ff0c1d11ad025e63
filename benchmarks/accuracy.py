"""Writes how accurate the product is: `python -m benchmarks.accuracy DIR --write docs/accuracy.md`.

By opener, converter, kind of mess and kind of report. None of the reports is one that confidence was measured on: those
of `make calibrate` have other seeds.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.ink import ink_kinds
from benchmarks.operators import OPERATORS
from benchmarks.outcomes import CRASHED, Outcome, counted, run_corpus
from benchmarks.pages import evidence_table, percent, reliability_table, table
from benchmarks.scoring import Score, total_score
from benchmarks.spoil import every_kind
from benchmarks.statistics import reliability, upper_bound
from benchmarks.writing import write_page

_MOST_LISTED = 40
COLUMNS = (
    "documents", "not opened", "with a wrong figure", "documents, at most %", "straight through %", "figures",
    "accepted %", "wrong", "figures, at most %", "right in review %", "errors found", "missed", "false alarms",
)  # fmt: skip
_LOSSY = """## By converter that lost figures

Texts that have fewer figures than the report prints, spoiled on purpose or not: a table too wide for a converter, say.
"""
_WHOSE = """## Whose report it is

The body and the year that a report is said to be of: a wrong one puts its figures under another's name.
"""
_SPOILED = """## By kind of spoiled cell

Reports that are left out of everything else: in some cells words stand beside the figure, or instead of it. Of such a
cell nothing is asked but that what is accepted is what a careful reader may take from it; every other figure counts.
Straight through go only those in which the equations tell what stood there.
"""
_WORDS = Path(__file__).with_name("accuracy.md")
"""The head of the page: what its words mean."""


def score_cells(score: Score) -> list[str]:
    """The cells that say how a group of documents came out."""
    right, wrong = score.outcomes["accepted_right"], score.outcomes["accepted_wrong"]
    accepted = right + wrong
    return [
        str(score.documents),
        str(score.failed),
        _marked(score.wrong_documents),
        _at_most(score.wrong_documents, score.accepting_documents),
        percent(score.straight_documents / score.sound_documents, 1) if score.sound_documents else "",
        str(score.figures),
        percent(accepted / score.figures) if score.figures else "",
        _marked(wrong),
        _at_most(wrong, accepted),
        percent(score.share("review_right")),
        str(score.identities_found),
        str(score.identities_missed),
        str(score.identities_false),
    ]


def _marked(wrong: int) -> str:
    return f"**{wrong}**" if wrong else "0"


def _at_most(wrong: int, accepted: int) -> str:
    return f"{100 * upper_bound(wrong, accepted):.3g}" if accepted else ""


def grouped(title: str, outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> str:
    """A table with a line a group, in the order of their names."""
    groups: dict[str, list[Score]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome), []).append(outcome.score)
    rows = ([name, *score_cells(total_score(groups[name]))] for name in sorted(groups))
    return table([title, *COLUMNS], rows)


def _reports(outcomes: Sequence[Outcome]) -> str:
    """How many reports have a document with a wrong figure: the documents of one report are much alike."""
    reports = {outcome.report for outcome in outcomes}
    wrong = {outcome.report for outcome in outcomes if outcome.score.wrong}
    most = _at_most(len(wrong), len(reports))
    return f"Of these {len(reports)} reports, {len(wrong)} have such a document: at most {most} %.\n"


def _whose(title: str, outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> str:
    """How often body and year of a report came out right, were left open, or came out wrong."""
    groups: dict[str, list[Score]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome), []).append(outcome.score)
    rows: list[list[str]] = []
    for name in sorted(groups):
        score = total_score(groups[name])
        counts = (score.units["right"], score.units["none"], score.units["wrong"])
        rows.append([name, *map(str, (*counts, *(score.years[state] for state in ("right", "none", "wrong"))))])
    return table([title, "body right", "left open", "wrong", "year right", "left open", "wrong"], rows)


def _confidence(outcomes: Sequence[Outcome]) -> Iterator[str]:
    values = counted(outcomes)
    yield "## Confidence\n\nAll figures that were given a value, those in review among them.\n"
    yield reliability_table(reliability(values))
    yield evidence_table(values)


def _wrong(outcomes: Iterable[Outcome]) -> Iterator[str]:
    found = [wrong for outcome in outcomes for wrong in outcome.score.wrong]
    yield "## Accepted and wrong\n"
    if not found:
        yield "None.\n"
        return
    rows = (
        (one.converter, one.report, f"`{one.key}`", one.got, one.truth or "no such figure")
        for one in found[:_MOST_LISTED]
    )
    yield table(("text", "report", "field", "accepted", "truth"), rows)
    if len(found) > _MOST_LISTED:
        yield f"… and {len(found) - _MOST_LISTED} more.\n"


def _not_opened(outcomes: Iterable[Outcome]) -> Iterator[str]:
    failed = [outcome for outcome in outcomes if outcome.failure]
    crashes = [outcome for outcome in failed if outcome.failure.startswith(CRASHED)]
    if failed:
        yield f"{len(failed)} documents were not opened, {len(crashes)} of them by a crash. The first of each kind:\n"
        first = {outcome.opener: outcome.failure for outcome in reversed(failed)}
        yield table(
            ("opener", "what was said"), ((opener, first[opener].replace("|", "\\|")) for opener in sorted(first))
        )


def _messes(title: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    if outcomes:
        rows = [(f"`{name}`", OPERATORS[name].says) for name in sorted({one.operator for one in outcomes})]
        yield title
        yield table(("mess", "what it does"), rows)
        yield grouped("mess", outcomes, lambda one: one.operator)


def _spoiled(outcomes: Sequence[Outcome]) -> Iterator[str]:
    if outcomes:
        says = {kind.name: kind.says for kind in (*every_kind(), *ink_kinds().values())}
        yield _SPOILED
        yield table(("spoiled", "what stands there"), ((f"`{name}`", text) for name, text in says.items()))
        yield grouped("spoiled", outcomes, lambda one: one.spoiled)
        yield grouped("opener or converter", outcomes, lambda one: one.converter or one.opener)


def page(outcomes: Sequence[Outcome], what: str) -> str:
    """The whole page."""
    whole = [outcome for outcome in outcomes if not outcome.destroyed and not outcome.spoiled]
    plain = [outcome for outcome in whole if not outcome.operator]
    texts = [outcome for outcome in plain if outcome.converter]
    messy = [outcome for outcome in whole if outcome.operator]
    destroyed = [outcome for outcome in outcomes if outcome.destroyed and not outcome.spoiled]
    lossy = [outcome for outcome in destroyed if outcome.lost]
    parts = [
        _WORDS.read_text("utf-8").format(what=what),
        "## By opener\n\nThe laid-out files themselves, and the converters' texts, none of them spoiled on purpose.\n",
        grouped("opener", plain, lambda one: one.opener),
        *_not_opened(plain),
        "## All\n\nThe same, and the texts after kinds of mess that destroy nothing.\n",
        grouped("", whole, lambda _: "all"),
        _reports(whole),
        _WHOSE,
        _whose("opener", whole, lambda one: one.opener),
        "## By converter\n",
        grouped("converter", texts, lambda one: one.converter),
        "## By kind of report\n\nThe same texts, and the laid-out files.\n",
        grouped("report", plain, lambda one: one.kind),
    ]
    parts += _messes("## By kind of mess\n", messy)
    parts += _spoiled([outcome for outcome in outcomes if outcome.spoiled])
    if lossy:
        parts += [_LOSSY, grouped("converter", lossy, lambda one: one.converter)]
    parts += _messes("## By kind of mess that destroys\n", [one for one in destroyed if one.operator and not one.lost])
    return "\n".join([*parts, *_confidence(whole), *_wrong(outcomes)])


def describe(corpus: Path, outcomes: Sequence[Outcome], commit: str) -> str:
    """One sentence: how many documents and figures, of which seed, read by which commit."""
    plan_file = corpus / "plan.json"
    seed = json.loads(plan_file.read_text("utf-8"))["seed"] if plan_file.exists() else "unknown"
    reports = len({outcome.report for outcome in outcomes})
    figures = sum(outcome.score.figures for outcome in outcomes)
    read = f"{len(outcomes)} documents, {figures} figures, read at commit {commit}"
    return f"This page: {reports} reports (seed {seed}), {read}."


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description="Write how accurate reading is.")
    parser.add_argument("corpus", type=Path, help="the folder that python -m benchmarks.corpus wrote")
    parser.add_argument("--write", type=Path, help="the page to write (default: print it)")
    parser.add_argument("--commit", default="unknown", help="the commit that is measured: git rev-parse HEAD")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--texts-only", action="store_true", help="leave out the laid-out files")
    options = parser.parse_args(arguments)
    if not (options.corpus / "truth").is_dir():
        sys.exit(
            f"{options.corpus} is not a corpus: it has no folder `truth`. Make one with python -m benchmarks.corpus"
        )
    outcomes = run_corpus(options.corpus, openers=not options.texts_only, processes=options.processes)
    text = page(outcomes, describe(options.corpus, outcomes, options.commit))
    write_page(text, options.write)


if __name__ == "__main__":
    main()
