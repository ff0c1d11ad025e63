"""How a draft stands: nothing was found, something is wrong with it, it was not read for sure, or not at all.

What is wrong with a draft are the findings about its author. Those about reading say only that we are not sure of what
we read, and are counted apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from extractor.findings import is_of_author
from extractor.result import Extraction, Finding

if TYPE_CHECKING:
    from extractor.exporting.collecting.roster import Roster

DraftVerdict = Literal["clean", "look", "unsure", "unread"]
VERDICTS: tuple[DraftVerdict, ...] = ("clean", "look", "unsure", "unread")
"""Nothing was found; something is wrong with it; nothing is, but not all of it was read for sure; not to be read, or
without a table of the form.
"""


class Draft(NamedTuple):
    """One file that was handed in: its path as it is shown, what was read of it, or why it was not, in a sentence.

    `findings` are those of other reports about this one: a list of who should hand in, or last year's reports.
    `silenced` are those that are not told: let stand with a reason, not asked for, or known before. `last_year` names
    the reports of the year before that it was compared with.
    """

    name: str
    extraction: Extraction | None
    reason: str | None = None
    findings: tuple[Finding, ...] = ()
    silenced: tuple[Finding, ...] = ()
    last_year: str | None = None

    @property
    def all_findings(self) -> list[Finding]:
        """What the report itself shows, and what others say of it."""
        return [*(self.extraction.findings if self.extraction else ()), *self.findings]

    @property
    def in_review(self) -> int:
        """How many figures wait for a person, without those that only findings name which are not told."""
        if self.extraction is None:
            return 0
        told = {field for one in self.all_findings for field in one.fields}
        quiet = {field for one in self.silenced for field in one.fields} - told
        fields = self.extraction.fields.items()
        return sum(field.status == "review" and key not in quiet for key, field in fields)


class DraftStatus(NamedTuple):
    """A row of the summary; `body`, `year` and `form` are None where the report does not say them.

    `errors` and `warnings` count the findings about the author, `doubts` those about reading, `in_review` the figures.
    """

    file: str
    body: str | None
    year: int | None
    form: str | None
    errors: int
    warnings: int
    doubts: int
    in_review: int
    verdict: DraftVerdict
    reason: str | None
    """Why it could not be read; None where it could."""
    last_year: str | None = None
    """The reports of the year before that it was compared with; None where there was none."""


class Totals(NamedTuple):
    """The counts under the summary: reports by verdict, and who has not handed in (None where nobody is expected)."""

    reports: int
    clean: int
    look: int
    unsure: int
    unread: int
    missing: int | None = None


class Quiet(NamedTuple):
    """What is not told: how many findings were let stand, how many exceptions nothing answers any more, how many
    findings a baseline has, and how many it had that are gone.
    """

    let_stand: int = 0
    stale: int = 0
    known: int = 0
    gone: int = 0


class Summary(NamedTuple):
    """All reports, and what is said of them together: None where nobody is expected, or there is no last year.

    `compared` counts those that there was a report of last year for.
    """

    draft_statuses: Sequence[DraftStatus]
    totals: Totals
    roster: Roster | None
    compared: int | None
    quiet: Quiet = Quiet()


def standing_of(draft: Draft) -> DraftStatus:
    """How a draft stands."""
    if draft.extraction is None:
        return DraftStatus(draft.name, None, None, None, 0, 0, 0, 0, "unread", draft.reason or "")
    report, findings = draft.extraction.report, draft.all_findings
    grave = [(one.severity, is_of_author(one.code)) for one in findings if one.severity != "info"]
    errors, warnings = grave.count(("error", True)), grave.count(("warning", True))
    doubts = len(grave) - errors - warnings
    verdict: DraftVerdict = "look" if errors or warnings else "unsure" if doubts or draft.in_review else "clean"
    if report.form is None:
        verdict = "unread"
    counts = (errors, warnings, doubts, draft.in_review)
    return DraftStatus(draft.name, report.unit, report.year, report.form, *counts, verdict, None, draft.last_year)


def totals_of(draft_statuses: Sequence[DraftStatus], missing: int | None = None) -> Totals:
    """The counts of some reports."""
    clean, look, unsure, unread = (sum(one.verdict == verdict for one in draft_statuses) for verdict in VERDICTS)
    return Totals(len(draft_statuses), clean, look, unsure, unread, missing)
