"""People and their tokens, the rules of the house, and documents that are taken out; what admins look after."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Path, Request, Response

from extractor.service.guards import Admin, ReaderRole, address_of
from extractor.service.models import Sha256
from extractor.service.models_keying import CatchOut, SeededErrorsOut
from extractor.service.models_people import (
    PurgedOut,
    PurgeIn,
    RulesIn,
    RulesOut,
    TokenIn,
    TokenMade,
    TokenOut,
    WebhookOut,
)
from extractor.service.routes import new_router
from extractor.service.shapes import interval_out
from extractor.service.state import Here
from extractor.store.audit import Deed, record
from extractor.store.people import Role, grant, list_tokens, person_named, revoke_token
from extractor.store.purging import Purge, purge
from extractor.store.rules import rules_now, write_rules
from extractor.store.seeding import catches
from extractor.store.webhooks import list_webhooks

router = new_router("people")
TokenNumber = Annotated[int, Path(ge=1, le=2**31 - 1, description="The number of a token.")]


@router.get("/tokens")
def get_tokens(here: Here, _: Admin) -> list[TokenOut]:
    """The tokens of programs and people, the oldest first; browsers' sessions are not listed."""
    with here.store.reading() as session:
        found = list_tokens(session)
    return [
        TokenOut(
            id=row.id,
            name=name,
            role=cast(Role, row.role),
            created_at=row.created_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
            last_used_at=row.last_used_at,
        )
        for row, name in found
    ]


@router.post("/tokens", status_code=201)
def make_token(request: Request, here: Here, visitor: Admin, wish: TokenIn) -> TokenMade:
    """Make a token for somebody; its secret is in this answer and nowhere else."""
    with here.store.writing() as session:
        now, name = here.store.now(), wish.name.strip()
        made = grant(session, person_named(session, name, now), wish.role, now, days=wish.days)
        details = {"for": name, "role": wish.role}
        record(session, Deed("token.create", f"token {made.id}", details, visitor.person, address_of(request)), now)
    return TokenMade(id=made.id, secret=made.secret)


@router.delete("/tokens/{id}", status_code=204)
def end_token(request: Request, here: Here, visitor: Admin, id: TokenNumber) -> Response:
    """Revoke a token, and end the browsers' sessions of its person."""
    with here.store.writing() as session:
        now = here.store.now()
        revoke_token(session, id, now)
        record(session, Deed("token.revoke", f"token {id}", {}, visitor.person, address_of(request)), now)
    return Response(status_code=204)


@router.delete("/documents/{sha256}")
def purge_document(request: Request, here: Here, visitor: Admin, sha256: Sha256, wish: PurgeIn) -> PurgedOut:
    """Take a document out for good, with all that was read and decided of it; that it was here stays known."""
    with here.store.writing() as session:
        now = here.store.now()
        kept = purge(session, Purge(sha256, visitor.person, wish.reason.strip()), now)
        details = {"reason": kept.reason}
        record(session, Deed("document.purge", sha256, details, visitor.person, address_of(request)), now)
    return PurgedOut(
        sha256=kept.sha256,
        bytes=kept.size,
        received_at=kept.received_at,
        purged_at=kept.purged_at,
        who=visitor.name,
        reason=kept.reason,
    )


@router.get("/rules")
def get_rules(here: Here, _: ReaderRole) -> RulesOut:
    """How what is open is decided in this house: what is set, and what somebody wrote."""
    with here.store.reading() as session:
        written = rules_now(session)
    return RulesOut(
        blanks=here.settings.blanks,
        second_keying=here.settings.second_keying,
        seeded_errors=here.settings.seeded_errors,
        text=written.text if written else "",
        who=written.who if written else None,
        made_at=written.made_at if written else None,
    )


@router.get("/webhooks")
def get_webhooks(here: Here, _: Admin) -> list[WebhookOut]:
    """The addresses that the operator had told of events, and how that goes."""
    with here.store.reading() as session:
        found = list_webhooks(session)
    return [WebhookOut(**{name: getattr(row, name) for name in WebhookOut.model_fields}) for row in found]


@router.get("/seeded-errors")
def get_seeded_errors(here: Here, _: Admin) -> SeededErrorsOut:
    """How many of the known errors that they were shown each person caught; no figure and no count has any of them."""
    with here.store.reading() as session:
        found = catches(session)
    people = [CatchOut.model_validate({**one._asdict(), "interval": interval_out(one.interval)}) for one in found]
    return SeededErrorsOut(share=here.settings.seeded_errors, people=people)


@router.put("/rules", status_code=204)
def put_rules(request: Request, here: Here, visitor: Admin, rules: RulesIn) -> Response:
    """Write the rules of the house anew; those before are kept, and so is who wrote them."""
    with here.store.writing() as session:
        now = here.store.now()
        write_rules(session, rules.text, visitor.person, now)
        record(session, Deed("rules.write", None, {}, visitor.person, address_of(request)), now)
    return Response(status_code=204)
