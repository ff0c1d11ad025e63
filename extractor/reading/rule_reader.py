"""Reads a whole document by rules (no model): tokens, form, regions, rows, headers."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from extractor.forms import Form, Identity, Section
from extractor.lexicon.prose import is_line_of_prose
from extractor.reading.arrangements import agrees_with, read_by_sums
from extractor.reading.assign_cells import numbers_too_large, state_units
from extractor.reading.blank_rows import LabelLines, Labels, rows_if_blank, with_blank_rows
from extractor.reading.column_order import in_named_order
from extractor.reading.doubled_labels import with_doubled_labels
from extractor.reading.geometry import ShownRows, are_laid_out, mend_broken, place_by_columns
from extractor.reading.header_names import SeenHeader, words_by_line
from extractor.reading.header_rules import NAMED_BY_POSITIONS, judge_headers
from extractor.reading.header_words import with_header_words
from extractor.reading.labels import COLUMN, ROW, LabelMatch, LabelText, join_labels, labels_to_find, match_labels
from extractor.reading.line_cells import place_by_line_breaks
from extractor.reading.model import (
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
from extractor.reading.table_labels import with_foreign_words, with_own_labels, without_names_between
from extractor.reading.table_years import tables_of_the_year
from extractor.reading.text_layout import TextLayout
from extractor.reading.tokenize import TokenStream, tokenize
from extractor.reading.turned import read_turned
from extractor.reading.unlabelled_row import read_unlabelled
from extractor.reading.unread import with_unread_cells
from extractor.work import Work

# So many rows in line show that a table is laid out by positions.
_ROWS_IN_LINE = 2


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
    label_text = join_labels(stream.tokens, year)
    form = choose_form(forms, label_text, year)
    if form is None:
        return None
    regions = find_regions(form.sections, label_text)
    work.take(sum(_tokens_in(region, label_text) for region in regions.values()))
    document = _Document(label_text, stream, layout, form.identities, layout.has_guessed_tables)
    tables = [_tables(section, regions.get(section.key), document) for section in form.sections]
    noise = frozenset(stream.line_starts[number] for number in stream.breaks)
    sections = tables_of_the_year(tables, layout.text, year, noise)
    sections = with_doubled_labels(sections, layout.text)
    return Reading(form, sections, _prose(layout.text, sections), stream.breaks)


def _tokens_in(region: Region, label_text: LabelText) -> int:
    """How many tokens there are in a table and its copies."""
    stretches = ((region.start, region.end), *region.copies)
    return sum(label_text.first_token(end) - label_text.first_token(start) for start, end in stretches)


class _Document(NamedTuple):
    """What the tables of a document are read from, the identities of its form, and whether its converter has guessed
    the cells.
    """

    label_text: LabelText
    stream: TokenStream
    layout: TextLayout
    identities: Sequence[Identity]
    is_guessed: bool


def _tables(section: Section, region: Region | None, document: _Document) -> list[SectionReading]:
    """Every table of a section that was found, the likeliest first; one that says so where there is none."""
    if region is None or not region.labels:
        title = region is not None and region.title
        rows = tuple(RowReading(row, RowBasis.MISSING) for row in section.rows)
        none = (Header(ColumnBasis.PRESUMED),) * len(section.blocks)
        return [SectionReading(section, False, title, 0, 0, rows, none)]
    others = [region._replace(start=start, end=end) for start, end in region.copies]
    copies = chain.from_iterable(_read_region(section, other, document) for other in others)
    return [*_read_region(section, region, document), *(copy for copy in copies if copy.tokens)]


def _read_region(section: Section, region: Region, document: _Document) -> list[SectionReading]:
    """The table of a region, and the second where it stands there twice."""
    label_text = document.label_text
    if not section.rows[0].labels:
        below = _below_title(region, label_text)
        tokens = tokens_between(label_text, below.start, below.end)
        turned = read_turned(section, tokens, lambda other: _read_table(other, below, document))
        if turned is not None:
            return [turned]
        return read_unlabelled(section, region, label_text, document.stream, document.layout)
    second_start = second_copy(section, label_text, region.start, region.end)
    if second_start is None:
        return [_read_table(section, region, document)]
    table_start = behind_menu(labels_to_find(section), label_text, region.start, second_start)
    if table_start is not None:
        return _read_region(section, region._replace(start=table_start), document)
    parts = (region._replace(end=second_start), region._replace(start=second_start))
    return [_read_table(section, part, document) for part in parts]


def _below_title(region: Region, label_text: LabelText) -> Region:
    """The region without the line of its title, which may hold the labels of its groups (行政复议、行政诉讼情况)."""
    first = label_text.token_at(region.start)
    line = label_text.tokens[first].line
    below = next((i for i in range(first, len(label_text.tokens)) if label_text.tokens[i].line != line), first)
    return region._replace(start=max(region.start, label_text.at[below])) if region.title else region


def _read_table(section: Section, region: Region, document: _Document) -> SectionReading:
    """A table with rows that have labels, its columns in the order in which they are named."""
    made, seen = _read_in_order(section, region, document)
    judged = list(zip(seen, made.headers, strict=True))
    return in_named_order(section, judged, lambda other: _read_in_order(other, region, document)[0]) or made


def _read_in_order(
    section: Section, region: Region, document: _Document
) -> tuple[SectionReading, tuple[SeenHeader, ...]]:
    """The table read with its columns in the order of the section, and what stands above each of its blocks."""
    label_text, layout = document.label_text, document.layout
    label_matches = match_labels(labels_to_find(section), label_text, region.start, region.end)
    label_matches = with_own_labels(label_matches, section, label_text, region.end)
    plain = label_text
    label_text = with_unread_cells(section, label_matches, label_text, region.end)
    merged, is_guessed = document.stream.merged_cells, document.is_guessed
    rows = read_rows(section, label_matches, label_text, region.end, merged, is_guessed=is_guessed)
    first = min((match.start for match in label_matches), default=region.start)
    tokens = tokens_between(label_text, first, region.end)
    table_tokens = [token for token in tokens if token.kind != TEXT]
    by_layout = _placed_by_layout(section, rows, (label_matches, label_text), layout)
    rows = _by_order(section, by_layout, label_matches, tokens, document) or by_layout.rows
    rows = place_by_line_breaks(section, rows, label_matches, label_text, layout, region.end)
    above = [_above(number, section, label_matches, region) for number in range(len(section.blocks))]
    judged = _judged(section, above, label_text, layout)
    if rows[0].basis == RowBasis.ARRANGED and judged[0][1].basis == ColumnBasis.PRESUMED:
        above = [_before_figures(rows, label_matches, label_text)]
        judged = _judged(section, above, label_text, layout)
    headers, counted_in = with_header_words(section, judged, label_matches, plain, above)
    headers = tuple(map(_with_names, headers, by_layout.named))
    rows, units = state_units(section, rows, (label_matches, label_text), counted_in)
    rows = _with_labels_judged(section, rows, label_matches, label_text, region)
    start = label_text.tokens[label_text.token_at(first)].start
    end = max((row.tokens[-1].end for row in rows if row.tokens), default=start)
    left = _leftover(table_tokens, rows, label_text) + _unread(section, table_tokens, rows)
    headed = any(one.form_label.kind == COLUMN and one.share == 1.0 for one in label_matches)
    made = SectionReading(section, True, region.title, start, end, rows, headers, left, units, counted_in=counted_in)
    # Figures above the labels may be those of a page that came first.
    is_bare = not table_tokens and not any(
        layout.is_of_figures(token.line) for token in tokens_between(label_text, region.start, first)
    )
    if_blank = rows_if_blank(section, rows, _label_lines(label_matches, label_text)) if is_bare else ()
    made = made._replace(headed=headed, label_matches=label_matches, if_blank=if_blank)
    return made, tuple(seen for seen, _ in judged)


def _with_labels_judged(
    section: Section,
    rows: Sequence[RowReading],
    label_matches: Sequence[LabelMatch],
    label_text: LabelText,
    region: Region,
) -> tuple[RowReading, ...]:
    """The rows with what is known of their labels: whether they are there again, say another thing, or stand apart."""
    again = repeated_rows(label_matches, label_text, region.start, region.end)
    rows = tuple(row._replace(repeated=True) if row.row.key in again else row for row in rows)
    rows = with_foreign_words(section, rows, label_matches, label_text)
    return without_names_between(section, rows, label_matches, label_text)


def _by_order(
    section: Section,
    by_layout: _ByLayout,
    label_matches: Sequence[LabelMatch],
    tokens: Sequence[Token],
    document: _Document,
) -> tuple[RowReading, ...] | None:
    """The rows by the order of the figures alone, where not all of them have theirs beside their labels."""
    rows = by_layout.rows
    whole = all(row.settled and (row.tidy or row.label_on_line) for row in rows)
    if (whole and all(row.has_own_label for row in rows)) or not _in_order(section, label_matches):
        return None
    by_sums = read_by_sums(section, document.identities, label_matches, document.label_text, tokens)
    if by_sums is not None and agrees_with(by_sums, rows):
        return by_sums
    return None if whole or by_layout.in_line else read_by_count(section, tokens)


def _in_order(section: Section, label_matches: Sequence[LabelMatch]) -> bool:
    """Whether the rows' labels that were found stand in the order of the form."""
    order = {row.key: i for i, row in enumerate(section.rows)}
    places = [order[match.form_label.key] for match in label_matches if match.form_label.kind == ROW]
    return places == sorted(places)


