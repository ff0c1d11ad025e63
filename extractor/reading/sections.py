"""Finds the tables of a report: by the labels inside and the titles above them, never by their numbers.

Numbers are wrong or repeated in real reports, and the prose uses the very titles of the sections; but nowhere else do
so many of a table's labels stand so close together. A whole table, a row of it, or its labels as the menu of a website
may stand there more than once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from extractor.forms import Form, Section
from extractor.lexicon.folding import fold_label
from extractor.reading.labels import COLUMN, ROW, FormLabel, LabelMatch, LabelText, labels_to_find, wordings_of

# Labels of one table are never further apart than this many characters of label text, however damaged the table.
_FARTHEST = 160
# Another stretch with this share of the labels is a copy of the table.
_COPY = 0.8
# A label must have this many characters to tell where its table is.
_SHORTEST = 4


Hit = tuple[int, int, str, str, bool]
"""Start, end, section, label and whether it is the section's title."""

# A table is there twice when so many of its labels, of at least so many characters, stand there again with figures.
_COPIED_ROWS = 3
_COPIED_LABEL = 4
# No menu of a website has a label of so many characters.
_IN_NO_MENU = 6


class Region(NamedTuple):
    """Where a section's table lies on the label text, the labels that say so, and whether its title stands there.

    `copies` are other stretches that hold as much of the same table.
    """

    start: int
    end: int
    labels: frozenset[str]
    title: bool
    copies: tuple[tuple[int, int], ...] = ()

    @property
    def weight(self) -> int:
        """How many characters of distinct labels speak for the region."""
        return sum(len(label) for label in self.labels)


@lru_cache(maxsize=32)
def _words(section: Section) -> tuple[frozenset[str], frozenset[str]]:
    """The folded labels of a section that are long enough to find it by, and its titles."""
    labels = {word for form_label in labels_to_find(section) for word in form_label.wordings}
    labels.update(fold_label(caption) for caption in section.captions)
    labels.update(fold_label(label) for group in section.groups for label in group.labels)
    return frozenset(word for word in labels if len(word) >= _SHORTEST), frozenset(map(fold_label, section.titles))


@lru_cache(maxsize=8)
def _labels_of(form: Form) -> frozenset[str]:
    """The folded labels of a form that are long enough to tell it by."""
    return frozenset(chain.from_iterable(_words(section)[0] for section in form.sections))


def find_regions(sections: Sequence[Section], label_text: LabelText) -> dict[str, Region]:
    """The region of each section whose table or title is there, by section key."""
    hits: list[Hit] = []
    for section in sections:
        labels, titles = _words(section)
        for word in labels | titles:
            hits += [(at, at + len(word), section.key, word, word in titles) for at in label_text.places(word)]
    hits = _without_those_in_titles(sorted(hits))
    ranked = {section.key: _by_weight([hit for hit in hits if hit[2] == section.key]) for section in sections}
    ranked = {key: clusters for key, clusters in ranked.items() if clusters}
    chosen = sorted(hit for clusters in ranked.values() for hit in clusters[0])
    regions: dict[str, Region] = {}
    for key, clusters in ranked.items():
        # The table ends where another section's table begins, one of its copies where any label of another stands.
        ends = [hit[0] for hit in chosen if hit[2] != key], [hit[0] for hit in hits if hit[2] != key]
        first = _region(clusters[0], ends[0], len(label_text.text))
        others = [_region(cluster, ends[1], len(label_text.text)) for cluster in clusters[1:]]
        copies = [(one.start, one.end) for one in others if one.weight >= _COPY * first.weight]
        regions[key] = first._replace(copies=_parted(copies, first.start))
    return regions


def _parted(copies: Sequence[tuple[int, int]], first: int) -> tuple[tuple[int, int], ...]:
    """The copies of a table that begins at `first`, each only as far as to where the table stands once more."""
    starts = sorted([first, *(start for start, _ in copies)])
    nexts = dict(pairwise(starts))
    return tuple((start, min(end, nexts.get(start, end))) for start, end in copies)


