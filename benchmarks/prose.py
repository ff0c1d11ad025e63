"""Writes the paragraphs of a report, with claims about its figures that mostly agree with its tables."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.identities import Number

DISAGREEMENT_RATE = 0.02
_PLACES = (
    ("临溪县", "县"), ("青石市", "市"), ("望江区", "区"), ("云岭州", "州"), ("松原川市", "市"), ("白鹭湾区", "区"),
    ("长汀河县", "县"), ("安和自治县", "县"), ("石门坎镇", "镇"), ("柳林街道", "街道"), ("东岳新区", "区"),
)  # fmt: skip
_OFFICES = (
    "人民政府", "卫生健康局", "教育局", "自然资源局", "市场监督管理局", "交通运输局", "财政局", "民政局",
    "住房和城乡建设局", "生态环境局", "司法局", "统计局", "文化广电和旅游局", "应急管理局",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """The office that reports, and how it speaks of itself."""

    name: str
    self_name: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A claim in the prose that is not what the table says."""

    field: str
    says: str


def draw_body(rng: random.Random) -> Body:
    """An office that does not exist."""
    place, level = rng.choice(_PLACES)
    if level in ("镇", "街道"):
        name = f"{place}人民政府" if level == "镇" else f"{place}办事处"
        return Body(name, "我镇" if level == "镇" else "街道办事处")
    office = rng.choice(_OFFICES)
    self_name = f"全{level}" if office == "人民政府" else rng.choice(("我局", "本机关", "局机关"))
    return Body(place + office, self_name)


class _Writer:
    """Keeps the random source and the claims while the paragraphs are written."""

    def __init__(self, rng: random.Random, body: Body, year: int, fields: Mapping[str, Number]) -> None:
        self.rng = rng
        self.body = body
        self.year = year
        self.fields = fields
        self.disagreements: list[Disagreement] = []

    def count(self, most: int = 400) -> int:
        """A number that stands in no table."""
        return self.rng.randrange(1, most)

    def claim(self, field: str, sentence: str) -> str:
        """The sentence with the field's figure in it, or, now and then, with a wrong one."""
        value = self.fields[field]
        if self.rng.random() < DISAGREEMENT_RATE:
            told = value + self.rng.choice((1, 2, 3, 10))
            text = sentence.format(told)
            self.disagreements.append(Disagreement(field, f"正文：{text}；表：{value}"))
            return text
        return sentence.format(value)


def write_prose(
    rng: random.Random, body: Body, year: int, fields: Mapping[str, Number]
) -> tuple[dict[str, tuple[str, ...]], tuple[Disagreement, ...]]:
    """The paragraphs of every section, and which of their claims are wrong."""
    writer = _Writer(rng, body, year, fields)
    prose = {
        "preface": _preface(writer),
        "overview": _overview(writer),
        "active": _lead(writer, "active"),
        "applications": _lead(writer, "applications"),
        "disputes": _lead(writer, "disputes"),
        "problems": _problems(writer),
        "other": _other(writer),
    }
    return prose, tuple(writer.disagreements)


def _preface(writer: _Writer) -> tuple[str, ...]:
    if writer.rng.random() < 0.15:
        return ()
    return (
        f"根据《中华人民共和国政府信息公开条例》第五十条规定，现公布{writer.body.name}{writer.year}年政府信息公开工作"
        f"年度报告。本报告所列数据的统计期限自{writer.year}年1月1日起，至{writer.year}年12月31日止。",
    )


