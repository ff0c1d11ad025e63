"""A model's reading beside the rules': it may say which row a figure is of, and proves nothing by saying so.

Its rows take the place of those the rules could not prove. Code finds each row's label in the text before its figures,
spreads figures over slots as it does for any row with lost cells, and the same judging decides as for the rules alone:
identities in the row and down the table, and every place proved. What the rules have proved stays.

The two are then compared field by field: what is gained, where they agree, and where they differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from extractor.arithmetic import check
from extractor.findings import UnplacedFinding, make_finding
from extractor.forms import Column, Form
from extractor.judging.label_layout import label_layout
from extractor.judging.verdicts import Judgement, Verdict, spans_of
from extractor.reading.assign_cells import make_cell, numbers_too_large, placements_of_too_few
from extractor.reading.model import Cell, Placement, Reading, RowBasis, RowReading, SectionReading, TableAnswer
from extractor.reading.tokenize import BLANK, MARK, NUMBER, Token

MODEL = "model"


def unproved(reading: Reading, judgement: Judgement) -> list[SectionReading]:
    """The tables that were found and in which a figure is not accepted: those a model is asked about."""
    return [
        section
        for section in reading.sections
        if section.found
        and any(not judgement.verdicts[field].accepted for row in section.rows for field in row.row.fields)
    ]


def with_model(reading: Reading, judgement: Judgement, answers: Sequence[TableAnswer]) -> Reading:
    """The reading with the model's rows where the rules have not proved theirs; the same where a model contradicts
    what is proved.
    """
    by_key = {table.section.key: table for table in answers}
    sections = tuple(
        _second(section, by_key[section.section.key], judgement, reading.form)
        if section.section.key in by_key
        else section
        for section in reading.sections
    )
    return reading._replace(sections=sections)


def _second(section: SectionReading, table: TableAnswer, judgement: Judgement, form: Form) -> SectionReading:
    columns = {row.key: block.columns for block in section.section.blocks for row in block.rows}
    if numbers_too_large(table.page_noise, [column for own in columns.values() for column in own]):
        return section
    labels = label_layout(section.section, table.rows, table.tokens)
    rows: list[RowReading] = []
    for row in section.rows:
        own = table.rows.get(row.row.key, ())
        unread = any(field in judgement.facts.unread for field in row.row.fields)
        if unread or all(judgement.verdicts[field].accepted for field in row.row.fields):
            if own and {t.start for t in own} != {t.start for t in row.tokens if t.kind == NUMBER}:
                return section
            rows.append(row)
        else:
            made = _row(row, own, columns[row.row.key], labels.get(row.row.key, RowBasis.PRESUMED), table)
            # A layout proves figures without equations only as it stands, not as a model reads it.
            rows.append(made._replace(tidy=made.tidy and all(form.within[field] for field in row.row.fields)))
    return section._replace(rows=tuple(rows), leftover=_leftover(rows, table))


def _leftover(rows: Sequence[RowReading], table: TableAnswer) -> tuple[Token, ...]:
    """The figures a model puts aside that may be the table's after all: none where every slot has its own."""
    if all(len(row.tokens) == len(row.row.fields) for row in rows):
        return ()
    return tuple(token for token in table.page_noise if not _is_page_number(token, table.figures))


def _row(
    row: RowReading, own: Sequence[Token], columns: Sequence[Column], label: RowBasis, table: TableAnswer
) -> RowReading:
    tokens = _with_strokes(own, table.tokens)
    if not tokens:
        return RowReading(row.row, row.basis if not row.tokens else RowBasis.MISSING)
    if not row.row.labels:
        label = row.basis
    placements: tuple[Placement, ...] = placements_of_too_few(tokens, columns)
    if len(tokens) == len(columns):
        placements = (tuple(make_cell(token, column) for token, column in zip(tokens, columns, strict=True)),)
    return RowReading(
        row.row,
        label,
        placements,
        tidy=len(tokens) == len(columns),
        label_on_line=label in (RowBasis.EXACT, RowBasis.FUZZY),
        tokens=tuple(tokens),
        inferred=True,
        repeated=row.repeated,
        merged_cells=row.merged_cells,
    )


