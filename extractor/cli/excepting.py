"""Lets a finding stand: finds the one that is named among all drafts, and writes it beside its draft with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extractor.cli.check_request import ExceptionWanted
from extractor.errors import SettingsError
from extractor.exporting.collecting.draft_status import Draft
from extractor.exporting.linting.exceptions import KnownException, add_exceptions
from extractor.exporting.linting.sifting import RulesWanted, sift
from extractor.exporting.linting.telling import Teller, ToldFinding
from extractor.exporting.pages.language import Language
from extractor.files.names import printable

_MOST_LISTED = 20
_LONGEST = 60


def except_one(
    drafts: Iterable[tuple[Draft, str]], wanted: ExceptionWanted, rules: RulesWanted, language: Language
) -> Path:
    """Writes the exception for the one finding that is told and has this code or fingerprint; the file it stands in.

    Raises:
        SettingsError: there is none, or there are several, which the text lists with their fingerprints.
    """
    found: list[tuple[str, ToldFinding]] = []
    for draft, text in drafts:
        teller = Teller(draft.extraction, text)
        told = [teller.tell(one) for one in sift(draft, text, rules).told if one.finding.severity != "info"]
        found += [(draft.name, one) for one in told if wanted.word in (one.finding.code, one.id)]
    if not found:
        raise SettingsError(
            f"--except {wanted.word}: no such finding is told; give a finding's code, or its fingerprint as "
            "--format json has it."
        )
    if len(found) > 1:
        listed = "; ".join(_listed(file, one, language) for file, one in found[:_MOST_LISTED])
        raise SettingsError(f"--except {wanted.word}: there are {len(found)}; name one by its fingerprint: {listed}")
    [(file, one)] = found
    where, says = getattr(one.position, language), getattr(one.says, language)
    return add_exceptions(file, [KnownException(one.id, one.finding.code, wanted.reason, where, says)])


def _listed(file: str, one: ToldFinding, language: Language) -> str:
    says = getattr(one.says, language)
    says = says if len(says) <= _LONGEST else f"{says[:_LONGEST]}…"
    return f"{one.id} ({printable(file)}, {getattr(one.position, language)}: {says})"
