"""One body under its several names: which of the names that reports print are the same body's, and why.

Conservative: names of different places are never brought together, nor different organs of one place; what a name
leaves open stays as it is printed. Every step that changes a name is named as its rule, with what it went by.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from extractor.identity.organs import lexicon
from extractor.identity.parse import region_of
from extractor.identity.regions import code_of, codes_of, name_of, province_of
from extractor.identity.successions import successor_of
from extractor.lexicon.organs import PLACES

_GENERIC = re.compile(f"[{PLACES}镇乡]?")
_TOWN = re.compile(r"(?P<name>.+?(?:街道|[镇乡]))(?:办事处|办|人民政府|政府)?")
_LEVELS = rf".+?(?:特别行政区|自治[区州县旗]|地区|[{PLACES}])"
OPEN = "place-unknown"
"""The rule of a name that does not say of which place it is: other bodies may have it too."""
# Counties and cities at county level have names that no other has; most districts do not.
_UNIQUE = ("县", "市", "旗", "州", "盟", "地区")


class Body(NamedTuple):
    """Whose a name is: `name` is None where a name says no body; the rules that led there, and what they went by.

    `id` depends on the printed name alone: it stays as it is, whatever other files there are.
    """

    name: str | None
    rules: tuple[str, ...]
    evidence: str
    region: str | None
    id: str | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the name says of which place it is, so that no other body can have it."""
        return self.name is not None and OPEN not in self.rules


class _Parts(NamedTuple):
    """A name in parts: the place, and what comes after it, written out."""

    printed: str
    place: str
    rest: str
    rules: tuple[str, ...]


def bring_together(names: Mapping[str, int], *, join_successions: bool = False) -> dict[str, Body]:
    """The body of each name, given how often each is printed; the same whatever the order of the names.

    With `join_successions` an organ that a reform renamed is the one that took its place.
    """
    parts = [_parts(name, join_successions=join_successions) for name in sorted(names)]
    places = _full_places({one.place for one in parts if one.place})
    groups: defaultdict[tuple[str, tuple[str, ...]], list[_Parts]] = defaultdict(list)
    for one in parts:
        place = places.get(one.place, one.place)
        groups[place, lexicon().organ.get(one.rest, (one.rest,))].append(one)
    found: dict[str, Body] = {}
    for (place, organs), members in groups.items():
        rest = _commonest(organs, members, names)
        for one in members:
            found[one.printed] = _body(one, place, rest)
    return found


def organ_of(name: str) -> tuple[str, tuple[str, ...]]:
    """A name's place, "" where it has none, and all names of the organ it says: 市财政局 is 财政局 of some place."""
    one = _parts(name)
    rest = one.rest
    if not one.place and _is_nobodys(rest) and rest not in lexicon().common:
        rest = rest[1:]
    return one.place, lexicon().organ.get(rest, (rest,))


def outermost(region: str | None) -> str | None:
    """The province a region lies in, where its name settles that; else the outermost place it names."""
    if not region:
        return None
    return name_of(province_of(region)) or _levels(region)[0]


def body_id(name: str) -> str | None:
    """What a body is known by through the years: the code of its place, or the place, and its organ, written out.

    It follows from this name alone, so it does not change when files are added; None where the name is nobody's. An
    organ that a reform renamed has another.
    """
    one = _parts(name)
    if not one.place and _is_nobodys(one.rest):
        return None
    return _id(one)


def _id(one: _Parts) -> str:
    organ = lexicon().organ.get(one.rest, (one.rest,))[0]
    place = code_of(one.place) or _innermost(one.place)
    return f"{place}-{organ}" if place else organ


def _innermost(place: str) -> str:
    """An unlisted county or city without what it is printed in, for it is printed without that too; others whole."""
    last = _levels(place)[-1] if place else ""
    return last if last.endswith(_UNIQUE) and not codes_of(last) else place


