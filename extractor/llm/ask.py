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
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote

import httpx2
import instructor
import openai
from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException
from instructor.core.hooks import Hooks
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
from extractor.llm.answer_form import form_for, strict_format
from extractor.llm.failures import Failure, failure_of_status
from extractor.llm.masking import mask_logs
from extractor.llm.messages import Message, length_of
from extractor.llm.protocol import rest_asked_for
from extractor.llm.settings import Mode, Settings
from extractor.llm.spending import Charge, Pace
from extractor.llm.transport import SAID, Bounded, Unusable

# What it would say on stderr of every failure is said in the result.
logging.getLogger("instructor").addHandler(logging.NullHandler())
mask_logs()

_MODES: dict[Mode, instructor.Mode] = {
    "json_schema": instructor.Mode.JSON_SCHEMA,
    "strict": instructor.Mode.JSON_SCHEMA,
    "tools": instructor.Mode.TOOLS,
    "json": instructor.Mode.JSON,
    "md_json": instructor.Mode.MD_JSON,
}
_LONGEST_CONNECT = 20.0


class Asked(NamedTuple):
    """What came of a question: the answer, or the reason there is none; and the tokens sent and written.

    `said` is the provider's own sentence of an error, for a person at a terminal and for nothing that is kept. `cached`
    are the tokens that it says it still had; `has_usage` says whether it counts at all.
    """

    answer: BaseModel | None
    failure: Failure | None
    sent: int = 0
    written: int = 0
    said: str | None = None
    cached: int | None = None
    has_usage: bool = False


class Question(NamedTuple):
    """What is said, the form of the answer, and the mode it is asked for in."""

    messages: Sequence[Message]
    wanted: type[BaseModel]
    mode: Mode

    @property
    def length(self) -> int:
        """The characters that are sent; a picture counts for as many as it may take tokens."""
        schema = json.dumps(self.wanted.model_json_schema(), ensure_ascii=False)
        return sum(map(length_of, self.messages)) + len(schema)


Client = instructor.AsyncInstructor
"""A client of one endpoint, for the event loop it was made in."""


def client_for(settings: Settings, mode: Mode, transport: httpx2.AsyncBaseTransport | None = None) -> Client:
    """A client of the endpoint; retries are ours, so that they are counted, and no question is sent on elsewhere.

    `transport` is where its requests go in place of the endpoint.
    """
    address = httpx2.URL(settings.base_url)
    line = openai.DefaultAsyncHttpx2Client(
        transport=transport or Bounded(secrets_of(settings)),
        timeout=httpx2.Timeout(settings.timeout, connect=min(settings.timeout, _LONGEST_CONNECT)),
        follow_redirects=False,
        headers={"accept-encoding": "identity"},
    )
    plain = AsyncOpenAI(
        base_url=address.copy_with(query=None),
        api_key=settings.api_key.get_secret_value(),
        max_retries=0,
        default_query=dict(parse_qsl(address.query.decode(), keep_blank_values=True)),
        default_headers={name: value.get_secret_value() for name, value in settings.extra_headers.items()},
        http_client=line,
    )
    return instructor.from_openai(plain, mode=_MODES[mode])


def secrets_of(settings: Settings) -> list[str]:
    """What is never to be shown, should a provider repeat it."""
    address = httpx2.URL(settings.base_url)
    own = [settings.api_key, *settings.extra_headers.values()]
    parts = [value for _, value in parse_qsl(address.query.decode())] + [unquote(address.password)]
    return [one for one in (*(secret.get_secret_value() for secret in own), *parts) if one not in ("", "none")]


async def close(client: Client) -> None:
    """Closes the client's connections, while its loop still runs."""
    assert isinstance(client.client, AsyncOpenAI)
    await client.client.close()


class _Failed(Exception):
    """An attempt without an answer: why, whether that may be over in a moment, and the rest that is asked for."""

    def __init__(
        self, failure: Failure, *, may_pass: bool = False, rest: float | None = None, said: str | None = None
    ) -> None:
        super().__init__(failure.en)
        self.failure = failure
        self.may_pass = may_pass
        self.rest = rest
        self.said = said


class _Completion(NamedTuple):
    """What came back, as it was before the library adds up its counts: why it ended, its length, and the counts."""

    reason: str | None
    is_refusal: bool
    length: int
    is_empty: bool
    sent: int
    written: int
    thought: int
    cached: int | None

    @classmethod
    def of(cls, completion: ChatCompletion) -> _Completion:
        """What is looked at in a completion."""
        choice, usage = completion.choices[0], completion.usage
        thinking = usage.completion_tokens_details if usage else None
        had = usage.prompt_tokens_details if usage else None
        return cls(
            choice.finish_reason,
            bool(choice.message.refusal),
            len(choice.message.model_dump_json()),
            not (choice.message.content or choice.message.tool_calls),
            usage.prompt_tokens if usage else 0,
            usage.completion_tokens if usage else 0,
            (thinking.reasoning_tokens or 0) if thinking else 0,
            had.cached_tokens if had else None,
        )


