"""The view `field_states` as something to select from; the migrations make it.

It says what each figure of each document's current extraction is now: as it was read, or as the last decision that
holds says. A decision is about a place: it holds as long as the figure is not read from another one, whatever is said
to be printed there. A figure whose decision no longer fits is in review.

`decision_id` is the last decision about a figure, `said_id` the last that a person made, `holding_id` the one that
holds (the same, but after an `undo`) and `holding` what it did. `read_value` is the value that was read, whatever was
decided. Body and year of a report are rows of section `report`; `text` is the body's name.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Double, Integer, String, Text, column, table

from extractor.store.tables_base import Figure

field_states = table(
    "field_states",
    column("document_id", Integer),
    column("extraction_id", Integer),
    column("field", String),
    column("position", Integer),
    column("section", String),
    column("value", Figure),
    column("text", Text),
    column("printed", Text),
    column("cell", String),
    column("basis", String),
    column("status", String),
    column("reason", String),
    column("confidence", Double),
    column("stake", Integer),
    column("place", JSON),
    column("readers", JSON),
    column("proof", JSON),
    column("candidates", JSON),
    column("answer", String),
    column("read_value", Figure),
    column("decision_id", Integer),
    column("said_id", Integer),
    column("holding_id", Integer),
    column("holding", String),
    column("outdated", Boolean),
    column("reopened", Boolean),
)
