"""The fields of some identities in the order of the page, and the parts into which the identities fall."""

from __future__ import annotations

from collections.abc import Sequence

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
    root: dict[str, str] = {}

    def find(field: str) -> str:
        while root.setdefault(field, field) != field:
            root[field] = root[root[field]]
            field = root[field]
        return field

    for identity in identities:
        for field in identity.fields:
            root[find(field)] = find(identity.fields[0])
    parts: dict[str, list[Identity]] = {}
    for identity in identities:
        if identity.fields:
            parts.setdefault(find(identity.fields[0]), []).append(identity)
    return [tuple(part) for part in parts.values()]
