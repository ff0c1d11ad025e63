"""A form to be filled in, from its id and last year's report to a file."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from extractor.errors import PanelError, WriteError
from extractor.exporting.form_to_fill import form_to_fill
from extractor.files.names import printable
from extractor.forms import form_ids, form_named

ENDINGS = (".docx", ".xlsx")


def write_form_to(form: str, output: Path, last_year: Path | None) -> None:
    """Writes the form; nothing stays where that fails.

    Raises:
        ExtractorError: there is no such form, last year's report cannot be read, or the file cannot be written.
    """
    name, ending = printable(str(output)), output.suffix.lower()
    if form not in form_ids():
        raise PanelError(f"{form}: there is no such form; there are {' and '.join(form_ids())}.")
    if ending not in ENDINGS:
        raise PanelError(f"{name}: a form is written to a name that ends in {' or '.join(ENDINGS)}.")
    if ending == ".xlsx" and find_spec("openpyxl") is None:
        raise PanelError(f"{name}: needs openpyxl; install extractor[panel], or write to .docx.")
    before = None
    if last_year is not None:
        from extractor.cli.files import read_report

        before = read_report(str(last_year), None)
    filled = form_to_fill(form_named(form), before)
    if ending == ".xlsx":
        from extractor.exporting.form_workbook import form_workbook

        content = form_workbook(filled)
    else:
        from extractor.exporting.form_document import form_document

        content = form_document(filled)
    try:
        output.write_bytes(content)
    except OSError as error:
        raise WriteError(name, error) from None
