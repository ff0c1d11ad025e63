"""The year of a report: the one that its title, period and date agree on, and what says another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.findings import UnplacedFinding, make_finding
from extractor.narrative.prose import Prose
from extractor.proofreading.against_tables import agrees_with_tables
from extractor.proofreading.concepts import Fields, concept_of
from extractor.proofreading.draft import Draft
from extractor.proofreading.quoting import quoted
from extractor.proofreading.report_year import ABOUT_PERIOD, PERIOD, TITLE, YEAR, Said, said_years
from extractor.proofreading.statement import Sentence, Statement, none_of

_COMPARED = re.compile("比|较|同期|相比|持平|增长|下降|增加|减少|以来|至今|起|累计|^.{0,12}结转")
_PAST = re.compile("以来|施行|修订|修正|成立于|成立的|建成|开通|上线|首次|曾|原|获评|荣获|评为|^《")
_PLAN = re.compile(
    "将|拟|计划|下一步|继续|力争|进一步|打算|重点|推进|加强|确保|努力|着力|要|提升|完善|强化|健全|深化|目标|工作思路|展望|安排|打造|争取|办理|答复|结转"
)
_ANNEX = re.compile(r"附(?:件|表|录)?[一二三四五六七八九十\d]{0,2}[:.、]")
# So many figures of another year that are all this year's are this year's under a year left over.
_LEAST_OWN = 2
_WILL = re.compile(
    "将(?:重点|着重|着眼|紧盯|突出|更加|紧扣|大力|全力|扎实|有序|加快|立足|结合|继续|进一步|着力|从以下|做好|抓好|加强|加大|强化|不断|持续|切实|围绕|坚持|努力|深化|完善|健全|聚焦|以)|下一步(?:工作)?(?:打算|计划|安排|思路)"
)
_OPENS = re.compile(
    r"^(?:[一二三四五六七八九十]是|\(?[\d一二三四五六七八九十]+[)、.])?(?:在|自|进入)?(?P<year>20[0-3]\d)年(?:度|以来|来)?(?!\d|[一-鿿]?(?:底|末|初))[,]?(?P<rest>.*)$"
)
_YEAR_SENTENCES = {"heading": "year-differs.heading", "preface": "year-differs.preface"}
_LEFT_OVER_SENTENCES = {
    "problems": "year-left-over.problems",
    "plan": "year-left-over.plan",
    "future": "year-left-over.future",
}
_REMEDIED = re.compile("年度?[^,。]{0,20}(?:问题|整改|评议|考核|测评|反馈|检查|审计|通报|评估)")
_BASIS = re.compile(r"^(?:按照|根据|依据|依照|截至)[^,]{0,60},")
_LABEL = re.compile(r"^(?:[(\d一二三四五六七八九十]+[)、.]+)?[一-鿿]{2,20}:")
_SUBJECT = re.compile(r"^(?:我|本)(?:[局委厅办镇乡院]|单位|机关|街道|部门)(?=20)")
_ABOUT_YEAR = re.compile(
    r"(?:反映|总结|回顾|汇总|介绍|说明|公布|公开|现将|通报|报告)(?P<words>[一-鿿]{0,16}?(?P<year>20[0-3]\d)年[^,。;]{0,30})"
)
_PROBLEMS = re.compile(
    r"(?:针对|对照|结合|围绕|根据)(?P<year>20[0-3]\d)年度?[^,;]{0,12}(?:存在|问题|不足|短板|反馈|考评|测评|考核)"
)


def check_years(draft: Draft, prose: Prose, sentences: Sequence[Sentence]) -> Iterator[UnplacedFinding]:
    """What says another year than the report's."""
    own = draft.own_year
    if own is None:
        return
    for one in said_years(draft.lines):
        if (
            one.where != "period"
            and one.year != own
            and not (one.where == "preface" and one.year < own and _is_of_past(draft, one))
        ):
            yield make_finding(
                _YEAR_SENTENCES.get(one.where, "year-differs.preface"),
                (),
                [(one.start, one.end)],
                quoted=quoted(one.printed),
                year=own,
            )
    yield from _preface(draft, own)
    yield from _periods(draft, own)
    yield from _left_over(draft, prose, sentences, own)


def _is_of_past(draft: Draft, one: Said) -> bool:
    """Whether an earlier year's report is spoken of as such."""
    return bool(re.search("上一?年|去年|比|较|已|发布了|公布了|按时", draft.text[max(0, one.start - 12) : one.start]))


