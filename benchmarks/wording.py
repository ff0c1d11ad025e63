"""How an office words the form: brackets, item marks, spaces and its own versions of the labels."""

import random
import re
from dataclasses import dataclass

from benchmarks.forms import Form

_ITEM = re.compile(r"^(\d)\.")
_COMMON_REPLACEMENTS: tuple[tuple[str, str], ...] = (
    ("其他法律行政法规禁止公开", "其他法律法规禁止公开"),
    ("其他法律行政法规禁止公开", "其他法律、行政法规禁止公开"),
    ("其他法律行政法规禁止公开", "其他法律行政 法规禁止公开"),
    ("本机关不掌握相关政府信息", "本机关不掌握相关信息"),
    ("上年结转政府信息公开申请数量", "上年结转政府信息公开数量"),
    ("法人或其他组织", "法人或者其他组织"),
    ("社会公益组织", "社会公益 组织"),
    ("三、本年度办理结果", "三 、 本 年 度 办 理 结 果"),
    ("危及“三安全一稳定”", '危及"三安全一稳定"'),
    ("危及“三安全一稳定”", "危及三安全一稳定"),
    ("（区分处理的，只计这一情形，不计其他情形）", "（区分处理的，只计这一情形，不计其他情形) "),
    ("第二十条第（", "第二十条 第（"),
    ("第二十条第（", "第二十条（"),
    (
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        "本列数据的勾稽关系为：第一项加第二项之和等于第三项加第四项之和",
    ),
    ("四、政府信息公开行政复议、行政诉讼情况", "四、政府信息公开行政复议和行政诉讼情况"),
    ("四、政府信息公开行政复议、行政诉讼情况", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
    ("二、主动公开政府信息情况", "二、行政机关主动公开政府信息情况"),
    ("五、存在的主要问题及改进情况", "五、政府信息公开工作存在的主要问题及改进情况"),
    ("总计", "合计"),
)
_FORM_REPLACEMENTS: dict[Form, tuple[tuple[str, str], ...]] = {
    "2019": (
        ("本年新制作数量", "本年新\n制作数量"),
        ("本年新公开数量", "本年新\n公开数量"),
        ("对外公开总数量", "对外公开\n总数量"),
        ("本年新制作数量", "本年度新制作数量"),
        ("规范性文件", "行政规范性文件"),
        ("采购总金额", "采购总金额（元）"),
        ("本年增/减", "本年增／减"),
        ("本年增/减", "本年增减"),
        ("上一年项目数量", "上一年度项目数量"),
    ),
    "2021": (
        ("本年制发件数", "本年制发\n件数"),
        ("本年废止件数", "本年废止数"),
        ("行政规范性文件", "规范性文件"),
        ("本年收费金额（单位：万元）", "本年收费金额（单位:万元,保留4位小数）"),
        ("本年收费金额（单位：万元）", "本年收费金额\n（单位：万元）"),
        ("本年处理决定数量", "本年度处理决定数量"),
        ("逾期不补正、行政机关", "逾期不补正，行政机关"),
    ),
}
_CONFLICTS = {"采购总金额（元）": ("wan", "wan_unit")}


@dataclass(frozen=True, slots=True)
class Wording:
    """One office's way with the official labels."""

    wide_brackets: bool = True
    item_mark: str = "."
    replacements: tuple[tuple[str, str], ...] = ()

    def label(self, official: str) -> str:
        """The label as this office prints it."""
        text = official
        for old, new in self.replacements:
            text = text.replace(old, new)
        text = _ITEM.sub(lambda match: match.group(1) + self.item_mark, text)
        if not self.wide_brackets:
            text = text.replace("（", "(").replace("）", ")")
        return text


def draw_wording(rng: random.Random, form: Form, money: str) -> Wording:
    """The official wording half the time, else a few departures from it."""
    known = (*_COMMON_REPLACEMENTS, *_FORM_REPLACEMENTS[form])
    usable = [pair for pair in known if money not in _CONFLICTS.get(pair[1], ())]
    chosen: dict[str, str] = {}
    if rng.random() < 0.6:
        for old, new in rng.sample(usable, rng.randrange(1, 6)):
            chosen.setdefault(old, new)
    return Wording(
        wide_brackets=rng.random() < 0.7,
        item_mark=rng.choices((".", "．", "、", ". "), (6, 2, 1, 2))[0],
        replacements=tuple(chosen.items()),
    )
