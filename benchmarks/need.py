"""How many reports need the model, and what asking costs: `python -m benchmarks.need`.

Made-up reports go through every converter that needs no program of the system; each text is read by rules alone. A
report needs the model where a table of it has a figure in review. Each such table is one question if its first answer
counts, and four at most; a token is as many characters as in the recorded conversations with a real model.
"""

import argparse
import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import yaml

from benchmarks.convert import CONVERTERS
from benchmarks.corpus import make_corpus_reports
from benchmarks.render_docx import render_docx
from benchmarks.render_html import render_html
from extractor.forms import load_forms
from extractor.identity.identify import identify
from extractor.judging.model_reading import settled_rows, unproved
from extractor.judging.verdicts import judge
from extractor.llm.prompts import load_prompt
from extractor.llm.reader import PROMPTS, messages_for, tables_to_ask
from extractor.llm.settings import Settings
from extractor.reading.rule_reader import read_by_rules
from extractor.sources import open_source

CASSETTES = Path(__file__).parents[1] / "cassettes"
_ASKS = Settings(base_url="", model="").asks * len(PROMPTS)


class Need(NamedTuple):
    """What one text needs: tables to ask about, and characters of their first questions."""

    tables: int
    characters: int


def need_of(text: str) -> Need:
    """What the rules leave of one text."""
    source = open_source(text.encode(), "report.txt")
    reading = read_by_rules(source.text, source.shape, load_forms(), identify(source).known_year)
    if reading is None:
        return Need(0, 0)
    prompt = load_prompt(PROMPTS[0])
    judgement = judge(reading)
    asked = tables_to_ask(source, unproved(reading, judgement), lambda one: settled_rows(one, judgement))
    messages = (message for one in asked for message in messages_for(prompt, *one))
    return Need(len(asked), sum(len(message["content"]) for message in messages))


def texts(reports: int, seed: int) -> Iterator[tuple[str, str]]:
    """The name of a converter and its text, for every report."""
    usable = [one for one in CONVERTERS if one.source in ("docx", "html") and not one.program and not one.missing()]
    with TemporaryDirectory() as folder:
        for report in make_corpus_reports(reports, seed):
            files = {"docx": Path(folder) / "report.docx", "html": Path(folder) / "report.html"}
            files["docx"].write_bytes(render_docx(report))
            files["html"].write_text(render_html(report), encoding="utf-8")
            yield from ((one.name, one.convert(files[one.source])) for one in usable)


def tokens_recorded() -> tuple[float, float]:
    """Tokens a character of a question, and tokens of an answer, in the recorded conversations."""
    characters = sent = written = count = 0
    for path in sorted(CASSETTES.glob("*.yaml")):
        for one in yaml.safe_load(path.read_text("utf-8"))["interactions"]:
            characters += sum(len(message["content"]) for message in one["request"]["body"]["messages"])
            sent += one["response"]["body"]["usage"]["prompt_tokens"]
            written += one["response"]["body"]["usage"]["completion_tokens"]
            count += 1
    return sent / max(characters, 1), written / max(count, 1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line a converter and one for all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.need", description="How many reports need the model.")
    parser.add_argument("--reports", type=int, default=8)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    needs: dict[str, list[Need]] = defaultdict(list)
    for name, text in texts(options.reports, options.seed):
        needs[name].append(need_of(text))
        needs["all"].append(needs[name][-1])
    a_character, an_answer = tokens_recorded()
    print(f"{'converter':28}{'reports':>9}{'need it %':>11}{'calls each':>16}{'tokens each':>18}")
    for name, own in needs.items():
        tables, share = sum(one.tables for one in own) / len(own), sum(bool(one.tables) for one in own) / len(own)
        first = (a_character * sum(one.characters for one in own)) / len(own) + an_answer * tables
        calls, tokens = f"{tables:.1f}-{_ASKS * tables:.1f}", f"{first:.0f}-{_ASKS * first:.0f}"
        print(f"{name:28}{len(own):>9}{100 * share:>11.1f}{calls:>16}{tokens:>18}")


if __name__ == "__main__":
    main()
