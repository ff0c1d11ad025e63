"""Reads a whole document by rules (no model): tokens, form, regions, rows, headers."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from extractor.forms import Block, Form, Section
from extractor.lexicon.folding import fold_label
from extractor.reading.assign_cells import assign_cells, numbers_too_large, state_units
from extractor.reading.geometry import TextLayout, mend_broken, place_by_columns
from extractor.reading.header_columns import (
    HeaderWord,
    are_whole,
    fill_from_other_blocks,
    judge_header_lines,
    judge_header_text,
    judge_two_level_header,
    possible_columns,
    without_total,
)
from extractor.reading.labels import COLUMN, ROW, LabelMatch, LabelText, join_labels, labels_to_find, match_labels
from extractor.reading.model import (
    BLANK,
    NUMBER,
    TEXT,
    ColumnBasis,
    Header,
    Reading,
    RowBasis,
    RowReading,
    SectionReading,
    Token,
)
from extractor.reading.page_noise import page_numbers
from extractor.reading.rows import read_by_count, read_rows, tokens_between
from extractor.reading.sections import Region, behind_menu, choose_form, find_regions, repeated_rows, second_copy
from extractor.reading.tokenize import TokenStream, tokenize
from extractor.reading.unread import with_unread_cells
from extractor.work import Work

# Fewer characters than this are no name of a column.
_NO_NAME = 2


def read_by_rules(
    text: str, printed_text: str, forms: tuple[Form, ...], year: int | None, work: Work | None = None
) -> Reading | None:
    """Reads normalised text; None where it prints no label of any form.

    `printed_text` is the same text, character for character, as it was printed; `year` is the report's, where it
    states one; `work` is what the text may still take, by default as much as any may.

    Raises:
        TooLarge: its tables take more work than is left.
    """
    work = work or Work("(text)")
    stream = tokenize(text)
    reading = _read(stream, _layout(text, printed_text, stream), forms, year, work)
    page_number_lines = page_numbers(reading, text, stream.breaks) if reading is not None else frozenset[int]()
    if not page_number_lines:
        return reading
    stream = tokenize(text, page_number_lines)
    return _read(stream, _layout(text, printed_text, stream), forms, year, work)


def _layout(text: str, printed_text: str, stream: TokenStream) -> TextLayout:
    return TextLayout(text, printed_text, stream.line_starts, stream.breaks)


def _read(
    stream: TokenStream, layout: TextLayout, forms: tuple[Form, ...], year: int | None, work: Work
) -> Reading | None:
    work.take(len(stream.tokens))
    label_text = join_labels(stream.tokens)
    form = choose_form(forms, label_text, year)
    if form is None:
        return None
    regions = find_regions(form.sections, label_text)
    work.take(sum(_tokens_in(region, label_text) for region in regions.values()))
    sections = tuple(
        _read_section(section, regions.get(section.key), label_text, stream, layout) for section in form.sections
    )
    return Reading(form, sections, _prose(layout.text, sections), stream.breaks)


def _tokens_in(region: Region, label_text: LabelText) -> int:
    """How many tokens there are in a table and its copies."""
    stretches = ((region.start, region.end), *region.copies)
    return sum(label_text.first_token(end) - label_text.first_token(start) for start, end in stretches)


def _read_section(
    section: Section, region: Region | None, label_text: LabelText, stream: TokenStream, layout: TextLayout
) -> SectionReading:
    if region is None or not region.labels:
        title = region is not None and region.title
        rows = tuple(RowReading(row, RowBasis.MISSING) for row in section.rows)
        return SectionReading(section, False, title, 0, 0, rows, (Header(ColumnBasis.PRESUMED),) * len(section.blocks))
    table = _read_region(section, region, label_text, stream, layout)
    others = [region._replace(start=start, end=end) for start, end in region.copies]
    tables = (_read_region(section, other, label_text, stream, layout) for other in others)
    filled = (other for other in tables if other.tokens)
    differ = any(_figures(other) != _figures(table) for other in filled)
    return table._replace(copies_differ=True) if differ else table


def _read_region(
    section: Section, region: Region, label_text: LabelText, stream: TokenStream, layout: TextLayout
) -> SectionReading:
    if not section.rows[0].labels:
        return read_unlabelled(section, region, label_text)
    form_labels = labels_to_find(section)
    second_start = second_copy(form_labels, label_text, region.start, region.end)
    if second_start is None:
        return _read_table(section, region, label_text, stream, layout)
    table_start = behind_menu(form_labels, label_text, region.start, second_start)
    if table_start is not None:
        return _read_region(section, region._replace(start=table_start), label_text, stream, layout)
    first = _read_table(section, region._replace(end=second_start), label_text, stream, layout)
    second = _read_table(section, region._replace(start=second_start), label_text, stream, layout)
    return first if _figures(first) == _figures(second) else first._replace(copies_differ=True)


def _figures(table: SectionReading) -> list[list[tuple[object, ...]]]:
    return [[tuple(cell.value for cell in placement) for placement in row.placements] for row in table.rows]


def _read_table(
    section: Section, region: Region, label_text: LabelText, stream: TokenStream, layout: TextLayout
) -> SectionReading:
    label_matches = match_labels(labels_to_find(section), label_text, region.start, region.end)
    label_text = with_unread_cells(section, label_matches, label_text, region.end)
    rows = read_rows(section, label_matches, label_text, region.end, stream.merged_cells)
    headers = _headers(section, label_matches, region, _DocumentLines(label_text, layout))
    first = min((match.start for match in label_matches), default=region.start)
    tokens = tokens_between(label_text, first, region.end)
    table_tokens = [token for token in tokens if token.kind != TEXT]
    whole = all(row.settled and (row.tidy or row.label_on_line) for row in rows)
    by_count = read_by_count(section, tokens) if not whole and _in_order(section, label_matches) else None
    rows = by_count or _placed_by_layout(section, rows, layout)
    rows, units = state_units(section, rows, label_matches, label_text)
    again = repeated_rows(label_matches, label_text, region.start, region.end)
    rows = tuple(row._replace(repeated=True) if row.row.key in again else row for row in rows)
    start = label_text.tokens[label_text.token_at(first)].start
    end = max((row.tokens[-1].end for row in rows if row.tokens), default=start)
    left = _leftover(table_tokens, rows, label_text) + _unread(section, table_tokens, rows)
    headed = any(one.form_label.kind == COLUMN and one.share == 1.0 for one in label_matches)
    return SectionReading(
        section, True, region.title, start, end, rows, headers, left, units, headed=headed, label_matches=label_matches
    )


def _in_order(section: Section, label_matches: Sequence[LabelMatch]) -> bool:
    """Whether the rows' labels that were found stand in the order of the form."""
    order = {row.key: i for i, row in enumerate(section.rows)}
    places = [order[match.form_label.key] for match in label_matches if match.form_label.kind == ROW]
    return places == sorted(places)


