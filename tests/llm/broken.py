"""Endpoints that keep to no protocol: what they send is given byte by byte; and bodies that grow when unpacked."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import sleep

SIZE = 200_000_000
"""The bytes that a bomb unpacks to."""
_PIECE = 1_000_000


Piece = bytes | float
"""What is sent, or the seconds that nothing is."""


class Raw:
    """A server of sockets: its address, what it was sent, and what it answers."""

    def __init__(self, address: str, pieces: Sequence[Piece]) -> None:
        self.address = address
        self.asked: list[bytes] = []
        self.pieces = pieces


@contextmanager
def raw(*pieces: Piece) -> Iterator[Raw]:
    """A server that answers every question with these bytes and closes the connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        served = Raw(f"http://127.0.0.1:{listening.getsockname()[1]}/v1", pieces)
        threading.Thread(target=_serve, args=(listening, served), daemon=True).start()
        yield served
        listening.shutdown(socket.SHUT_RDWR)


def _serve(listening: socket.socket, served: Raw) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        with line:
            try:
                served.asked.append(_request(line))
                for piece in served.pieces:
                    if isinstance(piece, bytes):
                        line.sendall(piece)
                    else:
                        sleep(piece)
                line.shutdown(socket.SHUT_WR)
                line.recv(1 << 16)
            except OSError:
                continue


def _request(line: socket.socket) -> bytes:
    """A request with its body, or what was sent of it."""
    line.settimeout(5)
    got = b""
    while piece := line.recv(1 << 16):
        got += piece
        head, end, body = got.partition(b"\r\n\r\n")
        length = next((int(one.split(b":")[1]) for one in head.lower().split(b"\r\n") if b"content-length:" in one), 0)
        if end and len(body) >= length:
            break
    return got


def bomb(kind: str, size: int = SIZE) -> bytes:
    """Blanks, so many that packed they are a thousandth of that: as gzip, zlib or bare deflate."""
    bits = {"gzip": 31, "zlib": 15, "deflate": -15}[kind]
    packer = zlib.compressobj(9, zlib.DEFLATED, bits)
    piece = b" " * _PIECE
    return b"".join([packer.compress(piece) for _ in range(size // _PIECE)]) + packer.flush()


def nothing_packed(size: int) -> bytes:
    """So many bytes of gzip that unpack to nothing."""
    empty = gzip.compress(b"")
    return empty * (size // len(empty))
