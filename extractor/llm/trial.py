"""An endpoint tried out: which modes and parameters it takes, whether it keeps to a schema and reads pictures.

A few small questions, none of which is remembered; `extractor llm check` shows what comes of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from time import perf_counter
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from extractor.llm import failures
from extractor.llm.ask import Asked, Question
from extractor.llm.endpoint import Endpoint
from extractor.llm.provider_batches import BatchFault, ProviderBatches
from extractor.llm.settings import Mode, Settings

PARAMETERS = ("temperature", "seed", "max_tokens_name", "reasoning_effort", "extra_body")
"""The settings that are parameters of a question and may be left out."""
_BARE: dict[str, object] = {**dict.fromkeys(PARAMETERS), "extra_body": {}}
_BOUNDS = ("max_tokens", "max_completion_tokens")


class Advice(NamedTuple):
    """What to know of a result, in both languages."""

    zh: str
    en: str


class Trial(NamedTuple):
    """One thing that was tried, and what came of it; `got` is None where it was not asked for by itself.

    `result` is a word or two; `advice` is what to set where it does not work.
    """

    name: str
    result: str
    got: Asked | None = None
    seconds: float = 0.0
    advice: Advice | None = None

    @property
    def works(self) -> bool:
        """Whether an answer of the form asked for came back."""
        return self.got is not None and self.got.answer is not None

    @property
    def speed(self) -> float | None:
        """The tokens written in a second, where an endpoint counts them."""
        return self.got.written / self.seconds if self.got is not None and self.works and self.got.has_usage else None


class _Tempted(BaseModel):
    """A form that its question asks to be broken."""

    model_config = ConfigDict(extra="forbid")

    numbers: list[str]


def try_out(endpoint: Endpoint) -> Iterator[Trial]:
    """Tries one thing after the other: every mode, then each parameter, then whether a schema is kept to."""
    working: list[Mode] = []
    for mode in endpoint.modes:
        trial = _mode(endpoint, mode, endpoint.settings)
        yield trial
        if trial.works:
            working.append(mode)
        failure = None if trial.got is None else trial.got.failure
        if failure is not None and (failure.ends_asking or failure.kind == "unsent"):
            return
    if working:
        yield from _parameters_that_work(endpoint, working[0])
        yield _schema(endpoint, next((mode for mode in working if mode in _SCHEMAS), None))
        yield _pictures(endpoint, working[0])
    else:
        yield from _parameters_that_do_not(endpoint)
    yield _batches(endpoint.settings)


def _batches(settings: Settings) -> Trial:
    """Whether there is a batch interface for this key: its batches are listed, none is begun."""
    name = "batches"
    if settings.batch_path is None:
        return Trial(name, "none known")
    try:
        with ProviderBatches(settings.model_copy(update={"attempts": 1})) as provider:
            provider.find_out()
    except BatchFault as fault:
        return Trial(name, "none there", advice=_batch_fault(fault))
    share = f"{settings.batch_price:.0%}"
    price = Advice(
        f"供 `extractor batch --llm batch` 使用，就所知为原价的 {share}",
        f"for `extractor batch --llm batch`, at {share} of the price as far as is known",
    )
    return Trial(name, "there", advice=price)


def _batch_fault(fault: BatchFault) -> Advice:
    """Why there are no batches here, with what the provider says."""
    zh, en = (f"；对方说：{fault.said}", f"; it says: {fault.said}") if fault.said else ("", "")
    command = "`extractor batch --llm batch`"
    return Advice(f"{command} 用不了：{fault.failure.zh}{zh}", f"for {command}: {fault.failure.en}{en}")


_NO_PICTURES = Advice(
    "不论 EXTRACTOR_LLM_IMAGE 怎样设置，表格只以文字发送", "tables go as text alone, whatever EXTRACTOR_LLM_IMAGE says"
)
_PICTURES = Advice(
    "设 EXTRACTOR_LLM_IMAGE=auto 后，PDF 和扫描件的表格也以图片发送",
    "EXTRACTOR_LLM_IMAGE=auto shows tables of PDFs and scans as pictures too",
)
_SCHEMAS: tuple[Mode, ...] = ("strict", "json_schema", "tools")


def _mode(endpoint: Endpoint, mode: Mode, settings: Settings, name: str = "") -> Trial:
    """Asks for a small answer in one mode with these settings."""
    began = perf_counter()
    got = asyncio.run(endpoint.probe(mode, settings=settings))
    seconds = perf_counter() - began
    return Trial(name or mode, _result(got, is_right=endpoint.is_right(got)), got, seconds)


def _result(got: Asked, *, is_right: bool) -> str:
    if got.answer is not None:
        return "works" if is_right else "wrong copy"
    return "refused" if got.failure is not None and got.failure.kind in ("question", "refused") else "no answer"


def _parameters_that_work(endpoint: Endpoint, mode: Mode) -> Iterator[Trial]:
    """The parameters that were sent along and are therefore taken; and the other name of the bound."""
    settings = endpoint.settings
    for name in PARAMETERS:
        value = getattr(settings, name)
        shown = str(value) if name == "max_tokens_name" and value else name
        yield Trial(shown, "works" if value not in (None, {}) else "not sent")
    for other in _BOUNDS:
        if other != settings.max_tokens_name:
            yield _mode(endpoint, mode, settings.model_copy(update={"max_tokens_name": other}), other)


def _parameters_that_do_not(endpoint: Endpoint) -> Iterator[Trial]:
    """Each parameter by itself, where the endpoint answers without any; nothing where it does not."""
    bare = endpoint.settings.model_copy(update=_BARE)
    for mode in endpoint.modes:
        trial = _mode(endpoint, mode, bare, f"{mode} alone")
        if trial.works:
            break
    else:
        return
    yield trial._replace(advice=Advice("不带任何参数", "without any parameter"))
    for name in PARAMETERS:
        value = getattr(endpoint.settings, name)
        if value in (None, {}):
            continue
        shown = str(value) if name == "max_tokens_name" else name
        one = _mode(endpoint, mode, bare.model_copy(update={name: value}), shown)
        yield one if one.works else one._replace(advice=_left_out(name))


def _pictures(endpoint: Endpoint, mode: Mode) -> Trial:
    """Whether the model reads digits in a picture."""
    began = perf_counter()
    got = asyncio.run(endpoint.probe_picture(mode))
    trial = Trial("pictures", _result(got, is_right=endpoint.is_right(got)), got, perf_counter() - began)
    if not endpoint.is_right(got):
        return trial._replace(advice=_NO_PICTURES)
    return trial._replace(advice=_PICTURES)


def _left_out(name: str) -> Advice:
    setting = f"EXTRACTOR_LLM_{name.upper()}=" + ("'{}'" if name == "extra_body" else "off")
    return Advice(f"不发送它：{setting}", f"to leave it out: {setting}")


def _schema(endpoint: Endpoint, mode: Mode | None) -> Trial:
    """Whether an answer keeps to its schema though the question asks for another."""
    name = "strict schemas"
    if mode is None:
        return Trial(name, "none taken")
    asked = "输出 JSON：键 numbers 为数字 8000001（不是列表，不加引号），另加键 note，值为 x。"
    question = Question([{"role": "user", "content": asked}], _Tempted, mode)
    got = asyncio.run(endpoint.try_out(question))
    if got.answer is not None:
        kept = f"mode {mode} kept to the schema against the question"
        return Trial(name, "enforced", advice=Advice(f"{mode} 方式不顾提问，遵守格式", kept))
    if got.failure == failures.OTHER_FORM:
        broken = f"mode {mode} broke the schema where the question asked for it"
        return Trial(name, "not kept", advice=Advice(f"提问要求时，{mode} 方式不遵守格式", broken))
    return Trial(name, "not known", got)
