"""What is asked of a batch, what it would do, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from extractor.batch.ledger import Counts
from extractor.batch.work import Ask
from extractor.exporting.leftout import Named
from extractor.workers.child import Limits

if TYPE_CHECKING:
    from extractor.llm.settings import Settings

FILE_LIMITS = Limits(memory=2 << 30)
"""What a file may take where nobody says otherwise."""


class BatchRequest(NamedTuple):
    """What was asked for; `limits` are what a file may take, `limit` the most files this time.

    `files` are paths of reports beside the inputs; the text of each unit is kept in the folder `texts`, if named. With
    `proofreads` they are drafts, and told of is what an editor would say too.
    `deferred` says that the model is asked in batches of its provider's, and `wait` that their answers are waited for:
    after how many seconds at the most they are looked for again.
    """

    inputs: tuple[str, ...]
    out: str
    jobs: int
    ask: Ask = "off"
    settings: Settings | None = None
    limits: Limits = FILE_LIMITS
    limit: int | None = None
    again: bool = False
    retry: bool = False
    engine: Literal["local", "ray"] = "local"
    address: str | None = None
    files: tuple[str, ...] = ()
    texts: str = ""
    proofreads: bool = False
    deferred: bool = False
    wait: float | None = None


class ProviderBatch(NamedTuple):
    """A batch of the provider's: its number in the run, its id there, its status, and how many of its questions are
    answered.
    """

    number: int
    id: str | None
    status: str
    answered: int
    questions: int


class Deferral(NamedTuple):
    """How the questions of a run stand that a provider answers in batches: those not sent yet, those under way, and
    what these may take and cost at the most.
    """

    batches: tuple[ProviderBatch, ...]
    unsent: int
    under_way: int
    most_tokens: int
    most_cost: float | None


class ModelAsked(NamedTuple):
    """How the model of a run was asked: its host, the questions, the answers that were remembered, and whether the
    budget has ended that.
    """

    host: str
    questions: int
    remembered: int
    is_spent: bool


class Done(NamedTuple):
    """What came of it: how the run stands, how many files were done this time, how many failed by reason, and so on.

    `left_out` names the first files left out by state; `empty` are inputs that hold no report.
    """

    counts: Counts
    now: int
    reasons: tuple[tuple[str, int], ...]
    left_out: dict[str, Named]
    passed_over: int
    empty: tuple[str, ...]
    was_stopped: bool
    log: str
    deferral: Deferral | None = None
    asked: ModelAsked | None = None

    @property
    def has_left_out(self) -> bool:
        """Whether of some file that was done with there are no figures, or an input held no report at all."""
        return bool(self.counts.not_read or self.counts.no_report or self.counts.unknown_form or self.empty)


class Plan(NamedTuple):
    """What would be done: files found, their bytes, the archives some are in, and files of other kinds passed over.

    `differing` says in which way something else made the run that is there; empty where nothing differs.
    """

    files: int
    size: int
    archives: int
    passed_over: int
    differing: str = ""
