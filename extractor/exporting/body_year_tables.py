"""A table with one row for each body and year, as every format has it: values, and what each of them is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extractor.exporting.body_years import Observation
from extractor.exporting.columns import Column
from extractor.exporting.panel_options import PanelOptions, StatusIn
from extractor.exporting.panel_tables import bound_table, status_table, values_table
from extractor.exporting.sinks import ENDINGS, OutputRow, Sink
from extractor.exporting.writing import Output


class BodyYearTable:
    """The table of a name in an output, and those of its shape that belong to it, while they are written.

    `derived` are columns computed from others: only files for statistics programs have them here. `endings` are the
    formats that have the table; all where none is named.
    """

    def __init__(
        self,
        output: Output,
        name: str,
        figures: Sequence[Column],
        options: PanelOptions,
        derived: Sequence[Column] = (),
        endings: Collection[str] = ENDINGS,
    ) -> None:
        self._values = output.sink(values_table(name, figures, options), endings)
        self._status: Sink | None = None
        if options.status_in == StatusIn.TABLE:
            self._status = output.sink(status_table(name, figures, options), endings)
        sides = ("low", "high") if options.bounds else ()
        self._bounds = [output.sink(bound_table(name, side, figures, options), endings) for side in sides]
        self._statistics = output.statistics(name, (*figures, *derived), endings)

    def write(self, head: OutputRow, observations: Sequence[Observation], derived: Sequence[Observation] = ()) -> None:
        """Takes a body's year: the cells before the figures, and the figures in the order of their columns."""
        values, told = [one.value for one in observations], [one.status for one in observations]
        if self._status is None:
            self._values.write([*head, *values, *told])
        else:
            self._values.write([*head, *values])
            self._status.write([*head, *told])
        ends = ([one.low for one in observations], [one.high for one in observations])
        for sink, side in zip(self._bounds, ends, strict=False):
            sink.write([*head, *side])
        for file in self._statistics:
            file.write(head, [*observations, *derived])
