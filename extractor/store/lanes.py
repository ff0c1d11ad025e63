"""The lanes of the review queue, and how many figures wait in each.

Where nothing finer is asked for than reports, the counts are sums over `summaries`, one row a document; else they are
counted along an index of the queue that holds all that is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import ColumnElement, Select, func, literal, null, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from extractor.findings import is_author_error
from extractor.store.seeding import Seed, waiting_seeds
from extractor.store.states import FieldState
from extractor.store.tables import SOMETHING_WAITS, Document, QueueRow, Summary
from extractor.store.tables_people import Assignment

Lane = Literal["reports", "figures", "blanks", "errors", "aside"]
LANES: tuple[Lane, ...] = get_args(Lane)
OPEN_LANES: tuple[Lane, ...] = ("reports", "figures", "blanks", "errors")
"""All but what somebody put aside: that comes only to who asks for it."""
ASIDE: dict[str | None, str] = {"postpone": "postponed", "give-up": "given-up"}
"""What puts a figure aside, and why it waits then."""
MOST_UNITS = 200
_WAITING: dict[Lane, InstrumentedAttribute[int]] = {
    "reports": Summary.waiting_reports,
    "figures": Summary.waiting_figures,
    "blanks": Summary.waiting_blanks,
    "errors": Summary.waiting_errors,
    "aside": Summary.waiting_aside,
}


class Wanted(NamedTuple):
    """Which figures of the queue are asked for; None asks for any. `document` is a hash, `person` whose the reports
    are to review, `seeds_of` the person whose seeded errors are to stand among them.
    """

    unit: str | None = None
    year: int | None = None
    section: str | None = None
    kind: str | None = None
    document: str | None = None
    lane: Lane | None = None
    person: int | None = None
    seeds_of: int | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether anything is asked for but a lane."""
        return any(self._replace(lane=None, seeds_of=None))


class Lanes(NamedTuple):
    """How many figures wait in each lane; in `reports`, how many bodies and years."""

    reports: int
    figures: int
    blanks: int
    errors: int
    aside: int

    def waiting(self, lane: Lane | None) -> int:
        """How many wait in a lane, or in all that come by themselves."""
        return sum(getattr(self, one) for one in (OPEN_LANES if lane is None else [lane]))


class Facet(NamedTuple):
    """One value that the queue can be asked for, and how many figures have it."""

    value: str | int
    waiting: int


class Facets(NamedTuple):
    """What the queue can be asked for: the bodies with most to settle, the others all."""

    units: list[Facet]
    years: list[Facet]
    kinds: list[Facet]
    sections: list[Facet]


def lane_of(state: FieldState, gravest: str | None) -> Lane:
    """The lane of a figure that waits; `gravest` is the code of the gravest finding about it.

    It is no figure but the report's body or year (`reports`), somebody put it aside (`aside`), nothing is printed, or a
    mark for nothing (`blanks`), the publisher's own arithmetic fails (`errors`), or anything else (`figures`).
    """
    if state.holding in ASIDE:
        return "aside"
    if state.section == "report":
        return "reports"
    if state.basis == "blank" or (not state.printed and state.basis != "printed"):
        return "blanks"
    return "errors" if is_author_error(gravest) else "figures"


def count_lanes(session: Session, wanted: Wanted) -> Lanes:
    """How many figures wait in each lane, by all that is wanted but the lane."""
    if is_of_reports(wanted):
        sums = [func.coalesce(func.sum(_WAITING[lane]), 0) for lane in LANES]
        # As its index has it: counted are the documents of which anything waits, and not the whole store.
        query = select(*sums).where(*of_reports(wanted), text(SOMETHING_WAITS))
    else:
        query = select(*(func.count().filter(QueueRow.lane == lane) for lane in LANES))
        query = query.select_from(QueueRow).where(*conditions(wanted._replace(lane=None)))
    lanes = Lanes(*session.execute(query).one())
    return lanes._replace(figures=lanes.figures + len(wanted_seeds(session, wanted._replace(lane=None))))


def wanted_seeds(session: Session, wanted: Wanted) -> list[Seed]:
    """The seeded errors among what is wanted: they stand in the lane of figures."""
    if wanted.seeds_of is None or wanted.lane not in (None, "figures"):
        return []
    return [seed for seed in waiting_seeds(session, wanted.seeds_of) if _is_wanted(session, seed, wanted)]


