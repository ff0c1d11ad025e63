"""Whether two names that one report prints are the same body's: short and long, with and without what encloses it."""

from __future__ import annotations

import re

from extractor.identity.organs import lexicon
from extractor.identity.parse import Name, parse

_OFFICE = re.compile("(?:人民政府)?办公[室厅]|办|机关|\\(.*\\)")
_GOVERNMENT = ("", "人民政府", "政府")
_TOWN_TAIL = re.compile("(?:办事处|人民政府|政府|党工委|办)$")
_TOWN = re.compile("(?:街道?|[镇乡]|苏木)$")
# A street's office is the government's that is above it: 青山县人民政府柳溪街道办事处.
_ABOVE_TOWN = re.compile("^(?:人民政府|政府)(?=.+街道?$)")
_LEVEL = re.compile("^[省市县区州盟旗](?=.{2})")


def are_same(one: Name, other: Name) -> bool:
    """Whether both can be one body's names; an office is its organ's where it signs or announces for it."""
    if one.text == other.text:
        return True
    if one.place and other.place and not (one.place.endswith(other.place) or other.place.endswith(one.place)):
        return False
    first, second = (organ_key(name) for name in (one, other))
    if first & second:
        return True
    long, short = sorted((min(first, key=len), min(second, key=len)), key=len, reverse=True)
    return long.startswith(short) and _OFFICE.fullmatch(long[len(short) :]) is not None


def without_town_tail(name: str) -> str:
    """The name of a town's government or office as the town's own name; others as they are."""
    town = _TOWN_TAIL.sub("", name)
    return town if _TOWN.search(town) else name


def organ_key(name: Name) -> frozenset[str]:
    """All names of the organ that a name says, written out; both of a body with two."""
    bare, _, second = name.organ.partition("(")
    keys = {_written_out(bare)}
    inner = parse(second[:-1]) if second.endswith(")") else None
    if inner is not None:
        keys.add(_written_out(inner.organ))
    return frozenset(known for key in keys for known in lexicon().organ.get(key, (key,)))


def _written_out(organ: str) -> str:
    known = lexicon()
    if organ in _GOVERNMENT:
        return "人民政府"
    if organ not in known.short and organ not in known.organ:
        organ = _LEVEL.sub("", organ) if _LEVEL.sub("", organ) in known.common else organ
    organ = known.short.get(organ, organ)
    return _ABOVE_TOWN.sub("", without_town_tail(organ))