def _placed_by_layout(section: Section, rows: tuple[RowReading, ...], layout: TextLayout) -> tuple[RowReading, ...]:
    """The rows with those settled that the layout's columns of characters settle, block by block."""
    made: list[RowReading] = []
    for block in section.blocks:
        own = [row for row in rows if row.row in block.rows]
        own = mend_broken(own, block.columns, layout)
        made.extend(place_by_columns(own, block.columns, layout) if len(block.columns) > 1 else own)
    return tuple(made)


def _leftover(table_tokens: Sequence[Token], rows: Sequence[RowReading], label_text: LabelText) -> tuple[Token, ...]:
    """The figures of a table that no placement of any row uses.

    Some are accounted for all the same: those of a row that is open to several placements; one repeated beside the
    figure that is used (the cell spans several columns); one alone on its line in a table of whole rows, or of rows
    that have all their figures beside their labels (a page number); and, where every row of the form has its label,
    those of a line that begins with a label of another.
    """
    cells = {cell.token.start for row in rows for cell in row.cells if cell.token is not None}
    open_rows = (row.tokens for row in rows if row.label_on_line and len(row.placements) > 1)
    used = cells.union(token.start for token in chain.from_iterable(open_rows))
    tidy_rows = (row.tokens for row in rows if row.tidy)
    repeats = {(token.line, token.text) for token in chain.from_iterable(tidy_rows) if token.start in cells}
    per_line = Counter(token.line for token in table_tokens)
    alone = {line for line, count in per_line.items() if count == 1}
    foreign_lines, foreign_rows = set[int](), frozenset[int]()
    if 2 * sum(per_line[row.tokens[0].line] > 1 for row in rows if row.tokens) > len(rows):
        foreign_lines |= alone
    if all(row.tidy and row.label_on_line for row in rows):
        foreign_lines |= alone - label_text.labelled_lines
    if all(row.has_own_label for row in rows):
        foreign_rows = label_text.labelled_rows.difference(token.row for row in rows for token in row.tokens)
    return tuple(
        token
        for token in table_tokens
        if token.kind == NUMBER
        and token.start not in used
        and (token.line, token.text) not in repeats
        and token.line not in foreign_lines
        and token.row not in foreign_rows
    )


