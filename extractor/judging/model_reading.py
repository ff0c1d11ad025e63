"""A model's reading beside the rules': it may say which row a figure is of, and proves nothing by saying so.

Its rows take the place of those the rules could not prove. Code finds each row's label in the text before its figures,
spreads figures over slots as it does for any row with lost cells, and the same judging decides as for the rules alone:
identities in the row and down the table, and every place proved. What the rules have proved stays.

The text is read as a chain of labels and runs of figures: a label before its run, or behind it, or several labels and
then their runs in the same order, or all labels and then the table column by column. What the chain does not explain is
not known. The two readings are then compared (`two_readings.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from extractor.forms import Column, Form, Section
from extractor.judging.doubts import Doubt
from extractor.judging.verdicts import Judgement
from extractor.lexicon.folding import fold_label
from extractor.reading.alignment import is_part
from extractor.reading.assign_cells import make_cell, numbers_too_large, placements_of_too_few
from extractor.reading.labels import COLUMN, ROW, labels_to_find, wordings_of
from extractor.reading.model import (
    BLANK,
    MARK,
    NUMBER,
    TEXT,
    Placement,
    Reading,
    RowBasis,
    RowReading,
    SectionReading,
    TableAnswer,
    Token,
)

BEYOND = frozenset(
    f"review.{reason}"
    for reason in (
        *(Doubt.YEAR, Doubt.REPEATED, Doubt.DIGITS, Doubt.CELL, Doubt.READERS, Doubt.RECOGNISED, Doubt.UNREAD),
        "unit",
    )
)
"""What keeps a figure in review whichever row and place it is of."""
# A damaged label is known by this share of its characters, if it is so much less like any other.
_ALIKE = 55.0
_APART = 15.0
_SHORTEST = 3
# So many labels may stand before the runs of their rows, which then follow in the same order.
_FEW = 3


def unproved(reading: Reading, judgement: Judgement) -> list[SectionReading]:
    """The tables that a model is asked about: those with a figure in review to which its row or place matters."""
    return [section for section in reading.sections if section.found and _may_gain(section, judgement)]


def _may_gain(section: SectionReading, judgement: Judgement) -> bool:
    for row in section.rows:
        is_sure = row.tidy and row.has_own_label
        for verdict in map(judgement.verdicts.__getitem__, row.row.fields):
            beyond = verdict.evidence in BEYOND or (is_sure and verdict.evidence == "review.violated")
            if not verdict.accepted and not beyond:
                return True
    return False


def settled_rows(section: SectionReading, judgement: Judgement) -> dict[str, tuple[Token | None, ...]]:
    """The rows of a table that nobody has to be asked about: every figure is accepted, and none is printed there
    besides. Of each the token of every column.
    """
    settled: dict[str, tuple[Token | None, ...]] = {}
    for row in section.rows:
        verdicts = [judgement.verdicts[field] for field in row.row.fields]
        cells = [verdict.cell for verdict in verdicts if verdict.cell is not None]
        tokens = tuple(cell.token for cell in cells)
        own = {token.start for token in tokens if token is not None and token.kind == NUMBER}
        is_whole = len(cells) == len(verdicts) and own == {token.start for token in row.figures}
        unread = not judgement.facts.unread.keys().isdisjoint(row.row.fields)
        if is_whole and not unread and all(verdict.accepted for verdict in verdicts):
            settled[row.row.key] = tokens
    return settled


def with_model(reading: Reading, judgement: Judgement, answers: Sequence[TableAnswer]) -> Reading:
    """The reading with the model's rows where the rules have not proved theirs; the same where a model contradicts
    what is proved.
    """
    by_key = {table.section.key: table for table in answers}

    def replaced(section: SectionReading) -> SectionReading:
        table = by_key.get(section.section.key)
        return section if table is None else _second(section, table, judgement, reading.form)

    return reading._replace(sections=tuple(map(replaced, reading.sections)))


def _second(section: SectionReading, table: TableAnswer, judgement: Judgement, form: Form) -> SectionReading:
    columns = {row.key: block.columns for block in section.section.blocks for row in block.rows}
    if numbers_too_large(table.page_noise, list(chain.from_iterable(columns.values()))):
        return section
    labels = label_layout(section.section, table.rows, table.tokens)
    rows: list[RowReading] = []
    for row in section.rows:
        own = table.rows.get(row.row.key, ())
        unread = not judgement.facts.unread.keys().isdisjoint(row.row.fields)
        if unread or all(judgement.verdicts[field].accepted for field in row.row.fields):
            if own and {token.start for token in own} != {token.start for token in row.figures}:
                return section
            rows.append(row)
        else:
            made = _row(row, own, columns[row.row.key], labels.get(row.row.key, RowBasis.PRESUMED), table)
            # A layout proves figures without equations only as it stands, not as a model reads it.
            rows.append(made._replace(tidy=made.tidy and all(map(form.within.get, row.row.fields))))
    return section._replace(rows=tuple(rows), leftover=_leftover(rows, table))


def _leftover(rows: Sequence[RowReading], table: TableAnswer) -> tuple[Token, ...]:
    """The figures a model puts aside that may be the table's after all: none where every slot has its own."""
    if all(len(row.tokens) == len(row.row.fields) for row in rows):
        return ()
    return tuple(token for token in table.page_noise if not _is_page_number(token, table.figures))


