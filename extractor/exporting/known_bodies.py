"""What is known of each body of a panel, whatever table it stands in: its id, where it is, what it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from extractor.identity.bodies import Body, body_id
from extractor.identity.levels import level_of
from extractor.identity.parse import region_of
from extractor.identity.regions import code_of, name_of, province_of


class KnownBody(NamedTuple):
    """A body; its fields are columns of this name, None where its names do not tell."""

    body_id: str | None
    body: str | None
    region: str | None
    region_code: str | None
    province: str | None
    province_code: str | None
    level: str | None
    organ: str | None
    organ_kind: str | None


class KnownBodies:
    """The bodies of a panel, by name; each is looked at once."""

    def __init__(self, names: Iterable[str], bodies: Mapping[str, Body]) -> None:
        self._regions = {one.name: one.region for one in bodies.values() if one.name is not None}
        ids = {name: body_id(name) for name in names}
        counts = Counter(ids.values())
        # An id that two bodies would share, or that a name does not give, is the name itself: no two have that.
        self._ids = {name: one if one and counts[one] == 1 else name for name, one in ids.items()}
        self._known: dict[str, KnownBody] = {}

    def of(self, name: str) -> KnownBody:
        """What is known of the body of this name."""
        if name not in self._known:
            region = self._regions[name] if name in self._regions else region_of(name)
            self._known[name] = known_body(self._ids.get(name, name), name, region)
        return self._known[name]


def known_body(known_as: str | None, name: str | None, region: str | None) -> KnownBody:
    """What the name of a body and its region say of it."""
    level, code = level_of(name, region), province_of(region)
    what = (level.level, level.organ, level.kind)
    return KnownBody(known_as, name, region, code_of(region), name_of(code), code, *what)
