"""Whose report, on which year: reports whose titles, prefaces, signatures and pages are in many styles, and the truth.

    python -m benchmarks.whose --count 2000 --seed 1 [--show wrong|blank]

Counts how many bodies and years are read right, left open, and read wrong. Names are drawn from the gazetteer and from
invented places, organs from a list of its own; the styles know nothing of how names are read.
"""

from __future__ import annotations

import argparse
import random
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from extractor.identity.identify import Identified, identify
from extractor.identity.regions import every_path
from extractor.sources import open_source

_DATA = tomllib.loads(Path(__file__).with_name("whose.toml").read_text("utf-8"))
ORGANS, TOWNS, NATIONALS, STEMS, VERBS = (_DATA[name] for name in ("organs", "towns", "nationals", "stems", "verbs"))


class Case(NamedTuple):
    """A report's text and what is true of it; `units` are the names that are right, of which none may be known."""

    text: str
    units: tuple[str, ...]
    year: int | None
    style: str


class Told(NamedTuple):
    """What a style tells of: the body with and without its place, how it speaks of itself, and the year."""

    place: str
    organ: str
    unit: str
    own: str
    year: int


def draw(rng: random.Random) -> Case:
    """One report in a style of its own."""
    told = _draw_body(rng)
    style = rng.choice(list(STYLES))
    text, units = STYLES[style](rng, told)
    return Case(text, units or (told.unit,), told.year, style)


def _draw_body(rng: random.Random) -> Told:
    year = rng.randrange(2019, 2025)
    if rng.random() < 0.12:
        stem = rng.choice(STEMS)
        unit = rng.choice(NATIONALS).format(stem=stem, place=stem + rng.choice("县市区"))
        return Told("", unit, unit, "我" + ("局" if unit.endswith("局") else "单位"), year)
    place = _draw_place(rng)
    organ = rng.choice(TOWNS) if rng.random() < 0.15 else rng.choice(ORGANS)
    return Told(place, organ, place + organ, _own_name(organ, place), year)


def _draw_place(rng: random.Random) -> str:
    if rng.random() < 0.4:
        return rng.choice(STEMS) + rng.choice(("县", "市", "区", "县", "市"))
    levels = rng.choice(_paths())
    return (
        "".join(levels[-rng.choice((1, 1, 2)) :])
        if levels[-1] not in ("城区", "郊区", "矿区")
        else "".join(levels[-2:])
    )


_PATHS: list[tuple[str, ...]] = []


def _paths() -> list[tuple[str, ...]]:
    if not _PATHS:
        _PATHS.extend(every_path())
    return _PATHS


def _own_name(organ: str, place: str) -> str:
    for end, own in (
        ("人民政府", f"我{place[-1]}"),
        ("局", "我局"),
        ("委员会", "我委"),
        ("委", "我委"),
        ("中心", "我中心"),
        ("街道办事处", "街道"),
    ):
        if organ.endswith(end):
            return "我镇" if organ.endswith("镇人民政府") else "我乡" if organ.endswith("乡人民政府") else own
    return "我单位"


Text = tuple[str, tuple[str, ...]]
NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")


def _body(rng: random.Random, told: Told, *, named: bool = False, end: str = "") -> str:
    """Part one and what follows."""
    who = told.unit if named else told.own
    last = rng.choice(
        (
            "",
            f"按时发布《{told.year - 1}年政府信息公开工作年度报告》。",
            f"较{told.year - 1}年增长12%。",
            f"{told.year - 1}年政府信息公开年度报告已于1月底公布。",
        )
    )
    first = f"{told.year}年，{who}{rng.choice(VERBS)}，主动公开信息{rng.randrange(9, 999)}条。{last}"
    heading = rng.choice(("一、总体情况", "一、 总体情况", "一、工作总体情况", "第一部分 总体情况"))
    rest = "二、主动公开政府信息情况\n规章\t0\t0\t0\n六、其他需要报告的事项\n无。\n"
    return f"\n{heading}\n{first}\n（一）主动公开。{told.own}加强公开。\n{rest}{end}"


def _preface(rng: random.Random, told: Told, who: str = "") -> str:
    period = rng.choice(
        (
            f"本报告所列数据的统计期限自{told.year}年1月1日起至{told.year}年12月31日止。",
            f"报告期为{told.year}年1月1日至12月31日。",
            f"数据统计时段：{told.year}.1.1-{told.year}.12.31。",
            "",
            "",
            "本报告电子版可从网站下载，如有疑问请与办公室联系。",
        )
    )
    law = rng.choice(
        (
            "根据《中华人民共和国政府信息公开条例》（国务院令第711号）第五十条规定，",
            "按照国办公开办函〔2021〕30号要求，",
            "依据条例，",
        )
    )
    said = who or rng.choice(("编制本报告。", "现公布本年度报告。", "特制作本报告。"))
    return law + said + period


