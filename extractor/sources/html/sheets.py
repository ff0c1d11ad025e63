"""A page's own style sheets: what their rules say of its elements, as far as it changes what is seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.sources.html.selectors import SIMPLE, Selector, selector, subject
from extractor.sources.html.style_rules import StyleRule, rules_in
from extractor.sources.html.variables import Variables

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_TELLING_NAMES = (
    "display visibility opacity color background background-color background-image font font-size"
    " vertical-align position inset top bottom left right margin margin-left margin-right text-indent text-decoration"
    " text-decoration-line text-underline-offset clip clip-path width height max-width max-height line-height overflow"
    " transform translate scale rotate zoom unicode-bidi direction writing-mode content-visibility filter mso-hide"
    " mso-text-raise font-variant-position text-fill-color float order flex-direction flex-flow grid-area"
    " grid-row grid-column letter-spacing word-spacing animation animation-name mask mask-image"
    " background-clip mix-blend-mode text-shadow box-shadow border"
    " border-top border-bottom outline text-security font-family content"
)
_TELLING = frozenset(_TELLING_NAMES.split())
_MOST_STYLE = 500_000
_LONGEST_RULE = 5000
# Other selectors than those of one tag, class or id: so many are tried, on pages of no more tags than this, and those
# that take long on smaller ones.
_MOST_OTHERS = 200
_MOST_TAGS = 40_000
_MOST_TAGS_COUNTED = 6_000
_HIDES, _SHOWS_AGAIN = "visibility", "visibility:visible"
# Characters of the names of an element's classes.
_MOST_NAMES = 5000
UNDECIDED = "?"
"""Is said of an element of which a rule may speak that nobody here understands."""
DRAWN = "drawn"
"""What a style puts beside text where it is no text, but a line or an area."""
_DRAWING = ("border", "border-top", "border-bottom", "background", "background-color", "background-image", "box-shadow")
# What hides, strikes, raises or moves text.
_CHANGES = {
    "display": r"none",
    "visibility": r"hidden|collapse",
    "opacity": r"0?\.\d+|0|.*\(.*",
    "color": r".+",
    "text-fill-color": r".+",
    "font-size": r".*\d.*|smaller",
    "font": r"(?:0|1px).*",
    "position": r"absolute|fixed",
    "float": r"left|right",
    "order": r".*\d.*",
    "text-decoration": r".*line-through.*",
    "text-decoration-line": r".*line-through.*",
    "vertical-align": r"super|sub|.*\d.*",
    "content-visibility": r"hidden",
    "text-indent": r"-.*",
    **dict.fromkeys(("transform", "translate", "scale", "rotate", "zoom", "clip", "clip-path"), r"(?!none|auto|1$).+"),
}
_UNTOLD = ("none", "normal", "")
_PARTIAL = ("first-letter", "first-line")

Said = Mapping[str, str]
"""What is said of an element: properties and their values."""


class Declared(NamedTuple):
    """What one rule or one tag says, and what it says to be important."""

    usual: Said
    important: Said


_NOTHING = Declared({}, {})
_MAY_SAY = Declared({UNDECIDED: "1"}, {})


class Rule(NamedTuple):
    """What a rule says, and how much it counts: by its selector, and by its place on the page."""

    weight: tuple[bool, int, int, int, int]
    declared: Declared

    def __hash__(self) -> int:
        return hash(self.weight)


@lru_cache(maxsize=2048)
def declarations(style: str) -> Declared:
    """What a style says, as far as it changes what is seen."""
    usual: dict[str, str] = {}
    important: dict[str, str] = {}
    for declaration in style[:_LONGEST_RULE].lower().split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip().removeprefix("-webkit-")
        if colon and name in _TELLING:
            value, mark, _ = value.partition("!important")
            (important if mark else usual)[name] = value.strip()
    return Declared(usual, important)


class Sheets:
    """The rules of a page's style sheets; those for print or small screens are passed over.

    Whether a page has others, which are not in the file, `is_whole` says.
    """

    def __init__(self, page: LexborHTMLParser, characters: str) -> None:
        self._simple: dict[str, list[Rule]] = {}
        self._matched: dict[int, list[Rule]] = {}
        self._said: dict[tuple[str, str | None, str | None, str | None, tuple[Rule, ...]], Said] = {}
        content = "\n".join([style.text() for style in page.css("style")])
        self.is_whole = "@import" not in content and not page.css('link[rel~="stylesheet" i]')
        self.shows_again = (
            _SHOWS_AGAIN in "".join(characters.split()).lower() if _HIDES in characters.lower() else False
        )
        self._variables = Variables()
        others: list[tuple[Selector, Rule]] = []
        for rule in rules_in(content[:_MOST_STYLE]):
            self._variables.note(rule.body)
            declared = declarations(rule.body)
            if not any(declared):
                continue
            for text in rule.selectors:
                found = selector(text, characters)
                if found is not None:
                    self._add(found, rule, declared, others)
        for node in page.css('[style*="--"]') if "var(" in characters else ():
            self._variables.note(node.attributes.get("style") or "")
        if others:
            self._match(page, others, characters.count("<"))

    def _add(self, found: Selector, rule: StyleRule, declared: Declared, others: list[tuple[Selector, Rule]]) -> None:
        if found.part:
            declared = _of_part(found.part, declared)
        elif not (found.is_certain and rule.is_certain):
            if not _changes(declared):
                return
            declared = _MAY_SAY
        made = Rule((not rule.is_layered, *found.weight, rule.order), declared)
        if SIMPLE.fullmatch(found.finds):
            self._simple.setdefault(found.finds.lower().lstrip("*") or "*", []).append(made)
        elif len(others) < _MOST_OTHERS:
            others.append((found, made))
        else:
            self._add_doubt(found, made)

    def _add_doubt(self, found: Selector, rule: Rule) -> None:
        """The rule may speak of all elements of this kind: nobody looks which."""
        if _changes(rule.declared):
            self._simple.setdefault(subject(found.finds).lower(), []).append(rule._replace(declared=_MAY_SAY))

    def _match(self, page: LexborHTMLParser, others: Iterable[tuple[Selector, Rule]], tags: int) -> None:
        """Notes of each element which of these rules speak of it."""
        from selectolax.lexbor import SelectolaxError

        for sought, rule in others:
            if tags > (_MOST_TAGS_COUNTED if sought.is_costly else _MOST_TAGS):
                self._add_doubt(sought, rule)
                continue
            try:
                found = page.css(sought.finds)
            except SelectolaxError:  # A selector that no browser knows either.
                continue
            for node in found:
                self._matched.setdefault(node.mem_id, []).append(rule)

    def speaks_of(self, tag: str) -> bool:
        """Whether anything may be said of an element of this tag that has no attributes."""
        return bool(self._matched) or tag in self._simple or "*" in self._simple

    def said_of(self, node: LexborNode, tag: str, attributes: Mapping[str, str | None]) -> Said:
        """What is said of an element by rules and by its own style; the same object for the same."""
        matched = tuple(self._matched.get(node.mem_id, ())) if self._matched else ()
        key = tag, attributes.get("style"), attributes.get("class"), attributes.get("id"), matched
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = self._merged(*key)
        return said

    def _merged(
        self, tag: str, style: str | None, names: str | None, name: str | None, matched: Sequence[Rule]
    ) -> Said:
        own = declarations(style) if style else _NOTHING
        rules = sorted([*self._of(tag, names or "", name or ""), *matched], key=lambda rule: rule.weight)
        said: dict[str, str] = {}
        for rule in rules:
            said.update(rule.declared.usual)
        said.update(own.usual)
        for rule in rules:
            said.update(rule.declared.important)
        said.update(own.important)
        for name in [name for name, value in said.items() if "var(" in value]:
            said[name] = self._variables.resolved(said[name])
        return said

    def _of(self, tag: str, names: str, name: str) -> Iterator[Rule]:
        keys = [f".{one}" for one in names[:_MOST_NAMES].lower().split()]
        keys += [f"#{one}" for one in name[:_MOST_NAMES].lower().split()]
        for key in ("*", tag, *dict.fromkeys(keys), *(tag + one for one in dict.fromkeys(keys))):
            yield from self._simple.get(key, ())


def _changes(declared: Declared) -> bool:
    """Whether a rule hides, strikes, raises or moves text, if it speaks of any."""
    return any(
        name == UNDECIDED or (name in _CHANGES and re.fullmatch(_CHANGES[name], value) is not None)
        for said in declared
        for name, value in said.items()
    )


def _of_part(part: str, declared: Declared) -> Declared:
    """What rules for a part of an element say of the element."""
    if part[2:] in _PARTIAL:
        return Declared({part: DRAWN}, {})
    made: list[Said] = []
    for said in declared:
        content = said.get("content", "")
        if content in _UNTOLD or said.get("display") == "none":
            content = "none" if said.get("display") == "none" or content else ""
        elif not content.strip("\"' ") and any(said.get(name, "none") not in _UNTOLD for name in _DRAWING):
            content = DRAWN
        made.append({part: content} if content else {})
    return Declared(*made)
