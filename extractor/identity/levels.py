"""What a body is by its name: at which level of government it stands, which organ it is, and of which kind."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, get_args

from extractor.identity.bodies import organ_of
from extractor.identity.organs import lexicon
from extractor.identity.regions import code_of

Level = Literal["national", "province", "prefecture", "county", "township"]
OrganKind = Literal["government", "town", "zone", "national-branch", "department", "institution"]
LEVELS: tuple[str, ...] = get_args(Level)
ORGAN_KINDS: tuple[str, ...] = get_args(OrganKind)

_TOWN = re.compile("(?:街道|[镇乡])(?:办事处|人民政府|党政办公室)?$|街道办事处$|苏木")
# The first that fits counts; what fits none is of no kind that a name tells.
_KINDS: tuple[tuple[re.Pattern[str], OrganKind], ...] = (
    (_TOWN, "town"),
    (re.compile("^人民政府(?:办公[室厅])?$"), "government"),
    (re.compile("(?:管委会|管理委员会)(?:办公室)?$"), "zone"),
    (re.compile("(?:公司|集团|银行|大学|学院|学校|[中小]学|幼儿园|医院|血站|电视台|博物馆|图书馆)$"), "institution"),
    (re.compile("(?:[局厅委办署部会院所]|办公室|中心|大队|支队|总队)$"), "department"),
)
# What an unlisted place's name ends with. 市 is left open: there are such cities at both levels.
_ENDS: tuple[tuple[str, Level], ...] = (
    ("省", "province"),
    ("自治区", "province"),
    ("特别行政区", "province"),
    ("州", "prefecture"),
    ("地区", "prefecture"),
    ("盟", "prefecture"),
    ("县", "county"),
    ("旗", "county"),
    ("区", "county"),
)


class BodyLevel(NamedTuple):
    """A body by its name: its level and the kind of its organ, None where the name does not tell; the organ as all
    bodies of its kind are called (卫生健康委员会 for 卫健局, 卫生健康局), None where the name is nobody's.
    """

    level: Level | None
    organ: str | None
    kind: OrganKind | None


def level_of(name: str | None, region: str | None) -> BodyLevel:
    """The level, the organ and its kind of a body of this name that lies in this region."""
    if not name:
        return BodyLevel(None, None, None)
    place, organs = organ_of(name)
    organ = organs[0]
    where = region or place
    is_branch = organ.startswith(lexicon().nationals) or name.startswith(lexicon().nationals)
    kind = _kind_of(organ, is_branch)
    if kind == "town":
        return BodyLevel("township", _town_organ(organ), kind)
    if is_branch:
        return BodyLevel(_level_of_place(where) if where else "national", organ.replace(where, "", 1), kind)
    return BodyLevel(_level_of_place(where), organ, kind)


def _kind_of(organ: str, is_branch: bool) -> OrganKind | None:
    return "national-branch" if is_branch else next((kind for end, kind in _KINDS if end.search(organ)), None)


def _town_organ(name: str) -> str:
    """What the organs of towns are called without their towns' names."""
    return "街道办事处" if "街道" in name else "乡人民政府" if "乡" in name[-5:] else "镇人民政府"


def _level_of_place(place: str) -> Level | None:
    """The level of a place: by its code, which says it, else by what its name ends with."""
    code = code_of(place)
    if code:
        return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
    if place.endswith("市"):
        return "county" if re.search("[市州盟].+市$|地区.+市$", place) else None
    return next((level for end, level in _ENDS if place.endswith(end)), None)
