"""A store of many documents, made in the database itself from a few real extractions with other names and years.

Every document has its extraction, figures, findings and part of the queue, as a real one has; only the result's JSON is
left out, which no list looks at, and a document's bytes are few.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import event, func, select, text

from extractor.pipeline import extract
from extractor.sources import open_source
from extractor.store import Store
from extractor.store.documents import add_document
from extractor.store.extractions import Written, save_extraction
from extractor.store.tables import Document

_SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
_UNITS = 20_000
"""So many bodies report, each for as many years as are needed."""
_AT_ONCE = 2_000
_HASH = {"sqlite": "printf('%064x', n.i)", "postgresql": "lpad(to_hex(n.i), 64, '0')"}
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})"
_OTHERS = (
    """{numbers} INSERT INTO documents (id, sha256, name, media_type, size, content, received_at)
    SELECT n.i, {hash}, d.name, d.media_type, d.size, d.content, d.received_at
    FROM n JOIN documents d ON d.id = 1 + n.i - n.i / {seeds} * {seeds}""",
    """{numbers} INSERT INTO extractions (id, document_id, run_hash, version, form, form_version, model, prompts,
      settings, unit, region, year, result, original, created_at)
    SELECT n.i, n.i, e.run_hash, e.version, e.form, e.form_version, e.model, e.prompts, e.settings,
      e.unit || (n.i - n.i / {units} * {units}), e.region, 2019 + n.i / {units}, '{{}}', e.original, e.created_at
    FROM n JOIN extractions e ON e.id = 1 + n.i - n.i / {seeds} * {seeds}""",
    """{numbers} INSERT INTO fields (extraction_id, {fields}) SELECT n.i, {fields}
    FROM n JOIN fields f ON f.extraction_id = 1 + n.i - n.i / {seeds} * {seeds}""",
    """{numbers} INSERT INTO findings (extraction_id, {findings}) SELECT n.i, {findings}
    FROM n JOIN findings f ON f.extraction_id = 1 + n.i - n.i / {seeds} * {seeds}""",
    """{numbers} INSERT INTO queue (document_id, extraction_id, field, section, kind, lane, rank, unit, year)
    SELECT n.i, n.i, q.field, q.section, q.kind, q.lane, q.rank, e.unit, e.year
    FROM n JOIN queue q ON q.document_id = 1 + n.i - n.i / {seeds} * {seeds} JOIN extractions e ON e.id = n.i""",
    """{numbers} INSERT INTO summaries (document_id, extraction_id, run_hash, unit, region, year, form, {sums})
    SELECT n.i, n.i, e.run_hash, e.unit, e.region, e.year, e.form, {sums}
    FROM n JOIN summaries s ON s.document_id = 1 + n.i - n.i / {seeds} * {seeds} JOIN extractions e ON e.id = n.i""",
    """{numbers} INSERT INTO finding_counts (document_id, code, severity, findings)
    SELECT n.i, c.code, c.severity, c.findings
    FROM n JOIN finding_counts c ON c.document_id = 1 + n.i - n.i / {seeds} * {seeds}""",
)
_FIELDS = """field, position, section, value, printed, basis, status, reason, confidence, stake,
    place, readers, proof, candidates"""
_FINDINGS = "position, code, severity, identity, fields, body"
_SUMS = "figures, decisions, waiting_figures, waiting_blanks, waiting_errors"


def fill(store: Store, documents: int) -> None:
    """Fills a store up to so many documents."""
    with store.reading() as session:
        there = session.scalars(select(func.count()).select_from(Document)).one()
    if there == 0:
        _keep_seeds(store)
        there = len(_SEEDS)
    if store.is_sqlite:
        event.listen(store.engine, "connect", _hurry)
        store.engine.dispose()
    for first in range(there + 1, documents + 1, _AT_ONCE):
        _add(store, first, min(first + _AT_ONCE - 1, documents))
    if not store.is_sqlite:  # which does this by itself, only later
        with store.writing() as session:
            session.execute(text("ANALYZE"))


def _add(store: Store, first: int, last: int) -> None:
    names = {
        "numbers": _NUMBERS.format(first=first, last=last),
        "hash": _HASH[store.engine.dialect.name],
        "seeds": len(_SEEDS),
        "units": _UNITS,
        "fields": _FIELDS,
        "findings": _FINDINGS,
        "sums": _SUMS,
    }
    with store.writing() as session:
        for statement in _OTHERS:
            session.connection().exec_driver_sql(statement.format(**names))
        if not store.is_sqlite:
            for table in ("documents", "extractions"):
                session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})"))


def _hurry(connection: Any, _: object) -> None:
    """Waits for no disk: what is lost with the power is made again."""
    for pragma in ("synchronous = OFF", "cache_size = -200000"):
        connection.execute(f"PRAGMA {pragma}")


def _keep_seeds(store: Store) -> None:
    for path in _SEEDS:
        with store.writing() as session:
            came = add_document(session, path.read_bytes(), path.name, store.now())
            written = Written(original=open_source(path).original)
            save_extraction(session, came.id, extract(path), store.now(), written)
