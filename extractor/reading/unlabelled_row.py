"""The table whose only row has no label: known by the header above it, of groups and of the columns below each."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile

from extractor.forms import Column, Section
from extractor.lexicon.folding import HAN_RUN, fold_label
from extractor.reading.assign_cells import assign_cells, in_units
from extractor.reading.column_order import in_named_order
from extractor.reading.geometry import are_laid_out, place_by_columns
from extractor.reading.header_names import SeenHeader, words_by_line
from extractor.reading.header_rules import NAMED_BY_POSITIONS, judge_headers
from extractor.reading.header_words import read_group_header
from extractor.reading.labels import LabelText
from extractor.reading.line_cells import place_unlabelled
from extractor.reading.model import (
    BLANK,
    TEXT,
    ColumnBasis,
    Header,
    Placement,
    RowBasis,
    RowReading,
    SectionReading,
    Token,
)
from extractor.reading.rows_behind_header import FigureRow, choose_among, rows_of_figures
from extractor.reading.sections import Region
from extractor.reading.text_layout import TextLayout
from extractor.reading.tokenize import TokenStream


def read_unlabelled(
    section: Section, region: Region, label_text: LabelText, stream: TokenStream, layout: TextLayout
) -> list[SectionReading]:
    """The section whose only row is the one behind its header; two of them, where it stands there twice."""
    first = label_text.token_at(region.start)
    tokens = label_text.tokens[first : bisect_right(label_text.at, region.end, lo=first)]
    labels = {group.key: group.labels[0] for group in section.groups}
    groups = [labels[key] for key in dict.fromkeys(c.group for c in section.blocks[0].columns) if key is not None]
    known = (groups, label_text, layout)
    split = _second_header(tokens, groups)
    behind = _behind(label_text.tokens[first + len(tokens) :], stream, tokens[-1].end if tokens else 0)
    parts = ((tokens[:split], next(iter(tokens[split:]), behind)), (tokens[split:], behind))
    tables = [_read_one(section, region, known, *part) for part in parts]
    if not tables[0].tokens:
        differ = bool(tables[1].tokens)
        return [_read_one(section, region, known, tokens, behind)._replace(copies_differ=differ)]
    if not tables[1].tokens and _has_blank_row(tokens[split:], len(section.blocks[0].columns)):
        return [tables[0]._replace(copies_differ=True)]
    return [table for table in tables if table.tokens]


def _has_blank_row(tokens: Sequence[Token], width: int) -> bool:
    """Whether a row of so many cells is there of which none holds anything."""
    rows = Counter(token.row for token in tokens if token.kind == BLANK)
    filled = {token.row for token in tokens if token.kind != BLANK}
    return any(count >= width for row, count in rows.items() if row not in filled)


def _behind(tokens: Sequence[Token], stream: TokenStream, start: int) -> Token | None:
    """What stands first behind a place: a token, or a line of prose as one."""
    prose = next((stretch for stretch in stream.prose if stretch[0] >= start), None)
    if prose is None or (tokens and tokens[0].start < prose[0]):
        return next(iter(tokens), None)
    line = bisect_right(stream.line_starts, prose[0]) - 1
    return Token(TEXT, "", *prose, line, line)


def _second_header(tokens: Sequence[Token], groups: Sequence[str]) -> int:
    """The first token behind the first table in which all groups of columns but the first are named once more.

    The first, which may be the topic's own name, belongs to it where it stands among words before the others.
    """
    again: list[int] = []
    for label in groups[1:]:
        places = [i for i, token in enumerate(tokens) if label in token.text.replace(" ", "")]
        # A merged cell may be repeated, right behind itself.
        others = [i for before, i in pairwise(places) if {t.text for t in tokens[before:i]} != {tokens[i].text}]
        others = [i for i in others if tokens[i].row != tokens[places[0]].row]
        again.append(min(others, default=len(tokens)))
    if max(again) == len(tokens):
        return len(tokens)
    figures = (i for i in range(min(again), -1, -1) if tokens[i].kind not in (TEXT, BLANK))
    words = range(next(figures, -1) + 1, min(again))
    return next((i for i in words if groups[0] in tokens[i].text.replace(" ", "")), min(again))


def _read_one(
    section: Section,
    region: Region,
    known: tuple[Sequence[str], LabelText, TextLayout],
    tokens: Sequence[Token],
    behind: Token | None,
) -> SectionReading:
    """One table, its columns in the order in which they are named."""

    def read(other: Section) -> tuple[SectionReading, SeenHeader]:
        return _read_in_order(other, region, known, tokens, behind)

    made, seen = read(section)
    return in_named_order(section, [(seen, made.headers[0])], lambda other: read(other)[0]) or made


def _read_in_order(
    section: Section,
    region: Region,
    known: tuple[Sequence[str], LabelText, TextLayout],
    tokens: Sequence[Token],
    behind: Token | None,
) -> tuple[SectionReading, SeenHeader]:
    """One table read with its columns in the order of the section, and what stands above them; `known` are the labels
    of its groups and of the document, and the document's lines; `behind` is what stands behind the table.
    """
    block = section.blocks[0]
    _, label_text, layout = known
    header_end, figures, together = _figures_behind_header(tokens, block.columns)
    rows = rows_of_figures(section, tokens, header_end)
    seen, header_read, counted_in = _read_header(section, known, tokens[:header_end], rows)
    row = section.rows[0]
    choice = choose_among(section, rows, label_text) if rows else None
    if choice is not None and len(rows) > 1:
        figures, together = rows[choice.chosen].figures, rows[choice.chosen].is_together
    foreign = choice.foreign_words if choice is not None else ""
    shown = _shown_by_lines(block.columns, tokens, header_end, behind) if len(rows) < 2 else None
    if shown is not None and len(figures) < len(block.columns):
        figures = [cell.token for cell in shown if cell.token is not None]
        reading = RowReading(row, RowBasis.EXACT, (shown,), True, True, tuple(figures), shows_blanks=True)
        reading = reading._replace(foreign_words=foreign)
    elif figures:
        placements, tidy = assign_cells(figures, block.columns, labelled=False)
        label = RowBasis.EXACT if together else RowBasis.PRESUMED
        reading = RowReading(row, label, placements, tidy and together, together, tuple(figures), foreign_words=foreign)
    else:
        reading = RowReading(row, RowBasis.MISSING)
    if figures and len(rows) < 2:
        reading, header_read = _by_positions(section, reading, header_read, layout, tokens[0].line)
    start = tokens[0].start if tokens else 0
    end = max((token.end for token in figures), default=start)
    own = in_units(section, (reading,), counted_in)
    made = SectionReading(section, True, region.title, start, end, own, (header_read,), counted_in=counted_in)
    other_rows = tuple(one.stretch for i, one in enumerate(rows) if choice is not None and i != choice.chosen)
    return made._replace(copies_differ=choice is not None and choice.is_open, passed_over=other_rows), seen


def _read_header(
    section: Section,
    known: tuple[Sequence[str], LabelText, TextLayout],
    tokens: Sequence[Token],
    rows: Sequence[FigureRow],
) -> tuple[SeenHeader, Header, dict[str, str]]:
    """What stands above the figures, what it says of the columns, and the counting unit of each field that has one."""
    groups, label_text, _ = known
    text = "".join(token.text for token in tokens if token.kind == TEXT)
    spans = _spans_in_sight((groups[0], *(span.label for span in section.spans)), tokens)
    above = (groups[1:], spans)
    seen = SeenHeader(section, section.blocks[0], "".join(HAN_RUN.findall(text)), words_by_line(tokens), above)
    (header,) = judge_headers([seen])
    beside = {token.start for row in rows[:1] for token in row.before}
    words = read_group_header(section, seen, [one for one in tokens if one.start not in beside], label_text.year)
    counted_in = {section.rows[0].fields[i]: unit for i, unit in words.units.items()}
    return seen, header._replace(foreign_words=tuple(sorted(words.foreign.items()))), counted_in


def _by_positions(
    section: Section, row: RowReading, header: Header, layout: TextLayout, above: int
) -> tuple[RowReading, Header]:
    """The row and its header as positions show them, where they name each column and all figures are in line."""
    groups = {group.key: group.labels for group in section.groups}
    shown = place_by_columns([row], section.blocks[0].columns, layout, {}, above, groups)
    if not shown.is_named or not are_laid_out([shown], layout):
        return row, header
    placed = shown.rows[0]._replace(basis=RowBasis.EXACT, tidy=True, label_on_line=True)
    return placed, Header(ColumnBasis.NAMED, foreign_words=header.foreign_words, rule=NAMED_BY_POSITIONS.name)


def _shown_by_lines(
    columns: Sequence[Column], tokens: Sequence[Token], header_end: int, behind: Token | None
) -> Placement | None:
    """The cells behind the last name of a column, where each has a line of its own and none holds words beside its
    figure; `behind` is what stands behind the table.
    """
    named = _behind_names(columns, tokens[:header_end])
    own = list(takewhile(lambda token: token.kind != TEXT, tokens[named:]))
    rest = tokens[named + len(own) :]
    if any(character.isdecimal() for token in rest for character in token.text):
        return None
    behind = next(iter(rest), behind)
    return None if behind is None else place_unlabelled(columns, tokens[:named], own, behind)


def _spans_in_sight(spans: Sequence[str], tokens: Sequence[Token]) -> Sequence[str]:
    """The names above all columns, where the order in which they stand in the text is that of the columns.

    On one line it is, and so it is where each cell has a line of its own; on several lines of a page a name that stands
    half a line lower, in the middle of its cell, comes after those beside it.
    """
    texts = [token for token in tokens if token.kind == TEXT]
    places = [[token.row for token in texts if fold_label(token.text) == span] for span in spans]
    rows = {rows[-1] for rows in places if rows}
    per_row = Counter(token.row for token in texts)
    is_in_sight = len(rows) == 1 or len(per_row) == len(texts)
    return spans if all(places) and is_in_sight else ()


def _behind_names(columns: Sequence[Column], tokens: Sequence[Token]) -> int:
    """Behind which of the tokens no column is named any more; 0 where none is."""
    names = {fold_label(label) for column in columns for label in column.labels}
    return max((i for i, token in enumerate(tokens) if fold_label(token.text) in names), default=-1) + 1


def _figures_behind_header(tokens: Sequence[Token], columns: Sequence[Column]) -> tuple[int, list[Token], bool]:
    """Where the header ends, the tokens of the row behind it, and whether they stand together with nothing between."""
    slots = len(columns)
    filled = next((i for i, token in enumerate(tokens) if token.kind not in (TEXT, BLANK)), None)
    if filled is None:
        filled = _behind_names(columns, tokens) or len(tokens)
    texts = [i for i, token in enumerate(tokens) if token.kind == TEXT and i < filled]
    start = texts[-1] + 1 if texts else 0
    header_row = tokens[texts[-1]].row if texts else -1
    figures: list[Token] = []
    together = True
    for token in tokens[start:]:
        if token.kind == TEXT:
            if len(figures) >= slots or not figures:
                break
            together = False
        elif token.row != header_row or token.kind != BLANK:
            figures.append(token)
    return start, figures, together
