"""A finding as it is told to whoever mends the draft: where, what stands there, what would fit, what to do."""

from __future__ import annotations

from typing import NamedTuple

from extractor.exporting.linting.proposals import Proposals
from extractor.exporting.linting.sifting import IdentifiedFinding
from extractor.exporting.linting.whereabouts import NOWHERE, Whereabouts
from extractor.findings import Bilingual
from extractor.result import Extraction, Finding


class ToldFinding(NamedTuple):
    """A finding with what a person needs: `id` is its fingerprint; None and "" where there is nothing to say.

    `has_lines` says that the line and column of its place are those of the file.
    """

    finding: Finding
    id: str
    position: Bilingual
    has_lines: bool
    cells: Bilingual | None
    printed: str
    fitting: Bilingual | None
    action: Bilingual | None

    @property
    def says(self) -> Bilingual:
        """The finding's sentence, on one line."""
        message = self.finding.message
        return Bilingual(" ".join(message.zh.split()), " ".join(message.en.split()))


class Teller:
    """Tells the findings of one draft; of one that was not read, and of lists, only what they say themselves."""

    def __init__(self, extraction: Extraction | None, text: str) -> None:
        self._where = None if extraction is None else Whereabouts(extraction, text)
        self._proposals = None if extraction is None else Proposals(extraction, text)

    def tell(self, found: IdentifiedFinding) -> ToldFinding:
        """One finding."""
        finding = found.finding
        if self._where is None or self._proposals is None:
            return ToldFinding(finding, found.id, NOWHERE, True, None, "", None, None)
        where, proposals = self._where, self._proposals
        return ToldFinding(
            finding,
            found.id,
            where.position(finding),
            where.has_lines,
            where.cells(finding),
            proposals.printed(finding),
            proposals.fitting(finding),
            proposals.action(finding),
        )
