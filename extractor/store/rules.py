"""The rules of the house: how what is open is decided here, in words that all see who decide or key again."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from extractor.store.tables import Person
from extractor.store.tables_people import HouseRule


class WrittenRules(NamedTuple):
    """The rules that are in force, who wrote them, and when."""

    text: str
    who: str
    made_at: datetime


def rules_now(session: Session) -> WrittenRules | None:
    """The rules that are in force; None where nobody wrote any."""
    query = select(HouseRule.text, Person.name, HouseRule.made_at).join(Person, Person.id == HouseRule.person_id)
    found = session.execute(query.order_by(HouseRule.id.desc()).limit(1)).one_or_none()
    return None if found is None else WrittenRules(found.text, found.name, found.made_at)


def write_rules(session: Session, text: str, person: int, when: datetime) -> None:
    """Puts rules in force; those before are kept."""
    session.execute(insert(HouseRule).values(text=text, person_id=person, made_at=when))
