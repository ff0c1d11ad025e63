"""A provider's batch interface (`/files` and `/batches` of OpenAI's protocol): files sent, batches begun, lines read.

Nothing is believed of what comes back: it is bounded, and of the shape that is looked for or none. Redirects are not
followed, and what an error says is told to a person and kept nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from time import monotonic, time
from typing import Any, BinaryIO, TypeVar

import httpx2
from pydantic import BaseModel, ValidationError
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from extractor.llm import failures
from extractor.llm.ask import secrets_of
from extractor.llm.batch_protocol import BatchState, ListedBatches, ListedFiles, NamedFile
from extractor.llm.failures import Failure, failure_of_status
from extractor.llm.protocol import rest_asked_for
from extractor.llm.provider_error import sentence_in
from extractor.llm.settings import Settings
from extractor.llm.transport import LONGEST, trusted_certificates

_LONGEST_CONNECT = 20.0
_LONGEST_ERROR = 20_000
_MOST_PAGES, _PAGE = 10, 100
"""Of a list of batches, in which one is looked for that may have been begun."""
_FOR_A_FILE = 900.0
"""Seconds that sending or reading a file may take, however short an answer's time is."""
_Shape = TypeVar("_Shape", bound=BaseModel)


class BatchFault(Exception):
    """What was asked of the interface came to nothing: why, and what the provider itself says.

    `may_be_done` says that it may have been done all the same; `rest` is after how many seconds it may be tried again,
    None where that is no use.
    """

    def __init__(
        self, failure: Failure, said: str | None = None, *, may_be_done: bool = False, rest: float | None = None
    ) -> None:
        super().__init__(failure.en)
        self.failure = failure
        self.said = said
        self.may_be_done = may_be_done
        self.rest = rest


