"""Texts that are hard on a reader, of any size, put into an otherwise good report: what `bench_growth` measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count, cycle
from pathlib import Path
from typing import NamedTuple

REPORT = next((Path(__file__).parents[1] / "seeds").glob("004_*.txt"))
"""A report whose tables are rows of tabs."""

_LABELS = ("予以公开", "属于国家秘密", "保护第三方合法权益", "重复申请", "要求提供公开出版物", "其他", "总计")
_COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
_TITLES = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
_LISTED = "本机关不掌握相关政府信息\t1\n没有现成信息需要另行制作\t2\n补正后申请内容仍不明确\t3\n"

# Before the line that holds these words.
IN_TABLE, BEHIND_TABLE, IN_HEADER = "其他法律行政法规", "四、政府信息公开行政复议", "自然人"
ON_TOP, IN_PROSE, IN_LAST_TABLE = "一、总体情况", "五、存在", "结果维持"


class Shape(NamedTuple):
    """A text of any size: what it is called, before which line of the report it stands, and its pieces, without end."""

    name: str
    before: str
    pieces: Callable[[], Iterator[str]]

    def document(self, size: int) -> bytes:
        """The report with so many bytes of it."""
        lines = REPORT.read_text("utf-8").split("\n")
        at = next(number for number, line in enumerate(lines) if self.before in line)
        return "\n".join([*lines[:at], self.text(size), *lines[at:]]).encode()

    def text(self, size: int) -> str:
        """So many bytes of it, but for the last piece."""
        pieces = self.pieces()
        made: list[str] = []
        left = size
        while left > 0:
            made.append(next(pieces))
            left -= len(made[-1].encode())
        return "".join(made)


def _again(piece: str) -> Callable[[], Iterator[str]]:
    return lambda: cycle([piece])


def _numbered(template: str) -> Callable[[], Iterator[str]]:
    return lambda: (template.format(number) for number in count(1))


def _in_turn(template: str, words: tuple[str, ...]) -> Callable[[], Iterator[str]]:
    return lambda: (template.format(word) for word in cycle(words))


SHAPES = (
    Shape("figures on one line", IN_TABLE, _again("1 ")),
    Shape("figures one a line", IN_TABLE, _again("1\n")),
    Shape("figures on one line, behind the table", BEHIND_TABLE, _again("1 ")),
    Shape("figures in cells of one row", IN_TABLE, _again("1\t")),
    Shape("figures in cells one a line", IN_TABLE, _again("\t1\n")),
    Shape("a label and a figure", BEHIND_TABLE, _again("总计 1\n")),
    Shape("rows with commas", BEHIND_TABLE, _again("规章,0,0,0\n")),
    Shape("rows in quotes", BEHIND_TABLE, _again('"规章","0","0"\n')),
    Shape("rows printed as lists", BEHIND_TABLE, _again("['规章', '3', None]\n")),
    Shape("rows with wide gaps", IN_TABLE, _again("规章  0  0  0\n")),
    Shape("figures with wide gaps", IN_TABLE, _again("1  2  3  4  5  6  21\n")),
    Shape("rows with pipes", IN_TABLE, _again("| 规章 | 0 | 0 | 0 |\n")),
    Shape("rows of Markdown", BEHIND_TABLE, _again("| 规章 | 0 | 0 | 0 |\n|---|---|---|---|\n")),
    Shape("pipes alone", IN_TABLE, _again("|")),
    Shape("tabs alone", IN_TABLE, _again("\t")),
    Shape("blank cells one a line", IN_TABLE, _again("\t\n")),
    Shape("strokes one a line", IN_TABLE, _again("/\n")),
    Shape("boxes", IN_TABLE, _again("┌──┬──┐\n│规章│0│\n")),
    Shape("one figure of many digits", BEHIND_TABLE, _again("1234567890")),
    Shape("labels", IN_TABLE, _in_turn("{}\n", _LABELS)),
    Shape("labels with figures", IN_TABLE, _in_turn("{}\t1\t0\t0\t0\t0\t0\t0\n", _LABELS)),
    Shape("labels on one line", IN_TABLE, _again("予以公开 ")),
    Shape("three labels, far apart", IN_PROSE, _again(_LISTED + "规章规章规章规章\n" * 24)),
    Shape("headers", IN_HEADER, _again("\t".join(_COLUMNS) + "\n")),
    Shape("headers one name a line", IN_HEADER, _in_turn("{}\n", _COLUMNS)),
    Shape("headers of section four", IN_LAST_TABLE, _again("行政复议\t未经复议直接起诉\t复议后起诉\n1\t2\t3\n")),
    Shape("titles of sections", BEHIND_TABLE, _in_turn("{}\n", _TITLES)),
    Shape("prose with counts", IN_PROSE, _again("2024年受理政府信息公开申请12件，办结10件。")),
    Shape("prose with denials", IN_PROSE, _again("未收到政府信息公开申请，没有行政复议、行政诉讼。")),
    Shape("nouns without an end", IN_PROSE, _again("行政许可、行政处罚、行政强制均为零，")),
    Shape("brackets", IN_TABLE, _again("（（一）")),
    Shape("ordinals", IN_TABLE, _again("（一）\n1.\n")),
    Shape("page numbers", IN_TABLE, _numbered("- {} -\n")),
    Shape("bare page numbers", IN_TABLE, _numbered("文字\n文字\n文字\n文字\n{}\n")),
    Shape("running heads", IN_TABLE, _numbered("惠农区卫生健康局2024年政府信息公开工作年度报告 {}\n文字\n")),
    Shape("titles of reports", ON_TOP, _again("惠农区卫生健康局2024年政府信息公开工作年度报告\n")),
    Shape("names of bodies", ON_TOP, _numbered("由青山{}镇编制，石湖镇认真贯彻。\n")),
    Shape("years", ON_TOP, _again("2024年1月1日至2024年12月31日\n")),
    Shape("spaces", IN_TABLE, _again(" " * 99 + "x\n")),
    Shape("tags", BEHIND_TABLE, _again("<tr><td>1</td></tr>\n")),
    Shape("rows of tags without an end", BEHIND_TABLE, _again("<td><tr>")),
)
"""The shapes, by name; each is a kind of text that once took, or easily may take, the square of its length."""
