"""What tests of judging share."""

from __future__ import annotations

import pytest

from extractor.judging import verdicts


@pytest.fixture
def by_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Evidence alone decides, however often such was right: what a rule does shows by itself, whatever was measured."""
    monkeypatch.setattr(verdicts, "is_often_right", lambda *_: True)
