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

HEADER_ROWS = 2
"""How many rows of a sheet stand above the first of the table: the titles in Chinese, and the columns' names."""
NAME = "extractor-panel"
FILE = "datapackage.json"
_TYPES = {"text": "string", "whole": "integer", "number": "number", "share": "number", "truth": "boolean"}
_MEDIA = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".duckdb": "application/vnd.duckdb",
    ".dta": "application/x-stata-dta",
    ".do": "text/x-stata-do",
    ".sav": "application/x-spss-sav",
}


class Part(NamedTuple):
    """A file of a panel: where it is now, what it will be called, and its tables; none where it holds commands."""

    path: str
    name: str
    tables: tuple[OutputTable, ...]


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
    left_out = f" The table `left_out` names {about.missing} files that are left out, and why." if about.missing else ""
    names = {_resource_name(part.name, table) for part in parts for table in part.tables}
    resources = [_resource(part, table, names) for part in parts for table in part.tables or (None,)]
    package: dict[str, Any] = {
        "name": NAME,
        "title": "政府信息公开工作年度报告：机关 × 年度 × 数值",
        "description": "The figures of annual reports on open government information, body by year; read by extractor "
        f"{', '.join(about.producers) or '(no report)'}. What a report prints blank, or with a mark for nothing, is "
        f"{'0' if about.zero_blanks else 'empty'} in the wide table; in the long one its basis is `blank`, and `cell` "
        f"tells which of the two it is.{left_out}",
        "sources": [{"title": "政府信息公开工作年度报告, as each public body published it: the table `reports`"}],
        "licenses": [{"name": "other-pd", "title": "Facts that public bodies published (著作权法 第五条)"}],
        "resources": resources,
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


def _resource_name(file: str, table: OutputTable | None) -> str:
    """What a table is called: in CSV by its own name, in another format with that behind it."""
    stem, ending = os.path.splitext(file)
    if table is None:
        return f"{stem}-{ending[1:]}".lower()
    return table.name if ending == ".csv" else f"{table.name}-{ending[1:]}"


def _resource(part: Part, table: OutputTable | None, names: set[str]) -> dict[str, Any]:
    """One table of a file. Only those that readers of packages check say `table`: some take null in Parquet for a
    number, and none opens a database or the files of statistics programs.
    """
    ending = os.path.splitext(part.name)[1]
    about: dict[str, Any] = {
        "name": _resource_name(part.name, table),
        "path": part.name,
        "type": "table" if table is not None and ending in (".csv", ".xlsx") else "file",
        "format": ending[1:],
        "mediatype": _MEDIA[ending],
        "bytes": os.path.getsize(part.path),
        "hash": f"sha256:{_hash(part.path)}",
    }
    if ending == ".csv":
        about["encoding"] = "utf-8"
    if table is not None and ending == ".xlsx":
        about["dialect"] = {"headerRows": [HEADER_ROWS], "excel": {"sheet": table.name}}
    if table is not None:
        about["schema"] = _schema(table, ending, names)
    return about


def _schema(table: OutputTable, ending: str, names: set[str]) -> dict[str, Any]:
    """A table's schema; the tables that it refers to are those of the same format, or beside it in CSV."""
    fields = [_field(column, table.key) for column in table.columns]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    keys: list[dict[str, Any]] = []
    for link in table.links:
        own = f"{link.table}{'' if ending == '.csv' else '-' + ending[1:]}"
        resource = own if own in names else link.table
        if resource in names:
            keys.append({"fields": list(link.columns), "reference": {"resource": resource, "fields": list(link.keys)}})
    return {**schema, "foreignKeys": keys} if keys else schema


def _field(column: Column, key: Sequence[str]) -> dict[str, Any]:
    about: dict[str, Any] = {"name": column.name, "type": _TYPES[column.kind]}
    about |= {"title": column.title, "description": column.en}
    if column.zh != column.title:
        about["description_zh"] = column.zh
    about |= {key: text for key, text in (("short", column.short), ("unit", column.measure)) if text}
    constraints: dict[str, Any] = {"required": True} if column.name in key else {}
    if column.codes:
        constraints["enum"] = list(column.codes)
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.kind == "share":
        constraints |= {"minimum": 0, "maximum": 1}
    elif column.least is not None:
        constraints["minimum"] = column.least
    return {**about, "constraints": constraints} if constraints else about


def _hash(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
