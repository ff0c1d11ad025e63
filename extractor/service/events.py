"""How far a job is, as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool

from extractor.service.models import JobOut
from extractor.service.shapes import job_out
from extractor.service.state import ServiceState
from extractor.store.jobs import find_job

_LOOK_SECONDS = 0.25
_QUIET_LOOKS = 60
"""After so many looks without news a comment is sent, so that nothing between takes the line for dead."""


async def progress_of(here: ServiceState, job: str) -> AsyncIterator[str]:
    """The job each time it has changed, until nothing is left to do or the service ends."""
    last: JobOut | None = None
    quiet = 0
    while not here.closing.is_set():
        now = await run_in_threadpool(_look, here, job)
        if now != last:
            yield f"event: progress\ndata: {now.model_dump_json()}\n\n"
            last, quiet = now, 0
        if now.state in ("done", "cancelled"):
            yield f"event: end\ndata: {now.model_dump_json()}\n\n"
            return
        quiet += 1
        if quiet % _QUIET_LOOKS == 0:
            yield ": still there\n\n"
        await asyncio.sleep(_LOOK_SECONDS)


def _look(here: ServiceState, job: str) -> JobOut:
    with here.store.reading() as session:
        return job_out(find_job(session, job))
