"""Known errors among what waits: shown to one person, kept apart from every figure, counted when they are settled."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from storing import FIELD, doubted, put, settle

from extractor.exporting.panel import Chosen, csv_lines
from extractor.store import Store
from extractor.store.agreement import Interval, share_interval
from extractor.store.lanes import Wanted, count_lanes
from extractor.store.people import person_named
from extractor.store.planting import Planting, plant
from extractor.store.purging import Purge, purge
from extractor.store.review_queue import Waiting, next_waiting
from extractor.store.seeding import Said, Seed, answer_seed, as_seen, catches, seeds_named, waiting_seeds
from extractor.store.states import states_of
from extractor.store.tables_seeding import SeededError


def person(store: Store, who: str = "王芳") -> int:
    with store.writing() as session:
        return person_named(session, who, store.now())


def planted(store: Store, share: float = 1.0) -> list[Seed]:
    """What 王芳 meets who settled a figure of the first of two reports."""
    first = put(store, doubted())
    put(store, doubted(), b"another report")
    made = settle(store, first, 5)
    who = person(store)
    with store.writing() as session:
        plant(session, Planting(who, share), [made], store.now())
        return waiting_seeds(session, who)


def queue_of(store: Store, seeds_of: int | None, after: tuple[float, int] | None = None) -> list[Waiting]:
    with store.reading() as session:
        return next_waiting(session, Wanted(seeds_of=seeds_of), after, 50)


def answered(store: Store, seed: Seed, said: Said) -> str:
    with store.writing() as session:
        versions = {seed.row.field: seed.state.version}
        (mine,) = seeds_named(session, seed.row.person_id, seed.row.document_id, versions).values()
        answer_seed(mine, said, store.now())
        return mine.row.state


def test_it_is_a_known_figure_of_another_report_read_from_a_cell_nearby(store: Store) -> None:
    (one,) = planted(store)
    with store.reading() as session:
        states = {state.field: state for state in states_of(session, one.row.document_id)}
    own, taken = states[one.row.field], states[one.row.taken_from]
    assert (own.value, own.status, own.section) == (one.row.true_value, "accepted", taken.section)
    assert own.value != taken.value
    shown = one.state
    assert (shown.value, shown.printed, shown.place) == (taken.value, taken.printed, taken.place)
    assert (shown.status, shown.reason, shown.confidence) == ("review", states[FIELD].reason, states[FIELD].confidence)
    assert (shown.proof, shown.candidates, shown.decision_id) == ([], [], None)
    assert shown.version != own.version


def test_no_equation_gives_it_away(store: Store) -> None:
    (one,) = planted(store)
    assert one.state.section == "active"


def test_without_a_share_there_are_none(store: Store) -> None:
    assert planted(store, 0.0) == []


def test_only_the_person_it_is_for_is_shown_it_in_its_place_of_the_queue(store: Store) -> None:
    (one,) = planted(store)
    who = person(store)
    other = person(store, "李强")
    mine, others = queue_of(store, who), queue_of(store, other)
    assert [item.state.field for item in others] == [item.state.field for item in queue_of(store, None)] == [FIELD]
    assert sorted(item.state.field for item in mine) == sorted([FIELD, one.row.field])
    ranks = [item.row.rank for item in mine]
    assert ranks == sorted(ranks)
    after = [queue_of(store, who, (item.row.priority, item.row.id)) for item in mine]
    assert [[item.state.field for item in rest] for rest in after] == [[mine[1].state.field], []]
    with store.reading() as session:
        assert count_lanes(session, Wanted(seeds_of=who)).figures == 2
        assert count_lanes(session, Wanted()).figures == 1
        states = states_of(session, one.row.document_id)
        assert as_seen(session, None, states) == states
        assert as_seen(session, other, states) == states
        seen = as_seen(session, who, states)
    assert [state for state in seen if state not in states] == [one.state]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(section="active"), 1),
        (Wanted(section="applications"), 0),
        (Wanted(year=1990), 0),
        (Wanted(lane="blanks"), 0),
        (Wanted(lane="figures"), 1),
        (Wanted(document="0" * 64), 0),
    ],
)
def test_filters_of_the_queue_hold_for_it(store: Store, wanted: Wanted, count: int) -> None:
    (one,) = planted(store)
    who = person(store)
    with store.reading() as session:
        found = next_waiting(session, wanted._replace(seeds_of=who), None, 50)
    assert [item.state.field for item in found].count(one.row.field) == count


def test_what_is_said_of_it_is_kept_there_and_changes_nothing_else(store: Store) -> None:
    (one,) = planted(store)
    who = person(store)
    before = "".join(csv_lines(store, Chosen()))
    assert answered(store, one, Said("settle", "value", one.row.shown_value, None)) == "missed"
    assert "".join(csv_lines(store, Chosen())) == before
    with store.reading() as session:
        assert waiting_seeds(session, who) == []
        (catch,) = catches(session)
    assert catch[:5] == ("王芳", 0, 1, 0, 0.0)


def test_it_is_caught_by_any_other_answer_and_an_undo_has_it_wait_again(store: Store) -> None:
    (one,) = planted(store)
    assert answered(store, one, Said("settle", "value", one.row.shown_value, None)) == "missed"
    assert answered(store, one, Said("undo", None, None, None)) == "waiting"
    assert answered(store, one, Said("give-up", None, None, "unreadable")) == "aside"
    assert answered(store, one, Said("settle", "not-printed", None, None)) == "caught"
    assert answered(store, one, Said("settle", "value", one.row.true_value, None)) == "caught"
    with store.reading() as session:
        (catch,) = catches(session)
    assert catch == ("王芳", 1, 0, 0, 1.0, share_interval(1, 1))


def test_it_waits_no_more_where_somebody_decides_about_the_figure(store: Store) -> None:
    (one,) = planted(store)
    who = person(store)
    settle(store, one.row.document_id, 7, who="李强", field=one.row.field)
    assert [item.state.field for item in queue_of(store, who)] == [FIELD]
    with store.reading() as session:
        found = seeds_named(session, who, one.row.document_id, {one.row.field: one.state.version})
    assert found == {}


def test_a_report_is_used_once_for_each_person_and_never_one_they_decided_about(store: Store) -> None:
    (one,) = planted(store)
    made, who = settle(store, put(store, doubted(), b"a third report"), 5), person(store)
    with store.writing() as session:
        again = plant(session, Planting(who, 1.0), [made], store.now())
        documents = [row.document_id for row in session.scalars(select(SeededError))]
    assert (again, documents) == (0, [one.row.document_id])


def test_it_goes_with_its_document(store: Store) -> None:
    (one,) = planted(store)
    who = person(store)
    with store.writing() as session:
        purge(session, Purge(one.sha256, who, "was a test"), store.now())
        assert session.scalars(select(SeededError)).all() == []


def test_the_interval_of_a_share_is_exact() -> None:
    assert share_interval(0, 0) is None
    low, high = share_interval(9, 10) or Interval(0, 0)
    assert (round(low, 4), round(high, 4)) == (0.5550, 0.9975)
    assert share_interval(10, 10) == Interval(pytest.approx(0.6915, abs=1e-4), 1.0)  # pyright: ignore[reportArgumentType]
