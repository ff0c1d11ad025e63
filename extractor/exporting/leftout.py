"""The files of which there are no figures, as everything that is made of a run names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class LeftOut(NamedTuple):
    """A file of which there are no figures.

    `state` is `no-report` (opened, but without a table of any form), `unreadable`, `failed` (a mistake of the program)
    or `waiting` (not reached yet); `reason` is a sentence that follows the name, empty where it waits.
    """

    name: str
    state: str
    reason: str


class Named(NamedTuple):
    """Some files: how many they are, and the names of the first."""

    files: int = 0
    first: tuple[str, ...] = ()

    def with_one(self, name: str, most: int) -> Named:
        """These and one more; at most so many are named."""
        return Named(self.files + 1, self.first if len(self.first) >= most else (*self.first, name))

    @property
    def more(self) -> int:
        """How many of them are not named."""
        return self.files - len(self.first)


class NamedByState:
    """Files of which there are no figures, as they are gone through: counted by state, the first of each named."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.by_state: dict[str, Named] = {}

    def seen(self, files: Iterable[LeftOut]) -> Iterator[LeftOut]:
        """The same files, each counted as it is taken."""
        for one in files:
            self.by_state[one.state] = self.by_state.get(one.state, Named()).with_one(one.name, self._most)
            yield one
