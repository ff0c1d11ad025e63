"""Documents that are no report of a statutory form: what they seem to be, and that no figure was read.

Such documents share words with the form (其他, 总计, 行政复议), so something is found in them that looks like a table.
It is one of the form only if some of its rows are labelled letter for letter.
"""

from __future__ import annotations

from extractor.findings import Bilingual, UnplacedFinding, make_finding
from extractor.forms import form_ids
from extractor.identity.identify import Identified
from extractor.identity.kinds import seems_to_be
from extractor.reading.model import Reading, RowBasis

_ROWS_OF_A_FORM = 4
_FIRST_YEAR = 2019


def find_other_kind(reading: Reading | None, identified: Identified, text: str) -> UnplacedFinding | None:
    """What the document seems to be instead of a report; None where it is one, or nothing says what else.

    `reading` is what was read of it; None where it prints no label of any form.
    """
    if reading is not None and _has_tables(reading):
        return None
    seems, year = seems_to_be(text), identified.known_year
    forms = Bilingual(
        "或 ".join(f"{form} 年" for form in form_ids()), " or ".join(f"the {form}" for form in form_ids())
    )
    if seems is not None:
        return make_finding("unsupported-form.seems", forms=forms, seems=seems.name)
    if identified.is_school_year:
        return make_finding("unsupported-form.school-year", forms=forms)
    if year is not None and year < _FIRST_YEAR:
        return make_finding("unsupported-form.early", forms=forms, year=year)
    if reading is not None:
        return None
    return make_finding("unsupported-form.dated" if year else "unsupported-form.undated", forms=forms, year=year)


def _has_tables(reading: Reading) -> bool:
    """Whether rows of the form are there, labelled letter for letter."""
    exact = sum(row.basis is RowBasis.EXACT for section in reading.sections for row in section.rows)
    return exact >= _ROWS_OF_A_FORM