def _parts(printed: str, *, join_successions: bool = False) -> _Parts:
    """A name in parts, its spelling and short forms mended."""
    name = "".join(unicodedata.normalize("NFKC", printed).split())
    rules = ("spelling",) if name != printed else ()
    place = region_of(name) or ""
    rest = name[len(place) :] if name.startswith(place) else name
    if rest is name:
        place = ""
    written_out = lexicon().short.get(rest, rest) if place else rest
    town = _TOWN.fullmatch(rest)
    if place and not rest:
        written_out = "人民政府"
    elif town and (place or len(town["name"]) > 3):
        written_out = town["name"] + ("办事处" if town["name"].endswith("街道") else "人民政府")
    rules = rules if written_out == rest else (*rules, "written-out")
    later = successor_of(written_out) if join_successions and place else written_out
    return _Parts(printed, place, later, rules if later == written_out else (*rules, "succession"))


def _full_places(places: Iterable[str]) -> dict[str, str]:
    """For places that are printed without what encloses them, the fullest way they are printed with it.

    Only where the enclosing places that are printed do not contradict each other, and only for places whose names are
    given once in the country. Other districts go with their city.
    """
    printed = {_levels(place) for place in places}
    ends: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for levels in sorted({one[: i + 1] for one in printed for i in range(len(one))}):
        if _is_given_once(levels[-1]):
            ends[levels[-1]].append(levels)
    full: dict[str, str] = {}
    for found in ends.values():
        widest = max(found, key=lambda levels: (len(levels), levels))
        if all(_lies_in(levels, widest) for levels in found):
            full.update({"".join(levels): "".join(widest) for levels in found})
    for *city, district in printed:
        if city and (whole := full.get("".join(city))) and not _is_given_once(district):
            full["".join(city) + district] = whole + district
    return full


def _is_given_once(place: str) -> bool:
    """Whether the country has this name once."""
    return place.endswith(_UNIQUE) or code_of(place) is not None


def _lies_in(levels: Sequence[str], widest: Sequence[str]) -> bool:
    """Whether all these places are, in this order, among the others."""
    others = iter(widest)
    return all(level in others for level in levels)


def _commonest(organs: Sequence[str], members: Sequence[_Parts], names: Mapping[str, int]) -> str:
    """The name of an organ that is printed most, the first in its list among equals."""
    counts = Counter[str]()
    for one in members:
        counts[one.rest] += names[one.printed]
    return max(organs, key=lambda name: (counts[name], -organs.index(name)))


def _body(one: _Parts, place: str, rest: str) -> Body:
    name = place + rest
    if not place and _is_nobodys(one.rest):
        return Body(None, ("no-place",), "a name that every place has, and no place", None, None)
    rules, evidence = list(one.rules), [f"{one.printed} → {one.place}{one.rest}"] if one.rules else []
    if rest != one.rest:
        rules.append("organ-name")
        evidence.append(f"{one.rest} = {rest}")
    if place != one.place:
        rules.append("place-prefix")
        evidence.append(f"{one.place} = {place}")
    if not place or _is_bare_district(place):
        rules.append(OPEN)
        evidence.append("a district without its city" if place else "no place in the name")
    return Body(name, tuple(rules) or ("as-printed",), "; ".join(evidence), place or None, _id(one))


def _is_bare_district(place: str) -> bool:
    """Whether this is a district without its city, of which others have one of that name too."""
    is_district = place.endswith("区") and not place.endswith(("自治区", "行政区", "地区"))
    return is_district and len(_levels(place)) < 2 and not _is_given_once(place)


def _levels(place: str) -> tuple[str, ...]:
    """A place from the outside in: 浙江省, 杭州市; as one where it cannot be taken apart."""
    levels = tuple(re.findall(_LEVELS, place))
    return levels if "".join(levels) == place else (place,)


def _is_nobodys(rest: str) -> bool:
    """Whether this is what every place has, such as 市财政局: no body can be known by it."""
    generic = _GENERIC.match(rest)
    return rest in lexicon().common or bool(generic and rest[generic.end() :] in lexicon().common)
