"""The documents that players are asked about: texts of a corpus in which the rules leave a figure in review.

They are drawn evenly over kinds of damage and, within each, over converters and reports.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.convert import CONVERTERS
from benchmarks.corpus import Plan, make_corpus_reports, page_of, planned_reports, word_file_of
from benchmarks.operators import OPERATORS, operate, truth_in
from benchmarks.outcomes import documents
from benchmarks.reports import Report
from benchmarks.truth import Truth, truth_of


class Document(NamedTuple):
    """A converter's text of a made-up report, after a kind of mess or none: its bytes, the report, and what is true."""

    converter: str
    operator: str
    report: Report
    truth: Truth
    content: bytes

    @property
    def name(self) -> str:
        """What to call it."""
        return f"{self.folder}/{self.report.report_id}"

    @property
    def folder(self) -> str:
        """Its folder in the corpus."""
        return f"{self.converter}+{self.operator}" if self.operator else self.converter

    @property
    def mess(self) -> str:
        """The family of the mess done to it."""
        return OPERATORS[self.operator].family if self.operator else "none"

    @property
    def printed(self) -> dict[str, str]:
        """The characters of each cell as this text prints them."""
        return dict(self.truth.printed)


def document_of(report: Report, converter: str, operator: str, content: bytes) -> Document:
    """The document with what is true of it."""
    truth = Truth.from_json(json.loads(json.dumps(truth_of(report))))
    folder = f"{converter}+{operator}" if operator else converter
    return Document(converter, operator, report, truth_in(folder, truth), content)


@cache
def reports_of(corpus: Path) -> dict[str, Report]:
    """The reports of a corpus by their ids, made anew as its plan says."""
    plan = Plan(**json.loads((corpus / "plan.json").read_text("utf-8")))
    return {report.report_id: report for reports in planned_reports(plan) for report in reports}


def load(path: Path, reports: Mapping[str, Report]) -> Document:
    """A document of a corpus."""
    converter, _, operator = path.parent.name.partition("+")
    return document_of(reports[path.stem], converter, operator, path.read_bytes())


def in_turn(corpus: Path, reports: Mapping[str, Report], seed: int) -> Iterator[Path]:
    """All texts of a corpus, each kind of damage in its turn, and in each the converters and reports."""
    left: dict[str, list[Path]] = {}
    for path in documents(corpus, openers=False):
        if path.stem in reports:
            left.setdefault(path.parent.name.partition("+")[2], []).append(path)
    random = Random(seed)
    for own in left.values():
        random.shuffle(own)
    kinds = sorted(left)
    random.shuffle(kinds)
    taken: Counter[str] = Counter()
    while left:
        for kind in [one for one in kinds if one in left]:
            path = min(left[kind], key=lambda one: taken[_converter(one)] + taken[one.stem])
            taken.update((_converter(path), path.stem))
            left[kind].remove(path)
            yield path
            if not left[kind]:
                del left[kind]


def _converter(path: Path) -> str:
    return path.parent.name.partition("+")[0]


def batches(paths: Iterator[Path], size: int) -> Iterator[Sequence[Path]]:
    """So many of them at a time."""
    batch: list[Path] = []
    for path in paths:
        batch.append(path)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


class Recipe(NamedTuple):
    """How a document is made anew: its report, by its place in a corpus of this seed, a converter and a kind of mess.

    The converter is one that needs no program of the system.
    """

    seed: int
    report: int
    converter: str
    operator: str = ""


def make(recipe: Recipe) -> Document:
    """The document of a recipe."""
    report = make_corpus_reports(recipe.report + 1, recipe.seed)[recipe.report]
    converter = next(one for one in CONVERTERS if one.name == recipe.converter)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{converter.source}"
        path.write_bytes(word_file_of(report) if converter.source == "docx" else page_of(report).encode())
        text = converter.convert(path)
    content = text.encode("utf-8", "replace")
    if recipe.operator:
        changed = operate(text, OPERATORS[recipe.operator], f"{report.report_id} {converter.name}")
        assert changed is not None, recipe
        content = changed
    return document_of(report, recipe.converter, recipe.operator, content)
