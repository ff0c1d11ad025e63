"""Which way of asking a model reads best: `python -m benchmarks.model_shapes --base-url URL --model NAME`.

Four shapes over the damaged seeds of `tests/llm/variants.py`: printed characters with one call a table (what the
extractor does), the same without naming the columns, where blanks are asked for at the end of a row, token numbers with
one call a table, and printed characters with one call a row. Of each: the share of printed figures other than 0 that an
answer has in the right slot, and the answers that account for every figure.
"""

import argparse
import asyncio
import json
import re
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from pydantic import BaseModel

from extractor.forms import Section, load_forms
from extractor.llm.ask import Asked, Question, ask, client_for
from extractor.llm.prompts import load_prompt, parse_prompt
from extractor.llm.reader import messages_for
from extractor.llm.resolve import ResolvedAnswer, resolve
from extractor.llm.schema import answer_model, furniture_of, rows_of
from extractor.llm.settings import Settings
from extractor.llm.spending import Charge, Pace
from extractor.llm.table_text import TableText, show
from extractor.reading.rule_reader import read_by_rules
from extractor.sources import open_source
from tests.llm.variants import Variant, variants

_NUMBERED = Path(__file__).with_name("numbered-tokens.md")
_UNNAMED = Path(__file__).with_name("columns-unnamed.md")
_YEAR = 2024
_MODE = "json_schema"


class Score(NamedTuple):
    """What came of asking about one table."""

    figures: int
    right: int
    accounted: bool
    seconds: float
    tokens: int


def _table(variant: Variant) -> tuple[Section, TableText]:
    source = open_source(variant.text.encode(), variant.name)
    reading = read_by_rules(source.text, source.shape, load_forms(), _YEAR)
    assert reading is not None
    section = next(one for one in reading.sections if one.section.key == "applications")
    return section.section, show(source.text, section)


def _numbered(shown: TableText) -> TableText:
    """The same table with the number of each figure behind it in brackets."""
    count = iter(range(1, len(shown.figures) + 1))
    text = re.sub(
        r"(?<=\t)\S+|^\S+", lambda m: m.group() + (f"[{next(count)}]" if _is_figure(m.group()) else ""), shown.text
    )
    return shown._replace(text=text)


def _is_figure(cell: str) -> bool:
    return bool(re.fullmatch(r"\d+", cell))


def _score(variant: Variant, rows: dict[str, list[str]], section: Section) -> tuple[int, int]:
    right = total = 0
    for row in section.rows:
        for field, cell in zip(row.fields, rows.get(row.key, []) or [""] * len(row.fields), strict=False):
            if variant.printed.get(field, "0") != "0":
                total += 1
                right += cell.strip() == variant.printed[field]
    return total, right


async def _whole_table(variant: Variant, settings: Settings, other: Path | None = None) -> Score:
    """One table in one call, with the extractor's own prompt or another."""
    section, shown = _table(variant)
    prompt = load_prompt("table") if other is None else parse_prompt(other.read_text("utf-8"), other.name)
    numbered = other == _NUMBERED
    if numbered:
        shown = _numbered(shown)
    began = perf_counter()
    got = await _asked(settings, messages_for(prompt, section, shown), answer_model(section))
    took = perf_counter() - began
    if got.answer is None:
        return Score(_score(variant, {}, section)[0], 0, False, took, got.sent + got.written)
    rows, aside = rows_of(got.answer), furniture_of(got.answer)
    if numbered:
        texts = {str(i): token.text for i, token in enumerate(shown.figures, 1)}
        rows = {key: [texts.get(cell.strip("[]"), cell) for cell in cells] for key, cells in rows.items()}
        aside = [texts.get(cell.strip("[]"), cell) for cell in aside]
    total, right = _score(variant, rows, section)
    accounted = isinstance(resolve(rows, aside, shown.figures), ResolvedAnswer)
    return Score(total, right, accounted, took, got.sent + got.written)


async def _asked(settings: Settings, messages: list[dict[str, str]], wanted: type[BaseModel]) -> Asked:
    return await ask(client_for(settings, _MODE), settings, Question(messages, wanted, _MODE), Pace(None), Charge())


async def _row_by_row(variant: Variant, settings: Settings) -> Score:
    section, shown = _table(variant)
    prompt = load_prompt("table")
    rows: dict[str, list[str]] = {}
    began, tokens = perf_counter(), 0
    for row in section.rows:
        one = answer_model(section, (row.key,))
        got = await _asked(settings, messages_for(prompt, section, shown, row.key), one)
        tokens += got.sent + got.written
        if got.answer is not None:
            rows |= rows_of(got.answer)
    total, right = _score(variant, rows, section)
    accounted = isinstance(resolve(rows, [], shown.figures), ResolvedAnswer)
    return Score(total, right, accounted, perf_counter() - began, tokens)


def _line(shape: str, scores: Sequence[Score]) -> str:
    figures, right = sum(one.figures for one in scores), sum(one.right for one in scores)
    seconds, tokens = sum(one.seconds for one in scores), sum(one.tokens for one in scores)
    accounted = sum(one.accounted for one in scores)
    return (
        f"{shape:26} {len(scores):3} tables  {100 * right / max(figures, 1):5.1f} % of {figures} figures right"
        f"  {accounted:2} answers account for all"
        f"  {tokens / len(scores):6.0f} tokens  {seconds / len(scores):6.1f} s a table"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.model_shapes")
    parser.add_argument("--base-url", default="http://127.0.0.1:8081/v1")
    parser.add_argument("--model", default="qwen2.5-coder-1.5b")
    parser.add_argument("--tables", type=int, default=6)
    parser.add_argument("--rows", type=int, default=2, help="tables asked about row by row, which takes long")
    options = parser.parse_args()
    settings = Settings(base_url=options.base_url, model=options.model, timeout=600, attempts=1)
    chosen = [one for one in variants() if "downwards" not in one.name][::2][: options.tables]
    shapes = {
        "characters, a table": [_whole_table(one, settings) for one in chosen],
        "columns unnamed, a table": [_whole_table(one, settings, _UNNAMED) for one in chosen],
        "token numbers, a table": [_whole_table(one, settings, _NUMBERED) for one in chosen],
        "characters, a row": [_row_by_row(one, settings) for one in chosen[: options.rows]],
    }
    for shape, asked in shapes.items():
        scores = [asyncio.run(one) for one in asked]
        print(_line(shape, scores), flush=True)
        print(json.dumps([one._asdict() for one in scores]), flush=True)


if __name__ == "__main__":
    main()
