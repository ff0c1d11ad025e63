"""The printed tables of `benchmarks.players`."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from benchmarks.agreement import agreement_table
from benchmarks.play import OUTCOMES, REASONED, RULES, DocumentPlay, FieldPlay, PlayerPlay

_MOST_LISTED = 20
# Kinds of report of which sums or the order of the form say less.
_KINDS = ("permuted", "author's error")


def all_tables(played: Sequence[DocumentPlay]) -> Iterator[str]:
    """All of them."""
    yield _about(played)
    for part in (
        players_table(played),
        agreement_table(played),
        reasons_table(played, lambda one: one.reason, f"why right answers of `{REASONED}` stay in review"),
        reasons_table(played, lambda one: one.code, "the same by finding"),
        damage_table(played, "section"),
        damage_table(played, "converter"),
        damage_table(played, "mess"),
        damage_table(played, "kind of report"),
        ceiling_table(played, "converter"),
        ceiling_table(played, "mess"),
        ceiling_table(played, "kind of report"),
        ceiling_table(played, "section"),
    ):
        yield ""
        yield from part


def _about(played: Sequence[DocumentPlay]) -> str:
    figures = sum(len(one.truth) for one in played)
    tables = sum(len(one.shown) for one in played)
    unaligned, lost = sum(len(one.unaligned) for one in played), sum(one.lost for one in played)
    return (
        f"{len(played)} documents, {tables} tables asked about, {figures} figures of them in review; of all that these"
        f" tables print {lost} figures are not in their text, {unaligned} may be there and could not be aligned"
    )


def players_table(played: Sequence[DocumentPlay]) -> Iterator[str]:
    """A line a player: what came of the figures other than 0, of the zeros, and what that took."""
    yield (
        f"{'of figures in review':22}{'':6}"
        + "".join(f"{name:>11}" for name in OUTCOMES)
        + (f"{'damaged':>9}{'questions':>11}{'idle':>7}{'tokens':>10}")
    )
    for player in dict.fromkeys(play.player for one in played for play in one.plays):
        plays = [play for one in played for play in one.plays if play.player == player]
        for zeros in (False, True):
            counts = Counter(field.outcome for play in plays for field in play.fields if field.is_zero == zeros)
            cells = "".join(f"{counts[name]:>11}" for name in OUTCOMES)
            yield f"{'' if zeros else player:22}{'= 0' if zeros else '≠ 0':6}{cells}{'' if zeros else _spent(plays)}"


def _spent(plays: Sequence[PlayerPlay]) -> str:
    damaged, tokens = sum(len(play.damaged) for play in plays), sum(play.tokens for play in plays)
    questions, idle = sum(play.questions for play in plays), sum(play.idle for play in plays)
    return f"{damaged:>9}{questions:>11}{idle:>7}{tokens:>10}"


def _reasoned(played: Iterable[DocumentPlay]) -> Iterator[tuple[DocumentPlay, FieldPlay]]:
    """The figures of `perfect` that stand in the text and are in review still."""
    for one in played:
        for play in one.plays:
            if play.player == REASONED:
                yield from (
                    (one, field) for field in play.fields if field.is_there and field.outcome not in ("right", "wrong")
                )


def _is_provable(one: DocumentPlay, field: FieldPlay) -> bool:
    return any(field.field in table.provable for table in one.ceiling)


def reasons_table(played: Sequence[DocumentPlay], key: Callable[[FieldPlay], str], title: str) -> Iterator[str]:
    """A line a reason, the most frequent first."""
    figures: dict[str, Counter[str]] = defaultdict(Counter)
    documents: dict[str, set[str]] = defaultdict(set)
    sections = sorted({section for one in played for section in one.shown})
    for one, field in _reasoned(played):
        told = ("≠ 0", "provable" if _is_provable(one, field) else "", field.field.partition(".")[0], one.kind)
        figures[key(field)].update(("= 0",) if field.is_zero else told)
        documents[key(field)].add(one.name)
    heads = ("≠ 0", "provable", *sections, *_KINDS, "= 0")
    yield f"{title:68}" + "".join(f"{head:>15}" for head in (*heads, "documents"))
    for reason in sorted(figures, key=lambda one: (-figures[one]["≠ 0"], one)):
        cells = "".join(f"{figures[reason][head]:>15}" for head in heads)
        yield f"{reason:68}{cells}{len(documents[reason]):>15}"
    yield f"{'all':68}" + "".join(f"{sum(own[head] for own in figures.values()):>15}" for head in heads)


def damage_table(played: Sequence[DocumentPlay], what: str) -> Iterator[str]:
    """A line a kind of damage, or a section: of the figures other than 0, what rules show and what `perfect` does."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in played:
        for play in one.plays:
            if play.player in (RULES, REASONED):
                for field in play.fields:
                    if not field.is_zero:
                        row = field.field.partition(".")[0] if what == "section" else _kind(one, what)
                        counts[row].update(
                            (f"{play.player} {field.outcome}", f"{play.player} there" if field.is_there else "")
                        )
    heads = [f"{RULES} there", f"{RULES} shown", *(f"{REASONED} {name}" for name in OUTCOMES)]
    yield f"{'≠ 0 by ' + what:34}" + "".join(f"{head:>19}" for head in heads)
    for row in sorted(counts):
        yield f"{row:34}" + "".join(f"{counts[row][head]:>19}" for head in heads)


def _kind(one: DocumentPlay, what: str) -> str:
    kinds = {"converter": one.converter, "mess": f"{one.mess}: {one.operator}", "kind of report": one.kind}
    return kinds[what]


def ceiling_table(played: Sequence[DocumentPlay], what: str) -> Iterator[str]:
    """A line a kind of damage, or a section: the figures other than 0 that could be proved, and what speaks against."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in played:
        for table in one.ceiling:
            for row in (table.section if what == "section" else _kind(one, what), "all"):
                counts[row].update({"there": table.figures, "provable": len(table.provable), **table.open_by})
    heads = ("there", "provable", "broken sums", "rows", "columns", "neighbours", "spreads")
    yield f"{'could be proved, by ' + what:40}" + "".join(f"{head:>12}" for head in heads) + f"{'share':>9}"
    for row in sorted(counts, key=lambda one: (one == "all", one)):
        share = 100 * counts[row]["provable"] / max(counts[row]["there"], 1)
        yield f"{row:40}" + "".join(f"{counts[row][head]:>12}" for head in heads) + f"{share:>8.1f}%"


def examples(played: Sequence[DocumentPlay], reason: str, most: int) -> Iterator[str]:
    """Documents in which a reason that begins so keeps figures in review, with the fields, and the tables' texts."""
    found: dict[tuple[str, str], list[FieldPlay]] = defaultdict(list)
    texts: dict[tuple[str, str], DocumentPlay] = {}
    for one, field in _reasoned(played):
        if field.reason.startswith(reason) and not field.is_zero:
            key = (one.name, field.field.partition(".")[0])
            found[key].append(field)
            texts[key] = one
    for key in list(found)[:most]:
        one = texts[key]
        yield f"== {key[0]} {key[1]}"
        for field in found[key][:_MOST_LISTED]:
            provable = "could be proved" if _is_provable(one, field) else "could not be proved"
            told = (field.outcome, field.reason, field.code, provable)
            yield f"{field.field}: printed {one.truth[field.field]!r}, {', '.join(told)}"
        yield one.shown[key[1]]
        yield ""
