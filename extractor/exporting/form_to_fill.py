"""The official form to be filled in: its six parts, what is carried over from last year, and what to mind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from extractor.forms import Form, across
from extractor.forms.naming import field_names
from extractor.result import Extraction, Number

NOTE = "填写说明（报送前删去）："
"""What every note begins with; a draft that still has one is not finished."""

_BODY, _YEAR = "（机关名称）", "____"
_PARTS = ("总体情况", "", "", "", "存在的主要问题及改进情况", "其他需要报告的事项")
_NUMERALS = "一二三四五六"
_OVERVIEW = (
    "写明主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五个方面的情况，"
    "数字与第二至第四部分的表格一致。"
)
_PROBLEMS = "写明本年度存在的主要问题和改进情况，不照抄上年。"
_OTHERS = "写明收取信息处理费的情况（《政府信息公开信息处理费管理办法》，国办函〔2020〕109号），没有的写“未收取”。"
_TABLES = {
    "active": "规章、行政规范性文件的现行有效件数按公文时效统计；收费金额以万元为单位。没有的填 0，不留空。",
    "applications": (
        "只填非负整数，没有的填 0。各行总计为六类申请人之和；第三项（七）总计为各类结果之和；"
        "第一项加第二项等于第三项（七）总计加第四项；第二项应等于上年报告的第四项。"
    ),
    "disputes": "只统计因政府信息公开引起的案件；各组总计等于结果维持、结果纠正、其他结果、尚未审结之和。",
}


class FormPart(NamedTuple):
    """One of the six parts: its heading, what to mind, and the key of the section whose table stands in it, if any."""

    heading: str
    note: str
    section: str = ""


class FormToFill(NamedTuple):
    """A form to be filled in; `values` are the figures that are known already, by field."""

    form: Form
    title: str
    preface: str
    parts: tuple[FormPart, ...]
    signature: tuple[str, str]
    values: Mapping[str, Number]


def form_to_fill(form: Form, last_year: Extraction | None = None) -> FormToFill:
    """The form, empty, or with the name, the year and the figures that last year's report hands on."""
    body = last_year.report.unit if last_year else None
    year = str(last_year.report.year + 1) if last_year and last_year.report.year else _YEAR
    values = carried_over(last_year) if last_year else {}
    name = body or _BODY
    preface = (
        f"根据《中华人民共和国政府信息公开条例》第五十条和{form.regulation}要求，编制本报告。"
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    )
    following = str(int(year) + 1) if year.isdecimal() else _YEAR
    title = f"{name}{year}年政府信息公开工作年度报告"
    return FormToFill(form, title, preface, _parts(form, last_year), (name, f"{following}年__月__日"), values)


def carried_over(last_year: Extraction) -> dict[str, Number]:
    """What last year's report carries out, by the fields that take it in; only what was read for sure."""
    known = {key: field.value for key, field in last_year.fields.items() if field.status == "accepted"}
    return {into: value for out, into in across.carried_over() if (value := known.get(out)) is not None}


def _parts(form: Form, last_year: Extraction | None) -> tuple[FormPart, ...]:
    notes = {0: _OVERVIEW, 4: _PROBLEMS, 5: _OTHERS}
    sections = {section.ordinal: section for section in form.sections}
    made: list[FormPart] = []
    for i, numeral in enumerate(_NUMERALS):
        section = sections.get(numeral)
        if section is None:
            made.append(FormPart(f"{numeral}、{_PARTS[i]}", NOTE + notes[i]))
        else:
            note = _TABLES[section.key] + _last_years(form, section.key, last_year)
            made.append(FormPart(f"{numeral}、{section.titles[0]}", NOTE + note, section.key))
    return tuple(made)


def _last_years(form: Form, section: str, last_year: Extraction | None) -> str:
    """What last year's report says of what is in force, to start from."""
    if last_year is None:
        return ""
    names = field_names(form)
    told = [
        f"{names[kind.in_force]} {last_year.fields[kind.in_force].value}"
        for kind in form.in_force
        if kind.in_force.startswith(f"{section}.")
        and kind.in_force in last_year.fields
        and last_year.fields[kind.in_force].value is not None
    ]
    return f"上年报告：{'，'.join(told)}。" if told else ""
