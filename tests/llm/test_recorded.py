"""Conversations with a real model, replayed: what it settles of the damaged seeds, and that it makes none worse."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from extractor.llm import prompts
from extractor.llm.endpoint import Endpoint
from extractor.llm.settings import Settings
from extractor.pipeline import extract
from tests.llm.variants import Variant, variants

# Recorded answers must be found whatever endpoint the environment names.
SETTINGS = Settings(
    base_url=os.environ.get("EXTRACTOR_LIVE_BASE_URL", "http://127.0.0.1:8081/v1"),
    model=os.environ.get("EXTRACTOR_LIVE_MODEL", "qwen2.5-coder-1.5b"),
    mode="json_schema",
    timeout=900,
    attempts=1,
    asks=1,
    cache="off",
)
VARIANTS = {variant.name: variant for variant in variants()}
RECORDED = (
    "000-figures_a_row_up",
    "004-labels_blurred",
    "002-rows_fused",
    "002-figures_before_their_labels",
)


def outcome(variant: Variant) -> Counter[str]:
    """How many of the fields that rules alone leave to a person are settled, stay, or come out wrong or lost; and how
    many questions that took, of how many tokens.
    """
    endpoint = Endpoint(SETTINGS)
    before, after = (extract(variant.text.encode(), llm=llm) for llm in (None, endpoint))
    counted: Counter[str] = Counter()
    for key, field in after.fields.items():
        was = before.fields[key]
        if was.status == "accepted":
            counted["lost"] += field.status != "accepted" or field.value != was.value
        elif field.status == "review":
            counted["stays"] += 1
        else:
            counted["settled" if variant.truth.get(key) == field.value else "wrong"] += 1
    counted["questions"] = endpoint.spending.calls
    counted["tokens"] = endpoint.spending.sent + endpoint.spending.written
    return counted


@pytest.mark.vcr
@pytest.mark.parametrize("name", RECORDED)
def test_a_real_model_makes_no_damaged_seed_worse(name: str) -> None:
    found = outcome(VARIANTS[name])
    assert (found["wrong"], found["lost"]) == (0, 0)
    assert found["tokens"] > 0, "none of its questions is on the cassette: record anew"


@pytest.mark.vcr("cassettes/test_a_real_model_makes_no_damaged_seed_worse[002-rows_fused].yaml")
def test_a_changed_prompt_finds_no_recorded_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("table", "second-look"):
        text = (Path(__file__).parents[2] / "prompts" / f"{name}.md").read_text("utf-8")
        (tmp_path / f"{name}.md").write_text(text.replace("只输出 JSON", "只要输出 JSON"), "utf-8")
    monkeypatch.setattr(prompts, "_FOLDERS", (str(tmp_path),))
    prompts.load_prompt.cache_clear()
    after = extract(VARIANTS["002-rows_fused"].text.encode(), llm=Endpoint(SETTINGS))
    prompts.load_prompt.cache_clear()
    told = [finding.message.en for finding in after.findings if finding.code == "model-without-answer"]
    assert told
    assert all("cannot be reached" in sentence for sentence in told)
