"""The lines of a draft outside its tables, each with its place, and the headings of parts among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.lexicon.ordinal import COUNTING

_HEADING = re.compile(
    rf"\s*(?P<mark>第[{COUNTING}]{{1,3}}部分[、:.]?|[({COUNTING}\d]{{1,4}}[、.)]+)?\s*(?P<title>\S.*)"
)
_PARTS = (
    ("overview", ("总体情况", "概述", "基本情况", "总体工作情况", "工作总体情况", "概况")),
    ("active", ("主动公开政府信息情况", "主动公开政府信息", "主动公开情况", "行政机关主动公开政府信息情况")),
    (
        "applications",
        (
            "收到和处理政府信息公开申请情况",
            "收到和处理政府信息公开申请",
            "依申请公开政府信息情况",
            "收到和处理申请情况",
        ),
    ),
    (
        "disputes",
        (
            "行政复议、行政诉讼情况",
            "行政复议和行政诉讼情况",
            "行政复议行政诉讼情况",
            "行政复议、行政诉讼",
            "复议、诉讼情况",
        ),
    ),
    (
        "problems",
        (
            "存在的主要问题及改进情况",
            "主要问题及改进情况",
            "存在的问题",
            "存在的主要问题",
            "存在问题",
            "主要问题及改进措施",
        ),
    ),
    ("others", ("其他需要报告的事项", "其他事项", "其它需要报告的事项", "需要报告的其他事项", "其他报告事项")),
)
_LONGEST_HEADING = 40
# However it is said: 因政府信息公开工作被申请行政复议、提起行政诉讼情况 (2019), 政府信息公开被复议和被诉讼情况.
_DISPUTES = re.compile(r".{0,20}复议.{0,10}诉讼(?:案件)?(?:的)?(?:办理|有关)?情况")
_NUMBERED = re.compile(rf"[{COUNTING}]{{1,3}}、|第[{COUNTING}]{{1,3}}部分[、:.]?")


class Line(NamedTuple):
    """A line without the blanks around it: where it starts in the text, and which part of the form it heads, if any.

    `mark` is the ordinal before its title, with its stop.
    """

    start: int
    text: str
    part: str = ""
    mark: str = ""

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.text)


def lines_of(text: str, spans: Sequence[tuple[int, int]]) -> list[Line]:
    """The lines within these stretches, and those between them that head a part: a table's own heading is there too."""
    found: list[Line] = []
    covered = sorted(spans)
    at = 0
    for piece in text.split("\n"):
        bare = piece.strip()
        start = at + len(piece) - len(piece.lstrip())
        at += len(piece) + 1
        if not bare:
            continue
        line = _headed(start, bare)
        if not line.part and _is_of_table(piece):
            continue
        if line.part or any(first <= start < last for first, last in covered):
            found.append(line)
    return found


def _is_of_table(piece: str) -> bool:
    """Whether a line outside the tables is laid out as a table's: in columns, or with strokes."""
    return bool(re.search(r"[\t|│┃├└┌─━]|-{6}|={6}", piece)) or len(re.findall(r"\S {2,}(?=\S)", piece)) > 1


def _headed(start: int, bare: str) -> Line:
    """The line, with the part it heads."""
    if "\t" in bare or len(bare) > _LONGEST_HEADING:
        return Line(start, bare)
    match = _HEADING.fullmatch(bare)
    if match is None or bare.startswith("(") or (not match["mark"] and bare.endswith("。")):
        return Line(start, bare)
    title = "".join(match["title"].split()).rstrip("。:;,.")
    for key, names in _PARTS:
        if any(
            title == name or (len(name) > 4 and title.endswith(name) and len(title) - len(name) <= 8) for name in names
        ):
            return Line(start, bare, key, match["mark"] or "")
    if _NUMBERED.fullmatch(match["mark"] or "") and _DISPUTES.fullmatch(title):
        return Line(start, bare, "disputes", match["mark"])
    return Line(start, bare)


_ENDED = ("。", "!", "?", ";", ":")
_LONG_LINE = 25
_SUBHEADING = re.compile(rf"\s*(?:[({COUNTING}\d]{{1,4}}[、.)]+|第[{COUNTING}]{{1,3}}部分).{{1,28}}")


def paragraphs_of(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Where paragraphs of these lines begin and end: one a line, but where a converter broke paragraphs into lines."""
    long = [line for line in lines if len(line.text) >= _LONG_LINE and not line.part]
    broken = [line for line in long if not line.text.endswith(_ENDED)]
    is_wrapped = len(long) > 3 and 3 * len(broken) > len(long)
    made: list[tuple[int, int]] = []
    joins = False
    for line in lines:
        alone = bool(line.part) or _is_subheading(line.text)
        if joins and not alone and made:
            made[-1] = (made[-1][0], line.end)
        else:
            made.append((line.start, line.end))
        joins = is_wrapped and not alone and not line.text.endswith("。")
    return made


def _is_subheading(text: str) -> bool:
    return bool(_SUBHEADING.fullmatch(text)) and not text.endswith(_ENDED) and not re.search(r"\d+[件条份]", text)
