"""Reads the reports of the made-up form and prints, as JSON, what is said of them; run with EXTRACTOR_FORMS."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from extractor import extract
from extractor.exporting.cross_report_checks import section_name
from extractor.exporting.fields import field_table
from extractor.exporting.overview.gathering import gather
from extractor.exporting.overview.page import overview_page
from extractor.exporting.overview.tally import ReportEntry
from extractor.forms.carry_over import YearFigures, carry_overs, in_force_after
from extractor.result import Extraction


def said(one: Extraction) -> dict[str, Any]:
    return {
        "report": [one.report.unit, one.report.year, one.report.form],
        "values": {key: field.value for key, field in one.fields.items()},
        "accepted": [key for key, field in one.fields.items() if field.status == "accepted"],
        "proofs": {key: field.proof for key, field in one.fields.items()},
        "findings": [[finding.code, finding.fields, finding.identity] for finding in one.findings],
    }


def main(paths: list[Path]) -> None:
    read = {path.stem: extract(path) for path in paths}
    years = {
        one.report.year: YearFigures(name, {key: field.value for key, field in one.fields.items()})
        for name, one in read.items()
        if one.report.year is not None
    }
    with tempfile.TemporaryDirectory() as room:
        gathered = gather([ReportEntry(name, None, one) for name, one in read.items()], [], room)
    print(
        json.dumps(
            {
                "reports": {name: said(one) for name, one in read.items()},
                "carried": [one._asdict() for one in carry_overs(years)],
                "in_force": [one._asdict() for one in in_force_after(years[2035].values, years[2036].values)],
                "measures": {one.key: [one.name, one.amount, one.tops[0].value] for one in gathered.distributions},
                "page": overview_page(gathered, "zh"),
                "crossed": [[kind.code, kind.findings] for kind in gathered.kinds],
                "sections": {key: section_name(key) for key in ("rulebooks", "requests", "quarrels")},
                "names": field_table()["requests.left_over.press"].field_zh,
            }
        )
    )


main([Path(path) for path in sys.argv[1:]])
