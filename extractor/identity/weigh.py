"""Whose report it is, weighed: what the title says, confirmed, completed or contradicted by what is said elsewhere.

A title of its own decides, if no announcement and no signature names another body. Without one, announcements and
signatures decide, then the prose, then what stands around the report; there two that agree are needed, or that the text
speaks as a body of that kind. Names that disagree leave the body open: null rather than wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.identity.mentions import Announced, Mention
from extractor.identity.menus import has_menu, runs_on
from extractor.identity.organs import lexicon
from extractor.identity.parse import DOUBTFUL, FORMED, PLACELESS, Name, parse
from extractor.identity.same import are_same, organ_key, without_town_tail
from extractor.identity.titles import Title

_KINDS = re.compile("[我本](局|委|厅|院|镇|乡|街道|中心|校|区|县|市|部|署|办|行|海关|队)")
_OF_ALL = re.compile("全[省市县区州旗镇乡]")
_LEADERSHIP = re.compile("^(?:人民政府|政府|[市县区]?委|党委|党工委|管委会|管理委员会|人大常委会)?(?:、.*)?$|、")
_AGREEING = {"publisher", "breadcrumb", "heading"}


class Evidence(NamedTuple):
    """All that names a body. `text` is what is said before part two, `lines` its lines."""

    titles: Sequence[Title]
    said: Sequence[Announced]
    prose: Sequence[Mention]
    signed: Sequence[Mention]
    publishers: Sequence[Mention]
    headings: Sequence[Mention]
    breadcrumbs: Sequence[Mention]
    later: Sequence[Mention]
    file_name: Mention | None
    lines: Sequence[str]
    text: str


class UnitDecision(NamedTuple):
    """The body, where it can be known; else who else it may be, and the names that contradict each other."""

    unit: Mention | None
    candidates: tuple[Mention, ...] = ()
    conflict: tuple[Mention, ...] = ()
    is_system: bool = False


def decide_unit(evidence: Evidence, year: int | None) -> UnitDecision:
    """Whose report it is, by all that names a body."""
    if any(one.owner.is_system for one in evidence.titles) or any(one.is_system for one in evidence.said):
        return UnitDecision(None, _others(None, evidence), is_system=True)
    decided = _by_title(evidence, year) or _by_sentences(evidence) or _by_surroundings(evidence)
    if decided is None or decided.conflict:
        return UnitDecision(None, _others(None, evidence), decided.conflict if decided else ())
    unit = decided.unit
    against = unit and next((one for one in evidence.later if not are_same(one.name, unit.name)), None)
    if unit is None or against:
        return UnitDecision(None, _others(None, evidence), (unit, against) if unit and against else ())
    return UnitDecision(_completed(unit, evidence))


def _others(unit: Mention | None, evidence: Evidence) -> tuple[Mention, ...]:
    """The names that may be the body's, the likeliest first, each once."""
    found: dict[str, Mention] = {}
    for one in _all_mentions(evidence):
        if one.name.rank > DOUBTFUL and (unit is None or not are_same(one.name, unit.name)):
            found.setdefault(one.name.text, one)
    return tuple(found.values())[:5]


def _all_mentions(evidence: Evidence) -> list[Mention]:
    titles = [title for title in map(_of_title, evidence.titles) if title]
    said = [one.mention for one in evidence.said if one.mention]
    found = [*titles, *said, *evidence.signed, *evidence.prose, *evidence.publishers, *evidence.breadcrumbs]
    return [*found, *evidence.later, *([evidence.file_name] if evidence.file_name else [])]


def _of_title(title: Title) -> Mention | None:
    if title.name is None:
        return None
    kind = "heading" if title.is_loose else "title"
    return Mention(title.name, kind, title.name_span, title.owner.is_clean, title.year)


