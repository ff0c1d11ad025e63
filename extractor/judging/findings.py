"""What a person should know about a report's tables: identities that fail, tables that cannot be read.

Every finding is one sentence in Chinese and one in English. The report is said to be wrong only where every figure of
the identity stands in a row that is read for sure: its own label beside it, its cells all there and none to spare. Of a
table in which other rows are in doubt, a few identities among many that hold may be the author's error; where more
fail, figures stand in the wrong rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from extractor.arithmetic import Check, find_repairs, independent_parts, integers_in
from extractor.findings import Bilingual, UnplacedFinding, make_finding
from extractor.forms import Form, Section
from extractor.forms.naming import field_names
from extractor.judging.cell_findings import cell_findings
from extractor.judging.doubts import Doubt
from extractor.judging.equation_words import words_of
from extractor.judging.reasons import unexplained
from extractor.judging.row_findings import ocr_findings, row_findings
from extractor.judging.verdicts import Judgement, spans_of
from extractor.reading.model import BLANK, NUMBER, Reading, RowReading, SectionReading, Token
from extractor.reading.numbers import shortened

# A finding lists at most this many repairs; a person has long looked at the table by then.
_MOST_REPAIRS = 64
_Changes = tuple[tuple[tuple[str, int, int], ...], ...]
# In a table of which not all rows are sure, or whose cells hold several figures, so many identities must hold for each
# one that fails.
_HOLDING_FOR_ONE = 8


def find_all(
    reading: Reading, judgement: Judgement, is_written_cell: Callable[[int, int], bool]
) -> list[UnplacedFinding]:
    """The findings of the tables, in the order of the form: what is broken first, then what is in doubt.

    `is_written_cell` tells of a stretch of text whether it is all of a cell that the report's author filled.
    """
    names = field_names(reading.form)
    faults = author_errors(reading, judgement)
    made = list(_violations(reading.form, judgement, faults))
    for section in reading.sections:
        if not section.found:
            made.append(_section_missing(section))
        elif section.other_year is not None:
            made.append(_of_another_year(section, section.other_year))
        elif _is_torn(section, judgement):
            made.append(_table_torn(section))
        else:
            if _is_at_odds(section, judgement, faults):
                made.append(_table_torn(section))
            made.extend(row_findings(section, judgement, names))
            made.extend(cell_findings(section, judgement, names, is_written_cell))
            made.extend(ocr_findings(section, judgement, names))
        made.extend(unexplained(section, judgement, names, made))
    return made


def _is_torn(section: SectionReading, judgement: Judgement) -> bool:
    doubts = [judgement.facts.doubt(field) for field in section.fields]
    return 2 * doubts.count(Doubt.DISORDER) > len(doubts)


def _is_at_odds(section: SectionReading, judgement: Judgement, faults: Sequence[Check]) -> bool:
    """Whether identities fail over a table as it was read, and none of them is the author's error."""
    fields = set(section.fields)
    failing = {one for one in judgement.facts.checks if one.violated and not fields.isdisjoint(one.identity.fields)}
    return bool(failing) and failing.isdisjoint(faults)


def _table_torn(section: SectionReading) -> UnplacedFinding:
    return make_finding(
        "table-repeated" if section.copies_differ else "table-torn",
        section.fields,
        [(section.start, section.end)],
        section=name_of(section.section),
    )


def _of_another_year(section: SectionReading, words: Token) -> UnplacedFinding:
    places = [(words.start, words.end), (section.start, section.end)]
    shown = " ".join(shortened(words.text).split())
    return make_finding("table-of-another-year", section.fields, places, section=name_of(section.section), shown=shown)


def _violations(form: Form, judgement: Judgement, violated: Sequence[Check]) -> Iterator[UnplacedFinding]:
    if not violated:
        return
    integers = integers_in(judgement.facts.values)
    repairs = _repairs(form, violated, integers)
    for one in violated:
        fields = tuple(filter(integers.get, one.identity.fields)) or one.identity.fields
        spans, name = spans_of(judgement, fields), one.identity.name
        made = make_finding("identity-violated", fields, spans, words=words_of(form, one, integers))
        yield made._replace(identity=name, left=one.left, right=one.right, repairs=repairs[name])


def _repairs(form: Form, violated: Sequence[Check], values: dict[str, int]) -> dict[str, _Changes]:
    """The smallest repairs for each broken identity: those of the part of the table it stands in."""
    found: dict[str, _Changes] = {}
    names = {one.identity.name for one in violated}
    for part in independent_parts(form.identities):
        if names.isdisjoint(identity.name for identity in part):
            continue
        repairs = tuple(
            tuple((change.field, change.printed, change.value) for change in repair.changes)
            for repair in find_repairs(part, values, limit=_MOST_REPAIRS).repairs
        )
        found.update((identity.name, repairs) for identity in part)
    return found


def _section_missing(section: SectionReading) -> UnplacedFinding:
    return make_finding(
        "section-missing.titled" if section.title else "section-missing.untitled",
        section.fields,
        section=name_of(section.section),
    )


def name_of(section: Section) -> Bilingual:
    """How a sentence names a section."""
    return Bilingual(section.titles[0], section.key)


def author_errors(reading: Reading, judgement: Judgement) -> tuple[Check, ...]:
    """The identities that fail in the report itself, not only in what could be read of it."""
    found: set[str] = set()
    for section in reading.sections:
        own = frozenset(section.fields)
        checks = [one for one in judgement.facts.checks if not own.isdisjoint(one.identity.fields)]
        sure = _sure_fields(section, judgement)
        failing = [one for one in checks if one.violated]
        holding = sum(one.holds for one in checks)
        whole = sure == own and not any(row.merged_cells for row in section.rows)
        if whole or _HOLDING_FOR_ONE * len(failing) <= holding:
            found.update(one.identity.name for one in failing if sure.issuperset(one.identity.fields))
    return tuple(one for one in judgement.facts.checks if one.identity.name in found)


def _sure_fields(section: SectionReading, judgement: Judgement) -> frozenset[str]:
    """The fields of the rows that are read for sure, but for those that are in doubt with all of their table."""
    in_lines = 2 * sum(row.is_on_one_line for row in section.rows) > len(section.rows)
    rows = [row for row in section.rows if _is_sure(row) and (row.is_on_one_line or not in_lines)]
    fields = chain.from_iterable(row.row.fields for row in rows)
    return frozenset(field for field in fields if judgement.facts.doubt(field) != Doubt.DISORDER)


def _is_sure(row: RowReading) -> bool:
    """Whether a row is read without a choice: by its own label, every figure of it in a slot, no blank left out."""
    if not row.has_own_label or not row.settled or row.inferred:
        return False
    # Blanks count only where some that could be cells were left out.
    ragged = not row.tidy and any(cell.kind == BLANK for cell in row.cells)
    telling = {NUMBER, BLANK} if ragged else {NUMBER}
    left_out = set(row.tokens).difference(cell.token for cell in row.cells)
    return telling.isdisjoint(token.kind for token in left_out)
