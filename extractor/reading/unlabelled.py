"""Reads a section whose one row has no label (section four): its figures stand behind its header."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from extractor.forms import Section
from extractor.reading.assign_cells import assign_cells
from extractor.reading.columns import judge_header_lines, judge_two_level_header
from extractor.reading.label_text import LabelText
from extractor.reading.model import ColumnBasis, RowBasis, RowReading, SectionReading
from extractor.reading.sections import Region
from extractor.reading.tokenize import BLANK, TEXT, Token


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
