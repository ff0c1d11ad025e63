"""A panel or a page that finds no room to be written: one error, nothing heard at the end, and what was there stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from extractor.exporting.sinks import ENDINGS

TESTS = Path(__file__).parent.parent
PROGRAM = """
import resource, sys
from pathlib import Path
from overviews import entry
from panels import report
from extractor.errors import WriteError
from extractor.exporting.panel_builder import PanelRequest, write_panel
from extractor.exporting.overview.writing import OverviewRequest, write_overview
target, most = Path(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
reports = (report(f"海宁市第{number}局", 2022, f"{number}.txt") for number in range(40))
try:
    if target.suffix == ".html":
        write_overview(map(entry, reports), OverviewRequest(target, "en"))
    else:
        write_panel(reports, PanelRequest(target))
except WriteError as error:
    print(error.place, error.advice)
"""


SINK = """
import random, resource, sys
from extractor.errors import is_disk_full
from extractor.exporting.columns import LEFT_OUT
from extractor.exporting.sinks import OutputTable, ParquetSink
sink = ParquetSink(sys.argv[1], OutputTable("missing", LEFT_OUT))
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
for _ in range(500):
    sink.write((random.randbytes(40).hex(), "no-report", ""))
try:
    sink.close()
except OSError as error:
    print("full" if is_disk_full(error) else error)
"""


def run(program: str, *words: str | Path, rooms: Path) -> subprocess.CompletedProcess[str]:
    """A program in a process of its own, with `rooms` for temporary files, which tells of whatever fails unheard."""
    return subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", program, *map(str, words)],
        capture_output=True,
        text=True,
        timeout=240,
        env={"PYTHONPATH": f"{TESTS.parent}:{TESTS}", "TMPDIR": str(rooms), "PATH": "/usr/bin:/bin"},
    )


@pytest.mark.parametrize(
    ("ending", "most"),
    [
        *((ending, 5_000) for ending in (*ENDINGS, ".html")),
        *((ending, 150_000) for ending in (".csv", ".xlsx", ".duckdb")),
    ],
)
def test_what_has_no_room_is_told_once_and_nothing_is_left_of_it(ending: str, most: int, tmp_path: Path) -> None:
    (tmp_path / "panel").mkdir()
    target, rooms = tmp_path / "panel" / f"panel{ending}", tmp_path / "rooms"
    rooms.mkdir()
    target.write_text("before", "utf-8")
    done = run(PROGRAM, target, str(most), rooms=rooms)
    assert done.stderr == ""
    place, advice = done.stdout.strip().split(" ", 1)
    assert place in (str(target), str(rooms))
    assert advice == "make room on its disk"
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert target.read_text("utf-8") == "before"
    assert list(rooms.iterdir()) == []


def test_a_parquet_file_without_room_at_its_end_is_told_once(tmp_path: Path) -> None:
    done = run(SINK, tmp_path / "missing.parquet", rooms=tmp_path)
    assert (done.stdout, done.stderr) == ("full\n", "")
