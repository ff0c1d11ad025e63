"""Which lines head a part of the form, in whatever words offices head it."""

from __future__ import annotations

import pytest

from extractor.proofreading.lines import lines_of


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "disputes"),
        ("四、政府信息公开被申请复议和被提起诉讼的情况", "disputes"),
        ("第四部分 因信息公开引起的行政复议、行政诉讼案件办理情况", "disputes"),
        ("三、行政机关收到和处理政府信息公开申请情况", "applications"),
        ("1.因信息公开引起的复议与诉讼有关情况", ""),
        ("全年未发生行政复议、行政诉讼情况。", ""),
    ],
)
def test_a_line_heads_the_part_that_it_names(heading: str, part: str) -> None:
    [line] = lines_of(heading, [(0, len(heading))])
    assert line.part == part
