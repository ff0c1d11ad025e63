"""What two runs differ in, counted: by kind, by field and code, by what figures rest on, by what made the results."""

from __future__ import annotations

import json
from collections import Counter
from typing import NamedTuple

from extractor.exporting.run_differences import KINDS, ComparedDocument, Difference, DocumentPair, Kind, evidence_of
from extractor.result import ExtractedField


class ProducerPair(NamedTuple):
    """What made the two results of a document: version of the program, of the form, the model, the settings."""

    before: str
    after: str


class KindTally:
    """The differences of one kind: how many, in how many documents, and the first as examples.

    `other_bytes` says how many are in documents whose bytes differ; `by_subject` counts by field or code, `by_evidence`
    by what the figure rests on, before and after.
    """

    def __init__(self) -> None:
        self.count = 0
        self.documents = 0
        self.other_bytes = 0
        self.by_subject: Counter[str] = Counter()
        self.by_evidence: Counter[tuple[str, str]] = Counter()
        self.by_producer: Counter[ProducerPair] = Counter()
        self.examples: list[Difference] = []
        self._last: DocumentPair | None = None

    def add(self, difference: Difference, producer: ProducerPair, most: int) -> None:
        """Counts one; it is kept as an example while there are fewer than `most`."""
        self.count += 1
        if difference.pair is not self._last:
            self._last = difference.pair
            self.documents += 1
        self.other_bytes += difference.pair.has_other_bytes
        if difference.subject:
            self.by_subject[difference.subject] += 1
        self.by_producer[producer] += 1
        one, other = difference.before, difference.after
        if isinstance(one, ExtractedField) or isinstance(other, ExtractedField):
            self.by_evidence[evidence_of(one), evidence_of(other)] += 1
        if len(self.examples) < most:
            self.examples.append(difference)


class DifferenceTally:
    """Everything counted; `most` examples of each kind are kept, so that it does not grow with the runs."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kinds: dict[Kind, KindTally] = {}
        self.compared = 0
        """Documents that both runs have."""
        self.same = 0
        """Those of them in which nothing differs."""
        self.renamed = 0
        """Those that have the same bytes under another name."""
        self.other_bytes = 0
        """Those that have other bytes under the same name."""
        self.producers: Counter[ProducerPair] = Counter()

    @property
    def count(self) -> int:
        """How many differences there are."""
        return sum(kind.count for kind in self._kinds.values())

    @property
    def kinds(self) -> dict[Kind, KindTally]:
        """What differs, by kind, the gravest first."""
        return {kind: self._kinds[kind] for kind in KINDS if kind in self._kinds}

    def add(self, pair: DocumentPair, differences: list[Difference]) -> None:
        """Counts a document with what differs in it."""
        producer = producer_pair(pair)
        before, after = pair
        if before and after:
            self.compared += 1
            self.same += not differences
            self.renamed += before.name != after.name
            self.other_bytes += pair.has_other_bytes
            self.producers[producer] += 1
        for difference in differences:
            self._kinds.setdefault(difference.kind, KindTally()).add(difference, producer, self._most)


def producer_pair(pair: DocumentPair) -> ProducerPair:
    """What made the two results of a document."""
    return ProducerPair(_producer(pair.before), _producer(pair.after))


def _producer(document: ComparedDocument | None) -> str:
    if document is None:
        return "not there"
    if document.extraction is None:
        return "not read"
    run, report = document.extraction.run, document.extraction.report
    parts = [f"extractor {run.version}", f"form {report.form}.{run.form_version}" if report.form else "no form"]
    if run.llm:
        parts.append(" ".join((run.llm.model, *run.llm.prompts)))
    if run.settings:
        parts.append(json.dumps(run.settings, ensure_ascii=False, sort_keys=True))
    return ", ".join(parts)
