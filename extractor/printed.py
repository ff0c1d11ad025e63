"""What a source prints, as a result has it: places with their cells, the file's own characters, what it quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.findings import UnplacedFinding
from extractor.forms import Form
from extractor.identity.identify import Identified, Known
from extractor.reading.model import Cell, Token
from extractor.result import (
    Candidate,
    IdentityCandidate,
    IdentityEvidence,
    Place,
    Replacement,
    ReportEvidence,
    ReportInfo,
    TableCell,
    number_of,
)
from extractor.sources import Source
from extractor.sources.grid import CellIndex

_QUOTED_ZH, _QUOTED_EN = re.compile("“([^“”]+)”"), re.compile("'([^']+)'")


class Printed:
    """What a source prints, as the result has it: places with their cells, and the file's own characters."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._cells = CellIndex(source.grids)

    def place(self, start: int, end: int) -> Place:
        """Where the characters `start` to `end` of the normalised text stand."""
        place, cell = self.source.place(start, end), self._cells.cell_of(start, end)
        own = None if cell is None else TableCell(*cell)
        return Place(0, place.start, place.end, place.line, place.column, place.page, place.box, own)

    def text(self, token: Token, place: Place) -> str:
        """The exact characters of a cell; of a figure broken over two lines or cells, its pieces."""
        shown = self.source.original[place.start : place.end].strip()
        return token.text if len(token.text) > len(shown) or any(c in shown for c in "\n\t|") else shown

    def candidate(self, cell: Cell, reader: str) -> Candidate:
        """What a reader proposes for a field."""
        if cell.token is None:
            return Candidate(number_of(cell.value), None, None, reader)
        place = self.place(cell.token.start, cell.token.end)
        return Candidate(number_of(cell.value), self.text(cell.token, place), place, reader)

    def report(self, identified: Identified, form: Form | None) -> ReportInfo:
        """What the report says it is, each part with its evidence."""
        parts = (identified.unit, identified.year, identified.region)
        return ReportInfo(
            identified.known_unit,
            identified.known_year,
            identified.known_region,
            form.id if form else None,
            ReportEvidence(*map(self._identity_evidence, parts)),
        )

    def _identity_evidence(self, known: Known) -> IdentityEvidence:
        candidates = [
            IdentityCandidate(one.value, *self._shown(one.span), source=one.source) for one in known.candidates
        ]
        status = "review" if known.value is None else "accepted"
        return IdentityEvidence(*self._shown(known.span), known.source, candidates, status)

    def _shown(self, span: tuple[int, int] | None) -> tuple[str | None, Place | None]:
        """The file's own characters at a stretch of the text, and its place."""
        if span is None:
            return None, None
        place = self.place(*span)
        return self.source.original[place.start : place.end], place

    def replacement(self, finding: UnplacedFinding) -> Replacement | None:
        """The words that would mend a finding, where it has one answer and stands where its words are expected."""
        if finding.mends is None or not finding.spans:
            return None
        pattern, text = finding.mends
        start, end = finding.spans[0]
        match = re.search(pattern, self.source.text[start:end])
        if match is None:
            return None
        first, last = match.span("wrong" if "wrong" in match.re.groupindex else 0)
        return Replacement(self.place(start + first, start + last), text)

    def quoted(self, finding: UnplacedFinding) -> UnplacedFinding:
        """The finding with what it quotes from its places as the file prints it, and not normalised."""
        zh, en = finding.zh, finding.en
        for quote in {*_QUOTED_ZH.findall(zh), *_QUOTED_EN.findall(en)}:
            shown = self._as_printed(quote, finding.spans)
            zh, en = zh.replace(f"“{quote}”", f"“{shown}”"), en.replace(f"'{quote}'", f"'{shown}'")
        return finding._replace(zh=zh, en=en)

    def _as_printed(self, quote: str, spans: Sequence[tuple[int, int]]) -> str:
        """What the file prints where a quotation stands at one of these places; the quotation where it does not."""
        for start, end in spans:
            at = self.source.text.find(quote, start, end)
            if at >= 0:
                printed = self.source.printed(at, at + len(quote))
                return quote if "\n" in printed else printed
        return quote
