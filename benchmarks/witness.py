"""Somebody who works while the server is killed, and what the store must hold when all is over."""

from __future__ import annotations

import io
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple

import httpx2
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extractor.store import Store
from extractor.store.tables import DecisionGroup, DecisionRow, JobItem, JobRow
from tests.contents import extractions_by_document, opened, queue_and_view

_SEED = Path(__file__).parents[1] / "seeds"
_FIELDS = ("applications.new.total", "applications.new.company", "applications.granted.total")
_MANY = "shown"
"""The kind of decisions about all figures of a document."""
_numbers = count(1)


def reports() -> Iterator[bytes]:
    """Reports that never came before: seeds, each with a number after its end."""
    seeds = [path.read_bytes() for path in sorted(_SEED.glob("*.txt"))]
    while True:
        number = next(_numbers)
        yield seeds[number % len(seeds)] + f"\n附：第{number}份\n".encode()


def archive_of(documents: int) -> bytes:
    """A ZIP archive of so many different reports."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
        for number, content in zip(range(documents), reports(), strict=False):
            pack.writestr(f"{number}.txt", content)
    return made.getvalue()


class Acknowledged(NamedTuple):
    """A decision that the server said it kept."""

    id: int
    value: int


class Person:
    """Decides about a document's figures for ever, whether the server is there or not."""

    def __init__(self, base: str, secret: str, document: str) -> None:
        self.acknowledged: list[Acknowledged] = []
        self.refused: Counter[int] = Counter()
        self.unanswered = 0
        self._base = base
        self._headers = {"Authorization": f"Bearer {secret}"}
        self._document = document
        self._over = threading.Event()

    @contextmanager
    def deciding(self) -> Iterator[Person]:
        """Decides as long as the block lasts."""
        thread = threading.Thread(target=self._decide_for_ever)
        thread.start()
        try:
            yield self
        finally:
            self._over.set()
            thread.join()

    def _decide_for_ever(self) -> None:
        with httpx2.Client(base_url=self._base, headers=self._headers, timeout=60) as client:
            for value in count(1):
                if self._over.is_set():
                    return
                try:
                    [self._decide, self._decide_many, self._undo][value % 3](client, value)
                except httpx2.TransportError:
                    self.unanswered += 1
                time.sleep(0.02)

    def _decide(self, client: httpx2.Client, value: int) -> None:
        path = f"/v1/documents/{self._document}/fields/{_FIELDS[value % len(_FIELDS)]}"
        seen = client.get(path)
        if seen.status_code != 200:
            self.refused[seen.status_code] += 1
            return
        made = client.post(f"{path}/decisions", json={"value": value}, headers={"If-Match": seen.headers["ETag"]})
        if made.status_code == 201:
            self.acknowledged.append(Acknowledged(made.json()["decision"]["id"], value))
        else:
            self.refused[made.status_code] += 1

    def _decide_many(self, client: httpx2.Client, value: int) -> None:
        """Settles all figures of the document at once."""
        seen = client.get(f"/v1/documents/{self._document}/fields")
        if seen.status_code != 200:
            self.refused[seen.status_code] += 1
            return
        decisions = [{"field": one["field"], "value": value, "etag": one["etag"]} for one in seen.json()]
        self._make(client, self._document, {"kind": _MANY, "decisions": decisions}, value)

    def _undo(self, client: httpx2.Client, _: int) -> None:
        """Takes back what was decided last, as a whole."""
        last = client.get("/v1/undo")
        if last.status_code == 200:
            decisions = [{**one, "action": "undo"} for one in last.json()["figures"]]
            self._make(client, last.json()["document"], {"decisions": decisions}, None)
        elif last.status_code != 204:
            self.refused[last.status_code] += 1

    def _make(self, client: httpx2.Client, document: str, body: dict[str, object], value: int | None) -> None:
        made = client.post(f"/v1/documents/{document}/decisions", json=body)
        if made.status_code != 201:
            self.refused[made.status_code] += 1
        elif value is not None:
            self.acknowledged += [Acknowledged(one["decision"]["id"], value) for one in made.json()]


class Verdict(NamedTuple):
    """What is in the store when all is over, and what should be."""

    documents: int
    done: int
    failed: list[str]
    attempts: int
    extractions: Counter[int]
    """How many documents have how many extractions."""
    is_queue_right: bool
    decisions: int
    lost: list[Acknowledged]
    refused: Counter[int]
    groups: int
    """How many decisions were about all figures, or took that back."""
    halves: int
    """How many groups of decisions are there in part."""

    @property
    def is_good(self) -> bool:
        """Whether every document was finished once and no decision is lost."""
        is_once = self.done == self.documents and self.extractions == {1: self.documents + 1}
        return is_once and self.is_queue_right and self.is_decided_right

    @property
    def is_decided_right(self) -> bool:
        """Whether each decision that was acknowledged is there, and each group whole."""
        return not self.lost and not self.refused and not self.halves and self.decisions > 0

    def __str__(self) -> str:
        said = [
            f"{'good' if self.is_good else 'BAD'}: {self.done} of {self.documents} documents done, "
            f"{len(self.failed)} failed, at most {self.attempts} attempts",
            f"extractions a document: {dict(self.extractions)}; the queue is {'' if self.is_queue_right else 'NOT '}"
            "what the figures say",
            f"{self.decisions} decisions acknowledged, {len(self.lost)} of them lost; refused: {dict(self.refused)}",
            f"{self.groups} decisions about all figures at once or their undoing, {self.halves} of them there in part",
            *self.failed[:5],
        ]
        return "\n".join(said)


def count_done(store: Store) -> int:
    """How many documents of all jobs are done or failed."""
    with store.reading() as session:
        return session.scalars(select(func.count()).where(JobItem.state.in_(("done", "failed")))).one()


def verdict(where: str, job: str, documents: int, person: Person) -> Verdict:
    """What a store holds after a job, and whether all that a person was told is kept is there."""
    with opened(where) as store, store.reading() as session:
        items = session.scalars(select(JobItem).join(JobRow, JobRow.id == JobItem.job_id).where(JobRow.key == job))
        found = list(items)
        kept = {row.id: row.after_value for row in session.scalars(select(DecisionRow))}
        sizes = group_sizes(session)
    queue, view = queue_and_view(where)
    whole = max((size for kind, size in sizes if kind == _MANY), default=1)
    return Verdict(
        documents=documents,
        done=sum(item.state == "done" for item in found),
        failed=[str(item.error) for item in found if item.state == "failed"],
        attempts=max(item.attempt for item in found),
        extractions=Counter(extractions_by_document(where).values()),
        is_queue_right=queue == view,
        decisions=len(person.acknowledged),
        lost=[one for one in person.acknowledged if kept.get(one.id) != one.value],
        refused=person.refused,
        groups=sum(size > 1 for _, size in sizes),
        halves=sum(size not in (1, whole) or (kind == _MANY and size != whole) for kind, size in sizes),
    )


def group_sizes(session: Session) -> list[tuple[str, int]]:
    """The kind of each group of decisions, and how many that people made it has."""
    query = select(DecisionGroup.kind, func.count(DecisionRow.id)).join(DecisionRow)
    query = query.where(DecisionRow.action != "follow").group_by(DecisionGroup.id, DecisionGroup.kind)
    return [(kind, size) for kind, size in session.execute(query)]
