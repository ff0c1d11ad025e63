"""The description of a panel's files as a data package (Frictionless): what they are, and what their columns hold.

Source: Data Package, https://datapackage.org/.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from extractor.exporting.auditing.bounds import LEVEL
from extractor.exporting.auditing.record import Audit
from extractor.exporting.auditing.statement import statement_of
from extractor.exporting.columns import Column
from extractor.exporting.sinks import OutputTable

NAME = "extractor-panel"
FILE = "datapackage.json"
_TYPES = {"text": "string", "whole": "integer", "number": "number", "truth": "boolean"}
_MEDIA = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".duckdb": "application/vnd.duckdb",
}


class Part(NamedTuple):
    """A file of a panel: where it is now, what it will be called, and its table; None where it holds several."""

    path: str
    name: str
    table: OutputTable | None


class About(NamedTuple):
    """What a panel is made of: the versions that read the reports, how many files are missing in it, whether its wide
    table has 0 where a report prints a blank, and the audit of the run, where it was keyed.
    """

    producers: Sequence[str]
    missing: int = 0
    zero_blanks: bool = False
    audit: Audit | None = None


def describe(parts: Sequence[Part], about: About) -> str:
    """The text of `datapackage.json`."""
    left_out = f" The table `missing` names {about.missing} files that are left out, and why." if about.missing else ""
    package: dict[str, Any] = {
        "name": NAME,
        "title": "政府信息公开工作年度报告：机关 × 年度 × 数值",
        "description": "The figures of annual reports on open government information, body by year; read by extractor "
        f"{', '.join(about.producers) or '(no report)'}. What a report prints blank, or with a mark for nothing, is "
        f"{'0' if about.zero_blanks else 'empty'} in the wide table; in the long one its basis is `blank`, and `cell` "
        f"tells which of the two it is.{left_out}",
        "resources": [_resource(part) for part in parts],
    }
    if about.audit is not None:
        package["audit"] = _audited(about.audit)
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _audited(audit: Audit) -> dict[str, Any]:
    """What the audit of the run says of its reports, for whoever cites the panel."""
    said = statement_of(audit)
    return {
        "statement": said.overall.en,
        "statement_zh": said.overall.zh,
        "method": said.method.en,
        "level": LEVEL,
        "population": audit.population,
        **audit.overall().model_dump(),
        "by_format": {key: rate.model_dump() for key, rate in audit.by_format().items() if rate.reports},
        "differences": [one._asdict() for one in said.found],
    }


def is_ours(folder: str) -> bool:
    """Whether the data package in a folder is of a panel."""
    try:
        with open(os.path.join(folder, FILE), encoding="utf-8") as file:
            found: Any = json.load(file)
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and cast(dict[str, Any], found).get("name") == NAME


def _resource(part: Part) -> dict[str, Any]:
    """One file. Only CSV says `table`: some readers of packages take null in Parquet for a number."""
    stem, ending = os.path.splitext(part.name)
    about: dict[str, Any] = {
        "name": stem.lower() if part.table is None else part.table.name,
        "path": part.name,
        "type": "table" if ending == ".csv" else "file",
        "format": ending[1:],
        "mediatype": _MEDIA[ending],
        "bytes": os.path.getsize(part.path),
        "hash": f"sha256:{_hash(part.path)}",
    }
    if ending == ".csv":
        about["encoding"] = "utf-8"
    if part.table is not None:
        fields = [_field(column) for column in part.table.columns]
        about["schema"] = {"fields": fields, "missingValues": [""]}
    return about


def _field(column: Column) -> dict[str, str]:
    return {"name": column.name, "type": _TYPES[column.kind], "title": column.zh, "description": column.en}


def _hash(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
