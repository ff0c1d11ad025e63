"""The rule reader: a source's text in, a reading of every section of its form out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extractor.forms import Block, Form, Section
from extractor.reading.columns import as_in_others, judge_columns, judge_lines
from extractor.reading.copies import behind_menu, repeated_rows, second_copy
from extractor.reading.cut import NUMBER, TEXT, Cut, Token, cut
from extractor.reading.geometry import Page, mend_broken, place_by_columns
from extractor.reading.header_order import HeaderWord, are_whole, possible_places
from extractor.reading.landmarks import COLUMN, ROW, Sighting, landmarks_of, sight
from extractor.reading.model import Columns, Header, Label, Reading, RowReading, SectionReading
from extractor.reading.money import state_units
from extractor.reading.paging import page_numbers
from extractor.reading.ribbon import Ribbon, fold, lay_ribbon
from extractor.reading.rows import figures_between, read_by_count, read_rows
from extractor.reading.sections import Region, choose_form, find_regions
from extractor.reading.unlabelled import lines_of_words, read_unlabelled

# Fewer characters than this are no name of a column.
_NO_NAME = 2


def read_by_rules(text: str, shape: str, forms: tuple[Form, ...], year: int | None) -> Reading | None:
    """Reads normalised text; None where it prints no label of any form.

    `shape` is the same text, character for character, as it was printed; `year` is the report's, where it states one.
    """
    pieces = cut(text)
    reading = _read(text, shape, forms, year, pieces)
    numbers = page_numbers(reading, text, pieces.breaks) if reading is not None else frozenset[int]()
    return _read(text, shape, forms, year, cut(text, numbers)) if numbers else reading


def _read(text: str, shape: str, forms: tuple[Form, ...], year: int | None, pieces: Cut) -> Reading | None:
    page = Page(text, shape, pieces.line_starts, pieces.breaks)
    ribbon = lay_ribbon(pieces.tokens)
    form = choose_form(forms, ribbon, year)
    if form is None:
        return None
    regions = find_regions(form.sections, ribbon)
    sections = tuple(
        _read_section(section, regions.get(section.key), ribbon, pieces, page) for section in form.sections
    )
    return Reading(form, sections, _prose(text, sections))


def _read_section(section: Section, region: Region | None, ribbon: Ribbon, pieces: Cut, page: Page) -> SectionReading:
    if region is None or not region.labels:
        title = region is not None and region.title
        rows = tuple(RowReading(row, Label.MISSING) for row in section.rows)
        return SectionReading(section, False, title, 0, 0, rows, (Header(Columns.PRESUMED),) * len(section.blocks))
    table = _read_region(section, region, ribbon, pieces, page)
    others = [region._replace(start=start, end=end) for start, end in region.copies]
    tables = [_read_region(section, other, ribbon, pieces, page) for other in others]
    filled = [other for other in tables if any(row.tokens for row in other.rows)]
    differ = any(_figures(other) != _figures(table) for other in filled)
    return table._replace(copies_differ=True) if differ else table


def _read_region(section: Section, region: Region, ribbon: Ribbon, pieces: Cut, page: Page) -> SectionReading:
    if not section.rows[0].labels:
        return read_unlabelled(section, region, ribbon)
    landmarks = landmarks_of(section)
    split = second_copy(landmarks, ribbon, region.start, region.end)
    if split is None:
        return _read_table(section, region, ribbon, pieces, page)
    table = behind_menu(landmarks, ribbon, region.start, split)
    if table is not None:
        return _read_region(section, region._replace(start=table), ribbon, pieces, page)
    first = _read_table(section, region._replace(end=split), ribbon, pieces, page)
    second = _read_table(section, region._replace(start=split), ribbon, pieces, page)
    return first if _figures(first) == _figures(second) else first._replace(copies_differ=True)


def _figures(table: SectionReading) -> list[list[tuple[object, ...]]]:
    return [[tuple(cell.value for cell in placement) for placement in row.placements] for row in table.rows]


def _read_table(section: Section, region: Region, ribbon: Ribbon, pieces: Cut, page: Page) -> SectionReading:
    sightings = sight(landmarks_of(section), ribbon, region.start, region.end)
    rows = read_rows(section, sightings, ribbon, region.end, pieces.crowded)
    headers = _headers(section, sightings, region, _Lines(ribbon, page))
    inside = figures_between(ribbon, sightings[0].start if sightings else region.start, region.end)
    whole = all(row.settled and (row.tidy or row.beside) for row in rows)
    by_count = read_by_count(section, inside) if not whole and _in_order(section, sightings) else None
    rows = by_count or _measured(section, rows, page)
    rows, units = state_units(section, rows, sightings, ribbon)
    again = repeated_rows(sightings, ribbon, region.start, region.end)
    rows = tuple(row._replace(repeated=True) if row.row.key in again else row for row in rows)
    start = ribbon.tokens[ribbon.token_at(sightings[0].start if sightings else region.start)].start
    end = max((token.end for row in rows for token in row.tokens), default=start)
    left = _leftover(inside, rows, ribbon)
    headed = any(one.landmark.kind == COLUMN and one.share == 1.0 for one in sightings)
    return SectionReading(section, True, region.title, start, end, rows, headers, left, units, headed=headed)


def _in_order(section: Section, sightings: Sequence[Sighting]) -> bool:
    """Whether the rows' labels that were found stand in the order of the form."""
    order = {row.key: i for i, row in enumerate(section.rows)}
    places = [order[s.landmark.key] for s in sightings if s.landmark.kind == ROW]
    return places == sorted(places)


