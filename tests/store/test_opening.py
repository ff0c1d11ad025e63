"""A store opens itself, brings itself up to date, and says in one sentence why it cannot."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from extractor.errors import StoreError
from extractor.store import Store, open_store
from extractor.store.documents import add_document, list_documents
from extractor.store.tables import Base


def _is_comparable(_: object, name: str | None, kind: str, *__: object) -> bool:
    """Whether Alembic can tell whether it is the same: it cannot for indexes that run backwards."""
    return not (kind == "index" and str(name).startswith("ix_queue_"))


def test_the_migrations_make_the_tables_of_the_models(store: Store) -> None:
    with store.engine.connect() as connection:
        options = {"compare_type": True, "include_object": _is_comparable}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []
    indexes = {str(index["name"]) for index in inspect(store.engine).get_indexes("queue")}
    assert {str(index.name) for index in Base.metadata.tables["queue"].indexes} <= indexes
    assert inspect(store.engine).get_view_names() == ["field_states"]


def test_a_store_can_be_opened_by_many_at_once(address: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(open_store, [address] * 4))
    for opened in stores:
        with opened.writing() as session:
            add_document(session, b"report", "a.txt", opened.now())
    with stores[0].reading() as session:
        assert len(list_documents(session, 0, 10)) == 1
    for opened in stores:
        opened.close()


def test_what_fails_in_the_middle_is_undone(store: Store) -> None:
    def fail() -> None:
        with store.writing() as session:
            add_document(session, b"report", "a.txt", store.now())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.reading() as session:
        assert list_documents(session, 0, 10) == []


def test_a_store_of_a_newer_version_is_left_alone(address: str) -> None:
    opened = open_store(address)
    with opened.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.close()
    with pytest.raises(StoreError, match="newer version of extractor"):
        open_store(address)


def test_a_store_in_a_file_is_readable_for_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    opened = open_store(str(path))
    with opened.writing() as session:
        add_document(session, b"report", "a.txt", opened.now())
    modes = {stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()}
    assert modes == {0o600}
    opened.close()


def test_a_store_in_a_file_keeps_its_references_and_lets_readers_read_while_it_is_written(tmp_path: Path) -> None:
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    with opened.writing() as writer, opened.reading() as reader:
        add_document(writer, b"report", "a.txt", opened.now())
        assert list_documents(reader, 0, 10) == []
        assert reader.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert reader.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    opened.close()


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("{folder}", "is not a file"),
        ("{folder}/none/store.db", "there is no folder"),
        ("mysql://somewhere/store", "no such database is supported"),
        ("postgresql://tester:secret@127.0.0.1:1/store?connect_timeout=2", "cannot be opened as a store"),
        ("{folder}/text.db", "cannot be opened as a store"),
    ],
)
def test_what_cannot_be_opened_gets_one_sentence_without_secrets(tmp_path: Path, where: str, says: str) -> None:
    (tmp_path / "text.db").write_text("这不是数据库。" * 100)
    with pytest.raises(StoreError, match=says) as error:
        open_store(where.format(folder=tmp_path))
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)
