"""What comes of one document when a player is asked about it: of each figure that the rules leave in review."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from benchmarks.model_players import Player, Task
from benchmarks.played_documents import Document
from benchmarks.player_endpoint import PlayerEndpoint
from benchmarks.printed_places import find_places
from benchmarks.proof_ceiling import Ceiling, ceiling_of
from benchmarks.tables import make_tables
from benchmarks.truth import Truth
from benchmarks.why_in_review import watched, why_in_review
from extractor.errors import SourceError
from extractor.judging.agreeing_readers import READERS
from extractor.judging.model_reading import settled_rows, unproved
from extractor.judging.verdicts import Judgement
from extractor.llm.settings import Accept
from extractor.llm.table_text import show
from extractor.pipeline import extract_source, judge_source
from extractor.result import ExtractedField, Extraction
from extractor.sources import Source, open_source

RULES = "rules"
REASONED = "perfect"
"""The player of whom it is said why its figures stay in review."""
OUTCOMES = ("right", "wrong", "shown", "candidate", "other", "nothing")
"""Accepted and right, accepted and wrong, in review with the right value shown, with the right value among candidates,
with another value, with none.
"""


class FieldPlay(NamedTuple):
    """One figure that the rules leave in review: whether it is 0, whether its digits stand in the table's text, what
    came of it, and why it is still in review; `by_readers` says that it is accepted because two readers agree.
    """

    field: str
    is_zero: bool
    is_there: bool
    outcome: str
    reason: str = ""
    code: str = ""
    by_readers: bool = False


class PlayerPlay(NamedTuple):
    """What came of one player's answers: the figures, those that rules had accepted and that are lost or changed, how
    many questions were asked, how many about tables of which nothing changed, and how many tokens that took.
    """

    player: str
    fields: tuple[FieldPlay, ...]
    damaged: tuple[str, ...] = ()
    questions: int = 0
    idle: int = 0
    tokens: int = 0


class DocumentPlay(NamedTuple):
    """One document with all players, that of the rules alone first; the tables shown, by section; and the ceiling.

    `unaligned` are fields whose digits are there and could not be laid beside the text.
    """

    name: str
    converter: str
    operator: str
    mess: str
    kind: str
    plays: tuple[PlayerPlay, ...]
    shown: Mapping[str, str]
    truth: Mapping[str, str]
    unaligned: tuple[str, ...]
    lost: int
    ceiling: tuple[Ceiling, ...]


def play(document: Document, players: Mapping[str, Player], accept: Accept = "proof") -> DocumentPlay | None:
    """Asks all players about a document; None where the rules leave nothing to ask about."""
    try:
        source = open_source(document.content, document.name)
        judgement = judge_source(source)
    except SourceError:
        return None
    if judgement is None:
        return None
    tasks = _tasks(document, source.text, judgement)
    if not tasks:
        return None
    before = extract_source(source)
    waiting = [key for task in tasks for key in _fields(task) if before.fields[key].status == "review"]
    plays = [PlayerPlay(RULES, tuple(_outcomes(document.truth, waiting, tasks, before, {})))]
    plays += [_played(document, source, before, tasks, player, accept) for player in players.items()]
    headers = {one.section.key: one.headers for one in judgement.facts.reading.sections}
    return DocumentPlay(
        document.name,
        document.converter,
        document.operator,
        document.mess,
        document.truth.kind,
        tuple(plays),
        {task.section.key: task.shown.text for task in tasks},
        {key: document.truth.printed.get(key, "") for key in waiting},
        tuple(sorted(key for task in tasks for key in task.places.unaligned)),
        sum(len(task.places.lost) for task in tasks),
        tuple(ceiling_of(task, headers[task.section.key], waiting) for task in tasks),
    )


def _played(
    document: Document,
    source: Source,
    before: Extraction,
    tasks: Sequence[Task],
    player: tuple[str, Player],
    accept: Accept,
) -> PlayerPlay:
    """What comes of one player's answers."""
    name, answers = player
    endpoint = PlayerEndpoint(tasks, answers, accept)
    with watched() as seen:
        after = extract_source(source, endpoint)
    reasons: dict[str, str] = {}
    for task in tasks if name == REASONED else ():
        reasons.update(why_in_review(endpoint, seen, task.section.key))
    waiting = [key for task in tasks for key in _fields(task) if before.fields[key].status == "review"]
    fields = tuple(_outcomes(document.truth, waiting, tasks, after, reasons))
    idle = sum(endpoint.asked[task.section.key] for task in tasks if not _changed(task, before, after))
    tokens = endpoint.spending.sent + endpoint.spending.written
    return PlayerPlay(name, fields, tuple(_damaged(before, after)), endpoint.asked.total(), idle, tokens)


def _tasks(document: Document, text: str, judgement: Judgement) -> list[Task]:
    """The tables a model is asked about, each with the true places of its figures."""
    tables = {table.section: table for table in make_tables(document.report)}
    values = {key: int(value) for key, value in document.truth.values.items() if value == int(value)}
    form = judgement.facts.form
    tasks: list[Task] = []
    for section in unproved(judgement.facts.reading, judgement):
        shown = show(text, section, settled_rows(section, judgement))
        places = find_places(tables[section.section.key], document.printed, shown.tokens)
        own = {key for row in section.section.rows for key in row.fields}
        tasks.append(
            Task(
                document.name, form, section.section, shown, places.among(own), {key: values.get(key, 0) for key in own}
            )
        )
    return tasks


def tasks_in(document: Document) -> list[Task]:
    """The tables of a document that a model is asked about; none where the rules leave nothing to ask about."""
    try:
        source = open_source(document.content, document.name)
        judgement = judge_source(source)
    except SourceError:
        return []
    return [] if judgement is None else _tasks(document, source.text, judgement)


def _fields(task: Task) -> list[str]:
    return [key for row in task.section.rows for key in row.fields]


def _outcomes(
    truth: Truth, waiting: Sequence[str], tasks: Sequence[Task], after: Extraction, reasons: Mapping[str, str]
) -> Iterator[FieldPlay]:
    there = {key for task in tasks for key in task.places.of_field}
    for key in waiting:
        found = after.fields[key]
        reason = "" if found.status == "accepted" else reasons.get(key, "")
        outcome = outcome_of(found, truth, key)
        is_zero, by_readers = not truth.values.get(key), READERS in found.proof
        yield FieldPlay(key, is_zero, key in there, outcome, reason, found.reason or "", by_readers)


def outcome_of(found: ExtractedField, truth: Truth, key: str) -> str:
    """Which of `OUTCOMES` a figure is."""
    right = truth.right_values(key)
    is_right = found.value in right or (found.basis == "blank" and truth.is_blank(key))
    if found.status == "accepted":
        return "right" if is_right else "wrong"
    if found.value is not None and found.value in right:
        return "shown"
    if any(one.value is not None and one.value in right for one in found.candidates):
        return "candidate"
    return "nothing" if found.value is None else "other"


def _changed(task: Task, before: Extraction, after: Extraction) -> bool:
    """Whether anything of a table's figures came out otherwise."""
    return any(_told(before.fields[key]) != _told(after.fields[key]) for key in _fields(task))


def _told(found: ExtractedField) -> tuple[object, ...]:
    return found.status, found.value, [one.value for one in found.candidates]


def _damaged(before: Extraction, after: Extraction) -> Iterator[str]:
    """The figures that the rules had accepted and that are lost or changed."""
    for key, was in before.fields.items():
        now = after.fields[key]
        if was.status == "accepted" and (now.status, now.value, now.basis) != (was.status, was.value, was.basis):
            yield key
