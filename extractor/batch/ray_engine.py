"""A Ray cluster: the files of a run in batches, each read by one task and written as one shard.

The unit of work is that of one machine, and so is what guards it: every task of Ray's has a worker of its own that
reads, so that a file which hangs or crashes takes no task with it. A process of Ray's that is killed has its batch
given to another; a batch whose shard is there is not read again.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.batch.engine import Event, FilePool, Into, read_pending
from extractor.batch.expected_cost import batches
from extractor.batch.found import NO_MEMBER, FoundFile
from extractor.batch.ledger import Ledger
from extractor.batch.shards import LIGHT, Unit, as_table, shard_table, take_shard, units_in, write_shard
from extractor.batch.tasks import Setup, Task, new_worker
from extractor.batch.work import Outcome, producer_of
from extractor.digest import data_digest
from extractor.errors import BatchError, ExtractorError, WriteError, install
from extractor.workers.pool import Pool

if TYPE_CHECKING:
    from extractor.batch.request import BatchRequest
    from extractor.batch.run_folder import BatchRun

# ray has types that pyright cannot follow.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

_NO_ROOM = ""
"""The name of what is no shard: a task had no room to write one."""
_FAILED = r"(?m)^(?!ray\.)[\w.]*(?:Error|Exception): .+$"
_WAVE = 50_000
_ONE_TURN = 1
_GIVEN = 2
"""So many batches for each core are given out at once: one to be read, and one to follow it."""
_TRIES = 10
"""So often a batch is given out again whose process was killed."""


class Job(NamedTuple):
    """What a task of Ray's needs to know: where the run is, how to read, and what reads."""

    folder: str
    setup: Setup
    producer: str


def read_on_ray(
    run: BatchRun, request: BatchRequest, tasks: Callable[[], Iterator[Task]], watch: Callable[[Event | None], None]
) -> None:
    """Reads the files that `tasks` gives.

    Raises:
        BatchError: Ray is not installed, the cluster cannot be reached, or it fails on the way.
        WriteError: there is no room where it writes.
    """
    quiet_before = logging.root.manager.disable
    logging.disable(logging.ERROR)  # what Ray says of itself on the way would break the line of progress
    ray = _started(request)
    try:
        cores = max(int(ray.cluster_resources().get("CPU", 1)), 1)
        folder = run.folder if "://" in run.folder else os.path.abspath(run.folder)
        job = Job(folder, _share(request, cores), producer_of(request.ask, request.settings).digest())
        left = tasks()
        while wave := list(islice(left, _WAVE)):
            for name, units in _told_of(_read_wave([run.ledger.found(task) for task in wave], job, cores)):
                take_shard(run.ledger, name, units)
                for unit in units:
                    watch(Event(Task(unit.found.path, unit.found.member, unit.found.name), unit.outcome))
    finally:
        ray.shutdown()
        logging.disable(quiet_before)


def _told_of(done: Iterator[tuple[str, list[Unit]]]) -> Iterator[tuple[str, list[Unit]]]:
    """The same, with what goes wrong on the way told as here.

    Raises:
        BatchError: something fails, in the words of whatever failed: Ray wraps them in a traceback.
        WriteError: a task had no room to write.
    """
    try:
        yield from done
    except ExtractorError:
        raise
    except Exception as error:
        said = re.findall(_FAILED, str(error)) or [type(error).__name__]
        raise BatchError(f"Ray failed on the way ({said[-1]}); give the same command again, it goes on.") from None


def _started(request: BatchRequest) -> Any:
    """Ray, connected to its cluster or begun here; it sends nothing anywhere and shows nothing."""
    if find_spec("ray") is None or find_spec("pyarrow") is None or find_spec("fsspec") is None:
        raise BatchError(f"to read on Ray, install the extra: {install('ray')}")
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    ray: Any = import_module("ray")
    here = {} if request.address else {"num_cpus": request.jobs, "include_dashboard": False}
    try:
        ray.init(address=request.address or "local", log_to_driver=False, logging_level=logging.ERROR, **here)
    except Exception as error:  # Ray has no class for what can go wrong as it begins
        said = " ".join(str(error).split())
        raise BatchError(f"Ray at {request.address or 'this machine'} cannot be reached ({said}).") from None
    return ray


