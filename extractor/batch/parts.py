"""A report in several files (its text, its tables in an annex; a web page and its attachment) → one report.

Each file was read and judged by itself. A file with tables and one without are of one report where both say so, are
called so, or one is a page that links to the other, and nothing they say of body, year and region differs. The figures
stay what they are: their places say in which file they stand, and of whom they are is said by the file that knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from posixpath import basename, splitext
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from extractor.batch.moved_places import with_files_before
from extractor.batch.run_folder import Document
from extractor.exporting.leftout import open_reason
from extractor.findings import catalogue
from extractor.forms import load_forms
from extractor.result import ExtractedField, Extraction, Finding, ReportEvidence, ReportInfo

# How parts of a report are called behind, or before, what the whole is called.
_WORDS = (
    r"正文|全文|文字稿?|附件|附表|附录|附|统计表|表格|报表|表|数据|材料"
    r"|tables?|attachments?|attach|annex|appendix|text|body"
)
# A number counts parts only beside such a word: years, and files that are merely numbered, are no parts of one another.
_MARKS = r"[\s_\-—–.·、,，:：()（）\[\]【】第之]|(?<!\d)\d{1,2}(?!\d)|[一二三四五六七八九十]"
_PART_WORD = re.compile(rf"(?:{_MARKS})*(?:{_WORDS})(?:{_WORDS}|{_MARKS})*", re.IGNORECASE)
_PART_BEHIND = re.compile(rf"{_PART_WORD.pattern}$", re.IGNORECASE)
_ALIKE = "disputes"
"""The section that is alike in all forms."""


class _Part(NamedTuple):
    """A file that may be a part of a report, and the sections of the form whose tables it holds."""

    document: Document
    made: Extraction
    sections: frozenset[str]


def joined_parts(group: Sequence[Document]) -> Iterator[Document]:
    """The files of a folder, each report in parts as one: of its files the one with most of its tables, with the
    others as its copies. In the order of the files.
    """
    joined: dict[str, Document | None] = {}
    for parts in parts_in(group):
        whole, *others = parts
        joined.update(dict.fromkeys((one.name for one in others), None))
        joined[whole.name] = _whole(parts)
    for document in group:
        one = joined.get(document.name, document)
        if one is not None:
            yield one


def parts_in(group: Sequence[Document]) -> list[list[Document]]:
    """The reports among some files that are in parts, each as its files: the one with most of its tables first."""
    found = [part for part in map(_as_part, group) if part is not None]
    texts = [part for part in found if not part.sections]
    tables = sorted((part for part in found if part.sections), key=_order)
    reports: list[list[_Part]] = []
    for part in tables:
        own = next((one for one in reports if all(_complete(part, other) for other in one)), None)
        if own is None:
            reports.append([part])
        else:
            own.append(part)
    for text in texts:
        own = [report for report in reports if all(_fit(text, part) for part in report) and _is_of(text, report)]
        if own and not any(_contend(text, other, own[0]) for other in texts if other is not text):
            own[0].append(text)
    return [[part.document for part in report] for report in reports if len(report) > 1]


def _order(part: _Part) -> tuple[int, bool]:
    """The part with most tables first; the table that is alike in all forms does not say which form it is."""
    return -len(part.sections), part.sections == frozenset((_ALIKE,))


def trunk(name: str) -> str:
    """What a file is called without the words behind that say which part of a report it is."""
    stem = splitext(name)[0]
    folder, slash, last = stem.rpartition("/")
    return f"{folder}{slash}{_PART_BEHIND.sub('', last) or last}"


def _as_part(document: Document) -> _Part | None:
    """A file as a part; None where it was not opened, or is no part of a report on disclosure by all that it says."""
    made = document.extraction
    if made is None or document.copy_of is not None:
        return None
    sections = _sections(made)
    says_whose = made.report.unit is not None or made.report.year is not None
    return _Part(document, made, sections) if sections or says_whose else None


def _complete(one: _Part, other: _Part) -> bool:
    """Whether two files with tables are parts of one report: other tables of what may be the same, and called so."""
    forms = {part.made.report.form for part in (one, other) if part.sections - {_ALIKE}}
    return (
        not one.sections & other.sections
        and len(forms) <= 1
        and _fit(one, other)
        and ((_is_known(one) and _is_known(other)) or _base(one) == _base(other))
    )


def _fit(one: _Part, other: _Part) -> bool:
    """Whether nothing that two files say of body, year and region differs."""
    about, also = one.made.report, other.made.report
    said = ((about.unit, also.unit), (about.year, also.year), (about.region, also.region))
    return all(None in pair or pair[0] == pair[1] for pair in said)


def _is_of(text: _Part, report: Sequence[_Part]) -> bool:
    """Whether a file without tables is of a report that nothing speaks against."""
    if any(_links_to(text, part) for part in report):
        return True
    if _is_known(text) and any(map(_is_known, report)):
        return True
    return any(_base(text) == _base(part) for part in report)


def _contend(text: _Part, other: _Part, report: Sequence[_Part]) -> bool:
    """Whether another file without tables may as well be of a report that does not say whose it is."""
    if any(map(_is_known, report)) or any(_links_to(text, part) for part in report):
        return False
    return not _fit(text, other) and all(_fit(other, part) for part in report) and _is_of(other, report)


def _is_known(part: _Part) -> bool:
    return part.made.report.unit is not None and part.made.report.year is not None


def _base(part: _Part) -> str:
    """What a file is called without all that says which part of a report it is."""
    return _PART_WORD.sub("", splitext(basename(part.document.name))[0])


def _links_to(page: _Part, part: _Part) -> bool:
    """Whether a page links to a file that lies beside it: by the address's end, or by the words of the link."""
    name = basename(part.document.name)
    for link in page.made.attachments:
        address = urlsplit(link.address)
        ends = {basename(unquote(address.path)), *(value.rpartition("=")[2] for value in address.query.split("&"))}
        if name in {unquote(end) for end in ends} or name == link.name or splitext(name)[0] == splitext(link.name)[0]:
            return True
    return False


