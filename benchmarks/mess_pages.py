"""Mess of pages and sites: numbers and headers between lines, menus before the text, residue of markup."""

from collections.abc import Callable, Iterator
from random import Random

from benchmarks.table_lines import FIGURE, change_tables, split_lines, table_range

_MENU = (
    "首页",
    "要闻动态",
    "政务公开",
    "法规",
    "规章",
    "行政规范性文件",
    "财政预决算",
    "行政许可",
    "行政处罚",
    "互动交流",
)
_PAGE_LINES = (28, 46)
_LAST_YEAR = ("上一年度数据如下：", "去年的有关数据见下表。", "为便于比较，现将上年度各项数据列出：", "上年度情况")
_THIS_YEAR = ("本年度数据如下：", "今年的有关数据见下表。", "现将本年度各项数据列出：", "本年度情况")


def number_pages(text: str, rng: Random) -> str:
    """Page numbers with strokes or words between lines, blank lines or a form feed about them."""
    mark = rng.choice(("- {} -", "— {} —", "-{}-", "第 {} 页", "第{}页 共9页", "Page {} of 9"))
    around = rng.choice(("", "\n", "\n\n"))
    feed = rng.choice(("", "\f"))
    return _between_pages(text, rng, lambda page: f"{around}{mark.format(page)}{around}\n{feed}")


def number_pages_barely(text: str, rng: Random) -> str:
    """Bare page numbers that count up, each on a line of its own."""
    return _between_pages(text, rng, lambda page: f"{page}\n")


def run_headers(text: str, rng: Random) -> str:
    """The report's title with its year, and now and then a page number, at the head of every page."""
    title = next((line.strip() for line in split_lines(text) if line.strip()), "政府信息公开工作年度报告")[:40]
    number = rng.choice(("", " {}", "\n第{}页", "  {} / 9"))
    return _between_pages(text, rng, lambda page: f"{title}{number.format(page)}\n")


def _between_pages(text: str, rng: Random, write: Callable[[int], str]) -> str:
    lines = split_lines(text)
    return "\n".join(_with_breaks(lines, rng, write))


def _with_breaks(lines: list[str], rng: Random, write: Callable[[int], str]) -> Iterator[str]:
    """The lines with a break a page; at least one stands inside the tables."""
    tables = table_range(lines)
    inside = rng.randrange(tables.start + 1, tables.stop) if len(tables) > 1 else -1
    page, next_break = 1, rng.randrange(*_PAGE_LINES)
    for index, line in enumerate(lines):
        if index in (inside, next_break):
            yield write(page).removesuffix("\n")
            page += 1
            next_break = index + rng.randrange(*_PAGE_LINES)
        yield line


def put_menu_before(text: str, rng: Random) -> str:
    """The site's menu and the index table of the page before the text."""
    words = rng.sample(_MENU, 7)
    menu = rng.choice((" ", " | ", "\n", "  >  ")).join(words)
    number = f"{rng.randrange(10**8, 10**9)}/2024-{rng.randrange(10000):05}"
    date, visits = f"2024-01-2{rng.randrange(10)}", rng.randrange(900)
    index = rng.choice(
        (
            f"索引号 | {number}\n---|---\n发布机构 | 办公室\n成文日期 | {date}\n浏览次数 | {visits}",
            f"索 引 号：{number}\n信息分类：规章 / 年度报告\n发布日期：{date}\n点击数：{visits}",
            f"索引号\t{number}\n主题分类\t行政许可\n有效性\t有效\n访问量\t{visits}",
        )
    )
    return f"{menu}\n{index}\n字体：【大 中 小】 打印 关闭\n\n{text}"


def leave_markup(text: str, rng: Random) -> str:
    """What is left of markup: the end of a tag, no-break entities at the ends of lines, breaks as tags."""
    lines = split_lines(change_tables(text, lambda line: f"{line}&nbsp;" if rng.random() < 0.2 else line))
    lines = [f"{line}<br />" if line and rng.random() < 0.1 else line for line in lines]
    return '">\n' + "\n".join(lines)


def repeat_sentence(text: str, rng: Random) -> str:
    """One sentence of the prose printed twice in a row."""
    sentences = [part for line in split_lines(text) for part in line.split("。")[:-1] if len(part) > 10]
    if not sentences:
        return text
    sentence = rng.choice(sentences) + "。"
    return text.replace(sentence, sentence * 2, 1)


def quote_last_year(text: str, rng: Random) -> str:
    """Last year's tables, with other figures, before this year's; words over each say whose they are."""
    lines = split_lines(text)
    tables = table_range(lines)
    chosen, more = rng.randrange(len(_LAST_YEAR)), rng.randrange(2, 9)
    own = lines[tables.start : tables.stop]
    if not any(map(FIGURE.search, own)):
        return text
    other = [FIGURE.sub(lambda found: _raised(found[0], more), line) for line in own]
    quoted = [_LAST_YEAR[chosen], *other, _THIS_YEAR[chosen]]
    return "\n".join([*lines[: tables.start], *quoted, *own, *lines[tables.stop :]])


def _raised(figure: str, more: int) -> str:
    """A whole number so many times as large; 0 and all others as they are."""
    return str(int(figure) * more) if figure.isascii() and figure.isdigit() else figure


def double_breaks(text: str, rng: Random) -> str:
    """A blank line after every line."""
    return "\n\n".join(split_lines(text))


def remove_blank_lines(text: str, rng: Random) -> str:
    """No blank lines."""
    return "\n".join(line for line in split_lines(text) if line.strip(" \r\u00a0\u3000"))
