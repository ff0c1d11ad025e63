"""The decisions about one report on one page, each beside its source: to be printed where somebody disputes them."""

from __future__ import annotations

from typing import Any, NamedTuple

from fastapi import APIRouter, Response

from extractor.result import Number
from extractor.service.models import Sha256
from extractor.service.pages.queue import field_label
from extractor.service.pages.render import Showing
from extractor.store.decisions import decisions_of
from extractor.store.documents import find_document
from extractor.store.extractions import current_extraction, original_of
from extractor.store.parts import identity_of, is_part
from extractor.store.states import states_named
from extractor.store.tables import DecisionRow

router = APIRouter(include_in_schema=False)
_AROUND = 2
"""So many lines before and behind are shown of a text."""
_WIDTH = 1000


class Line(NamedTuple):
    """A line of the text with what is marked in it."""

    number: int
    before: str
    marked: str
    behind: str


class Decided(NamedTuple):
    """A figure that was decided about: where it stands, and every decision, the first first."""

    field: str
    label: str
    printed: str | None
    place: dict[str, Any] | None
    picture: str | None
    lines: list[Line]
    made: list[tuple[DecisionRow, str, str, str]]


@router.get("/documents/{sha256}/decided")
def show_decided(page: Showing, sha256: Sha256) -> Response:
    """The decisions about a report."""
    with page.here.store.reading() as session:
        document = find_document(session, sha256)
        rows = decisions_of(session, document.id)
        fields = list(dict.fromkeys(row.field for row, _ in rows))
        states = states_named(session, document.id, fields) if fields else {}
        extraction = current_extraction(session, document.id)
        identity = identity_of(session, document.id, extraction) if extraction else None
        text = original_of(session, document.id)
    found: list[Decided] = []
    for field in fields:
        place = states[field].place
        made = [_told(row, who) for row, who in rows if row.field == field]
        label = page.say(f"script.part_{field}") if is_part(field) else field_label(field)
        picture = _picture(sha256, place)
        lines = [] if picture else _lines(text, place)
        found.append(Decided(field, label, states[field].printed, place, picture, lines, made))
    return page.show("decided.html", document=document, identity=identity, decided=found)


def _told(row: DecisionRow, who: str) -> tuple[DecisionRow, str, str, str]:
    return row, who, _value(row.before_text, row.before_value), _value(row.after_text, row.after_value)


def _value(text: str | None, value: Number | None) -> str:
    return text or ("—" if value is None else str(value))


def _picture(sha256: str, place: dict[str, Any] | None) -> str | None:
    """The address of the picture of the page that a figure stands on."""
    if not place or place.get("page") is None or not place.get("box"):
        return None
    return f"/v1/documents/{sha256}/pages/{place['page']}.png?width={_WIDTH}"


def _lines(text: str | None, place: dict[str, Any] | None) -> list[Line]:
    """The lines around a place, with the place marked."""
    if text is None or not place:
        return []
    lines = text.splitlines(keepends=True)
    at = int(place["line"]) - 1
    start = sum(map(len, lines[:at]))
    found: list[Line] = []
    for number in range(max(at - _AROUND, 0), min(at + _AROUND + 1, len(lines))):
        line = lines[number].rstrip("\r\n")
        if number != at:
            found.append(Line(number + 1, line, "", ""))
            continue
        first, last = place["start"] - start, min(place["end"] - start, len(line))
        found.append(Line(number + 1, line[:first], line[first:last], line[last:]))
    return found
