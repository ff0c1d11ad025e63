"""What is measured is counted and bounded as the pages say."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import accuracy, calibrate
from benchmarks.frozen import FROZEN
from benchmarks.outcomes import Evidence, run_corpus
from benchmarks.statistics import calibration_error, lower_bound, reliability, upper_bound
from extractor.judging.confidence import smoothed


@pytest.mark.parametrize(
    ("events", "trials", "bound"), [(0, 100, 0.02951), (1, 100, 0.04656), (3, 1000, 0.00774), (5, 5, 1.0)]
)
def test_a_rate_has_the_exact_upper_bound(events: int, trials: int, bound: float) -> None:
    assert upper_bound(events, trials) == pytest.approx(bound, abs=2e-5)
    assert lower_bound(trials - events, trials) == pytest.approx(1 - bound, abs=2e-5)


def test_calibration_error_is_the_distance_of_confidence_from_frequency() -> None:
    values = Counter({Evidence("a", 0.9, True): 80, Evidence("a", 0.9, False): 20, Evidence("b", 1.0, True): 100})
    bins = reliability(values)
    assert [(one.values, one.right) for one in bins] == [(100, 80), (100, 100)]
    assert calibration_error(bins) == pytest.approx(0.05)


def test_counts_of_evidence_become_the_data_file_and_its_confidence() -> None:
    values = Counter({Evidence("x.a", 0.5, True): 980, Evidence("x.a", 0.5, False): 20})
    counts = calibrate.counts_of(values)
    assert counts == {"x.a": (980, 20)}
    assert '[evidence."x.a"]\nright = 980\nwrong = 20\n' in calibrate.written(counts, 3)
    assert {one.confidence for one in calibrate.said_by(counts, values)} == {smoothed("x.a", counts)}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small corpus: some frozen texts, one file no opener opens, and a plan."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "truth").symlink_to(FROZEN / "truth")
    names = sorted(path.name for path in FROZEN.iterdir() if path.is_dir() and path.name != "truth")
    for name in [*names[:4], *[name for name in names if "+" in name][:4]]:
        if not (folder / name).exists():
            (folder / name).symlink_to(FROZEN / name)
    report = next(iter(sorted((FROZEN / "truth").glob("*.json")))).stem
    (folder / "source-zip").mkdir()
    (folder / "source-zip" / f"{report}.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    (folder / "plan.json").write_text(json.dumps({"seed": 7}), "utf-8")
    return folder


def test_the_page_of_accuracy_is_the_same_every_time_and_says_what_was_measured(corpus: Path, tmp_path: Path) -> None:
    written = tmp_path / "accuracy.md"
    accuracy.main([str(corpus), "--write", str(written), "--commit", "abc123"])
    text = written.read_text("utf-8")
    outcomes = run_corpus(corpus, openers=True)
    assert text == accuracy.page(outcomes, accuracy.describe(corpus, outcomes, "abc123"))
    assert "(seed 7)" in text
    assert "read at commit abc123" in text
    assert "1 documents were not opened, 0 of them by a crash" in text


def test_the_page_of_confidence_tells_the_threshold(corpus: Path, tmp_path: Path) -> None:
    written = tmp_path / "confidence.md"
    calibrate.main([str(corpus), "--dry", "--texts-only", "--processes", "1", "--report", str(written)])
    assert "| **0.999** |" in written.read_text("utf-8")
