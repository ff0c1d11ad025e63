"""Kinds of mess done to a converter's text on purpose, each alone, so that what it costs can be measured.

A kind that `destroys` takes away what no reader could know again; from such a text nothing is asked but that nothing
wrong is accepted. A kind that prints figures in other characters destroys nothing: it says how a reader takes them back
(`read_back`), and a test holds it to that.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import NamedTuple

from benchmarks import mess_cells, mess_labels, mess_pages
from benchmarks.truth import Truth


class Operator(NamedTuple):
    """One kind of mess: its name, its family, what it does, and whether what it takes away is lost for good."""

    name: str
    family: str
    """What it is like: confidence has to hold without any one family of damage."""
    apply: Callable[[str, Random], str]
    destroys: bool = False
    encoding: str = "utf-8"
    """How the text is written to its file."""
    read_back: Callable[[str], str] = str
    """What a careful reader makes of figures that are printed in other characters; all else stays as it is."""

    strokes_zeros: bool = False
    """Whether a zero is printed as a mark for nothing afterwards."""

    @property
    def says(self) -> str:
        """What it does, in a sentence."""
        return (self.apply.__doc__ or "").strip()


def write_as_gb18030(text: str, rng: Random) -> str:
    """The file is in GB18030."""
    return text


def write_as_utf16(text: str, rng: Random) -> str:
    """The file is in UTF-16 with its byte order mark."""
    return text


OPERATORS: dict[str, Operator] = {
    operator.name: operator
    for operator in (
        Operator("page-numbers", "page noise", mess_pages.number_pages),
        Operator("bare-page-numbers", "page noise", mess_pages.number_pages_barely),
        Operator("running-headers", "page noise", mess_pages.run_headers),
        Operator("menu-before", "page noise", mess_pages.put_menu_before),
        Operator("markup-left", "markup", mess_pages.leave_markup),
        Operator("last-year-quoted", "page noise", mess_pages.quote_last_year),
        Operator("sentence-twice", "page noise", mess_pages.repeat_sentence),
        Operator("blank-lines-doubled", "blanks and breaks", mess_pages.double_breaks),
        Operator("blank-lines-removed", "blanks and breaks", mess_pages.remove_blank_lines),
        Operator("labels-spaced", "labels", mess_labels.space_labels),
        Operator("labels-broken", "labels", mess_labels.break_labels),
        Operator("label-characters-lost", "labels", mess_labels.lose_characters),
        Operator("labels-lost", "labels", mess_labels.lose_labels),
        Operator("header-line-lost", "headers", mess_labels.lose_header_line),
        Operator("headers-cut", "headers", mess_labels.cut_headers),
        Operator("traditional-script", "characters", mess_labels.write_traditionally),
        Operator("pinyin", "labels", mess_labels.add_pinyin),
        Operator("markdown-escapes", "markup", mess_labels.escape_marks),
        Operator("wide-digits", "characters", mess_cells.widen_digits),
        Operator("wide-spaces", "blanks and breaks", mess_cells.pad_figures),
        Operator("thousands", "figures", mess_cells.separate_thousands, read_back=mess_cells.join_thousands),
        Operator("fine-blanks-in-figures", "figures", mess_cells.part_digits, read_back=mess_cells.join_digits),
        Operator("figures-bold", "markup", mess_cells.set_bold),
        Operator("strokes-for-zeros", "figures", mess_cells.stroke_zeros, strokes_zeros=True),
        Operator("spaces-for-tabs", "blanks and breaks", mess_cells.space_tabs),
        Operator("rows-closed-by-bars", "markup", mess_cells.close_rows),
        Operator("gb18030", "characters", write_as_gb18030, encoding="gb18030"),
        Operator("utf-16", "characters", write_as_utf16, encoding="utf-16"),
        Operator("figures-printed-twice", "things twice", mess_cells.print_figures_twice, destroys=True),
        Operator("rows-printed-twice", "things twice", mess_cells.print_rows_twice, destroys=True),
        Operator("digits-as-glyphs", "characters", mess_cells.name_glyphs, destroys=True),
        Operator("lines-once", "losses", mess_cells.keep_lines_once, destroys=True),
        Operator("text-cut", "losses", mess_cells.cut_text, destroys=True),
        Operator("table-lost", "losses", mess_cells.lose_table, destroys=True),
        Operator("blank-cells-dropped", "losses", mess_cells.drop_blank_cells, destroys=True),
        Operator("column-lost", "losses", mess_cells.lose_column, destroys=True),
    )
}


def truth_in(folder: str, truth: Truth) -> Truth:
    """What is true of a report's text in a folder of a corpus, whose name says what was done to it."""
    operator = OPERATORS.get(folder.partition("+")[2])
    if operator is None or not operator.strokes_zeros:
        return truth
    return replace(truth, printed={key: text if truth.values[key] else "—" for key, text in truth.printed.items()})


def operate(text: str, operator: Operator, seed: str) -> bytes | None:
    """The bytes of the text after one kind of mess; None where it finds nothing to do."""
    changed = operator.apply(text, Random(f"{seed} {operator.name}"))
    if changed == text and operator.encoding == "utf-8":
        return None
    return changed.encode(operator.encoding)


def draw_operators(seed: str) -> list[Operator]:
    """All kinds of mess in an order of the seed's own, for a caller that takes the first that find something to do."""
    drawn = [OPERATORS[name] for name in sorted(OPERATORS)]
    Random(seed).shuffle(drawn)
    return drawn
