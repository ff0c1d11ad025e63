"""Two hundred people at once: every report is read and kept once, and nobody is sent away."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

import httpx2
import pytest
from contents import extractions_by_document, queue_and_view
from crowds import Crowd, at_once, crowd
from databases import new_database
from serving import report

pytestmark = pytest.mark.long

EVERYBODY = 200


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """A real server over an empty store, shared by the tests of this module."""
    if request.param == "sqlite":
        where = str(tmp_path_factory.mktemp("parallel") / "store.db")
    else:
        where = new_database(request.getfixturevalue("server"))
    with crowd(where, "--workers", "2") as made:
        yield made


@pytest.mark.parametrize("different", [EVERYBODY, 1, 20], ids=["all different", "all the same", "a mixture"])
def test_two_hundred_reports_sent_at_once_are_each_read_once(here: Crowd, different: int) -> None:
    reports = [report() for _ in range(different)]
    sent = [reports[i % different] for i in range(EVERYBODY)]
    heard = at_once(lambda content: here.client.post("/v1/documents", content=content), sent)
    wrong = [one.response.text for one in heard if one.response.status_code not in (200, 201)]
    assert wrong == []
    made = Counter(one.response.status_code for one in heard)
    assert made[201] == different, made
    hashes = [hashlib.sha256(content).hexdigest() for content in reports]
    kept = extractions_by_document(here.where)
    assert [kept[sha256] for sha256 in hashes] == [1] * different
    assert {one.response.json()["document"] for one in heard} == set(hashes)
    queue, view = queue_and_view(here.where)
    assert queue == view


def test_twenty_people_who_decide_the_same_figure_at_once_overwrite_nobody(here: Crowd) -> None:
    document = here.client.post("/v1/documents", content=report()).json()["document"]
    path = f"/v1/documents/{document}/fields/applications.new.total"
    for turn in range(5):
        seen = {"If-Match": here.client.get(path).headers["ETag"]}

        def decide(value: int, seen: dict[str, str] = seen) -> httpx2.Response:
            return here.client.post(f"{path}/decisions", json={"value": value}, headers=seen)

        answers = [one.response for one in at_once(decide, range(20))]
        assert Counter(one.status_code for one in answers) == {201: 1, 412: 19}
        (won,) = (one.json() for one in answers if one.status_code == 201)
        lost = {one.json()["decision"]["id"] for one in answers if one.status_code == 412}
        assert lost == {won["decision"]["id"]}
        assert here.client.get(path).json() == won["field"]
        made = here.client.get(f"{path}/decisions").json()
        assert len(made) == turn + 1
        assert made[-1] == won["decision"]


def test_who_decides_is_answered_while_two_hundred_reports_are_read(here: Crowd) -> None:
    document = here.client.post("/v1/documents", content=report()).json()["document"]
    path = f"/v1/documents/{document}/fields/applications.new.total"

    def do(content: bytes | None) -> httpx2.Response:
        if content is not None:
            return here.client.post("/v1/documents", content=content)
        seen = {"If-Match": here.client.get(path).headers["ETag"]}
        return here.client.post(f"{path}/decisions", json={"value": 1}, headers=seen)

    heard = at_once(do, [report() for _ in range(EVERYBODY)] + [None])
    assert {one.response.status_code for one in heard} == {201}
    assert heard[-1].seconds < max(one.seconds for one in heard[:-1]), "who decides waits behind all reports"
