"""What a page may cost: tags counted and their depth followed before a parser builds anything of them."""

from __future__ import annotations

import re
from collections import Counter

from extractor.errors import TooLarge

MOST_TAGS = 100_000
"""The most tags a page may have; a report with all its statutory tables has some thousands."""

MOST_CHARACTERS = 1_000_000
"""The most characters of text a page may have; a report has some ten thousand."""

_DEEPEST = 1000
# A parser looks through all attributes of a tag for each new one, and keeps a hundred bytes and more of each; a page
# with fewer characters than the third number cannot have too many of them.
_MOST_IN_A_TAG = 256
_MOST_ATTRIBUTES = 500_000
_FEW = 1_000_000
_ATTRIBUTE = r"""(?:[\s/]++|(?<=["']))[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_CROWDED = rf"<[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{{_MOST_IN_A_TAG}}}"
_WHOLE_TAG = rf"<[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE})*+"
# Below this many tags even the worst nesting is parsed in a moment.
_HARMLESS = 12_000
_UNCLOSED = 60
_TAG = r"<(/?[a-zA-Z][a-zA-Z0-9:_-]*)"
# A parser opens these again in every paragraph until they are closed, each time one deeper.
_REOPENED = "b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u"
_OF_REOPENED = rf"""(?i)</?(?:{_REOPENED})(?=[\s/>])(?:[^<>"']|"[^"<>]{{0,2000}}"|'[^'<>]{{0,2000}}'){{0,200}}>"""
_WITHOUT_END = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr")
)
_ENDED_BY_NEXT = frozenset(("p", "li", "td", "th", "tr", "option", "dt", "dd", "tbody", "thead", "tfoot"))
_OF_TABLES = frozenset(("table", "td", "th", "tr", "caption", "tbody", "thead", "tfoot"))
_WALLS = frozenset(("table", "td", "th", "caption", "template", "html"))


def tame(characters: str, name: str) -> str:
    """The page as it may be parsed; tags of letter styles that are left open everywhere are taken out.

    Raises:
        TooLarge: it has more tags than a report can have, or they are nested deeper than any page's.
    """
    tags = re.findall(_TAG, characters)
    if len(tags) > MOST_TAGS:
        raise TooLarge(
            f"{name}: has {len(tags)} tags, more than a report's page has; give the page of the report alone."
        )
    if re.search(_CROWDED, characters) or _has_too_many_attributes(characters):
        raise TooLarge(f"{name}: has tags with more attributes than any page's; save the page anew.")
    counts = Counter(map(str.lower, tags))
    if sum(max(0, counts[tag] - counts[f"/{tag}"]) for tag in _REOPENED.split("|")) > _UNCLOSED:
        characters = re.sub(_OF_REOPENED, "", characters)
    if len(tags) > _HARMLESS and _depth(characters) > _DEEPEST:
        raise TooLarge(too_deep(name))
    return characters


def _has_too_many_attributes(characters: str) -> bool:
    """Whether all tags together have more attributes than a page that is made by people and their programs."""
    if len(characters) < _FEW:
        return False
    count = 0
    for tag in re.finditer(_WHOLE_TAG, characters):
        count += len(re.findall(_ATTRIBUTE, tag.group()))
        if count > _MOST_ATTRIBUTES:
            return True
    return False


def too_deep(name: str) -> str:
    """The sentence for a page whose tags are nested too deep."""
    return f"{name}: has tags nested too deep to be a report's page; save the page anew, or give it as plain text."


def too_long(name: str) -> str:
    """The sentence for a page with too much text."""
    return f"{name}: has more than {MOST_CHARACTERS} characters of text; give the page of the report alone."


def _depth(characters: str) -> int:
    """How deep the tags are nested, about as a parser would say; it stops counting behind the deepest allowed."""
    page = characters.lower()
    for begin, end in (("<!--", "-->"), ("<script", "</script"), ("<style", "</style")):
        page = _without(page, begin, end)
    stack: list[str] = []
    deepest = 0
    for found in re.finditer(_TAG, page):
        tag = found[1]
        if tag.startswith("/"):
            _close(stack, tag[1:])
        elif tag not in _WITHOUT_END:
            if tag in _ENDED_BY_NEXT and stack and stack[-1] == tag:
                stack.pop()
            stack.append(tag)
            deepest = max(deepest, len(stack))
            if deepest > _DEEPEST:
                break
    return deepest


def _without(page: str, begin: str, end: str) -> str:
    """The page without what stands between these marks; a mark that is never closed stays."""
    kept: list[str] = []
    at = 0
    while (start := page.find(begin, at)) >= 0 and (stop := page.find(end, start)) >= 0:
        kept.append(page[at:start])
        at = stop + len(end)
    return "".join([*kept, page[at:]])


def _close(stack: list[str], tag: str) -> None:
    """Takes the tag and all that stands open in it from the stack, unless a cell or table stands between."""
    for at in range(len(stack) - 1, -1, -1):
        if stack[at] == tag:
            del stack[at:]
            return
        if stack[at] in _WALLS and tag not in _OF_TABLES:
            return