def _without_those_in_titles(hits: Sequence[Hit]) -> list[Hit]:
    """The hits, sorted as they are, without the labels that are a part of a title."""
    kept: list[Hit] = []
    titles = [hit for hit in hits if hit[4]]
    starts = [hit[0] for hit in titles]
    ends = list(accumulate((hit[1] for hit in titles), max))
    for hit in hits:
        begun = bisect_right(starts, hit[0])
        if hit[4] or not begun or ends[begun - 1] < hit[1]:
            kept.append(hit)
    return kept


def _region(cluster: list[Hit], foreign: Sequence[int], length: int) -> Region:
    """From the first label of a cluster to the first of these labels of other sections behind its last."""
    last = max(end for _, end, _, _, _ in cluster)
    behind = bisect_left(foreign, last)
    labels = frozenset(word for _, _, _, word, title in cluster if not title)
    end = foreign[behind] if behind < len(foreign) else length
    return Region(cluster[0][0], end, labels, any(title for *_, title in cluster))


def _by_weight(hits: list[Hit]) -> list[list[Hit]]:
    """The clusters of hits, those with the most characters of distinct labels first; the later one of two as heavy."""
    clusters: list[list[Hit]] = []
    for hit in hits:
        if clusters and hit[0] - clusters[-1][-1][1] <= _FARTHEST:
            clusters[-1].append(hit)
        else:
            clusters.append([hit])
    return sorted(
        clusters, key=lambda cluster: (sum(map(len, {hit[3] for hit in cluster})), cluster[0][0]), reverse=True
    )


def choose_form(forms: tuple[Form, ...], label_text: LabelText, year: int | None) -> Form | None:
    """The form and edition whose own labels the report prints; its year decides only where the labels do not.

    None where the report prints no label of any form.
    """
    text = label_text.text
    if not any(word in text for form in forms for word in _labels_of(form)):
        return None

    def rank(form: Form) -> tuple[float, bool, float, bool]:
        in_years = year is not None and form.first_year <= year and (form.last_year is None or year <= form.last_year)
        labels = sum(_seen_length(word, pieces, text) for word, pieces in _form_words(form, forms))
        rows = sum(_seen_length(word, pieces, text) for word, pieces in _edition_words(form, forms))
        return labels, in_years, rows, form is next(other for other in forms if other.id == form.id)

    return max(forms, key=rank)


