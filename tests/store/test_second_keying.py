"""Second keying is blind, done once, and puts the figure back into the queue where two people differ."""

from __future__ import annotations

import pytest
from golden import golden
from sqlalchemy import select
from storing import FIELD, changed, doubted, elsewhere, put, settle

from extractor.errors import ExtractorError, NotYours, Outdated, Unknown
from extractor.store import Store
from extractor.store.agreement import kappa, kappa_interval
from extractor.store.decisions import decisions_of
from extractor.store.keying import Keyed, SecondValue, key_again
from extractor.store.lanes import Wanted
from extractor.store.people import person_named
from extractor.store.review_queue import Waiting, next_waiting
from extractor.store.second_keys import Agreement, KeyItem, agreement, draw, lot, next_key
from extractor.store.tables import DecisionRow, SecondKey


def drawn(store: Store, document: int, value: float | None = 6, who: str = "王芳") -> DecisionRow:
    """A decision of somebody that is chosen to be keyed again."""
    row = settle(store, document, value, who)
    with store.writing() as session:
        draw(session, "a", [row], 1.0)
    return row


def following(store: Store, who: str) -> KeyItem | None:
    with store.writing() as session:
        return next_key(session, person_named(session, who, store.now()))


def key(store: Store, item: int, value: float | None, who: str = "李强") -> Keyed:
    with store.writing() as session:
        return key_again(session, SecondValue(item, value, person_named(session, who, store.now())), store.now())


def waiting(store: Store) -> list[Waiting]:
    with store.reading() as session:
        return next_waiting(session, Wanted(), None, 10)


def states(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(SecondKey.state).order_by(SecondKey.id)))


def test_it_is_for_somebody_else_who_is_not_told_what_was_read(store: Store) -> None:
    document = put(store, doubted())
    drawn(store, document)
    assert following(store, "王芳") is None
    item = following(store, "李强")
    assert item is not None
    report = golden(2).report
    assert (item.field, item.unit, item.year) == (FIELD, report.unit, report.year)
    assert not {"value", "printed", "candidates", "status", "confidence"} & set(item._fields)
    with pytest.raises(NotYours):
        key(store, item.id, 6, "王芳")


def test_who_ever_decided_about_a_figure_does_not_key_it_again(store: Store) -> None:
    document = put(store, doubted())
    settle(store, document, 5, "李强")
    drawn(store, document, 6, "王芳")
    assert following(store, "李强") is None
    assert following(store, "赵敏") is not None


def test_where_both_agree_the_figure_stays_settled(store: Store) -> None:
    document = put(store, doubted())
    drawn(store, document, 6)
    assert key(store, 1, 6) == Keyed(True, None)
    assert (waiting(store), following(store, "李强")) == ([], None)
    with pytest.raises(Outdated, match="keyed already"):
        key(store, 1, 6, "赵敏")
    with store.reading() as session:
        assert agreement(session) == Agreement(0, 1, 1, None, None)


@pytest.mark.parametrize(("first", "second"), [(6, 7), (None, 0), (0, None)])
def test_where_they_differ_the_figure_goes_back_into_the_queue(
    store: Store, first: float | None, second: float | None
) -> None:
    document = put(store, doubted())
    drawn(store, document, first)
    assert not key(store, 1, second).agrees
    (one,) = waiting(store)
    assert (one.row.field, one.row.kind, one.state.reopened) == (FIELD, "second-disagrees", True)
    with store.reading() as session:
        *_, (last, who) = decisions_of(session, document, FIELD)
        assert (last.action, who) == ("reopen", "李强")
        assert last.note is not None
        assert "second keying disagrees" in last.note
        assert agreement(session)[:3] == (0, 1, 0)
    put(store, changed(doubted("2"), "2"))
    assert [one.row.kind for one in waiting(store)] == ["second-disagrees"], "also after it is read anew"


