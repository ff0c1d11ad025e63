"""The proof of one figure, as `extractor explain` prints it."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from extractor.cli.equations import Equation, equations_of
from extractor.cli.words import SEVERITY_STYLES, Language, field_path, form_of, number_text, report_title, sentence
from extractor.result import Candidate, ExtractedField, Extraction, Place

BASES = {
    "printed": "printed: read at this place",
    "deduced": "deduced: follows from the form's equations",
    "reviewed": "reviewed: a person settled it",
    "none": "none: nothing to go by",
}
_BESIDE = 28
"""How many columns of a long line are shown on either side of the figure."""


def print_proof(extraction: Extraction, key: str, original: str, chosen: Language) -> None:
    """Prints everything that is known of one figure; `original` is the text of the file as it was."""
    console = Console(highlight=False)
    field = extraction.fields[key]
    form = form_of(extraction)
    console.print(Text(report_title(extraction), style="dim"), soft_wrap=True)
    if form is not None:
        console.print(Text(" › ").join(map(Text, field_path(form, key))), soft_wrap=True)
    unit = form.columns[key].unit if form is not None else ""
    console.print(Text.assemble((key, "bold"), " = ", (f"{number_text(field.value)} {unit}".strip(), "bold green")))
    console.print()
    for line in _source_lines(extraction, field.place, original):
        console.print(line, soft_wrap=True)
    equations = equations_of(form, key, extraction.fields) if form is not None else []
    for line in _facts(field):
        console.print(line, soft_wrap=True)
    _print_equations(console, field, equations)
    _print_candidates(console, field.candidates)
    _print_findings(console, extraction, key, chosen)


def _source_lines(extraction: Extraction, place: Place | None, original: str) -> list[Text]:
    """The line of the source with the figure marked, in colour and by carets below it."""
    if place is None:
        return [Text("No cell for it was found in the source.", style="yellow"), Text()]
    before, token, after = marked_line(original, place, _BESIDE)
    at = f"{extraction.source.path or extraction.source.name}:{place.line}:{place.column}"
    gutter = f"{place.line:>6} │ "
    carets = " " * cell_len(before) + "^" * max(cell_len(token), 1)
    return [
        Text(f"  {at}" + (f"  page {place.page}" if place.page else ""), style="cyan"),
        Text.assemble((gutter, "dim"), before, (token, "bold reverse"), after),
        Text.assemble((" " * 6 + " │ ", "dim"), (carets, "bold")),
        Text(),
    ]


def marked_line(original: str, place: Place, beside: int) -> tuple[str, str, str]:
    """The line `place` is in, as what stands before it, it, and what stands after it; cut to `beside` columns.

    Tabs and other controls become single spaces, so that what is printed below the line stands where it should.
    """
    start = place.start - (place.column - 1)
    end = place.start
    while end < len(original) and original[end] not in "\r\n":
        end += 1
    stop = max(min(place.end, end), place.start)
    before = _printable(original[start : place.start])
    after = _printable(original[stop:end])
    kept = _fitting(before[::-1], beside)[::-1]
    before = before if kept == before else f"…{kept}"
    kept = _fitting(after, beside)
    after = after if kept == after else f"{kept}…"
    return before, _printable(original[place.start : stop]), after


def _fitting(text: str, columns: int) -> str:
    """The beginning of `text` that takes no more than so many columns."""
    width = 0
    for i, character in enumerate(text):
        width += cell_len(character)
        if width > columns:
            return text[:i]
    return text


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _facts(field: ExtractedField) -> list[Text]:
    """What is known of the figure, a line each."""
    printed = {None: "no cell was found", "": "a blank cell"}.get(field.printed, field.printed)
    status = Text(field.status, style="green" if field.status == "accepted" else "yellow")
    facts = {
        "printed": Text(printed or ""),
        "basis": Text(BASES[field.basis]),
        "status": status + Text(f", confidence {field.confidence:g}"),
        "read by": Text(", ".join(field.readers) or "nobody"),
    }
    return [Text.assemble((f"{name:<9}", "dim"), text) for name, text in facts.items()]


def _print_equations(console: Console, field: ExtractedField, equations: list[Equation]) -> None:
    """The identities around the figure, those that vouch for it first, and what else the proof names."""
    named = {equation.name for equation in equations}
    proving = [equation for equation in equations if equation.name in field.proof]
    others = [equation for equation in equations if equation.name not in field.proof]
    evidence = [name for name in field.proof if name not in named]
    _print_group(console, "vouched for by", proving, evidence)
    _print_group(console, "also stands in", others, [])
    if not field.proof:
        console.print()
        console.print(Text("Nothing vouches for it.", style="yellow"))


def _print_group(console: Console, title: str, equations: list[Equation], evidence: list[str]) -> None:
    if not equations and not evidence:
        return
    console.print()
    console.print(Text(title, style="dim"))
    for equation in equations:
        style = {True: "green", False: "bold red", None: "yellow"}[equation.holds]
        console.print(Text.assemble(("  " + equation.mark, style), f" {equation.text}"), soft_wrap=True)
        console.print(Text(f"    {equation.name}", style="dim"), soft_wrap=True)
    for name in evidence:
        console.print(Text.assemble(("  ✓", "green"), f" {name}"), soft_wrap=True)


def _print_candidates(console: Console, candidates: list[Candidate]) -> None:
    if not candidates:
        return
    console.print()
    console.print(Text("also considered", style="dim"))
    for candidate in candidates:
        printed = f", printed {candidate.printed!r}" if candidate.printed is not None else ""
        at = f" at {candidate.place.line}:{candidate.place.column}" if candidate.place else ""
        console.print(f"  {number_text(candidate.value)}{printed}{at}, by {candidate.reader}", markup=False)


def _print_findings(console: Console, extraction: Extraction, key: str, chosen: Language) -> None:
    touching = [finding for finding in extraction.findings if key in finding.fields]
    if not touching:
        return
    console.print()
    console.print(Text("findings", style="dim"))
    for finding in touching:
        mark = Text(f"  {finding.severity} {finding.code}: ", style=SEVERITY_STYLES[finding.severity])
        console.print(mark + Text(sentence(finding, chosen)), soft_wrap=True)