def _row(
    row: RowReading, own: Sequence[Token], columns: Sequence[Column], label: RowBasis, table: TableAnswer
) -> RowReading:
    tokens = _with_strokes(own, table.tokens)
    if not tokens:
        return RowReading(row.row, row.basis if not row.tokens else RowBasis.MISSING)
    if not row.row.labels:
        label = row.basis
    complete = len(tokens) == len(columns)
    as_shown: tuple[Placement, ...] = (tuple(map(make_cell, tokens, columns)),)
    return RowReading(
        row.row,
        label,
        as_shown if complete else placements_of_too_few(tokens, columns),
        tidy=complete,
        label_on_line=label in (RowBasis.EXACT, RowBasis.FUZZY),
        tokens=tuple(tokens),
        inferred=True,
        repeated=row.repeated,
        foreign_words=row.foreign_words,
        merged_cells=row.merged_cells,
        is_doubled=row.is_doubled,
    )


def _with_strokes(own: Sequence[Token], tokens: Sequence[Token]) -> list[Token]:
    """A row's figures with the strokes that stand among them and around them, up to the next label or figure."""
    if not own:
        return []
    places = {token.start: i for i, token in enumerate(tokens)}
    first, last = places[own[0].start], places[own[-1].start]
    while first > 0 and tokens[first - 1].kind in (MARK, BLANK):
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].kind in (MARK, BLANK) and tokens[last + 1].row == own[-1].row:
        last += 1
    starts = {token.start for token in own}
    return [token for token in tokens[first : last + 1] if token.start in starts or token.kind == MARK]


def _is_page_number(token: Token, figures: Sequence[Token]) -> bool:
    """Whether a figure stands alone on its line in a table of whole rows: any other may be one of the table's."""
    per_line = Counter(figure.line for figure in figures)
    whole_rows = sum(count > 1 for count in per_line.values()) * 2 > len(per_line)
    return whole_rows and per_line[token.line] == 1


class _Link(NamedTuple):
    """One link of the chain: a row's label, or a run of its figures; `shared` where other labels stand beside it."""

    row: str
    figures: bool
    basis: RowBasis = RowBasis.EXACT
    shared: bool = False


def label_layout(section: Section, rows: Mapping[str, Sequence[Token]], tokens: Sequence[Token]) -> dict[str, RowBasis]:
    """How it is known which row of the form each of these rows is; `tokens` are all those of the table, in order.

    `EXACT` and `FUZZY` rows stand behind their own label and no other; `CHAINED` rows before it, or behind it and a few
    others, in a table whose every label and figure is explained so; `ANCHORED` rows between two that are known; `BULK`
    rows behind all labels, column by column; `PRESUMED` rows by the model's word alone.
    """
    owner = {token.start: key for key, own in rows.items() for token in own}
    chain = _chain(section, owner, tokens)
    found = {one.row: before.basis for before, one in pairwise(chain) if _alone(before, one)}
    rest = _unpaired(chain)
    if all(map(_is_regular, rest)):
        return {key: found.get(key, RowBasis.CHAINED) for key in rows}
    if any(not link.figures for stretch in rest for link in stretch):
        # A label whose figures are elsewhere: every label may as well be that of the figures on its other side.
        return dict.fromkeys(rows, RowBasis.BULK if _is_downwards(chain, rows) else RowBasis.PRESUMED)
    labels = {key: found.get(key, RowBasis.PRESUMED) for key in rows}
    anchored = _anchored(labels, [row.key for row in section.rows], rows)
    return labels | {key: RowBasis.ANCHORED for key in anchored if labels[key] == RowBasis.PRESUMED}


def _alone(before: _Link, one: _Link) -> bool:
    return one.figures and not before.figures and before.row == one.row and not before.shared


def _chain(section: Section, owner: Mapping[int, str], tokens: Sequence[Token]) -> list[_Link]:
    """The labels and runs of the table in the order of the text; figures that are no row's are left out."""
    chain: list[_Link] = []
    pieces: list[str] = []
    for token in tokens:
        if token.kind == TEXT:
            pieces.append(token.text)
        elif token.kind == NUMBER and token.start in owner:
            labels = list(_labels_in(section, pieces, first=not any(link.figures for link in chain)))
            if labels or not pieces:
                pieces = []
            chain += labels
            key = owner[token.start]
            if not chain or not chain[-1].figures or chain[-1].row != key:
                chain.append(_Link(key, figures=True))
    return chain + list(_labels_in(section, pieces, first=False))


