"""Reading a printed report back, and what is asked of every reading."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import note

from extractor.pipeline import extract
from extractor.result import ExtractedField, Extraction
from tests.properties.truths import Truth


class Tried(NamedTuple):
    """A text that was read, and what is true of it; None until it is compared with that."""

    text: str
    truth: Truth | None


class LastTried:
    """What a law tried last: where it fails, the example that hypothesis shows, for whoever writes it down."""

    tried: Tried | None = None


PRINTED_BLANK = "printed '', blank"
"""How it is said of a field that it is accepted as printed blank."""


def read(text: str) -> Extraction:
    """The extraction of a report's text; the text is shown where a law fails."""
    note(text)
    LastTried.tried = Tried(text, None)
    return extract(text.encode(), "report.txt")


def silently_wrong(truth: Truth, extraction: Extraction) -> list[str]:
    """The accepted fields whose value is not the truth, each with what was read and what is true."""
    _compared_with(truth)
    return [
        f"{key}: read {field.value} (printed {field.printed!r}, {field.basis}, {field.proof}), "
        f"is {truth.figures.get(key)} in form {truth.form.id}/{truth.form.edition}, read as {extraction.report.form}"
        for key, field in extraction.fields.items()
        if field.status == "accepted" and not truth.allows(key, _said_by(field))
    ]


def _said_by(field: ExtractedField) -> float | None:
    """What a field says of the figure: what is accepted as printed blank is none, which these reports print for 0."""
    if field.basis == "blank":
        return 0
    return None if field.value is None else float(field.value)


def wrong(truth: Truth, extraction: Extraction) -> list[str]:
    """The fields of the truth whose value was not read right, accepted or not."""
    _compared_with(truth)
    found: list[str] = []
    for key, figure in truth.figures.items():
        field = extraction.fields.get(key)
        if field is None or field.value is None or float(field.value) != float(figure):
            found.append(f"{key}: read {field.value if field else None}, is {figure}")
    return found


def _compared_with(truth: Truth) -> None:
    if LastTried.tried is not None:
        LastTried.tried = LastTried.tried._replace(truth=truth)
