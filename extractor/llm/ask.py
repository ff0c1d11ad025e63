"""One question to one endpoint, with its retries: a structured answer, or why there is none.

What a server does wrong for a while (429, 5xx, a lost connection) is tried again; what it answers wrongly is not, that
is for the reader to ask anew.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import NamedTuple

import httpx2
import instructor
import openai
from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletion
from pydantic import BaseModel
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from extractor.llm.settings import Mode, Settings
from extractor.llm.spending import Pace
from extractor.llm.transport import Bounded

# What it would say on stderr of every failure is said in the result.
logging.getLogger("instructor").addHandler(logging.NullHandler())

_MODES: dict[Mode, instructor.Mode] = {
    "json_schema": instructor.Mode.JSON_SCHEMA,
    "tools": instructor.Mode.TOOLS,
    "json": instructor.Mode.JSON,
    "md_json": instructor.Mode.MD_JSON,
}
_SEED = 20190421
# No answer is longer: section three has 27 rows of seven figures.
_LONGEST_ANSWER = 1400
_LONGEST_WAIT = 60.0


class Asked(NamedTuple):
    """What came of a question: the answer, or the reason there is none; and the tokens sent and written."""

    answer: BaseModel | None
    failure: str | None
    sent: int = 0
    written: int = 0


Client = instructor.AsyncInstructor
"""A client of one endpoint, for the event loop it was made in."""


def client_for(settings: Settings, mode: Mode) -> Client:
    """A client of the endpoint; retries are ours, so that they are counted."""
    key = settings.api_key.get_secret_value()
    line = openai.DefaultAsyncHttpx2Client(transport=Bounded(), timeout=settings.timeout)
    plain = AsyncOpenAI(base_url=settings.base_url, api_key=key, max_retries=0, http_client=line)
    return instructor.from_openai(plain, mode=_MODES[mode])


async def close(client: Client) -> None:
    """Closes the client's connections, while its loop still runs."""
    assert isinstance(client.client, AsyncOpenAI)
    await client.client.close()


async def ask(
    client: Client, settings: Settings, messages: Sequence[dict[str, str]], wanted: type[BaseModel], pace: Pace
) -> Asked:
    """Asks once; every failure is told apart in words, and none is raised but an interrupt."""
    try:
        answer, completion = await _send(client, settings, messages, wanted, pace)
    except IncompleteOutputException as error:
        return Asked(None, "the answer was cut off", *_counted(error.last_completion))
    except InstructorRetryException as error:
        return Asked(None, _misanswered(error.last_completion), *_counted(error.last_completion))
    except openai.APIError as error:
        return Asked(None, _reason(error))
    return Asked(answer, None, *_counted(completion))


async def _send(
    client: Client, settings: Settings, messages: Sequence[dict[str, str]], wanted: type[BaseModel], pace: Pace
) -> tuple[BaseModel, ChatCompletion]:
    def wait(state: RetryCallState) -> float:
        seconds = _wait(state)
        pace.rest(seconds)
        return seconds

    retrying = AsyncRetrying(
        stop=stop_after_attempt(settings.attempts), wait=wait, retry=retry_if_exception(_may_pass), reraise=True
    )
    async for attempt in retrying:
        with attempt:
            await asyncio.sleep(pace.wait())
            return await _once(client, settings, messages, wanted)
    raise AssertionError("the last attempt returns or raises")


async def _once(
    client: Client, settings: Settings, messages: Sequence[dict[str, str]], wanted: type[BaseModel]
) -> tuple[BaseModel, ChatCompletion]:
    try:
        # The client's own limit is for each piece of a response; this one is for the whole of it.
        async with asyncio.timeout(settings.timeout):
            return await client.create_with_completion(
                model=settings.model,
                messages=list(messages),  # pyright: ignore[reportArgumentType]
                response_model=wanted,
                max_retries=0,
                temperature=0,
                seed=_SEED,
                max_tokens=_LONGEST_ANSWER,
            )
    except TimeoutError as error:
        raise openai.APITimeoutError(httpx2.Request("POST", settings.base_url)) from error
    except InstructorRetryException as error:
        cause = error.__cause__
        while cause is not None and not isinstance(cause, openai.APIError):
            cause = cause.__cause__
        if cause is not None:
            raise cause from error
        raise


def _may_pass(error: BaseException) -> bool:
    """Whether a failure may be over in a moment."""
    if isinstance(error, openai.APIStatusError):
        return error.status_code in (408, 409, 429) or error.status_code >= 500
    return isinstance(error, openai.APIConnectionError)


_backoff = wait_exponential_jitter(multiplier=0.5, max=_LONGEST_WAIT)


def _wait(state: RetryCallState) -> float:
    """As long as the server asks for, else twice as long each time; never more than a minute."""
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, openai.APIStatusError):
        asked = error.response.headers.get("retry-after", "")
        if asked.isdigit():
            return min(float(asked), _LONGEST_WAIT)
    return _backoff(state)


def _reason(error: openai.APIError) -> str:
    if isinstance(error, openai.APITimeoutError):
        return "the endpoint did not answer in time"
    if isinstance(error, openai.APIConnectionError):
        return "the endpoint cannot be reached"
    if isinstance(error, openai.APIStatusError):
        return f"the endpoint answers with {error.status_code}"
    return "the endpoint's answer cannot be understood"


def _misanswered(completion: object) -> str:
    """Why an answer could not be understood, as far as the endpoint says."""
    if isinstance(completion, ChatCompletion) and completion.choices:
        if completion.choices[0].finish_reason == "content_filter":
            return "the endpoint's content filter held the answer back"
        if completion.choices[0].message.refusal:
            return "the model refused to answer"
    return "the answer is not of the form asked for"


def _counted(completion: object) -> tuple[int, int]:
    """The tokens sent and written."""
    usage = getattr(completion, "usage", None)
    return getattr(usage, "prompt_tokens", 0) or 0, getattr(usage, "completion_tokens", 0) or 0