def _measured(section: Section, rows: tuple[RowReading, ...], page: Page) -> tuple[RowReading, ...]:
    """The rows with those settled that the layout's columns of characters settle, block by block."""
    made: list[RowReading] = []
    for block in section.blocks:
        own = [row for row in rows if row.row in block.rows]
        own = mend_broken(own, block.columns, page)
        made.extend(place_by_columns(own, block.columns, page) if len(block.columns) > 1 else own)
    return tuple(made)


def _leftover(inside: Sequence[Token], rows: Sequence[RowReading], ribbon: Ribbon) -> tuple[Token, ...]:
    """The figures of a table that no placement of any row uses.

    Some are accounted for all the same: those of a row that is open to several placements; one repeated beside the
    figure that is used (the cell spans several columns); one alone on its line in a table of whole rows, or of rows
    that have all their figures beside their labels (a page number); and, where every row of the form has its label,
    those of a line that begins with a label of another.
    """
    used = {cell.token.start for row in rows for placement in row.placements for cell in placement if cell.token}
    repeats = {(token.line, token.text) for row in rows if row.tidy for token in row.tokens if token.start in used}
    per_line = Counter(token.line for token in inside)
    whole_rows = sum(per_line[row.tokens[0].line] > 1 for row in rows if row.tokens) * 2 > len(rows)
    used.update(token.start for row in rows if row.beside and len(row.placements) > 1 for token in row.tokens)
    left = [token for token in inside if token.kind == NUMBER and token.start not in used]
    left = [token for token in left if (token.line, token.text) not in repeats]
    left = [token for token in left if not (whole_rows and per_line[token.line] == 1)]
    if left and all(row.tidy and row.beside for row in rows):
        labelled = {token.line for token in ribbon.tokens if token.kind == TEXT}
        left = [token for token in left if per_line[token.line] > 1 or token.line in labelled]
    if left and all(row.label in (Label.EXACT, Label.FUZZY) for row in rows):
        own = {token.row for row in rows for token in row.tokens}
        labelled = {token.row for token in ribbon.tokens if token.kind == TEXT}
        left = [token for token in left if token.row in own or token.row not in labelled]
    return tuple(left)


