"""The scripted reviewer settles all that waits in damaged reports, nothing wrongly and nothing twice."""

from __future__ import annotations

import pytest

from benchmarks.frozen import FROZEN
from benchmarks.review import main


def test_one_answer_for_many_needs_fewer_decisions_and_nothing_is_decided_wrongly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([str(FROZEN), "--reports", "3"]) == 0
    *lines, alone, at_once, share, rest = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if " wait" in line]) == 4
    decisions = [int(line.split(" decisions")[0].split()[-1]) for line in (alone, at_once)]
    assert decisions[1] < decisions[0]
    assert share.endswith("at most " + share.rpartition(" ")[2])
    assert "0 decided wrongly, 0 twice, 0 left" in rest
