"""What follows from an audit, in both languages: a sentence for the run, one a format, what was found, what to do."""

from __future__ import annotations

from typing import NamedTuple

from extractor.exporting.auditing.bounds import reports_for
from extractor.exporting.auditing.record import Audit, Rate
from extractor.findings import Bilingual

_NEXT = (0.05, 0.01)


class FoundWrong(NamedTuple):
    """An accepted figure that a person keyed otherwise, and the file it is in."""

    name: str
    field: str
    value: str
    keyed: str


class Statement(NamedTuple):
    """What an audit says: of all reports, of each format, how far it goes, and what was found."""

    overall: Bilingual
    formats: tuple[Bilingual, ...]
    method: Bilingual
    found: tuple[FoundWrong, ...]
    action: Bilingual


def statement_of(audit: Audit) -> Statement:
    """What follows from an audit of which something was keyed."""
    overall = audit.overall()
    reports = audit.reports
    found = tuple(
        FoundWrong(reports[one.report].name, it.field, it.value, it.keyed)
        for one in audit.keyed or ()
        for it in one.differences
    )
    formats = tuple(_of_format(key, rate) for key, rate in audit.by_format().items() if rate.reports)
    return Statement(_overall(overall), formats, _method(audit, overall), found, _action(overall))


def _overall(rate: Rate) -> Bilingual:
    per, wrong, keyed = _per_hundred(rate.at_most), rate.wrong, rate.reports
    return Bilingual(
        f"每 100 份报告中，至多 {per} 份含有被采信却错误的数值（单侧 95% 置信上界；人工盲录 {keyed} 份、"
        f"{rate.figures:,} 个数值，其中 {wrong} 份、{rate.wrong_figures} 个数值不符）。",
        f"At most {per} of 100 reports hold an accepted figure that is wrong, at 95 % confidence ({keyed} reports with "
        f"{rate.figures:,} accepted figures were keyed blind; {wrong} of them hold {rate.wrong_figures} that differ).",
    )


def _of_format(key: str, rate: Rate) -> Bilingual:
    per = _per_hundred(rate.at_most)
    return Bilingual(
        f"{key}：{rate.reports} 份中 {rate.wrong} 份，至多每 100 份 {per} 份",
        f"{key}: {rate.wrong} of {rate.reports}, at most {per} of 100",
    )


def _method(audit: Audit, overall: Rate) -> Bilingual:
    left = len(audit.reports) - overall.reports
    drawn = f"从 {audit.population:,} 份有采信数值的报告中随机抽取 {len(audit.reports)} 份（种子 {audit.seed}）"
    zh = f"{drawn}；上界按 Clopper–Pearson 计算，各格式分别计算。"
    en = (
        f"{len(audit.reports)} of {audit.population:,} reports with accepted figures were drawn (seed {audit.seed}); "
        "the bounds are Clopper and Pearson's, each format's for itself."
    )
    if left:
        zh += f"另有 {left} 份抽中而未录入：只有它们与已录入的没有差别时，上界才成立。"
        en += f" {left} of those drawn were not keyed: the bounds hold only if these are like the others; key them."
    return Bilingual(zh, en)


def _action(overall: Rate) -> Bilingual:
    wanted = [(share, reports_for(share, overall.wrong)) for share in _NEXT]
    open_ = [(f"{share:.0%}", reports) for share, reports in wanted if reports > overall.reports]
    zh = "；".join(f"共录入 {reports} 份而不再有差错，可保证 {share}" for share, reports in open_)
    en = "; ".join(f"{reports} reports in all without another wrong one would say {share}" for share, reports in open_)
    if not overall.wrong:
        return Bilingual(zh and f"{zh}。", en and f"{en[0].upper()}{en[1:]}.")
    return Bilingual(
        "先对照原文复核每一处不符：若是录入有误，改正录入表后再用 --keyed 读取；若是数值有误，"
        "用 extractor explain 查看其依据，"
        f"使用数据时排除同类数值，并报告这一问题。{zh}。",
        "Look at each in the source again: where the key was the slip, mend the sheet and give it with --keyed again; "
        "where the figure is wrong, see with extractor explain what it was accepted by, leave figures like it out of "
        f"what you compute, and report it. {en[:1].upper()}{en[1:]}.",
    )


def _per_hundred(share: float) -> str:
    """A share as so many of a hundred, rounded up: a bound is never shown smaller than it is."""
    tenths = -(-share * 1000 // 1)
    return f"{tenths / 10:g}"
