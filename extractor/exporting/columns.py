"""The columns of the tables that are exported: what each is called, holds and means; the same wherever it appears."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

ColumnKind = Literal["text", "whole", "number", "truth"]


class Column(NamedTuple):
    """A column: `kind` is what its cells hold; `zh` and `en` say what it means."""

    name: str
    kind: ColumnKind
    en: str
    zh: str


@cache
def _catalogue() -> dict[str, Column]:
    text = files("extractor.exporting").joinpath("columns.toml").read_text("utf-8")
    return {name: Column(name, **about) for name, about in tomllib.loads(text).items()}


def columns_named(*names: str) -> tuple[Column, ...]:
    """The columns with these names; `KeyError` for one there is not."""
    return tuple(_catalogue()[name] for name in names)


STORE = columns_named(
    *("unit", "year", "region", "form", "field", "value", "printed", "cell", "basis", "answer", "status", "confidence"),
    *("name", "document", "line", "column", "page", "version"),
)
"""The panel of a store."""
LONG = columns_named(
    *("body", "body_id", "year", "field", "value", "printed", "cell", "basis", "status", "confidence", "chosen"),
    *("name", "page", "line", "column", "field_zh", "field_en", "line_number"),
    *("unit", "region", "region_code", "province_code", "form", "document", "version"),
)
"""The panel of a run: one row a figure."""
WIDE_HEAD = columns_named("body", "body_id", "year", "region", "region_code", "province_code", "reports", "waiting")
"""What stands before the figures where a row is a body and year."""
FIELDS = columns_named(
    *("field", "forms", "section", "article", "line_number", "field_zh", "field_en", "counts", "measure")
)
"""The data dictionary's fields."""
BODIES = columns_named(
    "unit", "body", "body_id", "rule", "evidence", "region", "region_code", "province_code", "reports", "example"
)
"""Which name is which body's."""
MISSING = columns_named("name", "state", "reason")
"""The files of a run of which there are no figures."""
FINDINGS = columns_named(
    *("code", "severity", "body", "year", "field", "value", "name", "document"),
    *("other_year", "other_field", "other_value", "other_name", "other_document", "zh", "en"),
)
"""What is found by comparing reports."""
