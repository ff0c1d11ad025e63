"""A draft's findings as comments in a copy of its Word file, the gravest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from extractor.exporting.linting.telling import ToldFinding
from extractor.exporting.pages.language import Language, say, words
from extractor.exporting.word_copies.word_file import WORD, WordFile

PACKAGE = "extractor.exporting.linting"
AUTHOR, INITIALS = "extractor", "ex"
_LONGEST_MARK = 400
"""A place of more characters than these is marked at its beginning: it is a part, not words."""


def annotated(content: bytes, text: str, told: Sequence[ToldFinding], shown: str, language: Language) -> bytes:
    """The file with a comment a finding, at its first place, or at the title where it has none; comments of an earlier
    check are taken out.

    Raises:
        PagesError: the file cannot be written anew; the text, which begins with what it is `shown` as, says why.
    """
    word = WordFile(content, text, shown)
    _without_earlier(word)
    for one in told:
        place = one.finding.places[0] if one.finding.places else None
        span = (place.start, place.end) if place is not None and place.source == 0 else (0, 0)
        add_comment(word, span, comment_text(one, language))
    return word.saved()


def _without_earlier(word: WordFile) -> None:
    """Takes out the comments that this program wrote into the file before, with their marks."""
    earlier = [one for one in word.document.comments if one.author == AUTHOR and one.initials == INITIALS]
    numbers = {str(one.comment_id) for one in earlier}
    marks = [f"{WORD}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference")]
    for mark in list(word.document.element.body.iter(*marks)) if numbers else ():
        if mark.get(f"{WORD}id") in numbers:
            run = mark.getparent()
            run.remove(mark)
            if mark.tag == marks[-1] and not len(run):
                run.getparent().remove(run)
    for one in earlier:
        one._comment_elm.getparent().remove(one._comment_elm)


def add_comment(word: WordFile, span: tuple[int, int], text: str) -> None:
    """Adds a comment on the characters of a stretch of the text, or on the blank cell there."""
    start, end = span
    runs = word.runs(start, min(end, start + _LONGEST_MARK)) or _runs_of(word.paragraph_at(start))
    comment_around(word, runs[0], runs[-1], text)


def comment_around(word: WordFile, first: Any, last: Any, text: str) -> None:
    """Adds a comment from one element of a paragraph to another, both included; there is no time in it."""
    comment = word.document.comments.add_comment(text, AUTHOR, INITIALS)
    comment._comment_elm.attrib.pop(f"{WORD}date", None)
    number = {f"{WORD}id": str(comment.comment_id)}
    reference = first.makeelement(f"{WORD}r")
    reference.append(first.makeelement(f"{WORD}commentReference", number))
    first.addprevious(first.makeelement(f"{WORD}commentRangeStart", number))
    last.addnext(reference)
    last.addnext(first.makeelement(f"{WORD}commentRangeEnd", number))


def comment_text(one: ToldFinding, language: Language) -> str:
    """What a comment says: how grave it is and what is wrong, what would fit, what to do."""
    said = words(language, PACKAGE)
    head = f"【{say(said, f'severities.{one.finding.severity}')}】{getattr(one.says, language)}"
    texts = (("cells", one.cells), ("fitting", one.fitting), ("action", one.action))
    colon = "：" if language == "zh" else ": "
    more = [f"{say(said, f'told.{name}')}{colon}{getattr(text, language)}" for name, text in texts if text is not None]
    return printable_in_xml("\n".join([head, *more, f"({one.finding.code})"]))


def printable_in_xml(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


def _runs_of(paragraph: Any) -> list[Any]:
    """The runs of a paragraph; one without any gets an empty one."""
    found = paragraph.findall(f"{WORD}r")
    if not found:
        found = [paragraph.makeelement(f"{WORD}r")]
        paragraph.append(found[0])
    return found
