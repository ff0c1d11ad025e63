"""`extractor check` as a linter: selecting, letting stand, baselines, copies, sums, and checking again on a save."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from golden import seed
from typer.testing import CliRunner, Result

from extractor.cli.app import app
from extractor.cli.check_request import CheckAgainst, CheckOutputs, CheckRequest, rules_wanted
from extractor.cli.watching import heard_saves, saved_drafts, watch_drafts
from extractor.exporting.linting.settings_file import forget_settings


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft with two equations that fail."""
    forget_settings()
    path = tmp_path / "draft.txt"
    shutil.copy(seed(3), path)
    return path


def check(*arguments: str | Path) -> Result:
    environment = {"LANG": "en_US.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}
    return CliRunner(env=environment).invoke(app, ["check", *map(str, arguments)])


def findings(*arguments: str | Path) -> list[dict[str, str]]:
    return json.loads(check(*arguments, "--format", "json").stdout)["findings"]


def test_rules_are_selected_and_left_out_and_unknown_ones_refused(draft: Path) -> None:
    assert {one["code"] for one in findings(draft, "--select", "identity")} == {"identity-violated"}
    assert "identity-violated" not in {one["code"] for one in findings(draft, "--ignore", "identity-violated")}
    result = check(draft, "--select", "identty-violated")
    assert result.exit_code == 2
    assert "--select: identty-violated names no finding; nearest are identity-violated" in result.stderr


def test_with_nothing_selected_that_is_found_the_draft_is_clean(draft: Path) -> None:
    result = check(draft, "--select", "date-late")
    assert (result.exit_code, result.stdout) == (0, "")


def test_the_last_line_says_by_which_rules_alone_a_draft_was_looked_at(draft: Path) -> None:
    assert "; only date-late told, and nothing else. Nothing found." in check(draft, "--select", "date-late").stderr
    assert "; without identity-violated" in check(draft, "--ignore", "identity-violated").stderr


def test_where_nothing_was_checked_nothing_is_said_to_be_right(tmp_path: Path) -> None:
    result = check(tmp_path)
    assert result.exit_code == 2
    assert "Checked" not in result.stderr


def test_settings_of_the_folder_count_unless_the_check_is_isolated(draft: Path) -> None:
    draft.with_name(".extractor.toml").write_text("[check]\nselect = ['date-late']\n", "utf-8")
    assert check(draft).exit_code == 0
    assert check(draft, "--isolated").exit_code == 1
    forget_settings()
    draft.with_name(".extractor.toml").write_text("[check]\nselekt = []\n", "utf-8")
    result = check(draft)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "check.selekt is no setting" in result.stderr


def test_a_finding_is_let_stand_by_its_fingerprint_and_listed_apart(draft: Path) -> None:
    several = check(draft, "--except", "identity-violated", "--reason", "as printed")
    assert several.exit_code == 2
    [one, other] = [entry for entry in findings(draft) if entry["code"] == "identity-violated"]
    assert one["fingerprint"] in several.stderr
    assert other["fingerprint"] in several.stderr
    result = check(draft, "--except", one["fingerprint"], "--reason", "as printed")
    assert draft.with_name("draft.txt.exceptions.toml").exists()
    assert "(why: as printed)" in result.stderr
    assert [entry["fingerprint"] for entry in findings(draft) if entry["code"] == "identity-violated"] == [
        other["fingerprint"]
    ]
    assert check(draft, "--isolated").stdout.count("identity-violated") == 2


def test_nothing_is_let_stand_without_a_reason(draft: Path) -> None:
    for arguments in (["--except", "identity-violated"], ["--reason", "x"]):
        result = check(draft, *arguments)
        assert result.exit_code == 2
        assert "nothing is let stand without a reason" in result.stderr


def test_a_baseline_is_written_once_and_then_only_what_is_new_is_told(draft: Path) -> None:
    baseline = draft.with_name("baseline.json")
    assert "identity-violated" in check(draft, "--baseline", baseline).stdout
    after = check(draft, "--baseline", baseline)
    assert (after.exit_code, after.stdout) == (0, "")
    assert "In the baseline" in after.stderr


def test_a_copy_is_made_of_one_draft_and_never_over_it(draft: Path) -> None:
    for arguments, says in (
        (["--fix"], "say where it goes with --fixed"),
        (["--fix", "--fixed", draft], "is a draft itself"),
        (["--annotate", draft.with_name("a.docx")], "comments stand in Word files alone"),
        (["--annotate", draft.with_name("a.txt")], "must end in .docx"),
        ([draft.parent, "--fix", "--fixed", draft.with_name("b.txt")], "a copy is made of one draft"),
    ):
        shutil.copy(seed(4), draft.with_name("other.txt"))
        before = draft.read_bytes()
        result = check(draft, *arguments)
        assert result.exit_code == 2, result.output
        assert says in result.stderr
        assert draft.read_bytes() == before


def test_what_has_one_answer_is_mended_in_the_copy_and_nothing_else(draft: Path) -> None:
    text = seed(4).read_text("utf-8-sig")
    assert "《中华人民共和国政府信息公开条例》" in text
    wrong = text.replace("《中华人民共和国政府信息公开条例》", "《中华人民共和国政府信息公开法》", 1)
    draft.write_text(wrong, "utf-8")
    copy = draft.with_name("copy.txt")
    result = check(draft, "--fix", "--fixed", copy)
    assert copy.read_text("utf-8") == text
    assert "words mended: 1" in result.stderr
    assert draft.read_text("utf-8") == wrong


def test_the_sum_of_the_drafts_is_compared_with_the_report_of_the_body_above(draft: Path) -> None:
    text = seed(1).read_text("utf-8-sig")
    county = draft.with_name("county.txt")
    county.write_text(text.replace("海宁市卫生健康局", "海宁市人民政府"), "utf-8")
    draft.write_text(text, "utf-8")
    assert "children-sum-differs" not in check(draft, "--sums-to", county).stdout
    again = draft.with_name("again.txt")
    again.write_text(text.replace("海宁市卫生健康局", "海宁市教育局"), "utf-8")
    told = [one for one in findings(draft, again, "--sums-to", county) if one["code"] == "children-sum-differs"]
    assert told
    assert {(one["file"], one["severity"]) for one in told} == {(str(county), "warning")}


def test_a_ledger_letters_and_a_workbook_are_written_of_a_folder(draft: Path, tmp_path: Path) -> None:
    shutil.copy(seed(4), draft.with_name("clean.txt"))
    out = tmp_path / "out"
    out.mkdir()
    arguments = (draft.parent, "--ledger", out / "l.xlsx", "--replies", out / "r", "--summary", out / "s.csv")
    result = check(*arguments, "--lang", "zh")
    assert result.exit_code == 1, result.output
    letters = sorted(one.name for one in (out / "r").glob("*.docx"))
    assert letters == ["惠农区卫生健康局.docx", "淄博市卫生健康委员会.docx"]
    rows = list(csv.DictReader((out / "s.csv").read_text("utf-8-sig").splitlines()))
    assert {row["机关"]: row["结论"] for row in rows} == {
        "惠农区卫生健康局": "未见问题",
        "淄博市卫生健康委员会": "需核对",
    }
    assert (out / "l.xlsx").read_bytes().startswith(b"PK")


def request(*files: Path) -> CheckRequest:
    rules = rules_wanted(None, None, None, None, is_isolated=False)
    return CheckRequest([str(one) for one in files], "text", "en", 1, None, rules, CheckOutputs(), CheckAgainst())


def test_a_save_of_a_draft_or_of_what_goes_with_it_has_it_checked_again(draft: Path) -> None:
    other = draft.with_name("other.txt")
    shutil.copy(seed(4), other)
    both = request(draft, other)
    assert saved_drafts(both, [str(draft)]) == [str(draft)]
    assert saved_drafts(both, [f"{draft}.exceptions.toml"]) == [str(draft)]
    assert saved_drafts(both, [str(draft.with_name(".extractor.toml"))]) == [str(draft), str(other)]
    assert saved_drafts(both, [str(draft.with_name("third.txt"))]) == []


def test_while_watched_a_draft_that_is_mended_comes_out_clean(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def saves() -> Iterator[list[str]]:
        shutil.copy(seed(4), draft)
        yield [str(draft)]

    assert watch_drafts(request(draft), saves()) == 0
    said = capsys.readouterr()
    assert said.out.count("identity-violated") == 2
    assert said.err.splitlines()[-1].endswith("Nothing found.")


def test_what_is_saved_while_the_first_check_runs_is_heard_after_it(draft: Path) -> None:
    heard = heard_saves([str(draft.parent)])
    draft.write_bytes(draft.read_bytes())
    assert str(draft) in next(heard)
