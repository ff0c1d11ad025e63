"""Figures whose characters were recognised in a picture: how sure each is, and which the identities vouch for.

A figure that is not sure counts as read where every identity around it holds, and one of them has no other figure that
is not sure: then the others alone say what it is, and its own characters only confirm it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from extractor.forms import Form
from extractor.judging.resolve_placements import Resolved
from extractor.reading.model import Reading
from extractor.reading.tokenize import BLANK, Token

SURE = 0.9
"""The least probability of its characters with which a figure counts as read without anything that vouches for it."""


def ocr_probabilities(
    reading: Reading, settled: Resolved, probability_of: Callable[[Token], float]
) -> dict[str, float]:
    """The probability with which each figure that was recognised is what it is read as; no other has an entry.

    Where it is open which figure of a row stands in which slot, each is as sure as the least sure of them.
    """
    found: dict[str, float] = {}
    for section in reading.sections:
        for row in section.rows:
            tokens = [token for token in row.tokens if token.kind != BLANK]
            least = min(map(probability_of, tokens), default=1.0)
            if least == 1.0:
                continue
            for field in row.row.fields:
                cell = settled.cells.get(field)
                if cell is None:
                    found[field] = least
                elif cell.token is not None and cell.token.kind != BLANK:
                    found[field] = probability_of(cell.token)
    return found


def unvouched(form: Form, sure: Mapping[str, float], vouching: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The figures that are not sure, and that no identity says without another figure that is not sure."""
    doubtful = {name for name, chance in sure.items() if chance < SURE}
    left: set[str] = set()
    for name in doubtful:
        around = (*form.within[name], *form.across[name])
        holding = [one for one in around if one.name in vouching.get(name, ())]
        settled = any(doubtful.isdisjoint(field for field in one.fields if field != name) for one in holding)
        if len(holding) < len(around) or not settled:
            left.add(name)
    return frozenset(left)
