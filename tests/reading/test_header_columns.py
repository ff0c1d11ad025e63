"""What a header of two levels says of the columns under it, its names whole or broken over lines."""

from __future__ import annotations

import pytest

from extractor.forms.load import form_named
from extractor.reading.header_columns import judge_two_level_header
from extractor.reading.model import ColumnBasis

DISPUTES = next(section for section in form_named("2021").sections if section.key == "disputes")
BLOCK = DISPUTES.blocks[0]
GROUPS = [group.labels[0] for group in DISPUTES.groups if group.key.startswith("litigation_")]
WHOLE = "结果维持结果纠正其他结果尚未审结总计"
HALVES = ("结果结果其他尚未总计", "维持纠正结果审结")


def judged(header: str) -> ColumnBasis:
    return judge_two_level_header(BLOCK.columns, GROUPS, header).basis


def test_columns_of_two_groups_without_a_name_are_not_named() -> None:
    first = frozenset(i for i, column in enumerate(BLOCK.columns) if column.group != "review")
    assert judge_two_level_header(BLOCK.columns, GROUPS, 3 * WHOLE).unnamed == first
    assert not judge_two_level_header(BLOCK.columns, GROUPS, f"{WHOLE}未经复议直接起诉{2 * WHOLE}").unnamed


def test_columns_that_one_group_does_not_name_are_not_named() -> None:
    header = f"结果结果其他结果尚未审结总计{GROUPS[0]}{WHOLE}{GROUPS[1]}{WHOLE}"
    names = {BLOCK.columns[i].key for i in judge_two_level_header(BLOCK.columns, GROUPS, header).unnamed}
    assert names == {"upheld", "corrected"}


@pytest.mark.parametrize(
    "header",
    [
        WHOLE * 3,
        HALVES[0] * 3 + HALVES[1] * 3,
        WHOLE + HALVES[0] * 2 + HALVES[1] * 2,
        "结结其尚果果他未维纠结审持正果结总计" * 3,
    ],
    ids=["whole", "broken", "one group whole", "upright"],
)
def test_names_in_the_order_of_the_form_are_read(header: str) -> None:
    assert judged(header) == ColumnBasis.NAMED


@pytest.mark.parametrize(
    "header",
    [
        "结果维持其他结果结果纠正尚未审结总计" * 3,
        "结果其他结果尚未总计" * 3 + "维持结果纠正审结" * 3,
        "其他尚未结果结果总计" * 3 + "结果审结维持纠正" * 3,
        "结果结果其他尚未总计" * 3,
        "尚未结果结果其他"
        + ("总计" + "尚未结果结果其他" * 2)
        + "审结维持纠正结果"
        + "总计" * 2
        + "审结维持纠正结果" * 2,
    ],
    ids=["whole", "broken, two exchanged", "broken, pairs exchanged", "half of it lost", "broken, moved round"],
)
def test_names_in_another_order_or_lost_prove_nothing(header: str) -> None:
    assert judged(header) != ColumnBasis.NAMED