def _unread(section: Section, table_tokens: Sequence[Token], rows: Sequence[RowReading]) -> tuple[Token, ...]:
    """The numbers of a table that are larger than any figure and stand in no row: they are no page numbers."""
    own = {token.start for row in rows for token in row.tokens}
    columns = [column for block in section.blocks for column in block.columns]
    return tuple(numbers_too_large((token for token in table_tokens if token.start not in own), columns))


class _DocumentLines(NamedTuple):
    """The labels of a document, and its lines."""

    label_text: LabelText
    layout: TextLayout

    def words_by_line(self, first: int, last: int) -> list[list[HeaderWord]]:
        """The words of the lines with these tokens, and where they stand if the line has kept its spaces."""
        page_number_lines = dict.fromkeys(
            token.line for token in self.label_text.tokens[first:last] if token.kind == TEXT
        )
        return [self._words(number) for number in page_number_lines]

    def _words(self, number: int) -> list[HeaderWord]:
        narrow, wide = (self.layout.words(number, width) for width in (1, 2))
        if not self.layout.keeps_spaces(number):
            return [HeaderWord(text) for text, _ in narrow]
        found: list[HeaderWord] = []
        end = -2
        for (text, span), (_, twice) in zip(narrow, wide, strict=True):
            # What stands one space behind another word may have been pushed along by it.
            found.append(HeaderWord(text, (span, twice)) if span[0] - end > 1 else HeaderWord(text))
            end = span[1]
        return found


def _headers(
    section: Section, label_matches: Sequence[LabelMatch], region: Region, lines: _DocumentLines
) -> tuple[Header, ...]:
    """What is known of each block's columns; a block without a header has the columns that others name in its place."""
    above = [_above(number, section, label_matches, region) for number in range(len(section.blocks))]
    found = [_judge_block(block, section, stretch, lines) for block, stretch in zip(section.blocks, above, strict=True)]
    bare = [
        _is_bare(block, section, lines.label_text.text[start:end])
        for block, (start, end) in zip(section.blocks, above, strict=True)
    ]
    return fill_from_other_blocks(section.blocks, found, bare)


def _above(number: int, section: Section, label_matches: Sequence[LabelMatch], region: Region) -> tuple[int, int]:
    """The stretch of label text above a block's first row, behind the rows of the block before."""
    rows = [match for match in label_matches if match.form_label.kind == ROW]
    own = [match for match in rows if match.form_label.block == number]
    before = [match for match in rows if match.form_label.block < number]
    return before[-1].end if before else region.start, own[0].start if own else region.end


def _is_bare(block: Block, section: Section, header: str) -> bool:
    """Whether nothing stands above a block but its heading and captions."""
    for word in sorted((*block.heading, *section.captions, *section.titles), key=len, reverse=True):
        header = header.replace(fold_label(word), "")
    return len(header) < _NO_NAME


def _judge_block(block: Block, section: Section, stretch: tuple[int, int], lines: _DocumentLines) -> Header:
    """What the header above a block says of its columns."""
    start, end = stretch
    label_text = lines.label_text
    first, last = label_text.first_token(start), label_text.first_token(end)
    found = _named(block, section, label_text.text[start:end], label_text.tokens[first:last])
    ordered = without_total(block.columns)
    if found.basis != ColumnBasis.NAMED or len(ordered) < 2 or are_whole(ordered, label_text.text[start:end]):
        return found
    places = possible_columns(ordered, lines.words_by_line(first, last), section.captions)
    if places is None:
        return Header(ColumnBasis.CONTRADICTED)
    if all(len(place) == 1 for place in places):
        return found
    slots = [i for i, column in enumerate(block.columns) if column in ordered]
    by_slot = {slots[i]: frozenset(slots[one] for one in place) for i, place in enumerate(places)}
    return found._replace(possible_columns=tuple(by_slot.get(i, frozenset((i,))) for i in range(len(block.columns))))


