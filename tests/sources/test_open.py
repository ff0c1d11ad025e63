"""The opener for files: what is there, what may be read, and the sentence for everything else."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.errors import EmptySource, NotText, SourceError, TooLarge
from extractor.files.kinds import PDF
from extractor.sources import LIMIT, File, Piece, open_source
from extractor.sources.compose import compose

SEED = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))[0]


def test_a_file_is_read_with_its_name_path_and_digest() -> None:
    found = open_source(SEED)
    assert (found.name, found.path) == (SEED.name, str(SEED))
    assert found.sha256 == hashlib.sha256(SEED.read_bytes()).hexdigest()
    assert found.size == SEED.stat().st_size
    assert found == open_source(str(SEED))


def test_bytes_are_read_under_the_name_given() -> None:
    found = open_source(SEED.read_bytes(), "报告.txt")
    assert (found.name, found.path) == ("报告.txt", None)
    assert found.text == open_source(SEED).text
    assert open_source(b"12").name == "(bytes)"


def test_a_path_is_kept_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("年度报告", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert open_source("./a.txt").path == "./a.txt"
    assert open_source("./a.txt", "b.txt").name == "b.txt"


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nothing\.txt: there is no such file; check the path\.$"):
        open_source(tmp_path / "nothing.txt")


def test_a_folder_is_said_to_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r": is a folder; give one of its files\.$"):
        open_source(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said_to_be_closed(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text("年度报告", "utf-8")
    path.chmod(0)
    with pytest.raises(SourceError, match=r"closed\.txt: may not be read"):
        open_source(path)


def test_a_device_or_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        for path in ("/dev/zero", tmp_path / "pipe", tmp_path / "socket"):
            with pytest.raises(SourceError, match="is not an ordinary file"):
                open_source(path)


@pytest.mark.parametrize("path", ["a\0b.txt", "x" * 5000, ""])
def test_an_impossible_path_is_refused_in_a_sentence(path: str) -> None:
    with pytest.raises(SourceError, match=r"^[^\n]*: .*; .*\.$"):
        open_source(path)


def test_a_loop_of_links_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(SourceError, match=r"cannot be read \(.+\); check the path and the disk\.$"):
        open_source(tmp_path / "a")


def test_a_great_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "great.txt"
    with path.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(TooLarge, match=r"great\.txt: has 1000000\.0 MB, more than the 20 MB a report may have; .*\.$"):
        open_source(path)


def test_the_limit_is_the_callers(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"0" * 100)
    assert open_source(path, limit=100).size == 100
    with pytest.raises(TooLarge):
        open_source(path, limit=99)
    with pytest.raises(TooLarge):
        open_source(b"0" * 100, limit=99)
    assert LIMIT == 20_000_000


def test_zeros_are_refused_as_no_text(tmp_path: Path) -> None:
    path = tmp_path / "zeros.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(NotText, match="binary"):
        open_source(path, limit=10**9)


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    with pytest.raises(EmptySource, match=r"a\.txt: is empty; .*\.$"):
        open_source(tmp_path / "a.txt")


def test_the_content_counts_and_not_the_name(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_text("年度报告", "utf-8")
    (tmp_path / "report.txt").write_bytes(b"\xff\xd8\xff\xe0")
    assert open_source(tmp_path / "report.pdf").text == "年度报告"
    with pytest.raises(SourceError, match=r"report\.txt: is a JPEG picture"):
        open_source(tmp_path / "report.txt")


def test_a_name_in_an_old_encoding_is_shown_readable(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/" + "年度报告.txt".encode("gb18030")
    with open(path, "wb") as file:
        file.write(b"0")
    found = open_source(os.fsdecode(path))
    assert found.name == "年度报告.txt"
    assert json.dumps([found.name, found.path], ensure_ascii=False).encode("utf-8")


def test_a_name_cannot_break_the_sentence() -> None:
    with pytest.raises(EmptySource, match=r"^a\\nb\\x1b\[31m\.txt: is empty"):
        open_source(b"", "a\nb\x1b[31m.txt")
    with pytest.raises(EmptySource, match=r"^\\udc80: is empty"):
        open_source(b"", "\udc80")


def test_opening_loads_no_detector_and_no_forms() -> None:
    code = (
        "import sys; from extractor.sources import open_source; open_source(sys.argv[1]);"
        "print(*sorted(m for m in sys.modules if m.split('.')[0] in ('pydantic', 'charset_normalizer', 'numpy')))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(SEED)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


def test_a_place_has_the_box_around_the_pieces_it_touches() -> None:
    boxes = ((0, 3, (10.0, 20.0, 40.0, 30.0)), (4, 6, (50.0, 18.0, 60.0, 29.0)), (7, 9, (10.0, 40.0, 30.0, 50.0)))
    found = compose(File(b"%PDF-", "r.pdf"), PDF, "新收数 12\n34", pieces=[Piece(*one) for one in boxes])
    assert found.place(4, 6).box == (50.0, 18.0, 60.0, 29.0)
    assert found.place(1, 5).box == (10.0, 18.0, 60.0, 30.0)
    assert found.place(3, 4).box is None
