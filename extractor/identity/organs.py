"""What is known of the names of public bodies, as `organs.toml` says it; how much of a name is known words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_COUNTED = "一二三四五六七八九十"


class Lexicon(NamedTuple):
    """The data file as code asks for it; `organ` gives for each name of an organ all the names it has.

    `longest` is how many characters the longest word of `subjects` has, and `lead` the longest of `before`.
    """

    subjects: frozenset[str]
    longest: int
    nationals: tuple[str, ...]
    before: frozenset[str]
    lead: int
    pronouns: str
    systems: tuple[str, ...]
    never: tuple[str, ...]
    advertised: tuple[str, ...]
    ends: tuple[str, ...]
    publishers: tuple[str, ...]
    short: dict[str, str]
    organ: dict[str, tuple[str, ...]]
    common: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lexicon of organs, read once."""
    table = tomllib.loads(files("extractor.identity").joinpath("organs.toml").read_text("utf-8"))
    words = table["words"]
    organ = {name: tuple(one["names"]) for one in table["organs"] for name in one["names"]}
    subjects, before = frozenset(words["subjects"].split()), frozenset(words["before"].split())
    return Lexicon(
        subjects=subjects,
        longest=max(map(len, subjects)),
        nationals=tuple(sorted(words["nationals"], key=len, reverse=True)),
        before=before,
        lead=max(map(len, before)),
        pronouns=words["pronouns"],
        systems=tuple(words["systems"]),
        never=tuple(words["never"].split()),
        advertised=tuple(words["advertised"].split()),
        ends=tuple(words["ends"]),
        publishers=tuple(words["publishers"]),
        short=table["short"],
        organ=organ,
        common=frozenset({*table["common"]["names"], *organ, *table["short"]}),
    )


def unknown_parts(organ: str) -> list[str]:
    """The runs of an organ's name that are no words organs are called by, in their order; none where all are known.

    The longest known word at each place is taken: 测绘地理信息局 is 测绘, 地理信息, 局.
    """
    known, parts, at, since = lexicon(), list[str](), 0, 0
    while at < len(organ):
        word = _known_at(organ, at, known)
        if word:
            if since < at:
                parts.append(organ[since:at])
            at += word
            since = at
        else:
            at += 1
    return [*parts, organ[since:]] if since < len(organ) else parts


def _known_at(organ: str, at: int, known: Lexicon) -> int:
    """How long the longest known word is that begins here; 0 where none does."""
    for length in range(min(known.longest, len(organ) - at), 0, -1):
        if organ[at : at + length] in known.subjects:
            return length
    if organ[at] == "第":
        end = at + 1
        while end < len(organ) and organ[end] in _COUNTED:
            end += 1
        return end - at if end > at + 1 else 0
    return 1 if organ[at] in "()·、" else 0


def is_spoiled(parts: Iterable[str], *, of_town: bool = False) -> bool:
    """Whether one of the unknown runs of a name holds what is in no name: words of menus, sentences, advertising. A
    town's may be a word that advertising has too.
    """
    never = lexicon().never if of_town else (*lexicon().never, *lexicon().advertised)
    return any(word in part for part in parts for word in never)
