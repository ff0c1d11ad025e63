"""What a person should know about a report's tables: identities that fail, tables that cannot be read.

Every finding is one sentence in Chinese and one in English.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.arithmetic import Check, find_repairs, independent_parts
from extractor.findings import Bilingual, UnplacedFinding, make_finding
from extractor.forms import Form, Section
from extractor.forms.naming import field_names
from extractor.judging.author_errors import author_errors
from extractor.judging.doubts import Doubt
from extractor.judging.ocr_findings import ocr_findings
from extractor.judging.row_findings import row_findings
from extractor.judging.verdicts import Judgement, spans_of
from extractor.reading.model import Reading, SectionReading

# A finding lists at most this many repairs; a person has long looked at the table by then.
_MOST_REPAIRS = 64
_Changes = tuple[tuple[tuple[str, int, int], ...], ...]


def find_all(reading: Reading, judgement: Judgement) -> list[UnplacedFinding]:
    """The findings of the tables, in the order of the form: what is broken first, then what is in doubt."""
    names = field_names(reading.form)
    faults = author_errors(reading, judgement)
    made = list(_violations(reading.form, judgement, names, faults))
    for section in reading.sections:
        if not section.found:
            made.append(_section_missing(section))
        elif _is_torn(section, judgement):
            made.append(_table_torn(section))
        else:
            if _is_at_odds(section, judgement, faults):
                made.append(_table_torn(section))
            made.extend(row_findings(section, judgement, names))
            made.extend(ocr_findings(section, judgement, names))
    return made


def _is_torn(section: SectionReading, judgement: Judgement) -> bool:
    fields = [field for row in section.rows for field in row.row.fields]
    return 2 * sum(judgement.doubt(field) == Doubt.DISORDER for field in fields) > len(fields)


def _is_at_odds(section: SectionReading, judgement: Judgement, faults: Sequence[Check]) -> bool:
    """Whether identities fail over a table as it was read, and none of them is the author's error."""
    fields = {field for row in section.rows for field in row.row.fields}
    failing = [one for one in judgement.facts.checks if one.violated and not fields.isdisjoint(one.identity.fields)]
    return bool(failing) and not any(one in faults for one in failing)


def _table_torn(section: SectionReading) -> UnplacedFinding:
    fields = [field for row in section.section.rows for field in row.fields]
    if not section.copies_differ:
        fields = [field for row in section.rows for field in row.row.fields]
    return make_finding(
        "table-repeated" if section.copies_differ else "table-torn",
        fields,
        [(section.start, section.end)],
        section=name_of(section.section),
    )


def _violations(
    form: Form, judgement: Judgement, names: dict[str, str], violated: Sequence[Check]
) -> Iterator[UnplacedFinding]:
    if not violated:
        return
    whole = {name: value for name, value in judgement.facts.values.items() if isinstance(value, int)}
    repairs = _repairs(form, violated, whole)
    for one in violated:
        left, right = _written(one.identity.left, whole, names), _written(one.identity.right, whole, names)
        fields = tuple(name for name in one.identity.fields if whole.get(name)) or one.identity.fields
        spans, name = spans_of(judgement, fields), one.identity.name
        made = make_finding("identity-violated", fields, spans, check=one, left=left, right=right)
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


def _written(fields: Sequence[str], values: dict[str, int], names: dict[str, str]) -> str:
    """One side of an identity with its figures; of a long sum only the terms that are not 0."""
    shown = [name for name in fields if values.get(name)] if len(fields) > 2 else list(fields)
    terms = [f"{names[name]} {values.get(name, 0)}" for name in shown]
    return " + ".join(terms) if terms else "各项均为 0"


def _section_missing(section: SectionReading) -> UnplacedFinding:
    return make_finding(
        "section-missing.titled" if section.title else "section-missing.untitled",
        [field for row in section.section.rows for field in row.fields],
        section=name_of(section.section),
    )


def name_of(section: Section) -> Bilingual:
    """How a sentence names a section."""
    return Bilingual(section.titles[0], section.key)
