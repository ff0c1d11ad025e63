"""How much of a person's work a report costs: `python -m benchmarks.review CORPUS --reports 64`.

A scripted reviewer who knows the truth settles all that waits in damaged reports of a corpus, twice: one figure or row
at a time, with the best keys that the page of single figures has, and then with one answer for many, keying what is
left into the table. Both are counted on the same reports, in decisions and in keys. What is decided is decided in a
real store, so that what follows from it counts too; at the end nothing waits, and whatever is not as the truth has it
is told.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.measure import load_truths
from benchmarks.operators import truth_in
from benchmarks.outcomes import documents
from benchmarks.review_answers import Table, ways
from benchmarks.review_singly import Work, is_right, singly
from benchmarks.truth import Truth
from extractor import SourceError
from extractor.forms import form_with_fields
from extractor.pipeline import extract_source
from extractor.sources import open_source
from extractor.store import Store, open_store
from extractor.store.decisions import Choice, decide_all, decisions_of
from extractor.store.documents import add_document
from extractor.store.extractions import Written, current_extraction, findings_of, save_extraction
from extractor.store.offers import Report
from extractor.store.people import person_named
from extractor.store.states import FieldState, states_of

_MOST_STEPS = 200


class Reviewed(NamedTuple):
    """What became of one report: how many figures waited, the work of either way, and what was decided wrongly."""

    name: str
    waiting: int
    singly: Work
    at_once: Work
    kinds: Counter[str]
    followed: int
    wrong: list[str]
    twice: list[str]
    left: int


def review(store: Store, path: Path, truth: Truth) -> Reviewed | None:
    """Settles all that waits in a file both ways; None where nothing does, or another form was recognised."""
    document = _keep(store, path)
    if document is None:
        return None
    report = _report(store, document)
    waiting = [state for state in report.states if state.status == "review"]
    if not waiting or any(state.field not in truth.values for state in report.states):
        return None
    alone = singly(report, truth)
    work, kinds = Work(0, 0), Counter[str]()
    for _ in range(_MOST_STEPS):
        found = ways(Table(report, truth))
        if not found:
            break
        best = min(found, key=lambda one: one.keys / one.settled)
        _decide(store, document, report.states, best.values, best.kind)
        kinds[best.kind] += 1
        work = Work(work.decisions + 1, work.keys + best.keys)
        report = _report(store, document)
    return _told(store, document, Reviewed(_name(path), len(waiting), alone, work, kinds, 0, [], [], 0), truth)


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _told(store: Store, document: int, reviewed: Reviewed, truth: Truth) -> Reviewed:
    """With what was decided wrongly, or twice, and what still waits."""
    with store.reading() as session:
        rows = [row for row, _ in decisions_of(session, document)]
        left = sum(state.status == "review" for state in states_of(session, document))
    wrong = [
        f"{reviewed.name}: {row.field} {row.action} {row.after_value}, truth {truth.values.get(row.field)}"
        for row in rows
        if row.action in ("settle", "follow") and not is_right(truth, row.field, row.after_value)
    ]
    times = Counter(row.field for row in rows if row.action == "settle")
    twice = [f"{reviewed.name}: {field}" for field, count in times.items() if count > 1]
    followed = sum(row.action == "follow" for row in rows)
    return reviewed._replace(followed=followed, wrong=wrong, twice=twice, left=left)


def _keep(store: Store, path: Path) -> int | None:
    """Reads a file and keeps what was read; None where it cannot be read."""
    try:
        source = open_source(path)
        extraction = extract_source(source)
    except SourceError:
        return None
    with store.writing() as session:
        came = add_document(session, path.read_bytes(), path.name, store.now())
        save_extraction(session, came.id, extraction, store.now(), Written(original=source.original))
    return came.id


def _report(store: Store, document: int) -> Report:
    with store.reading() as session:
        row = current_extraction(session, document)
        states = states_of(session, document)
        form = form_with_fields(row.form if row else None, [state.field for state in states])
        findings = [one.body for one in findings_of(session, row.id)] if row else []
        text = row.original if row else None
    assert form is not None, "a form of which figures wait is known"
    return Report(form, states, findings, text, "zero")


def _decide(
    store: Store, document: int, states: Sequence[FieldState], values: dict[str, int | float | None], kind: str
) -> None:
    versions = {state.field: state.version for state in states}
    choices = [Choice(document, field, "settle", value, None, versions[field]) for field, value in values.items()]
    with store.writing() as session:
        person = person_named(session, "reviewer", store.now())
        decide_all(session, choices, person, store.now(), kind)


def damaged(corpus: Path, seed: int) -> Iterator[tuple[Path, Truth]]:
    """The files and texts of a corpus, of each folder in turn one, in an order that the seed draws."""
    truths = load_truths(corpus)
    folders: dict[str, list[Path]] = {}
    for path in documents(corpus, openers=True):
        if path.stem in truths and not truths[path.stem].spoiled:
            folders.setdefault(path.parent.name, []).append(path)
    drawn = Random(seed)
    for paths in folders.values():
        drawn.shuffle(paths)
    names = sorted(folders, key=lambda name: (not name.startswith("source-"), drawn.random()))
    while names:
        for name in names:
            path = folders[name].pop()
            yield path, truth_in(name, truths[path.stem])
        names = [name for name in names if folders[name]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a line a report and the sums; 1 where anything was decided wrongly or twice, or is left."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review", description="What a report costs a person.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--reports", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    made: list[Reviewed] = []
    untouched = 0
    with TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "review.db"))
        for path, truth in damaged(options.corpus, options.seed):
            reviewed = review(store, path, truth)
            untouched += reviewed is None
            if reviewed is not None:
                made.append(reviewed)
                print(_line(reviewed))
            if len(made) == options.reports:
                break
        store.close()
    print(summary(made, untouched))
    return int(any(one.wrong or one.twice or one.left for one in made))


def _line(one: Reviewed) -> str:
    kinds = ", ".join(f"{kind} {count}" for kind, count in one.kinds.most_common())
    return (
        f"{one.name[:58]:58}{one.waiting:>5} wait{one.singly.decisions:>6}{one.singly.keys:>6}"
        f"{one.at_once.decisions:>6}{one.at_once.keys:>6}  {kinds}; {one.followed} follow"
    )


def summary(made: Sequence[Reviewed], untouched: int) -> str:
    """The sums over all reports."""
    if not made:
        return "No report of which figures wait."
    ways = {"one by one": [one.singly for one in made], "one answer for many": [one.at_once for one in made]}
    lines = [
        f"{len(made)} reports of which {sum(one.waiting for one in made)} figures wait; {untouched} wait for nothing"
    ]
    for name, works in ways.items():
        keys = sorted(work.keys for work in works)
        lines.append(
            f"{name:20}{sum(work.decisions for work in works):>7} decisions{sum(keys):>7} keys; "
            f"a report: median {median(keys):.0f}, 95 of 100 at most {keys[int(0.95 * (len(keys) - 1))]}"
        )
    before, after = (sum(work.decisions for work in works) for works in ways.values())
    everything = [0] * untouched + sorted(one.at_once.keys for one in made)
    lines.append(
        f"{100 * after / before:.1f} % of the decisions; with those that wait for nothing a report costs in the median "
        f"{median(everything):.0f} keys, 95 of 100 at most {everything[int(0.95 * (len(everything) - 1))]}"
    )
    wrong = [text for one in made for text in one.wrong]
    lines.append(
        f"{sum(one.followed for one in made)} followed; {len(wrong)} decided wrongly, "
        f"{sum(len(one.twice) for one in made)} twice, {sum(one.left for one in made)} left"
    )
    return "\n".join([*lines, *wrong[:20], *[text for one in made for text in one.twice][:20]])


if __name__ == "__main__":
    sys.exit(main())
