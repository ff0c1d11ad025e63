"""What two texts have in common: characters in the same order."""

from __future__ import annotations

from typing import NamedTuple


class AlignedBlock(NamedTuple):
    """Characters that two texts have in the same order: where they begin in the one and the other, and how many."""

    a: int
    b: int
    size: int


def aligned_blocks(wanted: str, gap: str) -> list[AlignedBlock]:
    """The longest common subsequence of two texts."""
    # Imported here, where a label is damaged: it takes as long as reading a report.
    from rapidfuzz.distance import LCSseq

    return [
        AlignedBlock(op.src_start, op.dest_start, op.src_end - op.src_start)
        for op in LCSseq.opcodes(wanted, gap)
        if op.tag == "equal"
    ]


def is_part(piece: str, word: str) -> bool:
    """Whether the characters of a piece stand in a word in the same order."""
    left = iter(word)
    return all(character in left for character in piece)
