"""Cursors: where a long list goes on. To a client they mean nothing."""

from __future__ import annotations

import base64
import json
from binascii import Error as Garbled
from typing import Annotated

from fastapi import Query

from extractor.service.problems import Refusal

Limit = Annotated[int, Query(ge=1, le=200, description="At most so many.")]
Cursor = Annotated[
    str | None, Query(max_length=200, description="Where to go on: `next` of the page before.", examples=["WzQyXQ"])
]


def cursor_at(*place: int | float) -> str:
    """The cursor of a place in a list."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def place_of(cursor: str, *kinds: type[int] | type[float]) -> tuple[int | float, ...]:
    """The place a cursor stands for, with one number of each kind.

    Raises:
        Refusal: it is none of ours.
    """
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (Garbled, ValueError):
        place = None
    if not isinstance(place, list) or not _fits(place, kinds):  # pyright: ignore[reportUnknownArgumentType]
        raise Refusal(422, "invalid", "cursor: is none that this list gave; leave it out to begin at the beginning.")
    return tuple(place)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _fits(place: list[object], kinds: tuple[type[int] | type[float], ...]) -> bool:
    if len(place) != len(kinds):
        return False
    for number, kind in zip(place, kinds, strict=True):
        wanted = int if kind is int else (int, float)
        if isinstance(number, bool) or not isinstance(number, wanted) or not abs(number) < 2**62:
            return False
    return True


def whole(cursor: str | None) -> int | None:
    """The one whole number a cursor stands for; None without a cursor."""
    if cursor is None:
        return None
    (number,) = place_of(cursor, int)
    return int(number)
