"""The line to an endpoint: what comes back is read whole, within bounds, and handed on where it is a completion."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from functools import cache

import httpx2

from extractor.llm.failures import NO_COMPLETION, TOO_LONG, UNDECODABLE, Failure
from extractor.llm.protocol import completion_in
from extractor.llm.provider_error import sentence_in

LONGEST = 1_000_000
"""Bytes, as sent and as decoded; the longest answer of a model is a hundredth of it."""

SAID = "said"
"""Under which a response has what its provider says of an error, among its extensions."""
_LONGEST_ERROR = 20_000
"""Bytes of an error that are read."""
_LONGEST_WAIT_FOR_ERROR = 2.0
"""Seconds."""
_REST = "retry-after"


@cache
def trusted_certificates() -> ssl.SSLContext:
    """The certificates that are trusted; reading them takes longer than all else that a client is made of."""
    return httpx2.create_ssl_context()


class Unusable(httpx2.TransportError):
    """What came back is no answer; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.en)
        self.failure = failure


class Bounded(httpx2.AsyncHTTPTransport):
    """An ordinary connection that is cut where a response goes on without end, compressed or not.

    Of a response that is an error only the status and one sentence are read, which goes into no body and so into no
    result or log of the libraries above; of one that points elsewhere only the status.
    """

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        super().__init__(verify=trusted_certificates())
        self._secrets = secrets

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Sends a request and reads its response.

        Raises:
            Unusable: it is longer than any answer, compressed in a way that is not taken, or no completion.
        """
        response = await super().handle_async_request(request)
        said = None
        try:
            body = completion_in(await _whole(response)) if response.is_success else b""
            if response.is_error:
                said = sentence_in(await _beginning(response), self._secrets)
        finally:
            await response.aclose()
        if body is None:
            raise Unusable(NO_COMPLETION)
        headers = {"content-type": "application/json"}
        if (rest := response.headers.get(_REST, "")) and rest.isascii():
            headers[_REST] = rest
        extensions = {SAID: said}
        return httpx2.Response(
            response.status_code, headers=headers, content=body, request=request, extensions=extensions
        )


async def _beginning(response: httpx2.Response) -> bytes:
    """So much of an error as is there in a moment: how it ends does not matter."""
    if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
        return b""
    body = bytearray()
    try:
        async with asyncio.timeout(_LONGEST_WAIT_FOR_ERROR), aclosing(response.aiter_raw()) as pieces:
            async for piece in pieces:
                body += piece
                if len(body) >= _LONGEST_ERROR:
                    break
    except (httpx2.TransportError, TimeoutError):
        return b""
    return bytes(body[:_LONGEST_ERROR])


async def _whole(response: httpx2.Response) -> bytes:
    """The decoded bytes; one encoding is undone as they come, for each of several could hide a bomb in the next."""
    if len(response.headers.get_list("content-encoding", split_commas=True)) > 1:
        raise Unusable(UNDECODABLE)
    assert isinstance(response.stream, httpx2.AsyncByteStream)
    response.stream = _Counted(response.stream)
    body = bytearray()
    try:
        async with aclosing(response.aiter_bytes()) as pieces:
            async for piece in pieces:
                body += piece
                if len(body) > LONGEST:
                    raise Unusable(TOO_LONG)
    except httpx2.DecodingError as error:
        raise Unusable(UNDECODABLE) from error
    return bytes(body)


class _Counted(httpx2.AsyncByteStream):
    """A stream of bytes as they are sent, which need not decode to anything."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        length = 0
        async for piece in self._stream:
            length += len(piece)
            if length > LONGEST:
                raise Unusable(TOO_LONG)
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