def _share(request: BatchRequest, cores: int) -> Setup:
    """How each process reads: with its share of the budget and the pace, for machines share no file of spending."""
    settings = request.settings
    if settings is not None:
        pace = None if settings.requests_per_minute is None else settings.requests_per_minute / cores
        settings = settings.share_of(cores).model_copy(update={"requests_per_minute": pace})
    return Setup(request.limits, request.ask, settings, data=data_digest())


def _read_wave(wave: list[FoundFile], job: Job, cores: int) -> Iterator[tuple[str, list[Unit]]]:
    """Reads some files; each batch's shard and units, as they come. No more batches are given out than keep the cores
    busy: what is given waits in Ray's memory.
    """
    ray: Any = import_module("ray")
    read = ray.remote(num_cpus=1, max_retries=_TRIES)(read_batch)
    left = iter(batches(wave, cores))
    given: list[Any] = []
    while given := [*given, *(read.remote(batch, job) for batch in islice(left, _GIVEN * cores - len(given)))]:
        (done,), given = ray.wait(given, num_returns=1)
        name, units = ray.get(done)
        if name == _NO_ROOM:
            raise WriteError(units[0].found.path, OSError(units[0].outcome.reason))
        yield name, units


def read_batch(files: list[FoundFile], job: Job) -> tuple[str, list[Unit]]:
    """What a task of Ray's does: reads one batch, writes its shard, and tells its name and what came of it, without the
    results.

    That there was no room is told in place of that: no error of ours comes through Ray as it was.
    """
    name = batch_key(files, job.producer)
    light = shard_table(job.folder, name, LIGHT)
    if light is None:
        try:
            light = _read_shard(files, name, job)
        except WriteError as error:
            place = FoundFile(error.place, NO_MEMBER, "", 0, 0)
            return _NO_ROOM, [Unit(place, None, None, Outcome("failed", error.reason))]
    return name, list(units_in(light))


def _read_shard(files: list[FoundFile], name: str, job: Job) -> Any:
    """Reads some files and writes their shard; it without the results.

    Raises:
        WriteError: there is no room for it, or for what reading takes.
    """
    whole = as_table(read_files(files, job), job.producer)
    try:
        write_shard(job.folder, name, whole)
    except OSError as error:
        raise WriteError(job.folder, error) from None
    return whole.select(list(LIGHT))


def batch_key(files: list[FoundFile], producer: str) -> str:
    """The name of a batch's shard: the hash of its files as they were found, and of what reads them."""
    told = "\n".join(f"{one.path!r} {one.member} {one.size} {one.stamp}" for one in files)
    return hashlib.sha256(f"{producer}\n{told}".encode("utf-8", "surrogateescape")).hexdigest()[:40]


def read_files(files: list[FoundFile], job: Job) -> list[Unit]:
    """The units of some files, read by the worker that this process keeps."""
    ledger = Ledger(":memory:")
    for _ in ledger.add(files, _ONE_TURN):
        pass
    read_pending(Into(ledger, job.producer, _nobody), lambda: ledger.pending(_ONE_TURN), _pool(job.setup))
    units = [Unit(*row) for row in ledger.units()]
    ledger.close()
    return units


def _nobody(_: Event | None) -> None:
    """Watches nothing."""


_kept: list[tuple[Setup, FilePool]] = []
"""The worker of this process and how it reads; one, or none yet."""


def _pool(setup: Setup) -> FilePool:
    """The worker of this process, kept from one batch to the next."""
    for known, pool in _kept:
        if known == setup:
            return pool
        pool.close()
    own = setup
    if setup.settings is not None:
        own = setup._replace(budget=os.path.join(tempfile.mkdtemp(prefix="extractor-"), "spent.db"))
    made: FilePool = Pool([new_worker(own)])
    _kept[:] = [(setup, made)]
    atexit.register(made.close)
    return made
