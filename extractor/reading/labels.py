"""The labels of a document: laid end to end as one text, and where each label of the form stands on it.

A label may be broken by a line end, a page, a blank or by the figures of its own row; on the label text, which keeps
only the Chinese characters of the label pieces, it is whole again. Every token knows how much of it lies before.

Exact matches pin first: in an undamaged report one search after the other finds every form label a few characters
behind the last. Otherwise the heaviest chain of exact matches in the form's order is kept, and what lies between two
of its links is aligned character by character with the form labels that are missing there.

Source: the chain is the heaviest increasing subsequence; the alignment in the gaps is a longest common subsequence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from heapq import heappop, heappush

from extractor.forms import Section
from extractor.lexicon.folding import HAN, HAN_RUN, fold_label
from extractor.reading.alignment import aligned_blocks, is_part
from extractor.reading.known_words import words_of_forms
from extractor.reading.model import MARK, NUMBER, TEXT, FormLabel, LabelMatch, Token
from extractor.reading.tokenize import BLURRED

# A word that stands in more places than this tells nothing by standing in one more.
_MOST_PLACES = 16
# What may stand between the characters of a label: blanks, and their pronunciation.
_BETWEEN = re.compile(r"\s|[(（][a-zA-Z\u00c0-\u024f\u0300-\u036f]+[)）]")
HEADING, COLUMN, ROW = "heading", "column", "row"
# Between two neighbouring labels of an undamaged table lie at most an ordinal and the labels of two groups.
_NEAR = 18
# A label of so many characters is known wherever it stands.
_TELLING = 4
# A damaged label counts as seen when this share of its characters stands there in order.
_SEEN = 0.6
# A label of which characters were lost is damaged, though what is left of it be a shorter wording whole.
_DAMAGED = 0.99


@dataclass(frozen=True)
class LabelText:
    """`text` is the label text; `at[i]` is how many of its characters lie before token `i`; `year` is the report's.

    Where a word or a kind of token stands is looked up once for the whole document: it is asked for again and again,
    of stretches that may each be nearly all of it.
    """

    text: str
    at: tuple[int, ...]
    tokens: tuple[Token, ...]
    year: int | None = None
    _places: dict[str, list[int]] = field(default_factory=dict[str, list[int]])

    def first_token(self, position: int) -> int:
        """The index of the first token that lies at or after this position of the label text."""
        return bisect_left(self.at, position)

    def token_at(self, position: int) -> int:
        """The index of the label piece that holds this character of the label text."""
        index = bisect_left(self.at, position + 1) - 1
        while self.tokens[index].kind != TEXT:
            index -= 1
        return index

    def places(self, word: str) -> Sequence[int]:
        """Every position at which a word begins."""
        if word not in self._places:
            found: list[int] = []
            position = self.text.find(word)
            while position >= 0:
                found.append(position)
                position = self.text.find(word, position + 1)
            self._places[word] = found
        return self._places[word]

    def places_between(self, word: str, start: int, end: int) -> Sequence[int]:
        """The first positions at which a word stands between these two: enough to tell what it tells."""
        places = self.places(word)
        first, last = bisect_left(places, start), bisect_right(places, end - len(word))
        return places[first : min(last, first + _MOST_PLACES)]

    def first_place(self, word: str, start: int, end: int) -> int:
        """The first position at which a word stands between these two; -1 where it does not."""
        places = self.places(word)
        index = bisect_left(places, start)
        return places[index] if index < len(places) and places[index] + len(word) <= end else -1

    def last_place(self, word: str, start: int, end: int) -> int:
        """The last position at which a word stands between these two; -1 where it does not."""
        places = self.places(word)
        index = bisect_right(places, end - len(word)) - 1
        return places[index] if index >= 0 and places[index] >= start else -1

    @cached_property
    def before_cells(self) -> frozenset[int]:
        """The positions right behind which a figure, a blank or a stroke stands."""
        return frozenset(at for at, token in zip(self.at, self.tokens, strict=True) if token.kind != TEXT)

    @cached_property
    def before_figures(self) -> frozenset[int]:
        """The positions right behind which a figure or a stroke stands."""
        return frozenset(at for at, token in zip(self.at, self.tokens, strict=True) if token.kind in (NUMBER, MARK))

    @cached_property
    def last_figures(self) -> dict[int, int]:
        """For each row of the layout that holds figures the index of the last of them."""
        return {token.row: index for index, token in enumerate(self.tokens) if token.kind == NUMBER}

    @cached_property
    def labelled_lines(self) -> frozenset[int]:
        """The lines with a piece of label."""
        return frozenset(token.line for token in self.tokens if token.kind == TEXT)

    @cached_property
    def foreign_rows(self) -> frozenset[int]:
        """The rows of the layout with words that are no piece of the form's: of a form's row only a piece may stand
        there (三、), and the rest of its label above or below.
        """
        texts = [token for token in self.tokens if token.kind == TEXT]
        words = words_of_forms()
        return frozenset(one.row for one in texts if fold_label(one.text) and not words.hold(one.text))


def join_labels(tokens: tuple[Token, ...], year: int | None = None) -> LabelText:
    """Lays the label pieces of a token stream end to end; `year` is the report's, where it states one."""
    pieces: list[str] = []
    at: list[int] = []
    length = 0
    for token in tokens:
        at.append(length)
        if token.kind == TEXT:
            for run in HAN_RUN.findall(token.text):
                pieces.append(run)
                length += len(run)
    return LabelText("".join(pieces), tuple(at), tokens, year)


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


