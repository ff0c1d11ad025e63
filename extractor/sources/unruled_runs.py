"""The runs of characters on a page without lines, and the figures among them that were broken over two lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from extractor.lexicon.figure import STROKE, WIDE_SIGNS, figure
from extractor.lexicon.prose import is_prose
from extractor.sources.lines import leaves_no_room, lines_of
from extractor.sources.model import Box
from extractor.sources.words import OPENING, Word, around, centre

# Gaps as shares of the height of the type: within a run of characters, and between the digits of a figure.
_RUN = 0.7
_DIGITS = 0.25
_LEVEL = 0.75
# The rest of a figure stands this close below it, and no further out than this, in heights of the type.
_BELOW = 0.9
_OFF = 0.25
# Labels of one column begin this near; a label of the next column is parted from it by more than this.
_COLUMN = 0.3
_OFF_THE_NEXT = 0.15
_LONGEST_LABEL = 30
_FIGURE = re.compile(figure(signs=WIDE_SIGNS, changes="增减", behind="万元|[万元件条项个]") + "|" + STROKE)


class AlignedRun(NamedTuple):
    """Characters of one line that stand close together."""

    words: tuple[Word, ...]
    text: str
    box: Box

    @property
    def is_figure(self) -> bool:
        """Whether it is a figure and nothing else."""
        return _FIGURE.fullmatch(self.text) is not None

    @property
    def is_prose(self) -> bool:
        """Whether it is running text: it ends a sentence, or is longer than a label."""
        return is_prose(self.text, _LONGEST_LABEL, either=True)


def runs_of(words: Iterable[Word]) -> list[list[AlignedRun]]:
    """Words by lines, strictly level, and on each by runs."""
    made: list[list[AlignedRun]] = []
    for line in lines_of((word for word in words if word.text.strip()), _LEVEL):
        runs: list[list[Word]] = []
        for word in line:
            if runs and word.box[0] - runs[-1][-1].box[2] <= _nearness(runs[-1][-1], word):
                runs[-1].append(word)
            else:
                runs.append([word])
        made.append([run_of(run) for run in runs])
    return _join_broken_figures(made)


def _nearness(one: Word, other: Word) -> float:
    """How far two words of one run may stand apart: digits are of one figure only where they nearly touch."""
    digits = one.text[-1].isdigit() and other.text[0].isdigit()
    return (_DIGITS if digits else _RUN) * min(one.size, other.size)


def run_of(words: Sequence[Word]) -> AlignedRun:
    """These words as one run."""
    return AlignedRun(tuple(words), "".join(word.text for word in words), around(word.box for word in words))


def by_columns(labels: Sequence[AlignedRun]) -> list[AlignedRun]:
    """The labels beside a table, those of a group and of its rows parted, which may nearly touch: what begins where the
    labels of a column do is a label of its own if it is numbered, or stands off what is before it.
    """
    columns = _columns(labels)
    made: list[AlignedRun] = []
    for run in labels:
        pieces: list[list[Word]] = [[run.words[0]]]
        at = len(run.words[0].text)
        for before, word in pairwise(run.words):
            stands_off = word.box[0] - before.box[2] > _OFF_THE_NEXT * word.size
            if (stands_off or OPENING.match(run.text, at)) and _is_near(word.box[0], columns, _COLUMN * word.size):
                pieces.append([])
            pieces[-1].append(word)
            at += len(word.text)
        made += map(run_of, pieces)
    return made


def _columns(labels: Sequence[AlignedRun]) -> list[float]:
    """Where columns of labels begin: numbered ones do, in two lines or more."""
    lefts: list[tuple[float, float]] = []
    for run in labels:
        ends = accumulate(len(word.text) for word in run.words)
        for word, at in zip(run.words, (0, *ends), strict=False):
            if OPENING.match(run.text, at):
                lefts.append((word.box[0], word.size))
    return [here for (here, size), (there, _) in pairwise(sorted(lefts)) if there - here <= _COLUMN * size]


def _is_near(place: float, others: Sequence[float], reach: float) -> bool:
    at = bisect_left(others, place - reach)
    return at < len(others) and others[at] <= place + reach


def trailing_figures(line: Sequence[AlignedRun]) -> tuple[AlignedRun, ...]:
    """The figures that end a line, two or more; none where other words follow a figure."""
    first = next((at for at, run in enumerate(line) if run.is_figure), len(line))
    figures = tuple(line[first:])
    return figures if len(figures) > 1 and all(run.is_figure for run in figures) else ()


def _join_broken_figures(lines: Sequence[list[AlignedRun]]) -> list[list[AlignedRun]]:
    """The lines with the rest of each figure that was broken over two lines put to its beginning."""
    made: list[list[AlignedRun]] = []
    for line in lines:
        above = made[-1] if made else []
        ends = _ends(above, line)
        if ends:
            made[-1] = [_joined(run, ends[at]) if at in ends else run for at, run in enumerate(above)]
            moved = set(ends.values())
            line = [run for run in line if run not in moved]
        if line:
            made.append(line)
    return made


def _joined(begun: AlignedRun, rest: AlignedRun) -> AlignedRun:
    return AlignedRun((*begun.words, *rest.words), begun.text + rest.text, begun.box)


def _ends(above: Sequence[AlignedRun], line: Sequence[AlignedRun]) -> dict[int, AlignedRun]:
    """The runs that are the rest of a figure of the line above, by the place of that; none where the line is a row."""
    heads = trailing_figures(above)
    tails = [run for run in line if run.text.isdecimal()]
    others = [run for run in line if not run.text.isdecimal()]
    if not heads or not 0 < len(tails) < len(heads):
        return {}
    edge = heads[0].box[0]
    if any(run.box[2] > edge or OPENING.match(run.text) for run in others):
        return {}
    step = min(centre(there.box)[0] - centre(here.box)[0] for here, there in pairwise(heads))
    ends: dict[int, AlignedRun] = {}
    first = len(above) - len(heads)
    for tail in tails:
        over = [at for at, head in enumerate(heads, first) if _goes_on(head, tail, step)]
        if len(over) != 1:
            return {}
        ends[over[0]] = tail
    return ends


def _goes_on(head: AlignedRun, tail: AlignedRun, step: float) -> bool:
    size = head.box[3] - head.box[1]
    near = tail.box[1] - head.box[3] <= _BELOW * size
    below = tail.box[0] >= head.box[0] - _OFF * size and tail.box[2] <= head.box[2] + _OFF * size
    return near and below and leaves_no_room(head.box, step) and len(tail.text) <= len(head.text)
