"""A Word file's body → paragraphs and tables in their order, as a reader of the printed page would find them.

Changes that were tracked count as accepted, fields show their results, and what is hidden is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extractor.sources.grid import Area, Grid
from extractor.sources.word.numbers import Numbering
from extractor.sources.word.styles import Styles, hides
from extractor.sources.word.symbols import raised, symbol
from extractor.sources.word.xml import Element, is_on, number, value

_DELETED = ("del", "moveFrom", "delText", "delInstrText")
_PROPERTIES = ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "ffData")
_NOT_PRINTED = frozenset((*_DELETED, *_PROPERTIES, "instrText", "rt", "unprinted"))
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_WIDEST = 100


class Paragraph(NamedTuple):
    """A paragraph's characters, its own line breaks among them."""

    text: str


class Lines(NamedTuple):
    """The text of another file that the document takes in, its lines as they are to be read, and its tables."""

    text: str
    grids: Sequence[Grid] = ()


class WordCell(NamedTuple):
    """A cell of a table: what stands in it, and how far it reaches; a merged cell stands only where it begins. A header
    is what stands in a row that each page repeats.
    """

    blocks: tuple[Block, ...]
    area: Area
    is_header: bool


class WordTable(NamedTuple):
    """A table's rows, each with the cells that begin in it."""

    rows: tuple[tuple[WordCell, ...], ...]


Block = Paragraph | WordTable | Lines
Chunks = Callable[[Element], Iterator[Lines]]


class _OpenCell(NamedTuple):
    """A cell that goes on below: its width in columns, and its row and number there; None where it began in no one."""

    width: int
    cell: tuple[int, int] | None


class Body:
    """Walks a document once, in its order; `chunks` reads what other files it takes in (`altChunk`)."""

    def __init__(self, styles: Styles, numbers: Numbering, chunks: Chunks) -> None:
        self._styles = styles
        self._numbers = numbers
        self._chunks = chunks

    def blocks(self, parent: Element) -> Iterator[Block]:
        """The paragraphs and tables directly in a body, a cell or a text box, whatever wraps them."""
        open_line = ""
        for element in within(parent, ("p", "tbl", "altChunk")):
            if element.tag == "p":
                goes_on = _goes_on(element)
                text, boxes = self._paragraph(element, may_be_numbered=not open_line, must_have_text=goes_on)
                open_line += text
                if not goes_on:
                    yield Paragraph(open_line)
                    open_line = ""
                for box in boxes:
                    yield from self.blocks(box)
                continue
            if open_line:
                yield Paragraph(open_line)
                open_line = ""
            if element.tag == "tbl":
                yield self._table(element)
            else:
                yield from self._chunks(element)
        if open_line:
            yield Paragraph(open_line)

    def _paragraph(self, element: Element, *, may_be_numbered: bool, must_have_text: bool) -> tuple[str, list[Element]]:
        """A paragraph's characters with its automatic number, and the text boxes that hang on it."""
        layout = element.find("pPr")
        style = None if layout is None else value(layout.find("pStyle"))
        text: list[str] = []
        boxes: list[Element] = []
        for piece in self._pieces(element, style):
            if isinstance(piece, str):
                text.append(piece)
            else:
                boxes.append(piece)
        line = "".join(text)
        if may_be_numbered and (line or not must_have_text):
            line = self._numbers.label(layout, style) + line
        return line, boxes

    def _pieces(self, parent: Element, style: str | None, mark: str = "") -> Iterator[str | Element]:
        """The characters and the text boxes of a paragraph or of a part of it."""
        for child in parent:
            tag = child.tag
            if tag in _NOT_PRINTED:
                continue
            if tag in ("t", "math.t"):
                yield mark + _shown(child)
            elif tag == "r":
                if not self._hidden(child, style):
                    yield from self._pieces(child, style, raised(child))
            elif tag in _CHARACTERS:
                yield _CHARACTERS[tag]
            elif tag == "sym":
                yield symbol(child)
            elif tag == "txbxContent":
                yield child
            elif tag == "mc.AlternateContent":
                yield from self._pieces(_alternative(child), style, mark)
            else:
                yield from self._pieces(child, style, mark)

    def _hidden(self, run: Element, paragraph_style: str | None) -> bool:
        """Whether a run is hidden or struck out, by itself or by its style."""
        marks = run.find("rPr")
        own = hides(marks)
        if marks is not None:
            if is_on(marks.find("strike")) or is_on(marks.find("dstrike")):
                return True
            style = value(marks.find("rStyle"))
            if own is None and style is not None:
                own = self._styles.hides(style)
        return bool(self._styles.hides(paragraph_style) if own is None else own)

    def _table(self, element: Element) -> WordTable:
        """A table; `above` are the cells that go on downwards, by their first column."""
        rows: list[list[WordCell]] = []
        above: dict[int, _OpenCell] = {}
        for row in within(element, ("tr",)):
            if not _is_gone(row.find("trPr")):
                above = self._add_row(row, above, rows)
        return WordTable(tuple(map(tuple, rows)))

    def _add_row(self, row: Element, above: dict[int, _OpenCell], rows: list[list[WordCell]]) -> dict[int, _OpenCell]:
        """Adds the cells that begin in a row, makes those that go on in it higher, and gives those that may go on below
        it.
        """
        cells: list[WordCell] = []
        open_cells: dict[int, _OpenCell] = {}
        top, column = len(rows), max(number(row.find("trPr/gridBefore")) or 0, 0)
        is_header = bool(is_on(row.find("trPr/tblHeader")))
        rows.append(cells)
        for element in within(row, ("tc",)):
            layout = element.find("tcPr")
            width = _width(layout)
            goes_down = _goes_down(layout)
            if layout is None or layout.find("cellDel") is None:
                own = None
                if goes_down != "on" or not self._covered(element, column, width, above):
                    own = top, len(cells)
                    area = Area(top, top + 1, column, column + width)
                    cells.append(WordCell(tuple(self.blocks(element)), area, is_header))
                elif column in above and above[column].width == width:
                    own = above[column].cell
                    _make_higher(rows, own, top + 1)
                if goes_down:
                    open_cells[column] = _OpenCell(width, own)
            column += width
        return open_cells

    def _covered(self, element: Element, column: int, width: int, above: dict[int, _OpenCell]) -> bool:
        """Whether a cell that says it goes on from above does: a cell above reaches over it.

        Where the one above is narrower or wider, only a cell with nothing in it is taken for covered.
        """
        if column in above and above[column].width == width:
            return True
        touches = any(start < column + width and column < start + one.width for start, one in above.items())
        return touches and not any(child.text for child in element.iter("t"))


