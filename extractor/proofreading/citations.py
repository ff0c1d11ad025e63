"""Laws and documents that a draft cites: their names, articles and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.findings import UnplacedFinding, make_finding
from extractor.lexicon.numeral import value_of_numeral
from extractor.proofreading.document_rules import DocumentRules, FormLetter, load_document_rules
from extractor.proofreading.draft import Draft
from extractor.proofreading.lines import Line
from extractor.proofreading.quoting import quoted

_TITLE = re.compile(r"[《〈](?P<title>[^《》〈〉]{3,60})[》〉]")
_NUMBER = re.compile(
    r"(?P<organ>国办公开办函|国办公开函|国办函|国办发)[〔\[(【](?P<year>20\d\d)[〕\])】](?P<number>\d{1,3})号"
)
_ORDER = re.compile(r"国务院令第(?P<number>\d{2,3})号")
_ARTICLE = re.compile(
    r"第(?P<article>[一二三四五六七八九十百\d]+)条(?P<again>之[一二三四五六])?(?:[、和及与](?:第)?(?P<second>[一二三四五六七八九十百\d]+)条)?"
)
_REGULATION = re.compile(r"(?:《(?:中华人民共和国)?政府信息公开条例》|《条例》)(?:\([^)]{1,40}\))?(?:的)?")
_MADE_UNDER = re.compile("根据|按照|依据|依照|遵照|按")
_REPORTS = re.compile("年度报告|年报|报告")
_UTILITIES = re.compile("公共企事业单位|公共企业事业单位|教育、卫生健康|供水、供电")
_NEAR = 40
_CORE_LENGTH = 8
_SLIP = 2
_COUNTRY = "中华人民共和国"


def check_citations(draft: Draft) -> Iterator[UnplacedFinding]:
    """What is cited wrongly."""
    rules = load_document_rules()
    for line in draft.lines:
        if "\t" in line.text or line.part:
            continue
        yield from _names(rules, line)
        yield from _numbers(rules, draft, line)
        yield from _articles(rules, draft, line)


def _names(rules: DocumentRules, line: Line) -> Iterator[UnplacedFinding]:
    known = {title for law in rules.laws.values() for title in law.titles}
    for match in _TITLE.finditer(line.text):
        title = "".join(match["title"].split())
        if title in known or _COUNTRY + title in known:
            continue
        right = _meant(title, rules, known)
        if right:
            span = (line.start + match.start(), line.start + match.end())
            yield make_finding("law-misnamed", (), [span], quoted=match[0], right=right)


def _meant(title: str, rules: DocumentRules, known: set[str]) -> str:
    """The law whose name this is a slip of; empty where it is another paper's."""
    fees = rules.laws["fees"]
    if (
        fees.words in title
        and title.endswith(("法", "条例", "办法", "规定", "规则", "细则"))
        and "信息公开" in title[:8]
    ):
        return fees.titles[0]
    bare = title.removeprefix(_COUNTRY)
    for law in sorted(known, key=lambda law: (law.startswith(_COUNTRY) != title.startswith(_COUNTRY), law)):
        core = law.removeprefix(_COUNTRY)
        if len(core) >= _CORE_LENGTH and 0 < _distance(bare, core) <= _SLIP:
            return law
    if title.startswith(f"{_COUNTRY}政府信息") or bare in ("政府信息公开法", "信息公开法", "政务公开条例"):
        return rules.laws["disclosure"].titles[0]
    return ""


