"""What a statement counts: the fields of the form whose sum its number should be, the likeliest reading first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.proofreading.statement import RESULTS, VERDICTS, Statement

Fields = tuple[str, ...]

_APPLICANT_COLUMNS: dict[str, tuple[str, ...]] = {
    "natural": ("natural_person",),
    "company": ("company",),
    "research": ("research",),
    "welfare": ("public_welfare",),
    "legal": ("legal_service",),
    "other_org": ("other_org",),
    "organisations": ("company", "research", "public_welfare", "legal_service", "other_org"),
}
_REASONS = {
    "state_secret": "denied.state_secret",
    "law_forbidden": "denied.law_forbidden",
    "three_safety": "denied.three_safety_one_stability",
    "third_party": "denied.third_party_rights",
    "internal": "denied.internal_affairs",
    "process": "denied.process_information",
    "enforcement": "denied.enforcement_files",
    "inquiry": "denied.administrative_inquiry",
    "not_held": "unable.not_held",
    "needs_creation": "unable.needs_creation",
    "unclear": "unable.unclear_after_correction",
    "petition": "rejected.petition",
    "repeated": "rejected.repeated",
    "publication": "rejected.public_publication",
    "excessive": "rejected.excessive",
    "reconfirm": "rejected.reconfirm",
    "overdue_correction": "other.overdue_correction",
    "unpaid": "other.unpaid_fee",
}
_OUTCOMES = {"granted": "granted", "partial": "partially_granted"}
_FAMILIES = {"denied": "denied.", "unable": "unable.", "rejected": "rejected.", "other_handling": "other."}
_DECISIONS = {
    "licensing": "active.administrative_licensing.decisions",
    "penalties": "active.administrative_penalties.decisions",
    "coercion": "active.administrative_coercion.decisions",
}
FEES = "active.administrative_fees.amount_wan_yuan"
NEW, CARRIED_IN, TOTAL = "applications.new.total", "applications.carried_in.total", "applications.total.total"
CARRIED_OUT = "applications.carried_out.total"
_CARRIED: dict[str, tuple[Fields, ...]] = {
    "carried_in": ((CARRIED_IN,),),
    "carried_out": ((CARRIED_OUT,),),
    "carried": ((CARRIED_IN,), (CARRIED_OUT,)),
}
_PAPERS = {"issue": "issued", "repeal": "repealed", "in_force": "in_force"}
_VERDICT_ROWS = {"upheld": "upheld", "corrected": "corrected", "other_result": "other", "pending": "pending"}
_SETTLED = ("upheld", "corrected", "other")
_GROUPS: dict[str, tuple[str, ...]] = {
    "review": ("review",),
    "direct": ("litigation_direct",),
    "after_review": ("litigation_after_review",),
    "litigation": ("litigation_direct", "litigation_after_review"),
    "both": ("review", "litigation_direct", "litigation_after_review"),
}
_DISPUTES = frozenset(_GROUPS) - {"both"}
_ACTS = frozenset(("made", "handle", "finish", "suffer"))


_OF_PAPERS = ("份", "条", "篇")


class Concept(NamedTuple):
    """What is counted: `readings` are sums of fields, the likeliest first; `is_at_most` says that it may be a part."""

    readings: tuple[Fields, ...]
    is_at_most: bool = False


def concept_of(statement: Statement, fields: Iterable[str]) -> Concept | None:
    """What a count or an amount of money counts, by the words it stands among; None where that is not clear."""
    if statement.is_foreign:
        return None
    core = statement.core
    if statement.quantity.kind == "money":
        is_fee = "fees" in core or (statement.topic == "fees" and core <= {"charge", "receive"})
        return Concept(((FEES,),)) if is_fee and "info_fee" not in core else None
    known = frozenset(fields)
    made = _active(statement, core) or _dispute(statement, core) or _application(statement, core, known)
    if made is None:
        return None
    readings = tuple(sum_ for sum_ in made.readings if sum_ and known.issuperset(sum_))
    return made._replace(readings=readings) if readings else None


def _active(statement: Statement, core: frozenset[str]) -> Concept | None:
    decided = [thing for thing in _DECISIONS if thing in core]
    if decided:
        return (
            Concept(((_DECISIONS[decided[0]],),)) if len(decided) == 1 and core - _ACTS == frozenset(decided) else None
        )
    papers = [thing for thing in ("normative", "regulations") if thing in core]
    thing = papers[0] if papers else statement.topic
    if thing not in ("normative", "regulations") or len(papers) > 1:
        return None
    rest = core - {thing, "made"}
    row = "normative_documents" if thing == "normative" else "regulations"
    done = [one for one in rest if one in _PAPERS]
    if len(done) != 1 or len(rest) != 1:
        return None
    return Concept(((f"active.{row}.{_PAPERS[done[0]]}",),))


def _dispute(statement: Statement, core: frozenset[str]) -> Concept | None:
    named, verdicts = core & _DISPUTES, core & VERDICTS
    is_settled = core == frozenset(("finish",))
    if not named and not ((verdicts or is_settled) and statement.topic in _DISPUTES):
        return None
    rest = core - named - verdicts - {"suffer", "applications", "finish", "receive", "handle", "issue", "made"}
    if rest or len(verdicts) > 1:
        return None
    group = _group(named) or (statement.group if not named else "")
    if core & {"finish"} and not verdicts and group in _GROUPS:
        return Concept((_rows(group, _SETTLED), _rows(group, ("total",))))
    if group not in _GROUPS or (group == "both" and (verdicts or "apiece" in statement.phrase.senses)):
        return None
    acts = core & {"receive", "handle", "finish", "made"}
    if group == "review" and named and acts and "suffer" not in core and statement.quantity.value:
        return None
    row = _VERDICT_ROWS[next(iter(verdicts))] if verdicts else "total"
    return Concept((_rows(group, (row,)),))


def _rows(group: str, rows: Sequence[str]) -> Fields:
    """These rows of all kinds of disputes that a group has."""
    return tuple(f"disputes.{one}.{row}" for one in _GROUPS[group] for row in rows)


def _group(named: frozenset[str]) -> str:
    narrower = named & {"direct", "after_review"}
    if len(narrower) == 1:
        return next(iter(narrower))
    return (
        next(iter(named))
        if len(named) == 1
        else "both"
        if named
        == frozenset(
            (
                "review",
                "litigation",
            )
        )
        else ""
    )


def _application(statement: Statement, core: frozenset[str], known: frozenset[str]) -> Concept | None:
    if core & {
        "review",
        "litigation",
        "direct",
        "after_review",
        *_DECISIONS,
        "normative",
        "regulations",
        "fees",
        "info_fee",
    }:
        return None
    if statement.quantity.unit in _OF_PAPERS and core <= {"applications", "granted", "denied"}:
        return None  # 依申请公开 51 份: papers by how they are public, and no applications
    is_topic = statement.topic == "applications" or "applications" in core
    applicants = [one for one in _APPLICANT_COLUMNS if one in core]
    if applicants:
        return _applicants(statement, core, applicants)
    at_most = statement.row == "part"
    if {"receive", "carried_in"} <= core and "sum" in statement.phrase.senses:
        return Concept(((NEW, CARRIED_IN), (CARRIED_IN,)))
    for stage, carried in _CARRIED.items():
        if stage in core:
            allowed = {stage, "applications", "handle", "receive", "finish"}
            is_clear = is_topic or not statement.topic or "carried_in" in core
            return Concept(carried) if core <= allowed and is_clear else None
    results = core & RESULTS
    if results:
        if not is_topic and not (results & {"partial", "denied", "unable", "rejected"}) and statement.topic:
            return None
        made = _results(results, core, known)
        return made and made._replace(is_at_most=at_most)
    return _whole(core) if is_topic or (core == frozenset(("finish",)) and not statement.topic) else None


def _applicants(statement: Statement, core: frozenset[str], applicants: Sequence[str]) -> Concept | None:
    if core - set(applicants) - {"applications", "receive", "handle"}:
        return None
    columns = tuple(dict.fromkeys(column for one in applicants for column in _APPLICANT_COLUMNS[one]))
    rows = ("total", "new") if statement.row == "total" else ("new",)
    return Concept(tuple(tuple(f"applications.{row}.{column}" for column in columns) for row in rows))


def _results(results: frozenset[str], core: frozenset[str], known: frozenset[str]) -> Concept | None:
    if core - results - {"applications", "finish", "handle", "made", "suffer"}:
        return None
    reasons = [one for one in _REASONS if one in results]
    outcomes = results - set(reasons)
    if len(reasons) == 1 and len(outcomes) <= 1:
        own = (f"applications.{_REASONS[reasons[0]]}.total",)
        family = _REASONS[reasons[0]].partition(".")[0]
        wider = [_outcome(one, known) for one in outcomes if _FAMILIES.get(one, "") == f"{family}."]
        return Concept((own, *wider))
    if reasons:
        return None
    if outcomes == frozenset(
        (
            "granted",
            "partial",
        )
    ):
        return Concept((("applications.granted.total", "applications.partially_granted.total"),))
    return Concept((_outcome(next(iter(outcomes)), known),)) if len(outcomes) == 1 else None


def _outcome(outcome: str, known: frozenset[str]) -> Fields:
    """The rows of an outcome: one, or all of its family that the form has."""
    if outcome in _OUTCOMES:
        return (f"applications.{_OUTCOMES[outcome]}.total",)
    prefix = f"applications.{_FAMILIES[outcome]}"
    single = f"{prefix}total"
    if single in known:
        return (single,)
    return tuple(field for field in sorted(known) if field.startswith(prefix) and field.endswith(".total"))


def _whole(core: frozenset[str]) -> Concept | None:
    if "due" in core:
        return Concept(((NEW, CARRIED_IN),)) if core <= {"due", "applications"} else None
    if "finish" in core:
        return Concept(((TOTAL,),)) if core <= {"finish", "applications", "handle", "made"} else None
    if "receive" in core and core <= {"receive", "applications", "suffer"}:
        return Concept(((NEW,),))
    if core == frozenset(
        (
            "receive",
            "applications",
            "handle",
        )
    ) or core == frozenset(
        (
            "receive",
            "handle",
        )
    ):
        return Concept(((NEW,), (NEW, CARRIED_IN), (TOTAL,)))
    if core == frozenset(
        (
            "applications",
            "handle",
        )
    ) or core == frozenset(("handle",)):
        return Concept(((TOTAL,), (NEW,), (NEW, CARRIED_IN)))
    if core == frozenset(("applications",)):
        return Concept(((NEW,), (NEW, CARRIED_IN), (TOTAL,)))
    return None