def _by_title(evidence: Evidence, year: int | None) -> UnitDecision | None:
    """The body that the title names, unless an announcement or a signature names another."""
    dated = any(title.year for title in evidence.titles)
    of_year = [t for t in evidence.titles if (t.year == year or year is None or not (t.year or dated))]
    named = [one for one in map(_of_title, of_year) if one and one.kind == "title"]
    firm = [one for one in named if _is_firm(one, evidence)]
    if not firm:
        return None
    against = [*(one.mention for one in evidence.said if one.mention), *evidence.signed]
    against = [one for one in against if one.name.rank >= FORMED and not has_menu(one.name.text, evidence.lines)]
    groups = _groups(firm)
    if len(groups) > 1:
        spoken = [group for group in groups if _is_named_elsewhere(group, [*against, *evidence.prose], evidence)]
        if len(spoken) != 1:
            return UnitDecision(None, conflict=tuple(group[0] for group in groups[:2]))
        groups = spoken
    (group,) = groups
    unit = max(group, key=lambda one: (bool(one.name.place), -group.index(one)))
    other = next((one for one in against if not are_same(one.name, unit.name)), None)
    return UnitDecision(None, conflict=(unit, other)) if other else UnitDecision(unit)


def _is_firm(one: Mention, evidence: Evidence) -> bool:
    """Whether a title's name is whole and nothing else, or is confirmed elsewhere."""
    lines = evidence.lines
    spoiled = not one.is_clean or has_menu(one.name.text, lines)
    if not spoiled and (one.name.place or one.name.rank >= FORMED or not runs_on(one.name.text, lines)):
        return one.name.rank >= PLACELESS or (_is_office(one.name) and _is_spoken_of(one.name.text, evidence))
    said = [found.mention for found in evidence.said if found.mention]
    others = [*said, *evidence.signed, *evidence.prose, *evidence.publishers, *evidence.breadcrumbs]
    return any(other.name.text == one.name.text and other.is_clean for other in others)


def _is_office(name: Name) -> bool:
    """Whether a name ends as an authority's does: mirrors call themselves centres, companies and clubs."""
    return name.text.endswith(("局", "署", "关", "处", "所", "院", "队", "站", "厅", "委员会", "管委会"))


def _is_spoken_of(name: str, evidence: Evidence) -> bool:
    """Whether the text names it again beside its titles."""
    return evidence.text.count(name) > sum(1 for title in evidence.titles if title.name and title.name.text == name)


def _groups(mentions: Iterable[Mention]) -> list[list[Mention]]:
    """The mentions of each body."""
    groups: list[list[Mention]] = []
    for one in mentions:
        own = next((group for group in groups if all(are_same(one.name, other.name) for other in group)), None)
        if own is None:
            groups.append([one])
        else:
            own.append(one)
    return groups


def _is_named_elsewhere(group: Sequence[Mention], others: Sequence[Mention], evidence: Evidence) -> bool:
    name = group[0].name
    return any(are_same(other.name, name) for other in others) or _is_spoken_of(name.text, evidence)


def _by_sentences(evidence: Evidence) -> UnitDecision | None:
    """The body that announces the report or signs it; else the one that the sentences speak of."""
    own = [one.mention for one in evidence.said if one.mention]
    made = [one for one in evidence.prose if one.kind == "announcement"]
    said = [one for one in [*own, *made, *evidence.signed] if _may_stand(one, evidence)]
    acted = [one for one in evidence.prose if one.kind == "prose" and _may_stand(one, evidence)]
    for found in (said, [one for one in acted if _speaks_as(one.name, evidence.text)]):
        groups = _groups(found)
        if len(groups) > 1:
            confirmed = [group for group in groups if _speaks_as(group[0].name, evidence.text, explicitly=True)]
            groups = confirmed if found is not said and len(confirmed) == 1 else groups
        if len(groups) > 1:
            return UnitDecision(None, conflict=tuple(group[0] for group in groups[:2]))
        if groups:
            return UnitDecision(max(groups[0], key=lambda one: bool(one.name.place)))
    return None