def wordings_of(form_labels: Iterable[FormLabel], kind: str) -> list[str]:
    """The wordings of all labels of one kind."""
    return [word for one in form_labels if one.kind == kind for word in one.wordings]


def _folded(labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(map(fold_label, labels)), key=len, reverse=True))


def match_labels(form_labels: Sequence[FormLabel], label_text: LabelText, start: int, end: int) -> list[LabelMatch]:
    """Where the form labels stand between two positions of the label text, in the order they stand there."""
    found = _one_after_the_other(form_labels, label_text, start, end)
    if found is not None:
        return found
    occurrences = _occurrences(form_labels, label_text, start, end)
    chain = _heaviest_chain(form_labels, occurrences)
    moved = _out_of_order(form_labels, occurrences, chain)
    found = _fill_gaps([one for one in form_labels if one not in moved], chain, label_text, start, end)
    found = sorted([*found, *moved.values()], key=lambda label_match: label_match.start)
    among_words = _short_among_words(form_labels, found, label_text, end)
    return sorted([*found, *among_words], key=lambda label_match: label_match.start)


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
            position = label_text.first_place(wording, at, limit)
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


def later_matches(match: LabelMatch, label_text: LabelText, until: int) -> list[LabelMatch]:
    """Where the label of a row stands once more, letter for letter, behind a match of it."""
    places = (
        (place, place + len(wording))
        for wording in match.form_label.wordings
        for place in label_text.places_between(wording, match.end, until)
    )
    own = (place for place in places if _is_label(match.form_label, place, label_text))
    return [LabelMatch(match.form_label, *place, 1.0) for place in own]


def _occurrences(
    form_labels: Sequence[FormLabel], label_text: LabelText, start: int, end: int
) -> list[tuple[int, int, int, float]]:
    """(start, end, form label number, weight) of every exact match; a row label with figures behind it weighs more."""
    by_wording: dict[tuple[str, bool], Sequence[int]] = {}
    for form_label in form_labels:
        for wording in form_label.wordings:
            short = len(wording) < _TELLING and form_label.kind == ROW
            if (wording, short) not in by_wording:
                places = label_text.places_between(wording, start, end)
                if short:
                    places = [place for place in places if _stands_alone(wording, place, label_text)]
                by_wording[wording, short] = places
    made: list[tuple[int, int, int, float]] = []
    for number, form_label in enumerate(form_labels):
        for wording in form_label.wordings:
            for position in by_wording[wording, len(wording) < _TELLING and form_label.kind == ROW]:
                behind = position + len(wording)
                bonus = 1.5 if form_label.kind == ROW and behind in label_text.before_cells else 0.0
                made.append((position, behind, number, len(wording) + bonus))
    made.sort()
    return made


