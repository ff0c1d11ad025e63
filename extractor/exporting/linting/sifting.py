"""A draft's findings → those that are told, those that were let stand, and those that are not told at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor.exporting.collecting.draft_status import Draft
from extractor.exporting.linting.baseline import Baseline
from extractor.exporting.linting.exceptions import KnownException, read_exceptions
from extractor.exporting.linting.fingerprints import fingerprints_of
from extractor.exporting.linting.selection import RuleSelection, refuse_unknown
from extractor.exporting.linting.settings_file import settings_for
from extractor.findings import SEVERITIES, Severity
from extractor.result import Finding


class RulesWanted(NamedTuple):
    """What is wanted of all drafts; None where each draft's folder says.

    `is_isolated` says that neither folders' settings nor exceptions count.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    severity: Severity | None = None
    baseline: Baseline | None = None
    is_isolated: bool = False


class IdentifiedFinding(NamedTuple):
    """A finding with the fingerprint it is known by."""

    finding: Finding
    id: str


class Sifted(NamedTuple):
    """A draft with the findings that are told, which are `told`, too, the gravest first.

    `let_stand` are those with an exception, `stale` the exceptions that no finding answers, `known` counts what the
    baseline has, `gone` what it had. `ids` are the fingerprints of all that was found, told or not. `counting` is the
    least severity that is told and counts.
    """

    draft: Draft
    told: tuple[IdentifiedFinding, ...] = ()
    let_stand: tuple[tuple[IdentifiedFinding, KnownException], ...] = ()
    stale: tuple[KnownException, ...] = ()
    known: int = 0
    gone: int = 0
    ids: frozenset[str] = frozenset()
    counting: Severity = "warning"

    @property
    def counted(self) -> list[IdentifiedFinding]:
        """Those that are grave enough to be told."""
        grave = SEVERITIES[: SEVERITIES.index(self.counting) + 1]
        return [one for one in self.told if one.finding.severity in grave]


def sift(draft: Draft, text: str, wanted: RulesWanted) -> Sifted:
    """Parts a draft's findings; `text` is what their places count.

    Raises:
        SettingsError: its folder's settings, or its exceptions, are not what they should be.
    """
    findings = draft.all_findings
    identified = [IdentifiedFinding(*one) for one in zip(findings, fingerprints_of(findings, text), strict=True)]
    selection, counting = _rules_for(draft.name, wanted)
    exceptions = {} if wanted.is_isolated else {one.id: one for one in read_exceptions(draft.name)}
    told: list[IdentifiedFinding] = []
    let_stand: list[tuple[IdentifiedFinding, KnownException]] = []
    known = 0
    for one in identified:
        if one.id in exceptions:
            let_stand.append((one, exceptions[one.id]))
        elif not selection.tells(one.finding.code):
            continue
        elif wanted.baseline is not None and wanted.baseline.knows(draft.name, one.id):
            known += 1
        else:
            told.append(one)
    told.sort(key=lambda one: SEVERITIES.index(one.finding.severity))
    ids = frozenset(one.id for one in identified)
    stale = tuple(one for one in exceptions.values() if one.id not in ids) if draft.extraction else ()
    gone = wanted.baseline.gone(draft.name, ids) if wanted.baseline and draft.extraction else 0
    return Sifted(_with(draft, findings, told), tuple(told), tuple(let_stand), stale, known, gone, ids, counting)


def refuse_bad_settings(drafts: Sequence[str], wanted: RulesWanted) -> None:
    """Sees to it, before anything is read, that rules, settings and exceptions are what they should be.

    Raises:
        SettingsError: one is not; the text says where and what would be.
    """
    refuse_unknown(wanted.select or (), "--select")
    refuse_unknown(wanted.ignore or (), "--ignore")
    if wanted.is_isolated:
        return
    for draft in drafts:
        settings_for(draft)
        read_exceptions(draft)


def _rules_for(draft: str, wanted: RulesWanted) -> tuple[RuleSelection, Severity]:
    """The rules that are told of in a draft, and from which severity on: as the command says, else its folder."""
    if wanted.is_isolated:
        return RuleSelection(wanted.select or ("ALL",), wanted.ignore or ()), wanted.severity or "warning"
    settings = settings_for(draft)
    given = {name: value for name, value in (("select", wanted.select), ("ignore", wanted.ignore)) if value is not None}
    selection = settings._replace(**given).selection_for(draft)
    return selection, wanted.severity or settings.severity or "warning"


def _with(draft: Draft, findings: Sequence[Finding], told: Sequence[IdentifiedFinding]) -> Draft:
    """The draft with no other findings than those that are told; the others are kept apart."""
    kept = {id(one.finding) for one in told}
    silenced = tuple(one for one in findings if id(one) not in kept)
    if not silenced:
        return draft
    own = tuple(one for one in draft.findings if id(one) in kept)
    if draft.extraction is None:
        return draft._replace(findings=own, silenced=silenced)
    of_report = [one for one in draft.extraction.findings if id(one) in kept]
    return draft._replace(extraction=replace(draft.extraction, findings=of_report), findings=own, silenced=silenced)
