"""The catalogue of findings is whole and true: what can be found stands in it, and nothing else is ever found."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

import extractor
from extractor.findings import SEVERITIES, Bilingual, catalogue, is_author_error, make_finding

HOUSE = Path(extractor.__file__).parent
TREES = {
    path.relative_to(HOUSE).as_posix(): ast.parse(path.read_text("utf-8"))
    for path in sorted(HOUSE.rglob("*.py"))
    if "migrations" not in path.parts
}
SENTENCES = {key: one for entry in catalogue().values() for key, one in entry.sentences.items()}


OF_THE_DOCUMENT = {
    *("number-impossible", "year-differs", "body-differs", "left-unfilled", "date-impossible", "date-early"),
    *("part-missing", "part-repeated", "part-out-of-order", "part-misnumbered", "part-empty"),
    *("law-misnamed", "article-wrong", "document-misnumbered", "cell-miswritten"),
}
"""What a draft's own words show to be wrong, whatever its tables say."""


class Call(NamedTuple):
    """A call of `make_finding`: where, the keys that it may be made with, the fields that it gives."""

    where: str
    keys: frozenset[str]
    given: frozenset[str]


def calls_of(name: str) -> Iterator[tuple[str, ast.Call]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield path, node


def keys_of(path: str, node: ast.expr) -> frozenset[str]:
    """The strings that an expression can be: it has to spell them out, or look them up in a table of its module."""
    if isinstance(node, ast.IfExp):
        return keys_of(path, node.body) | keys_of(path, node.orelse)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        table, default = ast.unparse(node.func.value), node.args[1]
        assigned = (one for one in TREES[path].body if isinstance(one, ast.Assign))
        [entries] = [one.value for one in assigned if ast.unparse(one.targets[0]) == table]
        assert isinstance(entries, ast.Dict)
        return frozenset().union(*(keys_of(path, one) for one in (*entries.values, default)))
    assert isinstance(node, ast.Constant), ast.unparse(node)
    assert isinstance(node.value, str)
    return frozenset([node.value])


def made(path: str, node: ast.Call) -> Call:
    names = [keyword.arg for keyword in node.keywords]
    assert None not in names, f"{path}:{node.lineno}: the fields of a sentence are spelled out"
    return Call(f"{path}:{node.lineno}", keys_of(path, node.args[0]), frozenset(filter(None, names)))


CALLS = [made(path, node) for path, node in calls_of("make_finding")]


def fields_of(text: str) -> set[str]:
    """The named fields of a template, without what is asked of them."""
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in Formatter().parse(text) if name is not None}


def fields_named(key: str) -> set[str]:
    return set().union(*map(fields_of, SENTENCES[key].says))


def test_what_can_be_found_stands_in_the_catalogue_and_nothing_else() -> None:
    assert frozenset().union(*(call.keys for call in CALLS)) == SENTENCES.keys()


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.where)
def test_a_sentence_names_what_it_is_given(call: Call) -> None:
    assert set().union(*map(fields_named, call.keys)) == call.given


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("UnplacedFinding", {"findings.py"}),
        ("Finding", {"exporting/collecting/lastyear.py"}),
        ("TableFinding", set[str]()),
        ("CrossFinding", {"exporting/cross_report_checks.py"}),
    ],
)
def test_findings_are_made_in_no_other_way(name: str, places: set[str]) -> None:
    """Between two reports a finding becomes a row of a table, and of that a draft's finding again."""
    assert {path for path, _ in calls_of(name)} == places


def test_no_code_is_spelled_out_but_where_its_finding_is_made() -> None:
    keys = {node for _, call in calls_of("make_finding") for node in ast.walk(call.args[0])}
    spelled = [
        f"{path}:{node.lineno}: {node.value}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in catalogue() and node not in keys
    ]
    assert spelled == []


def test_an_entry_is_whole() -> None:
    tables = tomllib.loads((HOUSE / "findings.toml").read_text("utf-8"))
    for code, table in tables.items():
        own = [one for one in table.values() if isinstance(one, dict)]
        assert table.keys() - {
            "title",
            "about",
            "severity",
            "says",
            "mends",
            "action",
            "rule",
            "settled_by",
            "elsewhere",
        } <= {name for name, one in table.items() if isinstance(one, dict)}, code
        assert all(one.keys() <= {"severity", "says", "mends"} for one in own), code
        assert bool(own) != ("says" in table), f"{code}: it has one sentence, or one for each circumstance"
        pairs = [(key, text) for one in (table, *own) for key, text in one.items() if isinstance(text, list)]
        assert all(len(text) == 2 and all(text) for key, text in pairs if key != "mends"), code
        mends = [text for key, text in pairs if key == "mends"]
        assert all(len(text) == 2 and re.compile(text[0]) for text in mends), code
        assert table["about"] in ("author", "reading")
    for entry in catalogue().values():
        assert all(one.severity in SEVERITIES for one in entry.sentences.values())
        assert all([*entry.title, *entry.action])


def test_of_what_is_compared_only_equations_and_lists_are_the_authors_error_for_sure() -> None:
    sure = {code for code in catalogue() if is_author_error(code)}
    assert sure == {"identity-violated", "not-handed-in"} | OF_THE_DOCUMENT
    assert not is_author_error(None)
    assert not is_author_error("a-code-of-another-version")


def test_what_is_not_in_the_catalogue_cannot_be_found() -> None:
    with pytest.raises(KeyError, match="row-mising"):
        make_finding("row-mising")
    with pytest.raises(KeyError, match=r"header-lost\.perhaps"):
        make_finding("header-lost.perhaps")
    with pytest.raises(KeyError, match="count"):
        make_finding("blanks-as-zeros")


def test_braces_in_a_report_are_not_filled_in() -> None:
    cells = Bilingual("总计一格", "applications.total.total")
    found = make_finding("unreadable-cell.words", cells=cells, shown="{cells.__class__}")
    assert found.zh == "总计一格读到“{cells.__class__}”，不能确定是什么数。"
