"""Sentences as reports write them, and what each claims.

A claim is written `figure relation value`: `new=95`, `penalties>=260`. A figure is a field, or a sum of fields under
the short name below; applicants of a row are `new.natural_person`. The reading most likely meant is what counts here.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from extractor.narrative import find_claims

SHORT = {
    "new": "applications.new.total",
    "total": "applications.total.total",
    "carried_in": "applications.carried_in.total",
    "carried_out": "applications.carried_out.total",
    "granted": "applications.granted.total",
    "partially_granted": "applications.partially_granted.total",
    "not_held": "applications.unable.not_held.total",
    "needs_creation": "applications.unable.needs_creation.total",
    "unclear": "applications.unable.unclear_after_correction.total",
    "petition": "applications.rejected.petition.total",
    "repeated": "applications.rejected.repeated.total",
    "publication": "applications.rejected.public_publication.total",
    "excessive": "applications.rejected.excessive.total",
    "reconfirm": "applications.rejected.reconfirm.total",
    "secret": "applications.denied.state_secret.total",
    "third_party": "applications.denied.third_party_rights.total",
    "internal": "applications.denied.internal_affairs.total",
    "process": "applications.denied.process_information.total",
    "files": "applications.denied.enforcement_files.total",
    "inquiry": "applications.denied.administrative_inquiry.total",
    "forbidden": "applications.denied.law_forbidden.total",
    "stability": "applications.denied.three_safety_one_stability.total",
    "other": "applications.other.total.total",
    "overdue": "applications.other.overdue_correction.total",
    "unpaid": "applications.other.unpaid_fee.total",
    "licensing": "active.administrative_licensing.decisions",
    "management": "active.other_management_services.decisions",
    "penalties": "active.administrative_penalties.decisions",
    "coercion": "active.administrative_coercion.decisions",
    "issued": "active.normative_documents.issued",
    "repealed": "active.normative_documents.repealed",
    "in_force": "active.normative_documents.in_force",
    "regulations": "active.regulations.issued",
    "fee_items": "active.administrative_fees.prior_items",
    "fees": "active.administrative_fees.amount_wan_yuan",
    "purchases": "active.government_procurement.project_count",
    "spent": "active.government_procurement.amount_yuan",
    "review": "disputes.review.total",
    "direct": "disputes.litigation_direct.total",
    "after_review": "disputes.litigation_after_review.total",
}
DENIED = [
    "state_secret",
    "law_forbidden",
    "three_safety_one_stability",
    "third_party_rights",
    "internal_affairs",
    "process_information",
    "enforcement_files",
    "administrative_inquiry",
]
ORGANISATIONS = ["company", "research", "public_welfare", "legal_service", "other_org"]
SUMS = {
    "denied": tuple(f"applications.denied.{key}.total" for key in DENIED),
    "unable": tuple(
        f"applications.unable.{key}.total" for key in ("not_held", "needs_creation", "unclear_after_correction")
    ),
    "rejected": tuple(
        f"applications.rejected.{key}.total"
        for key in ("petition", "repeated", "public_publication", "excessive", "reconfirm")
    ),
    "new.organisations": tuple(f"applications.new.{key}" for key in ORGANISATIONS),
    "total.organisations": tuple(f"applications.total.{key}" for key in ORGANISATIONS),
    "litigation": ("disputes.litigation_direct.total", "disputes.litigation_after_review.total"),
    "litigation.upheld": ("disputes.litigation_direct.upheld", "disputes.litigation_after_review.upheld"),
    "litigation.corrected": ("disputes.litigation_direct.corrected", "disputes.litigation_after_review.corrected"),
    "litigation.other": ("disputes.litigation_direct.other", "disputes.litigation_after_review.other"),
    "litigation.pending": ("disputes.litigation_direct.pending", "disputes.litigation_after_review.pending"),
}

APPLICATIONS = [
    ("2020年，我局共收到政府信息公开申请12件。", "new=12"),
    ("2020 年 ，我 局 共 收 到 政 府 信 息 公 开 申 请 12 件 。", "new=12"),
    ("全年收到政府信息公开申请1,204件，均按期答复。", "new=1204"),
    ("本机关新收政府信息公开申请数量为7件，上年结转政府信息公开申请数量为1件。", "new=7 carried_in=1"),
    ("本年度接到依申请公开事项4件。", "new=4"),
    (
        "2023年度共受理依申请公开 33 件，办结 33 件，其中予以公开 10 件、部分公开 2 件、不予公开 5 件。",
        "new=33 total=33 granted=10 partially_granted=2 denied=5",
    ),
    ("一年来，区教育局办理政府信息公开申请19宗，答复率100%。", "new=19"),
    ("共收到6份政府信息公开申请，均为自然人申请。", "new=6 new.natural_person=6"),
    ("我镇收到3条信息公开申请，都在规定期限内答复。", "new=3"),
    ("2021年收到依申请公开申请一件，已答复。", "new=1"),
    ("全年共收到公民、法人和其他组织提出的政府信息公开申请二十六件。", "new=26"),
    ("收到政府信息公开申请两件。", "new=2"),
    ("收到政府信息公开申请一百零三件。", "new=103"),
    (
        "依申请公开情况。全年共收到95件，其中自然人90件，法人5件，上年结转3件，予以公开20件，部分公开3件，不予公开1件，"
        "无法提供60件，不予处理2件，其他处理5件，结转下年度4件。",
        "new=95 new.natural_person=90 new.organisations=5 carried_in=3 granted=20 partially_granted=3 denied=1 "
        "unable=60 rejected=2 other=5 carried_out=4",
    ),
    ("收到政府信息公开申请40件（自然人38件，法人或其他组织2件）。", "new=40 new.natural_person=38 new.organisations=2"),
    (
        "新收政府信息公开申请8件。其中商业企业2件、科研机构1件、社会公益组织1件、法律服务机构1件、其他组织1件。",
        "new=8 new.company=2 new.research=1 new.public_welfare=1 new.legal_service=1 new.other_org=1",
    ),
    ("收到政府信息公开申请5件，予以公开的3件，结转到2022年继续办理2件。", "new=5 granted=3"),
    (
        "2021年收到政府信息公开申请5件，2021年度予以公开3件，结转至2022年度继续办理2件。",
        "new=5 granted=3 carried_out=2",
    ),
    (
        "共收到信息公开申请7件，上年度结转1件；予以公开3件，无法提供4件，结转下年继续办理1件。",
        "new=7 carried_in=1 granted=3 unable=4 carried_out=1",
    ),
    ("我局收到政府信息公开申请9件，除2件结转下年度办理外，其余均已答复。", "new=9 carried_out=2"),
    (
        "收到政府信息公开申请9件，其中3件予以公开，1件部分公开，2件不予公开，3件无法提供。",
        "new=9 granted=3 partially_granted=1 denied=2 unable=3",
    ),
    (
        "受理政府信息公开申请15件，本机关不掌握相关政府信息4件，没有现成信息需要另行制作1件，补正后申请内容仍不明确2件。",
        "new=15 not_held=4 needs_creation=1 unclear=2",
    ),
    (
        "收到政府信息公开申请20件，不予公开8件：属于国家秘密1件，其他法律行政法规禁止公开1件，危及“三安全一稳定”1件，"
        "保护第三方合法权益1件，属于三类内部事务信息1件，属于四类过程性信息1件，属于行政执法案卷1件，属于行政查询事项1件。",
        "new=20 denied=8 secret=1 forbidden=1 stability=1 third_party=1 internal=1 process=1 files=1 inquiry=1",
    ),
    (
        "收到政府信息公开申请12件，信访举报投诉类申请3件，重复申请2件，要求提供公开出版物1件，无正当理由大量反复申请1件，"
        "要求行政机关确认或重新出具已获取信息1件。",
        "new=12 petition=3 repeated=2 publication=1 excessive=1 reconfirm=1",
    ),
    (
        "收到政府信息公开申请6件，申请人无正当理由逾期不补正2件，逾期未按收费通知要求缴纳费用1件，其他处理3件。",
        "new=6 overdue=2 unpaid=1 other=3",
    ),
    ("收到政府信息公开申请4件，属于过程性信息的2件，涉及第三方合法权益的1件。", "new=4 process=2 third_party=1"),
    ("收到政府信息公开申请4件，2件属于信访类申请，1件属于重复申请。", "new=4 petition=2 repeated=1"),
    ("全年共收到政府信息公开申请120余件。", "new>=120"),
    ("全年收到政府信息公开申请近50件。", "new~50"),
    ("全年收到政府信息公开申请约30件。", "new~30"),
    ("全年收到政府信息公开申请超过200件。", "new>=200"),
    ("全年收到政府信息公开申请200件以上。", "new>=200"),
    ("全年收到政府信息公开申请不足10件。", "new<=10"),
    ("全市共收到政府信息公开申请1.2万件。", "new=12000"),
    ("依申请公开政府信息情况。本年度收到申请 2 件，办理 2 件。", "new=2 new=2"),
    ("（二）依申请公开情况\n\n全年受理申请5件，办结5件。", "new=5 total=5"),
    ("政府信息公开申请受理1条，与上年相比增加1条。", "new=1"),
    ("依申请公开3次，行政复议0次，行政诉讼0次。", "new=3 review=0 litigation=0"),
    ("2020年受理依申请公开材料0份。", "new=0"),
    ("累计受理依申请公开政府信息0件。", "new=0"),
    ("全年未收到政府信息公开申请。", "new=0"),
    ("2024年，我局未收到任何单位和个人提出的政府信息公开申请。", "new=0"),
    ("本年度没有收到公民、法人或其他组织的信息公开申请。", "new=0"),
    ("我办无政府信息公开申请。", "new=0"),
    ("我街道无依申请公开事项。", "new=0"),
    ("未接到信息公开申请，各栏目运行正常。", "new=0"),
    ("未收到政府信息公开申请和行政复议、行政诉讼案件。", "new=0 review=0 litigation=0"),
    ("收到政府信息公开申请0件，无结转下年度办理情况。", "new=0 carried_out=0"),
    ("收到政府信息公开申请3件，无上年结转，均予以答复。", "new=3 carried_in=0"),
    ("今年收到政府信息公开申请8份，按时答复8份。", "new=8 total>=8"),
    ("收到政府信息公开申请8份，已答复7份，1份顺延至下年度。", "new=8 total=7 carried_out=1"),
    ("政府信息公开申请数量：3件。", "new=3"),
    ("政府信息公开申请数为0。", "new=0"),
    ("全年共收到政府信息公开申请 5 件 ，\n其中自然人 5 件。", "new=5 new.natural_person=5"),
    ("全年共收到政府信息公\n开申请 5 件，全部办结。", "new=5"),
    ("收到政府信息公开申请100件，予以公开25件，占25.5%。", "new=100 granted=25 granted%25.5"),
    ("收到政府信息公开申请11件，其中1件因信息不存在无法提供。", "new=11 not_held=1"),
    ("收到政府信息公开申请11件，信息不存在2件。", "new=11 not_held=2"),
]

ACTIVE = [
    ("全年作出行政许可决定356件，行政处罚决定28件，行政强制3件。", "licensing=356 penalties=28 coercion=3"),
    ("行政许可处理决定数量203件，同比上一年项目数量无增减。", "licensing=203"),
    ("2021年办理行政许可1,203件。", "licensing=1203"),
    ("共作出27件行政处罚决定，全部公示。", "penalties=27"),
    ("实施行政处罚16起、行政强制措施2起。", "penalties=16 coercion=2"),
    ("在网站公开的行政处罚共45件。", "penalties=45"),
    ("公示行政许可、行政处罚共500件。", "licensing+penalties=500"),
    ("行政许可、行政处罚分别为32件和45件。", "licensing=32 penalties=45"),
    ("行政许可和行政强制均为0件。", "licensing=0 coercion=0"),
    ("本年度未作出行政处罚决定。", "penalties=0"),
    ("全年未实施行政处罚、行政强制。", "penalties=0 coercion=0"),
    ("其他对外管理服务事项12件。", "management=12"),
    ("全年制发行政规范性文件3件，废止1件，现行有效8件。", "issued=3 repealed=1 in_force=8"),
    ("制定发布规范性文件4件，清理废止文件0件，现行有效文件20件。", "issued=4 repealed=0 in_force=20"),
    ("印发规范性文件三件。", "issued=3"),
    ("废止规范性文件2件，现行有效规范性文件11件。", "repealed=2 in_force=11"),
    ("全年发布规范性文件1件。", "issued=1"),
    ("本年未制定规范性文件。", "issued=0"),
    ("制定规章1部，规范性文件6件。", "regulations=1 issued=6"),
    ("行政事业性收费0项，本年无增减。", "fee_items=0"),
    ("行政事业性收费共计12.5万元。", "fees=12.5"),
    ("收取行政事业性收费325000元。", "fees=32.5"),
    ("全年未收取行政事业性收费。", "fees=0"),
    ("政府集中采购项目4个，采购总金额25.399万元。", "purchases=4 spent=253990"),
    ("实施政府采购项目6个。", "purchases<=6"),
    ("共查处行政处罚案件260余件。", "penalties>=260"),
]

DISPUTES = [
    ("因政府信息公开被申请行政复议3件，被提起行政诉讼1件。", "review=3 litigation=1"),
    (
        "全年因政府信息公开产生行政复议案件6件和行政诉讼案件3件，其中行政复议结果维持5件，尚未审结1件，行政诉讼结果维持3件。",
        "review=6 litigation=3 review.upheld=5 review.pending=1 litigation.upheld=3",
    ),
    ("政府信息公开行政复议1件，行政诉讼0件。", "review=1 litigation=0"),
    ("信息公开类行政复议2起，纠正1起，其他结果1起。", "review=2 review.corrected=1 review.other=1"),
    ("因政府信息公开引发行政复议4件，均维持。", "review=4 review.upheld=4"),
    (
        "因依申请公开引发行政复议2件、行政诉讼1件，均获维持。",
        "review=2 litigation=1 review.upheld=2 litigation.upheld=1",
    ),
    ("因政府信息公开工作未经复议直接起诉2件，复议后起诉1件。", "direct=2 after_review=1"),
    (
        "因政府信息公开被提起行政诉讼2件，其中1件维持、1件未审结。",
        "litigation=2 litigation.upheld=1 litigation.pending=1",
    ),
    ("因政府信息公开申请引发的行政复议和行政诉讼各1件。", "review=1 litigation=1"),
    ("因政府信息公开引发行政复议、行政诉讼共5件。", "review+litigation=5"),
    ("因政府信息公开工作被申请行政复议0件、提起行政诉讼0件。", "review=0 litigation=0"),
    ("2021年度未发生被申请行政复议、行政诉讼的情形。", "review=0 litigation=0"),
    ("没有发生因政府信息公开引发的行政复议或行政诉讼。", "review=0 litigation=0"),
    ("未因政府信息公开工作被申请行政复议、提起行政诉讼。", "review=0 litigation=0"),
    ("全年无行政复议、行政诉讼。", "review=0 litigation=0"),
    ("行政复议、行政诉讼均为零。", "review=0 litigation=0"),
    ("行政复议、行政诉讼情况：无。", "review=0 litigation=0"),
    ("无因政府信息公开引发的举报、投诉、行政复议或行政诉讼等事件。", "review=0 litigation=0"),
    ("我局没有发生与信息公开有关的申请行政复议。", "review=0"),
    ("四、政府信息公开行政复议、行政诉讼情况\n2021年，行政复议3件，行政诉讼1件。", "review=3 litigation=1"),
    ("政府信息公开行政复议1起，行政诉讼0起，维持1起。", "review=1 litigation=0 review.upheld=1"),
]

SILENT = [
    # Other counts with the same words.
    "公开行政许可权力59项、行政处罚权力368项、行政强制权力20项。",
    "梳理行政许可事项59项。",
    "公开行政处罚案件信息30条。",
    "公开双随机检查结果7次。",
    "卫生行政处罚12件，交通行政处罚8件。",
    "作出行政检查、行政处罚共500件。",
    "行政处罚、行政检查信息500条。",
    "受理行政许可申请50件。",
    "行政处罚罚款3万元。",
    "对3家单位作出行政处罚。",
    "行政许可办结率100%，行政处罚公示率100%。",
    "解读规范性文件3件，备案审查规范性文件5件。",
    "转发上级规范性文件12件。",
    "修订规章制度5项。",
    "公开政府采购信息40条。",
    "公开行政事业收费项目依据标准0件。",
    "未收取信息处理费。",
    "收取信息处理费0元。",
    "没有收取任何费用。",
    # Other matters.
    "主动公开政府信息758条，其中政务动态14条。",
    "依申请公开51份文件，不公开60份文件，删减后公开0份文件。",
    "制发公文30份，其中主动公开20份、依申请公开5份、不予公开5份。",
    "收到个人申请公开文件2件。",
    "办理人大代表建议11件、政协提案45件。",
    "收到信访件345件，答复率100%。",
    "受理12345热线工单47件，全部办结。",
    "收到网民留言230条，办结230条。",
    "全年共办理生育登记3945件。",
    "收到公租房申请5件，受理5件。",
    "收到留言14条，回复14条。",
    "微信公众号发布信息26条，公开发布8条。",
    "组织培训6次，参加200人次。",
    "回应舆情6条。",
    "本单位受理行政复议案件320件，审结300件，维持200件。",
    "办理行政应诉案件12件。",
    "推进行政复议信息公开，受理行政复议案件320件。",
    "办理民事诉讼3件。",
    "未发生民事诉讼。",
    # Comparisons, other years, plans.
    "政府信息公开申请数量同比增长20件。",
    "较上年增加5件，比2019年增加32%。",
    "上年共收到政府信息公开申请5件。",
    "去年收到政府信息公开申请5件。",
    "自《条例》施行以来累计受理政府信息公开申请500件。",
    "下一步，力争行政复议、行政诉讼为零。",
    "争取全年未发生行政复议、行政诉讼。",
    "依申请公开申请按时办结率达到100%。",
    # Law, template, titles.
    "根据《条例》第五十条、第二十条第（一）项规定，编制本报告。",
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
    "国办公开办函〔2021〕30号要求，政府信息公开申请办理更加规范。",
    "四、政府信息公开行政复议、行政诉讼情况",
    "统计期限自2021年1月1日起至2021年12月31日止。",
    "规章0件的，填0；行政规范性文件应当填报件数。",
    # Denials of something else.
    "未收到政府信息公开申请人的投诉。",
    "没有超期答复的政府信息公开申请。",
    "未发生行政复议被纠正的情况。",
    "没有发生败诉的行政诉讼案件。",
    "未收到行政许可申请。",
    "无正当理由不得拒绝政府信息公开申请。",
    "行政复议无败诉。",
    "除1件政府信息公开申请外，未收到其他政府信息公开申请。",
    # Parts and damage.
    "其中通过网络申请1303件，当面申请24件。",
    "部分公开67，不予公开。",
    "行政许可 | 2 | |||",
    "行政许可\t828\n行政处罚\t48\n",
    "行政复议、行政诉讼",
    "0 0 0 0 0",
]

SENTENCES = [*APPLICATIONS, *ACTIVE, *DISPUTES, *((text, "") for text in SILENT)]


def fields_of(name: str) -> tuple[str, ...]:
    if "+" in name:
        return tuple(field for part in name.split("+") for field in fields_of(part))
    if name in SUMS:
        return SUMS[name]
    if name in SHORT:
        return (SHORT[name],)
    section = "disputes" if name.startswith("review.") else "applications"
    return (f"{section}.{name}",)


def told(text: str) -> list[tuple[tuple[str, ...], str, Decimal]]:
    return [
        (claim.fields, "%" if claim.share_of else claim.relation, Decimal(claim.value))
        for claim in find_claims(text, [(0, len(text))])
        if claim.value is not None
    ]


def expected(line: str) -> list[tuple[tuple[str, ...], str, Decimal]]:
    claims: list[tuple[tuple[str, ...], str, Decimal]] = []
    for entry in line.split():
        name, relation, value = re.split("(>=|<=|=|~|%)", entry)
        claims.append((fields_of(name), relation, Decimal(value)))
    return claims


@pytest.mark.parametrize(("text", "line"), SENTENCES, ids=[text[:40] for text, _ in SENTENCES])
def test_a_sentence_claims_what_it_says(text: str, line: str) -> None:
    assert sorted(told(text)) == sorted(expected(line))
