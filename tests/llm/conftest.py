"""How conversations with a real model are recorded and replayed; `cassettes/README.md` says what was recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from vcr import VCR

from tests.llm import cassette


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(Path(__file__).parents[2] / "cassettes")


@pytest.fixture(scope="module")
def vcr_config() -> dict[str, Any]:
    return cassette.CONFIG


def pytest_recording_configure(config: pytest.Config, vcr: VCR) -> None:
    # Under the name that gives the files their ending.
    vcr.register_serializer("yaml", cassette)
    vcr.register_matcher("question", cassette.same_question)
