"""The labels of a section in the order of the form, and where each stands on the label text.

Exact matches pin first: in an undamaged report one search after the other finds every form label a few characters
behind the last. Otherwise the heaviest chain of exact matches in the form's order is kept, and what lies between two
of its links is aligned character by character with the form labels that are missing there.

Source: the chain is the heaviest increasing subsequence; the alignment in the gaps is a longest common subsequence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extractor.forms import Section
from extractor.reading.label_text import LabelText, fold
from extractor.reading.tokenize import BLURRED, NUMBER, TEXT

# What may stand between the characters of a label: blanks, and their pronunciation.
_BETWEEN = re.compile(r"\s|[(（][a-zA-Z\u00c0-\u024f\u0300-\u036f]+[)）]")
HEADING, COLUMN, ROW = "heading", "column", "row"

# Between two neighbouring labels of an undamaged table lie at most an ordinal and the labels of two groups.
_NEAR = 18
# A label that stands in more places than this tells nothing by standing in one more.
_MOST_PLACES = 16
# A label of so many characters is known wherever it stands.
_TELLING = 4
# A damaged label counts as seen when this share of its characters stands there in order.
_SEEN = 0.6
# A label of which characters were lost is damaged, though what is left of it be a shorter wording whole.
_DAMAGED = 0.99


class FormLabel(NamedTuple):
    """One label of the form: its `kind`, what it labels (`key`, in block number `block`) and its folded wordings."""

    kind: str
    key: str
    block: int
    wordings: tuple[str, ...]


class LabelMatch(NamedTuple):
    """A form label on the label text, from `start` to `end`; `share` of its characters are there: 1 is exact."""

    form_label: FormLabel
    start: int
    end: int
    share: float


@lru_cache(maxsize=32)
def labels_to_find(section: Section) -> tuple[FormLabel, ...]:
    """The section's labels, in the order of the form: per block the heading, the columns, the rows."""
    made: list[FormLabel] = []
    for number, block in enumerate(section.blocks):
        if block.heading:
            made.append(FormLabel(HEADING, f"heading{number}", number, _folded(block.heading)))
        made.extend(FormLabel(COLUMN, column.key, number, _folded(column.labels)) for column in block.columns)
        made.extend(FormLabel(ROW, row.key, number, _folded(row.labels)) for row in block.rows if row.labels)
    return tuple(made)


def _folded(labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({fold(label) for label in labels}, key=lambda word: (-len(word), word)))


def match_labels(form_labels: Sequence[FormLabel], label_text: LabelText, start: int, end: int) -> list[LabelMatch]:
    """Where the form labels stand between two positions of the label text, in the order they stand there."""
    found = _one_after_the_other(form_labels, label_text, start, end)
    if found is not None:
        return found
    occurrences = _occurrences(form_labels, label_text, start, end)
    chain = _heaviest_chain(form_labels, occurrences)
    moved = _out_of_order(form_labels, occurrences, chain)
    found = _fill_gaps([one for one in form_labels if one not in moved], chain, label_text, start, end)
    return sorted([*found, *moved.values()], key=lambda label_match: label_match.start)


def _one_after_the_other(
    form_labels: Sequence[FormLabel], label_text: LabelText, start: int, end: int
) -> list[LabelMatch] | None:
    """Every row found close behind the last label, with what is found of the headers between; or None."""
    found: list[LabelMatch] = []
    at = start
    for form_label in form_labels:
        limit = min(end, at + _NEAR + len(form_label.wordings[0])) if found else end
        best: tuple[int, int] | None = None
        for wording in form_label.wordings:
            position = label_text.text.find(wording, at, limit)
            if position >= 0 and (best is None or position < best[0]):
                best = (position, position + len(wording))
        if form_label.kind == ROW and (best is None or not _is_label(form_label, best, label_text)):
            return None
        if best is None:
            continue
        found.append(LabelMatch(form_label, best[0], best[1], 1.0))
        at = best[1]
    return found


