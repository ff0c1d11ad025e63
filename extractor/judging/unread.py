"""Numbers printed in a table that are larger than any figure: which fields they are of.

Nobody can say what should stand there. So arithmetic puts nothing there, and no identity over such a field says or
vouches for another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from extractor.forms import Column, Form, Identity
from extractor.reading.assign_cells import numbers_too_large
from extractor.reading.model import Reading, RowReading
from extractor.reading.tokenize import Token


def unread_fields(reading: Reading) -> dict[str, Token]:
    """The fields that such a number is of, or may be, each with the number."""
    found: dict[str, Token] = {}
    for section in reading.sections:
        by_key = {row.row.key: row for row in section.rows}
        for block in section.section.blocks:
            for row in block.rows:
                found.update(_of_row(by_key[row.key], block.columns))
    return found


def _of_row(row: RowReading, columns: tuple[Column, ...]) -> Iterator[tuple[str, Token]]:
    shown = {cell.token for placement in row.placements for cell in placement}
    for placement in row.placements:
        for field, cell in zip(row.row.fields, placement, strict=True):
            if cell.too_large and cell.token is not None:
                yield field, cell.token
    for token in numbers_too_large((token for token in row.tokens if token not in shown), columns)[:1]:
        # It may stand in any slot of the row.
        yield from ((field, token) for field in row.row.fields)


def identities_over_readable_fields(form: Form, unread: Collection[str]) -> tuple[Identity, ...]:
    """The identities that say something although these fields are unread."""
    if not unread:
        return form.identities
    return tuple(one for one in form.identities if not any(field in unread for field in one.fields))
