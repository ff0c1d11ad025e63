"""A Word file's body → paragraphs and tables in their order, as a reader of the printed page would find them.

Changes that were tracked count as accepted, fields show their results, and what is hidden is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extractor.sources.grid import Area, Grid
from extractor.sources.ink import PLAIN, TURNED_ROUND, Ink, Inked, is_bare_figure, written
from extractor.sources.word.fields import LINKED, leads_within
from extractor.sources.word.look import Looks
from extractor.sources.word.numbers import Numbering
from extractor.sources.word.styles import hides
from extractor.sources.word.symbols import UNKNOWN, symbol
from extractor.sources.word.xml import Element, is_on, number, relation, value

_DELETED = ("del", "moveFrom", "delText", "delInstrText")
_PROPERTIES = ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "ffData")
_NOT_PRINTED = frozenset((*_DELETED, *_PROPERTIES, "instrText", "rt", "unprinted"))
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Parts of a formula: what parts them from what stands before them, and whether they are raised or lowered.
_FORMULA = {"math.den": ("/", 0), "math.sup": ("", 1), "math.sub": ("", -1)}
# What may show a figure of which nothing is read.
_PICTURES = frozenset(("drawing", "pict", "object"))
_WIDEST = 100
# In twentieths of a point: a row that is no higher is not seen.
_FLAT = 40


class Paragraph(NamedTuple):
    """The characters that are seen of a paragraph, its own line breaks among them; those struck are marked so."""

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

    def __init__(self, looks: Looks, numbers: Numbering, chunks: Chunks) -> None:
        self._looks = looks
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
                    with self._looks.within(None, paper=False):
                        yield from list(self.blocks(box))
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
        text: list[Inked] = []
        boxes: list[Element] = []
        for piece in self._pieces(element, layout, PLAIN):
            if isinstance(piece, Element):
                boxes.append(piece)
            else:
                text.append(piece)
        line = written(text)
        if may_be_numbered and (line or not must_have_text):
            line = self._numbers.label(layout, style) + line
        return line, boxes

    def _pieces(self, parent: Element, layout: Element | None, ink: Ink) -> Iterator[Inked | Element]:
        """The characters and the text boxes of a paragraph or of a part of it; `ink` is how they are printed."""
        for child in parent:
            tag = child.tag
            if tag in _NOT_PRINTED:
                continue
            if tag in ("t", "math.t"):
                yield _shown(child), ink
            elif tag == LINKED:
                yield _shown(child), ink._replace(linked=True)
            elif _is_link_within(child):
                for piece in self._pieces(child, layout, ink):
                    yield piece if isinstance(piece, Element) else (piece[0], piece[1]._replace(linked=True))
            elif tag == "r":
                yield from self._pieces(child, layout, self._looks.ink(child, layout))
            elif tag in _CHARACTERS:
                yield _CHARACTERS[tag], ink
            elif tag == "sym":
                yield symbol(child), ink
            elif tag == "txbxContent":
                yield child
            elif tag == "mc.AlternateContent":
                yield from self._pieces(_alternative(child), layout, ink)
            elif tag == "bdo" and value(child) == "rtl":
                yield TURNED_ROUND, ink
                yield from self._pieces(child, layout, ink)
            elif tag in _FORMULA:
                yield _FORMULA[tag][0], ink
                yield from self._pieces(child, layout, ink._replace(lifted=_FORMULA[tag][1]))
            else:
                yield from self._pieces(child, layout, ink)

    def _table(self, element: Element) -> WordTable:
        """A table; `above` are the cells that go on downwards, by their first column."""
        rows: list[list[WordCell]] = []
        above: dict[int, _OpenCell] = {}
        with self._looks.within(element.find("tblPr")):
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
                    with self._looks.within(layout):
                        cells.append(WordCell(tuple(self._blocks_of_cell(element)), area, is_header))
                elif column in above and above[column].width == width:
                    own = above[column].cell
                    _make_higher(rows, own, top + 1)
                if goes_down:
                    open_cells[column] = _OpenCell(width, own)
            column += width
        return open_cells

    def _blocks_of_cell(self, element: Element) -> Iterator[Block]:
        """What stands in a cell; one with a picture and no text is not blank, and a picture in the line of a figure may
        be a part of it.
        """
        blocks = list(self.blocks(element))
        texts = [block.text for block in blocks if isinstance(block, Paragraph)]
        yield from blocks
        if len(texts) < len(blocks):
            return
        text = "".join(texts).strip()
        is_blank_with_picture = not text and any(one.tag in _PICTURES for one in element.iter())
        if is_blank_with_picture or (is_bare_figure(text) and any(map(_stands_in_line, element.iter()))):
            yield Paragraph(UNKNOWN)

    def _covered(self, element: Element, column: int, width: int, above: dict[int, _OpenCell]) -> bool:
        """Whether a cell that says it goes on from above does: a cell above reaches over it.

        Where the one above is narrower or wider, only a cell with nothing in it is taken for covered.
        """
        if column in above and above[column].width == width:
            return True
        touches = any(start < column + width and column < start + one.width for start, one in above.items())
        return touches and not any(child.text for tag in ("t", LINKED) for child in element.iter(tag))


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
    written = (choice for choice in choices if any(one.tag in ("t", LINKED, "tbl") for one in choice.iter()))
    return next(written, choices[-1] if choices else element)


def _stands_in_line(element: Element) -> bool:
    """Whether an element is a picture that stands in a line of text, as high and wide as a digit or more."""
    if element.tag == "pict":
        style = " ".join([child.get("style", "") for child in element])
        return bool(len(element)) and "absolute" not in style
    if element.tag == "drawing":
        shown = next((child for child in element if child.tag.endswith("}inline")), None)
        sizes = () if shown is None else [int(size) for one in shown[:4] if (size := one.get("cx", "")).isdecimal()]
        return shown is not None and all(size > _THIN for size in sizes)
    return element.tag == "object"


# In English Metric Units: what is narrower shows no digit.
_THIN = 30_000


def _is_link_within(element: Element) -> bool:
    """Whether an element is a link to another place of the document."""
    if element.tag == "hyperlink":
        return value(element, "anchor") is not None and relation(element) is None
    return element.tag == "fldSimple" and leads_within(value(element, "instr") or "")


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
    high = layout.find("trHeight")
    is_flat = value(high, "hRule") == "exact" and 0 <= (number(high) or 0) <= _FLAT
    return is_flat or layout.find("del") is not None or bool(is_on(layout.find("hidden")))


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