def _is_label(form_label: FormLabel, place: tuple[int, int], label_text: LabelText) -> bool:
    """Whether a row's wording is its label here: a short one may be a part of another word."""
    start, end = place
    return end - start >= _TELLING or _stands_alone(label_text.text[start:end], start, label_text)


def _occurrences(
    form_labels: Sequence[FormLabel], label_text: LabelText, start: int, end: int
) -> list[tuple[int, int, int, float]]:
    """(start, end, form label number, weight) of every exact match; a row label with figures behind it weighs more."""
    figures = {at for at, token in zip(label_text.at, label_text.tokens, strict=True) if token.kind != TEXT}
    by_wording: dict[tuple[str, bool], list[int]] = {}
    for form_label in form_labels:
        for wording in form_label.wordings:
            short = len(wording) < _TELLING and form_label.kind == ROW
            if (wording, short) not in by_wording:
                places = all_positions(label_text.text, wording, start, end)
                if short:
                    places = [place for place in places if _stands_alone(wording, place, label_text)]
                by_wording[wording, short] = places
    made: list[tuple[int, int, int, float]] = []
    for number, form_label in enumerate(form_labels):
        for wording in form_label.wordings:
            for position in by_wording[wording, len(wording) < _TELLING and form_label.kind == ROW]:
                behind = position + len(wording)
                bonus = 1.5 if form_label.kind == ROW and behind in figures else 0.0
                made.append((position, behind, number, len(wording) + bonus))
    made.sort()
    return made


def _stands_alone(wording: str, place: int, label_text: LabelText) -> bool:
    """Whether a short label is a label by itself here, and no part of a longer word (其他 in 其他处理)."""
    text = label_text.tokens[label_text.token_at(place)].text
    if BLURRED.search(text):
        return False
    if any(fold(word) == wording for word in text.split()):
        return True
    return re.search(f"(?<![一-鿿]){wording}(?![一-鿿])", re.sub(_BETWEEN, "", text)) is not None


def all_positions(text: str, wording: str, start: int, end: int) -> list[int]:
    """Where a wording stands between two positions of the label text."""
    positions: list[int] = []
    position = text.find(wording, start, end)
    while position >= 0 and len(positions) < _MOST_PLACES:
        positions.append(position)
        position = text.find(wording, position + 1, end)
    return positions


def _heaviest_chain(form_labels: Sequence[FormLabel], matches: list[tuple[int, int, int, float]]) -> list[LabelMatch]:
    best: list[float] = []
    back: list[int] = []
    for i, (start, _, number, weight) in enumerate(matches):
        score, previous = weight, -1
        for j in range(i):
            if matches[j][2] < number and matches[j][1] <= start and best[j] + weight > score:
                score, previous = best[j] + weight, j
        best.append(score)
        back.append(previous)
    chain: list[LabelMatch] = []
    at = max(range(len(matches)), key=best.__getitem__, default=-1)
    while at >= 0:
        start, end, number, _ = matches[at]
        chain.append(LabelMatch(form_labels[number], start, end, 1.0))
        at = back[at]
    return chain[::-1]


def _out_of_order(
    form_labels: Sequence[FormLabel], occurrences: Sequence[tuple[int, int, int, float]], chain: Sequence[LabelMatch]
) -> dict[FormLabel, LabelMatch]:
    """Row labels that stand letter for letter in one place, but not in the form's order: the office moved the row."""
    seen = {label_match.form_label.key for label_match in chain if label_match.form_label.kind == ROW}
    moved: dict[FormLabel, LabelMatch] = {}
    for number, form_label in enumerate(form_labels):
        if form_label.kind != ROW or form_label.key in seen:
            continue
        places = [
            (start, end)
            for start, end, of, _ in occurrences
            if of == number
            and end - start >= _TELLING
            and not any(start < label_match.end and label_match.start < end for label_match in chain)
        ]
        if len(places) == 1:
            moved[form_label] = LabelMatch(form_label, *places[0], 1.0)
    return moved


