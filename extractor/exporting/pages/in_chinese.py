"""What is said where something goes wrong, in Chinese: each English sentence by its template in `told_zh.toml`.

Errors are raised in English, wherever they arise, and told in the reader's language where they are shown.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple, cast
from unicodedata import east_asian_width

from extractor.exporting.leftout import kinds_left_out

_PLACE = re.compile(r"\{(\d+)\}")
_WORDS = re.compile("[A-Za-z]{2}")
# What may stand in a place.
_ANYTHING, _AT_FIRST, _OF_ONE_CLAUSE = "(.*?)", "(?! )(.*?)", "(?! )((?:(?![,;] | · ).)*?)"
_MEET = re.compile("[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]")
_PARTINGS = {" · ": " · ", "; ": "；", ", ": "，"}
# A line that tells of one thing: its title stands in a column of its own.
_INDENT, _TITLE = "  ", 12
_SOMETHING = "x"
# The name of a file is no sentence, whatever words are in it.
_NAME = re.compile(r"[^:;]*\.\w{1,7}")
_COUNTED = re.compile(r"( {14,}[\d,]+  )(.+)")
# What stands in a place of a sentence is a sentence itself, which may hold another.
_DEEPEST = 4
# What is longer quotes a file: no template is looked for in it.
_LONGEST = 2000


class _Template(NamedTuple):
    """An English sentence with places for what differs, the longest piece between these, how many characters all of
    them have, and its Chinese.
    """

    english: re.Pattern[str]
    longest: str
    said: int
    chinese: str


class _Sentences(NamedTuple):
    """Whole sentences and phrases with their Chinese, and those with places, of which the most is said first."""

    whole: Mapping[str, str]
    templates: tuple[_Template, ...]


def in_chinese(english: str) -> str:
    """The Chinese of what is said, of a name or without one; what no template knows stays as it is."""
    if len(english) > _LONGEST:
        return english
    return _told(english, 0) or _of_something(english) or english


def lines_in_chinese(english: str) -> str:
    """The Chinese of each of these lines; titles in front of them keep their column."""
    return "\n".join(map(_line, english.split("\n")))


def _line(english: str) -> str:
    behind = len(_INDENT) + _TITLE
    title, rest = english[len(_INDENT) : behind], english[behind:]
    is_titled = english.startswith(_INDENT) and title.endswith(" ") and rest[:1].strip() != ""
    chinese = _sentences().whole.get(title.strip(), "") if is_titled else ""
    if is_titled and (chinese or not title.strip()):
        wide = sum(2 if east_asian_width(one) in "WF" else 1 for one in chinese)
        return f"{_INDENT}{chinese}{' ' * max(_TITLE - wide, 1)}{in_chinese(rest)}"
    if (counted := _COUNTED.fullmatch(english)) is not None:
        return counted[1] + in_chinese(counted[2])
    return in_chinese(english)


def _of_something(english: str) -> str | None:
    """The Chinese of what is said of a file, without the name that stands before it."""
    told = _told(f"{_SOMETHING}: {english}", 0) if _WORDS.search(english) else None
    return told.removeprefix(f"{_SOMETHING}：") if told and told.startswith(f"{_SOMETHING}：") else None


def _told(english: str, depth: int) -> str | None:
    """The Chinese, None where nothing is known of it."""
    known = _sentences()
    if english in known.whole:
        return known.whole[english]
    if _NAME.fullmatch(english):
        return english
    if depth == _DEEPEST or not _WORDS.search(english):
        return None
    for template in known.templates:
        if template.longest in english and (found := template.english.fullmatch(english)) is not None:
            return _PLACE.sub(lambda place: _filled(place, found[int(place[1])], depth + 1), template.chinese)
    return _by_clauses(english, depth)


def _filled(place: re.Match[str], value: str, depth: int) -> str:
    """What stands in a place of a Chinese sentence, with a blank between Chinese and what is not."""
    told = _told(value, depth) or value
    before, behind = place.string[: place.start()], place.string[place.end() :]
    return _blank(before, told) + told + _blank(told, behind)


def _blank(before: str, behind: str) -> str:
    """A blank, where Chinese and what is written in Latin letters or figures meet."""
    return " " if _MEET.fullmatch(before[-1:] + behind[:1]) else ""


def _by_clauses(english: str, depth: int) -> str | None:
    """A sentence put together of clauses, of which each is known."""
    for parting, chinese in _PARTINGS.items():
        before, found, behind = english.partition(parting)
        told = [_told(one, depth) if _WORDS.search(one) else one for one in (before, behind)] if found else [None]
        if None not in told and told != [before, behind]:
            return chinese.join(filter(None, told))
    return None


@cache
def _sentences() -> _Sentences:
    tables = tomllib.loads(files("extractor.exporting.pages").joinpath("told_zh.toml").read_text("utf-8"))
    said = {one["en"]: one["zh"] for one in cast("list[dict[str, str]]", tables["sentences"])} | tables["phrases"]
    for kind in kinds_left_out().values():
        said |= {one.en.replace("{n}", "{1}"): one.zh.replace("{n}", "{1}" if "{n}" in one.en else "1") for one in kind}
    templates = [_template(english, chinese) for english, chinese in said.items() if _PLACE.search(english)]
    templates.sort(key=lambda one: -one.said)
    return _Sentences({one: said[one] for one in said if not _PLACE.search(one)}, tuple(templates))


def _template(english: str, chinese: str) -> _Template:
    """A sentence, which may be of a name, or a phrase: what that begins with is of one clause, for others may stand
    before it.
    """
    pieces = _PLACE.split(english)  # what is between the places, and their numbers, in turn
    assert pieces[1::2] == [str(at + 1) for at in range(len(pieces) // 2)], english
    is_whole = english[-1] in ".:" or pieces[2].startswith(":")
    first = _ANYTHING if pieces[0] else _AT_FIRST if is_whole else _OF_ONE_CLAUSE
    places = [first, *[_ANYTHING] * len(pieces)]
    pattern = "".join(place + re.escape(piece) for place, piece in zip(["", *places], pieces[::2], strict=False))
    said = sum(map(len, pieces[::2]))
    return _Template(re.compile(pattern, re.DOTALL), max(pieces[::2], key=len), said, chinese)
