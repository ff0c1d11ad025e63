"""Batches that take alike: scans apart, the longest first, every file in one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.batch.expected_cost import MOST_FILES, batches, expected_seconds
from extractor.batch.found import NO_MEMBER, FoundFile


def file(name: str, size: int = 30_000) -> FoundFile:
    return FoundFile(name, NO_MEMBER, name, size, 0)


def seconds(batch: list[FoundFile]) -> float:
    return sum(map(expected_seconds, batch))


FILES = st.builds(
    file,
    st.sampled_from(["a.txt", "b.pdf", "c.DOC", "d.png", "e.docx", "f", "g.html"]),
    st.sampled_from([0, 30_000, 5_000_000]),
)


@given(st.lists(FILES, max_size=400), st.integers(1, 40))
def test_every_file_is_in_one_batch_and_the_longest_come_first(files: list[FoundFile], cores: int) -> None:
    made = batches(files, cores)
    assert sorted(one for batch in made for one in batch) == sorted(files)
    assert all(1 <= len(batch) <= MOST_FILES for batch in made)
    assert [seconds(batch) for batch in made] == sorted(map(seconds, made), reverse=True)


@pytest.mark.parametrize(
    ("name", "size", "least"), [("a.PDF", 2_000_000, 10), ("a.pdf", 200_000, 0.1), ("a.JPG", 1, 10)]
)
def test_what_is_recognised_is_known_by_ending_and_size(name: str, size: int, least: float) -> None:
    assert expected_seconds(file(name, size)) >= least


def test_scans_stand_apart_and_no_batch_holds_up_the_end() -> None:
    files = [file(f"{number:05}.txt") for number in range(9_700)]
    files += [file(f"{number:05}.png") for number in range(300)]
    made = batches(sorted(files, key=lambda one: one.name), 2)
    kinds = [{one.name[-3:] for one in batch} for batch in made]
    assert all(len(kind) == 1 for kind in kinds)
    assert kinds[0] == {"png"}
    assert seconds(made[0]) <= sum(map(seconds, made)) / 2 / 4, "a quarter of a core's share at the most"


def test_few_files_are_not_given_out_one_by_one() -> None:
    assert [len(batch) for batch in batches([file(f"{number}.txt") for number in range(30)], 2)] == [30]