def _fill_gaps(
    form_labels: Sequence[FormLabel], chain: list[LabelMatch], label_text: LabelText, start: int, end: int
) -> list[LabelMatch]:
    """The chain with the damaged form labels between its links, where enough of them is left."""
    filled: list[LabelMatch] = []
    known = {id(label_match.form_label): label_match for label_match in chain}
    missing: list[FormLabel] = []
    at = start
    for form_label in form_labels:
        label_match = known.get(id(form_label))
        if label_match is None:
            missing.append(form_label)
            continue
        filled.extend(_sight_damaged(missing, label_text, at, label_match.start))
        filled.append(label_match)
        missing, at = [], label_match.end
    filled.extend(_sight_damaged(missing, label_text, at, end))
    return filled


def _sight_damaged(missing: list[FormLabel], label_text: LabelText, start: int, end: int) -> list[LabelMatch]:
    """Aligns the missing labels of a gap, laid end to end, with the characters that stand there."""
    if not missing or end - start < 2:
        return []
    wanted = "".join(form_label.wordings[0] for form_label in missing)
    # Beyond this many characters the gap is prose, and a subsequence of it would prove nothing.
    gap = label_text.text[start : min(end, start + 4 * len(wanted) + 60)]
    pairs = [(block.a + k, start + block.b + k) for block in _blocks(wanted, gap) for k in range(block.size)]
    found: list[LabelMatch] = []
    begin = 0
    for form_label in missing:
        finish = begin + len(form_label.wordings[0])
        places = [place for want, place in pairs if begin <= want < finish]
        share = _seen_share("".join(label_text.text[place] for place in places), form_label.wordings)
        near = bool(places) and places[-1] - places[0] < 3 * (finish - begin) + 8
        telling = form_label.kind != ROW or finish - begin >= _TELLING
        known = telling or (near and _stands_alone(form_label.wordings[0], places[0], label_text))
        if near and known and share >= _SEEN and not _is_of_two_rows(places, label_text):
            found.append(LabelMatch(form_label, places[0], places[-1] + 1, share))
        begin = finish
    return found


def _seen_share(seen: str, wordings: Sequence[str]) -> float:
    """The share of a label's characters that were seen; of several wordings, of the one it is nearest to."""
    nearest = len(seen) / len(wordings[0])
    for wording in wordings[1:]:
        if len(wording) >= _TELLING and is_part(seen, wording):
            nearest = max(nearest, min(len(seen) / len(wording), _DAMAGED))
    return nearest


def is_part(piece: str, word: str) -> bool:
    """Whether the characters of a piece stand in a word in the same order."""
    left = iter(word)
    return all(character in left for character in piece)


def _is_of_two_rows(places: list[int], label_text: LabelText) -> bool:
    """Whether these characters are of two rows with figures: then they are of two labels, not of one that is broken."""
    first, last = label_text.token_at(places[0]), label_text.token_at(places[-1])
    if label_text.tokens[first].row == label_text.tokens[last].row:
        return False
    rows = {label_text.tokens[label_text.token_at(place)].row for place in places}
    until = last
    while until < len(label_text.tokens) and label_text.tokens[until].row == label_text.tokens[last].row:
        until += 1
    return len(rows & {token.row for token in label_text.tokens[first:until] if token.kind == NUMBER}) > 1


class _Block(NamedTuple):
    a: int
    b: int
    size: int


def _blocks(wanted: str, gap: str) -> list[_Block]:
    # Imported here, where a label is damaged: it takes as long as reading a report.
    from rapidfuzz.distance import LCSseq

    return [
        _Block(op.src_start, op.dest_start, op.src_end - op.src_start)
        for op in LCSseq.opcodes(wanted, gap)
        if op.tag == "equal"
    ]