def _is_wanted(session: Session, seed: Seed, wanted: Wanted) -> bool:
    row = seed.row
    asked = (
        *((wanted.unit, seed.unit), (wanted.year, seed.year), (wanted.section, seed.state.section)),
        *((wanted.kind, row.kind), (wanted.document, seed.sha256)),
    )
    if any(value is not None and value != own for value, own in asked):
        return False
    mine = _assigned(wanted.person or 0).where(Assignment.document_id == row.document_id)
    return wanted.person is None or session.scalar(mine) is not None


def count_waiting(session: Session, wanted: Wanted) -> int:
    """How many figures wait."""
    return count_lanes(session, wanted).waiting(wanted.lane)


def list_facets(session: Session, wanted: Wanted) -> Facets:
    """What else could be asked for: each list is counted by all that is wanted but what it lists."""
    units = _facet(session, Summary.unit, QueueRow.unit, wanted._replace(unit=None))
    years = _facet(session, Summary.year, QueueRow.year, wanted._replace(year=None))
    return Facets(
        units=units[:MOST_UNITS],
        years=sorted(years, key=lambda one: one.value),
        kinds=_counted(session, _queued(QueueRow.kind, wanted._replace(kind=None))),
        sections=_counted(session, _queued(QueueRow.section, wanted._replace(section=None))),
    )


def _facet(
    session: Session, report: InstrumentedAttribute[Any], queued: InstrumentedAttribute[Any], wanted: Wanted
) -> list[Facet]:
    """The values of a column that both reports and the queue have."""
    if not is_of_reports(wanted):
        return _counted(session, _queued(queued, wanted))
    waiting = func.sum(waiting_in(wanted.lane))
    return _counted(session, select(report, waiting).where(*of_reports(wanted)).group_by(report).having(waiting > 0))


def _queued(column: InstrumentedAttribute[Any], wanted: Wanted) -> Select[Any, Any]:
    return select(column, func.count()).where(*conditions(wanted)).group_by(column)


def _counted(session: Session, query: Select[Any, Any]) -> list[Facet]:
    """The values, those with most first."""
    found = [Facet(value, waiting) for value, waiting in session.execute(query) if value is not None]
    return sorted(found, key=lambda one: (-one.waiting, one.value))


def is_of_reports(wanted: Wanted) -> bool:
    """Whether what is wanted takes reports whole, so that their summaries tell."""
    return wanted.section is None and wanted.kind is None


def waiting_in(lane: Lane | None) -> ColumnElement[int]:
    """How many figures of a summary wait in a lane, or in all that come by themselves."""
    waiting: ColumnElement[int] = literal(0)
    lanes: Sequence[Lane] = OPEN_LANES if lane is None else [lane]
    for one in lanes:
        waiting = waiting + _WAITING[one]
    return waiting


def of_reports(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What holds of the summaries that are wanted."""
    pairs = ((Summary.unit, wanted.unit), (Summary.year, wanted.year))
    found = [column == value for column, value in pairs if value is not None]
    if wanted.document is not None:
        found.append(Summary.document_id == _document(wanted.document))
    if wanted.person is not None:
        found.append(Summary.document_id.in_(_assigned(wanted.person)))
    return found


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What holds of the rows of the queue that are wanted.

    Those of one body or document are few: they are found first, and the rest is asked of each; no index for it is used.
    """
    rest: Sequence[tuple[InstrumentedAttribute[Any], Any]] = (
        (QueueRow.year, wanted.year),
        (QueueRow.section, wanted.section),
        (QueueRow.kind, wanted.kind),
        (QueueRow.lane, wanted.lane),
    )
    found = [QueueRow.document_id == _document(wanted.document)] if wanted.document is not None else []
    if wanted.person is not None:
        found.append(QueueRow.document_id.in_(_assigned(wanted.person)))
    if wanted.unit is not None:
        found.append(QueueRow.unit == wanted.unit)
    is_few = bool(found)
    if wanted.lane is None and wanted.kind is None:
        found.append(func.coalesce(QueueRow.lane, null()) != "aside")
    for column, value in rest:
        if value is not None:
            found.append((func.coalesce(column, null()) if is_few else column) == value)
    return found


def _assigned(person: int) -> Any:
    return select(Assignment.document_id).where(Assignment.person_id == person)


def _document(sha256: str) -> Any:
    return select(Document.id).where(Document.sha256 == sha256).scalar_subquery()
