"""Mess of labels and headers: spaced, broken, cut, in another script, with pinyin or explanations."""

import re
from functools import cache
from random import Random

from benchmarks.forms import ACTIVE_BLOCKS, APPLICANTS
from benchmarks.table_lines import (
    FIGURE,
    LABEL,
    change_one_label,
    change_tables,
    split_lines,
    table_lines,
)
from extractor.lexicon.folding import traditional

_HEADERS = {text: 3 for blocks in ACTIVE_BLOCKS.values() for block in blocks for _, text in block.headers} | {
    text: 2 for _, text in APPLICANTS[1:-1]
}
_HEADER_LINE = ("信息内容", "商业企业", "科研机构", "结果维持", "本年新制作数量", "上一年项目数量")
_PINYIN = {
    "规": "guī",
    "项": "xiàng",
    "许": "xǔ",
    "罚": "fá",
    "强": "qiáng",
    "关": "guān",
    "总": "zǒng",
    "计": "jì",
    "处": "chǔ",
    "业": "yè",
    "结": "jié",
    "请": "qǐng",
    "类": "lèi",
    "开": "kāi",
}
_ESCAPED = re.compile(r"(?<=(?<!\d)\d)\.(?=\D)|(?<![^\s|])[+-](?=\d)|[()*_]")
_LABEL = re.compile(rf"[^\s|\d]*{LABEL.pattern}[^\s|\d]*")
_SHARE = 0.3
_LOST = 0.05


def space_labels(text: str, rng: Random) -> str:
    """Some labels with a space between their characters."""
    return change_tables(text, lambda line: change_one_label(line, 3, " ".join, rng) if rng.random() < _SHARE else line)


def break_labels(text: str, rng: Random) -> str:
    """Some long labels broken by a line."""

    def broken(label: str) -> str:
        place = rng.randrange(2, len(label) - 1)
        return f"{label[:place]}\n{label[place:]}"

    return change_tables(text, lambda line: change_one_label(line, 6, broken, rng) if rng.random() < _SHARE else line)


def lose_characters(text: str, rng: Random) -> str:
    """Some labels without one of their characters."""

    def shortened(label: str) -> str:
        place = rng.randrange(len(label))
        return label[:place] + label[place + 1 :]

    return change_tables(
        text, lambda line: change_one_label(line, 5, shortened, rng) if rng.random() < _SHARE else line
    )


def lose_labels(text: str, rng: Random) -> str:
    """Here and there a label is gone, but for its digits."""
    return change_tables(text, lambda line: _LABEL.sub("", line, count=1) if rng.random() < _LOST else line)


def lose_header_line(text: str, rng: Random) -> str:
    """One line that names columns and holds no figure is gone."""
    lines = split_lines(text)
    headers = [
        index
        for index in table_lines(lines)
        if any(word in "".join(lines[index].split()) for word in _HEADER_LINE) and not FIGURE.search(lines[index])
    ]
    if headers:
        del lines[rng.choice(headers)]
    return "\n".join(lines)


def cut_headers(text: str, rng: Random) -> str:
    """Every column's name cut to its first two or three characters, as a narrow box leaves it."""

    def cut(line: str) -> str:
        for header, length in _HEADERS.items():
            line = line.replace(header, header[:length])
        return line

    return change_tables(text, cut)


def write_traditionally(text: str, rng: Random) -> str:
    """Traditional script throughout."""
    return text.translate(_to_traditional())


@cache
def _to_traditional() -> dict[int, str]:
    table: dict[int, str] = {}
    for old, new in traditional().items():
        table.setdefault(ord(new), old)
    return table


def add_pinyin(text: str, rng: Random) -> str:
    """Pinyin in brackets after some characters of labels."""

    def add(line: str) -> str:
        return "".join(f"{c}({_PINYIN[c]})" if c in _PINYIN and rng.random() < _SHARE else c for c in line)

    return change_tables(text, add)


def escape_marks(text: str, rng: Random) -> str:
    """A backslash before the marks that Markdown would read: points after item numbers, signs, brackets."""
    return change_tables(text, lambda line: _ESCAPED.sub(r"\\\g<0>", line))
