"""Any text at all is read without a fault, and the same text always gives the same result."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import SourceError
from extractor.forms import load_forms
from extractor.pipeline import extract
from extractor.result import Extraction
from tests.properties import losses, tearing
from tests.properties.profile import law
from tests.properties.reports import Report, reports

LABELS = sorted(
    {
        label
        for form in load_forms()
        for section in form.sections
        for labels in (
            section.titles,
            section.captions,
            *(group.labels for group in section.groups),
            *(block.heading for block in section.blocks),
            *(column.labels for block in section.blocks for column in block.columns),
            *(row.labels for row in section.rows),
        )
        for label in labels
    }
)
FIGURES = (
    "0",
    "1",
    "12",
    "000",
    "+5",
    "-3",
    "增1423",
    "25.399万",
    "1,113",
    "１２",
    "3 4",
    "/",
    "-",
    "99999999999999999999",
)
PARTS = ("\t", "\t", "\n", "\n", "\n\n", " ", "  ", "      ", "|", " | ", "||", "\r\n", "\f", "- 3 -", "---|---")
TAGS = ("<td>", "</td></tr>", "<tr>", "&nbsp;", "\u200b", "\ufeff", "\u3000")
ODD = ("□", "?", "2021年", "三、", "1.", "（一）", "。", "，", "第 3 页")

soups = st.lists(
    st.one_of(*map(st.sampled_from, (LABELS, FIGURES, PARTS, TAGS, ODD))),
    max_size=120,
).map("".join)


def is_read(text: str) -> None:
    """Reads a text; a refusal with a sentence is as good as a result, any other fault is not."""
    with contextlib.suppress(SourceError):
        extraction = extract(text.encode("utf-8", "replace"), "report.txt")
        assert set(extraction.fields) in [set(), *(set(form.fields) for form in load_forms())]
        assert Extraction.from_json(extraction.to_json()) == extraction


@law
@given(st.text())
def test_any_characters_are_read_without_a_fault(text: str) -> None:
    is_read(text)


@law
@given(st.binary())
def test_any_bytes_are_read_without_a_fault(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        extract(data, "report.txt")


@law
@given(soups)
def test_labels_figures_tabs_and_pipes_in_any_order_are_read_without_a_fault(text: str) -> None:
    is_read(text)


@law
@given(st.lists(st.sampled_from(LABELS), max_size=40), st.lists(st.sampled_from(FIGURES), max_size=60))
def test_labels_before_any_number_of_figures_are_read_without_a_fault(labels: list[str], figures: list[str]) -> None:
    is_read("\n".join([*labels, *figures]))
    is_read("\t".join([*labels, *figures]))


@law
@given(reports(), st.data())
def test_lines_of_a_report_in_any_order_are_read_without_a_fault(report: Report, data: st.DataObject) -> None:
    lines = report.text().splitlines()
    random = Random(data.draw(st.integers(0, 2**32)))
    random.shuffle(lines)
    is_read("\n".join(lines[: data.draw(st.integers(0, len(lines)))]))


@law
@given(reports(), st.data())
def test_a_report_with_characters_dropped_is_read_without_a_fault(report: Report, data: st.DataObject) -> None:
    random = Random(data.draw(st.integers(0, 2**32)))
    share = data.draw(st.sampled_from((0.01, 0.1, 0.5)))
    is_read("".join(character for character in report.text() if random.random() > share))


@law
@given(reports(zeros=("0", "")), st.data())
def test_the_same_text_gives_the_same_bytes(report: Report, data: st.DataObject) -> None:
    damage = data.draw(st.sampled_from((losses.lose_cells, losses.double_cells, losses.lose_blanks)))
    text = data.draw(st.composite(damage)(report)).text().encode()
    assert extract(text, "report.txt").to_json() == extract(text, "report.txt").to_json()


def test_the_same_texts_give_the_same_bytes_in_another_process() -> None:
    texts: list[str] = []

    @law
    @given(reports(zeros=("0", "")), st.data())
    def draw(report: Report, data: st.DataObject) -> None:
        texts.append(data.draw(st.composite(tearing.drop_lines)(report)))

    draw()
    program = (
        "import json, sys\n"
        "from extractor.pipeline import extract\n"
        "for text in json.load(sys.stdin):\n"
        "    print(extract(text.encode(), 'report.txt').to_json())\n"
    )
    results = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=json.dumps(texts[:12]),
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(results) == 1
