"""The line to an endpoint: no answer may be longer than any table's could be."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2

LONGEST = 4_000_000
"""Bytes; the longest answer of a model is a hundredth of it."""


class Bounded(httpx2.AsyncHTTPTransport):
    """An ordinary connection that is cut where a response goes on without end."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Sends a request; its response is read piece by piece."""
        response = await super().handle_async_request(request)
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _Counted(response.stream)
        return response


class _Counted(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        length = 0
        async for piece in self._stream:
            length += len(piece)
            if length > LONGEST:
                raise httpx2.ReadError(f"the response is longer than {LONGEST} bytes")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
