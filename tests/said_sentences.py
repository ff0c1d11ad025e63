"""The sentences that this package's errors are raised with and its commands complain in, as they stand in its code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import extractor
from extractor import errors

ROOT = Path(extractor.__file__).parent
# What is said over HTTP is said in English, and so is what the store tells whoever programs with it.
_ROOMS_FOR_PROGRAMS = ("service", "store")
_WORDS = re.compile("[a-z]{3,} [a-z]")


def sentences() -> list[tuple[str, str]]:
    """Each sentence with the file that it stands in; `{1}`, `{2}` … are places for what differs."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.rglob("*.py")) if _is_told(path)}
    told = _errors(trees.values()) | {"complain", "tell"}
    return [
        (str(path.relative_to(ROOT)), sentence)
        for path, tree in trees.items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _name(call.func) in told
        for given in call.args
        for sentence in _said(given)
        if _WORDS.search(sentence)
    ]


def _is_told(path: Path) -> bool:
    return path.relative_to(ROOT).parts[0] not in _ROOMS_FOR_PROGRAMS


def _errors(trees: Iterable[ast.Module]) -> set[str]:
    """The names of all errors that are raised on purpose."""
    known = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, Exception)}
    for tree in trees:
        for one in tree.body:
            if isinstance(one, ast.ClassDef) and any(_name(base) in known for base in one.bases):
                known.add(one.name)
    return known


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _said(node: ast.expr) -> Iterator[str]:
    """The sentences that an expression may be, with numbered places."""
    if isinstance(node, ast.IfExp):
        yield from _said(node.body)
        yield from _said(node.orelse)
    elif (pieces := _pieces(node)) is not None:
        numbers = iter(range(1, len(pieces) + 1))
        yield "".join(f"{{{next(numbers)}}}" if piece is None else piece for piece in pieces)


def _pieces(node: ast.expr) -> list[str | None] | None:
    """The pieces of a text, None for each that differs; None for what is no text of the code."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return [str(one.value) if isinstance(one, ast.Constant) else None for one in node.values]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _pieces(node.left), _pieces(node.right)
        return None if left is None or right is None else left + right
    return None