def _kernel(rng: random.Random) -> str:
    return rng.choice(
        ("政府信息公开工作年度报告",) * 6
        + (
            "政府信息公开年度报告",
            "信息公开工作年度报告",
            "政府信息公开年报",
            "政府信息公开工作报告",
            "政务公开工作年度报告",
            "政府信息公开工作情况报告",
        )
    )


def _plain(rng: random.Random, told: Told) -> Text:
    u, y, k = told.unit, told.year, _kernel(rng)
    title = rng.choice(
        (
            f"{u}{y}年{k}",
            f"{u} {y} 年 {k}",
            f"{y}年{u}{k}",
            f"{y}年度{u}{k}",
            f"{u}{k}（{y}年）",
            f"{u}{k}({y}年度)",
            f"{u}关于{y}年{k}",
            f"关于{u}{y}年{k}",
            f"{u}关于{y}年度政府信息公开工作情况的报告",
            f"{u}{str(y).translate(NUMERALS)}年{k}",
            f"附件：{u}{y}年{k}",
            f"《{u}{y}年{k}》",
            f"{u}{y}年度{k}",
            f"{u}{y}{k}",
            f"关于发布{u}{y}年{k}的公告",
            f"{u}关于公布{y}年{k}的通知",
            f"{u}{y}年{k}.docx",
            f"【年报】{u}{y}年{k}",
            f"1.{u}{y}年{k}（全文）",
        )
    )
    return f"{title}\n{_preface(rng, told)}{_body(rng, told)}", ()


def _broken(rng: random.Random, told: Told) -> Text:
    whole = rng.choice((f"{told.unit}{told.year}年{_kernel(rng)}", f"{told.unit}关于{told.year}年{_kernel(rng)}"))
    cuts = sorted(rng.sample(range(2, len(whole) - 2), rng.choice((1, 1, 2))))
    lines = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    return "\n".join(lines) + f"\n{_preface(rng, told)}{_body(rng, told)}", ()


def _cover(rng: random.Random, told: Told) -> Text:
    date = f"{told.year + 1}年{rng.choice(('1', '一', '3'))}月"
    top = rng.choice(
        (
            f"{told.unit}\n{told.year}年{_kernel(rng)}\n",
            f"{told.year}年度\n{told.unit}\n{_kernel(rng)}\n",
            f"{told.unit}\n{_kernel(rng)}\n（{told.year}年度）\n",
        )
    )
    foot = rng.choice((f"{told.unit}\n{date}\n", f"{date}\n", ""))
    return f"{top}{foot}{_preface(rng, told)}{_body(rng, told, named=rng.random() < 0.5)}", ()


def _letter(rng: random.Random, told: Told) -> Text:
    top = told.place or "青石县"
    boss = rng.choice((f"{top}人民政府办公室", f"{top}政务公开办"))
    title = rng.choice(
        (
            f"关于报送{told.unit}{told.year}年{_kernel(rng)}的函",
            f"{told.unit}关于报送{told.year}年{_kernel(rng)}的函",
            f"{told.unit}关于上报{told.year}年度{_kernel(rng)}的报告",
            f"关于呈报{told.year}年{_kernel(rng)}的报告",
            f"关于转发{told.unit}{told.year}年{_kernel(rng)}的通知",
            f"关于印发《{told.unit}{told.year}年{_kernel(rng)}》的通知",
        )
    )
    end = f"{told.unit}\n{told.year + 1}年1月{rng.randrange(5, 29)}日\n"
    return f"{title}\n{boss}：\n现将{told.own}{told.year}年工作报告如下：{_body(rng, told, end=end)}", ()


def _announced(rng: random.Random, told: Told) -> Text:
    u, y, k = told.unit, told.year, _kernel(rng)
    who = rng.choice(
        (
            f"现公布{u}{y}年{k}。",
            f"现将{u}{y}年{k}公布如下。",
            f"特向社会公布{y}年{u}{k}。",
            f"由{u}编制{y}年{k}。",
            f"{u}编制了{y}年{k}。",
            f"结合{u}工作实际，现编制{y}年{k}。",
            f"现将{u}{y}年度政府信息公开工作情况公布如下。",
            f"{u}现发布{y}年{k}。",
            f"现发布《{u}{y}年{k}》，",
        )
    )
    title = rng.choice(("", "政府信息公开工作年度报告\n", f"{y}年政府信息公开工作年度报告\n"))
    return f"{title}{_preface(rng, told, who)}{_body(rng, told)}", ()


def _by_prose(rng: random.Random, told: Told) -> Text:
    title = rng.choice((f"{told.year}年政府信息公开工作年度报告\n", f"{told.year}年年报\n", ""))
    return f"{title}{_preface(rng, told)}{_body(rng, told, named=True)}", ()


