"""The one way through the house: a file's bytes → source → reading → judgement → extraction."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from extractor.arithmetic import Bound, Check, Consequence, Doubted, check, consequences, deduce
from extractor.files.names import called
from extractor.findings import SEVERITIES, UnplacedFinding, catalogue, gravest_codes, make_finding
from extractor.forms import Form, load_forms
from extractor.identity.identify import Identified, identify
from extractor.judging.attachments import find_attachments
from extractor.judging.candidates import candidates_in
from extractor.judging.cell_contents import content_of
from extractor.judging.confidence import confidence_of
from extractor.judging.conventions import conventions
from extractor.judging.facts import Prose
from extractor.judging.findings import find_all, name_of
from extractor.judging.other_kinds import find_other_kind
from extractor.judging.verdicts import Judgement, Verdict, judge
from extractor.narrative import Claim, find_claims
from extractor.narrative.compare import compare_claims, denied_fields, opposed_fields, supporting_claims
from extractor.printed import Printed
from extractor.reading.blank_rows import with_blank_tables
from extractor.reading.grid_reader import with_grids
from extractor.reading.model import BLANK, Reading, RowReading, Token
from extractor.reading.rule_reader import read_by_rules
from extractor.reading.table_notes import with_notes
from extractor.result import (
    Attachment,
    ExtractedField,
    Extraction,
    Finding,
    ModelUse,
    Run,
    SourceInfo,
    number_of,
)
from extractor.sources import LIMIT, Source, open_source
from extractor.sources.grid import Bounds
from extractor.version import SCHEMA_VERSION, __version__
from extractor.work import Work

READER, MODEL = "rules", "model"
MOST_BYTES = LIMIT
"""The most bytes a report may have."""
if TYPE_CHECKING:
    from extractor.judging.trace import Step
    from extractor.llm.endpoint import Endpoint
    from extractor.llm.reader import TableRead
    from extractor.sources.page_pictures import PageSize


def extract(
    path_or_bytes: str | os.PathLike[str] | bytes,
    name: str | None = None,
    llm: Endpoint | None = None,
    *,
    always: bool = False,
    steps: int | None = None,
    proofreads: bool = False,
) -> Extraction:
    """Reads one report: every figure of its form, each with its place and proof, and what is wrong with it.

    `name` names bytes in errors and in the result. `llm` is the endpoint to ask about tables that are not proved,
    or with `always` about all of them. `steps` is the most work that the report may take, by default as
    `extractor.work` says. `proofreads` adds what an editor would say of a draft.

    Raises:
        SourceError: the file cannot be read as a report; the text says why and what to do.
    """
    work = Work(called(path_or_bytes, name), steps)
    return extract_source(open_report(path_or_bytes, name, work), llm, always=always, work=work, proofreads=proofreads)


def open_report(path_or_bytes: str | os.PathLike[str] | bytes, name: str | None, work: Work) -> Source:
    """The text of a report, with the way back to its file, ready for `extract_source`; both take from the same work.

    Raises:
        SourceError: the file cannot be read as a report; the text says why and what to do.
    """
    return open_source(path_or_bytes, name, work=work)


def page_sizes(content: bytes, name: str) -> list[PageSize]:
    """The pages of a file by their sizes in points or pixels; none where its format has no pages.

    Raises:
        SourceError: it is damaged, locked, or more than a report has.
    """
    from extractor.sources import page_pictures

    return page_pictures.page_sizes(content, name)


def page_picture(content: bytes, name: str, number: int, width: int) -> bytes:
    """A page of a file, counted from 1, as a PNG so many pixels wide.

    Raises:
        NoPage: there is no page of that number.
        SourceError: it is damaged, locked, or more than a report has.
    """
    from extractor.sources import page_pictures

    return page_pictures.page_picture(content, name, number, width)


def tables_in(source: Source) -> list[dict[str, Any]]:
    """The tables that a file says it has, each by its number among the grids of its source; places count its text."""
    return [
        {
            "number": number,
            "cells": [
                {**cell._asdict(), "parts": [source.span(start, end) for start, end in cell.parts]}
                for cell in grid.cells
            ],
        }
        for number, grid in enumerate(source.grids)
        if grid.bounds is Bounds.TAGGED
    ]


def extract_source(
    source: Source,
    llm: Endpoint | None = None,
    *,
    always: bool = False,
    work: Work | None = None,
    proofreads: bool = False,
) -> Extraction:
    """The same for a source that is open already; `work` is what opening it has left of the work that it may take.

    Raises:
        TooLarge: it takes more.
    """
    identified = identify(source)
    rules = _by_rules(source, identified, work)
    unsupported = find_other_kind(rules.reading if rules else None, identified, source.text)
    if rules is None or unsupported is not None:
        made = [*identified.findings, *([unsupported] if unsupported else []), *find_attachments(source, None)]
        return _assemble(Printed(source), identified, None, made, _run(None, llm, ()))
    reading, claims = rules.reading, rules.claims
    judgement = rules.judge(reading)
    asked: list[TableRead] = []
    made: list[UnplacedFinding] = []
    if llm is not None:
        judgement, asked, made = _with_model(source, rules, judgement, llm, always=always)
    found = find_all(reading, judgement, source.is_written_cell)
    made = [
        *identified.findings,
        *found,
        *find_attachments(source, reading.sections),
        *made,
        *compare_claims(claims, judgement.facts.values, reading.form),
    ]
    made += [
        make_finding("model-without-answer", section=name_of(table.section), failure=table.failure)
        for table in asked
        if table.failure
    ]
    printed = Printed(source)
    fields = _fields(printed, reading, judgement, made)
    if proofreads:
        from extractor.proofreading import draft_of, proofread

        made = proofread(draft_of(source, identified, reading, judgement), made)
    bare = _assemble(printed, identified, reading.form, made, _run(reading.form, llm, asked))
    return replace(bare, fields=fields, conventions=conventions(judgement))


def _with_model(
    source: Source, rules: _ByRules, judgement: Judgement, llm: Endpoint, *, always: bool
) -> tuple[Judgement, list[TableRead], list[UnplacedFinding]]:
    """The judgement with what a model says of the tables that are not proved, or of all; what it was asked, and the
    findings about it.
    """
    from extractor.judging.agreeing_readers import with_agreement
    from extractor.judging.model_reading import settled_rows, unproved, with_model
    from extractor.judging.two_readings import find_differences, merge, said
    from extractor.llm.reader import read_again, read_tables, tables_to_ask

    reading, first = rules.reading, judgement
    if always:
        there = [section for section in reading.sections if section.found]
        tables = tables_to_ask(source, there, lambda _: {})
    else:
        tables = tables_to_ask(source, unproved(reading, judgement), lambda one: settled_rows(one, first))
    asked = read_tables(source, tables, llm)
    answers = [table.answer for table in asked if table.answer is not None]
    with_its_rows = rules.judge(with_model(reading, judgement, answers))
    named = [table.named for table in asked if table.named is not None]
    judgement = merge(judgement, with_its_rows, said(named), reading.form)
    made = find_differences(judgement)
    if llm.settings.accept == "readers":
        waiting = {section.section.key for section in unproved(reading, judgement)}
        again = read_again(source, [table for table in asked if table.section.key in waiting], llm)
        second = [table.answer for table in again] + [table.named_before for table in asked]
        others = said([answer for answer in second if answer is not None], with_place=True)
        judgement = with_agreement(judgement, said(named, with_place=True), others, reading.form)
        asked = [*asked, *again]
    return judgement, asked, made


def recompute(form: Form, values: Mapping[str, int | None]) -> list[Check]:
    """The identities of the form with the sums that these values give, in the form's order: as after a decision."""
    return check(form.identities, values)


