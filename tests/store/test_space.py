"""A store that may not grow says so in one sentence, keeps nothing by half, and goes on when it may."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from extractor.store import Store, open_store
from extractor.store.documents import add_document, list_documents
from extractor.store.space import NoSpace, lacks_space


class Bounded:
    """A store in a file that may have so many pages and no more."""

    def __init__(self, where: Path) -> None:
        self.store = open_store(str(where))
        self.pages = 2**31
        event.listen(self.store.engine, "checkout", self._limit)

    def _limit(self, connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {self.pages}")


@pytest.fixture
def bounded(tmp_path: Path) -> Iterator[Bounded]:
    made = Bounded(tmp_path / "store.db")
    yield made
    made.store.close()


def add(store: Store, size: int) -> None:
    with store.writing() as session:
        add_document(session, os.urandom(size), "report.txt", store.now())


def count(store: Store) -> int:
    with store.reading() as session:
        return len(list_documents(session, 0, 100))


def test_a_store_that_is_full_says_so_and_keeps_what_it_has(bounded: Bounded) -> None:
    store = bounded.store
    add(store, 1000)
    bounded.pages = 1
    with pytest.raises(NoSpace, match=r"^store\.db: there is no space left to write in .*; make some on its disk\.$"):
        add(store, 1_000_000)
    assert store.is_full
    assert count(store) == 1
    with pytest.raises(NoSpace):
        store.check_space()


def test_a_store_that_may_grow_again_goes_on(bounded: Bounded) -> None:
    bounded.pages = 1
    with pytest.raises(NoSpace):
        add(bounded.store, 1_000_000)
    bounded.pages = 2**31
    add(bounded.store, 1_000_000)
    assert not bounded.store.is_full
    assert count(bounded.store) == 1


def test_a_trial_finds_space_and_leaves_nothing(bounded: Bounded) -> None:
    bounded.pages = 1
    with pytest.raises(NoSpace):
        add(bounded.store, 1_000_000)
    bounded.pages = 2**31
    bounded.store.check_space()
    assert not bounded.store.is_full
    assert count(bounded.store) == 0


def test_a_trial_leaves_nothing_in_either_database(store: Store) -> None:
    store.check_space()
    assert count(store) == 0


def test_an_error_of_another_kind_says_nothing_about_space(bounded: Bounded) -> None:
    with pytest.raises(TypeError), bounded.store.writing() as session:
        add_document(session, "no bytes", "report.txt", bounded.store.now())  # pyright: ignore[reportArgumentType]
    assert not bounded.store.is_full


@pytest.mark.parametrize(
    ("error", "lacks"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (OSError(errno.ENOENT, "No such file or directory"), False),
        (OperationalError("INSERT", None, psycopg.errors.DiskFull("could not extend file")), True),
        (OperationalError("INSERT", None, psycopg.errors.ConnectionTimeout("no answer")), False),
        (OperationalError("INSERT", None, Exception("database is locked")), False),
        (ValueError("full"), False),
        (None, False),
    ],
)
def test_what_systems_and_databases_say_of_space_is_understood(error: BaseException | None, lacks: bool) -> None:
    assert lacks_space(error) is lacks
