"""Findings about rows: lost headers and labels, blanks, figures without a certain place or recognition."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from extractor.findings import Bilingual, UnplacedFinding, make_finding
from extractor.forms import Block
from extractor.judging.cell_findings import cells_of
from extractor.judging.doubts import Doubt
from extractor.judging.facts import SURE
from extractor.judging.verdicts import Judgement, spans_of
from extractor.lexicon.label_words import COUNTED_IN
from extractor.reading.model import ColumnBasis, Header, RowBasis, RowReading, SectionReading

# A sentence names no more figures than this.
_MOST_NAMED = 3


def row_findings(section: SectionReading, judgement: Judgement, names: Mapping[str, str]) -> Iterator[UnplacedFinding]:
    """The findings of one table that was found; `names` are the fields' names in Chinese."""
    yield from _headers(section, judgement)
    yield from _counting_units(section)
    yield from _missing_rows(section, judgement)
    for row in section.rows:
        if row.tokens:
            yield from _cells(row, _named(row, section), judgement)
            yield from _row_label(row, _named(row, section), judgement)
    yield from _moved_rows(section, judgement)
    yield from _blanks(section, judgement, names)


def _named(row: RowReading, section: SectionReading) -> Bilingual:
    return Bilingual((row.row.labels or section.section.titles)[0], row.row.en or section.section.en)


def _headers(section: SectionReading, judgement: Judgement) -> Iterator[UnplacedFinding]:
    place, cells = [(section.start, section.start)], judgement.facts.resolved.cells
    for block, header, _ in section.blocks():
        fields = [field for row in block.rows for field in row.fields]
        yield from _words_in_header(block, header, place)
        doubtful = any(judgement.facts.doubt(field) == Doubt.COLUMN for field in fields)
        if header.basis == ColumnBasis.CONTRADICTED:
            yield make_finding("columns-out-of-order", fields, place)
        elif (header.basis == ColumnBasis.PRESUMED or doubtful) and any(map(cells.get, fields)):
            yield make_finding("header-lost.doubtful" if doubtful else "header-lost.settled", fields, place)


def _counting_units(section: SectionReading) -> Iterator[UnplacedFinding]:
    """What a header or caption says that one of its counts is worth."""
    by_unit: dict[str, list[str]] = {}
    for field, unit in section.counted_in.items():
        by_unit.setdefault(unit, []).append(field)
    for unit, fields in by_unit.items():
        times = COUNTED_IN[unit]
        yield make_finding("counted-in-larger-units", fields, [(section.start, section.start)], unit=unit, times=times)


def _words_in_header(block: Block, header: Header, place: list[tuple[int, int]]) -> Iterator[UnplacedFinding]:
    """The foreign words of a header, each with the columns that they make another thing of."""
    columns: dict[str, list[int]] = {}
    for column, words in header.foreign_words:
        columns.setdefault(words, []).append(column)
    for words, own in columns.items():
        fields = [row.fields[column] for row in block.rows for column in own]
        name = Bilingual(
            "、".join(dict.fromkeys(f"“{block.columns[i].labels[0]}”" for i in own)), block.columns[own[0]].en
        )
        yield make_finding("words-in-label.header", fields, place, column=name, words=words)


def _missing_rows(section: SectionReading, judgement: Judgement) -> Iterator[UnplacedFinding]:
    """Rows without figures, in one finding for those that follow by arithmetic and one for the others."""
    empty = [row for row in section.rows if not row.tokens]
    for settled in (True, False):
        rows = [r for r in empty if all(judgement.verdicts[f].accepted for f in r.row.fields) is settled]
        if rows:
            labels, keys = zip(*(_named(row, section) for row in rows[:3]), strict=True)
            more = Bilingual("等", " …") if len(rows) > 3 else Bilingual("", "")
            yield make_finding(
                "row-missing.settled" if settled else "row-missing.unsettled",
                [field for row in rows for field in row.row.fields],
                rows=Bilingual("、".join(f"“{label}”" for label in labels) + more.zh, ", ".join(keys) + more.en),
                count=len(rows),
            )


