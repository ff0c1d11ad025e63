"""How often figures that two readers place alike are right: the table of `benchmarks.players --accept readers`, and
`extractor/judging/readers.toml`.

The readers are one made-up model asked twice. `careful` and `sloppy` slip elsewhere each time, `injected` says the same
wrong thing twice, as where a sentence of the document makes both.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.play import DocumentPlay, FieldPlay
from benchmarks.statistics import lower_bound_of_clusters, upper_bound

TARGET = Path("extractor/judging/readers.toml")
HONEST = "sloppy"
"""The player whose figures the confidence is counted on: one that errs often and means no harm."""
_FEWEST = 300
"""So many figures of a section say something of it; of fewer nothing is said, and none is accepted so."""
_HEAD = f"""# How often figures that two readings by models place alike, and by which sums hold, are right, at the least
# (95 %), by section of the form: counted on a made-up model that slips in one cell of ten (`{HONEST}`). Written by
# `python -m benchmarks.players --accept readers --write`; docs/llm.md says what it does not count.
"""


def agreement_table(played: Sequence[DocumentPlay]) -> Iterator[str]:
    """A line a player: figures accepted because two readers agree, those of them that are wrong, the same for
    documents, and the upper bounds of both shares.
    """
    heads = ("figures", "wrong", "at most %", "documents", "with a wrong", "at most %")
    yield f"{'accepted as two readers agree':32}" + "".join(f"{head:>14}" for head in heads)
    for player in dict.fromkeys(play.player for one in played for play in one.plays):
        counted = [_counted(one, player) for one in played]
        figures, wrong = sum(map(sum, counted)), sum(wrong for _, wrong in counted)
        documents, spoiled = sum(any(one) for one in counted), sum(wrong > 0 for _, wrong in counted)
        cells = (figures, wrong, _at_most(wrong, figures), documents, spoiled, _at_most(spoiled, documents))
        yield f"{player:32}" + "".join(f"{cell:>14}" for cell in cells)


def _at_most(events: int, trials: int) -> str:
    return f"{100 * upper_bound(events, trials):.3g}" if trials else ""


def _counted(one: DocumentPlay, player: str, section: str = "") -> tuple[int, int]:
    """The figures of a document, right and wrong, that are accepted because two readers agree."""
    counts = Counter(
        field.outcome
        for play in one.plays
        if play.player == player
        for field in play.fields
        if field.by_readers and field.field.startswith(section)
    )
    return counts["right"], counts["wrong"]


def readers_toml(played: Sequence[DocumentPlay]) -> str:
    """What `TARGET` says, by these documents."""
    fields: Iterator[FieldPlay] = (field for one in played for play in one.plays for field in play.fields)
    parts = [_HEAD]
    for section in sorted({field.field.partition(".")[0] for field in fields if field.by_readers}):
        counted = [own for one in played if any(own := _counted(one, HONEST, f"{section}."))]
        right, wrong = sum(right for right, _ in counted), sum(wrong for _, wrong in counted)
        if right + wrong >= _FEWEST:
            confidence = lower_bound_of_clusters(counted)
            parts.append(f"[alike.{section}]\nright = {right}\nwrong = {wrong}\nconfidence = {confidence:.6f}\n")
    return "\n".join(parts)
