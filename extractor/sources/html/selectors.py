"""Selectors of style rules: which are looked up or tried, how much they count, and of which elements the others may
speak.
"""

from __future__ import annotations

import re
from typing import NamedTuple

BEFORE, AFTER = "::before", "::after"
"""What a style puts before and behind what stands in an element."""
FIRST = ("::first-letter", "::first-line")
"""The parts of an element that a style may print otherwise than the rest."""

# Selectors of one tag, class or id are looked up; others of these are tried.
SIMPLE = re.compile(r"(?=.)(?:[a-zA-Z][a-zA-Z0-9]*|\*)?(?:[.#][\w-]+)?")
_TRIED = re.compile(
    r"""(?:[\w.#*>+~ \[\]="'^$|-]|:(?:first|last|only|nth|nth-last)-(?:child|of-type)"""
    r"""|:(?:not|is|where|has|empty|root)|\([\dn+ -]+\)|\((?:odd|even)\)|\([\w.#*>+~ \[\]="',:^$|-]+\))+"""
)
_LONGEST = 100
_MOST_PARTINGS = 3
_PARTING = re.compile(r"\s*[>+~\s]\s*")
_NAMES = re.compile(r"[.#]([\w-]+)")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# What depends on what the reader does, or speaks of parts that hold no text of the page.
_PASSING = re.compile(
    r":(?:hover|active|focus[\w-]*|visited|target[\w-]*|checked|disabled|invalid|fullscreen|-moz-[\w-]+|-ms-[\w-]+"
    r"|-webkit-[\w-]+|:(?:selection|marker|placeholder|backdrop|-webkit-[\w-]+|-moz-[\w-]+|-ms-[\w-]+))(?![\w-])"
)
_GENERATED = re.compile(r"::?(before|after|first-letter|first-line)\s*$")
_LINKS = re.compile(r":(?:any-)?link(?![\w-])")
# A part of a selector that speaks of one element, without what nobody here understands.
_SUBJECT = re.compile(r"[a-zA-Z][a-zA-Z0-9]*|[.#][\w-]+")
_COSTLY = ("nth-", ":has(", "of-type", "-child")


class Selector(NamedTuple):
    """A selector: what finds its elements, the part of them that it speaks of (as `BEFORE`; else none), how
    much it counts; whether it is known to speak of all it finds, and whether finding them takes long.
    """

    finds: str
    part: str
    weight: tuple[int, int, int]
    is_certain: bool
    is_costly: bool


def selector(text: str, characters: str) -> Selector | None:
    """A selector of a page with these characters; None where it speaks of nothing that is seen on it."""
    if _PASSING.search(text):
        return None
    generated = _GENERATED.search(text)
    part = f"::{generated[1]}" if generated is not None else ""
    finds = _LINKS.sub("[href]", text[: generated.start()] if generated is not None else text).strip() or "*"
    weight = _weight(finds)
    if SIMPLE.fullmatch(finds):
        return Selector(finds, part, weight, is_certain=True, is_costly=False)
    if not all(name in characters for name in _NAMES.findall(_IN_BRACKETS.sub("", finds[:_LONGEST]))):
        return None
    if len(finds) <= _LONGEST and _TRIED.fullmatch(finds) and len(_PARTING.findall(finds)) <= _MOST_PARTINGS:
        return Selector(finds, part, weight, is_certain=True, is_costly=any(one in finds for one in _COSTLY))
    return Selector(subject(finds), part, weight, is_certain=False, is_costly=False)


def subject(text: str) -> str:
    """What finds all elements of which a selector may speak, and perhaps more."""
    last = _PARTING.split(_IN_BRACKETS.sub("", _IN_BRACKETS.sub("", text[-_LONGEST:])).strip())[-1]
    found = _SUBJECT.match(last)
    return found[0] if found is not None else "*"


def _weight(text: str) -> tuple[int, int, int]:
    """How much a selector counts: its ids, its classes and the like, its tags."""
    if ":" in text:
        text = re.sub(r":where\([^()]*\)", "", text)
        text = re.sub(r":(?:not|is|has)\(", "(", text)
    ids = text.count("#")
    classes = sum(map(text.count, ".[:"))
    return ids, classes, len(re.findall(r"(?:^|[\s>+~(])[a-zA-Z]", text))
