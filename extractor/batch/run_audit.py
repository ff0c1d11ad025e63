"""The audit of a run: drawn from its reports, kept in its folder, and told of as long as its results are the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from extractor.batch.run_files import read_run_file, write_run_file
from extractor.batch.run_folder import BatchRun
from extractor.errors import AuditError, WriteError
from extractor.exporting.auditing.drawing import DrawRequest, draw
from extractor.exporting.auditing.judging import judged
from extractor.exporting.auditing.record import FILE, Audit
from extractor.exporting.auditing.sheets import check_sheet, read_sheet, write_sheet
from extractor.result import Extraction


def draw_audit(run: BatchRun, request: DrawRequest, sheet: Path, *, again: bool = False) -> Audit:
    """Draws reports of a run, writes the sheet to key them into, and keeps what was drawn in the run's folder.

    Raises:
        AuditError: there is nothing to draw from, the sheet cannot be written, or the run has an audit that was keyed
            already and `again` does not say to begin another.
        WriteError: the disk does not take it.
    """
    check_sheet(sheet)
    kept = read_audit(run)
    if kept is not None and kept.keyed is not None and not again:
        raise AuditError(
            f"{run.folder}: has an audit that was keyed already; --again draws another and lets its results go."
        )
    reports = ((one.name, one.extraction) for one in run.documents() if one.state == "read" and one.copy_of is None)
    audit = draw(
        ((name, one) for name, one in reports if one is not None and one.holds_report), request, run.producer.digest()
    )
    write_sheet(audit, sheet)
    _keep(run, audit)
    return audit


def judge_audit(run: BatchRun, sheet: Path) -> Audit:
    """Reads what was keyed into a sheet, and keeps in the run's folder what came of it.

    Raises:
        AuditError: the run has no audit, its results are others by now, the sheet is not its own, or nothing was keyed.
        WriteError: the disk does not take it.
    """
    audit = read_audit(run)
    if audit is None:
        raise AuditError(f"{run.folder}: no reports were drawn from its results as they are now; draw them first.")
    keyed = read_sheet(audit, sheet)
    if not keyed:
        raise AuditError(f"{sheet}: no report in it is signed; write a name at each that was keyed.")
    wanted = {audit.reports[one.report].document for one in keyed}
    extractions = dict(_extractions(run, wanted))
    done = judged(audit, keyed, extractions.get)
    _keep(run, done)
    return done


def read_audit(run: BatchRun) -> Audit | None:
    """The audit of a run; None where there is none of its results as they are now.

    Raises:
        AuditError: its file is damaged.
    """
    text = read_run_file(run.folder, FILE)
    if text is None:
        return None
    try:
        audit = Audit.model_validate_json(text)
    except ValidationError:
        raise AuditError(f"{run.folder}: its {FILE} is damaged; remove it, and draw again.") from None
    return audit if audit.producer == run.producer.digest() else None


def keyed_audit(run: BatchRun) -> Audit | None:
    """The audit of a run where it was keyed.

    Raises:
        AuditError: its file is damaged.
    """
    audit = read_audit(run)
    return audit if audit is not None and audit.keyed is not None else None


def _extractions(run: BatchRun, wanted: set[str]) -> Iterator[tuple[str, Extraction]]:
    for one in run.documents():
        if one.sha256 in wanted and one.extraction is not None:
            yield str(one.sha256), one.extraction


def _keep(run: BatchRun, audit: Audit) -> None:
    try:
        write_run_file(run.folder, FILE, (audit.model_dump_json(indent=1) + "\n").encode())
    except OSError as error:
        raise WriteError(run.folder, error) from None