class _ByLayout(NamedTuple):
    """The rows of a section as the layout places them, of how many all figures are in line with their columns, and for
    each block whether these columns are named.
    """

    rows: tuple[RowReading, ...]
    in_line: int
    named: tuple[bool, ...]


def _placed_by_layout(
    section: Section,
    rows: tuple[RowReading, ...],
    labels: tuple[Sequence[LabelMatch], LabelText],
    layout: TextLayout,
) -> _ByLayout:
    """The rows with those settled that the layout's columns of characters settle, block by block."""
    lines = _label_lines(*labels)
    above = 0
    shown: list[ShownRows] = []
    for block in section.blocks:
        own = [row for row in rows if row.row in block.rows]
        own = mend_broken(own, block.columns, layout)
        own_lines = {row.row.key: lines[row.row.key] for row in own if row.row.key in lines}
        shown.append(place_by_columns(own, block.columns, layout, own_lines, above))
        last = [line.last for line in own_lines.values()] + [token.line for row in own for token in row.filled]
        above = max((above, *(line + 1 for line in last)))
    if not are_laid_out(shown, layout):
        shown = [one.in_doubt for one in shown]
    made = tuple(chain.from_iterable(one.rows for one in shown))
    in_line = sum(one.in_line for one in shown)
    if in_line >= _ROWS_IN_LINE:
        blocks = zip(section.blocks, shown, strict=True)
        columns = {row.key: (block.columns, one.edge) for block, one in blocks for row in block.rows}
        made = with_blank_rows(made, columns, layout, lines)
    return _ByLayout(made, in_line, tuple(one.is_named for one in shown))


