"""Connections that are held and not used, over real sockets: nobody else is kept out by them."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from limited import Server, answer, closed, limited
from serving import report
from starting import eventually

from extractor.service.addresses import is_among, network_of
from extractor.service.settings import ConnectionLimits, Limits
from extractor.store import open_store
from extractor.store.documents import add_document

HALF = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: "
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
QUICK = ConnectionLimits(head_seconds=3, body_seconds=3, body_bytes=500, sending_seconds=3)
LARGE = 18_000_000
FEW = ConnectionLimits(most=12, each=6)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that waits no longer than three seconds for anything."""
    with limited(tmp_path_factory.mktemp("quick"), Limits(connections=QUICK)) as server:
        yield server
        assert server.log.read_text() == ""


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with six connections for each address, and twelve in all."""
    with limited(tmp_path_factory.mktemp("narrow"), Limits(connections=FEW)) as server:
        yield server
        assert server.log.read_text() == ""


@pytest.fixture
def lines() -> Iterator[ExitStack]:
    """The connections of a test, closed at its end."""
    with ExitStack() as lines:
        yield lines


@pytest.mark.long
def test_more_half_sent_heads_than_a_process_may_have_files_stop_no_good_request(
    tmp_path: Path, lines: ExitStack
) -> None:
    with limited(tmp_path, files=256) as server:
        for _ in range(400):
            lines.enter_context(server.connect()).sendall(HALF)
        for _ in range(5):
            assert server.ask("GET", "/healthz").status == 200
        assert server.ask("POST", "/v1/documents", report()).status == 201
        assert server.log.read_text() == ""


@pytest.mark.long
def test_a_head_that_does_not_come_whole_is_answered_with_a_problem(server: Server) -> None:
    with server.connect() as line:
        line.sendall(HALF)
        found = answer(line)
        assert (found.status, found.json["type"]) == (408, "urn:extractor:too-slow")
        assert closed(line) == b""


@pytest.mark.parametrize("served", [0, 2])
def test_a_head_that_comes_character_by_character_is_not_waited_for(server: Server, served: int) -> None:
    with server.connect() as line:
        for _ in range(served):
            line.sendall(HEALTH)
            assert answer(line).status == 200
        line.sendall(HALF)
        line.settimeout(0.1)
        came = b""
        while not came:
            try:
                came = line.recv(65536)
            except TimeoutError:
                line.sendall(b"x")
        assert came.startswith(b"HTTP/1.1 408 ")


def test_a_connection_over_which_nothing_comes_is_ended(server: Server) -> None:
    with server.connect() as line:
        assert closed(line) == b""


def test_a_body_that_does_not_come_is_given_up_and_nothing_of_it_kept(server: Server) -> None:
    before = server.get("/v1/documents?limit=200")["items"]
    with server.connect() as line:
        line.sendall(server.begin("POST", "/v1/documents", 1000) + b"x" * 10)
        assert answer(line).status == 408
        assert closed(line) == b""
    assert server.get("/v1/documents?limit=200")["items"] == before


@pytest.mark.long
def test_a_body_that_comes_slowly_and_steadily_is_taken(server: Server) -> None:
    content = report()
    with server.connect() as line:
        line.sendall(server.begin("POST", "/v1/documents", len(content)))
        size = len(content) // 25 + 1
        for start in range(0, len(content), size):
            line.sendall(content[start : start + size])
            time.sleep(0.2)  # five seconds in all, more than any one of them may be silent
        assert answer(line).status == 201


@pytest.mark.long
def test_a_body_that_was_refused_is_not_taken_for_ever(server: Server) -> None:
    with server.connect() as line:
        line.sendall(server.begin("POST", "/v1/documents", 10**9))
        assert answer(line).status == 413
        eventually(lambda: is_ended(line))


def is_ended(line: socket.socket) -> bool:
    """Whether the other end of a connection takes nothing more."""
    try:
        line.sendall(b"x" * 600)
    except ConnectionError:
        return True
    return False


def test_a_client_that_waits_to_be_asked_for_its_body_is_asked(server: Server) -> None:
    content = report()
    with server.connect() as line:
        line.sendall(server.begin("POST", "/v1/documents", len(content), Expect="100-continue"))
        assert line.recv(65536).startswith(b"HTTP/1.1 100 ")
        line.sendall(content)
        assert answer(line).status == 201


@pytest.fixture(scope="module")
def large(server: Server) -> str:
    """The address of a document that does not fit into what the system keeps for a connection."""
    store = open_store(str(server.log.parent / "store.db"))
    with store.writing() as session:
        came = add_document(session, bytes(LARGE), "large", store.now())
    store.close()
    return f"/v1/documents/{came.sha256}/content"


def asked(server: Server, address: str) -> socket.socket:
    """A connection over which a document was asked for, and which takes little at once."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    line.connect(("127.0.0.1", server.port))
    line.sendall(server.begin("GET", address, 0))
    return line


