"""Reads the three word files, `words.toml`, `nouns.toml` and `claims.toml`, into `Rules`."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, cast

from extractor.errors import FormError
from extractor.lexicon.ordinal import NUMERALS
from extractor.narrative.model import Fields, Relation, Scope
from extractor.narrative.rules import Bounds, Denials, Noun, Pattern, Rule, Rules, Times
from extractor.narrative.wording import Endings, Filler, Finder, Lead, pattern_of, spell_out

FILES = ("words.toml", "nouns.toml", "claims.toml")
_EXTENTS: tuple[Literal["wider", "narrower", "different"], ...] = ("wider", "narrower", "different")
_NUMERALS = f"0-9〇两{NUMERALS}"
_RULE_KEYS = frozenset(
    {"nouns", "leads", "passed", "units", "fields", "relation", "needs", "row", "group", "none", "unless"}
    | {"number_first", "every", "whole", "after_whole", "about_disclosure"}
)


@cache
def load_rules() -> Rules:
    """The rules of the package.

    Raises:
        FormError: a word file is not TOML, lacks a key or names something it does not define.
    """
    texts: list[str] = []
    for name in FILES:
        with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
            texts.append(file.read())
    return parse_rules(*texts)


def parse_rules(words: str, nouns: str, claims: str) -> Rules:
    """The rules written in these three texts.

    Raises:
        FormError: as `load_rules`; the text names the file and the key.
    """
    tables = [_parse(text, name) for name, text in zip(FILES, (words, nouns, claims), strict=True)]
    try:
        return _RulesLoader(*tables).rules()
    except KeyError as error:
        raise FormError(f"{', '.join(FILES)}: {error.args[0]} is missing") from error
    except ValueError as error:
        raise FormError(f"{', '.join(FILES)}: {error}") from error


def _parse(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormError(f"{name}: not valid TOML: {error}") from error


class _RulesLoader:
    """Holds the parsed files, and the patterns that several rules share."""

    def __init__(self, words: dict[str, Any], nouns: dict[str, Any], claims: dict[str, Any]) -> None:
        self.words = words
        self.nouns = cast(dict[str, dict[str, Any]], nouns["nouns"])
        self.claims = claims
        self.lists = cast(dict[str, list[str]], words["lists"])
        self.spelled: dict[tuple[str, str], tuple[str, ...]] = {}
        self.leads: dict[tuple[str, ...], Lead] = {}
        self.passed: dict[tuple[str, ...], Endings] = {}
        self.between = Filler(self._spelled("between", "words"))

    def rules(self) -> Rules:
        """Everything, compiled."""
        nouns, by_spelling = self._nouns()
        rules = self._rules(nouns)
        scopes = {word: Scope(word, extent) for extent in _EXTENTS for word in self._spelled("scope", extent)}
        return Rules(
            anchors=self._spelled("anchors", "words"),
            counting=self._counting(),
            words=Finder(by_spelling),
            nouns=by_spelling,
            rules=rules,
            number=self._number(),
            foreign_units=frozenset(self._spelled("units", "foreign")),
            joints=frozenset(self._spelled("between", "joints")),
            behind=Filler(self._spelled("between", "behind")),
            tails=self._spelled("tails", "words"),
            each=self._spelled("between", "each"),
            respectively=self._spelled("between", "respectively"),
            every=self._spelled("leads", "every"),
            every_nouns=frozenset(key for key, made in rules.items() if any(rule.every for rule in made)),
            shares=frozenset(self._spelled("shares", "words")),
            bounds=self._bounds(),
            times=self._times(),
            denials=self._denials(),
            opening_nouns=frozenset(key for key, made in rules.items() if any(map(_opens, made))),
            disclosure=self._spelled("disclosure", "words"),
            disclosure_topics=frozenset((*self.words["disclosure"]["topics"], *self.claims["groups"])),
            scope=Finder(scopes),
            scopes=scopes,
            part=tuple(Scope(word, "narrower") for word in self._spelled("scope", "part")),
            rows={key: _sums(sums) for key, sums in self.claims["rows"].items()},
            groups={key: tuple(names) for key, names in self.claims["groups"].items()},
        )

    def _spelled(self, table: str, key: str) -> tuple[str, ...]:
        if (table, key) not in self.spelled:
            if key not in self.words[table]:
                raise KeyError(f"{table}.{key}")
            self.spelled[table, key] = self._words(f"{table}.{key}", self.words[table][key])
        return self.spelled[table, key]

    def _words(self, where: str, words: object) -> tuple[str, ...]:
        """Every spelling of the words that the files have there."""
        if not isinstance(words, list) or not all(isinstance(word, str) for word in cast(list[object], words)):
            raise ValueError(f"{where} must be a list of words")
        return spell_out(cast(list[str], words), self.lists)

    def _nouns(self) -> tuple[dict[str, Noun], dict[str, Noun]]:
        """The nouns by key and by spelling."""
        nouns: dict[str, Noun] = {}
        by_spelling: dict[str, Noun] = {}
        for key, table in self.nouns.items():
            own = self._words(f"nouns.{key}.between", table.get("between", []))
            interpretations = _sums(table.get("fields", ()))
            nouns[key] = Noun(
                key, table.get("topic", ""), table.get("year", ""), Filler(own, self.between), interpretations
            )
            self.spelled["nouns", key] = self._words(f"nouns.{key}.words", table["words"])
            by_spelling.update(dict.fromkeys(self.spelled["nouns", key], nouns[key]))
        return nouns, by_spelling

    def _rules(self, nouns: Mapping[str, Noun]) -> dict[str, tuple[Rule, ...]]:
        rules: dict[str, list[Rule]] = {}
        for table in self.claims["claims"]:
            unknown = table.keys() - _RULE_KEYS
            if unknown:
                raise ValueError(f"unknown key {min(unknown)} of the claims of {table.get('nouns')}")
            for key in table["nouns"]:
                if key not in nouns:
                    raise ValueError(f"no noun {key}")
                rules.setdefault(key, []).append(self._rule(table, nouns[key]))
        return {key: tuple(made) for key, made in rules.items()}

    def _rule(self, table: Mapping[str, Any], noun: Noun) -> Rule:
        interpretations = _sums(table["fields"]) if "fields" in table else noun.interpretations
        if not interpretations:
            raise ValueError(f"the claims of {noun.key} name no fields")
        return Rule(
            lead=self._lead(table["leads"], table.get("passed", ())),
            units=frozenset(self._spelled("units", table["units"])),
            interpretations=interpretations,
            relation=cast(Relation, table.get("relation", "=")),
            needs=frozenset(table.get("needs", ())),
            row=table.get("row", ""),
            group=table.get("group", "").replace("{noun}", noun.key),
            none=table.get("none", ""),
            unless=self._words(f"unless of the claims of {noun.key}", table.get("unless", [])),
            number_first=table.get("number_first", False),
            every=table.get("every", False),
            whole=table.get("whole", False),
            after_whole=table.get("after_whole", False),
            about_disclosure=table.get("about_disclosure", False),
        )

    def _lead(self, leads: Sequence[str], passed: Sequence[str]) -> Lead:
        """What may stand before a claim."""
        key = (*leads, "|", *passed)
        if key not in self.leads:
            words = [word for name in leads for word in self._lead_words(name)]
            self.leads[key] = Lead(Endings(words), self._passed(tuple(passed)), "clause" in leads)
        return self.leads[key]

    def _passed(self, names: tuple[str, ...]) -> Endings:
        """The words that are passed over before a claim."""
        if names not in self.passed:
            words = [*self._spelled("leads", "passed"), *self._spelled("between", "words")]
            words.extend(word for name in names for word in self._spelled("leads", name))
            self.passed[names] = Endings(words)
        return self.passed[names]

    def _lead_words(self, name: str) -> Iterable[str]:
        if name == "clause":
            return ()
        if name == "scope":
            return [word for extent in _EXTENTS for word in self._spelled("scope", extent)]
        if name == "application":
            keys = ("application", "application_loose", "application_bare")
            return [word for key in keys for word in self.spelled["nouns", key]]
        return self._spelled("leads", name)

    def _number(self) -> Pattern:
        units = [unit for key in self.words["units"] for unit in self._spelled("units", key) if unit]
        rounded = pattern_of(self._spelled("numbers", "rounded_after"))
        after = pattern_of(
            word
            for key in ("rounded_after", "at_least_after", "at_most_after", "about_after")
            for word in self._spelled("numbers", key)
        )
        return re.compile(
            f"([{_NUMERALS}][,.{_NUMERALS}]*)([万亿]?)({rounded}?)({pattern_of(units)})?({after})?",
        )

    def _counting(self) -> Pattern:
        """A number with the first character of a unit, or one that stands without, or the first of a denial."""
        units = "".join(
            sorted({unit[0] for key in self.words["units"] for unit in self._spelled("units", key) if unit})
        )
        free = "".join(sorted({word[-1] for word in self._spelled("numbers", "unit_free_after")}))
        denials = "".join(sorted({word[0] for word in self._spelled("none", "words")}))
        free, units = re.escape(free), re.escape(units)
        # One class at the front lets the search skip all other characters at once.
        return re.compile(
            f"[{_NUMERALS}{free}{denials}](?:(?<=[{denials}])|(?<=[{free}])[0-9]|(?<=[{_NUMERALS}])[万亿]?[余多]?[{units}])"
        )

    def _bounds(self) -> Bounds:
        relations: dict[str, Relation] = {"at_least": ">=", "at_most": "<=", "about": "~"}
        before: dict[str, Relation] = {
            word: relation for key, relation in relations.items() for word in self._spelled("numbers", f"{key}_before")
        }
        after: dict[str, Relation] = {
            word: relation for key, relation in relations.items() for word in self._spelled("numbers", f"{key}_after")
        }
        rounded = self._spelled("numbers", "rounded_after")
        after.update((word, ">=") for word in rounded)
        return Bounds(
            before=before,
            after=after,
            rounded=frozenset(rounded),
            unit_free_after=self._spelled("numbers", "unit_free_after"),
        )

    def _times(self) -> Times:
        other = self._spelled("times", "other")
        words = pattern_of((*other, *self._spelled("times", "this")))
        return Times(
            pattern=re.compile(f"《[^》]*》|20[0-9][0-9]年|{words}"),
            other=frozenset(other),
            not_after=self._spelled("times", "not_after"),
            not_before=self._spelled("times", "not_before"),
            plans=self._spelled("times", "plans"),
        )

    def _denials(self) -> Denials:
        not_words = self._spelled("none", "not_words")
        thing = self._spelled("tails", "none")
        return Denials(
            words=Finder((*not_words, *self._spelled("none", "words"))),
            not_words=frozenset(not_words),
            spoilt=self._spelled("none", "spoilt_by"),
            thing=Filler(thing),
            goes_on=self._spelled("tails", "none_goes_on"),
            between=Filler(thing, self.between),
            behind=self._spelled("none", "behind"),
        )


def _opens(rule: Rule) -> bool:
    """Whether the rule needs nothing to have been spoken of before."""
    return not rule.needs and rule.row != "{row}" and rule.group != "{group}"


def _sums(sums: Sequence[Sequence[str]]) -> tuple[Fields, ...]:
    return tuple(tuple(fields) for fields in sums)
