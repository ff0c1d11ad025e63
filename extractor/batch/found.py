"""A file that was found for a run, wherever it lies."""

from __future__ import annotations

from typing import NamedTuple

NO_MEMBER = -1
"""The place in an archive of a file that is in none."""


class FoundFile(NamedTuple):
    """One file: where it is opened, its place in an archive, its name, its size, and a stamp that changes when it does.

    `reason` says why it cannot be opened at all; else it is None.
    """

    path: str
    member: int
    name: str
    size: int
    stamp: int
    reason: str | None = None