@pytest.mark.long
def test_a_client_that_does_not_take_its_answer_is_cut_off(server: Server, large: str) -> None:
    with asked(server, large) as line:
        eventually(lambda: server.counted('extractor_connections_ended_total{why="sending"}') > 0)
        assert len(closed(line)) < LARGE


@pytest.mark.long
def test_a_client_that_takes_its_answer_slowly_gets_it_whole(server: Server, large: str) -> None:
    cut_off = server.counted('extractor_connections_ended_total{why="sending"}')
    with asked(server, large) as line:
        left = LARGE
        while left > 0:
            end = left - 400_000
            while left > max(end, 0):
                left -= len(line.recv(65536))
            time.sleep(0.1)
    assert server.counted('extractor_connections_ended_total{why="sending"}') == cut_off


def uploading(server: Server, lines: ExitStack, count: int, source: str = "127.0.0.1") -> list[socket.socket]:
    """So many connections from an address over which a body is on its way."""
    made = [lines.enter_context(server.connect(source)) for _ in range(count)]
    for line in made:
        line.sendall(server.begin("POST", "/v1/documents", 100_000, Expect="100-continue"))
        assert line.recv(65536).startswith(b"HTTP/1.1 100 ")
        line.sendall(b"x" * 50_000)
    return made


def test_an_address_that_has_all_its_connections_busy_is_refused_and_no_other(narrow: Server, lines: ExitStack) -> None:
    uploading(narrow, lines, FEW.each)
    with narrow.connect() as line:
        found = closed(line)
    assert found.startswith(b"HTTP/1.1 503 ")
    assert json.loads(found.partition(b"\r\n\r\n")[2])["type"] == "urn:extractor:busy"
    with narrow.connect("127.0.0.2") as line:
        line.sendall(HEALTH)
        assert answer(line).status == 200


def test_who_waits_longest_for_nothing_gives_place_to_who_asks(narrow: Server, lines: ExitStack) -> None:
    idle = [lines.enter_context(narrow.connect("127.0.0.3")) for _ in range(FEW.each)]
    for line in idle:
        line.sendall(HEALTH)
        assert answer(line).status == 200
    with narrow.connect("127.0.0.3") as line:
        line.sendall(HEALTH)
        assert answer(line).status == 200
    assert closed(idle[0]) == b""
    for line in idle[1:]:
        line.sendall(HEALTH)
        assert answer(line).status == 200


# Where a busy machine takes five seconds for the connections, the server ends the one that was served meanwhile.
@pytest.mark.long
def test_half_sent_heads_give_place_before_those_who_were_served(narrow: Server, lines: ExitStack) -> None:
    person = lines.enter_context(narrow.connect("127.0.0.4"))
    person.sendall(HEALTH)
    assert answer(person).status == 200
    for _ in range(4 * FEW.each):
        lines.enter_context(narrow.connect("127.0.0.4")).sendall(HALF)
    person.sendall(HEALTH)
    assert answer(person).status == 200


@pytest.mark.long
def test_a_proxy_may_have_the_connections_of_many(tmp_path: Path, lines: ExitStack) -> None:
    with limited(tmp_path, Limits(connections=FEW), proxies=("127.0.0.0/24",)) as server:
        uploading(server, lines, FEW.each + 2)
        assert server.ask("GET", "/healthz").status == 200


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="looks at connections in /proc")
def test_the_system_looks_whether_a_silent_client_is_still_there(server: Server) -> None:
    with server.connect() as line:
        line.sendall(HEALTH)
        answer(line)
        _, theirs = line.getsockname()
        rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        (timer,) = [row[5] for row in rows if (row[1][-4:], row[2][-4:]) == (f"{server.port:04X}", f"{theirs:04X}")]
        assert timer.startswith("02:"), timer  # 2 is the timer that asks a silent client


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
    ],
)
def test_an_address_counts_as_the_network_that_one_visitor_has(host: str, network: str) -> None:
    assert network_of(host) == network


def test_a_proxy_is_known_by_its_address_or_its_network() -> None:
    assert is_among("172.30.0.9", ("127.0.0.1", "172.30.0.0/24"))
    assert is_among("127.0.0.1", ("127.0.0.1",))
    assert not is_among("172.31.0.9", ("127.0.0.1", "172.30.0.0/24"))
    assert not is_among("::1", ("127.0.0.1",))
    assert not is_among("", ("127.0.0.1",))