def _whole(documents: Sequence[Document]) -> Document:
    """The parts of a report as one, the first with the others as its copies."""
    first, *others = (one.extraction for one in documents if one.extraction is not None)
    sources, made = [first.source, *first.copies], [first]
    for other in others:
        made.append(with_files_before(other, len(sources)))
        sources += [other.source, *other.copies]
    holders = {section: next((one for one in made if section in _sections(one)), first) for section in _all_sections()}
    fields = {
        key: field
        for section, holder in holders.items()
        for key, field in holder.fields.items()
        if _section(key) == section
    }
    conventions = {
        section: holder.conventions[section] for section, holder in holders.items() if section in holder.conventions
    }
    report = _report(made)
    whole = replace(
        first,
        copies=sources[1:],
        report=report,
        fields=fields,
        conventions=conventions,
        findings=list(_findings(made, fields)),
        attachments=[],
    )
    return documents[0]._replace(extraction=whole, reason=open_reason(report.unit, report.year))


def _report(made: Sequence[Extraction]) -> ReportInfo:
    """Whose report it is: each part of that by the first file that knows it."""
    about: ReportInfo = made[0].report
    evidence: ReportEvidence = about.evidence
    one: ReportInfo
    for one in (other.report for other in made[1:]):
        if about.unit is None and one.unit is not None:
            about, evidence = replace(about, unit=one.unit), replace(evidence, unit=one.evidence.unit)
        if about.year is None and one.year is not None:
            about, evidence = replace(about, year=one.year), replace(evidence, year=one.evidence.year)
        if about.region is None and one.region is not None:
            about, evidence = replace(about, region=one.region), replace(evidence, region=one.evidence.region)
    return replace(about, evidence=evidence)


def _findings(made: Sequence[Extraction], fields: Mapping[str, ExtractedField]) -> Iterator[Finding]:
    """The findings of all parts, without what they say of figures that stand in another part."""
    missing = {section for section in _all_sections() if section not in _found(fields)}
    for number, one in enumerate(made):
        for finding in one.findings:
            sections = set(map(_section, finding.fields))
            elsewhere = catalogue()[finding.code].elsewhere
            if elsewhere == "attached":
                is_true = bool(missing)
            elif elsewhere == "lacking":
                is_true = number == 0 and bool(sections & missing)
            else:
                is_true = not sections or number == 0 or bool(sections & _sections(one))
            if is_true:
                yield finding


def _section(key: str) -> str:
    return key.partition(".")[0]


def _sections(made: Extraction) -> frozenset[str]:
    """The sections of the form whose tables a file holds."""
    return _found(made.fields)


def _found(fields: Mapping[str, ExtractedField]) -> frozenset[str]:
    return frozenset(_section(key) for key, field in fields.items() if field.cell != "lost")


@cache
def _all_sections() -> tuple[str, ...]:
    """The sections of the forms, in order."""
    return tuple(dict.fromkeys(section.key for form in load_forms() for section in form.sections))
