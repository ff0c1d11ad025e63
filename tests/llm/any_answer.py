"""Anything that an endpoint may send, byte by byte: structure, types, sizes, encodings, headers, statuses, timing."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.llm.broken import Piece, bomb
from tests.llm.server import completion

RIGHT = '{"numbers": ["8000001", "8000002", "8000003"]}'
_ODD_TEXTS = ["", "{}", "[]", "null", "NaN", "-Infinity", "1e999", "\ud800", "\x00", "﻿{}", "<think>", "```json", RIGHT]
_ODD_NUMBERS = [0, -1, 2**63, 10**400, 1e308, float("nan"), float("inf"), True]

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(_ODD_TEXTS)
    | st.sampled_from(_ODD_NUMBERS)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
_PATHS: list[tuple[str | int, ...]] = [
    (),
    ("choices",),
    ("choices", 0),
    ("choices", 0, "message"),
    ("choices", 0, "finish_reason"),
    ("choices", 0, "message", "content"),
    ("choices", 0, "message", "tool_calls"),
    ("choices", 0, "message", "reasoning_content"),
    ("usage",),
    ("usage", "prompt_tokens"),
    ("usage", "prompt_tokens_details"),
    ("error",),
]


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _replaced(body: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """A body with another value at a place, whatever lies on the way there."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items: list[Any] = list(body) if isinstance(body, list) and body else [None]
        return [_replaced(items[0], rest, value), *items[1:]]
    table: dict[str, Any] = dict(body) if isinstance(body, dict) else {}
    return table | {step: _replaced(table.get(step), rest, value)}


@st.composite
def contents(draw: st.DrawFn) -> str:
    """What a model may write: an answer of any form, with anything around it, cut anywhere."""
    answer = draw(
        st.sampled_from(
            [RIGHT, RIGHT[:-1], "{" * 2_000, '{"a":' * 500, '{"numbers": [], "numbers": ["1"]}', "9" * 50_000]
        )
        | VALUES.map(_dumped)
        | st.lists(LEAVES, max_size=4).map(lambda numbers: _dumped({"numbers": numbers}))
    )
    before = draw(st.sampled_from(["", "<think>嗯</think>", "<think>", "```json\n", "好的：", "</think>", "\ufeff"]))
    behind = draw(st.sampled_from(["", "\n```", "完。", "</think>", "{", "\x00"]))
    return before + answer + behind


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """The text of a body: a completion with some parts exchanged, or none at all."""
    body: Any = completion(draw(contents()), draw(st.sampled_from(["stop", "length", "content_filter", "tool_calls"])))
    for _ in range(draw(st.integers(0, 2))):
        body = _replaced(body, draw(st.sampled_from(_PATHS)), draw(VALUES))
    text = _dumped(body)
    return draw(
        st.sampled_from(
            [
                text,
                text[: len(text) // 2],
                text + text,
                f'{{"choices": [], {text[1:]}',
                f"\n\n\n{text}\n",
                f"data: {text}\n\ndata: [DONE]\n\n",
                f"<html>{text}</html>",
                '{"choices":' * 3_000,
                "",
            ]
        )
    )


_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "latin-1", "ascii")
_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "identity": bytes,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": bytes,
    "gzip, gzip": lambda body: gzip.compress(gzip.compress(body)),
    "x-unknown": bytes,
}
_BOMBS = {"gzip": bomb("gzip", 20_000_000), "deflate": bomb("zlib", 20_000_000)}


@st.composite
def encoded(draw: st.DrawFn) -> tuple[str, bytes]:
    """The encoding that a header tells, and the bytes that are sent, which need not be of it."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from(sorted(_BOMBS.items())))
    body = draw(bodies()).encode(draw(st.sampled_from(_ENCODINGS)), "replace")
    if draw(st.integers(0, 9)) == 0:
        body = draw(st.binary(max_size=300))
    told = draw(st.sampled_from(sorted(_PACKERS)))
    packed = _PACKERS[draw(st.sampled_from([told, told, "identity"]))](body)
    return told, packed


_STATUSES = ["200 OK"] * 12 + [
    *("100 Continue", "101 Switching Protocols", "199 x", "201 Created", "204 No Content", "206 Partial Content"),
    *("301 x", "304 Not Modified", "307 x", "400 Bad Request", "401 x", "403 x", "404 x", "408 x", "413 x", "418 x"),
    *("422 x", "429 Too Many Requests", "500 x", "503 x", "529 x", "599 x", "600 x", "999 x", "-1 x", "abc", ""),
]
_HEADERS = [
    *(b"Content-Type: application/json", b"Content-Type: text/html; charset=utf-16", b"Content-Type: \xff\xfe"),
    *(b"Retry-After: 31536000000", b"Retry-After: \xc2\xb2", b"Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"),
    *(b"Location: file:///etc/passwd", b"Set-Cookie: a=b", b"X: " + b"y" * 3_000, b"no colon", b": empty", b"A\x00: b"),
    *(b"Connection: keep-alive", b"Connection: upgrade", b"Content-Length: 3", b"x-should-retry: true"),
]


@st.composite
def answers(draw: st.DrawFn) -> list[Piece]:
    """A whole response with its timing: sent at once or in drips, whole or cut off."""
    encoding, body = draw(encoded())
    lines = [b"HTTP/1.1 " + draw(st.sampled_from(_STATUSES)).encode()]
    lines += draw(st.lists(st.sampled_from(_HEADERS), max_size=3))
    lines.append(b"Content-Encoding: " + encoding.encode())
    framing = draw(st.sampled_from(["length", "length", "longer", "negative", "none", "chunked", "bad chunks"]))
    if framing in ("length", "longer", "negative"):
        length = {"length": len(body), "longer": len(body) + 7, "negative": -1}[framing]
        lines.append(f"Content-Length: {length}".encode())
    elif framing != "none":
        lines.append(b"Transfer-Encoding: chunked")
        half = len(body) // 2
        chunks = [b"%x\r\n%s\r\n" % (len(one), one) for one in (body[:half], body[half:]) if one]
        body = b"".join([*chunks, b"0\r\n\r\n"]) if framing == "chunked" else b"zz\r\n" + body
    whole = b"\r\n".join(lines) + b"\r\n\r\n" + body
    if draw(st.integers(0, 4)) == 0:
        whole = whole[: draw(st.integers(0, len(whole)))]
    if draw(st.integers(0, 4)):
        return [whole]
    at = sorted(draw(st.lists(st.integers(0, len(whole)), max_size=3)))
    pieces: list[Piece] = []
    for start, end in zip([0, *at], [*at, len(whole)], strict=True):
        pieces += [whole[start:end], 0.01]
    return pieces
