"""The automatic numbers of lists and headings (一、 (一) 1.), as Word prints them."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.lexicon.ordinal import TO_NINE
from extractor.sources.word.styles import NumberAs, Styles, numbering
from extractor.sources.word.xml import Element, is_on, number, value

_DIGITS = "〇" + TO_NINE
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LEVEL = r"%([1-9])"
_LEVELS = 9
_MOST = 9999
_LONGEST = 60


class Level(NamedTuple):
    """One level of a list: how it counts, from where, and the words around its number."""

    format: str
    start: int
    text: str
    space: bool
    arabic: bool
    restart: int | None
    style: str | None


class Numbering:
    """The running numbers of one Word file; paragraphs are to be asked about in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}
        self._own: dict[str, dict[int, Level]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._take(root)

    def label(self, layout: Element | None, style: str | None) -> str:
        """The number that stands before a paragraph with these properties (`pPr`), empty where there is none."""
        item, by = self._item(layout, style)
        outline = self._lists.get(item.list_id or "")
        if item.list_id is None or outline is None:
            return ""
        levels = self._levels[outline] | self._own.get(item.list_id, {})
        at = item.level if item.level is not None else _level_of(levels, by)
        level = levels.get(at)
        if level is None:
            return ""
        self._count(item.list_id, outline, at, levels)
        return self._printed(outline, level, levels)

    def _item(self, layout: Element | None, style: str | None) -> tuple[NumberAs, str | None]:
        """The list and level of a paragraph, its own or its style's, and the style that says so."""
        own = numbering(layout)
        inherited, by = self._styles.numbering(style)
        if own.list_id is not None:
            return own._replace(level=own.level or 0), None
        return inherited._replace(level=own.level if own.level is not None else inherited.level), by

    def _count(self, list_id: str, outline: str, at: int, levels: dict[int, Level]) -> None:
        """Counts one item, and lets the levels below it begin anew."""
        counts = self._counts.setdefault(outline, {})
        first = self._starts.get((list_id, at))
        if first is not None and (list_id, at) not in self._started:
            counts[at] = first
        else:
            counts[at] = counts[at] + 1 if at in counts else levels[at].start
        self._started.add((list_id, at))
        for deeper in [one for one in counts if one > at]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and at < restart):
                del counts[deeper]

    def _printed(self, outline: str, level: Level, levels: dict[int, Level]) -> str:
        """The words of a level with the running numbers put in."""
        counts = self._counts[outline]

        def written(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            other = levels.get(at)
            if other is None:
                return ""
            return formatted(counts.get(at, other.start), "decimal" if level.arabic else other.format)

        if level.format == "bullet":
            return ""
        text = re.sub(_LEVEL, written, level.text)
        return f"{text} " if level.space and text and text[-1].isalnum() else text

    def _take(self, root: Element) -> None:
        """Takes the outlines (`abstractNum`) and the lists made after them (`num`)."""
        linked: dict[str, str] = {}
        for element in root:
            if element.tag == "abstractNum":
                name = value(element, "abstractNumId") or ""
                self._levels[name] = _levels(element)
                link = value(element.find("numStyleLink"))
                if link is not None:
                    linked[name] = link
            elif element.tag == "num":
                self._take_list(element)
        for name, style in linked.items():
            origin = self._lists.get(self._styles.numbering(style)[0].list_id or "")
            self._levels[name] = self._levels.get(origin or name, {})

    def _take_list(self, element: Element) -> None:
        list_id = value(element, "numId") or ""
        outline = value(element.find("abstractNumId"))
        if outline in self._levels:
            self._lists[list_id] = outline
        for override in element.iter("lvlOverride"):
            at = number(override, "ilvl")
            first = number(override.find("startOverride"))
            if at is None:
                continue
            if first is not None:
                self._starts[list_id, at] = first
            self._own.setdefault(list_id, {}).update(_levels(override))


def formatted(count: int, style: str) -> str:
    """A number as a list writes it, in one of Word's formats; in Arabic digits where the format is another."""
    if not 0 <= count <= _MOST:
        return str(count)
    match style:
        case "none":
            return ""
        case "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCountingThousand":
            return _in_words(count, _DIGITS, "十百千")
        case "chineseLegalSimplified" | "ideographLegalTraditional":
            return _in_words(count, _LEGAL, "拾佰仟")
        case "ideographDigital" | "taiwaneseDigital" | "taiwaneseCounting":
            return "".join(_DIGITS[int(digit)] for digit in str(count))
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))
        case "decimalZero":
            return f"{count:02}"
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return chr(0x2460 + count - 1) if 1 <= count <= 20 else str(count)
        case "ideographTraditional":
            return _STEMS[count - 1] if 1 <= count <= 10 else str(count)
        case "upperLetter":
            return _in_letters(count)
        case "lowerLetter":
            return _in_letters(count).lower()
        case "upperRoman":
            return _in_roman(count)
        case "lowerRoman":
            return _in_roman(count).lower()
        case _:
            return str(count)


def _in_words(count: int, digits: str, units: str) -> str:
    """A number below 10 000 in Chinese; 十 and not 一十 at its beginning."""
    if count == 0:
        return digits[0]
    words = ""
    for place, digit in enumerate(map(int, reversed(str(count)))):
        if digit:
            words = digits[digit] + (units[place - 1] if place else "") + words
        elif words and not words.startswith(digits[0]):
            words = digits[0] + words
    words = words.replace("〇", "零")
    return words[1:] if words.startswith("一十") else words


def _in_letters(count: int) -> str:
    """A, B … Z, AA, BB …, as Word goes on."""
    return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count else "0"


def _in_roman(count: int) -> str:
    written = ""
    for size, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        written += letters * (count // size)
        count %= size
    return written


def _levels(element: Element) -> dict[int, Level]:
    """The levels written in an outline or an override."""
    found: dict[int, Level] = {}
    for level in element:
        at = number(level, "ilvl")
        if level.tag != "lvl" or at is None or not 0 <= at < _LEVELS:
            continue
        found[at] = Level(
            format=value(level.find("numFmt")) or "decimal",
            start=_or(number(level.find("start")), 0),
            text=(value(level.find("lvlText")) or "")[:_LONGEST],
            space=value(level.find("suff")) != "nothing",
            arabic=is_on(level.find("isLgl")) or False,
            restart=number(level.find("lvlRestart")),
            style=value(level.find("pStyle")),
        )
    return found


def _or(found: int | None, otherwise: int) -> int:
    return otherwise if found is None else found


def _level_of(levels: dict[int, Level], style: str | None) -> int:
    """The level that is linked to a style, by default the first."""
    return next((at for at, level in levels.items() if style is not None and level.style == style), 0)
