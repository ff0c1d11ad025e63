"""What makes the check a linter: which rules are told, what is let stand, what is new, where a finding is."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from golden import golden, seed

from extractor import extract
from extractor.errors import SettingsError
from extractor.exporting.collecting.draft_status import Draft, standing_of
from extractor.exporting.linting.baseline import Baseline
from extractor.exporting.linting.exceptions import KnownException, add_exceptions, read_exceptions, sidecar_of
from extractor.exporting.linting.fingerprints import fingerprints_of
from extractor.exporting.linting.rules import codes_named, life_of, rank_of, sanction_of
from extractor.exporting.linting.selection import RuleSelection, refuse_unknown
from extractor.exporting.linting.settings_file import forget_settings, settings_for
from extractor.exporting.linting.sifting import RulesWanted, Sifted, sift
from extractor.exporting.linting.whereabouts import Whereabouts
from extractor.findings import catalogue, is_of_author
from extractor.result import Extraction, Finding, Message, Place, SourceInfo, TableCell

TEXT = "一、总体情况\n本局认真认真做好工作。\n全年收到申请5件。\n二、主动公开政府信息情况\n规章\t0\t0\n"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def place(words: str, cell: TableCell | None = None, page: int | None = None) -> Place:
    start = TEXT.index(words)
    line = TEXT.count("\n", 0, start) + 1
    column = start - TEXT.rfind("\n", 0, start)
    return Place(0, start, start + len(words), line, column, page, None, cell)


def finding(code: str, *places: Place, severity: str = "warning", says: str = "something") -> Finding:
    return Finding(code, severity, Message(says, says), [], list(places))  # pyright: ignore[reportArgumentType]


DOUBLED = finding("said-twice", place("认真认真"))
COUNTED = finding("prose-differs", place("5件"), severity="error")
BARE = extract("政府信息公开工作年度报告".encode(), "a.txt")


def draft(name: str, *findings: Finding, media_type: str = "text/plain") -> Draft:
    source = SourceInfo(None, name, "0" * 64, media_type, 1)
    return Draft(name, replace(BARE, source=source, findings=list(findings)))


@pytest.mark.parametrize(
    ("select", "ignore", "code", "is_told"),
    [
        (("ALL",), (), "part-missing", True),
        (("part",), (), "part-missing", True),
        (("part",), (), "parts-differ", False),
        (("*-differ",), (), "parts-differ", True),
        (("ALL",), ("part",), "part-missing", False),
        (("ALL", "part-missing"), ("part",), "part-missing", True),
        (("part-missing",), ("part-missing",), "part-missing", False),
        (("author",), (), "row-missing", False),
        (("reading",), (), "row-missing", True),
        ((), (), "part-missing", False),
    ],
)
def test_of_two_words_for_a_rule_the_more_exact_counts(
    select: tuple[str, ...], ignore: tuple[str, ...], code: str, is_told: bool
) -> None:
    assert RuleSelection(select, ignore).tells(code) is is_told


def test_a_word_that_names_no_rule_is_refused_with_the_nearest() -> None:
    refuse_unknown(["part", "ALL", "*-differs", "author"], "--select")
    with pytest.raises(SettingsError, match=r"--ignore: part-mising names no finding; nearest are part-missing"):
        refuse_unknown(["part-mising"], "--ignore")


def test_a_fingerprint_stays_where_other_lines_change_and_goes_with_the_words() -> None:
    [before] = fingerprints_of([COUNTED], TEXT)
    moved = replace(
        COUNTED, places=[Place(0, COUNTED.places[0].start + 4, COUNTED.places[0].end + 4, 9, 8, *[None] * 3)]
    )
    assert fingerprints_of([moved], f"标题。\n{TEXT}") == [before]
    assert fingerprints_of([COUNTED], TEXT.replace("5件", "6件")) != [before]
    assert len(set(fingerprints_of([COUNTED, COUNTED], TEXT))) == 2
    one, other = finding("part-missing", says="no 一"), finding("part-missing", says="no 二")
    assert len(set(fingerprints_of([one, other], TEXT))) == 2


def test_the_nearest_settings_upward_count_and_the_command_goes_before_them(tmp_path: Path) -> None:
    forget_settings()
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (tmp_path / ".extractor.toml").write_text("[check]\nselect = ['part']\n", "utf-8")
    (tmp_path / "a" / ".extractor.toml").write_text(
        "[check]\nignore = ['said-twice']\nseverity = 'error'\n"
        "[check.per-file-ignores]\n'b/old*' = ['prose-differs']\n",
        "utf-8",
    )
    assert settings_for(str(folder / "d.txt")).path == tmp_path / "a" / ".extractor.toml"

    def told(name: str, wanted: RulesWanted) -> list[str]:
        return [one.finding.code for one in sift(draft(str(folder / name), DOUBLED, COUNTED), TEXT, wanted).counted]

    assert told("d.txt", RulesWanted()) == ["prose-differs"]
    assert told("old.txt", RulesWanted()) == []
    assert told("d.txt", RulesWanted(ignore=(), severity="warning")) == ["prose-differs", "said-twice"]
    assert told("old.txt", RulesWanted(is_isolated=True)) == ["prose-differs", "said-twice"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            "[check]\nselekt = ['part']\n",
            "check.selekt is no setting; there is one table, .check., with the keys select",
        ),
        ("[check]\nselect = 'part'\n", "check.select: input should be a valid tuple"),
        ("[check]\nseverity = 'grave'\n", "check.severity: input should be 'error', 'warning' or 'info'"),
        ("[check\n", "is no TOML in UTF-8"),
        ("[check]\nignore = ['nothing']\n", "nothing names no finding"),
    ],
)
def test_settings_that_are_wrong_are_refused_with_the_key_and_what_would_be_right(
    tmp_path: Path, content: str, says: str
) -> None:
    forget_settings()
    (tmp_path / ".extractor.toml").write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=says):
        settings_for(str(tmp_path / "d.txt"))


def test_an_exception_goes_with_the_draft_and_is_stale_when_the_finding_is_gone(tmp_path: Path) -> None:
    name = str(tmp_path / "d.txt")
    [id_, _] = fingerprints_of([DOUBLED, COUNTED], TEXT)
    add_exceptions(name, [KnownException(id_, "said-twice", '口语"重复"\n保留', "第2行", "认真认真\x7f")])
    sidecar_of(name).write_text(sidecar_of(name).read_text("utf-8") + "# a note of ours\n", "utf-8")
    add_exceptions(name, [KnownException("f" * 16, "date-late", "延期")])
    assert "# a note of ours" in sidecar_of(name).read_text("utf-8")
    assert [one.reason for one in read_exceptions(name)] == ['口语"重复" 保留', "延期"]
    sifted = sift(draft(name, DOUBLED, COUNTED), TEXT, RulesWanted())
    assert [one.finding.code for one in sifted.told] == ["prose-differs"]
    assert [one.finding.code for one, _ in sifted.let_stand] == ["said-twice"]
    assert [one.code for one in sifted.stale] == ["date-late"]
    assert standing_of(sifted.draft).warnings == 0


@pytest.mark.parametrize("content", ["exceptions = 1", "[[exceptions]]\nid = 'a'\ncode = 'b'\nreason = ' '", "[["])
def test_exceptions_that_are_wrong_are_refused(tmp_path: Path, content: str) -> None:
    name = str(tmp_path / "d.txt")
    sidecar_of(name).write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=r"d\.txt\.exceptions\.toml: "):
        read_exceptions(name)


def test_against_a_baseline_only_what_is_new_is_told(tmp_path: Path) -> None:
    name, path = str(tmp_path / "d.txt"), tmp_path / "baseline.json"
    first = Baseline(path)
    assert first.is_new
    before = sift(draft(name, DOUBLED), TEXT, RulesWanted(baseline=first))
    first.write({name: [one.id for one in before.told]})

    def against(*findings: Finding) -> Sifted:
        return sift(draft(name, *findings), TEXT, RulesWanted(baseline=Baseline(path)))

    assert [one.finding.code for one in against(DOUBLED, COUNTED).told] == ["prose-differs"]
    assert (against(DOUBLED).known, against(DOUBLED).gone) == (1, 0)
    assert (against(COUNTED).known, against(COUNTED).gone) == (0, 1)
    path.write_text("[]", "utf-8")
    with pytest.raises(SettingsError, match="is no baseline"):
        Baseline(path)


def test_figures_in_review_count_only_where_a_finding_that_names_them_is_told() -> None:
    whole = extract(seed(3))
    all_told = sift(Draft("a.txt", whole), "", RulesWanted(is_isolated=True)).draft
    none_told = sift(Draft("a.txt", whole), "", RulesWanted(select=("date-late",), is_isolated=True)).draft
    assert all_told.in_review > 0
    assert none_told.in_review < all_told.in_review
    assert standing_of(none_told).errors == 0


@pytest.mark.parametrize(
    ("media_type", "where", "zh"),
    [
        ("text/plain", place("5件"), "第3行"),
        (WORD, place("5件"), "“一、总体情况”第2段"),
        (WORD, place("一、总体情况"), "标题“一、总体情况”"),
        (WORD, place("规章", TableCell(0, 1, 2)), "第1张表第2行第3列"),
        ("application/pdf", place("5件", page=2), "第2页第3行"),
        ("application/pdf", place("规章", TableCell(0, 1, 2), page=2), "第2页第1张表第2行第3列"),
    ],
)
def test_a_place_is_told_as_whoever_has_the_file_open_sees_it(media_type: str, where: Place, zh: str) -> None:
    extraction: Extraction = replace(BARE, source=SourceInfo(None, "a", "0" * 64, media_type, 1))
    assert Whereabouts(extraction, TEXT).position(finding("prose-differs", where)).zh == zh


def test_cells_of_several_rows_are_told_by_what_they_have_in_common() -> None:
    extraction = golden(2)
    rows = ("not_held", "needs_creation", "unclear_after_correction")
    several = finding("prose-differs", place("5件"))
    several = replace(several, fields=[f"applications.unable.{row}.total" for row in rows])
    told = Whereabouts(extraction, TEXT).cells(several)
    assert told is not None
    assert "“（四）无法提供”各行“总计”列" in told.zh


def test_every_rule_has_its_life_and_is_sanctioned_in_the_supervisors_order() -> None:
    assert codes_named() <= catalogue().keys()
    assert life_of("identity-violated").key == "in force"
    assert life_of("a-code-of-another-version").key == "draft"
    ranks = [
        rank_of(code) for code in ("date-late", "identity-violated", "figures-repeated", "left-unfilled", "unproved")
    ]
    assert ranks == [0, 1, 2, 3, 4]
    assert all((sanction_of(code) is not None) is is_of_author(code) for code in catalogue())


def test_the_file_of_exceptions_is_toml_that_says_what_was_let_stand(tmp_path: Path) -> None:
    path = add_exceptions(str(tmp_path / "d.docx"), [KnownException("a" * 16, "date-late", "延期", "落款", "晚了")])
    [entry] = tomllib.loads(path.read_text("utf-8"))["exceptions"]
    assert entry == {"id": "a" * 16, "code": "date-late", "reason": "延期", "where": "落款", "says": "晚了"}
