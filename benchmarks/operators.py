"""Kinds of mess done to a converter's text on purpose, each alone, so that what it costs can be measured.

A kind that `destroys` takes away what no reader could know again; from such a text nothing is asked but that nothing
wrong is accepted. A kind that prints figures in other characters destroys nothing: it says how a reader takes them back
(`read_back`), and a test holds it to that.
"""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from benchmarks import mess_cells, mess_labels, mess_pages


class Operator(NamedTuple):
    """One kind of mess: its name, what it does, and whether what it takes away is lost for good."""

    name: str
    apply: Callable[[str, Random], str]
    destroys: bool = False
    encoding: str = "utf-8"
    """How the text is written to its file."""
    read_back: Callable[[str], str] = str
    """What a careful reader makes of figures that are printed in other characters; all else stays as it is."""

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
        Operator("page-numbers", mess_pages.number_pages),
        Operator("bare-page-numbers", mess_pages.number_pages_barely),
        Operator("running-headers", mess_pages.run_headers),
        Operator("menu-before", mess_pages.put_menu_before),
        Operator("markup-left", mess_pages.leave_markup),
        Operator("sentence-twice", mess_pages.repeat_sentence),
        Operator("blank-lines-doubled", mess_pages.double_breaks),
        Operator("blank-lines-removed", mess_pages.remove_blank_lines),
        Operator("labels-spaced", mess_labels.space_labels),
        Operator("labels-broken", mess_labels.break_labels),
        Operator("label-characters-lost", mess_labels.lose_characters),
        Operator("header-line-lost", mess_labels.lose_header_line),
        Operator("headers-cut", mess_labels.cut_headers),
        Operator("traditional-script", mess_labels.write_traditionally),
        Operator("pinyin", mess_labels.add_pinyin),
        Operator("markdown-escapes", mess_labels.escape_marks),
        Operator("wide-digits", mess_cells.widen_digits),
        Operator("wide-spaces", mess_cells.pad_figures),
        Operator("thousands", mess_cells.separate_thousands, read_back=mess_cells.join_thousands),
        Operator("strokes-for-zeros", mess_cells.stroke_zeros),
        Operator("spaces-for-tabs", mess_cells.space_tabs),
        Operator("rows-closed-by-bars", mess_cells.close_rows),
        Operator("gb18030", write_as_gb18030, encoding="gb18030"),
        Operator("utf-16", write_as_utf16, encoding="utf-16"),
        Operator("lines-once", mess_cells.keep_lines_once, destroys=True),
        Operator("text-cut", mess_cells.cut_text, destroys=True),
        Operator("table-lost", mess_cells.lose_table, destroys=True),
        Operator("blank-cells-dropped", mess_cells.drop_blank_cells, destroys=True),
        Operator("column-lost", mess_cells.lose_column, destroys=True),
    )
}


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