def _labels_in(section: Section, pieces: Sequence[str], *, first: bool) -> Iterator[_Link]:
    """The row labels in the text between two figures; in the `first` one stands the header, in which those that columns
    have as well are none.
    """
    text = "".join(map(fold_label, pieces))
    for group in _groups(section):
        text = text.replace(group, "\0" * len(group))
    words = [(word, one.key) for one in labels_to_find(section) if one.kind == ROW for word in one.wordings]
    columns = wordings_of(labels_to_find(section), COLUMN)
    places: list[tuple[int, str, bool]] = []
    for word, key in sorted(words, key=lambda pair: -len(pair[0])):
        at = text.rfind(word)
        if at >= 0:
            places.append((at, key, word in columns))
            text = text[:at] + "\0" * len(word) + text[at + len(word) :]
    if first:
        header = min((at for at, _, ambiguous in places if not ambiguous), default=len(text))
        places = [place for place in places if place[0] >= header]
    if not places and (damaged := _likest(section, pieces)) is not None:
        yield _Link(damaged, figures=False, basis=RowBasis.FUZZY)
    for _, key, _ in sorted(places):
        yield _Link(key, figures=False, shared=len(places) > 1)


def _groups(section: Section) -> list[str]:
    """The labels of groups of rows, the longest first; some hold the label of a row."""
    groups = {fold_label(label) for group in section.groups for label in group.labels}
    groups -= set(wordings_of(labels_to_find(section), ROW))
    return sorted(groups, key=lambda word: (-len(word), word))


def _likest(section: Section, pieces: Sequence[str]) -> str | None:
    """The row whose label the last piece of text is like, and no other's nearly so."""
    from rapidfuzz.fuzz import ratio

    text = fold_label(pieces[-1]) if pieces else ""
    rows = [one for one in labels_to_find(section) if one.kind == ROW]
    holding = [one.key for one in rows if any(is_part(text, word) for word in one.wordings)]
    if len(text) > 1 and len(holding) == 1:
        return holding[0]
    if len(text) < _SHORTEST:
        return None
    scores = sorted(((max(ratio(text, word) for word in one.wordings), one.key) for one in rows), reverse=True)
    (best, key), (second, _) = [*scores, (0.0, ""), (0.0, "")][:2]
    return key if best >= _ALIKE and best - second >= _APART else None


def _unpaired(chain: Sequence[_Link]) -> list[list[_Link]]:
    """The stretches of the chain that are left without the labels right before, or else right behind, a run of their
    own row.
    """
    paired: set[int] = set()
    for figures_first in (False, True):
        for i, (one, other) in enumerate(pairwise(chain)):
            pair = one.row == other.row and one.figures == figures_first != other.figures
            if pair and paired.isdisjoint((i, i + 1)):
                paired.update((i, i + 1))
    stretches = groupby(enumerate(chain), key=lambda item: item[0] in paired)
    return [[link for _, link in stretch] for is_paired, stretch in stretches if not is_paired]


def _is_regular(chain: Sequence[_Link]) -> bool:
    """Whether what is left is a few labels and then as many runs in the same order, over and over."""
    labels: list[str] = []
    for before, link in zip([None, *chain], chain, strict=False):
        if not link.figures:
            if labels and before is not None and before.figures:
                return False
            labels.append(link.row)
        elif not labels or len(labels) > _FEW or labels.pop(0) != link.row:
            return False
    return not labels


def _is_downwards(chain: Sequence[_Link], rows: Mapping[str, Sequence[Token]]) -> bool:
    """Whether all labels stand first, in the order of the rows, and then the figures column by column."""
    labels = [link.row for link in chain if not link.figures]
    order = {key: i for i, key in enumerate(labels)}
    if any(link.figures for link in chain[: len(labels)]) or sorted(order) != sorted(rows):
        return False
    places = [order[link.row] for link in chain[len(labels) :]]
    passes = 1 + sum(later <= earlier for earlier, later in pairwise(places))
    return passes == max(map(len, rows.values()), default=0)


def _anchored(found: Mapping[str, RowBasis], order: Sequence[str], rows: Mapping[str, Sequence[Token]]) -> set[str]:
    """The rows between two that are known by their labels, where as many are printed as the form has between them."""
    printed = sorted((key for key in order if rows.get(key)), key=lambda key: rows[key][0].start)
    known = [i for i, key in enumerate(order) if found.get(key) in (RowBasis.EXACT, RowBasis.FUZZY)]
    gaps = (order[above : below + 1] for above, below in pairwise(known))
    fitting = (gap for gap in gaps if gap == printed[(at := printed.index(gap[0])) : at + len(gap)])
    return {key for gap in fitting for key in gap[1:-1]}