async def ask(client: Client, settings: Settings, question: Question, pace: Pace, charge: Charge) -> Asked:
    """Asks once; every failure is told apart in words, and none is raised but an interrupt.

    `charge` counts the tokens of all attempts, also where this is interrupted.
    """
    seen: list[_Completion] = []
    answer, failure, said = None, None, None
    try:
        answer = await _send(client, settings, question, _Run(pace, charge, _watching(seen)))
    except IncompleteOutputException:
        failure = failures.CUT_OFF
    except InstructorRetryException:
        failure = failures.OTHER_FORM
    except _Failed as error:
        failure, said = error.failure, error.said
        seen.clear()
    if not seen:
        return Asked(answer, failure, charge.sent, charge.written, said)
    last = seen[-1]
    charge.settle(last.sent, last.written, last.length)
    failure = failure and _why(failure, last)
    has_usage = bool(last.sent and last.written)
    return Asked(answer, failure, charge.sent, charge.written, None, last.cached, has_usage)


class _Run(NamedTuple):
    """What all attempts of a question share."""

    pace: Pace
    charge: Charge
    hooks: Hooks


def _watching(seen: list[_Completion]) -> Hooks:
    """Hooks that keep what is looked at in each completion: an error of the library does not always have it."""

    def keep(response: Any) -> None:
        seen.append(_Completion.of(response))

    hooks = Hooks()
    hooks.on("completion:response", keep)
    return hooks


async def _send(client: Client, settings: Settings, question: Question, run: _Run) -> BaseModel:
    """Sends a question as often as may help."""
    retrying = AsyncRetrying(
        stop=stop_any(stop_after_attempt(settings.attempts), _Waited(settings.longest_wait)),
        wait=_wait,
        retry=retry_if_exception(lambda error: isinstance(error, _Failed) and error.may_pass),
        before_sleep=lambda state: run.pace.rest(state.upcoming_sleep),
        reraise=True,
    )
    length = question.length
    async for attempt in retrying:
        with attempt:
            await asyncio.sleep(run.pace.wait())
            run.charge.begin(length, settings.max_tokens)
            return await _once(client, settings, question, run)
    raise AssertionError("the last attempt returns or raises")


async def _once(client: Client, settings: Settings, question: Question, run: _Run) -> BaseModel:
    try:
        # The client's own limit is for each piece of a response; this one is for the whole of it.
        async with asyncio.timeout(settings.timeout):
            return await client.create(
                messages=list(question.messages),  # pyright: ignore[reportArgumentType]
                max_retries=0,
                hooks=run.hooks,
                **parameters_of(question, settings),
            )
    except TimeoutError as error:
        raise _Failed(failures.LATE) from error
    except InstructorRetryException as error:
        causes = list(_causes(error))
        status = next((one for one in causes if isinstance(one, openai.APIStatusError)), None)
        if status is not None:
            run.charge.drop()
            raise _of_status(status, settings) from error
        if not any(isinstance(one, openai.APIError) for one in causes):
            raise
        failed = _of_connection(causes)
        if not failed.failure.was_shown:
            run.charge.drop()
        raise failed from error


def parameters_of(question: Question, settings: Settings) -> dict[str, Any]:
    """What is sent beside the messages of a question."""
    form = form_for(question.wanted, question.mode, settings)
    sent: dict[str, Any] = {
        "temperature": settings.temperature,
        "seed": settings.seed,
        "reasoning_effort": settings.reasoning_effort,
    }
    if settings.max_tokens_name is not None:
        sent[settings.max_tokens_name] = settings.max_tokens
    more = (strict_format(form) if question.mode == "strict" else {}) | settings.extra_body
    sent["extra_body"] = more or None
    known = {name: value for name, value in sent.items() if value is not None}
    return {"model": settings.model, "response_model": form, **known}


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
    said = error.response.extensions.get(SAID)
    if not (status in (408, 409, 429) or status >= 500):
        return _Failed(failure_of_status(status), said=said)
    rest = rest_asked_for(error.response.headers.get("retry-after", ""), time())
    is_too_long = rest is not None and rest > settings.longest_wait
    failure = failures.RESTING if is_too_long else failure_of_status(status)
    return _Failed(failure, may_pass=True, rest=rest, said=said)


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


def _why(failure: Failure, completion: _Completion) -> Failure:
    """Why an answer does not count, as far as the endpoint says."""
    if completion.reason == "content_filter":
        return failures.FILTERED
    if completion.is_refusal:
        return failures.DECLINED
    is_cut = completion.reason == "length"
    return failures.THOUGHT_TOO_LONG if is_cut and (completion.thought or completion.is_empty) else failure
