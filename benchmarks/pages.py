"""Tables of Markdown that the generated pages share."""

from collections import Counter
from collections.abc import Iterable, Sequence

from benchmarks.outcomes import Evidence
from benchmarks.statistics import Bin, lower_bound

_BAR = 40


def percent(share: float, digits: int = 2) -> str:
    """A share as a percentage."""
    return f"{100 * share:.{digits}f}"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in lines) + "\n"


def bar(share: float) -> str:
    """A share as a bar of characters."""
    full = round(share * _BAR)
    return "`" + "█" * full + "·" * (_BAR - full) + "`"


def reliability_table(bins: Iterable[Bin]) -> str:
    """Confidence beside frequency, bin by bin."""
    rows = (
        (
            f"{one.low:g} – {one.high:g}",
            one.values,
            percent(one.confidence, 3),
            percent(one.share, 3),
            f"{100 * (one.share - one.confidence):+.3f}",
            bar(one.share),
        )
        for one in bins
    )
    return table(("confidence", "values", "said %", "right %", "difference", "right"), rows)


def evidence_table(values: Counter[Evidence]) -> str:
    """How each kind of evidence did in each section: how many figures, how many wrong, confidence and frequency."""
    rows: list[Sequence[object]] = []
    for section, kind in sorted({(one.section, one.kind) for one in values}):
        own = {one: count for one, count in values.items() if (one.section, one.kind) == (section, kind)}
        count = sum(own.values())
        right = sum(n for one, n in own.items() if one.right)
        said = next(iter(own)).confidence
        shares = ("none" if said is None else percent(said, 3), percent(right / count, 3))
        rows.append((section, f"`{kind}`", count, count - right, *shares, percent(lower_bound(right, count), 3)))
    return table(("section", "evidence", "figures", "wrong", "confidence %", "right %", "right, at least %"), rows)
