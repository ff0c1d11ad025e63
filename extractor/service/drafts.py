"""A draft checked before it is published: read as any report is, shown to nobody unless that is asked for, not kept."""

from __future__ import annotations

from typing import NamedTuple

from extractor.result import Extraction, Message
from extractor.service.model import check_model
from extractor.service.models import CheckOut, PageSize
from extractor.service.readers import Question
from extractor.service.reading import counted
from extractor.service.state import ServiceState
from extractor.store.jobs import Ask


class Draft(NamedTuple):
    """What was read of a draft: the result, who was shown it, the text its places count, its pages; and all as JSON."""

    result: Extraction
    shown_to: Message
    text: str
    pages: list[PageSize]
    json: str


def check_draft(service: ServiceState, content: bytes, name: str, ask: Ask) -> Draft:
    """Reads a draft; neither its bytes nor its name nor its hash is written down anywhere.

    `ask` is what whoever sent it said of the model, in so many words: it has no default here.

    Raises:
        ExtractorError: it cannot be read; the text says why and what to do.
        Refusal: a model is to be asked, and there is none.
    """
    if ask != "off":
        check_model()
    said = counted(service.readers, service.metrics, Question("draft", content, name, ask)).text
    found = CheckOut.model_validate_json(said)
    return Draft(found.result, found.shown_to, found.text, found.pages, said)
