"""One question to one endpoint, with its retries: a structured answer, or why there is none.

What a server does wrong for a while (429, 5xx, a lost connection) is tried again; what it answers wrongly is not, that
is for the reader to ask anew. Nor is a question sent again that nobody answered in time: it may still be worked on.
"""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
from collections.abc import Iterator, Sequence
from time import time
from typing import NamedTuple
from urllib.parse import parse_qsl

import httpx2
import instructor
import openai
from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletion
from pydantic import BaseModel
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_any,
    wait_exponential_jitter,
)
from tenacity.stop import stop_base

from extractor.llm import failures
from extractor.llm.failures import Failure, failure_of_status
from extractor.llm.masking import mask_logs
from extractor.llm.protocol import rest_asked_for
from extractor.llm.settings import Mode, Settings
from extractor.llm.spending import Charge, Pace
from extractor.llm.transport import Bounded, Unusable

# What it would say on stderr of every failure is said in the result.
logging.getLogger("instructor").addHandler(logging.NullHandler())
mask_logs()

_MODES: dict[Mode, instructor.Mode] = {
    "json_schema": instructor.Mode.JSON_SCHEMA,
    "tools": instructor.Mode.TOOLS,
    "json": instructor.Mode.JSON,
    "md_json": instructor.Mode.MD_JSON,
}
_SEED = 20190421
# No answer is longer: section three has 27 rows of seven figures.
_LONGEST_ANSWER = 1400
_LONGEST_CONNECT = 20.0


class Asked(NamedTuple):
    """What came of a question: the answer, or the reason there is none; and the tokens sent and written."""

    answer: BaseModel | None
    failure: Failure | None
    sent: int = 0
    written: int = 0


class Question(NamedTuple):
    """What is said, and the form of the answer."""

    messages: Sequence[dict[str, str]]
    wanted: type[BaseModel]

    @property
    def length(self) -> int:
        """The characters that are sent."""
        schema = json.dumps(self.wanted.model_json_schema(), ensure_ascii=False)
        return sum(len(message["content"]) for message in self.messages) + len(schema)


Client = instructor.AsyncInstructor
"""A client of one endpoint, for the event loop it was made in."""


def client_for(settings: Settings, mode: Mode) -> Client:
    """A client of the endpoint; retries are ours, so that they are counted, and no question is sent on elsewhere."""
    address = httpx2.URL(settings.base_url)
    line = openai.DefaultAsyncHttpx2Client(
        transport=Bounded(),
        timeout=httpx2.Timeout(settings.timeout, connect=min(settings.timeout, _LONGEST_CONNECT)),
        follow_redirects=False,
        headers={"accept-encoding": "identity"},
    )
    plain = AsyncOpenAI(
        base_url=address.copy_with(query=None),
        api_key=settings.api_key.get_secret_value(),
        max_retries=0,
        default_query=dict(parse_qsl(address.query.decode(), keep_blank_values=True)),
        http_client=line,
    )
    return instructor.from_openai(plain, mode=_MODES[mode])


async def close(client: Client) -> None:
    """Closes the client's connections, while its loop still runs."""
    assert isinstance(client.client, AsyncOpenAI)
    await client.client.close()


class _Failed(Exception):
    """An attempt without an answer: why, whether that may be over in a moment, and the rest that is asked for."""

    def __init__(self, failure: Failure, *, may_pass: bool = False, rest: float | None = None) -> None:
        super().__init__(failure.en)
        self.failure = failure
        self.may_pass = may_pass
        self.rest = rest


async def ask(client: Client, settings: Settings, question: Question, pace: Pace, charge: Charge) -> Asked:
    """Asks once; every failure is told apart in words, and none is raised but an interrupt.

    `charge` counts the tokens of all attempts, also where this is interrupted.
    """
    failure = None
    try:
        answer, completion = await _send(client, settings, question, pace, charge)
    except IncompleteOutputException as error:
        answer, completion, failure = None, error.last_completion, failures.CUT_OFF
    except InstructorRetryException as error:
        answer, completion, failure = None, error.last_completion, _misanswered(error.last_completion)
    except _Failed as error:
        return Asked(None, error.failure, charge.sent, charge.written)
    charge.settle(*_said(completion), _length(completion))
    return Asked(answer, failure, charge.sent, charge.written)


