"""Bytes → characters: which encoding a Chinese text file is in, told by what the characters then say."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_SAMPLE = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_COMMON = (
    "["
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题程展五果"
    "料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则"
    "任取据处府信息申请务项章规范许可罚复议诉讼维持纠案卷保护秘密采购收费市县镇乡街局委卫健康办厅州报告况涉办健督监服查询报送网站栏目"
    "為個國時來們產種後經這開會發動過學進電現實機當點從業應還樣與關線內數氣變條沒結問係軍無題員總設長資邊圖統組見計別論運農強決幹戰則"
    "據處務項規範許罰復議訴訟維糾護購費縣鎮鄉衛辦廳報況監詢網欄訊請將對體制制"
    "，。、：；（）“”《》·—－０１２３４５６７８９〔〕…％　\u00a0│─"
    "]"
)
_WORDS = (
    "政府信息",
    "政府資訊",
    "政府訊息",
    "公开",
    "公開",
    "行政",
    "年度报告",
    "年度報告",
    "申请",
    "申請",
    "条例",
    "條例",
)
# A string, as `_COMMON` is: `re` compiles them when a file first needs them, and keeps them.
_FOREIGN = "[^\t\n\r\x0b\x0c -~]"
_DAMAGE = 3
_ENOUGH = 0.15


class Decoded(NamedTuple):
    """The characters of a file without its byte order mark, the codec, and how many were lost to broken bytes."""

    characters: str
    encoding: str
    damage: int


def decode(data: bytes, telling: bytes | None = None, label: str | None = None) -> Decoded | None:
    """The characters these bytes stand for; None where no encoding makes text of them.

    `telling` is the part of them that tells the encoding, by default the beginning; `label` is the codec that the file
    itself names, which counts only where the characters tell nothing.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" not in data:
        try:
            return Decoded(data.decode("utf-8"), "utf-8", 0)
        except UnicodeDecodeError:
            pass
    sample = (telling or data)[:_SAMPLE]
    encoding = _likeliest(sample) or label or _detected(sample)
    return None if encoding is None else _decoded(data, encoding)


def _likeliest(sample: bytes) -> str | None:
    """The encoding under which the sample reads most like a Chinese report; None where it does under none."""
    qualities = [(quality(codecs.getincrementaldecoder(name)("replace").decode(sample)), name) for name in _CANDIDATES]
    best, name = max(qualities, key=lambda pair: pair[0])
    return name if best >= _ENOUGH else None


def quality(characters: str) -> float:
    """The share of common Chinese characters among those that are not ASCII, more where statutory words stand.

    ASCII alone is 1: under a wrong encoding of two or four bytes it is not ASCII. Characters lost weigh against it.
    """
    foreign = len(re.findall(_FOREIGN, characters))
    if not foreign:
        return 1.0
    common = len(re.findall(_COMMON, characters))
    words = min(sum(map(characters.count, _WORDS)), 5)
    return (common - _DAMAGE * characters.count("\ufffd")) / foreign + 0.1 * words


def _detected(sample: bytes) -> str | None:
    """What charset-normalizer makes of text that is not Chinese; None where it makes nothing of it."""
    if b"\0" in sample:
        return None
    from charset_normalizer import from_bytes

    verdict = from_bytes(sample).best()
    return None if verdict is None else verdict.encoding


def _decoded(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding, 0)
    except UnicodeDecodeError:
        characters = data.decode(encoding, "replace")
        return Decoded(characters, encoding, characters.count("\ufffd"))