def bounds(form: Form, values: Mapping[str, int | None]) -> dict[str, Bound]:
    """Between which values each field without one must be by the form's identities; None: no upper end."""
    found = deduce(form.identities, values)
    return found.bounds | {field: (value, value) for field, value in found.values.items()}


def settled_by_equations(form: Form, values: Mapping[str, int | None], doubted: Doubted) -> dict[str, Consequence]:
    """What figures that nothing is printed for must be by values that are vouched for: as after a decision."""
    return consequences(form.identities, values, doubted)


def trace_figure(path: str, field: str) -> tuple[Step, ...]:
    """The steps that one figure of a report went through in judging, by rules alone; none where no form is found.

    Raises:
        SourceError: the file cannot be read as a report.
    """
    from extractor.judging.trace import trace_of

    source = open_source(path)
    judgement = judge_source(source)
    return trace_of(judgement, field, source.text) if judgement is not None else ()


def judge_source(source: Source, *, by_confidence: bool = True) -> Judgement | None:
    """What the rules alone make of each figure; None where no form is found. Without `by_confidence` a figure is
    accepted by its evidence, however often such was right.
    """
    rules = _by_rules(source, identify(source))
    return rules.judge(rules.reading, by_confidence=by_confidence) if rules is not None else None


@dataclass(frozen=True, slots=True)
class _ByRules:
    """A source as the rules read it, and the prose's claims; `probability_of` tells with what probability a token was
    recognised, where the source's text had to be; `shows_blanks` says that a cell without text is blank.
    """

    reading: Reading
    claims: list[Claim]
    probability_of: Callable[[Token], float] | None
    shows_blanks: bool

    def judge(self, reading: Reading, *, by_confidence: bool = True) -> Judgement:
        """Judges a reading of this source, the rules' or a model's."""
        claims = self.claims
        denied = denied_fields(claims, reading.form)
        prose = Prose(partial(supporting_claims, claims), partial(opposed_fields, claims), denied)
        return judge(reading, prose, self.probability_of, shows_blanks=self.shows_blanks, by_confidence=by_confidence)


def _by_rules(source: Source, identified: Identified, work: Work | None = None) -> _ByRules | None:
    """The source read by the rules; None where it prints no label of any form."""
    reading = read_by_rules(source.text, source.shape, load_forms(), identified.known_year, work or Work(source.name))
    if reading is None:
        return None
    if source.content is not None and source.shows_blanks and not source.is_recognised:
        reading = with_blank_tables(reading)
    reading = with_notes(with_grids(reading, source.grids, source.text, identified.known_year), source.text)
    claims = find_claims(source.text, reading.prose, identified.known_year)
    return _ByRules(reading, claims, _probability_of(source), shows_blanks=source.shows_blanks)


