"""Copies of one report in a folder (its page, its Word file, its PDF) → one report with several sources.

Each file was read and judged by itself. Of the figures that several have, what they agree on is vouched for by both,
what only one is sure of is taken from there, and what two are sure of and say otherwise waits for a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from posixpath import dirname, splitext

from extractor.batch.moved_places import with_files_before
from extractor.batch.parts import joined_parts, trunk
from extractor.batch.run_folder import Document
from extractor.findings import Bilingual, make_finding
from extractor.forms import load_forms
from extractor.forms.naming import field_names
from extractor.result import Candidate, ExtractedField, Extraction, Finding

AGREES = "copies"
"""What vouches, in a figure's proof, for one that another file of the report says too."""

MOST_BESIDE = 12
"""A folder of more files is no folder of one report: there only files are compared that are called alike, but for
their ending and what says which part they are."""
# Files that disagree on more figures than this, or on more than this share of those that both are sure of, are two
# reports, whatever they say of themselves.
_FEW = 3
_SHARE = 0.1
# Of files that do not say whose they are so many figures that are not 0 must be the same.
_ALIKE = 5


def joined_copies(documents: Iterable[Document]) -> Iterator[Document]:
    """The files of a run, in order of name, each report once: its parts joined, and of its files the one of which most
    figures are accepted, with the others as its copies. In bounded memory.
    """
    for group in _beside(documents):
        yield from _joined(list(joined_parts(group)))


def _beside(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Files that may be of one report: those of a small folder, and those of one name in a large one."""
    open_folders: dict[str, list[Document]] = {}
    large: set[str] = set()
    for document in documents:
        folder = dirname(document.name)
        for other in [one for one in open_folders if not f"{folder}/".startswith(f"{one}/")]:
            yield from _parted(open_folders.pop(other), is_large=other in large)
            large.discard(other)
        held = open_folders.setdefault(folder, [])
        held.append(document)
        if len(held) > MOST_BESIDE and trunk(document.name) != trunk(held[-2].name):
            large.add(folder)
            yield from _parted(held[:-1], is_large=True)
            open_folders[folder] = [document]
    for folder, held in open_folders.items():
        yield from _parted(held, is_large=folder in large)


def _parted(held: list[Document], *, is_large: bool) -> Iterator[list[Document]]:
    if not is_large:
        yield held
        return
    for _, of_name in groupby(held, key=lambda one: trunk(one.name)):
        yield list(of_name)


def _stem(document: Document) -> str:
    return splitext(document.name)[0]


def _joined(group: Sequence[Document]) -> Iterator[Document]:
    """The files of a group, those of one report as one."""
    reports: list[list[Document]] = []
    for document in group:
        # A file of the same bytes is told of as such, and has nothing to add.
        if document.extraction is None or not document.extraction.holds_report or document.copy_of is not None:
            yield document
            continue
        own = next((report for report in reports if all(_are_copies(one, document) for one in report)), None)
        if own is None:
            reports.append([document])
        else:
            own.append(document)
    for report in reports:
        yield _one_of(report)


def _are_copies(one: Document, other: Document) -> bool:
    """Whether two files are of one report: they say so, or are called so, and their figures do not speak against it."""
    if one.extraction is None or other.extraction is None:
        return False
    if one.sha256 == other.sha256:
        return True
    about, also = one.extraction.report, other.extraction.report
    said = ((about.unit, also.unit), (about.year, also.year), (about.region, also.region))
    if about.form != also.form or any(None not in pair and pair[0] != pair[1] for pair in said):
        return False
    pairs = [
        (field.value, also_field.value)
        for key, field in one.extraction.fields.items()
        if (also_field := other.extraction.fields.get(key)) is not None and _is_sure(field) and _is_sure(also_field)
    ]
    alike = sum(value == also_value for value, also_value in pairs)
    unlike = len(pairs) - alike
    if unlike > max(_FEW, _SHARE * len(pairs)) or unlike >= alike:
        return False
    if None not in (about.unit, also.unit, about.year, also.year):
        return True
    return _stem(one) == _stem(other) and sum(bool(value) and value == also for value, also in pairs) >= _ALIKE


def _is_sure(field: ExtractedField) -> bool:
    return field.status == "accepted" and field.value is not None


def _one_of(files: Sequence[Document]) -> Document:
    """The files of one report as one: the surest first, the others as its copies."""
    if len(files) == 1:
        return files[0]
    surest, *others = sorted(files, key=lambda one: -_accepted(one))
    if surest.extraction is None:
        return surest
    copies = [one.extraction for one in others if one.extraction is not None]
    return surest._replace(extraction=_with_copies(surest.extraction, copies))


def _accepted(document: Document) -> int:
    fields = document.extraction.fields.values() if document.extraction else ()
    return sum(field.status == "accepted" for field in fields)


def _with_copies(made: Extraction, copies: Sequence[Extraction]) -> Extraction:
    """An extraction with what the copies of its file say of its figures."""
    sources = [made.source, *made.copies]
    moved: list[tuple[int, Extraction]] = []
    for copy in copies:
        moved.append((len(sources), with_files_before(copy, len(sources))))
        sources += [copy.source, *copy.copies]
    fields: dict[str, ExtractedField] = {}
    findings: list[Finding] = []
    for key, own in made.fields.items():
        said = [(at, copy.fields[key]) for at, copy in moved if key in copy.fields]
        unlike = next(((at, one) for at, one in said if _disagree(own, one)), None)
        if unlike is None:
            fields[key] = _vouched(own, [one for _, one in said])
            continue
        at, other = unlike
        names = (sources[0].name, sources[at].name)
        finding = make_finding("copies-differ", (key,), field=_named(key), files=names, values=_shown(own, other))
        fields[key] = replace(_in_doubt(own, other), reason=finding.code)
        places = [place for place in (own.place, other.place) if place is not None]
        findings.append(Finding.of(finding, places))
    return replace(made, copies=sources[1:], fields=fields, findings=[*findings, *made.findings])


def _shown(*fields: ExtractedField) -> tuple[str, ...]:
    return tuple("—" if one.value is None else str(one.value) for one in fields)


def _disagree(own: ExtractedField, other: ExtractedField) -> bool:
    """Whether two files are sure of different things: of two numbers, or of one and of a blank."""
    if own.status != "accepted" or other.status != "accepted" or own.value == other.value:
        return False
    return bool(own.value or other.value)


def _vouched(own: ExtractedField, said: Sequence[ExtractedField]) -> ExtractedField:
    """A figure with what other files vouch for: that of another where that alone is sure of it, undisputed."""
    if own.status == "accepted":
        agrees = _is_sure(own) and any(_is_sure(one) and one.value == own.value for one in said)
        return replace(own, proof=[*own.proof, AGREES]) if agrees else own
    sure = [one for one in said if _is_sure(one)]
    if not sure or own.status != "review" or len({one.value for one in sure}) > 1:
        return own
    other = sure[0]
    if own.value not in (None, other.value) or own.cell == "unread":
        return own
    agrees = own.value == other.value or len(sure) > 1
    proof = [*other.proof, AGREES] if agrees else other.proof
    return replace(other, proof=proof)


def _in_doubt(own: ExtractedField, other: ExtractedField) -> ExtractedField:
    """A figure of which another file says another number."""
    candidate = Candidate(other.value, other.printed, other.place, AGREES)
    return replace(own, status="review", confidence=None, candidates=[*own.candidates, candidate])


def _named(key: str) -> Bilingual:
    """What the form calls a field, in both languages."""
    official = next((names[key] for names in map(field_names, load_forms()) if key in names), key)
    return Bilingual(official, key)
