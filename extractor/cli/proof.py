"""The proof of one figure, as `extractor explain` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from extractor.cli.equations import Equation, equations_of
from extractor.cli.quote import quote
from extractor.cli.whole import printed_whole
from extractor.cli.words import SEVERITY_STYLES, Language, cell_told, form_of, report_title, sentence
from extractor.exporting.cells import number_text
from extractor.forms.naming import field_path
from extractor.result import Candidate, ExtractedField, Extraction, Finding, Place

if TYPE_CHECKING:
    from extractor.judging.trace import Step

BASES = {
    "printed": "printed: read at this place",
    "blank": "blank: printed blank or with a mark for nothing",
    "deduced": "deduced: no figure is printed; it follows from the form's equations, or from what the report says",
    "reviewed": "reviewed: a person settled it",
    "none": "none: nothing to go by",
}
EVIDENCE = {
    "narrative": "narrative: the prose says the same number",
    "habit": "habit: every other blank cell that can be known is a zero",
    "layout": "layout: nothing is out of place in its table",
    "model": "model: a language model says which row or place it is of",
    "readers": "readers: two readings by models place it alike; no proof, taken because --accept readers says so",
}
_REPAIRS = 5
"""How many repairs are listed."""


def print_proof(extraction: Extraction, key: str, original: str, chosen: Language) -> None:
    """Prints everything that is known of one figure; `original` is the text of the file as it was."""
    console = Console(highlight=False)
    with printed_whole(console):
        _print(console, extraction, key, original, chosen)


def _print(console: Console, extraction: Extraction, key: str, original: str, chosen: Language) -> None:
    field = extraction.fields[key]
    form = form_of(extraction)
    console.print(Text(report_title(extraction), style="dim"), soft_wrap=True)
    if form is not None:
        console.print(Text(" › ").join(map(Text, field_path(form, key))), soft_wrap=True)
    unit = form.columns[key].unit if form is not None else ""
    style = "bold green" if field.status == "accepted" else "bold yellow"
    value = "no value" if field.value is None else f"{number_text(field.value)} {unit}".strip()
    console.print(Text.assemble((key, "bold"), " = ", (value, style)))
    console.print()
    for line in _source_lines(extraction, field.place, original):
        console.print(line, soft_wrap=True)
    equations = equations_of(form, key, extraction.fields) if form is not None else []
    for line in _facts(field):
        console.print(line, soft_wrap=True)
    _print_equations(console, field, equations)
    _print_candidates(console, field.candidates)
    _print_findings(console, extraction, key, chosen)


def print_trace(steps: Sequence[Step]) -> None:
    """Prints the way of the figure through reading and judging by rules: a line a step, with the rule that fired."""
    console = Console(highlight=False)
    console.print()
    console.print(Text("its way, by rules alone", style="dim"))
    for step in steps:
        rule = Text(f" [{step.rule}]" if step.rule else "", style="dim")
        console.print(Text.assemble((f"  {step.step:<10}", "bold"), step.says) + rule, soft_wrap=True)


def _source_lines(extraction: Extraction, place: Place | None, original: str) -> list[Text]:
    """Where the figure stands, and the source there."""
    if place is None:
        return [Text("No cell for it was found in the source.", style="yellow"), Text()]
    at = f"{extraction.source.path or extraction.source.name}:{place.line}:{place.column}"
    page = f"  page {place.page}" if place.page else ""
    return [Text(f"  {at}{page}", style="cyan"), *quote(original, place), Text()]


def _facts(field: ExtractedField) -> list[Text]:
    """What is known of the figure, a line each."""
    status = Text(field.status, style="green" if field.status == "accepted" else "yellow")
    sure = [f"because of {field.reason}"] if field.reason else []
    sure += [f"confidence {field.confidence:g}"] if field.confidence is not None else []
    facts = {
        "cell": Text(cell_told(field.cell)),
        "printed": Text(field.printed or ""),
        "basis": Text(BASES[field.basis]),
        "status": Text(", ").join([status, *map(Text, sure)]),
        "read by": Text(", ".join(field.readers) or "nobody"),
    }
    return [Text.assemble((f"{name:<9}", "dim"), text) for name, text in facts.items() if text]


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
        console.print(Text.assemble(("  ✓", "green"), f" {EVIDENCE.get(name, name)}"), soft_wrap=True)


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
        _print_repairs(console, finding)


def _print_repairs(console: Console, finding: Finding) -> None:
    """The smallest changes that would mend the identities, one set a line."""
    for repair in finding.repairs[:_REPAIRS]:
        changes = [f"{one.field} {number_text(one.printed)} → {number_text(one.value)}" for one in repair]
        console.print(Text(f"    would be mended by {', '.join(changes)}"), soft_wrap=True)
    if len(finding.repairs) > _REPAIRS:
        console.print(Text(f"    or by {len(finding.repairs) - _REPAIRS} other repairs"), soft_wrap=True)