def test_what_cannot_be_keyed_is_refused_and_can_be_keyed_then(store: Store) -> None:
    document = put(store, doubted())
    drawn(store, document)
    with pytest.raises(ExtractorError, match="negative"):
        key(store, 1, -1)
    with pytest.raises(Unknown):
        key(store, 2, 1)
    assert key(store, 1, 6).agrees


def test_what_does_not_hold_any_more_is_not_keyed_again(store: Store) -> None:
    document = put(store, doubted("1"))
    drawn(store, document)
    settle(store, document, None, action="undo")
    drawn(store, document)
    settle(store, document, 9)
    drawn(store, document)
    assert states(store) == ["withdrawn", "withdrawn", "waiting"]
    put(store, doubted("2", "6"))
    assert states(store)[2] == "waiting", "it stands at the same place"
    put(store, changed(doubted("3"), "3", applications__new__company=elsewhere("6")))
    assert states(store)[2] == "withdrawn"
    assert following(store, "李强") is None
    with pytest.raises(Outdated, match="decided anew"):
        key(store, 3, 6)


def test_a_share_of_what_is_settled_is_chosen_and_always_the_same(store: Store) -> None:
    document = put(store, doubted())
    row = settle(store, document, 6)
    reopened = settle(store, document, None, action="reopen")
    mine = lot("a", FIELD, row.id)
    with store.writing() as session:
        draw(session, "a", [row, reopened], mine)
        assert session.scalars(select(SecondKey)).all() == []
        draw(session, "a", [row, reopened], mine + 1e-9)
        assert session.scalars(select(SecondKey.decision_id)).all() == [row.id]
    lots = [lot("a", FIELD, i) for i in range(4000)]
    assert 0.03 < sum(one < 0.05 for one in lots) / 4000 < 0.07
    assert 0 <= min(lots) < max(lots) < 1


@pytest.mark.parametrize(
    ("table", "says"),
    [
        # Two raters, fifty cases: o = 0.7, e = 0.5 * 0.6 + 0.5 * 0.4 = 0.5, so (0.7 - 0.5) / (1 - 0.5).
        ({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}, 0.4),
        # o = 0.6, e = 0.7 * 0.6 + 0.3 * 0.4 = 0.54: (0.6 - 0.54) / 0.46.
        ({(1, 1): 45, (1, 2): 25, (2, 1): 15, (2, 2): 15}, 0.06 / 0.46),
        # Three categories; o = 0.7, e = 0.3 * 0.4 + 0.4 * 0.3 + 0.3 * 0.3 = 0.33: 0.37 / 0.67.
        ({(1, 1): 3, (2, 1): 1, (2, 2): 2, (2, 3): 1, (3, 2): 1, (3, 3): 2}, 0.37 / 0.67),
        ({(1, 1): 4, (2, 2): 6}, 1.0),
        ({(1, 2): 1, (2, 1): 1}, -1.0),
        ({(None, 0): 1, (0, 0): 1}, 0.0),
        ({(0, 0): 7}, None),
        ({}, None),
    ],
)
def test_kappa_is_what_it_is_by_hand(table: dict[tuple[object, object], int], says: float | None) -> None:
    assert kappa(table) == (None if says is None else pytest.approx(says))  # pyright: ignore[reportArgumentType]


def test_the_interval_of_kappa_is_about_it_and_narrows_with_what_is_keyed() -> None:
    table = {("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 15}
    low, high = kappa_interval(table) or (0, 0)
    assert (low + high) / 2 == pytest.approx(kappa(table))
    assert (high - low) / 2 == pytest.approx(1.96 * 0.1266, abs=0.01)
    lower, higher = kappa_interval({pair: 100 * count for pair, count in table.items()}) or (0, 0)
    assert (higher - lower) * 10 == pytest.approx(high - low)
    assert kappa_interval({("a", "a"): 5, ("b", "b"): 5}) == (1, 1)
    assert kappa_interval({("a", "a"): 5}) is None
