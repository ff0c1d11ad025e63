"""A Word file whose runs can be found by places of the text that was read of it, and be marked and changed."""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any, NamedTuple

from extractor.errors import PagesError, install
from extractor.exporting.word_copies.alignment import Character, align
from extractor.exporting.workbook import write_without_times

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = frozenset(f"{WORD}{name}" for name in ("del", "moveFrom", "pPr", "rPr"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Stretch(NamedTuple):
    """Characters of one text element, from and to."""

    element: int
    start: int
    end: int


class WordFile:
    """One file; `text` is what places count.

    Raises:
        PagesError: it is no Word file that can be written anew, or what writes them is not installed.
    """

    def __init__(self, content: bytes, text: str, shown: str) -> None:
        self.document: Any = _opened(content, shown)
        self._text = text
        self._elements: list[Any] = []
        self._paragraphs: list[Any] = []
        texts: list[list[tuple[int, str]]] = []
        for paragraph in self.document.element.body.iter(f"{WORD}p"):
            self._paragraphs.append(paragraph)
            texts.append([self._taken(element) for element in _own_texts(paragraph)])
        self._characters = align(text, texts)

    def _taken(self, element: Any) -> tuple[int, str]:
        self._elements.append(element)
        return len(self._elements) - 1, element.text or ""

    def stretches(self, start: int, end: int) -> list[Stretch]:
        """Where the characters `start` to `end` of the text stand, in order; none where the file does not hold them."""
        found: list[Stretch] = []
        for at in range(start, end):
            one = self._characters.get(at)
            if one is None:
                continue
            last = found[-1] if found else None
            if last is not None and last.element == one.element and last.start <= one.at:
                found[-1] = last._replace(end=one.at + 1)
            else:
                found.append(Stretch(one.element, one.at, one.at + 1))
        return found

    def is_whole(self, start: int, end: int) -> bool:
        """Whether all characters of a stretch of the text stand in one paragraph of the file, one after the other."""
        held = [self._characters.get(at) for at in range(start, end) if not self._text[at].isspace()]
        known = [one for one in held if one is not None]
        if not known or len(known) < len(held) or len({one.paragraph for one in known}) > 1:
            return False
        between = "".join(self._elements[s.element].text[s.start : s.end] for s in self.stretches(start, end))
        return "".join(between.split()) == "".join(self._text[start:end].split())

    def runs(self, start: int, end: int) -> list[Any]:
        """The runs that hold exactly these characters of the text, cut out of theirs where they are longer."""
        found: list[Any] = []
        for stretch in self.stretches(start, end):
            run = self._cut(stretch)
            if run is not None:
                found.append(run)
        return found

    def paragraph_at(self, at: int) -> Any:
        """The paragraph nearest before an offset of the text, or in the blank cell there; the first where there is
        none.
        """
        before = at - 1
        while before >= 0 and before not in self._characters:
            before -= 1
        if before < 0:
            return self._paragraphs[0] if self._paragraphs else self.document.add_paragraph()._p
        paragraph = self._paragraphs[self._characters[before].paragraph]
        between = self._text[before + 1 : at]
        return paragraph if "\n" in between else _cells_on(paragraph, between.count("\t"))

    def saved(self) -> bytes:
        """The file as it is now; the same bytes for the same changes."""
        raw, made = io.BytesIO(), io.BytesIO()
        self.document.save(raw)
        write_without_times(raw, made)
        return made.getvalue()

    def _cut(self, stretch: Stretch) -> Any:
        """The run that holds a stretch alone; what stands before and behind it gets runs of its own."""
        element = self._elements[stretch.element]
        run = element.getparent()
        if run is None or run.tag != f"{WORD}r":
            return None
        text = element.text or ""
        siblings = list(run)
        at = siblings.index(element)
        if stretch.end < len(text) or at + 1 < len(siblings):
            behind = _copy_of(run)
            if stretch.end < len(text):
                behind.append(_with_text(element, text[stretch.end :]))
            for other in siblings[at + 1 :]:
                behind.append(other)
            run.addnext(behind)
        head = [one for one in siblings[:at] if one.tag != f"{WORD}rPr"]
        if stretch.start or head:
            before = _copy_of(run)
            for other in head:
                before.append(other)
            if stretch.start:
                before.append(_with_text(element, text[: stretch.start]))
            run.addprevious(before)
        self._moved(stretch, element, run)
        return run

    def _moved(self, stretch: Stretch, element: Any, run: Any) -> None:
        """Keeps account of where the characters of a text element are after it was cut."""
        text = element.text or ""
        element.text = text[stretch.start : stretch.end]
        element.set(SPACE, "preserve")
        parts = {stretch.element: (stretch.start, stretch.end)}
        for part, neighbour in (((0, stretch.start), run.getprevious()), ((stretch.end, len(text)), run.getnext())):
            if part[0] < part[1]:
                index = -1 if part[0] == 0 else 0
                self._elements.append([one for one in neighbour if one.tag == f"{WORD}t"][index])
                parts[len(self._elements) - 1] = part
        for at, one in self._characters.items():
            if one.element == stretch.element:
                number, (start, _) = next(
                    (number, part) for number, part in parts.items() if part[0] <= one.at < part[1]
                )
                self._characters[at] = Character(one.paragraph, number, one.at - start)


def _opened(content: bytes, shown: str) -> Any:
    try:
        from docx import Document
    except ImportError:
        raise PagesError(f"{shown}: to write Word files, install the extra: {install('check')}") from None
    try:
        return Document(io.BytesIO(content))
    except (ValueError, KeyError):
        raise PagesError(
            f"{shown}: is no Word file that can be written anew; open it in Word and save it as .docx."
        ) from None


def _own_texts(paragraph: Any) -> list[Any]:
    """The text elements of a paragraph that are seen, without those of the paragraphs in it."""
    found: list[Any] = []
    for child in paragraph:
        if child.tag == f"{WORD}t":
            found.append(child)
        elif child.tag not in _GONE and child.tag not in (f"{WORD}p", _FALLBACK):
            found += _own_texts(child)
    return found


def _copy_of(run: Any) -> Any:
    """A run that looks the same, with nothing in it."""
    made = run.makeelement(run.tag, dict(run.attrib))
    properties = run.find(f"{WORD}rPr")
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def _with_text(element: Any, text: str) -> Any:
    made = element.makeelement(element.tag, {SPACE: "preserve"})
    made.text = text
    return made


def _cells_on(paragraph: Any, count: int) -> Any:
    """The first paragraph of the cell so many cells on in its row; the paragraph itself where there is none."""
    cell = next(paragraph.iterancestors(f"{WORD}tc"), None)
    if cell is None or not count:
        return paragraph
    following = [one for one in cell.itersiblings(f"{WORD}tc") if not _goes_on(one)]
    if len(following) < count:
        return paragraph
    found = following[count - 1].find(f"{WORD}p")
    return paragraph if found is None else found


def _goes_on(cell: Any) -> bool:
    """Whether a cell is the lower part of a merged one, of which the text has nothing."""
    merge = cell.find(f"{WORD}tcPr/{WORD}vMerge")
    return merge is not None and merge.get(f"{WORD}val", "continue") == "continue"
