"""The two statutory forms as data: rows, columns, keys and the official labels.

Written down a second time on purpose, from the forms themselves: a benchmark that borrowed the product's tables
could not find an error in them.

Source: 国办公开办函〔2019〕60号 (form 2019), 国办公开办函〔2021〕30号 (form 2021).
"""

from dataclasses import dataclass
from typing import Literal

Form = Literal["2019", "2021"]

SECTION_TITLES: dict[str, str] = {
    "overview": "一、总体情况",
    "active": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}

APPLICANTS: tuple[tuple[str, str], ...] = (
    ("natural_person", "自然人"),
    ("company", "商业企业"),
    ("research", "科研机构"),
    ("public_welfare", "社会公益组织"),
    ("legal_service", "法律服务机构"),
    ("other_org", "其他"),
)
SIX_COLUMNS: tuple[str, ...] = tuple(key for key, _ in APPLICANTS)
SEVEN_COLUMNS: tuple[str, ...] = (*SIX_COLUMNS, "total")


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """A line of 三、本年度办理结果: one row of figures, or a group label with several rows beside it."""

    label: str
    rows: tuple[tuple[str, str], ...]

    @property
    def stands_alone(self) -> bool:
        """Whether the label itself is the row's label, with nothing beside it."""
        return len(self.rows) == 1 and not self.rows[0][1]


_PARTIAL = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
_OVERDUE = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
_UNPAID = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"

_COMMON_GROUPS: tuple[ResultGroup, ...] = (
    ResultGroup("（一）予以公开", (("granted", ""),)),
    ResultGroup(_PARTIAL, (("partially_granted", ""),)),
    ResultGroup(
        "（三）不予公开",
        (
            ("denied.state_secret", "1.属于国家秘密"),
            ("denied.law_forbidden", "2.其他法律行政法规禁止公开"),
            ("denied.three_safety_one_stability", "3.危及“三安全一稳定”"),
            ("denied.third_party_rights", "4.保护第三方合法权益"),
            ("denied.internal_affairs", "5.属于三类内部事务信息"),
            ("denied.process_information", "6.属于四类过程性信息"),
            ("denied.enforcement_files", "7.属于行政执法案卷"),
            ("denied.administrative_inquiry", "8.属于行政查询事项"),
        ),
    ),
    ResultGroup(
        "（四）无法提供",
        (
            ("unable.not_held", "1.本机关不掌握相关政府信息"),
            ("unable.needs_creation", "2.没有现成信息需要另行制作"),
            ("unable.unclear_after_correction", "3.补正后申请内容仍不明确"),
        ),
    ),
    ResultGroup(
        "（五）不予处理",
        (
            ("rejected.petition", "1.信访举报投诉类申请"),
            ("rejected.repeated", "2.重复申请"),
            ("rejected.public_publication", "3.要求提供公开出版物"),
            ("rejected.excessive", "4.无正当理由大量反复申请"),
            ("rejected.reconfirm", "5.要求行政机关确认或重新出具已获取信息"),
        ),
    ),
)
_OTHER_ONE_ROW = ResultGroup("（六）其他处理", (("other.total", ""),))
_OTHER_THREE_ROWS = ResultGroup(
    "（六）其他处理",
    (("other.overdue_correction", _OVERDUE), ("other.unpaid_fee", _UNPAID), ("other.misc", "3.其他")),
)
RESULTS_TOTAL_LABEL = "（七）总计"


def result_groups(other_in_one_row: bool) -> tuple[ResultGroup, ...]:
    """The groups of 三、本年度办理结果 without its total."""
    return (*_COMMON_GROUPS, _OTHER_ONE_ROW if other_in_one_row else _OTHER_THREE_ROWS)


def result_rows(other_in_one_row: bool) -> tuple[str, ...]:
    """The keys of the rows that the total of 三、本年度办理结果 adds up."""
    return tuple(key for group in result_groups(other_in_one_row) for key, _ in group.rows)


def application_rows(other_in_one_row: bool) -> tuple[str, ...]:
    """The keys of every row of section three, in the form's order."""
    return ("new", "carried_in", *result_rows(other_in_one_row), "total", "carried_out")


DISPUTE_GROUPS: tuple[tuple[str, str], ...] = (
    ("review", "行政复议"),
    ("litigation_direct", "未经复议直接起诉"),
    ("litigation_after_review", "复议后起诉"),
)
DISPUTE_COLUMNS: tuple[tuple[str, str], ...] = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)


@dataclass(frozen=True, slots=True)
class ActiveBlock:
    """One 第二十条第（N）项 of section two: the header beneath it and its rows of figures."""

    article: str
    headers: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]


_MADE = (
    ("made_this_year", "本年新制作数量"),
    ("published_this_year", "本年新公开数量"),
    ("total_published", "对外公开总数量"),
)
_ITEMS = (("prior_items", "上一年项目数量"), ("change", "本年增/减"), ("decisions", "处理决定数量"))
_ISSUED = (("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数"))
_DECISIONS = (("decisions", "本年处理决定数量"),)
_PENALTIES = (("administrative_penalties", "行政处罚"), ("administrative_coercion", "行政强制"))
_LICENSING = ("administrative_licensing", "行政许可")

ACTIVE_BLOCKS: dict[Form, tuple[ActiveBlock, ...]] = {
    "2019": (
        ActiveBlock("第二十条第（一）项", _MADE, (("regulations", "规章"), ("normative_documents", "规范性文件"))),
        ActiveBlock("第二十条第（五）项", _ITEMS, (_LICENSING, ("other_management_services", "其他对外管理服务事项"))),
        ActiveBlock("第二十条第（六）项", _ITEMS, _PENALTIES),
        ActiveBlock("第二十条第（八）项", _ITEMS[:2], (("administrative_fees", "行政事业性收费"),)),
        ActiveBlock(
            "第二十条第（九）项",
            (("project_count", "采购项目数量"), ("amount_yuan", "采购总金额")),
            (("government_procurement", "政府集中采购"),),
        ),
    ),
    "2021": (
        ActiveBlock(
            "第二十条第（一）项", _ISSUED, (("regulations", "规章"), ("normative_documents", "行政规范性文件"))
        ),
        ActiveBlock("第二十条第（五）项", _DECISIONS, (_LICENSING,)),
        ActiveBlock("第二十条第（六）项", _DECISIONS, _PENALTIES),
        ActiveBlock(
            "第二十条第（八）项",
            (("amount_wan_yuan", "本年收费金额（单位：万元）"),),
            (("administrative_fees", "行政事业性收费"),),
        ),
    ),
}


def field_keys(form: Form, other_in_one_row: bool) -> tuple[str, ...]:
    """Every field of a form as such a report prints it, in reading order."""
    active = (
        f"active.{row}.{column}"
        for block in ACTIVE_BLOCKS[form]
        for row, _ in block.rows
        for column, _ in block.headers
    )
    applications = (
        f"applications.{row}.{column}" for row in application_rows(other_in_one_row) for column in SEVEN_COLUMNS
    )
    disputes = (f"disputes.{group}.{column}" for group, _ in DISPUTE_GROUPS for column, _ in DISPUTE_COLUMNS)
    return (*active, *applications, *disputes)
