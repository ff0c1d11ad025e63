"""The model's reading of the tables that are not proved: asked, checked token by token, asked again, or given up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from extractor.errors import SourceError
from extractor.forms import Section
from extractor.llm import failures
from extractor.llm.answers_together import Answers, Said
from extractor.llm.ask import Asked, close
from extractor.llm.endpoint import Endpoint, Line
from extractor.llm.failures import Failure
from extractor.llm.messages import Message, with_pictures
from extractor.llm.prompts import PROMPTS, Prompt, load_prompt
from extractor.llm.resolve import ResolvedAnswer, Unaccounted, figures_found
from extractor.llm.schema import FURNITURE, answer_model, columns_of, furniture_of, label_of, rows_of
from extractor.llm.table_text import BLANK_SHOWN, Settled, TableText, show
from extractor.reading.model import NUMBER, SectionReading, TableAnswer
from extractor.sources.model import Source


class TableRead(NamedTuple):
    """What a model said of one table: the tokens of each row, and why its answers do not count, if they do not: then
    they are those of the rows that are found all the same, if any are, and `before` what was found so with the prompt
    before.

    `calls` are the questions that an endpoint may have seen.
    """

    section: Section
    shown: TableText
    resolved: ResolvedAnswer | None
    before: ResolvedAnswer | None
    failure: Failure | None
    prompts: tuple[str, ...]
    calls: int
    tokens: int
    cost: float | None

    @property
    def answer(self) -> TableAnswer | None:
        """The reading of the table; None where the answers do not count."""
        return self.named if self.failure is None else None

    @property
    def named(self) -> TableAnswer | None:
        """The rows that the model names, whether or not its answers count; None where there are none."""
        return self._as_answer(self.resolved)

    @property
    def named_before(self) -> TableAnswer | None:
        """The same with the prompt before, where two were asked and neither answer counts."""
        return self._as_answer(self.before)

    def _as_answer(self, resolved: ResolvedAnswer | None) -> TableAnswer | None:
        shown = self.shown
        return resolved and TableAnswer(self.section, shown.tokens, shown.figures, *resolved, frozenset(shown.settled))


class OpenTable(NamedTuple):
    """A table to ask about, as it is shown."""

    section: Section
    shown: TableText


def tables_to_ask(
    source: Source, sections: Sequence[SectionReading], settled: Callable[[SectionReading], Settled]
) -> list[OpenTable]:
    """These tables of a source as a model is shown them; `settled` are the rows of each that it need not be asked."""
    return [OpenTable(one.section, show(source.text, one, settled(one))) for one in sections]


def read_again(source: Source, tables: Sequence[TableRead], endpoint: Endpoint) -> list[TableRead]:
    """Asks a second reader about tables of which an answer counts: another endpoint where there is one, else the same
    with the prompt of another shape, where the first was enough so far.
    """
    second = endpoint.second
    is_other = second is not endpoint
    answered = [table for table in tables if table.answer is not None and (is_other or len(table.prompts) == 1)]
    return read_tables(source, [OpenTable(one.section, one.shown) for one in answered], second, PROMPTS[::-1])


def read_tables(
    source: Source, tables: Sequence[OpenTable], endpoint: Endpoint, prompts: Sequence[str] = PROMPTS
) -> list[TableRead]:
    """Asks about each of these tables of a source, side by side, with these prompts in turn until an answer
    counts; never raises for what a server does.

    A notebook runs a loop of its own, in which no other may run: there the questions have a thread to themselves.
    """
    questions = _read_all(source, tables, endpoint, prompts)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(questions)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, questions).result()


async def _read_all(
    source: Source, tables: Sequence[OpenTable], endpoint: Endpoint, prompts: Sequence[str]
) -> list[TableRead]:
    if not tables:
        return []
    line = await endpoint.connect()
    if isinstance(line, Failure):
        unread = (None, None, line)
        return [_read(table, unread, [], endpoint) for table in tables]
    at_once = asyncio.Semaphore(endpoint.settings.concurrency)

    async def one(table: OpenTable) -> TableRead:
        async with at_once:
            pictures = _pictures(source, table.shown, endpoint) if endpoint.sends_pictures else ()
            shown = table.shown._replace(pictures=pictures)
            return await _read_one(table._replace(shown=shown), (endpoint, line), prompts)

    try:
        return list(await asyncio.gather(*map(one, tables)))
    finally:
        await close(line.client)


def _pictures(source: Source, shown: TableText, endpoint: Endpoint) -> tuple[bytes, ...]:
    """The table as it looks; none where its page cannot be drawn, which is told and costs nothing but that."""
    from extractor.sources.table_pictures import table_pictures

    try:
        return table_pictures(source, ((token.start, token.end) for token in shown.tokens))
    except SourceError as error:
        endpoint.tell(f"{error} The table goes as text alone.")
        return ()


async def _read_one(table: OpenTable, whom: tuple[Endpoint, Line], prompts: Sequence[str]) -> TableRead:
    """One prompt after the other, each asked anew with what its answer leaves unaccounted for.

    An answer that accounts for every figure and sets one aside that stands among a row's is asked about as well; if
    nothing better comes of it, it counts.
    """
    endpoint, line = whom
    section, shown = table
    wanted = answer_model(section, shown.asked(section))
    asked: list[tuple[str, Asked]] = []
    outcome, found, before = failures.NO_FIGURE, None, None
    answers = Answers(shown.figures)
    for name in prompts if any(token.kind == NUMBER for token in shown.figures) else ():
        prompt = load_prompt(name)
        messages = messages_for(prompt, section, shown)
        for _ in range(endpoint.settings.asks):
            got = await endpoint.question(line, prompt.name, messages, wanted)
            asked.append((prompt.name, got))
            if got.answer is None:
                failure = got.failure or failures.OTHER_FORM
                outcome = outcome.then(failure) if len(asked) > 1 and failure.kind == "ours" else failure
                if failure in failures.OF_A_BATCH:  # which says nothing of this prompt, so that no other is needed
                    prompts = (name,)
                break
            problem = answers.add(Said(rows_of(got.answer) | shown.settled_cells(), furniture_of(got.answer)))
            if problem is None:
                break
            outcome, found = failures.UNACCOUNTED, figures_found(answers.last.rows, shown.figures) or found
            messages = [*messages, *_again(got.answer.model_dump_json(by_alias=True), problem)]
        if answers.best is not None:
            return _read(table, (answers.best, None, None), asked, endpoint)
        if name == prompts[-1]:
            break
        before, found = found, None
    return _read(table, (found or before, found and before, outcome), asked, endpoint)


def _read(
    table: OpenTable,
    outcome: tuple[ResolvedAnswer | None, ResolvedAnswer | None, Failure | None],
    asked: Sequence[tuple[str, Asked]],
    endpoint: Endpoint,
) -> TableRead:
    """What came of it; an answer that is remembered counts as it did when it was given."""
    sent, written = sum(one.sent for _, one in asked), sum(one.written for _, one in asked)
    prompts = tuple(dict.fromkeys(prompt for prompt, _ in asked))
    calls = sum(one.failure is None or one.failure.was_shown for _, one in asked)
    return TableRead(*table, *outcome, prompts, calls, sent + written, endpoint.cost(sent, written))


def _again(answer: str, problem: Unaccounted) -> list[Message]:
    return [{"role": "assistant", "content": answer}, {"role": "user", "content": problem.sentence()}]


def messages_for(prompt: Prompt, section: Section, shown: TableText, only: str | None = None) -> list[Message]:
    """What is sent: the rules, one example with its answer, the rows asked for (or `only` one), the
    columns, the table as data.
    """
    rows = "\n".join(label_of(section, key) for key in shown.asked(section) if only in (None, key))
    ask = prompt.ask.replace("{rows}", rows).replace("{columns}", columns_of(section))
    ask = ask.replace("{furniture}", FURNITURE).replace("{table}", shown.text)
    figures = "、".join(token.text for token in shown.shown_figures())
    return [
        {"role": "system", "content": prompt.system.replace("{blank}", BLANK_SHOWN)},
        {"role": "user", "content": prompt.example},
        {"role": "assistant", "content": prompt.answer},
        with_pictures(ask.replace("{figures}", figures), shown.pictures),
    ]
