"""Runs the product over a corpus and keeps what came out: what accuracy and confidence are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import load_truths
from benchmarks.operators import OPERATORS, truth_in
from benchmarks.scoring import Score, score_document, score_failure
from benchmarks.truth import Truth
from extractor import SourceError
from extractor.judging.confidence import confidence_of, section_of
from extractor.pipeline import extract_source, judge_source
from extractor.sources import Source, open_source

CRASHED = "crashed:"
"""How the account of a failure begins that was no sentence for the user."""


class Evidence(NamedTuple):
    """What there is for a figure: its kind of evidence, its section, the confidence that is said of both, and whether
    the figure was right.
    """

    kind: str
    section: str
    confidence: float | None
    right: bool

    @property
    def is_enough(self) -> bool:
        """Whether a figure with it may be accepted."""
        return not self.kind.startswith("review.")


class Outcome(NamedTuple):
    """What came out of one document; `values` counts every value that was given, accepted or not."""

    folder: str
    report: str
    kind: str
    score: Score
    values: Counter[Evidence]
    failure: str = ""
    lost: bool = False
    """Whether the converter has left out figures."""
    spoiled: str = ""
    """The kind of text that stands in some of the report's cells instead of the figure."""

    @property
    def opener(self) -> str:
        """The kind of file it is: what its folder of laid-out files is called, or `text`."""
        return self.folder.removeprefix("source-") if self.folder.startswith("source-") else "text"

    @property
    def converter(self) -> str:
        """Whose text it is; empty for a laid-out file."""
        return "" if self.folder.startswith("source-") else self.folder.partition("+")[0]

    @property
    def operator(self) -> str:
        """The kind of mess done to the text, or none."""
        return self.folder.partition("+")[2]

    @property
    def damage(self) -> frozenset[str]:
        """The families of damage that it has part in: its file and whether that was converted, the kind of mess."""
        made = f"converted {self.converter.partition('-')[0]}" if self.converter else self.opener
        mess = OPERATORS[self.operator].family if self.operator else ""
        return frozenset({made, mess, "words in cells" if self.spoiled else ""} - {""})

    @property
    def destroyed(self) -> bool:
        """Whether figures of it are lost for good."""
        return self.lost or (bool(self.operator) and OPERATORS[self.operator].destroys)

    @property
    def even(self) -> bool:
        """Whether the report's number is even: those are for fitting, the odd ones for testing."""
        return is_even(self.report)


def is_even(report: str) -> bool:
    """Whether a report's number is even."""
    return int(report.lstrip("r")) % 2 == 0


def counted(outcomes: Iterable[Outcome]) -> Counter[Evidence]:
    """The values of all documents by evidence."""
    total: Counter[Evidence] = Counter()
    for outcome in outcomes:
        total.update(outcome.values)
    return total


def documents(corpus: Path, *, openers: bool) -> Iterator[Path]:
    """The texts of a corpus, and its laid-out files if asked for, in a fixed order."""
    for folder in sorted(path for path in corpus.iterdir() if path.is_dir() and path.name != "truth"):
        if folder.name == "source-libreoffice-txt" or (folder.name.startswith("source-") and not openers):
            continue
        yield from sorted(path for path in folder.iterdir() if path.is_file())


def run_corpus(corpus: Path, *, openers: bool, processes: int = 1, evidence_only: bool = False) -> list[Outcome]:
    """What comes out of every document of a corpus; with `evidence_only` no more than evidence alone says of it."""
    truths = load_truths(corpus)
    paths = [path for path in documents(corpus, openers=openers) if path.stem in truths]
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(partial(judge_document if evidence_only else run_document, truths), paths, chunksize=16))


def run_document(truths: dict[str, Truth], path: Path) -> Outcome:
    """What comes out of one document."""
    return _of_document(truths, path, _extract)


def judge_document(truths: dict[str, Truth], path: Path) -> Outcome:
    """The evidence for the figures of one document, where that alone decides; its score stays empty."""
    return _of_document(truths, path, _judge)


def _of_document(truths: dict[str, Truth], path: Path, read: Callable[[Path, Truth], Outcome]) -> Outcome:
    folder = path.parent.name
    truth = truth_in(folder, truths[path.stem])
    try:
        return read(path, truth)
    except SourceError as error:
        return _failed(folder, truth, str(error))
    except Exception as error:  # a crash is a result to count here, and one must not hide the others
        return _failed(folder, truth, f"{CRASHED} {type(error).__name__}: {error}")


def _extract(path: Path, truth: Truth) -> Outcome:
    folder, source = path.parent.name, open_source(path)
    score = score_document(folder, extract_source(source), truth)  # pyright: ignore[reportArgumentType]
    values = Counter(evidence_of(source, truth))
    return Outcome(folder, truth.report, truth.kind, score, values, lost=_lost(path, truth), spoiled=truth.spoiled)


def _judge(path: Path, truth: Truth) -> Outcome:
    values = Counter(evidence_of(open_source(path), truth, by_confidence=False))
    return Outcome(path.parent.name, truth.report, truth.kind, Score(), values, spoiled=truth.spoiled)


def _lost(path: Path, truth: Truth) -> bool:
    """Whether a converter has left out figures of a report, seen in its text before any mess was done to it."""
    folder = path.parent.name.partition("+")[0]
    text = path.parents[1] / folder / path.name
    return not folder.startswith("source-") and text.exists() and not truth.is_all_in(text.read_text("utf-8"))


def _failed(folder: str, truth: Truth, why: str) -> Outcome:
    return Outcome(folder, truth.report, truth.kind, score_failure(truth), Counter(), why, spoiled=truth.spoiled)


def evidence_of(source: Source, truth: Truth, *, by_confidence: bool = True) -> Iterator[Evidence]:
    """The evidence for every figure that is given a value, or said to be blank, accepted or not."""
    judgement = judge_source(source, by_confidence=by_confidence)
    for key, verdict in judgement.verdicts.items() if judgement is not None else ():
        if verdict.value is not None or verdict.basis == "blank":
            right = verdict.value in truth.right_values(key) or (verdict.basis == "blank" and truth.is_blank(key))
            yield Evidence(verdict.evidence, section_of(key), confidence_of(verdict.evidence, key), right)
