"""Jobs: what was promised is kept, finished once, and can be taken back and tried again."""

from __future__ import annotations

import pytest
from golden import golden
from storing import put

from extractor.errors import Unknown
from extractor.store import Store
from extractor.store.extractions import current_extraction
from extractor.store.jobs import (
    JobRequest,
    ModelCost,
    Order,
    Outcome,
    add_job,
    cancel_job,
    count_items,
    find_job,
    finish_task,
    items_of,
    keep_cost,
    list_jobs,
    open_tasks,
    retry_job,
    start_task,
)


@pytest.fixture
def document(store: Store) -> int:
    return put(store, golden(2))


def ordered(store: Store, document: int, count: int = 3) -> str:
    """The key of a job of so many documents, and one file that is none."""
    with store.writing() as session:
        wishes = [JobRequest(f"{i}.txt", document) for i in range(count)] + [
            JobRequest("bad.txt", None, "bad.txt: is empty.")
        ]
        return add_job(session, Order("batch", "off", None), wishes, store.now()).key


def test_what_asking_a_model_took_is_added_up_and_a_cancelled_task_asks_no_more(store: Store, document: int) -> None:
    with store.writing() as session:
        asking = Order("batch", "auto", None)
        key = add_job(session, asking, [JobRequest("a", document), JobRequest("b", document)], store.now()).key
        first, second = open_tasks(session, key)
        assert find_job(session, key).model == ModelCost(0, 0, None)
        start_task(session, first)
        assert keep_cost(session, first, ModelCost(2, 300, 0.5))
        assert keep_cost(session, second, ModelCost(1, 50, None))
        assert find_job(session, key).model == ModelCost(3, 350, 0.5)
        cancel_job(session, find_job(session, key).row, store.now())
        assert not keep_cost(session, first, ModelCost(1, 10, 0.25))
        assert find_job(session, key).model == ModelCost(4, 360, 0.75), "what was spent is spent"
        (again, _) = retry_job(session, find_job(session, key).row)
        assert not keep_cost(session, first, ModelCost(0, 0, None)), "it is tried again since"
        assert keep_cost(session, again, ModelCost(1, 1, 0.25))
        assert find_job(session, key).model == ModelCost(5, 361, 1.0)


def test_a_job_is_queued_then_running_then_done(store: Store, document: int) -> None:
    key = ordered(store, document, 1)
    with store.writing() as session:
        extraction = current_extraction(session, document)
        assert extraction is not None
        (task,) = open_tasks(session)
        assert find_job(session, key).state == "running"  # a file that is no document has failed from the start
        reading = start_task(session, task)
        assert reading is not None
        assert (reading.document, reading.name, task.ask) == (document, "0.txt", "off")
        assert find_job(session, key).counts["running"] == 1
        assert finish_task(session, task, Outcome(extraction.id, None), store.now())
        done = find_job(session, key)
        assert (done.state, done.total, done.counts["done"], done.counts["failed"]) == ("done", 2, 1, 1)
        items = [(item.name, item.state, item.error) for item, _ in items_of(session, done.row.id, -1, 10)]
        assert items == [("0.txt", "done", None), ("bad.txt", "failed", "bad.txt: is empty.")]
        assert count_items(session)["done"] == 1


def test_a_task_is_finished_once(store: Store, document: int) -> None:
    ordered(store, document, 1)
    with store.writing() as session:
        (task,) = open_tasks(session)
        assert start_task(session, task) is not None
        assert start_task(session, task) is not None, "a task that was running when the server died is started again"
        assert finish_task(session, task, Outcome(None, "unreadable"), store.now())
        assert not finish_task(session, task, Outcome(None, None), store.now())
        assert start_task(session, task) is None


def test_what_is_taken_back_is_not_finished_and_can_be_tried_again(store: Store, document: int) -> None:
    key = ordered(store, document)
    with store.writing() as session:
        first, *_ = open_tasks(session, key)
        start_task(session, first)
        assert len(cancel_job(session, find_job(session, key).row, store.now())) == 3
        assert not finish_task(session, first, Outcome(None, None), store.now())
        assert find_job(session, key).state == "cancelled"
        again = retry_job(session, find_job(session, key).row)
        assert {task.attempt for task in again} == {2}
        assert len(again) == 3, "what is no document is not tried again"
        assert not {task.key for task in again} & {first.key}
        assert start_task(session, first) is None
        assert start_task(session, again[0]) is not None


def test_a_finished_job_that_is_cancelled_stays_done(store: Store, document: int) -> None:
    key = ordered(store, document, 0)
    with store.writing() as session:
        assert cancel_job(session, find_job(session, key).row, store.now()) == []
        assert find_job(session, key).state == "done"


def test_jobs_are_listed_the_last_first(store: Store, document: int) -> None:
    keys = [ordered(store, document) for _ in range(3)]
    with store.reading() as session:
        page = list_jobs(session, None, 2)
        assert [one.row.key for one in page] == [keys[2], keys[1]]
        assert [one.row.key for one in list_jobs(session, page[-1].row.id, 2)] == [keys[0]]
        with pytest.raises(Unknown):
            find_job(session, "none")
