"""Why a figure is in review still after a model was asked: what became of its answer, or which evidence is missing.

It looks on while a report is read: it keeps the reading that judging makes of the answers, and what it thinks of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from benchmarks.player_endpoint import PlayerEndpoint
from extractor.judging import model_reading, two_readings
from extractor.judging.verdicts import Judgement
from extractor.reading.model import Reading


@dataclass
class Seen:
    """What judging made of a model's answers: the rules' reading and that with the answers, and the judgement of the
    latter; None where no model was asked.
    """

    before: Reading | None = None
    reading: Reading | None = None
    second: Judgement | None = None


@contextmanager
def watched() -> Iterator[Seen]:
    """Keeps what judging makes of a model's answers while a report is read."""
    seen = Seen()
    with_model, merge = model_reading.with_model, two_readings.merge

    def watched_reading(reading: Reading, *rest: Any) -> Reading:
        seen.before, seen.reading = reading, with_model(reading, *rest)
        return seen.reading

    def watched_merge(first: Judgement, second: Judgement, *rest: Any) -> Judgement:
        seen.second = second
        return merge(first, second, *rest)

    with (
        patch.object(model_reading, "with_model", watched_reading),
        patch.object(two_readings, "merge", watched_merge),
    ):
        yield seen


def why_in_review(endpoint: PlayerEndpoint, seen: Seen, section: str) -> Iterator[tuple[str, str]]:
    """The fields of a section and, in a few words, why each is in review still, if it is."""
    assert seen.second is not None
    assert seen.reading is not None
    assert seen.before is not None
    now, was = (
        next(one for one in reading.sections if one.section.key == section) for reading in (seen.reading, seen.before)
    )
    void = endpoint.why_void(section)
    for row in now.rows:
        for field in row.row.fields:
            verdict = seen.second.verdicts[field]
            if void:
                yield field, f"answer void: {void}"
            elif now == was:
                yield field, "answer changes nothing: the rules read the same, or it contradicts what is proved"
            elif verdict.accepted:
                yield field, "accepted, and not merged: an identity fails"
            else:
                yield field, f"{verdict.evidence} ({row.basis})"