def _preface(draft: Draft, own: int) -> Iterator[UnplacedFinding]:
    """Another year's work that the words before the first part say the report is about."""
    told = [(one.start, one.end) for one in said_years(draft.lines)]
    for line in draft.lines:
        if line.part:
            return
        for match in _ABOUT_YEAR.finditer(line.text):
            span = (line.start + match.start("words"), line.start + match.end())
            is_told = any(first < span[1] and span[0] < last for first, last in told)
            if int(match["year"]) < own and not is_told and re.search("情况|工作", match["words"]):
                yield make_finding("year-differs.preface", (), [span], quoted=quoted(match["words"]), year=own)


def _periods(draft: Draft, own: int) -> Iterator[UnplacedFinding]:
    for line in draft.lines:
        for match in PERIOD.finditer(line.text):
            if "\t" in line.text or not ABOUT_PERIOD.search(line.text[max(0, match.start() - 24) : match.end() + 8]):
                continue
            first, last = (int(match["y1"]), int(match["m1"]), int(match["d1"])), (int(match["m2"]), int(match["d2"]))
            ends = int(match["y2"] or match["y1"])
            if first != (own, 1, 1) or last != (12, 31) or ends != own:
                before = line.text[max(0, match.start() - 14) : match.end()]
                span = (line.start + match.start(), line.start + match.end())
                yield make_finding("year-differs.period", (), [span], quoted=quoted(before), year=own)


def _left_over(draft: Draft, prose: Prose, sentences: Sequence[Sentence], own: int) -> Iterator[UnplacedFinding]:
    """Sentences that tell of another year as if it were the report's, and plans for a year that is over."""
    for sentence in sentences:
        text = prose.text[sentence.start : sentence.end]
        at = sentence.start
        for clause in text.split(";"):
            reason = _reason(clause, own)
            if reason == "past" and _is_comparison(draft, sentences, (at, at + len(clause))):
                reason = ""
            if reason:
                span = prose.span(at, at + len(clause))
                yield make_finding(
                    _LEFT_OVER_SENTENCES.get(reason, "year-left-over.past"), (), [span], quoted=quoted(clause), year=own
                )
            at += len(clause) + 1


def _is_comparison(draft: Draft, sentences: Sequence[Sentence], clause: tuple[int, int]) -> bool:
    """Whether a clause on another year counts what is counted for the report's own year too, and not its figure."""
    here, own = list[Statement](), set[Fields]()
    for one in (one for sentence in sentences for one in sentence.statements):
        if clause[0] <= one.quantity.start < clause[1]:
            here.append(one)
        elif not one.of_other_time and (concept := concept_of(one, draft.form.columns)) is not None:
            own.update(concept.readings)
    for sentence in sentences:
        for phrase, state in sentence.denials:
            denied = concept_of(none_of(phrase, state, sentence), draft.form.columns)
            if denied is not None and not state.other_time:
                own.update(denied.readings)
    concepts = [(one, concept_of(one, draft.form.columns)) for one in here]
    counted = [one for one, concept in concepts if concept is not None and not own.isdisjoint(concept.readings)]
    as_own = [agrees_with_tables(draft, one._replace(of_other_time=False)) for one in here if one.quantity.value]
    return bool(counted) and (len(as_own) < _LEAST_OWN or not all(as_own))


def _reason(clause: str, own: int) -> str:
    if _ANNEX.match(clause):
        return ""
    problems = _PROBLEMS.search(clause)
    if problems is not None:
        return "problems" if int(problems["year"]) not in (own, own - 1) else ""
    bare = _SUBJECT.sub("", _BASIS.sub("", clause))
    match = _OPENS.match(bare) or _OPENS.match(_SUBJECT.sub("", _LABEL.sub("", bare)))
    if match is not None and match.string != bare and int(match["year"]) > own:
        return ""
    if match is None or not match["rest"]:
        return ""
    year, rest = int(match["year"]), match["rest"]
    if TITLE.search(clause) or PERIOD.search(clause):
        return ""
    others = {int(one) for one in YEAR.findall(rest)}
    if year == own:
        return "plan" if _WILL.match(_without_subject(rest)) and not others else ""
    if re.match(r"\d{1,2}月", rest) and year == own + 1:
        return ""
    if year < own and _REMEDIED.match(match.string[match.end("year") :]):
        return ""
    if year < own:
        return "" if others or _COMPARED.search(rest) or _PAST.search(rest) or re.match(r"\d", rest) else "past"
    return "" if _PLAN.search(rest) or others else "future"


def _without_subject(rest: str) -> str:
    """The clause without 我局 or the like before its verb."""
    return re.sub(
        r"^(?:我们|[我本全][一-鿿]{1,4}?|[一-鿿]{2,20}?(?:局|委|办|厅|府|镇|乡|街道|中心))?(?=将|下一步)", "", rest
    )
