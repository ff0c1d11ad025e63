"""The benchmark of speed runs and prints what it promises."""

from __future__ import annotations

import pytest

from benchmarks import bench


def test_it_prints_a_line_a_seed_and_the_start_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    bench.main(["--repetitions", "2", "--runs", "1"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["report", "median", "ms", "p99", "ms", "floor", "ms", "×", "floor", "p99", "×"]
    assert [line.split()[0] for line in lines[1:7]] == [*(path.stem for path in bench.SEEDS), "all"]
    assert lines[-2].startswith("extractor extract seeds/001_")
    assert "× that" in lines[-1]
