"""A finding with the file it is in, as every format writes it, and what is known beside the findings that are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from extractor.cli.words import Language
from extractor.result import Finding

if TYPE_CHECKING:
    from extractor.exporting.collecting.draft_status import DraftStatus
    from extractor.exporting.linting.exceptions import KnownException
    from extractor.exporting.linting.telling import ToldFinding


@dataclass(frozen=True, slots=True)
class FoundFindings:
    """A finding and the file it is in; `told` is what a person needs to mend it, where the file was read."""

    file: str
    finding: Finding
    told: ToldFinding | None = None

    @property
    def line(self) -> int:
        """Where to look; the first line where the finding has no place."""
        return self.finding.places[0].line if self.finding.places else 1

    @property
    def column(self) -> int:
        """Where to look in the line."""
        return self.finding.places[0].column if self.finding.places else 1

    @property
    def fingerprint(self) -> str:
        """What it is known by when the draft is checked again; empty where it is of no draft."""
        return self.told.id if self.told else ""

    def where(self, chosen: Language) -> str:
        """File and place, with a colon: line and column where an editor shows them, else in words."""
        if self.told is None or self.told.has_lines:
            return f"{self.file}:{self.line}:{self.column}:"
        return f"{self.file}: {getattr(self.told.position, chosen)}:"


class LetStand(NamedTuple):
    """An exception of a file, and the finding it lets stand: None where there is no such finding any more."""

    file: str
    exception: KnownException
    found: FoundFindings | None


class Outcome(NamedTuple):
    """What is known beside the findings that are told, whole when these are used up: the sentences on files that could
    not be read, how each file stands, and what was let stand.
    """

    unread: Sequence[str]
    files: Sequence[DraftStatus]
    let_stand: Sequence[LetStand] = ()
