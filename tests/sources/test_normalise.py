"""Laws of the normalised text: idempotent, one character for one, and every place leads back to the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicon.folding import CONTROLS, ZERO_WIDTH, characters, traditional
from extractor.sources.normalise import Normalised, normalise

MESSY = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs",)),
        st.sampled_from(
            "０９＋－（），：　\u00a0\r\n\t\f\u2028\u200b\ufeff\u00ad─┼│｜丨規資訊開⼀⻓\x07\x00\u2011〇①㈠"
        ),
    )
)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("１２３", "123"),
        ("（一）项：", "(一)项:"),
        ("25．399万", "25.399万"),
        ("+5 ＋5 ﹢5", "+5 +5 +5"),
        ("－2 −2 –2 —2 ﹣2 ‐2", "-2 -2 -2 -2 -2 -2"),
        ("a\u00a0b\u3000c\u2009d\u202fe", "a b c d e"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc\r\n\r\nd", "a \nb\nc \n \nd"),
        ("a\fb\vc\u2028d\u2029e\x85f", "a\nb\nc\nd\ne\nf"),
        ("规章｜0│0┃0¦0∣0丨0", "规章|0|0|0|0|0|0"),
        ("┌──┬━━┐├═╪═┤└──┘", "+--+--++-+-++--+"),
        ("⼀⼆⻓⻔⻅金", "一二长门见金"),
        ("本年增∕减 時間∶", "本年增/减 时间:"),
        ("第20項規範性文件總計", "第20项规范性文件总计"),
        ("行政覆議複議", "行政覆议复议"),
        ("𝟏𝟐", "12"),
        ("①㈠⑴²Ⅰ〇", "①㈠⑴²Ⅰ〇"),
        ("乾县 覆盖 显著 瞭望 凭藉", "乾县 覆盖 显著 瞭望 凭藉"),
        ("行\u200b政\ufeff许\u00ad可\u202c", "行政许可"),
        ("许可\x07203\x07\x07", "许可\t203\t\t"),
        ("a\x00b\x1fc", "a b c"),
    ],
)
def test_one_way_of_writing_each_thing(printed: str, read: str) -> None:
    assert normalise(printed).text == read


@given(MESSY)
def test_normalising_twice_changes_nothing(original: str) -> None:
    text = normalise(original).text
    assert normalise(text) == Normalised(text, None, 0)


@given(MESSY)
def test_every_character_leads_back_to_its_original(original: str) -> None:
    made = normalise(original)
    origin = range(len(original)) if made.origin is None else made.origin
    assert len(origin) == len(made.text)
    assert list(origin) == sorted(set(origin))
    for character, offset in zip(made.text, origin, strict=True):
        printed = original[offset]
        if printed == "\r":
            assert character == (" " if original[offset + 1 : offset + 2] == "\n" else "\n")
        else:
            assert normalise(printed).text == character


@given(MESSY)
def test_only_zero_width_characters_are_lost(original: str) -> None:
    assert len(normalise(original).text) == sum(c not in ZERO_WIDTH for c in original)


@given(MESSY)
def test_no_text_holds_a_character_that_the_table_replaces(original: str) -> None:
    assert not set(normalise(original).text) & (characters().keys() | ZERO_WIDTH)


def test_what_stands_for_others_stands_for_itself() -> None:
    assert not set(characters().values()) & (characters().keys() | ZERO_WIDTH)
    assert all(len(one) == 1 for pair in characters().items() for one in pair)


def test_many_kinds_of_characters_are_replaced_as_few_are() -> None:
    many = "".join(list(traditional())[:500]) + "\r\n１"
    assert normalise(many).text == "".join(normalise(one).text for one in many[:500]) + " \n1"


def test_long_texts_are_read_as_short_ones_are() -> None:
    short = "行政許可\r\n２０３\u200b"
    made = normalise(short * 20_000)
    assert made.text == normalise(short).text * 20_000
    assert made.origin is not None
    assert made.origin[-1] == len(short) * 20_000 - 2


def test_control_characters_are_counted_and_breaks_are_not() -> None:
    assert normalise("\x00\x01\x9f").controls == 3
    assert normalise("\t\n\r\f\v\x07\x1e\x85").controls == 0
    assert "\x00" in CONTROLS


def test_the_pairs_cover_the_labels_of_the_forms_in_traditional_script() -> None:
    printed = (
        "行政機關主動公開政府資訊情況規範性檔案許可處罰強制事業性收費採購總金額收到和處理申請勾稽關係為屬於國家秘密"
    )
    read = "行政机关主动公开政府资讯情况规范性档案许可处罚强制事业性收费采购总金额收到和处理申请勾稽关系为属于国家秘密"
    assert normalise(printed).text == read
    assert len(traditional()) >= 2500
