"""The catalogue of findings, `findings.toml`, and the one way in which a finding is made: with a sentence of it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast, get_args

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The gravest first."""


class Bilingual(NamedTuple):
    """A text in both languages."""

    zh: str
    en: str


class Sentence(NamedTuple):
    """What findings of a code say in one circumstance, as templates with named fields, and how grave that is.

    `mends` is there where words have one answer: what is wrong, as a regular expression, and what would stand there.
    """

    severity: Severity
    says: Bilingual
    mends: tuple[str, str] | None = None


class CataloguedFinding(NamedTuple):
    """A code: its name on pages, whether the report is wrong (`author`) or its reading not sure (`reading`), what to
    do, the rule behind it (`""` where there is none), and its sentences: by the code alone, or by `code.circumstance`.
    `settled_by` names the one question that it leaves, where there is but one. `elsewhere` says of a finding about what
    a file does not hold that another file of the report may: it is `lacking`, or the report says it is `attached`.
    """

    code: str
    title: Bilingual
    about: Literal["author", "reading"]
    action: Bilingual
    rule: Bilingual
    sentences: dict[str, Sentence]
    settled_by: str = ""
    elsewhere: Literal["", "lacking", "attached"] = ""

    @property
    def severities(self) -> list[Severity]:
        """How grave its findings can be, the gravest first."""
        return [one for one in SEVERITIES if any(one == each.severity for each in self.sentences.values())]


class UnplacedFinding(NamedTuple):
    """A finding as it is made, before its places are looked up: `spans` are stretches of the normalised text.

    `left` and `right` are the sides of `identity`, or what prose and table say; a repair has its changes, each with the
    field, the figure that is printed and the one that would mend the table. `mends` is what is wrong at the first span,
    as a regular expression, and the words that would stand there.
    """

    code: str
    severity: Severity
    zh: str
    en: str
    fields: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    identity: str | None = None
    left: int | Decimal | None = None
    right: int | Decimal | None = None
    repairs: tuple[tuple[tuple[str, int, int], ...], ...] = ()
    mends: tuple[str, str] | None = None


def make_finding(
    key: str, fields: Iterable[str] = (), spans: Iterable[tuple[int, int]] = (), /, **values: object
) -> UnplacedFinding:
    """A finding with the sentence of this key, whose named fields are filled in with `values`.

    Raises:
        KeyError: the catalogue has no such sentence, or it names a field that is not given.
    """
    code = key.partition(".")[0]
    severity, says, mends = catalogue()[code].sentences[key]
    zh, en = (text.format_map(values) for text in says)
    made = UnplacedFinding(code, severity, zh, en, tuple(fields), tuple(spans))
    return made if mends is None else made._replace(mends=(mends[0], mends[1].format_map(values)))


@cache
def catalogue() -> dict[str, CataloguedFinding]:
    """Every finding that there is, by its code, in the order of lists on pages."""
    import tomllib  # those who only read results need not wait for it

    tables = tomllib.loads(Path(__file__).with_name("findings.toml").read_text("utf-8"))
    return {code: _catalogued(code, table) for code, table in tables.items()}


def _catalogued(code: str, table: dict[str, Any]) -> CataloguedFinding:
    own = {name: cast(dict[str, Any], one) for name, one in table.items() if isinstance(one, dict)}
    tables = {f"{code}.{name}": table | one for name, one in own.items()} or {code: table}
    sentences = {key: _sentence(one) for key, one in tables.items()}
    title, action, rule = (Bilingual(*table.get(name, ("", ""))) for name in ("title", "action", "rule"))
    own_ends = table.get("settled_by", ""), table.get("elsewhere", "")
    return CataloguedFinding(code, title, table["about"], action, rule, sentences, *own_ends)


def _sentence(table: dict[str, Any]) -> Sentence:
    mends = table.get("mends")
    return Sentence(table["severity"], Bilingual(*table["says"]), (mends[0], mends[1]) if mends else None)


def gravest_codes(findings: Iterable[tuple[Severity, str, Iterable[str]]]) -> dict[str, str]:
    """For each field that findings name (severity, code, fields), the code of the gravest, of several the one that
    names fewest (a cell's own before its table's), of these the first's.
    """
    codes: dict[str, str] = {}
    named = [(SEVERITIES.index(severity), tuple(fields), code) for severity, code, fields in findings]
    for _, fields, code in sorted(named, key=lambda one: (one[0], len(one[1]))):
        for field in fields:
            codes.setdefault(field, code)
    return codes


def is_of_author(code: str) -> bool:
    """Whether findings of this code say that the report is wrong, and not that we are not sure of what it says."""
    one = catalogue().get(code)
    return one is not None and one.about == "author"


def is_settled_by_order(code: str | None) -> bool:
    """Whether findings of this code leave one question: do the columns stand in the order of the form?"""
    one = catalogue().get(code or "")
    return one is not None and one.settled_by == "order"


def is_author_error(code: str | None) -> bool:
    """Whether findings of this code say for sure that the report itself is wrong."""
    one = catalogue().get(code or "")
    return one is not None and one.about == "author" and one.severities == ["error"]
