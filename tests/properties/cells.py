"""Layouts that keep cells apart: tabs, pipes, tags, one cell a line, one cell a paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from tests.properties.grids import CELL, DOWN, Rank, Spot, ranks_of
from tests.properties.sheets import Sheet

FILLED, DOWN_ONLY, RAGGED, REPEATED = "filled", "down_only", "ragged", "repeated"


@dataclass(frozen=True, slots=True)
class CellLayout:
    """How cells are parted. `merged` says what stands where a cell covers another's place: an empty cell (`filled`),
    one only below a cell that spans rows (`down_only`), nothing (`ragged`), or the text again (`repeated`).
    """

    name: str
    merged: str = FILLED
    outer: bool = False
    rule: bool = False
    padded: bool = False

    @property
    def exact(self) -> bool:
        """Whether blank cells can be told from no cells."""
        return self.name not in ("bare", "paragraphs", "alternating")

    def lines(self, sheet: Sheet) -> list[str]:
        """The table in this layout."""
        ranks = [(rank, self._texts(rank)) for rank in ranks_of(sheet)]
        match self.name:
            case "tabs":
                return ["\t".join(texts) + "\t" * self.outer for _, texts in ranks]
            case "tika":
                return [line for _, texts in ranks for line in (*(f"\t{text}" for text in texts), "")]
            case "bare":
                return [text for _, texts in ranks for text in texts]
            case "paragraphs":
                return [line for _, texts in ranks for text in texts if text for line in (text, "")]
            case "pipes":
                return self._pipes(ranks)
            case "cell_pipes":
                return self._cell_pipes(ranks)
            case "alternating":
                return [line for _, texts in ranks for text in texts for line in (text, "|")]
            case _:
                return _tags([rank for rank, _ in ranks])

    def _texts(self, rank: Rank) -> list[str]:
        return [text for spot in rank.spots if (text := self._text(spot)) is not None]

    def _text(self, spot: Spot) -> str | None:
        if spot.how == CELL:
            return spot.text
        if self.merged == REPEATED:
            return spot.text
        return "" if self.merged == FILLED or (self.merged == DOWN_ONLY and spot.how == DOWN) else None

    def _pipes(self, ranks: list[tuple[Rank, list[str]]]) -> list[str]:
        lines: list[str] = []
        for number, (_, texts) in enumerate(ranks):
            body = (" | " if self.padded else "|").join(texts)
            lines.append(f"| {body} |" if self.outer else body)
            if self.rule and number == 0:
                dashes = "|".join("---" for _ in texts)
                lines.append(f"|{dashes}|" if self.outer else dashes)
        return lines

    def _cell_pipes(self, ranks: list[tuple[Rank, list[str]]]) -> list[str]:
        lines: list[str] = []
        for _, texts in ranks:
            if self.outer:
                lines.append("|")
            lines.extend(f"{text} |" for text in texts)
        return lines


def _tags(ranks: list[Rank]) -> list[str]:
    lines = ['<table border="1">']
    for rank in ranks:
        cells = [spot for spot in rank.spots if spot.how == CELL]
        inner = "".join(f"<td{_span(spot)}>{spot.text}</td>" for spot in cells)
        lines.append(f"<tr>{inner}</tr>")
    return [*lines, "</table>"]


def _span(spot: Spot) -> str:
    across = f' colspan="{spot.across}"' if spot.across > 1 else ""
    return across + (f' rowspan="{spot.down}"' if spot.down > 1 else "")


def _layouts(name: str, merged: tuple[str, ...], **switches: st.SearchStrategy[bool]) -> st.SearchStrategy[CellLayout]:
    return st.builds(CellLayout, st.just(name), st.sampled_from(merged), **switches)


_ALL = (FILLED, DOWN_ONLY, RAGGED, REPEATED)

cell_layouts = st.one_of(
    _layouts("tabs", _ALL, outer=st.booleans()),
    _layouts("tika", (DOWN_ONLY, RAGGED)),
    _layouts("bare", (RAGGED,)),
    _layouts("paragraphs", (RAGGED,)),
    _layouts("pipes", _ALL, outer=st.booleans(), rule=st.booleans(), padded=st.booleans()),
    _layouts("cell_pipes", (RAGGED, FILLED), outer=st.booleans()),
    _layouts("alternating", (RAGGED,)),
    _layouts("tags", (RAGGED,)),
)
