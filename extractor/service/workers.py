"""What the service's workers do: documents read, and looked at."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Literal, NamedTuple

from extractor.errors import WriteError
from extractor.work import Work
from extractor.workers import child
from extractor.workers.child import Limits
from extractor.workers.pool import Pool
from extractor.workers.worker import Worker

if TYPE_CHECKING:  # what serves, such as the store, is not imported where documents are read
    from extractor.llm.endpoint import Endpoint
    from extractor.llm.spending import Spending
    from extractor.result import Extraction
    from extractor.store.jobs import Ask

_TRIED_AGAIN_SECONDS = 60.0
"""An endpoint that was given up is asked once more after so long: a service lives longer than its outage."""


class Question(NamedTuple):
    """What a worker is asked: the result of a document as JSON, its text as it is printed, the sizes of its pages as
    JSON, all three as JSON (of a draft), the file's own tables as JSON, or a picture of its page of this number, so
    many pixels wide.
    """

    wanted: Literal["result", "text", "pages", "draft", "tables", "picture"]
    content: bytes
    name: str
    ask: Ask = "off"
    page: int = 1
    width: int = 0
    is_watched: bool = False
    """Whether the worker tells what it spends on a model (`Spent`), and asks before each question whether to go on."""


class Spent(NamedTuple):
    """What was spent on a model since it was told last; `cost` in US dollars, None where the price is not known."""

    calls: int
    tokens: int
    cost: float | None


class Answer(NamedTuple):
    """What was wanted, a picture as bytes; with a result, the text that its places count."""

    text: str
    picture: bytes = b""
    original: str | None = None
    data: str | None = None
    """With a result, the digest of the data it was read with."""


class DocumentPool(Pool[Question, Answer]):
    """So many workers for documents; `patience` and `each` as with any pool.

    Raises:
        ValueError: there is to be less than one.
    """

    def __init__(self, count: int, limits: Limits, patience: float | None = None, each: int | None = None) -> None:
        begin = partial(DocumentReading, limits, count)
        super().__init__([Worker(begin, limits) for _ in range(count)], patience, each)

    def ask(self, task: Question, who: Hashable = None, reply: Callable[[Spent], object] | None = None) -> Answer:
        """What a worker answers; it raises what a pool does. `reply` hears what a watched question spends.

        Raises:
            NoSpace: there is no room for what reading takes, which says nothing of the document.
        """
        try:
            return super().ask(task, who, reply)
        except WriteError:
            from extractor.store.space import NoSpace

            told = f"{task.name}: reading it takes temporary files, and there is no space left; make room for them."
            raise NoSpace(told) from None


class DocumentReading:
    """Reads and draws documents, one after the other: what a worker's process begins with.

    `share` is how many workers share a budget of the model, which is made when it is first asked.
    """

    def __init__(self, limits: Limits, share: int) -> None:
        self._limits = limits
        self._share = share
        self._made: Endpoint | None = None

    def __call__(self, question: Question, ask: child.Ask) -> Answer:
        """What was wanted of a document.

        Raises:
            ExtractorError: it cannot be read, or has no such page.
            SettingsError: a setting of the model is wrong.
        """
        work = Work(question.name, self._limits.steps)
        if question.wanted == "result":
            from extractor.digest import data_digest

            original, result = self._read(question, work, ask if question.is_watched else None)
            return Answer(result.to_json(), original=original, data=data_digest())
        if question.wanted == "draft":
            return self._draft(question, work)
        return _looked_at(question, work)

    def _endpoint(self, question: Question) -> Endpoint | None:
        """The endpoint to ask about a document; None where nobody is to be asked, or none is configured.

        To be called before the document is opened: from here on it may take its seconds. Of what is said about a draft
        nothing is kept.

        Raises:
            SettingsError: a setting of the model is wrong.
        """
        if question.ask == "off":
            return None
        began = monotonic()
        if self._made is None:
            from extractor.llm.endpoint import Endpoint
            from extractor.llm.settings import load_settings

            settings = load_settings()
            if settings is None:
                return None
            self._made = Endpoint(settings.share_of(self._share), again=_TRIED_AGAIN_SECONDS)
        self._made.allow(self._limits.seconds - (monotonic() - began))
        return self._made.without_memory() if question.wanted == "draft" else self._made

    def _read(self, question: Question, work: Work, ask: child.Ask | None = None) -> tuple[str, Extraction]:
        from extractor.pipeline import extract_source, open_report

        endpoint = self._endpoint(question)
        watch = None if endpoint is None or ask is None else _Watch(endpoint.spending, ask)
        source = open_report(question.content, question.name, work)
        always, is_draft = question.ask == "always", question.wanted == "draft"
        try:
            return source.original, extract_source(source, endpoint, always=always, work=work, proofreads=is_draft)
        finally:
            if watch is not None:
                watch.end()

    def _draft(self, question: Question, work: Work) -> Answer:
        """The result of a draft, who was shown it, its text and its pages, as one JSON object."""
        from extractor.exporting.pages.shown_to import shown_to

        original, result = self._read(question, work)
        pages = _pages(question)
        told = shown_to(result.run)
        shown = json.dumps({"zh": told.zh, "en": told.en})
        text = json.dumps(original)
        return Answer(f'{{"result":{result.to_json()},"shown_to":{shown},"text":{text},"pages":{pages}}}')


class _Watch:
    """Tells whoever gave the task what is spent on a model, and asks whether to go on."""

    def __init__(self, spending: Spending, ask: child.Ask) -> None:
        self._spending = spending
        self._ask = ask
        self._told = (spending.calls, spending.sent + spending.written, spending.usd)
        spending.goes_on = self.goes_on

    def goes_on(self) -> bool:
        """Whether there is to be another question."""
        calls, tokens, cost = self._told
        now = self._spending
        self._told = (now.calls, now.sent + now.written, now.usd)
        spent = None if now.usd is None else now.usd - (cost or 0.0)
        return bool(self._ask(Spent(now.calls - calls, now.sent + now.written - tokens, spent)))

    def end(self) -> None:
        """Tells what was spent last, and asks no more: the endpoint outlives the task."""
        self._spending.goes_on = None
        self.goes_on()


def _looked_at(question: Question, work: Work) -> Answer:
    """What a document looks like: its text, its pages, or a picture of one."""
    from extractor.pipeline import open_report, page_picture, tables_in

    content, name = question.content, question.name
    if question.wanted == "text":
        return Answer(open_report(content, name, work).original)
    if question.wanted == "tables":
        return Answer(json.dumps(tables_in(open_report(content, name, work))))
    if question.wanted == "pages":
        return Answer(_pages(question))
    return Answer("", page_picture(content, name, question.page, question.width))


def _pages(question: Question) -> str:
    from extractor.pipeline import page_sizes

    return json.dumps([page._asdict() for page in page_sizes(question.content, question.name)])
