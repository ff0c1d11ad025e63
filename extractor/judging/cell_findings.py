"""Findings about single cells: what is printed where a figure should stand, and numbers that no report can hold.

Where the cell is one that the author filled, that is the author's matter (`not-a-figure`). Where its bounds or its
characters are only what a page, a picture or a damaged file seems to show, it is a matter of reading
(`unreadable-cell`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain

from extractor.findings import Bilingual, UnplacedFinding, make_finding
from extractor.forms.bounds import MOST_COUNT, MOST_DIGITS, MOST_YUAN
from extractor.forms.naming import english_name
from extractor.judging.verdicts import Judgement, spans_of
from extractor.lexicon.figure import GLYPH
from extractor.reading.assign_cells import numbers_too_large
from extractor.reading.model import MARK, Cell, SectionReading, Token
from extractor.reading.numbers import shortened

_BOUNDS = Bilingual(
    f"计数至多 {MOST_COUNT // 10**8} 亿，金额至多 {MOST_YUAN // 10**12} 万亿元，至多 {MOST_DIGITS} 位",
    f"at most {MOST_COUNT:,}, of money {MOST_YUAN:,} yuan, and {MOST_DIGITS} digits",
)
# What converters leave of characters that they cannot tell: replacements, boxes, question marks, the names of glyphs.
_DAMAGED = re.compile(rf".*(?:[\ufffd\ue000-\uf8ff]|\(cid:\d+\)).*|(?:[?？□▯\s]|{GLYPH})+")


def cell_findings(
    section: SectionReading,
    judgement: Judgement,
    names: Mapping[str, str],
    is_written_cell: Callable[[int, int], bool],
) -> Iterator[UnplacedFinding]:
    """The findings of the cells of a table, one for all that say the same; `names` are the fields' names in Chinese."""
    alike: dict[tuple[str, str, object], list[str]] = {}
    for field in section.fields:
        cell = judgement.facts.resolved.cells.get(field)
        if cell is None or cell.token is None or not cell.printed or judgement.verdicts[field].accepted:
            continue
        value, is_mark = judgement.facts.values[field], cell.kind == MARK
        if field not in judgement.facts.unread and (cell.is_unread or (is_mark and cell.value is None and value != 0)):
            kind = _kind(cell, is_written_cell(cell.token.start, cell.token.end), follows=value is not None)
            alike.setdefault((kind, cell.printed, value), []).append(field)
    for (kind, text, value), fields in alike.items():
        spans, cells, shown = spans_of(judgement, fields), cells_of(fields, judgement, names), shortened(text)
        yield make_finding(
            _SENTENCES.get(kind, "unreadable-cell.words"), fields, spans, cells=cells, shown=shown, value=value
        )
    yield from _too_large(section, judgement, names)


_SENTENCES = {
    "author's words": "not-a-figure.words",
    "author's words for a sum": "not-a-figure.words-for-a-sum",
    "author's mark": "not-a-figure.mark",
    "mark against sums": "unreadable-cell.mark-against-sums",
    "mark": "unreadable-cell.mark",
}


def _kind(cell: Cell, is_written: bool, *, follows: bool) -> str:
    """The kind of a cell without a figure; `follows` says that the equations give one."""
    if cell.kind == MARK:
        return ("author's mark" if is_written else "mark against sums") if follows else "mark"
    if not is_written or _DAMAGED.fullmatch(cell.printed):
        return "words"
    return "author's words for a sum" if follows else "author's words"


def cells_of(fields: Sequence[str], judgement: Judgement, names: Mapping[str, str]) -> Bilingual:
    """How a sentence names the cells of some fields."""
    first = Bilingual(f"“{names[fields[0]]}”", english_name(judgement.facts.form, fields[0]))
    if len(fields) == 1:
        return Bilingual(f"{first.zh}一格", first.en)
    return Bilingual(f"{first.zh}等 {len(fields)} 格", f"{first.en} and {len(fields) - 1} more cells")


def _too_large(section: SectionReading, judgement: Judgement, names: Mapping[str, str]) -> Iterator[UnplacedFinding]:
    """A finding for each number larger than any figure; it names also the figures that it keeps from being checked."""
    own: dict[Token, list[str]] = {}
    unread = judgement.facts.unread
    for field in section.fields:
        if field in unread:
            own.setdefault(unread[field], []).append(field)
    for token, fields in own.items():
        cells = cells_of(fields, judgement, names) if len(fields) == 1 else None
        yield _finding(token, fields, _unchecked(fields, judgement), cells)
    left = [field for field in section.fields if not judgement.verdicts[field].accepted]
    for token in _lost(section):
        if token not in unread.values():
            yield _finding(token, [], left, None)


def _unchecked(fields: Collection[str], judgement: Judgement) -> list[str]:
    """The figures in review that stand in an identity with one of these."""
    identities = [one.fields for one in judgement.facts.form.identities if not set(fields).isdisjoint(one.fields)]
    around = dict.fromkeys(chain.from_iterable(identities))
    return [field for field in around if field not in judgement.facts.unread and not judgement.verdicts[field].accepted]


def _lost(section: SectionReading) -> list[Token]:
    """The numbers of a table that stand in no row."""
    columns = [column for block in section.section.blocks for column in block.columns]
    return numbers_too_large(section.leftover, columns)


def _finding(token: Token, fields: list[str], unchecked: list[str], cells: Bilingual | None) -> UnplacedFinding:
    """`cells` names those it stands in; None where it stands in none of the form's, or it is not known in which."""
    return make_finding(
        "unreadable-cell.beyond-bounds-and-others-unchecked" if unchecked else "unreadable-cell.beyond-bounds",
        [*fields, *unchecked],
        [(token.start, token.end)],
        cells=cells or Bilingual("表中一格", "a cell of the table"),
        shown=shortened(token.text),
        bounds=_BOUNDS,
        unchecked=len(unchecked),
    )
