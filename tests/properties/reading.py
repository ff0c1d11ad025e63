"""Reading a printed report back, and what is asked of every reading."""

from __future__ import annotations

from hypothesis import note

from extractor.pipeline import extract
from extractor.result import Extraction
from tests.properties.truths import Truth


def read(text: str) -> Extraction:
    """The extraction of a report's text; the text is shown where a law fails."""
    note(text)
    return extract(text.encode(), "report.txt")


def silently_wrong(truth: Truth, extraction: Extraction) -> list[str]:
    """The accepted fields whose value is not the truth, each with what was read and what is true."""
    return [
        f"{key}: read {field.value} (printed {field.printed!r}, {field.basis}, {field.proof}), "
        f"is {truth.figures.get(key)} in form {truth.form.id}/{truth.form.edition}, read as {extraction.report.form}"
        for key, field in extraction.fields.items()
        if field.status == "accepted" and not truth.allows(key, field.value)
    ]


def wrong(truth: Truth, extraction: Extraction) -> list[str]:
    """The fields of the truth whose value was not read right, accepted or not."""
    found: list[str] = []
    for key, figure in truth.figures.items():
        field = extraction.fields.get(key)
        if field is None or field.value is None or float(field.value) != float(figure):
            found.append(f"{key}: read {field.value if field else None}, is {figure}")
    return found
