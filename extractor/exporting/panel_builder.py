"""Extractions → a panel: bodies brought together, the figures that count chosen, reports compared, tables written."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from heapq import merge
from pathlib import Path
from typing import NamedTuple

from extractor.errors import WriteError, is_disk_full
from extractor.exporting.auditing.record import Audit
from extractor.exporting.corrections import read_children, read_corrections
from extractor.exporting.leftout import LeftOut
from extractor.exporting.panel_assembly import Assembly, PanelMade
from extractor.exporting.panel_options import PanelOptions
from extractor.exporting.staging import Staging
from extractor.exporting.writing import Output, check_size, check_targets
from extractor.identity.bodies import bring_together
from extractor.result import Extraction


class PanelRequest(NamedTuple):
    """What is asked for: the file to write and those of other formats beside it, corrections of bodies, which bodies
    lie under which, whether an organ that a reform renamed is its successor, how the panel is to be, and the audit
    that it carries.
    """

    target: Path
    corrections: Path | None = None
    children: Path | None = None
    join_successions: bool = False
    options: PanelOptions = PanelOptions()
    also: tuple[Path, ...] = ()
    audit: Audit | None = None

    @property
    def targets(self) -> tuple[Path, ...]:
        """Every file that is asked for, at most one of each format."""
        return (self.target, *self.also)


def write_panel(extractions: Iterable[Extraction], request: PanelRequest, missing: Iterable[LeftOut] = ()) -> PanelMade:
    """Writes a panel and what belongs to it; the same bytes for the same reports in the same order.

    `missing` are files of which there are no figures; they are taken after the extractions.

    Raises:
        PanelError: it cannot be written there, or a file given is not what it should be; nothing is written then.
        WriteError: the disk is full, or does not take it; what was there before stays.
    """
    check_targets(request.targets, (request.corrections, request.children))
    corrections = read_corrections(request.corrections) if request.corrections else []
    parents = read_children(request.children) if request.children else {}
    try:
        with tempfile.TemporaryDirectory(prefix=".panel-", dir=request.target.parent) as room:
            staging = Staging(os.path.join(room, "spool.db"))
            try:
                staging.add(extractions)
                if not request.options.without_long:
                    check_size(request.targets, staging.count_figures())
                bodies = bring_together(staging.names(), join_successions=request.join_successions)
                staging.settle(bodies, corrections)
                left_out = merge(missing, staging.open_reports(), key=lambda one: one.name)
                with closing(Output(request.targets, room, request.options)) as output:
                    return Assembly(staging, bodies, parents, output, request.options).write(left_out, request.audit)
            finally:
                staging.close()
    except (OSError, sqlite3.Error) as error:
        raise WriteError(request.target, error) from None
    except Exception as error:
        if not is_disk_full(error):
            raise
        raise WriteError(request.target, error) from None  # DuckDB has errors of its own for it