class _Lines(NamedTuple):
    """The labels of a document, and its lines."""

    ribbon: Ribbon
    page: Page

    def header(self, first: int, last: int) -> list[list[HeaderWord]]:
        """The words of the lines with these tokens, and where they stand if the line has kept its spaces."""
        numbers = dict.fromkeys(token.line for token in self.ribbon.tokens[first:last] if token.kind == TEXT)
        return [self._words(number) for number in numbers]

    def _words(self, number: int) -> list[HeaderWord]:
        narrow, wide = (self.page.words(number, width) for width in (1, 2))
        if not self.page.keeps_spaces(number):
            return [HeaderWord(text) for text, _ in narrow]
        found: list[HeaderWord] = []
        end = -2
        for (text, span), (_, twice) in zip(narrow, wide, strict=True):
            # What stands one space behind another word may have been pushed along by it.
            found.append(HeaderWord(text, span, twice) if span[0] - end > 1 else HeaderWord(text))
            end = span[1]
        return found


def _headers(section: Section, sightings: Sequence[Sighting], region: Region, lines: _Lines) -> tuple[Header, ...]:
    """What is known of each block's columns; a block without a header has the columns that others name in its place."""
    above = [_above(number, section, sightings, region) for number in range(len(section.blocks))]
    found = [_judge_block(block, section, stretch, lines) for block, stretch in zip(section.blocks, above, strict=True)]
    bare = [
        _is_bare(block, section, lines.ribbon.text[start:end])
        for block, (start, end) in zip(section.blocks, above, strict=True)
    ]
    return as_in_others(section.blocks, found, bare)


def _above(number: int, section: Section, sightings: Sequence[Sighting], region: Region) -> tuple[int, int]:
    """The stretch of ribbon above a block's first row, behind the rows of the block before."""
    rows = [s for s in sightings if s.landmark.kind == ROW]
    own = [s for s in rows if s.landmark.block == number]
    before = [s for s in rows if s.landmark.block < number]
    return before[-1].end if before else region.start, own[0].start if own else region.end


def _is_bare(block: Block, section: Section, header: str) -> bool:
    """Whether nothing stands above a block but its heading and captions."""
    for word in sorted((*block.heading, *section.captions, *section.titles), key=len, reverse=True):
        header = header.replace(fold(word), "")
    return len(header) < _NO_NAME


def _judge_block(block: Block, section: Section, stretch: tuple[int, int], lines: _Lines) -> Header:
    """What the header above a block says of its columns."""
    start, end = stretch
    ribbon = lines.ribbon
    first, last = ribbon.first_token(start), ribbon.first_token(end)
    found = _named(block, section, ribbon.text[start:end], ribbon.tokens[first:last])
    ordered = [column for column in block.columns if column.key != "total"]
    if found.columns != Columns.NAMED or len(ordered) < 2 or are_whole(ordered, ribbon.text[start:end]):
        return found
    places = possible_places(ordered, lines.header(first, last), section.captions)
    if places is None:
        return Header(Columns.CONTRADICTED)
    return found._replace(places=places) if any(len(place) > 1 for place in places) else found


def _named(block: Block, section: Section, header: str, tokens: Sequence[Token]) -> Header:
    """Which columns of a block a header names, by its text and by its lines."""
    found = judge_columns(block.columns, header, section.captions)
    if found.columns == Columns.CONTRADICTED or (found.columns == Columns.NAMED and not found.unnamed):
        return found
    by_lines = judge_lines(block.columns, lines_of_words(tokens), section.captions)
    if found.columns == by_lines.columns == Columns.NAMED:
        return Header(Columns.NAMED, found.unnamed & by_lines.unnamed)
    if found.columns == Columns.NAMED and len(found.unnamed) < 2 and by_lines.columns == Columns.PRESUMED:
        return found
    return by_lines if by_lines.columns != Columns.PRESUMED else found


def _prose(text: str, sections: Sequence[SectionReading]) -> tuple[tuple[int, int], ...]:
    """The stretches of text outside the tables."""
    spans: list[tuple[int, int]] = []
    at = 0
    for section in sorted((s for s in sections if s.found), key=lambda s: s.start):
        if section.start > at:
            spans.append((at, section.start))
        at = max(at, section.end)
    spans.append((at, len(text)))
    return tuple(spans)
