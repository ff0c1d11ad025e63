"""Finds the tables of a report: by the labels inside and the titles above them, never by their numbers.

Numbers are wrong or repeated in real reports, and the prose uses the very titles of the sections; but nowhere else do
so many of a table's labels stand so close together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from extractor.forms import Form, Section
from extractor.lexicon.folding import fold_label
from extractor.reading.label_matches import labels_to_find
from extractor.reading.label_text import LabelText

# Labels of one table are never further apart than this many characters of label text, however damaged the table.
_FARTHEST = 160
# Another stretch with this share of the labels is a copy of the table.
_COPY = 0.8
# A label must have this many characters to tell where its table is.
_SHORTEST = 4


Hit = tuple[int, int, str, str, bool]
"""Start, end, section, label and whether it is the section's title."""


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
    if not any(word in text for form in forms for section in form.sections for word in _words(section)[0]):
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
    others = [
        word for other in forms if other.id != form.id for section in other.sections for word in _words(section)[0]
    ]
    own = {word for section in form.sections for word in _words(section)[0]}
    common = " ".join(others)
    return tuple((word, _pieces(word, common)) for word in sorted(own) if word not in common)


@lru_cache(maxsize=8)
def _edition_words(form: Form, forms: tuple[Form, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Labels of the rows that another edition of the form does not print, with the pieces that are theirs alone."""
    rows = {row.key: row for section in form.sections for row in section.rows}
    others = [other for other in forms if other.id == form.id and other is not form]
    shared = set[str]().union(*({row.key for section in other.sections for row in section.rows} for other in others))
    common = " ".join(word for other in others for section in other.sections for word in _words(section)[0])
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
