"""The letter that goes back to an office: what was found in its report, where, and what to do."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from extractor.errors import PagesError, install
from extractor.exporting.collecting.draft_status import DraftStatus
from extractor.exporting.linting.telling import ToldFinding
from extractor.exporting.pages.language import Language, say, words
from extractor.exporting.word_copies.comments import PACKAGE, printable_in_xml
from extractor.exporting.workbook import write_without_times
from extractor.findings import is_of_author

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

_FONT = "宋体"
_WIDTHS = (1.0, 4.0, 6.2, 5.2)
"""Of the table's columns, in centimetres."""


class Reply(NamedTuple):
    """What a letter says: how the draft stands, its findings, and the name of its copy with comments, if any."""

    draft_status: DraftStatus
    told: Sequence[ToldFinding]
    annotated: str | None
    language: Language


def reply_letter(reply: Reply) -> bytes:
    """The letter as a Word file; the same bytes for the same findings.

    Raises:
        PagesError: what writes Word files is not installed.
    """
    try:
        from docx import Document
    except ImportError:
        raise PagesError(f"to write Word files, install the extra: {install('check')}") from None
    letter: Any = Document()
    _set_font(letter)
    said, one = words(reply.language, PACKAGE), reply.draft_status
    file = one.file.replace("\\", "/").rpartition("/")[2]
    letter.add_heading(say(said, "reply.title"), 1)
    whom = say(said, "reply.to", body=one.body) if one.body else say(said, "reply.to_unknown", file=file)
    for text in (whom, _intro(reply, said, file)):
        letter.add_paragraph(printable_in_xml(text))
    of_author = [found for found in reply.told if is_of_author(found.finding.code)]
    doubts = [found for found in reply.told if not is_of_author(found.finding.code)]
    if of_author:
        _add_table(letter, of_author, reply.language)
    if doubts:
        letter.add_paragraph(say(said, "reply.doubts"))
        _add_table(letter, doubts, reply.language)
    if reply.annotated:
        letter.add_paragraph(printable_in_xml(say(said, "reply.annotated", name=reply.annotated)))
    letter.add_paragraph(say(said, "reply.left_alone"))
    raw, made = io.BytesIO(), io.BytesIO()
    letter.save(raw)
    write_without_times(raw, made)
    return made.getvalue()


def _intro(reply: Reply, said: dict[str, str], file: str) -> str:
    one = reply.draft_status
    if one.verdict == "unread":
        return say(said, "reply.unread", file=file, reason=one.reason or say(said, "reply.none"))
    year = one.year or say(said, "reply.none")
    key = "reply.intro" if one.errors or one.warnings else "reply.clean"
    return say(said, key, year=year, file=file, errors=one.errors, warnings=one.warnings)


def _set_font(letter: Any) -> None:
    """Chinese print in a font that every office has."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for name in ("Normal", "Heading 1"):
        style = letter.styles[name]
        style.font.name = _FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            if attribute.endswith("Theme"):
                del fonts.attrib[attribute]
        fonts.set(qn("w:eastAsia"), _FONT)
    letter.styles["Normal"].font.size = Pt(11)


def _add_table(letter: Any, told: Sequence[ToldFinding], language: Language) -> None:
    """A row a finding: where, what is wrong, what would fit or what to do."""
    from docx.shared import Cm

    said = words(language, PACKAGE)
    table = letter.add_table(rows=1, cols=len(_WIDTHS))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    heads = [say(said, f"ledger.{name}") for name in ("number", "position", "wrong", "proposed")]
    rows = [_row(number, one, language) for number, one in enumerate(told, 1)]
    for at, texts in enumerate([heads, *rows]):
        cells = table.rows[0].cells if at == 0 else table.add_row().cells
        for cell, text, width in zip(cells, texts, _WIDTHS, strict=True):
            cell.width = Cm(width)
            cell.text = printable_in_xml(text)
            if at == 0:
                cell.paragraphs[0].runs[0].bold = True


def _row(number: int, one: ToldFinding, language: Language) -> list[str]:
    said = words(language, PACKAGE)
    where = "\n".join(getattr(text, language) for text in (one.position, one.cells) if text is not None)
    says = f"【{say(said, f'severities.{one.finding.severity}')}】{getattr(one.says, language)}"
    todo = "\n".join(getattr(text, language) for text in (one.fitting, one.action) if text is not None)
    return [str(number), where, says, todo]