def _cells(row: RowReading, name: Bilingual, judgement: Judgement) -> Iterator[UnplacedFinding]:
    """What is wrong with the cells of a row."""
    fields, spans = row.row.fields, _spans(row)
    undecided = [field for field in fields if judgement.facts.resolved.open.get(field)]
    moved = judgement.facts.resolved.without_token | judgement.facts.resolved.narrowed
    if undecided or not row.placements:
        yield make_finding("ambiguous-placement", undecided or fields, spans, row=name, count=len(row.figures))
    elif not moved.isdisjoint(fields):
        yield make_finding("cells-lost", fields, spans, row=name)


def _row_label(row: RowReading, name: Bilingual, judgement: Judgement) -> Iterator[UnplacedFinding]:
    """What is wrong with the label of a row."""
    fields, spans = row.row.fields, _spans(row)
    if row.foreign_words:
        yield make_finding("words-in-label.row", fields, spans, row=name, words=row.foreign_words)
    if row.repeated:
        yield make_finding("row-repeated", fields, spans, row=name)
    if row.basis in (RowBasis.ANCHORED, RowBasis.PRESUMED):
        settled = all(judgement.verdicts[field].accepted for field in fields)
        yield make_finding("label-lost.settled" if settled else "label-lost.doubtful", fields, spans, row=name)


def _spans(row: RowReading) -> list[tuple[int, int]]:
    return [(row.tokens[0].start, row.tokens[-1].end)]


def _moved_rows(section: SectionReading, judgement: Judgement) -> Iterator[UnplacedFinding]:
    fields = [field for field in section.fields if judgement.facts.doubt(field) == Doubt.SHIFT]
    if fields:
        yield make_finding("rows-may-have-moved", fields, spans_of(judgement, fields), count=len(fields))


def _blanks(section: SectionReading, judgement: Judgement, names: Mapping[str, str]) -> Iterator[UnplacedFinding]:
    blank = [field for field in section.fields if _is(judgement, field, lambda text: not text)]
    known = [field for field in blank if field in judgement.facts.deduction.values]
    denied = [field for field in section.fields if field in judgement.facts.denied]
    denied = [field for field in denied if judgement.verdicts[field].basis != "blank"]
    habit = [field for field in blank if field in judgement.facts.habitual_zeros and field not in known]
    unknown = [field for field in blank if not judgement.verdicts[field].accepted]
    unknown = [field for field in unknown if judgement.facts.values[field] is None]
    stated = [field for field in section.fields if judgement.verdicts[field].basis == "blank"]
    if known:
        others = sum(judgement.facts.values[field] != 0 for field in known)
        yield make_finding(
            "blanks-deduced.others" if others else "blanks-deduced.zeros",
            known,
            spans_of(judgement, known[:1]),
            count=len(known),
            others=others,
        )
    if denied:
        yield make_finding("blanks-denied", denied, spans_of(judgement, denied[:1]), count=len(denied))
    if habit:
        yield make_finding("blanks-as-zeros", habit, spans_of(judgement, habit[:1]), count=len(habit))
    if stated:
        yield make_finding("blanks-stated", stated, spans_of(judgement, stated[:1]), count=len(stated))
    if unknown:
        yield make_finding(
            "blanks-undetermined", unknown, spans_of(judgement, unknown[:1]), cells=cells_of(unknown, judgement, names)
        )


def _is(judgement: Judgement, field: str, says: Callable[[str], bool]) -> bool:
    """Whether a field has a cell without a number whose characters are as asked."""
    cell = judgement.facts.resolved.cells.get(field)
    return cell is not None and cell.blank and cell.token is not None and says(cell.token.text)


def ocr_findings(section: SectionReading, judgement: Judgement, names: dict[str, str]) -> Iterator[UnplacedFinding]:
    """The figures of a table that are not sure: those that the identities vouch for, and those that need a person."""
    sure = judgement.facts.ocr_probability
    doubtful = [field for field in section.fields if sure.get(field, 1.0) < SURE]
    for is_vouched in (True, False):
        if fields := [field for field in doubtful if judgement.verdicts[field].accepted is is_vouched]:
            yield make_finding(
                "recognised-by-identities" if is_vouched else "recognition-doubtful",
                fields,
                spans_of(judgement, fields),
                figures=_quoted(fields, names),
                count=len(fields),
            )


def _quoted(fields: Sequence[str], names: dict[str, str]) -> str:
    shown = "、".join(f"“{names[field]}”" for field in fields[:_MOST_NAMED])
    return f"{shown}等 {len(fields)} 个数" if len(fields) > _MOST_NAMED else shown
