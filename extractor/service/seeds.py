"""Seeded errors as the service shows and takes them: only to who reviews in a browser, and only where they are set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from extractor.errors import Outdated
from extractor.service.state import ServiceState
from extractor.store.decisions import Choice, Made, check_choice
from extractor.store.people import ROLES, Visitor
from extractor.store.seeding import Said, Seed, answer_seed, seeds_named
from extractor.store.tables import DecisionRow


def seeds_of(here: ServiceState, visitor: Visitor) -> int | None:
    """The person whose seeded errors are shown; None where none are: a program has every figure as it is."""
    may_review = ROLES.index(visitor.role) >= ROLES.index("reviewer")
    is_shown = here.settings.seeded_errors and visitor.kind == "session" and may_review
    return visitor.person if is_shown else None


class Sorted(NamedTuple):
    """Choices, those about figures apart from those about seeded errors."""

    real: list[Choice]
    seeded: list[tuple[Choice, Seed]]


def sort_choices(session: Session, person: int | None, choices: Sequence[Choice]) -> Sorted:
    """Tells choices about seeded errors from the others, by the version that was looked at.

    Raises:
        Outdated: somebody decided about a figure meanwhile that was shown as a seeded error.
    """
    if person is None:
        return Sorted(list(choices), [])
    versions = {choice.field: choice.version for choice in choices}
    seeds = seeds_named(session, person, choices[0].document, versions)
    gone = [one.field for one in choices if one.field not in seeds and "--" in one.version]
    if gone:
        raise Outdated(f"{gone[0]}: was decided or read anew meanwhile; look at it again.", gone)
    real = [one for one in choices if one.field not in seeds]
    return Sorted(real, [(one, seeds[one.field]) for one in choices if one.field in seeds])


def answer_seeds(answered: Sequence[tuple[Choice, Seed]], person: int, when: datetime, group: int | None) -> list[Made]:
    """Keeps what is said of seeded errors; each with what looks like a decision and is none, for nobody keeps it.

    Raises:
        WrongValue, ExtractorError: as of any other figure.
    """
    made: list[Made] = []
    for choice, seed in answered:
        check_choice(choice, seed.state)
        after = answer_seed(seed, Said(choice.action, choice.answer, choice.value, choice.note), when)
        row = DecisionRow(
            id=seed.row.id,
            document_id=choice.document,
            field=choice.field,
            extraction_id=seed.state.extraction_id,
            person_id=person,
            action=choice.action,
            printed=seed.state.printed,
            before_value=seed.state.value,
            before_basis=seed.state.basis,
            before_status=seed.state.status,
            after_value=after.value if choice.action in ("settle", "undo") else None,
            note=choice.note,
            decided_at=when,
            group_id=group,
            answer=choice.answer,
        )
        made.append(Made(row, after))
    return made
