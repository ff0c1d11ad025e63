"""The proof of one figure, as `extractor explain` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from extractor.cli.equations import Equation, equations_of
from extractor.cli.quote import quote
from extractor.cli.whole import printed_whole
from extractor.cli.words import SEVERITY_STYLES, Language, cell_told, form_of, report_title, sentence
from extractor.exporting.cells import number_text
from extractor.exporting.pages.language import say, words
from extractor.forms.naming import field_path
from extractor.result import Candidate, ExtractedField, Extraction, Finding, Place

if TYPE_CHECKING:
    from extractor.judging.trace import Step

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
    console.print(Text(report_title(extraction, chosen), style="dim"), soft_wrap=True)
    if form is not None:
        console.print(Text(" › ").join(map(Text, field_path(form, key))), soft_wrap=True)
    unit = _unit(form.columns[key].unit if form is not None else "", chosen)
    style = "bold green" if field.status == "accepted" else "bold yellow"
    value = _said(chosen)["proof.no_value"] if field.value is None else f"{number_text(field.value)} {unit}".strip()
    console.print(Text.assemble((key, "bold"), " = ", (value, style)))
    console.print()
    for line in _source_lines(extraction, field.place, original, chosen):
        console.print(line, soft_wrap=True)
    equations = equations_of(form, key, extraction.fields) if form is not None else []
    for line in _facts(field, chosen):
        console.print(line, soft_wrap=True)
    _print_equations(console, field, equations, chosen)
    _print_candidates(console, field.candidates, chosen)
    _print_findings(console, extraction, key, chosen)


def print_trace(steps: Sequence[Step], chosen: Language) -> None:
    """Prints the way of the figure through reading and judging by rules: a line a step, with the rule that fired."""
    console = Console(highlight=False)
    console.print()
    console.print(Text(_said(chosen)["proof.way"], style="dim"))
    for step in steps:
        rule = Text(f" [{step.rule}]" if step.rule else "", style="dim")
        console.print(Text.assemble((f"  {step.step:<10}", "bold"), step.says) + rule, soft_wrap=True)


def _source_lines(extraction: Extraction, place: Place | None, original: str, chosen: Language) -> list[Text]:
    """Where the figure stands, and the source there."""
    if place is None:
        return [Text(_said(chosen)["proof.no_cell"], style="yellow"), Text()]
    at = f"{extraction.source.path or extraction.source.name}:{place.line}:{place.column}"
    page = f"  {say(_said(chosen), 'proof.page', page=place.page)}" if place.page else ""
    return [Text(f"  {at}{page}", style="cyan"), *quote(original, place), Text()]


def _facts(field: ExtractedField, chosen: Language) -> list[Text]:
    """What is known of the figure, a line each."""
    said = _said(chosen)
    status = Text(said[f"proof.{field.status}"], style="green" if field.status == "accepted" else "yellow")
    sure = [say(said, "proof.reason", code=field.reason)] if field.reason else []
    sure += [say(said, "proof.confidence", value=f"{field.confidence:g}")] if field.confidence is not None else []
    facts = {
        "cell": Text(cell_told(field.cell, chosen)),
        "printed": Text(field.printed or ""),
        "basis": Text(said[f"bases.{field.basis}"]),
        "status": Text(", ").join([status, *map(Text, sure)]),
        "readers": Text(", ".join(field.readers) or said["proof.nobody"]),
    }
    names = {name: said[f"proof.{name}"] for name in facts}
    pad = {name: " " * max(9 - cell_len(shown), 1) for name, shown in names.items()}
    return [Text.assemble((f"{names[name]}{pad[name]}", "dim"), text) for name, text in facts.items() if text]


def _said(chosen: Language) -> dict[str, str]:
    return words(chosen, "extractor.cli")


def _unit(unit: str, chosen: Language) -> str:
    """A figure's unit in the reader's language; those that are Chinese stay so."""
    return _said(chosen).get(f"units.{unit}", unit)


def _print_equations(console: Console, field: ExtractedField, equations: list[Equation], chosen: Language) -> None:
    """The identities around the figure, those that vouch for it first, and what else the proof names."""
    said = _said(chosen)
    named = {equation.name for equation in equations}
    proving = [equation for equation in equations if equation.name in field.proof]
    others = [equation for equation in equations if equation.name not in field.proof]
    evidence = [said.get(f"evidence.{name}", name) for name in field.proof if name not in named]
    _print_group(console, said["proof.vouched"], proving, evidence)
    _print_group(console, said["proof.also"], others, [])
    if not field.proof:
        console.print()
        console.print(Text(said["proof.unvouched"], style="yellow"))


def _print_group(console: Console, title: str, equations: list[Equation], evidence: list[str]) -> None:
    if not equations and not evidence:
        return
    console.print()
    console.print(Text(title, style="dim"))
    for equation in equations:
        style = {True: "green", False: "bold red", None: "yellow"}[equation.holds]
        console.print(Text.assemble(("  " + equation.mark, style), f" {equation.text}"), soft_wrap=True)
        console.print(Text(f"    {equation.name}", style="dim"), soft_wrap=True)
    for told in evidence:
        console.print(Text.assemble(("  ✓", "green"), f" {told}"), soft_wrap=True)


def _print_candidates(console: Console, candidates: list[Candidate], chosen: Language) -> None:
    if not candidates:
        return
    said = _said(chosen)
    console.print()
    console.print(Text(said["proof.considered"], style="dim"))
    for candidate in candidates:
        told = f"  {number_text(candidate.value)}"
        if candidate.printed is not None:
            told += say(said, "proof.candidate_printed", printed=candidate.printed)
        if candidate.place:
            told += say(said, "proof.candidate_at", at=f"{candidate.place.line}:{candidate.place.column}")
        console.print(told + say(said, "proof.candidate_by", reader=candidate.reader), markup=False)


def _print_findings(console: Console, extraction: Extraction, key: str, chosen: Language) -> None:
    touching = [finding for finding in extraction.findings if key in finding.fields]
    if not touching:
        return
    console.print()
    console.print(Text(_said(chosen)["proof.findings"], style="dim"))
    for finding in touching:
        severity = words(chosen, "extractor.exporting.linting")[f"severities.{finding.severity}"]
        mark = Text(f"  {severity} {finding.code}: ", style=SEVERITY_STYLES[finding.severity])
        console.print(mark + Text(sentence(finding, chosen)), soft_wrap=True)
        _print_repairs(console, finding, chosen)


def _print_repairs(console: Console, finding: Finding, chosen: Language) -> None:
    """The smallest changes that would mend the identities, one set a line."""
    said = _said(chosen)
    for repair in finding.repairs[:_REPAIRS]:
        changes = [f"{one.field} {number_text(one.printed)} → {number_text(one.value)}" for one in repair]
        console.print(Text("    " + say(said, "proof.mended_by", changes=", ".join(changes))), soft_wrap=True)
    if len(finding.repairs) > _REPAIRS:
        console.print(Text("    " + say(said, "proof.more_repairs", n=len(finding.repairs) - _REPAIRS)), soft_wrap=True)
