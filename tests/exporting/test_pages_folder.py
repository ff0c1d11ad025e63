"""A folder of pages: names that are safe everywhere, and nothing of anybody else's written over or removed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from extractor.errors import PagesError
from extractor.exporting.collecting.filenames import page_names
from extractor.exporting.collecting.folder import MARKER, PagesFolder


def written(path: Path, *names: str) -> None:
    folder = PagesFolder(path)
    folder.claim(names)
    for name in names:
        folder.write(name, f"<p>{name}")
    folder.finish()


def pages(path: Path) -> list[str]:
    return sorted(one.name for one in path.iterdir() if one.name != MARKER)


def test_a_page_is_named_after_its_file() -> None:
    assert page_names(["in/海宁市财政局 2025（终稿）.docx"]) == {
        "in/海宁市财政局 2025（终稿）.docx": "海宁市财政局-2025-终稿.html"
    }


def test_names_that_would_be_alike_are_numbered() -> None:
    assert page_names(["a/年报.docx", "b/年报.pdf", "c/年报", "A.txt", "a.txt", "index.txt"]) == {
        "A.txt": "A.html",
        "a.txt": "a-2.html",
        "a/年报.docx": "年报.html",
        "b/年报.pdf": "年报-2.html",
        "c/年报": "年报-3.html",
        "index.txt": "index-2.html",
    }


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", ".", "con.txt", 'a"><script>.txt', "\u202egpj.exe", " "])
def test_hostile_names_become_harmless_ones(name: str) -> None:
    (made,) = page_names([name]).values()
    assert made.endswith(".html")
    assert all(c.isalnum() or c in "-_" for c in made.removesuffix(".html"))
    assert made.removesuffix(".html").lower() not in ("", "con")


@given(some.lists(some.text(max_size=200), max_size=12))
def test_no_two_names_are_alike_on_any_system_and_none_is_too_long(files: list[str]) -> None:
    made = page_names(files)
    assert set(made) == set(files)
    assert len({one.casefold() for one in made.values()}) == len(made)
    assert all(
        len(one.encode("utf-8", "replace")) < 200 and "/" not in one and "\0" not in one for one in made.values()
    )
    assert "index.html" not in made.values()


def test_pages_of_an_earlier_time_are_replaced_and_old_ones_removed(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "pages"
    written(folder, "index.html", "a.html", "b.html")
    written(folder, "index.html", "a.html")
    assert pages(folder) == ["a.html", "index.html"]


def test_a_folder_with_other_files_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(PagesError, match="holds other files"):
        PagesFolder(tmp_path)
    assert pages(tmp_path) == ["thesis.docx"]
    assert not (tmp_path / MARKER).exists()


def test_a_file_put_into_the_folder_is_neither_written_over_nor_removed(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    written(folder, "index.html")
    (folder / "A.html").write_text("mine")
    with pytest.raises(PagesError, match="no page of ours"):
        written(folder, "index.html", "a.html")
    written(folder, "index.html", "b.html")
    assert (folder / "A.html").read_text() == "mine"


def test_a_stopped_run_can_be_gone_on_with(tmp_path: Path) -> None:
    folder = PagesFolder(tmp_path)
    folder.claim(["index.html", "a.html"])
    folder.write("a.html", "half")
    written(tmp_path, "index.html")
    assert pages(tmp_path) == ["index.html"]


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"pages": ["../x.html"]}', b'{"pages": [1]}', b'{"pages": ["a.txt"]}', b'{"pages": 3}'],
)
def test_a_damaged_list_of_pages_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MARKER).write_bytes(content)
    with pytest.raises(PagesError, match="is damaged"):
        PagesFolder(tmp_path)


def test_a_link_in_the_place_of_a_page_is_replaced_and_not_followed(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "pages", tmp_path / "mine.txt"
    elsewhere.write_text("mine")
    written(folder, "index.html")
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(elsewhere)
    written(folder, "index.html")
    assert elsewhere.read_text() == "mine"
    assert json.loads((folder / MARKER).read_text("utf-8")) == {"pages": ["index.html"]}


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PagesError, match="cannot be written there"):
        PagesFolder(tmp_path / "file")
