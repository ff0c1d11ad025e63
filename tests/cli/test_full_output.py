"""Output that cannot be written, whoever writes it: one sentence and exit code 2, and silence for a closed pipe."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from golden import SEEDS

COMMAND = [sys.executable, "-m", "extractor.cli"]
SEED = str(sorted(SEEDS.glob("*.txt"))[3])
FULL = Path("/dev/full")
WORDS = {
    "extract": ["extract", SEED],
    "extract, a table": ["extract", SEED, "--table"],
    "check": ["check", SEED, SEED],
    "check, as JSON": ["check", SEED, "--format", "json"],
    "show": ["show", SEED],
    "explain": ["explain", SEED, "applications.new.total"],
    "forms": ["forms", "show", "2021"],
    "help": ["--help"],
    "version": ["--version"],
    "dry run": ["batch", SEED, "--out", "nowhere", "--dry-run"],
}


@pytest.mark.parametrize("name", WORDS)
def test_output_to_a_full_disk_gets_one_sentence_and_exit_2(name: str) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run([*COMMAND, *WORDS[name]], stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
    assert done.returncode == 2
    told = [line for line in done.stderr.splitlines() if line.startswith("extractor: ")]
    assert told == [
        "extractor: the output: cannot be written (No space left on device); "
        "make room on its disk and give the command again."
    ]
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_summary_that_cannot_be_written_costs_the_batch_nothing(tmp_path: Path) -> None:
    words = [*COMMAND, "batch", SEED, "--out", str(tmp_path / "run"), "-q", "-j", "1"]
    with FULL.open("wb") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
    assert done.returncode == 2
    assert "the output: cannot be written" in done.stderr
    again = subprocess.run(words, capture_output=True, text=True, timeout=120)
    assert (again.returncode, again.stdout.startswith("Nothing to do")) == (0, True)


def test_complaints_that_cannot_be_written_stop_nothing(tmp_path: Path) -> None:
    words = [*COMMAND, "extract", str(tmp_path / "nowhere.txt"), SEED]
    with FULL.open("wb") as full:
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=full, text=True, timeout=120)
    assert done.returncode == 2
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize("closed", ["1", "2"])
def test_a_stream_that_is_closed_from_the_beginning_stops_nothing(closed: str) -> None:
    words = " ".join(f"'{word}'" for word in [*COMMAND, "show", SEED])
    done = subprocess.run(["sh", "-c", f"{words} {closed}>&-"], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert (done.stdout == "") == (closed == "1")


def test_a_pipe_that_is_closed_is_no_error_to_tell_of() -> None:
    words = " ".join(f"'{word}'" for word in [*COMMAND, "extract", *[SEED] * 20])
    done = subprocess.run(["sh", "-c", f"{words} | head -c 10"], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ('{"schema":', "")


def test_a_mistake_of_the_program_is_told_in_a_sentence_at_the_outermost_door() -> None:
    program = (
        "import sys\n"
        "from extractor import cli\n"
        "def fail(words): raise LookupError('no such thing')\n"
        "cli._run = fail\n"
        "sys.argv = ['extractor', 'show']\n"
        "cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert done.stderr == "extractor: extractor itself failed (LookupError: no such thing); please report that.\n"