def _stands_alone(wording: str, place: int, label_text: LabelText) -> bool:
    """Whether a short label is a label by itself here, and no part of a longer word (其他 in 其他处理)."""
    return _holds_alone(label_text.tokens[label_text.token_at(place)].text, wording)


@lru_cache(maxsize=256)
def _holds_alone(text: str, wording: str) -> bool:
    words, closed_up = _words_of(text)
    if not closed_up:
        return False
    return wording in words or re.search(f"(?<!{HAN}){wording}(?!{HAN})", closed_up) is not None


@lru_cache(maxsize=16)
def _words_of(text: str) -> tuple[frozenset[str], str]:
    """The words of a piece of label, folded, and the piece with its characters closed up; nothing of a blurred one."""
    if BLURRED.search(text):
        return frozenset(), ""
    return frozenset(map(fold_label, text.split())), re.sub(_BETWEEN, "", text)


def _heaviest_chain(form_labels: Sequence[FormLabel], matches: list[tuple[int, int, int, float]]) -> list[LabelMatch]:
    """The matches, sorted as they stand there, that follow each other in the form's order and weigh most."""
    best: list[float] = []
    back: list[int] = []
    ended: list[tuple[int, int]] = []
    heaviest: dict[int, tuple[float, int]] = {}
    for i, (start, end, number, weight) in enumerate(matches):
        while ended and ended[0][0] <= start:
            _, j = heappop(ended)
            of = matches[j][2]
            # Of two that weigh the same the first is taken.
            heaviest[of] = max(heaviest.get(of, (0.0, 0)), (best[j], -j))
        score, j = max((one for of, one in heaviest.items() if of < number), default=(0.0, 1))
        best.append(score + weight)
        back.append(-j)
        heappush(ended, (end, i))
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


def _short_among_words(
    form_labels: Sequence[FormLabel], found: Sequence[LabelMatch], label_text: LabelText, end: int
) -> Iterator[LabelMatch]:
    """Short labels of rows that are missing and stand at the end of a longer word before figures, once between the
    labels around: what the other words make of the row is for the account to say.
    """
    places = {one.form_label: one for one in found}
    for number, form_label in enumerate(form_labels):
        short = [wording for wording in form_label.wordings if len(wording) < _TELLING]
        if form_label.kind != ROW or form_label in places or not short:
            continue
        before = next((places[one] for one in reversed(form_labels[:number]) if one in places), None)
        behind = next((places[one] for one in form_labels[number + 1 :] if one in places), None)
        if before is None:
            continue
        until = end if behind is None else behind.start
        of_row = [
            (place, place + len(wording))
            for wording in short
            for place in label_text.places_between(wording, before.end, until)
            if place + len(wording) in label_text.before_cells and _is_in_words(place, label_text)
        ]
        if len(of_row) == 1:
            yield LabelMatch(form_label, *of_row[0], 1.0)


def _is_in_words(place: int, label_text: LabelText) -> bool:
    """Whether a character of the label text is of a piece of label that nothing has blurred."""
    return BLURRED.search(label_text.tokens[label_text.token_at(place)].text) is None


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
    pairs = [(block.a + k, start + block.b + k) for block in aligned_blocks(wanted, gap) for k in range(block.size)]
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


def _is_of_two_rows(places: list[int], label_text: LabelText) -> bool:
    """Whether these characters are of two rows with figures: then they are of two labels, not of one that is broken."""
    first = label_text.token_at(places[0])
    rows = {label_text.tokens[label_text.token_at(place)].row for place in places}
    return sum(label_text.last_figures.get(row, -1) > first for row in rows) > 1
