"""The columns of the tables that are exported: what each is called, holds and means; the same wherever it appears."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

ColumnKind = Literal["text", "whole", "number", "share", "truth"]


class Column(NamedTuple):
    """A column: `kind` is what its cells hold; `zh` and `en` say what it means.

    `codes` are the texts that may stand in it, where there are no others; `pattern` is how each of them looks; `least`
    is the least number. The column of a field has a `short` name, and a `measure`, the unit of its numbers.
    """

    name: str
    kind: ColumnKind
    en: str
    zh: str
    codes: tuple[str, ...] = ()
    short: str | None = None
    measure: str | None = None
    pattern: str | None = None
    least: int | None = None

    @property
    def title(self) -> str:
        """What stands above the column: a field's official name, else the first words of what it means."""
        return self.zh if self.short else re.split("[（，：；。]", self.zh)[0]

    @property
    def is_number(self) -> bool:
        """Whether its cells hold numbers."""
        return self.kind in ("whole", "number", "share")


@cache
def _catalogue() -> dict[str, Column]:
    text = files("extractor.exporting").joinpath("columns.toml").read_text("utf-8")
    return {
        name: Column(
            name,
            about["kind"],
            about["en"],
            about["zh"],
            tuple(about.get("codes", ())),
            pattern=about.get("pattern"),
            least=about.get("least"),
        )
        for name, about in tomllib.loads(text).items()
    }


def columns_named(*names: str) -> tuple[Column, ...]:
    """The columns with these names; `KeyError` for one there is not."""
    return tuple(_catalogue()[name] for name in names)


STORE = columns_named(
    *("unit", "year", "region", "form", "field", "value", "printed", "cell", "basis", "answer", "status", "confidence"),
    *("name", "document", "line", "column", "page", "version"),
)
"""The panel of a store."""
_PLACE = ("region", "region_code", "province", "province_code", "level", "organ", "organ_kind")
_FIGURE = ("value", "printed", "cell", "basis", "obs_status", "status", "confidence", "chosen")
_PARTS = ("section", "row", "applicant", "statistic")
_PARTS_ZH = tuple(f"{name}_zh" for name in _PARTS)
_PARTS_EN = tuple(f"{name}_en" for name in _PARTS)
LONG = columns_named(
    *("body_id", "body", "year", "field", *_PARTS, *_FIGURE),
    *("report_id", "name", "page", "line", "column", "field_zh", "field_en", *_PARTS_ZH, "short", "line_number"),
    *("unit", *_PLACE, "form", "format", "document", "version"),
)
"""The panel of a run: one row a figure."""
FIGURES = columns_named("report_id", "field", *_FIGURE, "page", "line", "column")
"""The same without what the tables `reports` and `fields` say."""
REPORTS = columns_named(
    *("report_id", "body_id", "body", "year", "unit", *_PLACE, "form", "format", "name", "document"),
    *("figures", "share_accepted", "version"),
)
"""The reports that figures are from."""
WIDE_HEAD = columns_named(
    *("body_id", "body", "year", *_PLACE, "form", "reports", "files", "format", "figures", "share_accepted", "waiting")
)
"""What stands before the figures where a row is a body and year."""
FIELDS = columns_named(
    *("field", "short", "forms", *_PARTS, *_PARTS_ZH, *_PARTS_EN),
    *("article", "line_number", "field_zh", "field_en", "counts", "measure"),
)
"""The data dictionary's fields."""
BODIES = columns_named("unit", "body", "body_id", "rule", "evidence", *_PLACE, "reports", "example")
"""Which name is which body's."""
LEFT_OUT = columns_named("name", "state", "reason")
"""The files of a run of which there are no figures."""
FINDINGS = columns_named(
    *("code", "severity", "body", "year", "field", "value", "name", "document"),
    *("other_year", "other_field", "other_value", "other_name", "other_document", "zh", "en"),
)
"""What is found by comparing reports."""
MISSING = columns_named(
    *("by", "group", "figures", "with_value", "blank", "in_review", "unread", "lost", "reports_disagree"),
    *("share_missing", "share_zeros", "share_zeros_waiting", "total", "total_low", "total_high", "unbounded"),
)
"""What is missing, by group."""
CROSSWALK = columns_named("figure", "form", "summands", "comparability", "note_zh", "note_en")
"""What each figure that all forms have is in each of them."""
REVIEW_FIRST = columns_named(
    *("rank", "body_id", "body", "year", "field", "obs_status", "value_read", "value_low", "value_high", "effect"),
    "files",
)
"""What to review first."""
BOUNDS = columns_named("value_low", "value_high")
"""What stands behind the value in the long table where bounds are asked for."""
DICTIONARY = columns_named(
    *("table", "column_name", "title_zh", "kind", "measure", "short", "codes", "meaning_zh", "meaning_en")
)
"""What each column of each table is."""
