"""The two readers are compared figure by figure, and where they differ it is said which was right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.readers import AGREE, NEITHER, compare_document, main
from benchmarks.render_html import render_html
from benchmarks.reports import make_report
from benchmarks.truth import truth_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus's folder with one web page."""
    report = make_report(7, form="2021", size="small", author_error=False)
    for name in ("source-html", "truth"):
        (tmp_path / name).mkdir()
    (tmp_path / "source-html" / f"{report.report_id}.html").write_text(render_html(report), encoding="utf-8")
    (tmp_path / "truth" / f"{report.report_id}.json").write_text(json.dumps(truth_of(report)), encoding="utf-8")
    return tmp_path / "source-html"


def test_readers_agree_on_a_plain_page(folder: Path) -> None:
    ways = {one.way for path in folder.iterdir() for one in compare_document(path)}
    assert AGREE in ways
    assert ways <= {AGREE, NEITHER}


def test_the_command_prints_a_line_for_each_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(folder)])
    printed = capsys.readouterr().out
    assert str(folder) in printed
    assert "not opened" in printed


def test_what_is_no_folder_is_said(folder: Path) -> None:
    with pytest.raises(SystemExit, match="is no folder"):
        main([str(folder / "none")])