class ProviderBatches:
    """The batch interface of one endpoint; use it in a `with` block."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._secrets = secrets_of(settings)
        address = httpx2.URL(settings.base_url)
        self._base = str(address.copy_with(query=None)).rstrip("/")
        self._client = httpx2.Client(
            # As a question by itself is sent: straight to the endpoint, whatever the environment says of proxies.
            transport=httpx2.HTTPTransport(verify=trusted_certificates()),
            trust_env=False,
            timeout=httpx2.Timeout(settings.timeout, connect=min(settings.timeout, _LONGEST_CONNECT)),
            follow_redirects=False,
            params=address.params,
            headers={
                "accept-encoding": "identity",
                "authorization": f"Bearer {settings.api_key.get_secret_value()}",
                **{name: value.get_secret_value() for name, value in settings.extra_headers.items()},
            },
        )

    def __enter__(self) -> ProviderBatches:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def find_out(self) -> None:
        """Asks for a list of one batch, to see whether there is such an interface for this key.

        Raises:
            BatchFault: there is not.
        """
        self._json(ListedBatches, "GET", "/batches", params={"limit": 1})

    def upload(self, name: str, file: BinaryIO) -> str:
        """Sends a file of questions; its id there.

        Raises:
            BatchFault: it was not taken.
        """

        def once() -> str:
            file.seek(0)
            sent = {"file": (name, file, "application/jsonl")}
            return self._once(NamedFile, "POST", "/files", files=sent, data={"purpose": "batch"}).id

        return self._retrying()(once)

    def sent_before(self, name: str) -> str | None:
        """The id of the file of this name; None where there is none, or the newest are so many that it is not among
        them: then it lies there once more.

        Raises:
            BatchFault: that cannot be known.
        """
        params = {"purpose": "batch", "limit": _PAGE, "order": "desc"}
        listed = self._json(ListedFiles, "GET", "/files", params=params)
        return next((one.id for one in listed.data if one.filename == name), None)

    def begin(self, file: str, metadata: dict[str, str]) -> BatchState:
        """Begins a batch over a file. It is asked for once only: where that goes wrong it may have been begun.

        Raises:
            BatchFault: it was not begun, or may not have been.
        """
        wanted = {
            "input_file_id": file,
            "endpoint": self._settings.batch_path,
            "completion_window": self._settings.batch_window,
            "metadata": metadata,
        }
        return self._once(BatchState, "POST", "/batches", json=wanted)

    def begun_over(self, file: str) -> BatchState | None:
        """The batch that was begun over a file; None where there is none.

        Raises:
            BatchFault: that cannot be known.
        """
        params: dict[str, str | int] = {"limit": _PAGE}
        for _ in range(_MOST_PAGES):
            listed = self._json(ListedBatches, "GET", "/batches", params=params)
            found = next((one for one in listed.data if one.input_file_id == file), None)
            if found is not None or not listed.has_more or not listed.data:
                return found
            params["after"] = listed.data[-1].id
        return None

    def state(self, batch: str) -> BatchState:
        """How a batch stands.

        Raises:
            BatchFault: that cannot be known.
        """
        return self._json(BatchState, "GET", f"/batches/{batch}")

    def cancel(self, batch: str) -> None:
        """Asks that a batch be ended; what was answered stays.

        Raises:
            BatchFault: it is not.
        """
        self._json(BatchState, "POST", f"/batches/{batch}/cancel")

    def delete(self, file: str) -> None:
        """Deletes a file there.

        Raises:
            BatchFault: it is not.
        """
        with self._response("DELETE", f"/files/{file}"):
            return

    def lines(self, file: str, most: int) -> Iterator[bytes | None]:
        """The lines of a file, at most so many; None for one that is longer than any answer.

        Raises:
            BatchFault: it cannot be read to its end.
        """
        with self._response("GET", f"/files/{file}/content") as response:
            count = 0
            for line in _split(_pieces(response)):
                if line is None or line.strip():
                    yield line
                    count += 1
                if count >= most:
                    return

    def sentence(self, said: object) -> str | None:
        """What a provider says, in one line that is fit to be shown; None where it says nothing."""
        return sentence_in(json.dumps(said).encode(), self._secrets) if said else None

    def _json(self, shape: type[_Shape], method: str, path: str, **sent: Any) -> _Shape:
        """What is answered, asked for as often as may help."""
        return self._retrying()(self._once, shape, method, path, **sent)

    def _retrying(self) -> Retrying:
        longest = self._settings.longest_wait
        return Retrying(
            stop=stop_after_attempt(self._settings.attempts),
            wait=_wait,
            retry=retry_if_exception(lambda error: _may_pass(error, longest)),
            reraise=True,
        )

    def _once(self, shape: type[_Shape], method: str, path: str, **sent: Any) -> _Shape:
        with self._response(method, path, **sent) as response:
            body = _bounded(response)
        try:
            return shape.model_validate_json(body)
        except ValidationError:
            raise BatchFault(failures.NO_BATCH_ANSWER, may_be_done=True) from None

    @contextmanager
    def _response(self, method: str, path: str, **sent: Any) -> Generator[httpx2.Response]:
        """A response that is a success; whatever goes wrong while it is read is told alike."""
        try:
            with self._client.stream(method, f"{self._base}{path}", **sent) as response:
                if not response.is_success:
                    raise self._refusal(response)
                yield response
        except httpx2.ConnectError as error:
            is_tls = "CERTIFICATE" in str(error).upper() or "SSL" in str(error).upper()
            fault = failures.UNTRUSTED if is_tls else failures.UNREACHABLE
            raise BatchFault(fault, rest=None if is_tls else 0.5) from None
        except httpx2.TimeoutException as error:
            is_sent = not isinstance(error, httpx2.ConnectTimeout | httpx2.PoolTimeout)
            raise BatchFault(failures.LATE, may_be_done=is_sent) from None
        except httpx2.DecodingError:
            raise BatchFault(failures.UNDECODABLE, may_be_done=True) from None
        except httpx2.HTTPError:
            raise BatchFault(failures.BROKEN_OFF, may_be_done=True, rest=0.5) from None

    def _refusal(self, response: httpx2.Response) -> BatchFault:
        """What a status other than 2xx says, and in its body the provider."""
        status = response.status_code
        said = None
        if response.is_error:
            try:
                said = sentence_in(_bounded(response, _LONGEST_ERROR, is_cut=True), self._secrets)
            except (BatchFault, httpx2.HTTPError):
                said = None
        rest = None
        if status in (408, 409, 429) or status >= 500:
            rest = rest_asked_for(response.headers.get("retry-after", ""), time())
            rest = 0.5 if rest is None else rest
        return BatchFault(failure_of_status(status), said, may_be_done=status >= 500 or status == 408, rest=rest)


def _may_pass(error: BaseException, longest: float) -> bool:
    """Whether what went wrong may be over after no longer a wait than this."""
    return isinstance(error, BatchFault) and error.rest is not None and error.rest <= longest


_backoff = wait_exponential_jitter(multiplier=0.5)


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.rest if isinstance(error, BatchFault) and error.rest is not None else 0.0
    return max(asked, _backoff(state))


def _pieces(response: httpx2.Response) -> Iterator[bytes]:
    """The decoded bytes as they come, in bounded time; what is packed more than once is not unpacked."""
    if len(response.headers.get_list("content-encoding", split_commas=True)) > 1:
        raise BatchFault(failures.UNDECODABLE, may_be_done=True)
    until = monotonic() + _FOR_A_FILE
    for piece in response.iter_bytes():
        yield piece
        if monotonic() > until:
            raise BatchFault(failures.LATE, may_be_done=True)


def _bounded(response: httpx2.Response, longest: int = LONGEST, *, is_cut: bool = False) -> bytes:
    """All of a response, or its beginning where it may be cut."""
    body = bytearray()
    for piece in _pieces(response):
        body += piece
        if len(body) > longest:
            if is_cut:
                break
            raise BatchFault(failures.TOO_LONG, may_be_done=True)
    return bytes(body[:longest])


def _split(pieces: Iterator[bytes]) -> Iterator[bytes | None]:
    """Lines; None in place of one that is longer than any answer, of which no more than that is held."""
    begun, is_too_long = bytearray(), False
    for piece in pieces:
        first, *more = piece.split(b"\n")
        for index, part in enumerate((first, *more)):
            if index:
                yield None if is_too_long else bytes(begun)
                begun, is_too_long = bytearray(), False
            if len(begun) + len(part) > LONGEST:
                is_too_long = True
                begun.clear()
            elif not is_too_long:
                begun += part
    if begun or is_too_long:
        yield None if is_too_long else bytes(begun)
