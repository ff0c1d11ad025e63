"""Whether a body's name is all of the name and nothing else, as the lines around it show.

Pages come with a menu beside the text, whose words run into the lines, and lines break in the middle of names. The box
of particulars (发布机构：…) is no source of names by itself, for it may name an office that publishes for others; but
where a name was read with words of a menu run into it, or without its place, it shows which part is the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from extractor.lexicon.organs import ITEMS

_LABELS = (
    "发布机构|发布单位|发布部门|发文机关|发文单位|公开机构|公开单位|公开主体|公开责任部门"
    "|责任部门|责任单位|信息来源|来源"
)
_NAME = r"(?P<name>[^\W\d_a-zA-Z]{4,40}?)"
_END = rf"$|[\s\d,;，；。|【\[(（]|{_LABELS}|发布日期|成文日期|索引号|浏览|时间"
PlaceOf = Callable[[str], str | None]
"""Says which region begins a name."""
_FULL_LINE = 15
_ITEM = range(4, 9)
_HAN_END = re.compile(r"[^\W\d_a-zA-Z]$")
_ANNOUNCED_END = re.compile("(?:将|公布|发布|公开|编制了?|关于|由|[年月日])$")
_TITLE = re.compile("政府信息公开(?:工作)?(?:年度)?(?:工作)?的?(?:报告|年报)")
_BOX = re.compile(rf"(?:{_LABELS})[:：】\]]?\s*{_NAME}(?={_END})")


def publisher_of(head: str) -> str | None:
    """The one publisher that the box names; None where there is none, or several."""
    found = {match["name"] for line in head.split("\n") for match in _BOX.finditer(line)}
    return found.pop() if len(found) == 1 else None


def as_published(unit: str, publisher: str, place_of: PlaceOf) -> str:
    """A body's name as the publisher's shows it to be; the name itself where that shows nothing."""
    place = place_of(publisher)
    organ = publisher.removeprefix(place or "")
    if not place or not organ:
        return unit
    if unit.endswith(publisher):
        before = unit.removesuffix(publisher)
        return unit if not before or place_of(before) == before else publisher
    return publisher if place_of(unit) is None and unit.endswith(organ) else unit


def of_publisher(publisher: str, lines: Sequence[str], place_of: PlaceOf) -> str | None:
    """The publisher's name where a line says that the report is its own: its name, the year, and the title after it.

    Words of a menu may run into the line before the name, but none stand between it and what follows; and the line may
    end within the title.
    """
    place = place_of(publisher)
    if not place or place == publisher:
        return None
    own = re.compile(re.escape(publisher) + r"(?:关于)?20\d\d年度?(?P<title>政府.*)")
    titles = (match["title"] for line in lines for match in own.finditer(line))
    return publisher if any(_TITLE.match(title) or _begins_title(title) for title in titles) else None


def _begins_title(text: str) -> bool:
    return any(
        title.startswith(text) for title in ("政府信息公开工作年度报告", "政府信息公开年度报告", "政府信息公开工作报告")
    )


def has_menu(unit: str, lines: Sequence[str], place_of: PlaceOf) -> bool:
    """Whether words that stand on a line of their own, and name no place or body, stand before or within the name."""
    items = {re.sub(r"^[\W\da-zA-Z_]+", "", line) for line in lines}
    return any(
        len(item) in _ITEM and item in unit and not unit.endswith(item) and not (item.endswith(ITEMS) or place_of(item))
        for item in items
    )


def runs_on(unit: str, lines: Sequence[str]) -> bool:
    """Whether wherever the name stands other words run into it, from the line before too if that is a full one."""
    before = [
        line[:at] or (lines[i - 1] if i and len(lines[i - 1]) >= _FULL_LINE else "")
        for i, line in enumerate(lines)
        for at in (found.start() for found in re.finditer(re.escape(unit), line))
    ]
    return bool(before) and all(_HAN_END.search(text) and not _ANNOUNCED_END.search(text) for text in before)


class Repeated:
    """The words that a text says more than once: looked up for all words of one length at a time, for there may be as
    many to ask about as the text is long.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._said: dict[tuple[int, str], frozenset[str]] = {}

    def __contains__(self, word: str) -> bool:
        kind = len(word), word[-1]
        if kind not in self._said:
            self._said[kind] = frozenset(self._said_again(*kind))
        return word in self._said[kind]

    def _said_again(self, length: int, last: str) -> Iterator[str]:
        """The words of this length that end with this character and stand there again behind themselves."""
        first: dict[str, int] = {}
        for end in (found.end() for found in re.finditer(re.escape(last), self._text)):
            word = self._text[max(end - length, 0) : end]
            if end - length >= first.setdefault(word, end):
                yield word