def _may_stand(one: Mention, evidence: Evidence) -> bool:
    """Whether a name of the sentences can be a report's body: with its place and organ, or a town named again."""
    name = one.name
    if one.kind == "prose" and _is_leadership(name) and not _speaks_as(name, evidence.text, explicitly=True):
        return False
    if (
        not one.is_clean
        or has_menu(name.text, evidence.lines)
        or (name.place and not name.organ and one.kind != "announcement")
    ):
        return False
    if name.rank >= FORMED:
        return True
    is_town = name.rank == PLACELESS and re.search("街道|[镇乡](?:人民政府)?$", name.text) is not None
    return is_town and (one.kind == "announcement" or evidence.text.count(name.text) > 1)


def _is_leadership(name: Name) -> bool:
    """Whether this is a government or a party's committee: the sentences of its organs' reports speak of it too."""
    return _LEADERSHIP.search(name.organ) is not None


def _by_surroundings(evidence: Evidence) -> UnitDecision | None:
    """The body that stands above the title, in the box of particulars or in the path to the page."""
    titles = [one for one in map(_of_title, evidence.titles) if one]
    above = [one for one in titles if one.kind == "heading" and one.is_clean and one.name.rank >= PLACELESS]
    for one in above:
        is_known = one.name.place or one.name.rank >= FORMED or _is_spoken_of(one.name.text, evidence)
        if is_known and _speaks_as(one.name, evidence.text):
            return UnitDecision(one)
    boxes = [one for one in evidence.publishers if not _publishes_for_others(one.name)]
    if len(_groups(evidence.publishers)) > 1:
        boxes = []
    around = [one for one in [*boxes, *evidence.headings, *evidence.breadcrumbs] if one.name.rank >= PLACELESS]
    groups = _groups(around)
    if len(groups) != 1:
        return None
    (group,) = groups
    fullest = max(group, key=lambda one: bool(one.name.place))
    is_agreed = len({one.kind for one in group} & _AGREEING) > 1
    if any(not subject.endswith(fullest.name.text) for subject in _unread_subjects(evidence)):
        return None
    is_sure = is_agreed or _speaks_as(fullest.name, evidence.text, explicitly=True) or _stands_alone(fullest, evidence)
    return UnitDecision(fullest) if fullest.name.rank >= FORMED and is_sure else None


def _stands_alone(one: Mention, evidence: Evidence) -> bool:
    """Whether nothing in the text speaks against the body that the box of particulars names: a government publishes
    for its organs, and what speaks of all the county is its government's.
    """
    is_government = organ_key(one.name) == frozenset({"人民政府"})
    speaks = _speaks_as(one.name, evidence.text) and not _OF_ALL.search(evidence.text)
    return one.kind == "publisher" and not is_government and speaks


def _unread_subjects(evidence: Evidence) -> list[str]:
    """What titles have where a name should be, and is none: it may be another body's."""
    subjects = [title.owner.subject for title in evidence.titles if not title.name]
    return [subject for subject in subjects if subject and subject[0] not in lexicon().pronouns]


def _publishes_for_others(name: Name) -> bool:
    return any(word in name.organ for word in lexicon().publishers)


def _speaks_as(name: Name, text: str, *, explicitly: bool = False) -> bool:
    """Whether the text, where it says 我局 or 本委, can be this body's own; `explicitly`: and says so."""
    kinds = set(_KINDS.findall(text))
    return (not kinds and not explicitly) or any(kind in name.text for kind in kinds)


def _completed(unit: Mention, evidence: Evidence) -> Mention:
    """A name without its place as it stands elsewhere with it, and a town's as its government's or office's; as it is
    where that is not said, or in two ways.
    """
    if unit.name.place or unit.name.rank >= FORMED:
        return unit
    bare = _bare(unit.name.text)
    full = {
        one.name.text: one
        for one in _all_mentions(evidence)
        if one.span
        and one.is_clean
        and one.name.place
        and (one.name.text.endswith(bare) or without_town_tail(one.name.text).endswith(bare))
        and are_same(one.name, unit.name)
    }
    return next(iter(full.values())) if len(full) == 1 else unit


def _bare(name: str) -> str:
    return name[1:] if name[0] in "省市县区旗" and parse(name[1:]) else name
