"""Fields of a Word file (page numbers, sums, tables of contents): only their results are printed."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.sources.word.xml import Element, value

_CONTENTS = "TOC"
_DEEPEST = 50
_OF_FIELDS = frozenset(("fldChar", "instrText", "t", "tab", "br", "cr", "sym", "noBreakHyphen", "math.t"))


LINKED = "linked"
"""The text of a link to another place of the document."""
_LINK = re.compile(r"\s*(?:HYPERLINK\s[^\"]{0,20}\\l\b|NOTEREF\b|REF\s+_(?:Ref|ftn|edn))", re.I)


def leads_within(instruction: str) -> bool:
    """Whether a field is a link to another place of the document, or shows the number of a note."""
    return _LINK.match(instruction) is not None


class _Field(NamedTuple):
    """An open field: its instruction so far, and whether its result has begun."""

    instruction: str
    in_result: bool

    @property
    def is_printed(self) -> bool:
        """Whether what stands here is printed; a table of contents repeats the headings and is left out."""
        return self.in_result and not self.instruction.lstrip().upper().startswith(_CONTENTS)


def drop_instructions(root: Element) -> None:
    """Renames every element that stands in a field's instruction, so that nobody takes it for text."""
    marks = list(root.iter("fldChar"))
    whole = _whole(marks)
    if marks:
        _drop(root, whole)
    for simple in root.iter("fldSimple"):
        if (value(simple, "instr") or "").lstrip().upper().startswith(_CONTENTS):
            simple.tag = "unprinted"


def _drop(root: Element, whole: set[Element]) -> None:
    fields: list[_Field] = []
    for element in root.iter():
        if element.tag not in _OF_FIELDS:
            continue
        if element.tag == "fldChar":
            if element not in whole:
                continue
            match value(element, "fldCharType"):
                case "begin":
                    fields.append(_Field("", False))
                case "separate":
                    fields[-1] = fields[-1]._replace(in_result=True)
                case _:
                    fields.pop()
        elif not fields:
            continue
        elif element.tag == "instrText":
            if not fields[-1].in_result:
                fields[-1] = fields[-1]._replace(instruction=fields[-1].instruction + (element.text or ""))
        elif not all(field.is_printed for field in fields):
            element.tag = "unprinted"
        elif element.tag == "t" and any(leads_within(field.instruction) for field in fields):
            element.tag = LINKED


def _whole(marks: list[Element]) -> set[Element]:
    """The marks of the fields that both begin and end; what a damaged field holds is text like any other."""
    open_fields: list[list[Element]] = []
    whole: set[Element] = set()
    for mark in marks:
        match value(mark, "fldCharType"):
            case "begin":
                open_fields.append([mark])
            case "separate" if open_fields:
                open_fields[-1].append(mark)
            case "end" if open_fields:
                field = open_fields.pop()
                if len(open_fields) < _DEEPEST:
                    whole.update((*field, mark))
            case _:
                pass
    return whole
