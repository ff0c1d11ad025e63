"""The answer a model has to give: for every row of the form a list of what is printed in its columns."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, create_model

from extractor.forms import Section

FURNITURE = "不属于表格的数字"
"""The key of the figures that are none of the table's: page numbers, ordinals."""


# Bounds for what a model may write, so that one that repeats itself comes to an end.
_Figure = Annotated[str, Field(max_length=16)]
_MOST_ASIDE = 400


@lru_cache(maxsize=32)
def answer_model(section: Section, only: tuple[str, ...] | None = None) -> type[BaseModel]:
    """The pydantic model of one section's answer; every row is required and as long as the row is wide.

    `only` are the keys of the rows that are asked about, where not all are.
    """
    fields: dict[str, object] = {}
    for row in section.rows:
        if only is not None and row.key not in only:
            continue
        # A small model leaves out zeros where it may; where a cell was lost it invents one, and is found out.
        width = len(row.fields)
        cells = Annotated[list[_Figure], Field(min_length=width, max_length=width)]
        fields[row.key.replace(".", "__")] = (cells, Field(alias=label_of(section, row.key)))
    fields["furniture"] = (Annotated[list[_Figure], Field(max_length=_MOST_ASIDE)], Field(alias=FURNITURE))
    config = ConfigDict(extra="forbid")
    return create_model(f"Answer_{section.key}", __config__=config, **fields)  # pyright: ignore[reportCallIssue, reportArgumentType, reportUnknownVariableType]


def rows_of(answer: BaseModel) -> dict[str, list[str]]:
    """The answer by row key."""
    given = answer.model_dump()
    return {key.replace("__", "."): cells for key, cells in given.items() if key != "furniture"}


def furniture_of(answer: BaseModel) -> list[str]:
    """The figures that the answer says are none of the table's."""
    return list(answer.model_dump()["furniture"])


def label_of(section: Section, key: str) -> str:
    """What to call a row in the answer: its label, with the group's where two rows share one."""
    row = next(row for row in section.rows if row.key == key)
    label = row.labels[0] if row.labels else section.titles[0]
    shared = sum(bool(other.labels) and other.labels[0] == label for other in section.rows) > 1
    return f"{row.groups[-1]} {label}" if shared and row.groups else label


def columns_of(section: Section) -> str:
    """The names of the columns from the left, as a model is shown them: one line, or one for each run of rows that has
    other columns, which begins with the names of its rows.
    """
    groups = {group.key: group.labels[0] for group in section.groups}
    lines: dict[str, list[str]] = {}
    for block in section.blocks:
        names = (
            f"{groups[column.group]} {column.labels[0]}" if column.group else column.labels[0]
            for column in block.columns
        )
        lines.setdefault("、".join(names), []).extend(label_of(section, row.key) for row in block.rows)
    if len(lines) == 1:
        return next(iter(lines))
    return "\n".join(f"{'、'.join(rows)}：{columns}" for columns, rows in lines.items())