def _with_strokes(own: Sequence[Token], tokens: Sequence[Token]) -> list[Token]:
    """A row's figures with the strokes that stand among them and around them, up to the next label or figure."""
    if not own:
        return []
    places = {token.start: i for i, token in enumerate(tokens)}
    first, last = places[own[0].start], places[own[-1].start]
    while first > 0 and tokens[first - 1].kind in (MARK, BLANK):
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].kind in (MARK, BLANK) and tokens[last + 1].row == own[-1].row:
        last += 1
    starts = {token.start for token in own}
    return [token for token in tokens[first : last + 1] if token.start in starts or token.kind == MARK]


def _is_page_number(token: Token, figures: Sequence[Token]) -> bool:
    """Whether a figure stands alone on its line in a table of whole rows: any other may be one of the table's."""
    per_line = Counter(figure.line for figure in figures)
    whole_rows = sum(count > 1 for count in per_line.values()) * 2 > len(per_line)
    return whole_rows and per_line[token.line] == 1


def said(answers: Sequence[TableAnswer]) -> dict[str, Cell]:
    """The cell a model names for each field of the rows of which it names all."""
    named: dict[str, Cell] = {}
    for table in answers:
        for block in table.section.blocks:
            for row in block.rows:
                own = table.rows.get(row.key, ())
                if len(own) == len(block.columns):
                    cells = (make_cell(token, column) for token, column in zip(own, block.columns, strict=True))
                    named.update(zip(row.fields, cells, strict=True))
    return named


def merge(first: Judgement, second: Judgement, named: Mapping[str, Cell], form: Form) -> Judgement:
    """What the rules accepted, and what is accepted with the model's rows and contradicts nothing.

    `first` rests on the rules alone, `second` on the model's rows where the rules prove nothing; `named` is what the
    model says. Where both read a figure and differ, both are kept, and what is not accepted stays so.
    """
    gained = {
        name
        for name, verdict in second.verdicts.items()
        if verdict.accepted and not first.verdicts[name].accepted and _agree(first.verdicts[name], verdict)
    }
    accepted = {name: verdict.value for name, verdict in first.verdicts.items() if verdict.accepted}
    gained -= _contradicting(gained, accepted | {name: second.verdicts[name].value for name in gained}, form)
    merged: dict[str, Verdict] = {}
    for name, verdict in first.verdicts.items():
        best = second.verdicts[name] if name in gained else verdict
        if name in gained:
            best = best._replace(proof=(*best.proof, MODEL))
        merged[name] = _compared(best, named.get(name))
    return first._replace(verdicts=merged)


def find_differences(judgement: Judgement) -> list[UnplacedFinding]:
    """One finding for all figures that a model reads elsewhere than the rules do."""
    fields = [name for name, verdict in judgement.verdicts.items() if verdict.second is not None]
    spans = spans_of(judgement, fields[:1])
    return [make_finding("model-disagrees", fields, spans, count=len(fields))] if fields else []


def _compared(verdict: Verdict, other: Cell | None) -> Verdict:
    """The verdict with what the model says beside it."""
    if other is None:
        return verdict
    if verdict.cell is not None and verdict.cell.token == other.token:
        return verdict._replace(agreed=True)
    return verdict if verdict.value == other.value else verdict._replace(second=other)


def _agree(one: Verdict, other: Verdict) -> bool:
    """Whether the rules read nothing, or the same figure in the same place."""
    return one.cell is None or one.cell.value is None or (one.cell == other.cell and one.value == other.value)


def _contradicting(gained: set[str], values: Mapping[str, object], form: Form) -> set[str]:
    """The gained figures in identities that fail among what is accepted."""
    whole = {name: value for name, value in values.items() if isinstance(value, int)}
    failing = {name for one in check(form.identities, whole) if one.violated for name in one.identity.fields}
    return gained & failing
