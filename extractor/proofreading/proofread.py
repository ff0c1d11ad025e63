"""The proofreading of one draft: every check in its order, and what others have found already left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.findings import UnplacedFinding
from extractor.narrative.prose import Prose, fold_prose
from extractor.proofreading.against_tables import compare_with_tables
from extractor.proofreading.arithmetic_of_prose import check_arithmetic
from extractor.proofreading.bodies import check_bodies
from extractor.proofreading.cells import check_cells
from extractor.proofreading.changes import check_changes
from extractor.proofreading.citations import check_citations
from extractor.proofreading.classified import check_classified
from extractor.proofreading.date_form import check_date_form
from extractor.proofreading.dates import check_dates
from extractor.proofreading.draft import Draft
from extractor.proofreading.fees import check_information_fee
from extractor.proofreading.lines import paragraphs_of
from extractor.proofreading.overview import check_overview
from extractor.proofreading.parts import check_parts
from extractor.proofreading.placeholders import check_placeholders
from extractor.proofreading.repetitions import check_repetitions
from extractor.proofreading.settled import check_settled
from extractor.proofreading.shares import check_shares
from extractor.proofreading.statement import VERDICTS, Sentence, Statement
from extractor.proofreading.statements import Known, StatementReader
from extractor.proofreading.years import check_years


def proofread(draft: Draft, found: Sequence[UnplacedFinding]) -> list[UnplacedFinding]:
    """The findings of a draft: those that the reading of its tables has given already, and the editor's."""
    prose = fold_prose(draft.text, paragraphs_of(draft.lines))
    sentences = StatementReader(prose, Known(draft.own_year, draft.own_names)).read()
    made = [*check_cells(draft), *_of_prose(draft, prose, sentences), *_of_document(draft, prose, sentences)]
    kept = [one for one in found if not is_of_others(one, prose, sentences)]
    taken = [span for one in kept if one.severity != "info" for span in one.spans]
    return [*kept, *(one for one in made if not _is_told(one, taken))]


def _of_prose(draft: Draft, prose: Prose, sentences: Sequence[Sentence]) -> Iterator[UnplacedFinding]:
    yield from compare_with_tables(draft, prose, sentences)
    yield from check_arithmetic(draft, prose, sentences)
    yield from check_classified(draft, prose, sentences)
    yield from check_shares(draft, prose, sentences)
    yield from check_changes(draft, prose, sentences)
    yield from check_information_fee(draft, prose, sentences)
    yield from check_settled(draft, prose, sentences)


def _of_document(draft: Draft, prose: Prose, sentences: Sequence[Sentence]) -> Iterator[UnplacedFinding]:
    yield from check_years(draft, prose, sentences)
    yield from check_bodies(draft)
    yield from check_placeholders(draft)
    yield from check_parts(draft)
    yield from check_overview(draft)
    yield from check_repetitions(draft, prose, sentences)
    yield from check_dates(draft)
    yield from check_date_form(draft)
    yield from check_citations(draft)


def is_of_others(one: UnplacedFinding, prose: Prose, sentences: Sequence[Sentence]) -> bool:
    """Whether prose and table only seem to disagree: the number is another body's or year's, or of two disputes."""
    is_of_prose = one.severity == "warning" and one.left is not None and one.identity is None
    if not is_of_prose or not one.spans:
        return False
    return all(any(_is_apart(each) for each in _at(span, prose, sentences)) for span in one.spans)


def _at(span: tuple[int, int], prose: Prose, sentences: Sequence[Sentence]) -> Iterator[Statement]:
    for sentence in sentences:
        for each in sentence.statements:
            start, end = prose.span(each.quantity.start, each.quantity.end)
            if start < span[1] and span[0] < end:
                yield each


def _is_apart(each: Statement) -> bool:
    return (
        each.scope == "other"
        or each.of_other_time
        or each.of_base
        or (bool(each.core & VERDICTS) and each.group == "both")
    )


def _is_told(one: UnplacedFinding, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether another finding stands at one of the same places."""
    return any(start < last and first < end for start, end in one.spans for first, last in taken)
