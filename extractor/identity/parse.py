"""A body's name in parts: the place, the organ, and how much of both is known.

A name is parsed, not filtered: what stands in it is compared with the gazetteer (`regions.csv`) and with the words that
organs are called by (`organs.toml`). A name of which all is known is one wherever it stands; a name with unknown parts
needs a place of its own, such as a title, or to be named elsewhere too.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from extractor.identity.organs import is_spoiled, lexicon, unknown_parts
from extractor.identity.regions import known_at, stem_at
from extractor.lexicon.organs import BODIES, PLACES

HAN = r"[^\W\d_a-zA-Z]"
"""A Chinese character, where the text has no letters of other scripts (`in_han`). `[一-鿿]` would need no such care,
but takes two milliseconds to compile, anew wherever a pattern has it.
"""
KNOWN, FORMED, PLACELESS, DOUBTFUL = 4, 3, 2, 1
"""How sure a name is one: place and organ known; with a place or a national body's name, and an end that organs have;
an organ that every place has, or a town; an end that organs have, and nothing else that is known.
"""
_LONGEST = 60
_STEM = (
    "(?:(?![局委厅院办处所站队司税督服的了和与及在是将被对把从向由我本该各其为于等《》、])"
    f"{HAN}|[和与在从为于](?=[{PLACES}]|自治))"
)
_PLACE = re.compile(
    rf"(?![省市县区]){_STEM}县|(?![省市县区]){_STEM}{{2,4}}?(?:省|地区|州|盟|市|县|区|旗)|{_STEM}{{2,13}}?(?:自治[区州县旗]|特别行政区)"
)
_IN_PLACE = re.compile(rf"{_PLACE.pattern}|[城郊矿]区")
_ZONES = (
    *(
        "社区",
        "园区",
        "开发区",
        "高新区",
        "景区",
        "保税区",
        "合作区",
        "示范区",
        "试验区",
        "校区",
        "林区",
        "库区",
        "灌区",
    ),
    *("管理区", "度假区", "保护区", "经开区", "产业区", "片区", "小区", "港区", "辖区", "牧区", "街区", "功能区"),
)
_LAST_LEVEL = "县区旗"
ENDS = f"{BODIES}|{'|'.join(lexicon().ends)}|街"
"""What names end with, as alternatives of a pattern."""
_ENDS = re.compile(f"(?:{ENDS})(?<!街)$|街道$")
_TOWN = re.compile(
    rf"(?P<town>(?:(?![省市县区州盟旗由在对将]){HAN}){{1,6}}?(?:街道|[镇乡]|苏木|街(?=办事处|$)))"
    r"(?P<rest>(?:办事处|党工委|办|人民政府|政府)?)"
)
_IN_NAMES = re.compile(rf"(?:{HAN}|[()·、])+")
_CORPS = re.compile("新疆生产建设兵团(?:第[一二三四五六七八九十]+师)?")
_BRANCH = re.compile("[^局委]{0,8}(?:分局|支局|分院|[支大中]?队|所|站|[分支]行|分中心|[分支]公司)")
_BRACKETS = re.compile(r"\(([^()]*)\)$")
_OF_ZONE = re.compile(
    rf"(?!国家){HAN}{{2,20}}(?:开发区|园区|新区|高新区|保税区|合作区|示范区|试验区|管理区|度假区|保护区|景区|片区)"
    r"(?:管理委员会|管委会|党工委|管理局|管理办公室)(?:办公室)?"
)
_OWN_NAME = re.compile(
    rf"{HAN}{{0,12}}(?:大学|学院|中学|小学|幼儿园|学校|医院|{HAN}{{2}}局|海关|调查队|监狱|法院|检察院)"
)
_MOST_UNKNOWN = 16
_REMARK = re.compile(r"(?:局|委|办|厅|部|县|市|区)?(?:机关|本级|本部|汇总|不含.{1,12}|含.{1,12})")
_PARTY = re.compile("^[省市县区州盟旗]?委(?!员)")
# No name of an organ begins with these.
_AND = "和与及"
_INNER_BRACKETS = re.compile(r"\([^()]{2,10}\)")


class Name(NamedTuple):
    """A body's name: `text` is all of it, `place` what of it says where the body is, `organ` what follows that."""

    text: str
    place: str
    organ: str
    rank: int
    unknown: int = 0
    """How many of its characters are of no word that organs are called by."""
    is_listed: bool = False
    """Whether its place is listed, or its first words are a national body's."""

    @property
    def region(self) -> str | None:
        """The place, None where the name states none."""
        return self.place or None


class Placed(NamedTuple):
    """The place that a text begins with; whether every part of it is listed, and where what follows begins."""

    place: str
    is_listed: bool
    end: int


