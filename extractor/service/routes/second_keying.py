"""Blind second keying: settled figures are keyed again by somebody else, who is not told the first value."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Response

from extractor.service.guards import ReaderRole, Reviewer
from extractor.service.models import Sha256
from extractor.service.models_keying import (
    DisagreementOut,
    KeyedBy,
    KeyItemOut,
    SecondKeyIn,
    SecondKeyingOut,
    SecondKeyMade,
)
from extractor.service.routes import new_router, problem
from extractor.service.routes.decisions import AtDesk
from extractor.service.shapes import second_keying_out
from extractor.service.state import Here
from extractor.store.audit import Deed, record
from extractor.store.documents import find_document
from extractor.store.keying import SecondValue, key_again
from extractor.store.second_keys import agreement, disagreements, next_key

router = new_router("second keying")
KeyNumber = Annotated[int, Path(ge=1, le=2**31 - 1, description="The number of what is keyed again.")]

After = Annotated[
    int, Query(ge=0, le=2**31 - 1, description="Only what comes after this number: one that is not sent yet, say.")
]


@router.get("/second-keying")
def get_second_keying(here: Here, _: ReaderRole) -> SecondKeyingOut:
    """How second keying goes: what waits, what was keyed, and how far both agree."""
    with here.store.reading() as session:
        now = agreement(session)
    return second_keying_out(here.settings.second_keying, now)


@router.get(
    "/second-keying/next",
    response_model=KeyItemOut,
    responses={204: {"description": "Nothing waits that you may key."}},
)
def get_next_key(here: Here, visitor: Reviewer, after: After = 0) -> KeyItemOut | Response:
    """A figure to key again: where it stands, and nothing of what anybody read there."""
    with here.store.reading() as session:
        item = next_key(session, visitor.person, after)
    if item is None:
        return Response(status_code=204)
    return KeyItemOut.model_validate(item._asdict())


@router.get("/documents/{sha256}/second-keying")
def get_disagreements(here: Here, _: ReaderRole, sha256: Sha256) -> list[DisagreementOut]:
    """The figures of a document that wait because two people keyed them differently: who keyed what."""
    with here.store.reading() as session:
        found = disagreements(session, find_document(session, sha256).id)
    return [
        DisagreementOut(
            field=one.field,
            first=KeyedBy(who=one.first_who, value=one.first_value),
            second=KeyedBy(who=one.second_who, value=one.second_value),
        )
        for one in found
    ]


@router.post(
    "/second-keying/{id}",
    responses={
        403: problem("You decided about this figure before."),
        412: problem("It was keyed already, or the figure was decided anew meanwhile."),
    },
)
def key(desk: AtDesk, id: KeyNumber, second: SecondKeyIn) -> SecondKeyMade:
    """Key a settled figure again, once. If the values differ, the figure goes back into the queue."""
    store, person = desk.here.store, desk.visitor.person
    with store.writing() as session:
        now = store.now()
        made = key_again(session, SecondValue(id, second.value, person), now)
        details = {"second_key": id, "agrees": made.agrees}
        record(session, Deed("second-keying.key", None, details, person, desk.address), now)
    return SecondKeyMade(agrees=made.agrees)
