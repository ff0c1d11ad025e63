"""Binds the numbers of one sentence to its nouns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.forms.bounds import MOST_COUNT, MOST_YUAN
from extractor.narrative.context import Setting, Talk, Year
from extractor.narrative.hits import Bond, Hit, Sentence
from extractor.narrative.mention import (
    Mention,
    amount_of,
    find_mentions,
    is_beyond,
    number_of,
    relation_of,
    upper_of,
)
from extractor.narrative.model import Claim, Fields, Relation, Scope
from extractor.narrative.prose import Prose
from extractor.narrative.rules import Rule, Rules
from extractor.narrative.wording import occurs

_FARTHEST = 16
_NEAR = 60
_LONGEST_JOINT = 10
_SHARE_UNIT = "%"
_LIST_MARKS = frozenset("、,和及与")
# What results of applications are shares of: all results, what came in, and that with what was carried over.
_WHOLES: tuple[Fields, ...] = (
    ("applications.total.total",),
    ("applications.new.total",),
    ("applications.new.total", "applications.carried_in.total"),
)


class SentenceReader:
    """Reads one sentence; `talk` is what was spoken of before it, and afterwards what is spoken of now.

    `following` is the next sentence, where it holds nouns too.
    """

    def __init__(
        self,
        rules: Rules,
        prose: Prose,
        sentence: Sentence,
        talk: Talk,
        year: Year,
        following: Sentence | None,
    ) -> None:
        self.rules = rules
        self.prose = prose
        self.text = prose.text
        self.start = sentence.start
        self.end = sentence.end
        self.hits = sentence.hits
        self.talk = talk
        self.following = following
        self.setting = Setting(rules, prose.text, sentence.start, sentence.end, year)
        self.disclosure = talk.topic in rules.disclosure_topics
        self.claims: list[Claim] = []
        self._counted: tuple[int, Claim] | None = None
        self._bound = self.start
        self._taken: set[int] = set()
        self._place: tuple[int, int] | None = None

    def read(self) -> list[Claim]:
        """The claims that numbers make, in the order of the sentence."""
        start = max(self.start, self.hits[0].start - _NEAR)
        end = min(self.end, self.hits[-1].end + _NEAR)
        mentions = find_mentions(self.rules.number, self.text, start, end)
        passed = 0
        for i, mention in enumerate(mentions):
            while passed < len(self.hits) and self.hits[passed].end <= mention.start:
                self._pass(passed)
                passed += 1
            if i not in self._taken:
                self._bind(mentions, i, passed)
        for i in range(passed, len(self.hits)):
            self._pass(i)
        return self.claims

    # ---- nouns without a number of their own

    def _pass(self, i: int) -> None:
        """The sentence comes by a noun: it may turn to its topic, or say that all so far were of its kind."""
        hit = self.hits[i]
        if (
            hit.noun.key in self.rules.every_nouns
            and self.text.endswith(self.rules.every, self.start, hit.start)
            and self.rules.closes(self.text, hit.end)
        ):
            self._say_every(hit)
        self.talk.turn_to(hit.noun.topic)

    def _say_every(self, hit: Hit) -> None:
        for rule in self.rules.rules.get(hit.noun.key, ()):
            if not rule.every:
                continue
            if rule.group:
                for key, claim in self.talk.live_disputes():
                    self._repeat(claim, self.rules.of_group(rule.interpretations, key), hit)
                self.talk.settled = True
            elif self.talk.row and self.talk.whole is not None and self.talk.whole.value:
                self._repeat(self.talk.whole, self.rules.of_row(rule.interpretations, self.talk.row), hit)
            return

    def _repeat(self, claim: Claim, interpretations: tuple[Fields, ...], hit: Hit) -> None:
        """All of what `claim` counts are said to be of the kind of this noun."""
        if claim.relation != "=":
            return
        said = self.text[max(self.start, hit.start - 2) : hit.end].lstrip(",(")
        self.claims.append(
            Claim(
                interpretations,
                "=",
                claim.value,
                claim.unit,
                claim.start,
                claim.end,
                *self.place(),
                f"{claim.says},{said}",
                claim.scope,
            )
        )

    # ---- numbers

    def _bind(self, mentions: Sequence[Mention], i: int, passed: int) -> None:
        """Tries the noun before the number, then the one behind it."""
        mention = mentions[i]
        if mention.unit in self.rules.foreign_units:
            return
        if mention.unit == _SHARE_UNIT:
            self._bind_share(mentions, i)
            return
        if self.rules.closes(self.text, mention.end):
            first = passed
            while first and mention.start - self.hits[first - 1].end <= _FARTHEST:
                first -= 1
            # The farthest decides: in 结转下年办理 2 件 the number is of 结转; its filler 办理 is elsewhere a noun.
            for last in range(first, passed):
                if self._stands_beside(self.hits[last], mention):
                    if self._bind_before(mentions, i, last):
                        return
                    break
        if passed < len(self.hits) and mention.unit:
            self._bind_behind(mentions, i, self.hits[passed])

    def _stands_beside(self, hit: Hit, mention: Mention) -> bool:
        """Whether only words that change nothing stand between noun and number."""
        if not mention.unit and not self.text.endswith(self.rules.bounds.unit_free_after, self.start, mention.start):
            return False
        return hit.noun.between.fills(self.text, hit.end, mention.start)

    def _bind_before(self, mentions: Sequence[Mention], i: int, last: int) -> bool:
        """Binds the number to the noun before it, or to the nouns that share it."""
        mention = mentions[i]
        chain = list(self.chain(last))
        floor = self._floor(mentions, i, chain[0].start)
        bonds = [self._bond(hit, mention.unit, chain[0].start, floor) for hit in chain]
        made = [bond for bond in bonds if bond is not None]
        if len(made) < len(bonds):
            return False
        said = self.text[chain[0].start : mention.start]
        between = self.text[chain[-1].end : mention.start]
        if occurs(self.rules.respectively, between):
            return self._bind_each_to_its_own(mentions, i, made, chain)
        each = len(made) > 1 and (occurs(self.rules.each, between) or number_of(mention) == 0)
        if each or len(made) == 1:
            claimed = [self._claim(bond, i, mention, f"{said} {mention.printed}") for bond in made]
            return any(claimed)
        if any(len(bond.interpretations) > 1 for bond in made):
            return False
        fields = tuple(field for bond in made for field in bond.interpretations[0])
        first = made[0]
        return self._claim(Bond(first.noun, first.rule, (fields,), "", ""), i, mention, f"{said} {mention.printed}")

    def chain(self, last: int) -> Iterator[Hit]:
        """The nouns up to this one that are listed one after the other, without a number between them."""
        first = last
        while first:
            before, hit = self.hits[first - 1], self.hits[first]
            gap = self.text[before.end : hit.start]
            if not gap or len(gap) > _LONGEST_JOINT or before.noun.key not in self.rules.rules:
                break
            if gap not in self.rules.joints:
                break
            first -= 1
        yield from self.hits[first : last + 1]

    def _bind_each_to_its_own(
        self, mentions: Sequence[Mention], i: int, bonds: Sequence[Bond], chain: Sequence[Hit]
    ) -> bool:
        """行政许可、行政处罚分别为 32 件和 457 件: as many numbers as nouns, in their order."""
        own = mentions[i : i + len(bonds)]
        gaps = [self.text[one.end : other.start] for one, other in pairwise(own)]
        if len(own) < len(bonds) or len(bonds) < 2 or not all(gap in _LIST_MARKS for gap in gaps):
            return False
        for step, (bond, mention, hit) in enumerate(zip(bonds, own, chain, strict=True)):
            self._taken.add(i + step)
            self._claim(bond, i + step, mention, f"{self.text[hit.start : hit.end]} {mention.printed}")
        return True

    def _bind_behind(self, mentions: Sequence[Mention], i: int, hit: Hit) -> None:
        """Binds the number to the noun behind its unit: 2 条政府信息公开申请."""
        mention = mentions[i]
        if hit.start - mention.end > _FARTHEST or not self.rules.behind.fills(self.text, mention.end, hit.start):
            return
        floor = self._floor(mentions, i, mention.start)
        bond = self._bond(hit, mention.unit, mention.start, floor, number_first=True)
        if bond is None:
            return
        ends = hit.noun.between.ends(self.text, hit.end, min(self.end, hit.end + _FARTHEST))
        if not any(self.rules.closes(self.text, end) for end in ends):
            return
        if self._claim(bond, i, mention, f"{mention.printed}{self.text[mention.end : hit.end]}"):
            self._bound = hit.end

    def _bind_share(self, mentions: Sequence[Mention], i: int) -> None:
        """予以公开 20 件,占 25.5%: the share of the figure claimed just before in the whole told of before that."""
        counted, whole = self._counted, self.talk.whole
        if counted is None or counted[0] != i - 1 or whole is None or counted[1] is whole:
            return
        mention = mentions[i]
        if self.text[mentions[i - 1].end : mention.start].lstrip(",(").rstrip("为约") not in self.rules.shares:
            return
        share = amount_of(mention, "")
        relation = relation_of(mention, self.text, self.rules.bounds)
        if share is not None and relation == "=":
            claim = counted[1]
            said = f"{claim.says},{self.text[mentions[i - 1].end : mention.end].lstrip(',(')}"
            place = self.prose.span(mention.start, mention.figures_end)
            self.claims.append(
                Claim(
                    claim.interpretations,
                    "=",
                    share,
                    "%",
                    *place,
                    *self.place(),
                    said,
                    claim.scope,
                    share_of=_wholes(whole.interpretations),
                )
            )

    # ---- rules

    def _floor(self, mentions: Sequence[Mention], i: int, at: int) -> int:
        """Where the words before `at` begin: after the last number, or the noun behind it that it was bound to."""
        before = next((mentions[k].end for k in range(i - 1, -1, -1) if mentions[k].end <= at), self.start)
        return max(before, self._bound) if self._bound <= at else before

    def _bond(self, hit: Hit, unit: str, at: int, floor: int, number_first: bool = False) -> Bond | None:
        """The first rule of the noun that fits this unit and what stands between `floor` and `at`."""
        for rule in self.rules.rules.get(hit.noun.key, ()):
            if unit not in rule.units or (number_first and not rule.number_first):
                continue
            if rule.needs and self.talk.topic not in rule.needs:
                continue
            if not rule.lead.stands_before(self.text, at, floor) or (
                rule.unless and occurs(rule.unless, self.text[self.start : self.end])
            ):
                continue
            return self.bond(hit, rule)
        return None

    def bond(self, hit: Hit, rule: Rule) -> Bond | None:
        """The rule with the row or dispute that it speaks of here, or None where that is not clear."""
        words = self.text[hit.start : hit.end]
        if hit.noun.year and not self.setting.is_of_year(words, hit.noun.year):
            return None
        interpretations, row, group = rule.interpretations, rule.row, rule.group
        if row:
            row = self._counted_with(self.talk.row if row == "{row}" else row)
            interpretations = self.rules.of_row(interpretations, row)
        if group:
            group = self._group_of(hit) if group == "{group}" else group
            interpretations = self.rules.of_group(interpretations, group)
        return Bond(hit.noun, rule, interpretations, row, group) if interpretations else None

    def _counted_with(self, row: str) -> str:
        """The row as it counts beside a noun that is told of nearby and that a whole may include."""
        following = self.following.hits[:1] if self.following is not None else ()
        wholes = (f"{row}_with_{hit.noun.key}" for hit in (*self.hits, *following))
        return next((one for one in wholes if one in self.rules.rows), row)

    def _group_of(self, hit: Hit) -> str:
        """The kind of dispute an outcome belongs to: named right before it, or the only one that is open."""
        i = self.hits.index(hit)
        if i and self.hits[i - 1].end == hit.start and self.hits[i - 1].noun.key in self.rules.groups:
            return self.hits[i - 1].noun.key
        live = self.talk.live_disputes()
        return live[0][0] if len(live) == 1 else ""

    # ---- claims

    def _claim(self, bond: Bond, i: int, mention: Mention, says: str) -> bool:
        """Makes the claim unless something in the sentence speaks against it."""
        rule = bond.rule
        is_money = mention.unit == "元"
        value = amount_of(mention, bond.interpretations[0][0]) if is_money else number_of(mention)
        if value is None and not is_beyond(mention, MOST_YUAN if is_money else MOST_COUNT):
            return False
        if self.setting.is_of_another_time(mention.start):
            return False
        if (
            value != 0
            and rule.about_disclosure
            and not (self.disclosure or self.setting.is_about_disclosure(mention.start))
        ):
            return False
        relation = _both(relation_of(mention, self.text, self.rules.bounds), self._ruled(rule, i))
        if relation is None:
            return False
        unit = f"{mention.power}{mention.unit}" if is_money else mention.unit
        claim = Claim(
            bond.interpretations,
            relation,
            value,
            unit,
            *self.prose.span(mention.start, mention.figures_end),
            *self.place(),
            says.strip(),
            self.setting.scope(mention.start, rule.whole) or self._scope_so_far(rule),
            upper_of(value, mention, self.rules.bounds),
        )
        self.claims.append(claim)
        self._counted = (i, claim)
        self._tell(bond, claim)
        return True

    def _scope_so_far(self, rule: Rule) -> Scope | None:
        """The scope of the whole told before, of which this is a part or an outcome."""
        return self.talk.scope if rule.after_whole or not rule.whole else None

    def _ruled(self, rule: Rule, i: int) -> Relation:
        """The relation the rule sets: what comes after another number than the whole may be only a part."""
        if not rule.after_whole or self._counted is None:
            return rule.relation
        return rule.relation if self._counted == (i - 1, self.talk.whole) else ">="

    def _tell(self, bond: Bond, claim: Claim) -> None:
        """The talk goes on from this claim."""
        talk, rule = self.talk, bond.rule
        if rule.whole:
            talk.scope = claim.scope
        if rule.group == "{group}":
            talk.disputes = [(key, one) for key, one in talk.disputes if key == bond.group] or [(bond.group, claim)]
            talk.settled = True
        elif rule.group:
            others = [] if talk.settled else [(key, one) for key, one in talk.disputes if key != bond.group]
            talk.disputes = [*others, (bond.group, claim)]
            talk.settled = False
        elif rule.row == "{row}":
            return
        elif bond.row:
            talk.turn_to("applications")
            talk.row, talk.whole = bond.row, claim
        else:
            talk.row = ""

    def place(self) -> tuple[int, int]:
        """Where the sentence stands in the original text."""
        if self._place is None:
            self._place = self.prose.span(self.start, self.end)
        return self._place


def _wholes(told: Sequence[Fields]) -> tuple[Fields, ...]:
    """The wholes that a share may be of: the one told of before it, and those it is as often reckoned on."""
    return tuple(dict.fromkeys((*told, *(_WHOLES if set(told) & set(_WHOLES) else ()))))


def _both(printed: Relation, ruled: Relation) -> Relation | None:
    """The relation where both the number's words and the rule set one; None where they pull apart."""
    if ruled == "=" or printed == ruled:
        return printed
    return ruled if printed == "=" else None
