"""What is measured is counted and bounded as the pages say."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from scipy.stats import binomtest

from benchmarks import accuracy, calibrate
from benchmarks.frozen import FROZEN
from benchmarks.outcomes import Evidence, run_corpus
from benchmarks.scoring import Score
from benchmarks.statistics import lower_bound, lower_bound_of_clusters, reliability, upper_bound
from benchmarks.threshold import THRESHOLDS


@pytest.mark.parametrize(
    ("events", "trials", "bound"), [(0, 100, 0.02951), (1, 100, 0.04656), (3, 1000, 0.00774), (5, 5, 1.0)]
)
def test_a_rate_has_the_exact_upper_bound(events: int, trials: int, bound: float) -> None:
    assert upper_bound(events, trials) == pytest.approx(bound, abs=2e-5)
    assert lower_bound(trials - events, trials) == pytest.approx(1 - bound, abs=2e-5)


def test_the_share_that_is_right_has_the_exact_lower_bound() -> None:
    assert lower_bound(14, 14) == pytest.approx(0.05 ** (1 / 14))
    assert lower_bound(299, 299) == pytest.approx(0.99003, abs=1e-5)
    assert lower_bound(0, 0) == lower_bound(0, 9) == 0.0
    own = binomtest(95, 100, alternative="greater").proportion_ci(0.95, "exact")
    assert lower_bound(95, 100) == pytest.approx(own.low)


def test_figures_that_are_wrong_together_count_as_fewer() -> None:
    apart, together = [(95, 5)] * 10, [(100, 0)] * 9 + [(50, 50)]
    assert lower_bound_of_clusters(apart) == pytest.approx(lower_bound(950, 1000))
    assert lower_bound_of_clusters(together) < 0.8 < lower_bound(950, 1000)
    assert lower_bound_of_clusters([(90, 10)]) < 0.1, "one report tells next to nothing"
    assert lower_bound_of_clusters([(100, 0)] * 10) == lower_bound(1000, 1000)


def test_values_are_put_beside_their_confidence_where_they_have_one() -> None:
    values = Counter(
        {
            Evidence("a", "s", 0.9, True): 80,
            Evidence("a", "s", 0.9, False): 20,
            Evidence("b", "s", 1.0, True): 100,
            Evidence("c", "s", None, False): 7,
        }
    )
    assert [(one.values, one.right, one.share) for one in reliability(values)] == [(100, 80, 0.8), (100, 100, 1.0)]


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
    text = written.read_text("utf-8")
    assert f"| {THRESHOLDS[0]} |" in text
    assert "| applications | `identities.exact`" in text


def test_no_threshold_is_written_that_was_not_shown_to_keep_the_risks(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(calibrate, "TARGET", tmp_path / "confidence.toml")
    with pytest.raises(SystemExit, match="No threshold was shown to keep the risks"):
        calibrate.main([str(corpus), "--texts-only", "--processes", "1", "--report", str(tmp_path / "page.md")])
    assert not (tmp_path / "confidence.toml").exists()


def test_documents_have_a_bound_of_their_own_and_only_those_of_which_something_was_accepted_count() -> None:
    score = Score(documents=2000, accepting_documents=1500, sound_documents=1600, straight_documents=1200, figures=3000)
    score.outcomes["accepted_right"] = 3000
    cells = dict(zip(accuracy.COLUMNS, accuracy.score_cells(score), strict=True))
    assert (cells["with a wrong figure"], cells["documents, at most %"]) == ("0", "0.2")
    assert (cells["straight through %"], cells["figures, at most %"]) == ("75.0", "0.0998")
    score.wrong_documents, score.outcomes["accepted_wrong"] = 1, 40
    cells = dict(zip(accuracy.COLUMNS, accuracy.score_cells(score), strict=True))
    assert (cells["with a wrong figure"], cells["documents, at most %"]) == ("**1**", "0.316")


def test_documents_come_before_figures_on_both_pages() -> None:
    assert accuracy.COLUMNS.index("documents, at most %") < accuracy.COLUMNS.index("figures")
    page = (Path(__file__).parents[2] / "docs" / "confidence.md").read_text("utf-8")
    columns = next(line for line in page.splitlines() if line.startswith("|"))
    assert columns.index("documents") < columns.index("with a wrong figure") < columns.index("figures accepted")