def _signed(rng: random.Random, told: Told) -> Text:
    date = rng.choice(
        (
            f"{told.year + 1}年1月{rng.randrange(5, 30)}日",
            f"{told.year + 1}-01-18",
            f"{str(told.year + 1).translate(NUMERALS)}年一月二十日",
        )
    )
    seal = rng.choice(("", "", "（盖章）", "（公章）"))
    end = rng.choice(
        (f"{told.unit}{seal}\n{date}\n", f"　　　　{told.unit}　{date}\n", f"报送单位：{told.unit}{seal}\n{date}\n")
    )
    return f"{told.year}年{_kernel(rng)}\n{_preface(rng, told)}{_body(rng, told, end=end)}", ()


def _page(rng: random.Random, told: Told) -> Text:
    site = f"{told.place or '青石县'}人民政府"
    box = rng.choice(
        (
            f"索引号：11330/2023-0012 发布机构：{told.unit} 发布日期：{told.year + 1}-01-20\n",
            f"来源：{told.unit}　发布时间：{told.year + 1}年1月20日 浏览次数：26\n",
            f"信息来源: {told.unit} | 阅读：12\n",
        )
    )
    menu = rng.choice(
        (
            "首页\n走进县区\n政务公开\n政务服务\n互动交流\n",
            "首页 > 政务公开 > 法定主动公开内容 > 政府信息公开年报\n",
            f"当前位置： 首页 >> 政府信息公开 >> {told.unit} >> 年度报告\n",
            "政策\n法规\n规章\n",
        )
    )
    full = f"{told.unit}{told.year}年{_kernel(rng)}"
    title = rng.choice(
        (f"{full}_{site}\n{full}\n", f"{full}\n", f"{full} - {site}门户网站\n{told.year}年政府信息公开工作年度报告\n")
    )
    around = rng.choice(
        (
            "",
            f"上一篇：{site}办公室{told.year}年{_kernel(rng)}\n",
            f"下一条：{told.unit}{told.year - 1}年{_kernel(rng)}\n",
        )
    )
    return f"{menu}{box}{around}{title}{_preface(rng, told)}{_body(rng, told)}", ()


def _page_by_box(rng: random.Random, told: Told) -> Text:
    path = rng.choice(("", f"您现在的位置：首页 > 信息公开 > {told.unit} > 政府信息公开年报\n"))
    box = f"发布机构：{told.unit}　成文日期：{told.year + 1}-01-22　信息分类：年报\n"
    return f"{path}{box}{told.year}年{_kernel(rng)}\n{_preface(rng, told)}{_body(rng, told)}", ()


def _short(rng: random.Random, told: Told) -> Text:
    end = rng.choice(("", f"{told.unit}\n{told.year + 1}年2月1日\n"))
    title = f"{told.organ}{told.year}年{_kernel(rng)}"
    return f"{title}\n{_preface(rng, told)}{_body(rng, told, named=rng.random() < 0.5, end=end)}", (
        told.unit,
        told.organ,
    )


STYLES: dict[str, Callable[[random.Random, Told], Text]] = {
    "plain": _plain,
    "broken": _broken,
    "cover": _cover,
    "letter": _letter,
    "announced": _announced,
    "prose": _by_prose,
    "signed": _signed,
    "page": _page,
    "box": _page_by_box,
    "short": _short,
}


def verdict(found: str | int | None, right: tuple[str | int, ...]) -> str:
    """Whether what was found is right, wrong, or left open."""
    if found is None:
        return "blank"
    return "right" if found in right else "wrong"


def read(case: Case) -> Identified:
    """What is read of a report."""
    return identify(open_source(case.text.encode(), "unnamed.txt"))


def main() -> None:
    """Draws reports, reads them, and prints the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", choices=("wrong", "blank"), action="append", default=[])
    options = parser.parse_args()
    rng, counts = random.Random(options.seed), Counter[tuple[str, str, str]]()
    for _ in range(options.count):
        case = draw(rng)
        found = read(case)
        units = tuple(unit.replace("（", "(").replace("）", ")") for unit in case.units)
        for part, value, right in (("unit", found.known_unit, units), ("year", found.known_year, (case.year,))):
            says = verdict(value, tuple(one for one in right if one is not None))
            counts[part, "all", says] += 1
            counts[part, case.style, says] += 1
            if says in options.show:
                print(f"{says} {part} {case.style}: {value} instead of {right}\n{case.text[:420]}\n" + "-" * 60)
    for part in ("unit", "year"):
        for style in ("all", *STYLES):
            of = {says: counts[part, style, says] for says in ("right", "blank", "wrong")}
            print(f"{part:5}{style:10}{of['right']:6}{of['blank']:6}{of['wrong']:6}")


if __name__ == "__main__":
    main()
