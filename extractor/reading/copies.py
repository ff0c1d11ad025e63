"""What stands in a report more than once: a whole table, a row of it, or its labels as the menu of a website."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.lexicon.folding import fold_label
from extractor.reading.label_matches import COLUMN, ROW, FormLabel, LabelMatch
from extractor.reading.label_text import LabelText

# A table is there twice when so many of its labels, of at least so many characters, stand there again with figures.
_COPIED_ROWS = 3
_COPIED_LABEL = 4
# No menu of a website has a label of so many characters.
_IN_NO_MENU = 6


def second_copy(form_labels: Sequence[FormLabel], label_text: LabelText, start: int, end: int) -> int | None:
    """Where the same table begins once more, if several of its row labels stand there again, by themselves or with
    cells behind them.
    """
    rows = [one for one in form_labels if one.kind == ROW]
    words = [word for one in rows for word in one.wordings if len(word) >= _COPIED_LABEL]
    if all(label_text.first_place(word, start, end) == label_text.last_place(word, start, end) for word in words):
        return None
    again = [min(places) for one in rows if (places := _later_places(one, label_text, start, end))]
    return min(again) if len(again) >= _COPIED_ROWS else None


def behind_menu(form_labels: Sequence[FormLabel], label_text: LabelText, start: int, end: int) -> int | None:
    """Where the menu of a website ends that has the labels of rows, and none of columns, before those of the table."""
    columns = [
        label_text.first_place(word, start, end) for one in form_labels if one.kind == COLUMN for word in one.wordings
    ]
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
    of_columns = {word for one in label_matches if one.form_label.kind == COLUMN for word in one.form_label.wordings}
    for form_label in {one.form_label for one in label_matches if one.form_label.kind == ROW}:
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