def _with_names(header: Header, is_named: bool) -> Header:
    """The header; where it is named by positions, nothing else of it says in which order."""
    if not is_named:
        return header
    return Header(ColumnBasis.NAMED, foreign_words=header.foreign_words, rule=NAMED_BY_POSITIONS.name)


def _label_lines(label_matches: Sequence[LabelMatch], label_text: LabelText) -> Labels:
    """Where the labels of rows stand that are there once."""
    found: dict[str, list[LabelLines]] = {}
    for match in label_matches:
        if match.form_label.kind == ROW:
            first, last = (label_text.tokens[label_text.token_at(at)] for at in (match.start, match.end - 1))
            lines = LabelLines(first.line, last.line, last.end, match.share == 1.0, match.form_label.wordings)
            found.setdefault(match.form_label.key, []).append(lines)
    return {key: lines[0] for key, lines in found.items() if len(lines) == 1}


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
        foreign_rows = label_text.foreign_rows.difference(token.row for row in rows for token in row.tokens)
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


def _above(number: int, section: Section, label_matches: Sequence[LabelMatch], region: Region) -> tuple[int, int]:
    """The stretch of label text above a block's first row, behind the rows of the block before."""
    rows = [match for match in label_matches if match.form_label.kind == ROW]
    own = [match for match in rows if match.form_label.block == number]
    before = [match for match in rows if match.form_label.block < number]
    return before[-1].end if before else region.start, own[0].start if own else region.end


def _judged(
    section: Section, above: Sequence[tuple[int, int]], label_text: LabelText, layout: TextLayout
) -> list[tuple[SeenHeader, Header]]:
    """What stands above each block, on these stretches of the label text, and what it says of the block's columns."""
    seen: list[SeenHeader] = []
    for block, (start, end) in zip(section.blocks, above, strict=True):
        tokens = label_text.tokens[label_text.first_token(start) : label_text.first_token(end)]
        seen.append(SeenHeader(section, block, label_text.text[start:end], words_by_line(tokens, layout)))
    return list(zip(seen, judge_headers(seen), strict=True))


def _before_figures(
    rows: Sequence[RowReading], label_matches: Sequence[LabelMatch], label_text: LabelText
) -> tuple[int, int]:
    """The stretch of label text between the labels of rows and the first figure of a table, where these stand apart."""
    first = min(token.start for row in rows for token in row.tokens)
    end = label_text.at[bisect_left(label_text.tokens, first, key=lambda token: token.start)]
    labels = (match.end for match in label_matches if match.form_label.kind == ROW and match.end <= end)
    return max(labels, default=end), end


def _prose(text: str, sections: Sequence[SectionReading]) -> tuple[tuple[int, int], ...]:
    """The stretches of text outside the tables, with the paragraphs between a table's title and the table."""
    spans: list[tuple[int, int]] = []
    at = 0
    for section in sorted((match for match in sections if match.found), key=lambda match: match.start):
        if section.start > at:
            spans.append((at, section.start))
        spans += _paragraphs_above(text, max(section.start, at), section.end)
        at = max(at, section.end)
    spans.append((at, len(text)))
    return tuple(spans)


def _paragraphs_above(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The paragraphs that follow a table's title, up to the first line that is none."""
    found: list[tuple[int, int]] = []
    at = text.find("\n", start, end) + 1
    while 0 < at < end:
        behind = text.find("\n", at, end) + 1 or end
        line = text[at:behind].strip()
        if line and not (line.endswith("。") and is_line_of_prose(line)):
            break
        if line:
            found.append((at, behind))
        at = behind
    return found