def _make_higher(rows: Sequence[list[WordCell]], place: tuple[int, int] | None, bottom: int) -> None:
    """Lets a cell reach down to here."""
    if place is not None:
        row, at = place
        cell = rows[row][at]
        rows[row][at] = cell._replace(area=cell.area._replace(bottom=bottom))


def within(parent: Element, tags: tuple[str, ...]) -> Iterator[Element]:
    """The elements with these tags in a parent, through content controls and whatever else only wraps them."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag == "mc.AlternateContent":
            yield from within(_alternative(child), tags)
        elif child.tag not in _NOT_PRINTED:
            yield from within(child, tags)


def _alternative(element: Element) -> Element:
    """The one of several ways of writing the same that has text in it, by default the last."""
    choices = [child for child in element if child.tag in ("mc.Choice", "mc.Fallback")]
    written = (choice for choice in choices if any(one.tag in ("t", "tbl") for one in choice.iter()))
    return next(written, choices[-1] if choices else element)


def _goes_on(paragraph: Element) -> bool:
    """Whether the next paragraph is printed on: the mark between the two was deleted, or is hidden."""
    marks = paragraph.find("pPr/rPr")
    if marks is None:
        return False
    return marks.find("del") is not None or marks.find("moveFrom") is not None or bool(hides(marks))


def _is_gone(layout: Element | None) -> bool:
    """Whether a row was deleted or is hidden."""
    if layout is None:
        return False
    return layout.find("del") is not None or bool(is_on(layout.find("hidden")))


def _width(layout: Element | None) -> int:
    """How many columns of the grid a cell takes."""
    span = None if layout is None else number(layout.find("gridSpan"))
    return min(max(span or 1, 1), _WIDEST)


def _goes_down(layout: Element | None) -> str | None:
    """`start` for a cell that goes on below, `on` for one that goes on from above, else None."""
    merge = None if layout is None else layout.find("vMerge")
    if merge is not None:
        return "start" if value(merge) == "restart" else "on"
    change = None if layout is None else value(layout.find("cellMerge"), "vMerge")
    return {"rest": "start", "cont": "on"}.get(change or "")


def _shown(element: Element) -> str:
    """The characters of a piece of text; line ends and tabs in the XML are spaces, and unmarked ends are trimmed."""
    text = " ".join((element.text or "").replace("\t", "\n").split("\n"))
    keeps = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return text if keeps else text.strip(" ")