def _numbers(rules: DocumentRules, draft: Draft, line: Line) -> Iterator[UnplacedFinding]:
    fees, year, order = rules.laws["fees"], draft.own_year, rules.laws["disclosure"].order
    for match in _ORDER.finditer(line.text):
        if int(match["number"]) != order and "信息公开条例" in line.text[max(0, match.start() - _NEAR) : match.start()]:
            span = [(line.start + match.start(), line.start + match.end())]
            words, right = quoted(line.text[max(0, match.start() - 16) : match.end()]), f"国务院令第{order}号"
            yield make_finding("document-misnumbered.other", (), span, quoted=words, right=right)
    for match in _NUMBER.finditer(line.text):
        number = (match["organ"], int(match["year"]), int(match["number"]))
        span = [(line.start + match.start(), line.start + match.end())]
        before = line.text[max(0, match.start() - _NEAR) : match.start()]
        words = quoted(before[-16:] + match[0]) if before else match[0]
        form = next((one for one in rules.forms if one.number == number), None)
        if form is not None and year is not None and not form.first <= year <= form.last:
            right = next((one for one in rules.forms if one.first <= year <= one.last), None)
            if right is not None:
                yield make_finding(
                    "document-misnumbered.form", (), span, quoted=words, right=_shown(right.number), year=year
                )
        elif fees.number and number != fees.number and (fees.words in before or number[::2] == fees.number[::2]):
            yield make_finding("document-misnumbered.other", (), span, quoted=words, right=_shown(fees.number))
        elif form is None and match["organ"].startswith("国办公开") and "格式" in before:
            right = _of_year(rules, year)
            yield make_finding("document-misnumbered.other", (), span, quoted=words, right=_shown(right.number))


def _of_year(rules: DocumentRules, year: int | None) -> FormLetter:
    return next((one for one in rules.forms if year is not None and one.first <= year <= one.last), rules.forms[-1])


def _shown(number: tuple[str, int, int]) -> str:
    return f"{number[0]}〔{number[1]}〕{number[2]}号"


def _articles(rules: DocumentRules, draft: Draft, line: Line) -> Iterator[UnplacedFinding]:
    law = rules.laws["disclosure"]
    of_reports = {*law.of_reports, *(() if draft.is_of_organ else law.of_utilities)}
    for named in _REGULATION.finditer(line.text):
        match = _ARTICLE.match(line.text, named.end())
        if match is None:
            continue
        articles = [_value(match[name]) for name in ("article", "second") if match[name]]
        span = [(line.start + named.start(), line.start + match.end())]
        start = max(0, named.start() - 4)
        words, right = (
            quoted(line.text[start : match.end() + 2]),
            "、".join(f"第{_han(one)}条" for one in law.of_reports),
        )
        sentence = _sentence_at(line.text, named.start(), match.end())
        if match["again"] or any(one is None or not 0 < one <= law.articles for one in articles):
            yield make_finding("article-wrong.none", (), span, quoted=words, articles=law.articles)
        elif _UTILITIES.search(sentence) and not set(articles) & set(law.of_utilities):
            yield make_finding("article-wrong.utilities", (), span, quoted=words)
        elif _is_preface(sentence, match, named) and not set(articles) & of_reports:
            yield make_finding("article-wrong.reports", (), span, quoted=words, right=right)


def _sentence_at(text: str, start: int, end: int) -> str:
    """The sentence that encloses a stretch of a line."""
    stop = text.find("。", end)
    return text[text.rfind("。", 0, start) + 1 : len(text) if stop < 0 else stop]


def _is_preface(sentence: str, match: re.Match[str], named: re.Match[str]) -> bool:
    """Whether a sentence says by which article the report itself is made."""
    if not _MADE_UNDER.search(sentence[: sentence.find(named[0]) + 1]):
        return False
    behind = sentence[sentence.find(named[0]) + len(named[0]) + len(match[0]) :]
    return bool(
        re.match(
            r"(?:的)?(?:有关|相关)?(?:规定|要求)|[和及与、]《|[和及与](?:国务院|国办|省|市)|[,、]|编|制|撰|公布|发布",
            behind,
        )
        and _REPORTS.search(sentence)
        and re.search("公布|发布|编制|撰写|公开|形成|现将|制作|报告如下", behind)
    )


def _value(said: str) -> int | None:
    return int(said) if said.isdecimal() else value_of_numeral(said)


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")


def _distance(one: str, other: str) -> int:
    """How many characters must be changed, put in or taken out."""
    if abs(len(one) - len(other)) > _SLIP:
        return _SLIP + 1
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]
