"""Small damages to a module's source, one at a time: what a slip of the hand could leave in it.

Each replaces one expression by another: an operand of and/or dropped, a comparison turned, a threshold halved or
doubled, a `not` dropped, a condition always true or never, an element of a table dropped, a return that says nothing.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_NEUTRAL: dict[str, tuple[str, ...]] = {
    "bool": ("True", "False"),
    "int": ("0",),
    "float": ("0.0",),
    "str": ("''",),
    "list": ("[]",),
    "tuple": ("()",),
    "dict": ("{}",),
    "set": ("set()",),
    "frozenset": ("frozenset()",),
    "None": ("None",),
}
_SHOWN = 90
_NO_CODE = ("annotation", "returns")


class Mutation(NamedTuple):
    """One damage: its number among those of its source, its line, what stands there and what instead."""

    number: int
    line: int
    before: str
    after: str


class _Slot(NamedTuple):
    """An expression and where it hangs: in a field of its parent, or in a list there."""

    parent: ast.AST
    field: str
    at: int | None
    expression: ast.expr

    def put(self, expression: ast.expr) -> None:
        if self.at is None:
            setattr(self.parent, self.field, expression)
        else:
            getattr(self.parent, self.field)[self.at] = expression


class _Around(NamedTuple):
    """What a rule may know of the module: what the function of each `return` promises, what stands in its tables."""

    promised: dict[ast.Return, tuple[str, ...]]
    tables: frozenset[ast.AST]


def mutations_of(source: str) -> list[Mutation]:
    """Every damage there is to a source, from its first line to its last."""
    found: list[Mutation] = []
    for number, (slot, other) in enumerate(_changes(ast.parse(source))):
        before, after = ast.unparse(slot.expression), ast.unparse(other)
        found.append(Mutation(number, slot.expression.lineno, _short(before), _short(after)))
    return sorted(found, key=lambda one: one.line)


def damaged(source: str, mutation: Mutation) -> str:
    """The source with one of its damages; its comments and line breaks are lost."""
    tree = ast.parse(source)
    slot, other = next(islice(_changes(tree), mutation.number, None))
    slot.put(other)
    return ast.unparse(tree)


def _changes(tree: ast.Module) -> Iterator[tuple[_Slot, ast.expr]]:
    """Every place and what could stand there instead, by every rule, each once and never what stands there."""
    around = _Around(_promises(tree), _tables(tree))
    for slot in _slots(tree):
        others = [other for rule in _RULES for other in rule(slot, around)]
        seen = {ast.dump(slot.expression)} if others else set[str]()
        for other in others:
            if (dumped := ast.dump(other)) not in seen:
                seen.add(dumped)
                yield slot, other


def _drop_operand(slot: _Slot, around: _Around) -> Iterator[ast.expr]:
    if isinstance(slot.expression, ast.BoolOp):
        values = slot.expression.values
        for i in range(len(values)):
            left = values[:i] + values[i + 1 :]
            yield left[0] if len(left) == 1 else ast.BoolOp(slot.expression.op, left)


def _turn_comparison(slot: _Slot, around: _Around) -> Iterator[ast.expr]:
    if isinstance(slot.expression, ast.Compare):
        for i, operator in enumerate(slot.expression.ops):
            made = copy.deepcopy(slot.expression)
            made.ops[i] = _TURNED[type(operator)]()
            yield made


def _move_threshold(slot: _Slot, around: _Around) -> Iterator[ast.expr]:
    """Numbers that something is compared with, and those of the module's constants."""
    value = slot.expression.value if isinstance(slot.expression, ast.Constant) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not value:
        return
    if isinstance(slot.parent, ast.Compare) or slot.expression in around.tables:
        yield ast.Constant(value // 2 if isinstance(value, int) else value / 2)
        yield ast.Constant(value * 2)


def _drop_not(slot: _Slot, around: _Around) -> Iterator[ast.expr]:
    if isinstance(slot.expression, ast.UnaryOp) and isinstance(slot.expression.op, ast.Not):
        yield slot.expression.operand


def _settle_condition(slot: _Slot, around: _Around) -> Iterator[ast.expr]:
    if slot.field == "test" and isinstance(slot.parent, ast.If | ast.IfExp):
        yield from (ast.Constant(True), ast.Constant(False))
    elif slot.field == "test" and isinstance(slot.parent, ast.While):
        yield ast.Constant(False)
    elif slot.field == "ifs":
        yield ast.Constant(True)


def _drop_element(slot: _Slot, around: _Around) -> Iterator[ast.expr]:
    """Elements of the module's tables, and of what something is looked up in."""
    expression = slot.expression
    is_looked_up = slot.field == "comparators" and isinstance(slot.parent, ast.Compare)
    if isinstance(expression, ast.Tuple | ast.Set | ast.List) and (is_looked_up or expression in around.tables):
        for i in range(len(expression.elts) if len(expression.elts) > 1 else 0):
            made = copy.deepcopy(expression)
            del made.elts[i]
            yield made


def _say_nothing(slot: _Slot, around: _Around) -> Iterator[ast.expr]:
    """A value of the returned kind that says nothing, in place of what is returned."""
    if isinstance(slot.parent, ast.Return):
        for name in around.promised.get(slot.parent, ()):
            yield from (ast.parse(text, mode="eval").body for text in _NEUTRAL.get(name, ()))


_RULES: tuple[Callable[[_Slot, _Around], Iterator[ast.expr]], ...] = (
    _drop_operand,
    _turn_comparison,
    _move_threshold,
    _drop_not,
    _settle_condition,
    _drop_element,
    _say_nothing,
)


def _slots(tree: ast.AST) -> Iterator[_Slot]:
    """Every expression of a module that runs: no annotation, nothing that is imported for the types only."""
    pending: list[ast.AST] = [tree]
    while pending:
        parent = pending.pop(0)
        for field, value in ast.iter_fields(parent):
            if field in _NO_CODE or _is_for_types(parent):
                continue
            for i, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(child, ast.expr):
                    yield _Slot(parent, field, i, child)
                if isinstance(child, ast.AST):
                    pending.append(child)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _tables(tree: ast.Module) -> frozenset[ast.AST]:
    """What the module's constants are made of; types and patterns of them are none of it."""
    values = [one.value for one in tree.body if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None]
    return frozenset(node for value in values if not isinstance(value, ast.Subscript) for node in ast.walk(value))


def _promises(tree: ast.Module) -> dict[ast.Return, tuple[str, ...]]:
    """The kinds of value that the function of each `return` says it returns."""
    promised: dict[ast.Return, tuple[str, ...]] = {}
    # Functions come before those inside them, whose own promise then takes the place of the outer one.
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.returns is not None:
            kinds = tuple(part.strip().partition("[")[0] for part in ast.unparse(function.returns).split("|"))
            promised |= {node: kinds for node in ast.walk(function) if isinstance(node, ast.Return)}
    return promised


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
