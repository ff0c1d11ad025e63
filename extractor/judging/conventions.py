"""What the blank cells and nil marks of a table mean, where the report proves it: 0, each of them."""

from __future__ import annotations

from itertools import chain

from extractor.judging.verdicts import Judgement
from extractor.reading.model import BLANK, MARK, SectionReading
from extractor.result import Convention


def conventions(judgement: Judgement) -> dict[str, Convention]:
    """By section, the convention of each table all of whose blanks are accepted as 0, with everything that vouches."""
    sections = ((section, _proof(section, judgement)) for section in judgement.facts.reading.sections)
    return {section.section.key: Convention(0, list(proof)) for section, proof in sections if proof}


def _proof(section: SectionReading, judgement: Judgement) -> dict[str, None]:
    """What vouches for the zeros in the cells without a figure; nothing where one of them is not accepted as 0."""
    nil = [judgement.verdicts[field] for field in section.fields]
    nil = [one for one in nil if one.cell is not None and one.cell.kind in (BLANK, MARK)]
    if not all(one.accepted and one.value == 0 for one in nil):
        return {}
    return dict.fromkeys(chain.from_iterable(one.proof for one in nil))
