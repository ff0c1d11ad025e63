"""Drawing the reports of an audit: the same for the same reports and seed, in whatever order they come."""

from __future__ import annotations

import hashlib
import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.errors import AuditError
from extractor.exporting.auditing.record import Audit, By, DrawnReport, Stratum
from extractor.files.kinds import kind_key
from extractor.forms import form_ids, form_named, form_with_fields
from extractor.result import Extraction

_Group = tuple[str, int]
_NO_YEAR = 0


class DrawRequest(NamedTuple):
    """How many reports to draw by which seed, in strata of what, and whether of each stratum so many.

    `formats` and `years` are those to draw from; empty means all.
    """

    reports: int
    seed: int
    by: tuple[By, ...] = ()
    is_each: bool = False
    formats: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


def draw(extractions: Iterable[tuple[str, Extraction]], request: DrawRequest, producer: str) -> Audit:
    """Draws from reports, each with its file's name, of which at least one figure is accepted; takes them once.

    In each stratum every set of so many reports is as likely as any other: they are ordered by a hash of the seed and
    their bytes. Without `is_each` strata give in proportion to their size (largest remainders).

    Raises:
        AuditError: there is no report to draw from.
    """
    sizes: defaultdict[_Group, int] = defaultdict(int)
    least: defaultdict[_Group, list[tuple[int, str, DrawnReport]]] = defaultdict(list)
    for name, extraction in extractions:
        one = _drawable(name, extraction)
        if not one.fields or not _is_wanted(one, request):
            continue
        group = (one.format if "format" in request.by else "", (one.year or _NO_YEAR) if "year" in request.by else -1)
        sizes[group] += 1
        place = int.from_bytes(hashlib.sha256(f"{request.seed} {one.document}".encode()).digest()[:8], "big")
        _keep(least[group], (-place, name, one), request.reports)
    if not sizes:
        raise AuditError("there is no report to draw from: none with an accepted figure is of these formats and years.")
    groups = sorted(sizes)
    counts = _allotted([sizes[group] for group in groups], request)
    strata: list[Stratum] = []
    drawn: list[DrawnReport] = []
    for number, (group, count) in enumerate(zip(groups, counts, strict=True)):
        strata.append(
            Stratum(format=group[0] or None, year=group[1] if group[1] > 0 else None, reports=sizes[group], drawn=count)
        )
        chosen = sorted(least[group], key=lambda one: (-one[0], one[1]))[:count]
        drawn += [one.model_copy(update={"stratum": number}) for *_, one in chosen]
    drawn.sort(key=lambda one: (one.name, one.document))
    return Audit(
        producer=producer,
        seed=request.seed,
        by=list(request.by),
        is_each=request.is_each,
        strata=strata,
        reports=drawn,
    )


def _keep(kept: list[tuple[int, str, DrawnReport]], one: tuple[int, str, DrawnReport], most: int) -> None:
    """Keeps a report if it is among the first `most`."""
    if len(kept) < most:
        heapq.heappush(kept, one)
    elif one[:2] > kept[0][:2]:
        heapq.heapreplace(kept, one)


def _drawable(name: str, extraction: Extraction) -> DrawnReport:
    report = extraction.report
    form = form_with_fields(report.form, extraction.fields) or form_named(report.form or form_ids()[-1])
    known = set(form.fields)
    accepted = [key for key, field in extraction.fields.items() if field.status == "accepted" and key in known]
    return DrawnReport(
        name=name,
        document=extraction.source.sha256,
        format=kind_key(extraction.source.media_type),
        year=report.year,
        form=form.id,
        edition=form.edition,
        stratum=0,
        fields=accepted,
    )


def _is_wanted(one: DrawnReport, request: DrawRequest) -> bool:
    return (not request.formats or one.format in request.formats) and (not request.years or one.year in request.years)


def _allotted(sizes: Sequence[int], request: DrawRequest) -> list[int]:
    """How many reports each stratum gives."""
    if request.is_each:
        return [min(size, request.reports) for size in sizes]
    whole = sum(sizes)
    wanted = min(request.reports, whole)
    exact = [wanted * size / whole for size in sizes]
    counts = [int(one) for one in exact]
    by_remainder = sorted(range(len(sizes)), key=lambda i: (counts[i] - exact[i], i))
    for i in by_remainder[: wanted - sum(counts)]:
        counts[i] += 1
    return counts
