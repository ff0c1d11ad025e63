"""A draft checked before it is published: read by rules as any report is, and nothing of it kept."""

from __future__ import annotations

from typing import NamedTuple

from extractor.result import Extraction
from extractor.service.models import CheckOut, PageSize
from extractor.service.readers import Question
from extractor.service.reading import counted
from extractor.service.state import ServiceState


class Draft(NamedTuple):
    """What was read of a draft: the result, the text that its places count, its pages, and all three as JSON."""

    result: Extraction
    text: str
    pages: list[PageSize]
    json: str


def check_draft(service: ServiceState, content: bytes, name: str) -> Draft:
    """Reads a draft; neither its bytes nor its name nor its hash is written down anywhere.

    Raises:
        ExtractorError: it cannot be read; the text says why and what to do.
    """
    said = counted(service.readers, service.metrics, Question("draft", content, name)).text
    found = CheckOut.model_validate_json(said)
    return Draft(found.result, found.text, found.pages, said)