@lru_cache(maxsize=8)
def _form_words(form: Form, forms: tuple[Form, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Labels that no other form has, nor holds inside one of its own, with the pieces that are theirs alone."""
    common = " ".join(word for other in forms if other.id != form.id for word in _labels_of(other))
    return tuple((word, _pieces(word, common)) for word in sorted(_labels_of(form)) if word not in common)


@lru_cache(maxsize=8)
def _edition_words(form: Form, forms: tuple[Form, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Labels of the rows that another edition of the form does not print, with the pieces that are theirs alone."""
    rows = {row.key: row for section in form.sections for row in section.rows}
    others = [other for other in forms if other.id == form.id and other is not form]
    shared = {row.key for other in others for section in other.sections for row in section.rows}
    common = " ".join(word for other in others for word in _labels_of(other))
    own = {fold_label(label) for key, row in rows.items() if key not in shared for label in row.labels}
    return tuple((word, _pieces(word, common)) for word in sorted(own) if len(word) >= _SHORTEST)


def _pieces(word: str, common: str) -> tuple[str, ...]:
    return tuple(piece for i in range(len(word) - 2) if (piece := word[i : i + 3]) not in common)


def _seen_length(word: str, pieces: tuple[str, ...], text: str) -> float:
    """How many characters of a label are in the text; one broken in two still counts by its pieces of three."""
    if word in text:
        return len(word)
    seen = sum(piece in text for piece in pieces)
    return seen if 2 * seen >= len(pieces) else 0


def second_copy(section: Section, label_text: LabelText, start: int, end: int) -> int | None:
    """Where the same table begins once more, with its header, if several of its row labels stand there again, by
    themselves or with cells behind them.
    """
    form_labels = labels_to_find(section)
    rows = [one for one in form_labels if one.kind == ROW]
    words = [word for word in wordings_of(rows, ROW) if len(word) >= _COPIED_LABEL]
    if all(label_text.first_place(word, start, end) == label_text.last_place(word, start, end) for word in words):
        return None
    again = [min(places) for one in rows if (places := _later_places(one, label_text, start, end))]
    if len(again) < _COPIED_ROWS:
        return None
    first = [
        place + len(word)
        for word in wordings_of(rows, ROW)
        if (place := label_text.first_place(word, start, min(again))) >= 0
    ]
    others = (*section.captions, *section.titles, *chain.from_iterable(group.labels for group in section.groups))
    words = {*chain.from_iterable(one.wordings for one in form_labels), *map(fold_label, others)}
    header = (label_text.first_place(word, max(first, default=start), min(again)) for word in words)
    return min((place for place in header if place >= 0), default=min(again))


def behind_menu(form_labels: Sequence[FormLabel], label_text: LabelText, start: int, end: int) -> int | None:
    """Where the menu of a website ends that has the labels of rows, and none of columns, before those of the table."""
    columns = [label_text.first_place(word, start, end) for word in wordings_of(form_labels, COLUMN)]
    header = min((place for place in columns if place >= 0), default=end)
    ends = [
        label_text.last_place(word, start, header) + len(word)
        for one in form_labels
        if one.kind == ROW
        for word in one.wordings[:1]
        if label_text.first_place(word, start, header) >= 0
    ]
    return max(ends) if len(ends) >= _COPIED_ROWS and header < end else None


def _later_places(form_label: FormLabel, label_text: LabelText, start: int, end: int) -> list[int]:
    """Where a row's label stands by itself a second time, on another row, with cells or too long for a menu."""
    for word in form_label.wordings:
        places = [p for p in label_text.places_between(word, start, end) if _is_whole_label(word, p, label_text)]
        if len(word) >= _COPIED_LABEL and len(places) > 1:
            # A merged cell may be repeated within its row.
            own = label_text.tokens[label_text.token_at(places[0])].row
            others = [place for place in places if label_text.tokens[label_text.token_at(place)].row != own]
            return [
                place for place in others if place + len(word) in label_text.before_cells or len(word) >= _IN_NO_MENU
            ]
    return []


def repeated_rows(label_matches: Sequence[LabelMatch], label_text: LabelText, start: int, end: int) -> frozenset[str]:
    """The rows whose label stands in the table once more, by itself and with figures behind it.

    Labels that columns have as well (其他, 总计) stand in every header that a page repeats.
    """
    found: set[str] = set()
    form_labels = {one.form_label for one in label_matches}
    of_columns = set(wordings_of(form_labels, COLUMN))
    for form_label in (one for one in form_labels if one.kind == ROW):
        for word in set(form_label.wordings) - of_columns:
            if label_text.first_place(word, start, end) == label_text.last_place(word, start, end):
                continue
            places = label_text.places_between(word, start, end)
            free = [p for p in places if not any(s.start < p + len(word) and p < s.end for s in label_matches)]
            if any(_is_whole_label(word, p, label_text) and p + len(word) in label_text.before_figures for p in free):
                found.add(form_label.key)
    return frozenset(found)


def _is_whole_label(wording: str, place: int, label_text: LabelText) -> bool:
    """Whether a label's last word is this wording and no more."""
    return fold_label(label_text.tokens[label_text.token_at(place)].text.rsplit(maxsplit=1)[-1]) == wording
