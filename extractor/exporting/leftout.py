"""The files of a run that count for nothing, or not for a body's year: how many, which, and why, said alike everywhere.

The end of a batch, its log, a panel and the page on a run all take their words from here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractor.findings import Bilingual
from extractor.identity.bodies import body_id

_LONGEST, _MOST_TOLD = 110, 5
COPY, OPEN = "copy", "body-or-year-open"


class LeftOut(NamedTuple):
    """A file that is left out.

    `state` is a key of `kinds_left_out()`; `reason` is a sentence that follows the name, empty where it waits.
    """

    name: str
    state: str
    reason: str


class KindLeftOut(NamedTuple):
    """Why files are left out: a title of a word or two, how many there are of one and of several, and what to do."""

    title: Bilingual
    one: Bilingual
    many: Bilingual
    action: Bilingual

    def counted(self, files: int) -> Bilingual:
        """How many there are, as half a sentence."""
        said = self.one if files == 1 else self.many
        return Bilingual(*(text.format(n=f"{files:,}") for text in said))


class Named(NamedTuple):
    """Some files: how many they are, and the first of them."""

    files: int = 0
    first: tuple[LeftOut, ...] = ()

    def with_one(self, one: LeftOut, most: int) -> Named:
        """These and one more; at most so many are named."""
        return Named(self.files + 1, self.first if len(self.first) >= most else (*self.first, one))

    @property
    def more(self) -> int:
        """How many of them are not named."""
        return self.files - len(self.first)


class NamedByState:
    """Files that are left out, as they are gone through: counted by state, the first of each named."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: dict[str, Named] = {}

    @property
    def by_state(self) -> dict[str, Named]:
        """What was counted, in the order of the kinds."""
        return {state: self._found[state] for state in kinds_left_out() if state in self._found}

    def take(self, one: LeftOut) -> None:
        """Counts one file."""
        self._found[one.state] = self._found.get(one.state, Named()).with_one(one, self._most)

    def seen(self, files: Iterable[LeftOut]) -> Iterator[LeftOut]:
        """The same files, each counted as it is taken."""
        for one in files:
            self.take(one)
            yield one


@cache
def kinds_left_out() -> dict[str, KindLeftOut]:
    """Why files are left out, by state, in the order in which they are told."""
    table = tomllib.loads(files("extractor.exporting").joinpath("leftout.toml").read_text("utf-8"))
    return {
        state: KindLeftOut(*(Bilingual(*said[key]) for key in KindLeftOut._fields)) for state, said in table.items()
    }


def copy_reason(of: str) -> str:
    """Why a file is a copy; `of` is the file whose figures count."""
    return f"has the same bytes as {of}, whose figures count."


def open_reason(unit: str | None, year: int | None, *, has_body: bool | None = None) -> str | None:
    """Why nothing can be said of a body's year by a report; None where its body and year are known.

    `has_body` says whether the body is known where something else than the printed name settles that.
    """
    is_known = body_id(unit) is not None if has_body is None and unit is not None else bool(has_body)
    open_ = [] if is_known else ["whose it is" if unit is None else f"whose it is (every place has a {unit})"]
    open_ += [] if year is not None else ["on which year it is"]
    return f"is read, but it is not known {' and '.join(open_)}." if open_ else None


def told_left_out(
    by_state: Mapping[str, Named], where: str, told: Callable[[str], str] = str
) -> Iterator[tuple[str, str]]:
    """Lines for a terminal, each with its title ("" where it goes on): how many of each kind, and the first by name.

    `where` says in which file all of them stand; `told` gives a sentence in the reader's language.
    """
    for state, named in by_state.items():
        kind = kinds_left_out()[state]
        yield kind.title.en, f"{kind.counted(named.files).en}; all in {where}:"
        for one in named.first[:_MOST_TOLD]:
            yield "", _shortened(told(f"{one.name}: {one.reason}") if one.reason else one.name)
        if named.files > _MOST_TOLD:
            yield "", f"and {named.files - _MOST_TOLD:,} more"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
