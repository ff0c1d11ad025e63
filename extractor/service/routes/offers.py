"""Offers: one answer for many figures of a document, for who reviews it."""

from __future__ import annotations

from extractor.forms import form_with_fields
from extractor.service.guards import ReaderRole
from extractor.service.models import Sha256
from extractor.service.models_decisions import OfferOut
from extractor.service.routes import new_router
from extractor.service.seeds import seeds_of
from extractor.service.shapes import offer_out
from extractor.service.state import Here
from extractor.store.documents import find_document
from extractor.store.extractions import current_extraction, findings_of, original_of
from extractor.store.offers import Report, offers_of
from extractor.store.seeding import as_seen
from extractor.store.states import states_of

router = new_router("review")


@router.get("/documents/{sha256}/offers")
def get_offers(here: Here, visitor: ReaderRole, sha256: Sha256) -> list[OfferOut]:
    """What could be said of many figures of a document at once: table by table, what settles most first.

    To take one, send its figures as decisions with their `etag`s, and its `kind`. Figures may be left out or changed.
    """
    with here.store.reading() as session:
        document = find_document(session, sha256).id
        extraction = current_extraction(session, document)
        states = as_seen(session, seeds_of(here, visitor), states_of(session, document))
        form = form_with_fields(extraction.form, [state.field for state in states]) if extraction else None
        if extraction is None or form is None:
            return []
        findings = [finding.body for finding in findings_of(session, extraction.id)]
        text = original_of(session, document)
    report = Report(form, states, findings, text, here.settings.blanks)
    return [offer_out(one) for one in offers_of(report)]
