"""An OFD's parts → its pages: what stands on each, by itself and by its templates, and what all of them share.

Source: GB/T 33190-2016, 7.4 (OFD.xml), 7.5 (Document.xml), 7.7 (pages), 7.9 (resources), 15 (annotations).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from typing import NamedTuple

from extractor.errors import EmptySource, SourceError, TooLarge
from extractor.sources.ofd.values import POINTS, box
from extractor.sources.package import Package, Program, damaged
from extractor.sources.pdf_limits import MOST_PAGES
from extractor.sources.xml_tree import Element, parse

OFD_READER = Program("an OFD reader", ".ofd")
_MOST_DOCUMENTS = 20
_MOST_RESOURCES = 50
_MOST_TEMPLATES = 100
_A4 = (0.0, 0.0, 210.0, 297.0)
_LARGEST = 14_400.0
# Kinds of annotations of which nothing is read: marks of who may have the file, links, seals, marker pens.
_PASSED_OVER = ("Watermark", "Link", "Stamp", "Highlight")


@dataclass(slots=True)
class Resources:
    """What the pages of a document share, by its number: how things are drawn, drawings, and the parts of pictures."""

    draw_params: dict[str, Element] = field(default_factory=dict[str, Element])
    drawings: dict[str, Element] = field(default_factory=dict[str, Element])
    media: dict[str, str] = field(default_factory=dict[str, str])


class OfdPage(NamedTuple):
    """A page: its size in points, and its layers from the lowest up, those of its templates and annotations among
    them.
    """

    width: float
    height: float
    layers: Sequence[Element]
    resources: Resources


def pages_of(package: Package) -> Iterator[OfdPage]:
    """The pages of all documents in a file, one after the other.

    Raises:
        EmptySource: there is none.
        TooLarge: there are more than a report has.
        SourceError: the file is damaged or locked.
    """
    root = _root(package, "OFD.xml")
    if root is None or package.read("Encryptions.xml") is not None:
        raise (damaged(package.what, OFD_READER) if root is None else _locked(package.what))
    count = 0
    for body in list(root.iterfind("DocBody"))[:_MOST_DOCUMENTS]:
        document = (body.findtext("DocRoot") or "").strip()
        if not document:
            continue
        for page in _Document(package, _within("", document)).pages():
            count += 1
            if count > MOST_PAGES:
                raise TooLarge(f"{package.what} of more than the {MOST_PAGES} pages a report may have.")
            yield page
    if not count:
        raise EmptySource(f"{package.what} without a page; check that the right file was saved.")


def has_attachments(package: Package) -> bool:
    """Whether other files are attached to any document of a file."""
    root = _root(package, "OFD.xml")
    bodies = [] if root is None else list(root.iterfind("DocBody"))[:_MOST_DOCUMENTS]
    roots = (_root(package, _within("", (body.findtext("DocRoot") or "").strip())) for body in bodies)
    return any(one is not None and one.find("Attachments") is not None for one in roots)


class _Document:
    """One document of a file."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._part = part
        found = _root(package, part)
        if found is None:
            raise damaged(package.what, OFD_READER)
        self._root = found
        self._templates: dict[str, Element | None] = {}
        self._resources = Resources()
        common = found.find("CommonData")
        self._common = common if common is not None else found
        named = [one.text or "" for tag in ("PublicRes", "DocumentRes") for one in self._common.iterfind(tag)]
        for one in named[:_MOST_RESOURCES]:
            self._add_resources(_within(part, one), self._resources)
        self._annotations = self._annotated()

    def pages(self) -> Iterator[OfdPage]:
        """Its pages in their order."""
        listed = self._root.find("Pages")
        for page in () if listed is None else listed:
            place = page.get("BaseLoc")
            if page.tag == "Page" and place:
                yield self._page(_within(self._part, place), page.get("ID") or "")

    def _page(self, part: str, number: str) -> OfdPage:
        root = _root(self._package, part)
        if root is None:
            return OfdPage(*_size(self._common), (), self._resources)
        own = self._resources
        named = [one.text or "" for one in root.iterfind("PageRes")]
        if named:
            own = Resources(dict(own.draw_params), dict(own.drawings), dict(own.media))
            for one in named[:_MOST_RESOURCES]:
                self._add_resources(_within(part, one), own)
        below: list[Element] = []
        above: list[Element] = []
        for template in list(root.iterfind("Template"))[:_MOST_TEMPLATES]:
            content, order = self._template(template)
            (above if order == "Foreground" else below).extend(_layers(content))
        annotated = self._annotations.get(number, ())
        layers = (*below, *_layers(root), *above, *(layer for one in annotated for layer in self._appearances(one)))
        width, height = _size(root) if root.find("Area/PhysicalBox") is not None else _size(self._common)
        return OfdPage(width, height, layers, own)

    def _template(self, said: Element) -> tuple[Element | None, str]:
        """What a template shows, and whether under the page or over it."""
        name = said.get("TemplateID") or ""
        found = next((one for one in self._common.iterfind("TemplatePage") if one.get("ID") == name), None)
        if found is None:
            return None, ""
        if name not in self._templates:
            place = found.get("BaseLoc")
            self._templates[name] = _root(self._package, _within(self._part, place)) if place else None
        return self._templates[name], said.get("ZOrder") or found.get("ZOrder") or "Background"

    def _annotated(self) -> dict[str, list[str]]:
        """The parts of annotations by the numbers of the pages they stand on."""
        place = (self._root.findtext("Annotations") or "").strip()
        part = _within(self._part, place)
        root = _root(self._package, part) if place else None
        made: dict[str, list[str]] = {}
        for page in () if root is None else root.iterfind("Page"):
            where = (page.findtext("FileLoc") or "").strip()
            if where:
                made.setdefault(page.get("PageID") or "", []).append(_within(part, where))
        return made

    def _appearances(self, part: str) -> Iterator[Element]:
        """How the annotations of a page look, those of which nothing is read left out."""
        root = _root(self._package, part)
        for one in () if root is None else root.iterfind("Annot"):
            if one.get("Type") not in _PASSED_OVER and one.get("Visible", "true").lower() != "false":
                yield from one.iterfind("Appearance")

    def _add_resources(self, part: str, to: Resources) -> None:
        root = _root(self._package, part)
        if root is None:
            return
        folder = _within(part, root.get("BaseLoc") or "") + "/"
        for one in root.iterfind("DrawParams/DrawParam"):
            to.draw_params[one.get("ID") or ""] = one
        for one in root.iterfind("CompositeGraphicUnits/CompositeGraphicUnit"):
            to.drawings[one.get("ID") or ""] = one
        for one in root.iterfind("MultiMedias/MultiMedia"):
            place = (one.findtext("MediaFile") or "").strip()
            if place:
                to.media[one.get("ID") or ""] = _within(folder, place)


def _layers(page: Element | None) -> list[Element]:
    return [] if page is None else list(page.iterfind("Content/Layer"))


def _size(page: Element) -> tuple[float, float]:
    """Width and height of a page in points; those of A4 where it says none that is any."""
    for name in ("PhysicalBox", "ApplicationBox"):
        found = box(page.findtext(f"Area/{name}") or page.findtext(f"PageArea/{name}"))
        if found is not None:
            width, height = (found[2] - found[0]) * POINTS, (found[3] - found[1]) * POINTS
            if 1 < width < _LARGEST and 1 < height < _LARGEST:
                return width, height
    return _A4[2] * POINTS, _A4[3] * POINTS


def _within(part: str, place: str) -> str:
    """The part that a part means by a place: from its own folder, or from the root."""
    return normpath(join("/", dirname(part), place.strip().replace("\\", "/"))).lstrip("/")


def _root(package: Package, part: str) -> Element | None:
    content = package.read(part)
    return None if content is None else parse(content, package.what)


def _locked(what: str) -> SourceError:
    return SourceError(f"{what} that is encrypted; have it saved without, and give that file.")
