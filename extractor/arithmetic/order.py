"""The fields of some identities in the order of the page, and the parts into which the identities fall."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.connected import connected
from extractor.forms import Identity


def printed_order(identity: Identity) -> tuple[str, ...]:
    """The fields of an identity as they stand on the page: a single field on the left is a total, after its parts."""
    return identity.right + identity.left if len(identity.left) == 1 else identity.fields


def form_order(identities: Sequence[Identity]) -> list[str]:
    """Every field of the identities once, in the order in which they stand on the page."""
    return list(dict.fromkeys(field for identity in identities for field in printed_order(identity)))


def independent_parts(identities: Sequence[Identity]) -> list[tuple[Identity, ...]]:
    """The identities in groups that share no field, each in the order given; a repair of one never touches another.

    The groups come in the order of their first identities.
    """
    first: dict[str, int] = {}
    sharing = [(first.setdefault(field, at), at) for at, one in enumerate(identities) for field in one.fields]
    parts = connected(len(identities), sharing)
    return [tuple(identities[at] for at in part) for part in parts if identities[part[0]].fields]
