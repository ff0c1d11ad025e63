"""A table with one row for each body and year, as every format has it: values, and what each of them is."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.exporting.body_years import Observation
from extractor.exporting.columns import Column
from extractor.exporting.panel_options import PanelOptions, StatusIn
from extractor.exporting.panel_tables import status_table, values_table
from extractor.exporting.sinks import OutputRow, Sink
from extractor.exporting.writing import Output


class BodyYearTable:
    """The tables `NAME` and `NAME_status` of an output while they are written."""

    def __init__(self, output: Output, name: str, figures: Sequence[Column], options: PanelOptions) -> None:
        self._values = output.sink(values_table(name, figures, options))
        self._status: Sink | None = None
        if options.status_in == StatusIn.TABLE:
            self._status = output.sink(status_table(name, figures, options))
        self._statistics = output.statistics(name, figures)

    def write(self, head: OutputRow, observations: Sequence[Observation]) -> None:
        """Takes a body's year: the cells before the figures, and the figures in the order of their columns."""
        values, told = [one.value for one in observations], [one.status for one in observations]
        if self._status is None:
            self._values.write([*head, *values, *told])
        else:
            self._values.write([*head, *values])
            self._status.write([*head, *told])
        for file in self._statistics:
            file.write(head, observations)
