"""Whose report a draft says it is, in its title, preface, contact and signature, and what says another body's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.findings import UnplacedFinding, make_finding
from extractor.identity.parse import region_of
from extractor.proofreading.draft import Draft
from extractor.proofreading.quoting import quoted

_NAME = r"(?:(?!由)[一-鿿]){2,26}?(?:人民政府|委员会|管委会|办公室|办公厅|街道办事处|[局厅委院]|中心|街道办)"
_DOES = "认真|坚持|深入|严格|高度|积极|全面|切实|始终|扎实|持续|以习|紧紧|围绕|不断|进一步|按照|贯彻|落实|共|主动"
_SLOTS = (
    (
        "preface",
        re.compile(
            rf"(?:现将|现公布|现发布|现公开|公布|发布)(?P<name>{_NAME}|[一-鿿]{{2,12}}(?:街道|镇|乡))(?=20\d\d年)"
        ),
    ),
    ("preface", re.compile(rf"由(?P<name>{_NAME})(?:负责)?(?:编制|编写|撰写|制作|起草|综合|汇总|整理|统计|牵头)")),
    ("preface", re.compile(rf"(?:^|[,。由])(?P<name>{_NAME})(?=(?:组织)?(?:编制|编写|起草)了?)")),
    ("preface", re.compile(rf"(?:^|由)(?P<name>{_NAME})(?=根据|按照|依据|依照)")),
    (
        "contact",
        re.compile(
            rf"(?:与|联系单位:|联系部门:|联系人?:?|咨询|向)(?P<name>{_NAME})(?=[一-鿿]{{0,8}}?(?:联系|反映|咨询|查询|索取)|\(|,|。)"
        ),
    ),
    ("prose", re.compile(rf"(?:^|[。;])(?:20\d\d年度?,?)?(?P<name>{_NAME})(?={_DOES})")),
)
_SIGNATURE = re.compile(rf"(?P<name>{_NAME})(?:\(?(?:盖章|公章|章|印)\)?)?(?:\s*20\d\d年\d{{1,2}}月\d{{1,2}}日)?")
_SENTENCES = {
    "preface": "body-differs.preface",
    "contact": "body-differs.contact",
    "signature": "body-differs.signature",
}
_LAST_LINES = 6
_OFFICE = ("办公室", "办公厅")
_SELF = re.compile(r"(?<![一-鿿]自)[我本](?P<kind>局|委|厅|镇|乡|街道|院)(?![员托屈级籍机])")
_KINDS = (
    ("委员会", "委"),
    ("局", "局"),
    ("委", "委"),
    ("厅", "厅"),
    ("院", "院"),
    ("镇人民政府", "镇"),
    ("乡人民政府", "乡"),
    ("街道办事处", "街道"),
    ("街道", "街道"),
)
_TOWN = re.compile(r"(?P<name>[一-鿿]+?)(?P<kind>街道|镇|乡)(?:人民政府|办事处|办)?")
_BUREAUS = ("局", "委", "厅", "委员会")


class Named(NamedTuple):
    """A body's name, where it stands, and in which place of a report."""

    name: str
    start: int
    end: int
    slot: str


def check_bodies(draft: Draft) -> Iterator[UnplacedFinding]:
    """The names that are not the report's own body's, and 我委 in a bureau's report."""
    if not draft.unit:
        return
    named = list(_named(draft))
    others = [one for one in named if _differs(draft.unit, one)]
    shared = {_core(one.name) for one in others}
    if len(others) > 1 and len(shared) == 1 and not any(_core(one.name) == _core(draft.unit) for one in named):
        # All the rest agrees: it is the title that is another body's.
        place = draft.text.find(draft.unit)
        span = [(place, place + len(draft.unit))] if place >= 0 else []
        title = next((line.text for line in draft.lines if draft.unit in line.text), draft.unit)
        yield make_finding("body-differs.heading", (), span, quoted=quoted(title), name=others[0].name)
        return
    for one in others:
        yield make_finding(
            _SENTENCES.get(one.slot, "body-differs.prose"),
            (),
            [(one.start, one.end)],
            quoted=_with_words(draft, one),
            name=draft.unit,
        )
    yield from _self_words(draft)


def _named(draft: Draft) -> Iterator[Named]:
    for line in draft.lines:
        if line.part or "\t" in line.text:
            continue
        for slot, pattern in _SLOTS:
            for match in pattern.finditer(line.text):
                yield Named(match["name"], line.start + match.start("name"), line.start + match.end("name"), slot)
    for line in draft.lines[-_LAST_LINES:]:
        match = _SIGNATURE.fullmatch(line.text.strip())
        if match is not None and not line.part and not line.mark:
            yield Named(match["name"], line.start, line.start + match.end("name"), "signature")


def _differs(own: str, one: Named) -> bool:
    """Whether a name is another body's, and not a short form of this one's, its office or a body above or below it."""
    mine, other = _core(own), _core(one.name)
    if not other or mine.endswith(other) or other.endswith(mine) or other.startswith(mine) or mine.startswith(other):
        return False
    here, there = region_of(mine), region_of(other)
    says_whose = one.slot in ("signature", "preface")
    town, other_town = _TOWN.fullmatch(mine), _TOWN.fullmatch(other)
    if says_whose and town and other_town and town["kind"] == other_town["kind"]:
        return not (town["name"].endswith(other_town["name"]) or other_town["name"].endswith(town["name"]))
    if not here and not there:
        return says_whose and mine[-2:] == other[-2:] and len(mine) == len(other)
    if not here or not there:
        rest, other_rest = mine[len(here or "") :], other[len(there or "") :]
        return (
            says_whose and rest.endswith(_BUREAUS) and other_rest.endswith(_BUREAUS) and not _is_short(rest, other_rest)
        )
    rest, other_rest = mine[len(here) :], other[len(there) :]
    if here != there:
        return rest == other_rest and not (here.endswith(there) or there.endswith(here))
    both = mine.endswith(_BUREAUS) and other.endswith(_BUREAUS)
    return both and not _is_short(rest, other_rest)


def _is_short(one: str, other: str) -> bool:
    """Whether one name may be a short form of the other: 卫健局 of 卫生健康局."""
    long, short = sorted((one, other), key=len, reverse=True)
    letters = iter(long)
    return all(letter in letters for letter in short[:-1])


def _core(name: str) -> str:
    """The name without the office that acts for it."""
    for office in _OFFICE:
        if name.endswith(office) and len(name) > len(office) + 2:
            return name.removesuffix(office)
    return name


def _with_words(draft: Draft, one: Named) -> str:
    """The name with a few words around it, where it stands in a sentence."""
    if one.slot == "signature":
        return one.name
    line = next(line for line in draft.lines if line.start <= one.start < line.end)
    start = max(0, one.start - line.start - 4)
    return quoted(line.text[start : one.end - line.start + 8])


def _self_words(draft: Draft) -> Iterator[UnplacedFinding]:
    own = next((kind for ending, kind in _KINDS if (draft.unit or "").endswith(ending)), "")
    if not own:
        return
    for line in draft.lines:
        for match in _SELF.finditer(line.text):
            if match["kind"] != own:
                around = line.text[max(0, match.start() - 8) : match.end() + 12]
                span = (line.start + match.start(), line.start + match.end())
                yield make_finding(
                    "body-differs.self", (), [span], quoted=quoted(around), said=match[0], name=draft.unit
                )
                return
