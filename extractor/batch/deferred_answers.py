"""The lines of a provider's batch → what each question came to, what that took, and which lines are none."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from extractor.batch.deferred_questions import Settled
from extractor.llm import failures
from extractor.llm.batch_protocol import BatchLine, line_of
from extractor.llm.spending import Charge

_MOST_SAID = 3
NO_ANSWER, TOO_LONG = "lines that are no answers", "lines longer than any answer"
UNKNOWN, TWICE = "answers to no question of the batch", "second answers to one question"


class BatchReading:
    """Reads the lines of one batch; `limits` are its questions with the most tokens that each may take.

    The first line of a question counts. `odd` counts the lines that say nothing, by why, and `failed` the questions
    that came to nothing; `said` are the first of what the provider says of these.
    """

    def __init__(self, limits: Mapping[str, tuple[int, int]]) -> None:
        self._limits = limits
        self._seen: set[str] = set()
        self.odd: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.said: list[object] = []

    def settled(self, lines: Iterable[bytes | None]) -> list[Settled]:
        """What these lines come to."""
        return [one for one in map(self._settled, lines) if one is not None]

    def _settled(self, text: bytes | None) -> Settled | None:
        line = None if text is None else line_of(text)
        if line is None:
            self.odd[TOO_LONG if text is None else NO_ANSWER] += 1
            return None
        why = self._why_not(line)
        if why is not None:
            self.odd[why] += 1
            return None
        self._seen.add(line.question)
        if line.failure is not None:
            self.failed[line.failure.en] += 1
            if line.said and len(self.said) < _MOST_SAID:
                self.said.append(line.said)
        charge = self._charge(line)
        return Settled(line.question, line.completion, line.failure, line.status, charge.sent, charge.written)

    def _why_not(self, line: BatchLine) -> str | None:
        if line.question not in self._limits:
            return UNKNOWN
        return TWICE if line.question in self._seen else None

    def _charge(self, line: BatchLine) -> Charge:
        """What a question took: as the provider says, where that can be; nothing where it was not answered."""
        charge = Charge()
        if line.failure is None or line.failure == failures.NO_COMPLETION:
            charge.begin(*self._limits[line.question])
        if line.completion is not None:
            found = json.loads(line.completion)
            message, used = found["choices"][0]["message"], found["usage"]
            length = len(json.dumps(message, ensure_ascii=False))
            charge.settle(used["prompt_tokens"], used["completion_tokens"], length)
        return charge
