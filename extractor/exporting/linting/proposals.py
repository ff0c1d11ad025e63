"""What stands at a finding's place, and what would fit there: told, and never done to a figure."""

from __future__ import annotations

import re

from extractor.exporting.cells import number_text
from extractor.findings import Bilingual, catalogue
from extractor.forms import Form, form_with_fields
from extractor.forms.naming import english_name, field_names
from extractor.result import Extraction, Finding, RepairChange

_LONGEST, _MOST_REPAIRS = 60, 3


class Proposals:
    """Says of the findings of one report what is printed and what would fit; `text` is what their places count."""

    def __init__(self, extraction: Extraction, text: str) -> None:
        self._extraction, self._text = extraction, text
        self._form = form_with_fields(extraction.report.form, extraction.fields)

    def printed(self, finding: Finding) -> str:
        """What stands at the finding's first place; empty where it has none, or a long stretch."""
        if not finding.places:
            return ""
        place = finding.places[0]
        shown = " ".join(self._text[place.start : place.end].split()) if place.source == 0 else ""
        return shown if len(shown) <= _LONGEST else ""

    def fitting(self, finding: Finding) -> Bilingual | None:
        """What would fit there; None where nobody but the office knows."""
        if finding.replacement is not None:
            return self._replaced(finding)
        if finding.repairs:
            return self._repaired(finding)
        if finding.identity is None and finding.left is not None and finding.right is not None:
            left, right = number_text(finding.left), number_text(finding.right)
            return Bilingual(
                f"正文 {left}，表格 {right}：核实后改成一致", f"prose {left}, table {right}: make them agree"
            )
        return None

    def action(self, finding: Finding) -> Bilingual | None:
        """What to do about findings of this kind."""
        known = catalogue().get(finding.code)
        return known.action if known else None

    def _replaced(self, finding: Finding) -> Bilingual | None:
        if finding.replacement is None:
            return None
        place, text = finding.replacement.place, finding.replacement.text
        wrong = self._text[place.start : place.end]
        if not text:
            return Bilingual(f"删去“{wrong}”", f"take out {wrong}")
        return Bilingual(f"“{wrong}”改为“{text}”", f"{wrong} should be {text}")

    def _repaired(self, finding: Finding) -> Bilingual:
        """The smallest changes that would mend an equation: every one is possible, and none is made."""
        shown = finding.repairs[:_MOST_REPAIRS]
        zh = "；或 ".join("、".join(self._change(one).zh for one in repair) for repair in shown)
        en = "; or ".join(", ".join(self._change(one).en for one in repair) for repair in shown)
        more = len(finding.repairs) - len(shown)
        if more:
            zh, en = f"{zh}；另有 {more} 种", f"{en}; {more} more"
        return Bilingual(zh, en)

    def _change(self, change: RepairChange) -> Bilingual:
        printed, value = number_text(change.printed), number_text(change.value)
        zh, en = self._name(change.field)
        return Bilingual(f"{zh} 由 {printed} 改为 {value}", f"{en} from {printed} to {value}")

    def _name(self, field: str) -> Bilingual:
        form: Form | None = self._form
        if form is None or field not in form.columns:
            return Bilingual(field, field)
        return Bilingual(re.sub("（[^）]*）", "", field_names(form)[field]), english_name(form, field))
