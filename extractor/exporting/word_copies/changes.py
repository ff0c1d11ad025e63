"""Words that have one answer, mended in a copy: in a Word file as tracked changes with a comment, in a text as text.

Figures are never among them: what would mend a table is for the office to decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from extractor.errors import PagesError
from extractor.exporting.linting.telling import ToldFinding
from extractor.exporting.pages.language import Language
from extractor.exporting.word_copies.comments import AUTHOR, comment_around, comment_text
from extractor.exporting.word_copies.word_file import SPACE, WORD, WordFile

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

_ENCODINGS = ("utf-8-sig", "utf-8", "utf-16", "gb18030", "big5")
_ID_START = 9_000
"""The numbers of our changes begin here, behind those that a draft has."""


class Change(NamedTuple):
    """Words to be replaced: where they stand in the text, what would stand there, and the finding that says so."""

    start: int
    end: int
    text: str
    told: ToldFinding


class Mended(NamedTuple):
    """A copy, and the changes in it."""

    content: bytes
    changes: Sequence[Change]


def changes_in(told: Sequence[ToldFinding]) -> list[Change]:
    """The changes that findings have one answer for, in the order of the text, none of them over another."""
    found = [
        Change(
            one.finding.replacement.place.start, one.finding.replacement.place.end, one.finding.replacement.text, one
        )
        for one in told
        if one.finding.replacement is not None and not one.finding.fields
    ]
    kept: list[Change] = []
    for change in sorted(found, key=lambda one: (one.start, one.end)):
        if not kept or change.start >= kept[-1].end:
            kept.append(change)
    return kept


def mended_text(content: bytes, text: str, changes: Sequence[Change], shown: str) -> Mended:
    """A text file with its changes, all else as it was, in the encoding that it has.

    Raises:
        PagesError: its bytes and the text that was read of it do not answer each other.
    """
    encoding = next((one for one in _ENCODINGS if _decodes(content, one, text)), None)
    if encoding is None:
        raise PagesError(f"{shown}: its encoding is not kept by a copy; save it as UTF-8 text.")
    parts: list[str] = []
    at = 0
    for change in changes:
        parts += [text[at : change.start], change.text]
        at = change.end
    made = "".join([*parts, text[at:]])
    return Mended(made.encode(encoding), changes)


def _decodes(content: bytes, encoding: str, text: str) -> bool:
    """Whether the bytes are this text in an encoding, mark and all."""
    try:
        return content.decode(encoding) == text and text.encode(encoding) == content
    except (UnicodeDecodeError, UnicodeEncodeError):
        return False


def mended_word(content: bytes, text: str, changes: Sequence[Change], shown: str, language: Language) -> Mended:
    """A Word file with its changes tracked, each with a comment; one whose words lie in several paragraphs is left out.

    Raises:
        PagesError: the file cannot be written anew.
    """
    word = WordFile(content, text, shown)
    made = [change for change in changes if word.is_whole(change.start, change.end)]
    for number, change in enumerate(made):
        runs = word.runs(change.start, change.end)
        deleted = last = _tracked(runs[0], "del", _ID_START + 2 * number)
        runs[0].addprevious(deleted)
        for run in runs:
            deleted.append(run)
            _delete_text(run)
        if change.text:
            last = _tracked(runs[0], "ins", _ID_START + 2 * number + 1)
            last.append(_new_run(runs[0], change.text))
            deleted.addnext(last)
        comment_around(word, deleted, last, comment_text(change.told, language))
    return Mended(word.saved(), made)


def _tracked(near: Any, name: str, number: int) -> Any:
    return near.makeelement(f"{WORD}{name}", {f"{WORD}id": str(number), f"{WORD}author": AUTHOR})


def _delete_text(run: Any) -> None:
    for element in run.iter(f"{WORD}t"):
        element.tag = f"{WORD}delText"


def _new_run(like: Any, text: str) -> Any:
    made = like.makeelement(f"{WORD}r")
    properties = like.find(f"{WORD}rPr")
    if properties is not None:
        made.append(deepcopy(properties))
    element = made.makeelement(f"{WORD}t", {SPACE: "preserve"})
    element.text = text
    made.append(element)
    return made
