"""What was gathered of a run → its page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from extractor.exporting.auditing.record import Audit
from extractor.exporting.auditing.statement import statement_of
from extractor.exporting.cross_report_checks import field_name
from extractor.exporting.fields import field_table
from extractor.exporting.leftout import kinds_left_out
from extractor.exporting.overview.bars import Segment, segments, widths
from extractor.exporting.overview.figures import charts, complete_years, reasons_matrix, tiles_shown
from extractor.exporting.overview.findings import FindingKind, Spot
from extractor.exporting.overview.gathering import Gathered
from extractor.exporting.overview.links import Links
from extractor.exporting.overview.matrices import Say, coverage_matrix, sureness_matrices
from extractor.exporting.overview.rows import section_titles
from extractor.exporting.overview.tally import STEPS, Tally
from extractor.exporting.overview.text import grouped, plain, short
from extractor.exporting.pages.language import LANGUAGES, Language, say, words
from extractor.exporting.pages.render import asset, page_alone, percent_text

PACKAGE = "extractor.exporting.overview"
_MOST_REASONS, _MOST_FIELDS = 10, 12


class Counted(NamedTuple):
    """A count with the length of its bar."""

    name: str
    amount: int
    width: float


class KindBar(NamedTuple):
    """A kind of findings with the length of its bar."""

    kind: FindingKind
    width: float


def overview_page(
    gathered: Gathered, language: Language, audit: Audit | None = None, folder: Path | None = None
) -> str:
    """The page, whole in itself; the same for the same run. `audit` is the run's, where it was keyed.

    `folder` is where the page will lie, for its links to the files.
    """
    told: Say = partial(say, words(language, PACKAGE))
    tally, links, script = gathered.tally, Links(folder), asset("tables.js", PACKAGE)
    return page_alone(
        "overview.html",
        language,
        PACKAGE,
        overview_styles=asset("overview.css", PACKAGE),
        gathered=gathered,
        tally=tally,
        coverage=gathered.coverage,
        **_head(gathered, told),
        **_figures(gathered, told, language),
        script=script,
        script_hash=_hashed(script),
        link=links.to,
        matrix=coverage_matrix(gathered.coverage, told),
        sureness=sureness_matrices(tally.sureness, told, language),
        left_out=[(kinds_left_out()[state], named) for state, named in tally.left_out.by_state.items()],
        kinds=_by_severity(gathered.kinds),
        steps=_steps(tally, told),
        review_fields=_review_fields(tally, language),
        audited=None if audit is None else statement_of(audit),
        forms=sorted(tally.forms),
        plain=plain,
        grouped=grouped,
        short=partial(short, language=language),
        percent=percent_text,
        field_called=partial(_field_called, language),
        spot_text=partial(_spot_text, told),
        chosen=LANGUAGES.index(language),
    )


def _head(gathered: Gathered, told: Say) -> Mapping[str, Any]:
    """What stands at the top: the sentence, the numbers, the two bars, and what was not read."""
    tally, coverage = gathered.tally, gathered.coverage
    reasons = tally.reasons()
    shown = reasons[:_MOST_REASONS]
    return {
        "lede": _lede(gathered, told),
        "accepted": tally.accepted / tally.figures if tally.figures else None,
        "straight": tally.straight / tally.reports if tally.reports else None,
        "figure_parts": segments(
            [(key, tally.stands[key]) for key in ("printed", "blank", "deduced", "reviewed", "none", "review")]
        ),
        "report_parts": _report_parts(tally),
        "unread_reasons": shown,
        "other_reasons": tally.not_read - sum(one.files for one in shown),
        "years_count": len(coverage.years),
    }


def _figures(gathered: Gathered, told: Say, language: Language) -> Mapping[str, Any]:
    """What the figures say, and how complete they are."""
    courses, bodies = gathered.courses, gathered.bodies
    return {
        "complete": complete_years(bodies.completeness()),
        "charts": {group: charts(courses, group, language) for group in ("outcome", "disputes", "total")},
        "reasons": reasons_matrix(courses, told, language),
        "tiles": tiles_shown(bodies.tiles(), told, language),
        "has_tiles": any(one.point.bodies for one in bodies.tiles()),
        "body_rows": bodies.rows(),
    }


def _hashed(script: str) -> str:
    """A script as the page's policy names it: no other runs."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _lede(gathered: Gathered, told: Say) -> str:
    tally, coverage = gathered.tally, gathered.coverage
    if not tally.reports:
        return told("report.lede_none")
    first, last = min(coverage.years, default=None), max(coverage.years, default=None)
    kind = "none" if first is None else "one" if first == last else "many"
    years = told(f"report.years_{kind}", first=first, last=last)
    return told("report.lede", bodies=grouped(coverage.bodies), years=years, reports=grouped(tally.reports))


def _report_parts(tally: Tally) -> list[Segment]:
    person = tally.reports - tally.straight
    counts = [("straight", tally.straight), ("person", person), ("no_report", tally.no_report), ("copy", tally.copies)]
    return segments([*counts, ("unread", tally.not_read), ("waiting", tally.waiting)])


def _by_severity(kinds: Sequence[FindingKind]) -> list[tuple[str, int, list[KindBar]]]:
    """The kinds by severity, each severity with its number; the bars of all are of one scale."""
    bars = [KindBar(*one) for one in zip(kinds, widths([kind.findings for kind in kinds]), strict=True)]
    found: list[tuple[str, int, list[KindBar]]] = []
    for severity, group in groupby(bars, key=lambda one: one.kind.severity):
        members = list(group)
        found.append((severity, sum(one.kind.findings for one in members), members))
    return found


def _steps(tally: Tally, told: Say) -> list[Counted]:
    counts = [tally.by_step[key] for key in STEPS]
    names = [told(f"report.step_{key}") for key in STEPS]
    return [Counted(*one) for one in zip(names, counts, widths(counts), strict=True)]


def _review_fields(tally: Tally, language: Language) -> list[Counted]:
    order = {field: i for i, field in enumerate(field_table())}
    most = sorted(tally.in_review.items(), key=lambda one: (-one[1], order.get(one[0], len(order)), one[0]))
    counts = [count for _, count in most[:_MOST_FIELDS]]
    names = [_field_called(language, field) for field, _ in most[:_MOST_FIELDS]]
    return [Counted(*one) for one in zip(names, counts, widths(counts), strict=True)]


def _field_called(language: Language, field: str | None) -> str:
    """What a field, or a section, is called; its key, made harmless, where no form has it."""
    if field is None:
        return ""
    if field in section_titles():
        return section_titles()[field][LANGUAGES.index(language)]
    known = field_table().get(field)
    if known is None:
        return plain(field)
    return field_name(field) if language == "zh" else known.field_en


def _spot_text(told: Say, spot: Spot | None) -> str:
    """Where a mark stands, in words."""
    if spot is None:
        return ""
    parts = [told("report.spot_page", page=spot.page)] if spot.page is not None else []
    if spot.line is not None:
        parts.append(told("report.spot_line", line=spot.line, column=spot.column))
    return told("report.list_comma").join(parts)
