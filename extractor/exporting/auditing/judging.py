"""What a person keyed beside what was accepted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal

from extractor.errors import AuditError
from extractor.exporting.auditing.record import Audit, Difference, Keyed
from extractor.exporting.auditing.sheets import KeyedReport
from extractor.lexicon.figure import NIL_SIGN, STROKE, UNIT, figure
from extractor.result import ExtractedField, Extraction

_NUMBER = re.compile(figure(between=",", decimals=True, behind=UNIT))
_NIL = re.compile(rf"{NIL_SIGN}|{STROKE}{{1,3}}|[–―]{{1,3}}")
_TENTHOUSAND = Decimal(10_000)


def judged(audit: Audit, keyed: Iterable[KeyedReport], read: Callable[[str], Extraction | None]) -> Audit:
    """The audit with what was keyed; `read` gives the extraction of a document by its SHA-256.

    Raises:
        AuditError: what was keyed is no number, or the run has a report no more.
    """
    found: list[Keyed] = []
    for one in keyed:
        report = audit.reports[one.report]
        extraction = read(report.document)
        if extraction is None:
            raise AuditError(f"{report.name}: is not in the run any more; draw again, with --seed.")
        where = f"report {one.report + 1} ({report.name})"
        differences = [
            Difference(field=field, value=_shown(extraction.fields[field]), keyed=said)
            for field, said in one.fields.items()
            if not _agrees(said, extraction.fields[field], f"{where}, {field}")
        ]
        found.append(Keyed(report=one.report, figures=len(one.fields), differences=differences))
    return audit.model_copy(update={"keyed": found})


def _agrees(said: str, field: ExtractedField, where: str) -> bool:
    """Whether what was keyed is what was accepted.

    Left empty agrees with whatever is not said to be printed as a figure: a blank, and what follows by arithmetic.
    """
    text = _folded(said)
    if not text or _NIL.fullmatch(text):
        return field.basis != "printed" or field.value is None
    number = _NUMBER.fullmatch(text)
    if number is None:
        raise AuditError(f"{where}: {said!r} is no number; key what is printed, or leave the cell empty.")
    if field.value is None:
        return False
    if field.printed is not None and text == _folded(field.printed):
        return True
    sign, digits, unit = number.groups()
    value = Decimal(digits.replace(",", "")) * (-1 if sign in ("-", "－") else 1)
    scaled = value * _TENTHOUSAND if unit.startswith("万") else value
    return Decimal(str(field.value)) in (value, scaled)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text.removeprefix("'")).split())


def _shown(field: ExtractedField) -> str:
    return str(field.value) if field.value is not None else ""
