"""Runs as the commands open them: what of a run is older than this version is told, once, when all is done."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from extractor.cli.diagnostics import complain

if TYPE_CHECKING:
    from extractor.batch.run_folder import BatchRun


@contextmanager
def opened_run(folder: str) -> Generator[BatchRun]:
    """The run in a folder; at the end, how many of the results that were read are of an earlier schema.

    Raises:
        BatchError: there is none, or it is of a layout this version does not know.
    """
    from extractor.batch.run_folder import is_local, open_run
    from extractor.batch.run_parts import mark_parts

    with open_run(folder) as run:
        if not is_local(folder):  # its ledger was made of its shards just now
            mark_parts(run)
        yield run
    if run.lifted:
        complain(
            f"{folder}: {run.lifted:,} of its results are of an earlier schema, and say less than this version would; "
            "give the batch again to read its files anew."
        )
