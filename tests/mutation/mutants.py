"""The mutants of a module: its text with one place changed."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from tests.mutation.changes import changes

_NO_RULE = frozenset({"annotation", "returns", "decorator_list", "bases", "op", "ops", "ctx"})
"""Parts that are left alone; an operator changes with what it stands in."""
_AROUND = 28
"""Characters shown on each side of a change."""
_MOST = 90
"""Characters shown at all."""


@dataclass(frozen=True)
class Mutant:
    """One change.

    Attributes:
        line: of the module as it is.
        place: the function, or the name that is bound.
        before: what stands there, shortened.
        after: what the mutant has instead.
        source: the whole module with the change.
    """

    line: int
    place: str
    before: str
    after: str
    source: str


@dataclass(frozen=True)
class _Slot:
    """A place in the tree.

    Attributes:
        owner: the node that it is a part of.
        name: the field of the owner.
        at: its place where the field is a list.
        place: function or bound name around it.
        shown: the largest expression around it, else the statement itself.
        in_error: it is part of an error that is made.
    """

    owner: Any
    name: str
    at: int | None
    place: str = ""
    shown: "_Slot | None" = None
    in_error: bool = False

    @property
    def node(self) -> Any:
        value = getattr(self.owner, self.name)
        return value if self.at is None else value[self.at]

    def put(self, node: ast.AST) -> None:
        if self.at is None:
            setattr(self.owner, self.name, node)
        else:
            getattr(self.owner, self.name)[self.at] = node


def mutants_of(source: str) -> list[Mutant]:
    """Every mutant of a module, from top to bottom."""
    tree = ast.parse(source)
    found = [mutant for slot in list(_slots(tree, _Slot(None, "", None))) for mutant in _made(tree, slot)]
    return sorted(found, key=lambda mutant: mutant.line)


def _made(tree: ast.Module, slot: _Slot) -> Iterator[Mutant]:
    original, shown = slot.node, slot.shown or slot
    if slot.in_error and isinstance(original, ast.Constant) and isinstance(original.value, str):
        return
    before = ast.unparse(shown.node)
    line = getattr(original, "lineno", getattr(shown.node, "lineno", 0))
    for changed in changes(original):
        slot.put(changed)
        after = ast.unparse(shown.node)
        yield Mutant(line, slot.place, *_near(before, after), ast.unparse(ast.fix_missing_locations(tree)))
        slot.put(original)


def _slots(node: ast.AST, around: _Slot) -> Iterator[_Slot]:
    for name, value in ast.iter_fields(node):
        many = isinstance(value, list)
        for at, child in enumerate(value if many else [value]):
            if isinstance(child, ast.AST) and name not in _NO_RULE and not _says_nothing(child):
                slot = _inside(around, _Slot(node, name, at if many else None), child)
                yield slot
                yield from _slots(child, slot)


def _inside(around: _Slot, slot: _Slot, child: ast.AST) -> _Slot:
    """The slot with what is known from the nodes around it."""
    shown = around.shown
    if shown is None and isinstance(child, ast.expr | ast.comprehension):
        shown = slot
    in_error = around.in_error or isinstance(child, ast.Raise) or _makes_error(child)
    place = around.place
    if isinstance(child, ast.FunctionDef | ast.ClassDef):
        place = f"{place}.{child.name}".lstrip(".")
    elif not place and isinstance(child, ast.Assign | ast.AnnAssign):
        place = ast.unparse(child.targets[0] if isinstance(child, ast.Assign) else child.target)
    return replace(slot, place=place, shown=shown, in_error=in_error)


def _says_nothing(node: ast.AST) -> bool:
    """Imports, docstrings, `__all__`."""
    if isinstance(node, ast.Assign):
        return any(isinstance(name, ast.Name) and name.id == "__all__" for name in node.targets)
    docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return docstring or isinstance(node, ast.Import | ast.ImportFrom)


def _makes_error(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("Error")


def _near(before: str, after: str) -> tuple[str, str]:
    """Both without most of what they have in common, on one line."""
    before, after = (" ".join(text.split()) for text in (before, after))
    left = _alike(before, after)
    most = min(len(before), len(after)) - left
    right = min(_alike(before[::-1], after[::-1]), most)
    start, keep = max(left - _AROUND, 0), max(right - _AROUND, 0)

    def shown(text: str) -> str:
        middle = text[start : len(text) - keep]
        if len(middle) > _MOST:
            middle = f"{middle[: _MOST // 2]} … {middle[-_MOST // 2 :]}"
        return f"{'…' if start else ''}{middle}{'…' if keep else ''}"

    return shown(before), shown(after)


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
