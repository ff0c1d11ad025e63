"""Draws scans as offices make them: `python -m benchmarks.drawn_scans --reports 2 --seed 1 --out DIR`.

Beside the plain pages of `benchmarks.corpus --scans` these have titles in the official size, in one line, two or
three, rules of every kind, red heads and watermarks. DIR is a corpus: `python -m benchmarks.measure DIR --sources`
measures it, each kind of scan by itself, and says how many bodies and years are read.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from types import MappingProxyType

from benchmarks.figures import Size
from benchmarks.print_pdf import print_with_chromium
from benchmarks.render_html import render_html
from benchmarks.reports import Report, make_report
from benchmarks.scan import CLEAN, Scanner, scan_pdf
from benchmarks.truth import truth_of

_FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Serif CJK SC")
_WEIGHTS = ("bold", "bold", "normal")
_SIZES: tuple[Size, ...] = ("small", "large", "tiny", "medium")
_ROWS_OF_MARKS, _MARKS_IN_A_ROW = 9, 4
# A sheet of a printer holds the margins too, and a mark that is fixed stands on every sheet.
_MARK = '<div style="position:fixed;white-space:nowrap;top:{top}mm;left:{left}mm;{style}">{words}</div>'
_HEAD = (
    '<div style="color:#d00;font-size:{size}pt;text-align:center;font-weight:bold">{body}文件</div>'
    '<hr style="border:0;border-top:{rule} #d00">'
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of scan looks like: its style, what stands over the title, its watermark, its scanner."""

    border: str = "0.5pt solid #000"
    head: str = ""
    mark: str = ""
    mark_words: str = ""
    scanner: Scanner = CLEAN


_PALE = "font-size:10pt;color:#c8c8c8;z-index:-1"
_RED = "font-size:10pt;color:#ffb0b0;z-index:-1"
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "plain": Kind(),
        "coarse": Kind(scanner=Scanner(dots=150)),
        "fine": Kind(scanner=Scanner(dots=300)),
        "skewed": Kind(scanner=Scanner(skew=0.8, noise=6.0, quality=75)),
        "thick-rules": Kind(border="2.5pt solid #000"),
        "double-rules": Kind(border="2.25pt double #000"),
        "dotted-rules": Kind(border="1pt dotted #000"),
        "dashed-rules": Kind(border="0.75pt dashed #000"),
        "red-head": Kind(head=_HEAD.format(size=36, body="{body}", rule="2.25pt solid")),
        "red-lines": Kind(head=_HEAD.format(size=26, body="{body}", rule="4pt double")),
        "grey-marks": Kind(mark=_PALE, mark_words="{body}"),
        "red-marks": Kind(mark=_RED, mark_words="内部资料"),
        "figure-marks": Kind(mark=_PALE, mark_words="{year}0115"),
        "slanted-marks": Kind(mark=_PALE + ";transform:rotate(-30deg);font-size:18pt", mark_words="{body}"),
    }
)
"""The kinds of scans, by the name of their folder."""


def make_reports(count: int, seed: int) -> list[Report]:
    """Reports of both forms that have figures."""
    return [
        make_report(
            seed * 1000 + at, form="2019" if at % 2 else "2021", size=_SIZES[at % len(_SIZES)], author_error=False
        )
        for at in range(count)
    ]


def title_in_lines(report: Report, lines: int) -> Report:
    """The report with its title in so many lines."""
    rest = "政府信息公开工作年度报告"
    year = f"{report.year}年"
    titles = (f"{report.unit}{year}{rest}", f"{report.unit}\n{year}{rest}", f"{report.unit}\n{year}\n{rest}")
    return replace(report, title=titles[lines - 1])


def draw_page(report: Report, kind: Kind, at: int) -> str:
    """The web page that is printed and scanned, its title in one of the fonts."""
    style = (
        "body{font-size:12pt}table.sheet{font-size:9pt}"
        f"h1.title{{font-size:22pt;font-family:'{_FONTS[at]}';font-weight:{_WEIGHTS[at]};line-height:1.4}}"
        f"table.sheet td{{border:{kind.border}}}"
    )
    said = {"body": escape(report.unit), "year": report.year}
    marks = "".join(
        _MARK.format(top=8 + 29 * row, left=4 + 43 * column, style=kind.mark, words=kind.mark_words.format(**said))
        for row in range(_ROWS_OF_MARKS)
        for column in range(_MARKS_IN_A_ROW)
        if kind.mark
    )
    page = render_html(report).replace("</style>", style + "</style>", 1)
    return page.replace("<h1 ", kind.head.format(**said) + "<h1 ", 1).replace("</body>", marks + "</body>", 1)


def write_scans(reports: Sequence[Report], folder: Path, only: Sequence[str] = ()) -> bool:
    """Write the truth of these reports and their scans of each kind, or `only` some; False without a browser."""
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    (folder / "print").mkdir(exist_ok=True)
    for number, report in enumerate(reports):
        truth = json.dumps(truth_of(report), ensure_ascii=False, indent=1)
        (folder / "truth" / f"{report.report_id}.json").write_text(truth + "\n", encoding="utf-8")
        for at, (name, kind) in enumerate(KINDS.items(), number):
            if only and name not in only:
                continue
            target = folder / f"source-{name}" / f"{report.report_id}.pdf"
            target.parent.mkdir(exist_ok=True)
            web = folder / "print" / f"{name}-{report.report_id}.html"
            web.write_text(draw_page(title_in_lines(report, at % 3 + 1), kind, at % len(_FONTS)), encoding="utf-8")
            printed = web.with_suffix(".pdf")
            if not print_with_chromium(web.resolve(), printed.resolve()):
                return False
            scan_pdf(printed, target, kind.scanner)
    return True


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drawn_scans", description="Draw scans of reports.")
    parser.add_argument("--reports", type=int, default=2, help="how many reports, each as every kind of scan")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], choices=list(KINDS), help="only these kinds")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    reports = make_reports(options.reports, options.seed)
    if not write_scans(reports, options.out, options.only):
        raise SystemExit("Chromium is not installed, and prints what is scanned.")
    print(f"{options.reports} reports, each as {len(options.only or KINDS)} kinds of scans, in {options.out}")


if __name__ == "__main__":
    main()
