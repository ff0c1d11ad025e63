"""A draft checked before it is published: read as any report is, shown to nobody unless that is asked for, not kept."""

from __future__ import annotations

from typing import NamedTuple

from extractor.result import Extraction, Message
from extractor.service.model import check_model
from extractor.service.models import CheckOut, PageSize
from extractor.service.reading import counted
from extractor.service.state import ServiceState
from extractor.service.workers import Question
from extractor.store.jobs import Ask


class SentDraft(NamedTuple):
    """A draft as it was sent; `ask` is what whoever sent it said of the model, in so many words: it has no default."""

    content: bytes
    name: str
    ask: Ask


class Draft(NamedTuple):
    """What was read of a draft: the result, who was shown it, the text its places count, its pages; and all as JSON."""

    result: Extraction
    shown_to: Message
    text: str
    pages: list[PageSize]
    json: str


def check_draft(service: ServiceState, sent: SentDraft, person: int) -> Draft:
    """Reads a draft for somebody; neither its bytes nor its name nor its hash is written down anywhere.

    Raises:
        ExtractorError: it cannot be read; the text says why and what to do.
        Refusal: a model is to be asked, and there is none.
    """
    if sent.ask != "off":
        check_model()
    question = Question("draft", sent.content, sent.name, sent.ask)
    said = counted(service.workers, service.metrics, question, person).text
    found = CheckOut.model_validate_json(said)
    return Draft(found.result, found.shown_to, found.text, found.pages, said)
