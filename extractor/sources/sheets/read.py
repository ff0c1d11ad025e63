"""A workbook's bytes → `Source`: its sheets that are seen, one after the other, each as paragraphs and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from extractor.files.kinds import XLSX, FileKind
from extractor.sources.compose import File, compose
from extractor.sources.model import Source
from extractor.sources.package import EXCEL, Package, Related, damaged
from extractor.sources.sheet import Sheet
from extractor.sources.sheets.cells import Workbook, seen_cells
from extractor.sources.sheets.looks import Looks
from extractor.sources.sheets.parts import CellArea, attribute, is_set
from extractor.sources.sheets.rows import blocks_of
from extractor.sources.word.lines import write
from extractor.sources.xml_tree import Element, parse

_MOST_ROWS, _MOST_COLUMNS = 10_000, 500
_ANCHORS = ("twoCellAnchor", "oneCellAnchor")


class SheetText(NamedTuple):
    """What is written in a workbook, and whether anything is drawn over its sheets."""

    sheet: Sheet
    has_drawings: bool


def read_workbook(file: File, kind: FileKind = XLSX) -> Source:
    """The text of a workbook; `kind` is what the file was before it was made one.

    Raises:
        EmptySource: no sheet that is seen has anything in it.
        SourceError: it is damaged, locked or dangerous.
        TooLarge: it unpacks to more than a report can have.
    """
    text = workbook_text(file.data, f"{file.name}: is {kind.called}", file.take)
    source = compose(file, kind, "\n".join(text.sheet.lines) + "\n", grids=text.sheet.grids)
    return replace(source, shows_blanks=not text.has_drawings)


def workbook_text(data: bytes, what: str, take: Callable[[int], None]) -> SheetText:
    """What is written in the sheets of a workbook that are seen; `what` begins the sentences about it.

    Raises:
        SourceError, TooLarge: as for `read_workbook`.
    """
    package = Package(data, what, EXCEL)
    main = package.main("xl/workbook.xml")
    content = None if main is None else package.read(main)
    if main is None or content is None:
        raise damaged(what, EXCEL)
    root = parse(content, what)
    related = package.related(main)
    shared = _part(package, related, "sharedStrings")
    texts = [] if shared is None else list(shared.iterfind("si"))
    looks = Looks(_part(package, related, "styles"), _part(package, related, "theme"))
    workbook = Workbook(texts, looks, is_set(root.find("workbookPr"), "date1904"))
    made, has_drawings = Sheet(), False
    for part in _sheets(root, related):
        content = package.read(part)
        if content is None:
            raise damaged(what, EXCEL)
        sheet = parse(content, what)
        covered = _drawn_over(package, part)
        has_drawings = has_drawings or bool(covered)
        own = write(blocks_of(seen_cells(sheet, workbook, covered, take), take))
        made.grids += [grid.moved(made.at) for grid in own.grids]
        for line in own.lines:
            made.add(line)
    return SheetText(made, has_drawings)


def _part(package: Package, related: Mapping[str, Related], kind: str) -> Element | None:
    """The root of the part that the workbook refers to as its styles, or its texts."""
    part = next((one.part for one in related.values() if one.kind == kind), None)
    content = None if part is None else package.read(part)
    return None if content is None else parse(content, package.what)


def _sheets(root: Element, related: Mapping[str, Related]) -> Iterator[str]:
    """The parts of the sheets that are seen, in their order; charts and macros have sheets that are none."""
    for sheet in root.iterfind("sheets/sheet"):
        target = related.get(attribute(sheet, "id") or "")
        if (attribute(sheet, "state") or "visible") == "visible" and target and target.kind == "worksheet":
            yield target.part


def _drawn_over(package: Package, part: str) -> list[CellArea]:
    """The cells of a sheet over which pictures, charts or boxes lie."""
    areas: list[CellArea] = []
    for related in package.related(part).values():
        content = package.read(related.part) if related.kind == "drawing" else None
        for anchor in () if content is None else parse(content, package.what):
            if anchor.tag in _ANCHORS and len(areas) < _MOST_COLUMNS:
                areas.append(_anchored(anchor))
    return areas


def _anchored(anchor: Element) -> CellArea:
    """The cells that something lies over, as far as a report reaches."""
    top, left = _corner(anchor.find("from"))
    bottom, right = _corner(anchor.find("to")) if anchor.tag == _ANCHORS[0] else (top, left)
    return CellArea(
        min(top, _MOST_ROWS),
        min(max(bottom, top) + 1, _MOST_ROWS + 1),
        min(left, _MOST_COLUMNS),
        min(max(right, left) + 1, _MOST_COLUMNS + 1),
    )


def _corner(corner: Element | None) -> tuple[int, int]:
    said = ["" if corner is None else corner.findtext(name) or "" for name in ("row", "col")]
    row, column = (int(number) if number.strip().isdecimal() and len(number) < 9 else 0 for number in said)
    return row, column