def _probability_of(source: Source) -> Callable[[Token], float] | None:
    """With what probability a token was recognised; None where the source's text did not have to be."""
    return (lambda token: source.sure(token.start, token.end)) if source.is_recognised else None


def _run(form: Form | None, llm: Endpoint | None, asked: Sequence[TableRead]) -> Run:
    use = None
    if llm is not None and asked:
        costs = [table.cost for table in asked if table.cost is not None]
        use = ModelUse(
            model=llm.settings.model,
            prompts=sorted({prompt for table in asked for prompt in table.prompts}),
            calls=sum(table.calls for table in asked),
            tokens=sum(table.tokens for table in asked),
            cost=sum(costs) if costs else None,
        )
    settings = {} if llm is None else llm.describe()
    return Run(version=__version__, form_version=form.version if form else None, llm=use, settings=settings)


def _assemble(
    printed: Printed,
    identified: Identified,
    form: Form | None,
    made: list[UnplacedFinding],
    run: Run,
) -> Extraction:
    source = printed.source
    ordered = [*source.notes, *sorted(made, key=lambda one: SEVERITIES.index(one.severity))]
    return Extraction(
        schema=SCHEMA_VERSION,
        source=SourceInfo(
            path=source.path, name=source.name, sha256=source.sha256, media_type=source.media_type, bytes=source.size
        ),
        copies=[],
        report=printed.report(identified, form),
        fields={},
        conventions={},
        findings=[_placed(printed, one) for one in ordered],
        run=run,
        attachments=[Attachment(*link) for link in source.links] if _is_attached(made) else [],
    )


def _is_attached(made: Sequence[UnplacedFinding]) -> bool:
    """Whether a table that is missing may stand in another file."""
    return any(catalogue()[one.code].elsewhere == "attached" for one in made)


def _placed(printed: Printed, made: UnplacedFinding) -> Finding:
    """A finding with its places, and with the words that would mend it."""
    places = [printed.place(*span) for span in made.spans]
    return Finding.of(printed.quoted(made), places, printed.replacement(made))


def _reason(verdict: Verdict, gravest: str | None) -> str | None:
    """Why a figure waits: the code of the gravest finding that names it, None where none does; None where it is not."""
    return None if verdict.accepted else gravest


def _fields(
    printed: Printed, reading: Reading, judgement: Judgement, findings: Sequence[UnplacedFinding]
) -> dict[str, ExtractedField]:
    made: dict[str, ExtractedField] = {}
    gravest = gravest_codes((one.severity, one.code, one.fields) for one in findings)
    for section in reading.sections:
        for row in section.rows:
            for key in row.row.fields:
                made[key] = _field(printed, key, judgement, row, gravest.get(key))
    return made


def _field(printed: Printed, key: str, judgement: Judgement, row: RowReading, gravest: str | None) -> ExtractedField:
    verdict, is_too_large = judgement.verdicts[key], key in judgement.facts.unread
    cell, candidates = verdict.cell, verdict.open
    is_measured = verdict.accepted or (verdict.value is not None and not verdict.by_model)
    text, place = None, None
    if cell is not None and not verdict.accepted:
        candidates = (*candidates, *candidates_in(cell, judgement.facts.form.columns[key]))
    if cell is not None and cell.token is not None:
        blank = cell.token.kind == BLANK
        place = printed.place(cell.token.start, cell.token.start if blank else cell.token.end)
        text = printed.text(cell.token, place)
    elif row.tokens and (verdict.value is not None or verdict.open or is_too_large):
        # Which cell of the row it is cannot be known: the whole row is its place.
        place = printed.place(row.tokens[0].start, row.tokens[-1].end)
    return ExtractedField(
        value=number_of(verdict.value),
        printed=text,
        cell=content_of(key, row, judgement),
        basis=verdict.basis,
        status="accepted" if verdict.accepted else "review",
        reason=_reason(verdict, gravest),
        confidence=_confidence(verdict, key) if is_measured else None,
        place=place,
        readers=_readers(verdict, row),
        proof=list(verdict.proof),
        candidates=[printed.candidate(one, READER) for one in candidates]
        + ([printed.candidate(verdict.second, MODEL)] if verdict.second is not None and not verdict.by_model else []),
    )


def _confidence(verdict: Verdict, field: str) -> float | None:
    """How often such a figure is right, at the least."""
    from extractor.judging.agreeing_readers import KIND, agreement_confidence

    return agreement_confidence(field) if verdict.evidence == KIND else confidence_of(verdict.evidence, field)


def _readers(verdict: Verdict, row: RowReading) -> list[str]:
    """Who read a figure: the rules wherever they found its row, and a model that names the same cell or settles it."""
    if verdict.by_model:
        return [MODEL]
    return ([READER] if row.tokens else []) + ([MODEL] if verdict.agreed or MODEL in verdict.proof else [])