def region_of(unit: str) -> str | None:
    """The province, city and county that begin a body's name, as far as it states them: 青山县 of 青山县卫生健康局.

    Development zones and communities are no regions. After a national body's name (国家税务总局) the region follows.
    """
    unit = in_han(unit)
    return place_at(unit, len(_national(unit))).place or None


def in_han(text: str) -> str:
    """The text with letters that are neither ASCII nor Chinese blotted out: `HAN` would take them for Chinese."""
    foreign = [
        ord(character)
        for character in set(text)
        if character > "\x7f" and not "一" <= character <= "鿿" and character.isalnum() and not character.isdecimal()
    ]
    return text.translate(dict.fromkeys(foreign, "\0")) if foreign else text


def place_at(text: str, at: int = 0) -> Placed:
    """The place that begins here, from the outside in; listed places go before those that only look like one."""
    start, is_listed = at, True
    for level in range(4):
        listed = known_at(text, at)
        if listed and not (level == 0 and listed in ("城区", "郊区", "矿区")):
            found = listed
        else:
            match = (_IN_PLACE if level else _PLACE).match(text, at)
            if match is None or match[0].endswith(_ZONES) or _has_lead(match[0]) or is_spoiled([match[0]]):
                break
            found, is_listed = match[0], False
        at += len(found)
        if found[-1] in _LAST_LEVEL and not found.endswith(("自治区", "行政区", "地区")):
            break
    return Placed(text[start:at], is_listed, at)


@lru_cache(2048)
def parse(text: str) -> Name | None:
    """The name this text is, all of it; None where it is none."""
    if not _IN_NAMES.fullmatch(text):
        return None
    if not 2 <= len(text) <= _LONGEST or text[0] in ")、·" or "、" in text:
        return _several(text) if "、" in text[1:-1] and len(text) <= _LONGEST else None
    bare = text
    brackets = _BRACKETS.search(text)
    if brackets:
        bare = text[: brackets.start()]
        if not (_REMARK.fullmatch(brackets[1]) or parse(brackets[1])):
            return None
    if text.count("(") != text.count(")"):
        return None
    found = _parse_bare(bare)
    return found and found._replace(text=text)


def _several(text: str) -> Name | None:
    """The name of bodies that report together: 青山县林业局、青山县草原局; one organ's may have the mark in it too."""
    parts = [parse(part) for part in text.split("、")]
    first = parts[0]
    if first and first.place and all(part and part.rank >= PLACELESS for part in parts):
        return first._replace(text=text, organ=text[len(first.place) :])
    found = _parse_bare(text)
    return found if found and found.rank == KNOWN else None


def _parse_bare(text: str) -> Name | None:
    national = _national(text)
    place, is_listed, end = place_at(text, len(national))
    if len(national) < 2:
        national = ""
    organ = text[end:]
    if not organ:
        return _sole_place(text, national, place, is_listed)
    if not national and not place and text[0] in lexicon().pronouns:
        return None
    rank, unknown = _rank(organ, has_place=bool(place or national), is_listed=is_listed)
    is_listed = is_listed and bool(place or national)
    return Name(text, place, organ, rank, unknown, is_listed) if rank else None


def _national(text: str) -> str:
    """The name of a national body or party that this text begins with; "" where there is none."""
    corps = _CORPS.match(text)
    return corps[0] if corps else next((one for one in lexicon().nationals if text.startswith(one)), "")


def _sole_place(text: str, national: str, place: str, is_listed: bool) -> Name | None:
    """A place's name as that of its government; a division of the corps is named with its city."""
    if place and (not national or _CORPS.match(national)):
        return Name(text, place, "", KNOWN if is_listed else FORMED)
    return Name(text, "", text, FORMED) if national and _ENDS.search(national) else None


def _rank(organ: str, *, has_place: bool, is_listed: bool) -> tuple[int, int]:
    """How sure an organ's name is one, behind a place or not, 0 where it is none; and how much of it is unknown."""
    if not has_place and organ not in lexicon().common and _is_tail(organ):
        return 0, 0
    if _is_town(organ):
        return ((KNOWN if is_listed else FORMED) if has_place else PLACELESS), 0
    if not has_place and len(organ) > 2 and organ[0] in PLACES and unknown_parts(organ):
        organ = organ[1:]
    is_short = organ in lexicon().common
    if not is_short and not _ENDS.search(organ):
        return 0, 0
    unknown = [] if is_short else unknown_parts(_INNER_BRACKETS.sub("", _PARTY.sub("", organ)))
    count = sum(map(len, unknown))
    if is_spoiled(unknown) or any(part[0] in lexicon().pronouns for part in unknown) or count > _MOST_UNKNOWN:
        return 0, count
    if any(_names_place(part) and not _is_branch(organ, part) for part in unknown):
        return 0, count
    if has_place:
        return (KNOWN if is_listed and all(_is_branch(organ, part) for part in unknown) else FORMED), count
    if unknown and (_in_listed_place(organ) or _OF_ZONE.fullmatch(organ) or _names_itself(organ, unknown)):
        return FORMED, count
    return (PLACELESS if not unknown and len(organ) > 2 else DOUBTFUL if len(organ) > 3 else 0), count