async def _send(
    client: Client, settings: Settings, question: Question, pace: Pace, charge: Charge
) -> tuple[BaseModel, ChatCompletion]:
    """Sends a question as often as may help."""
    retrying = AsyncRetrying(
        stop=stop_any(stop_after_attempt(settings.attempts), _Waited(settings.longest_wait)),
        wait=_wait,
        retry=retry_if_exception(lambda error: isinstance(error, _Failed) and error.may_pass),
        before_sleep=lambda state: pace.rest(state.upcoming_sleep),
        reraise=True,
    )
    length = question.length
    async for attempt in retrying:
        with attempt:
            await asyncio.sleep(pace.wait())
            charge.begin(length, _LONGEST_ANSWER)
            return await _once(client, settings, question, charge)
    raise AssertionError("the last attempt returns or raises")


async def _once(
    client: Client, settings: Settings, question: Question, charge: Charge
) -> tuple[BaseModel, ChatCompletion]:
    try:
        # The client's own limit is for each piece of a response; this one is for the whole of it.
        async with asyncio.timeout(settings.timeout):
            return await client.create_with_completion(
                model=settings.model,
                messages=list(question.messages),  # pyright: ignore[reportArgumentType]
                response_model=question.wanted,
                max_retries=0,
                temperature=0,
                seed=_SEED,
                max_tokens=_LONGEST_ANSWER,
            )
    except TimeoutError as error:
        raise _Failed(failures.LATE) from error
    except InstructorRetryException as error:
        causes = list(_causes(error))
        status = next((one for one in causes if isinstance(one, openai.APIStatusError)), None)
        if status is not None:
            charge.drop()
            raise _of_status(status, settings) from error
        if not any(isinstance(one, openai.APIError) for one in causes):
            raise
        failed = _of_connection(causes)
        if not failed.failure.was_shown:
            charge.drop()
        raise failed from error


class _Waited(stop_base):
    """Stops where all waits between attempts together, the next one too, would be longer than so many seconds."""

    def __init__(self, longest: float) -> None:
        self._longest = longest

    def __call__(self, retry_state: RetryCallState) -> bool:
        return retry_state.idle_for + retry_state.upcoming_sleep > self._longest


_backoff = wait_exponential_jitter(multiplier=0.5)


def _wait(state: RetryCallState) -> float:
    """As long as the server asks for, else twice as long each time."""
    error = state.outcome.exception() if state.outcome else None
    rest = error.rest if isinstance(error, _Failed) else None
    return _backoff(state) if rest is None else rest


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and those that it came of; libraries on the way tell some of them only by their context."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        yield one
        seen.add(id(one))
        one = one.__cause__ or one.__context__


def _of_status(error: openai.APIStatusError, settings: Settings) -> _Failed:
    """What a status says. Nobody worked on the question, or it would have another."""
    status = error.status_code
    if not (status in (408, 409, 429) or status >= 500):
        return _Failed(failure_of_status(status))
    rest = rest_asked_for(error.response.headers.get("retry-after", ""), time())
    is_too_long = rest is not None and rest > settings.longest_wait
    return _Failed(failures.RESTING if is_too_long else failure_of_status(status), may_pass=True, rest=rest)


def _of_connection(causes: Sequence[BaseException]) -> _Failed:
    """Why no response came, or none that can be used."""
    unusable = next((one for one in causes if isinstance(one, Unusable)), None)
    if unusable is not None:
        return _Failed(unusable.failure)
    if any(isinstance(one, httpx2.ConnectError | httpx2.ConnectTimeout) for one in causes):
        is_tls = any(isinstance(one, ssl.SSLError) for one in causes)
        return _Failed(failures.UNTRUSTED) if is_tls else _Failed(failures.UNREACHABLE, may_pass=True)
    if any(isinstance(one, openai.APITimeoutError) for one in causes):
        return _Failed(failures.LATE)
    if any(isinstance(one, httpx2.ReadError | httpx2.WriteError | httpx2.ProtocolError) for one in causes):
        return _Failed(failures.BROKEN_OFF, may_pass=True)
    return _Failed(failures.UNREACHABLE, may_pass=True)


def _misanswered(completion: object) -> Failure:
    """Why an answer could not be understood, as far as the endpoint says."""
    if isinstance(completion, ChatCompletion):
        if completion.choices[0].finish_reason == "content_filter":
            return failures.FILTERED
        if completion.choices[0].message.refusal:
            return failures.DECLINED
    return failures.OTHER_FORM


def _said(completion: object) -> tuple[int, int]:
    """The tokens sent and written, as the endpoint counts them; 0 where it does not."""
    usage = completion.usage if isinstance(completion, ChatCompletion) else None
    return (usage.prompt_tokens, usage.completion_tokens) if usage else (0, 0)


def _length(completion: object) -> int:
    """The characters of an answer."""
    if not isinstance(completion, ChatCompletion):
        return 0
    return len(completion.choices[0].message.model_dump_json())