def _named(block: Block, section: Section, header: str, tokens: Sequence[Token]) -> Header:
    """Which columns of a block a header names, by its text and by its lines."""
    found = judge_header_text(block.columns, header, section.captions)
    if found.basis == ColumnBasis.CONTRADICTED or (found.basis == ColumnBasis.NAMED and not found.unnamed):
        return found
    by_lines = judge_header_lines(block.columns, lines_of_words(tokens), section.captions)
    if found.basis == by_lines.basis == ColumnBasis.NAMED:
        return Header(ColumnBasis.NAMED, found.unnamed & by_lines.unnamed)
    if found.basis == ColumnBasis.NAMED and len(found.unnamed) < 2 and by_lines.basis == ColumnBasis.PRESUMED:
        return found
    return by_lines if by_lines.basis != ColumnBasis.PRESUMED else found


def _prose(text: str, sections: Sequence[SectionReading]) -> tuple[tuple[int, int], ...]:
    """The stretches of text outside the tables."""
    spans: list[tuple[int, int]] = []
    at = 0
    for section in sorted((match for match in sections if match.found), key=lambda match: match.start):
        if section.start > at:
            spans.append((at, section.start))
        at = max(at, section.end)
    spans.append((at, len(text)))
    return tuple(spans)


def read_unlabelled(section: Section, region: Region, label_text: LabelText) -> SectionReading:
    """The section whose only row is the one behind its header; the first of them, where it stands there twice."""
    first = label_text.token_at(region.start)
    tokens = label_text.tokens[first : bisect_right(label_text.at, region.end, lo=first)]
    labels = {group.key: group.labels[0] for group in section.groups}
    groups = [labels[key] for key in dict.fromkeys(c.group for c in section.blocks[0].columns) if key is not None]
    split = _second_header(tokens, groups[1:])
    tables = [_read_one(section, region, groups, part) for part in (tokens[:split], tokens[split:])]
    shown = [[token.text for token in table.rows[0].tokens] for table in tables]
    whole = tables[0] if shown[0] else _read_one(section, region, groups, tokens)
    return whole._replace(copies_differ=True) if shown[1] and shown[0] != shown[1] else whole


def _second_header(tokens: Sequence[Token], groups: Sequence[str]) -> int:
    """The first token behind the first table in which all these groups of columns are named once more."""
    again: list[int] = []
    for label in groups:
        places = [i for i, token in enumerate(tokens) if label in token.text.replace(" ", "")]
        # A merged cell may be repeated, right behind itself.
        others = [i for before, i in pairwise(places) if {t.text for t in tokens[before:i]} != {tokens[i].text}]
        others = [i for i in others if tokens[i].row != tokens[places[0]].row]
        again.append(min(others, default=len(tokens)))
    return min(again) if max(again) < len(tokens) else len(tokens)


def _read_one(section: Section, region: Region, groups: Sequence[str], tokens: Sequence[Token]) -> SectionReading:
    block = section.blocks[0]
    header_end, figures, together = _figures_behind_header(tokens, len(block.columns))
    header = "".join(token.text for token in tokens[:header_end] if token.kind == TEXT)
    header_read = judge_two_level_header(block.columns, groups[1:], "".join(c for c in header if "一" <= c <= "鿿"))
    if header_read.basis == ColumnBasis.PRESUMED:
        header_read = judge_header_lines(block.columns, lines_of_words(tokens[:header_end]), section.captions)
    row = section.rows[0]
    if figures:
        placements, tidy = assign_cells(figures, block.columns, labelled=False)
        label = RowBasis.EXACT if together else RowBasis.PRESUMED
        reading = RowReading(row, label, placements, tidy and together, together, tuple(figures))
    else:
        reading = RowReading(row, RowBasis.MISSING)
    start = tokens[0].start if tokens else 0
    end = max((token.end for token in figures), default=start)
    return SectionReading(section, True, region.title, start, end, (reading,), (header_read,))


def _figures_behind_header(tokens: Sequence[Token], slots: int) -> tuple[int, list[Token], bool]:
    """Where the header ends, the tokens of the row behind it, and whether they stand together with nothing between."""
    filled = next((i for i, token in enumerate(tokens) if token.kind not in (TEXT, BLANK)), None)
    texts = [i for i, token in enumerate(tokens) if token.kind == TEXT and (filled is None or i < filled)]
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


def lines_of_words(tokens: Sequence[Token]) -> list[list[str]]:
    """The words of the labels, line by line."""
    lines: dict[int, list[str]] = {}
    for token in tokens:
        if token.kind == TEXT:
            lines.setdefault(token.line, []).extend(token.text.split())
    return list(lines.values())
