"""The rules in the style sheets of a page: groups of them opened, rules within rules joined, and whether each holds for
a reader at a desk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_DESK = (1024, 1920)
"""In pixels: how wide the window of a reader at a desk is, at least and at most."""

_NAME = re.compile(r"@(-?[a-z-]+)")
_CONDITION = re.compile(r"\(\s*([a-z-]+)\s*(?::\s*([^()]*?)\s*)?\)")
_WIDTH = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)(px|r?em)")
_MEDIA = re.compile(r"(?:only\s+)?(?:all|screen)?(?:\s*and)?\s*(?:\([^()]*\)(?:\s*and\s*)?)*")
_OTHER_MEDIA = frozenset(("print", "speech", "aural", "tty", "tv", "projection", "handheld", "braille", "embossed"))
# What a reader at a desk has not, and what he has.
_NOT_AT_A_DESK = [
    "prefers-color-scheme:dark",
    "orientation:portrait",
    "hover:none",
    "pointer:coarse",
    "prefers-contrast:more",
    "prefers-reduced-motion:reduce",
    "forced-colors:active",
    "inverted-colors:inverted",
    "-ms-high-contrast:active",
]
_AT_A_DESK = [
    "prefers-color-scheme:light",
    "orientation:landscape",
    "hover:hover",
    "pointer:fine",
    "any-hover:hover",
    "color:",
    "grid:0",
    "-webkit-min-device-pixel-ratio:0",
    "min-resolution:.001dpcm",
    "prefers-reduced-motion:no-preference",
    "scripting:enabled",
]
# Selectors within others: of so many at most, and no longer than this.
_MOST_JOINED = 30
_LONGEST = 300
_MOST_PARTS = 2000


class StyleRule(NamedTuple):
    """One rule: its selectors and what it says, its place on the page; whether it is known to hold, and whether it
    stands in a layer, which counts less than what stands in none.
    """

    selectors: Sequence[str]
    body: str
    order: int
    is_certain: bool
    is_layered: bool


@dataclass(slots=True)
class _Group:
    """What is open: the selectors of which it speaks, whether it holds (None where nobody knows), what it says."""

    selectors: Sequence[str] = ()
    holds: bool | None = True
    is_layered: bool = False
    order: int = 0
    said: list[str] = field(default_factory=list[str])


def rules_in(content: str) -> Iterator[StyleRule]:
    """The rules of style sheets, those left out that do not hold."""
    stack = [_Group()]
    text = ""
    for order, part in enumerate(re.split(r"([{}])", _without_remarks(content))):
        if part == "{":
            before, _, prelude = text.rpartition(";")
            stack[-1].said.append(before)
            stack.append(_opened(stack[-1], prelude.strip(), order))
            text = ""
        elif part == "}":
            if len(stack) > 1:
                group = stack.pop()
                body = ";".join([*group.said, text])
                if group.selectors and group.holds is not False and body.strip(" ;\r\n\t"):
                    yield StyleRule(group.selectors, body, group.order, group.holds is True, group.is_layered)
            text = ""
        else:
            text = part.replace("<!--", "").replace("-->", "")


def _opened(around: _Group, prelude: str, order: int) -> _Group:
    if not prelude.startswith("@"):
        return _Group(_joined(around.selectors, prelude), around.holds, around.is_layered, order)
    own = _holds(prelude.lower())
    holds = False if False in (own, around.holds) else None if None in (own, around.holds) else True
    return _Group(around.selectors, holds, around.is_layered or prelude.lower().startswith("@layer"), order)


def _joined(outer: Sequence[str], prelude: str) -> Sequence[str]:
    """The selectors of a rule, within those of the rule around it."""
    own = parted(prelude)
    if not outer:
        return own
    joined = [
        inner.replace("&", one) if "&" in inner else f"{one} {inner}" for one in outer for inner in own[:_MOST_JOINED]
    ]
    return [one for one in joined[:_MOST_JOINED] if len(one) <= _LONGEST]


def parted(text: str) -> list[str]:
    """What commas part, outside brackets."""
    if "(" not in text:
        return [part.strip() for part in text.split(",")]
    parts: list[str] = []
    depth = begun = 0
    for found in re.finditer(r"[(),]", text):
        mark = found[0]
        if mark == "," and not depth:
            parts.append(text[begun : found.start()].strip())
            begun = found.end()
        else:
            depth = max(depth + (mark == "(") - (mark == ")"), 0)
        if len(parts) > _MOST_PARTS:
            break
    return [*parts, text[begun:].strip()]


def _holds(prelude: str) -> bool | None:
    """Whether what stands in such a group holds; None where nobody knows."""
    found = _NAME.match(prelude)
    kind = found[1] if found is not None else ""
    if kind == "media":
        queries = [_media(query.strip()) for query in prelude[len("@media") :].split(",")]
        return True if True in queries else None if None in queries else False
    if kind == "supports":
        return None if re.search(r"\bnot\b|\(\s*-(?:moz|ms|o)-|selector\(", prelude) else True
    return True if kind == "layer" else None if kind in ("container", "scope", "document", "-moz-document") else False


def _media(query: str) -> bool | None:
    if query.startswith("not "):
        held = _media(query[len("not ") :].strip())
        return None if held is None else not held
    if not _OTHER_MEDIA.isdisjoint(re.findall(r"[a-z]+", query.partition("(")[0])):
        return False
    held = [_condition(name, value or "") for name, value in _CONDITION.findall(query)]
    if False in held:
        return False
    return None if None in held or not _MEDIA.fullmatch(query[:_LONGEST]) else True


def _condition(name: str, value: str) -> bool | None:
    plain = f"{name}:{value}"
    if plain in _NOT_AT_A_DESK:
        return False
    width = _WIDTH.fullmatch(value)
    bound = re.fullmatch(r"(min|max)-(?:device-)?width", name)
    if width is None or bound is None:
        return True if plain in _AT_A_DESK else None
    pixels = float(width[1]) * (1 if width[2] == "px" else 16)
    held = {pixels <= at if bound[1] == "min" else pixels >= at for at in _DESK}
    return held.pop() if len(held) == 1 else None


def _without_remarks(content: str) -> str:
    parts = content.split("/*")
    return "".join([parts[0], *(part.partition("*/")[2] for part in parts[1:])])