def _overview(writer: _Writer) -> tuple[str, ...]:
    # The last kind collides with the report's own section headings, as it does in some real ones.
    kinds = ("（一）（二）（三）（四）（五）", "1. 2. 3. 4. 5. ", "一、二、三、四、五、")
    (kind,) = writer.rng.choices(kinds, (80, 14, 6))
    marks = [kind[place : place + len(kind) // 5] for place in range(0, len(kind), len(kind) // 5)]
    me = writer.body.self_name
    management = (
        f"{me}严格落实信息发布“三审三校”制度，全年清理规范历史信息{writer.count()}条，"
        f"对{writer.count(40)}个栏目逐一核对，确保内容准确。"
    )
    platform = (
        f"全年通过政务微信发布信息{writer.count(2000)}篇，新增关注{writer.count(9000)}人；"
        f"受理网民留言{writer.count(90)}条，办结率100%，平均用时{writer.count(6)}个工作日。"
    )
    oversight = f"组织专题培训{writer.count(6)}次，参加{writer.count(200)}人次，把政务公开列入年度考核，分值不低于4%。"
    return (
        f"{writer.year}年，{me}坚持以公开为常态、不公开为例外，围绕中心工作推进决策、执行、管理、服务和结果公开。",
        f"{marks[0]}主动公开情况。{_active_claims(writer)}",
        f"{marks[1]}依申请公开情况。{_application_claims(writer)}",
        f"{marks[2]}政府信息管理情况。{management}",
        f"{marks[3]}平台建设情况。{platform}",
        f"{marks[4]}监督保障情况。{oversight}",
    )


def _active_claims(writer: _Writer) -> str:
    part, whole = sorted((writer.count(3000), writer.count(900)))
    text = f"全年主动公开各类政府信息{whole}条，其中政务动态{part}条。"
    if writer.rng.random() < 0.6:
        text += writer.claim("active.administrative_licensing.decisions", "作出行政许可决定{}件，")
        text += writer.claim("active.administrative_penalties.decisions", "行政处罚决定{}件。")
    column = "made_this_year" if "active.regulations.made_this_year" in writer.fields else "issued"
    if writer.rng.random() < 0.5:
        text += writer.claim(f"active.normative_documents.{column}", "制发行政规范性文件{}件。")
    return text


def _application_claims(writer: _Writer) -> str:
    me, field = writer.body.self_name, "applications.new.total"
    if not writer.fields[field]:
        return f"{writer.year}年，{me}未收到政府信息公开申请。"
    text = writer.claim(field, f"{writer.year}年，{me}共收到政府信息公开申请{{}}件，")
    if writer.rng.random() < 0.6:
        text += writer.claim("applications.carried_in.total", "上年结转{}件，")
    if writer.rng.random() < 0.6:
        text += writer.claim("applications.granted.total", "予以公开{}件，")
        text += writer.claim("applications.partially_granted.total", "部分公开{}件，")
    if writer.rng.random() < 0.5:
        text += writer.claim("applications.carried_out.total", "结转下年度继续办理{}件，")
    return text + f"均在法定期限内答复，平均用时{writer.count(19)}天。"


def _lead(writer: _Writer, section: str) -> tuple[str, ...]:
    if writer.rng.random() > 0.3:
        return ()
    if section == "active":
        return (writer.rng.choice(("主动公开政府信息情况见下表：", "该部分以表格形式报告。表格如下：")),)
    if section == "applications":
        return (f"{writer.year}年全年" + writer.claim("applications.new.total", "收到政府信息公开申请{}件。"),)
    review = writer.claim("disputes.review.total", "行政复议{}件，")
    return (f"{writer.year}年，因政府信息公开被申请" + review + "具体情况如下表。",)


def _problems(writer: _Writer) -> tuple[str, ...]:
    me = writer.body.self_name
    return (
        f"（一）存在的主要问题。{writer.year}年，{me}政府信息公开工作取得一定成效，但仍存在不足：一是信息更新不够及时；"
        "二是政策解读形式较为单一；三是基层人员业务能力有待提高。",
        f"（二）改进情况。一是健全机制，每季度至少检查1次；二是丰富解读形式，图解、视频类不少于{writer.count(60)}%；"
        f"三是加强培训，{writer.year + 1}年计划举办培训{writer.count(5)}期。",
    )


def _other(writer: _Writer) -> tuple[str, ...]:
    return (
        writer.rng.choice(
            (
                "无其他需要报告的事项。",
                f"{writer.year}年，{writer.body.self_name}未收取信息处理费。",
                f"本年度承办人大代表建议{writer.count(60)}件、政协提案{writer.count(60)}件，均已办结并公开。",
            )
        ),
    )