def _is_tail(organ: str) -> bool:
    """Whether this is the rest of an organ's name that was cut by a line's end: before an and (住房|和城乡建设局), or
    inside a word (市|场监督管理局).
    """
    unknown = unknown_parts(organ)
    return unknown[0] == organ[0] not in PLACES if unknown else organ[0] in _AND


def _is_town(organ: str) -> bool:
    """Whether this is a town or street, its government, or an organ of it."""
    town = _TOWN.match(organ)
    if town is None or is_spoiled([town["town"][:-1]], of_town=True) or _has_lead(town["town"]):
        return False
    rest = organ[town.end("town") :]
    return town.end() == len(organ) or (_ENDS.search(rest) is not None and not unknown_parts(rest))


def _names_itself(organ: str, unknown: list[str]) -> bool:
    """Whether a name without a place is one body's all the same: 青山海事局, 青山师范大学."""
    if stem_at(organ) and organ.endswith(("大学", "学院", "医院")):
        return True
    if len(unknown) != 1 or len(unknown[0]) < 2 or not organ.startswith(unknown[0]):
        return False
    return _OWN_NAME.fullmatch(organ, len(unknown[0])) is not None


def _is_branch(organ: str, part: str) -> bool:
    """Whether an unknown part of an organ's name says the place of a branch: 生态环境局青山分局."""
    before, _, behind = organ.partition(part)
    return bool(before) and len(part) < 5 and _BRANCH.fullmatch(behind) is not None


def _names_place(part: str) -> bool:
    """Whether an unknown part of an organ's name is a place's name, as where two names run together."""
    return (len(part) > 2 and part[-1] in "市县旗州") or any(len(known_at(part, at)) > 2 for at in range(len(part)))


def _in_listed_place(organ: str) -> bool:
    """Whether a name begins with a province's or city's without its last word, and goes on as organs do: 上海海关."""
    end = stem_at(organ)
    return end > 0 and not unknown_parts(organ[end:])


def _has_lead(text: str) -> bool:
    """Whether a text begins with words of two characters or more that stand before names: 结合, 报送."""
    return any(text[:length] in lexicon().before for length in range(lexicon().lead, 1, -1))


class Found(NamedTuple):
    """A name within a text, where it begins there, and whether nothing stands before it that is of no known kind."""

    name: Name
    start: int
    is_clean: bool


@lru_cache(2048)
def name_ending(text: str) -> Found | None:
    """The name with which this text ends, whose end is certain and whose beginning is not.

    Words that stand before names (关于, 报送, 结合, 现将) are passed over. What follows words of no known kind may be
    the end of a longer name, or have words of a menu before it: such a name is not clean.
    """
    best: Found | None = None
    for start in _starts(text):
        name = parse(text[start:])
        if name and (best is None or _goes_before(name, best.name)):
            best = Found(name, start, is_clean=True)
    if best is not None and (best.name.rank == KNOWN or not _place_within(text, best.start)):
        return best
    inner = _place_within(text, 0)
    name = parse(text[inner:]) if inner else None
    return (
        Found(name, inner, is_clean=False) if name and name.rank >= FORMED else best and best._replace(is_clean=False)
    )


def _goes_before(later: Name, earlier: Name) -> bool:
    """Whether of two names with one end the later one is likelier: never where all of the earlier are known words."""
    if not earlier.unknown and earlier.organ and not (later.place or later.is_listed):
        return False
    return (later.rank, later.is_listed, -later.unknown) >= (earlier.rank, earlier.is_listed, -earlier.unknown)


def _starts(text: str) -> list[int]:
    """Where a name may begin: at the first character, and behind each of the words before names that follow it."""
    known, starts, reached = lexicon(), [0], [0]
    while reached:
        at = reached.pop()
        for length in range(1, known.lead + 1):
            if text[at : at + length] in known.before and at + length not in starts and at + length < len(text):
                starts.append(at + length)
                reached.append(at + length)
    return sorted(starts)


def _place_within(text: str, start: int) -> int:
    """Where a listed place begins behind the start that no other listed place encloses; 0 where none does."""
    enclosed = place_at(text, start)
    first = enclosed.end if enclosed.is_listed and enclosed.place else start + 1
    for at in range(first, len(text) - 2):
        listed = known_at(text, at)
        if len(listed) > 2:
            return at if first == start + 1 else 0
    return 0
