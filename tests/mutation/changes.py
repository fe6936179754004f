"""What a piece of a program can be changed into: each answer is one piece instead of another."""

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Any, Final

_COMPARISONS: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_OTHER_NAMES: Final = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "and_": "or_",
    "or_": "and_",
    "sorted": "list",
    "reversed": "list",
}
_TAKEN_OFF: Final = frozenset(
    {"abs", "desc", "distinct", "limit", "lower", "order_by", "rstrip", "strip", "upper", "where"}
)
"""Methods that a value can do without: `query.where(this)` may become `query`."""
_ANY_ORDER: Final = frozenset({"min", "max"})
"""Calls whose arguments may be swapped."""
_CONDITIONS: Final = frozenset({"and_", "or_", "where"})
"""Calls whose arguments are conditions, any of which may be forgotten."""


def changes(piece: ast.AST) -> Iterator[ast.AST]:
    """What could stand in a piece's place by mistake."""
    for kind, change in _CHANGES:
        if isinstance(piece, kind):
            yield from change(piece)


def _with(piece: Any, **fields: Any) -> Any:
    changed = copy.copy(piece)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _put(values: list[Any], at: int, value: object) -> list[Any]:
    return [*values[:at], value, *values[at + 1 :]]


def _without(values: list[Any], at: int) -> list[Any]:
    return [*values[:at], *values[at + 1 :]]


def _comparison(piece: ast.Compare) -> Iterator[ast.AST]:
    for at, operator in enumerate(piece.ops):
        for other in _COMPARISONS[type(operator)]:
            yield _with(piece, ops=_put(piece.ops, at, other()))


def _truth(piece: ast.BoolOp) -> Iterator[ast.AST]:
    yield _with(piece, op=ast.Or() if isinstance(piece.op, ast.And) else ast.And())
    for at in range(len(piece.values)):
        rest = _without(piece.values, at)
        yield rest[0] if len(rest) == 1 else _with(piece, values=rest)


def _sum(piece: ast.BinOp | ast.AugAssign) -> Iterator[ast.AST]:
    yield _with(piece, op=_ARITHMETIC[type(piece.op)]())


def _sign(piece: ast.UnaryOp) -> Iterator[ast.AST]:
    yield piece.operand


def _constant(piece: ast.Constant) -> Iterator[ast.AST]:
    value = piece.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
        yield ast.Constant(value - 1)
    elif isinstance(value, str | bytes):
        something: str | bytes = "x" if isinstance(value, str) else b"x"
        yield ast.Constant(type(value)() if value else something)


def _call(piece: ast.Call) -> Iterator[ast.AST]:
    name = _name(piece.func)
    if name in _OTHER_NAMES:
        part = "id" if isinstance(piece.func, ast.Name) else "attr"
        yield _with(piece, func=_with(piece.func, **{part: _OTHER_NAMES[name]}))
    if isinstance(piece.func, ast.Attribute) and name in _TAKEN_OFF:
        yield piece.func.value
    if name in _CONDITIONS and len(piece.args) > 1:
        yield from (_with(piece, args=_without(piece.args, at)) for at in range(len(piece.args)))
    elif len(piece.args) > 1 and name not in _ANY_ORDER and not _starred(piece.args[:2]):
        first, second, *rest = piece.args
        yield _with(piece, args=[second, first, *rest])


def _starred(arguments: list[ast.expr]) -> bool:
    return any(isinstance(one, ast.Starred) for one in arguments)


def _name(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _choice(piece: ast.If | ast.While | ast.IfExp) -> Iterator[ast.AST]:
    """A condition turned round, where no operator in it could be."""
    if not isinstance(piece.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield _with(piece, test=ast.UnaryOp(ast.Not(), piece.test))


def _answer(piece: ast.Return) -> Iterator[ast.AST]:
    if piece.value is not None and not isinstance(piece.value, ast.Constant):
        yield ast.Return(ast.Constant(None))


def _statement(piece: ast.Expr | ast.Assign) -> Iterator[ast.AST]:
    """A call or a change in place that is forgotten; without a name that is bound all else would fail."""
    in_place = isinstance(piece, ast.Assign) and not isinstance(piece.targets[0], ast.Name | ast.Tuple)
    if in_place or isinstance(piece.value, ast.Call):
        if isinstance(piece, ast.Assign) and not in_place:
            return
        yield ast.Pass()


def _forgotten(_piece: ast.AST) -> Iterator[ast.AST]:
    yield ast.Pass()


def _slice(piece: ast.Slice) -> Iterator[ast.AST]:
    for end in ("lower", "upper"):
        if getattr(piece, end) is not None:
            yield _with(piece, **{end: None})


def _filter(piece: ast.comprehension) -> Iterator[ast.AST]:
    for at in range(len(piece.ifs)):
        yield _with(piece, ifs=_without(piece.ifs, at))


_CHANGES: Final[tuple[tuple[Any, Callable[[Any], Iterator[ast.AST]]], ...]] = (
    (ast.Compare, _comparison),
    (ast.BoolOp, _truth),
    (ast.BinOp | ast.AugAssign, _sum),
    (ast.UnaryOp, _sign),
    (ast.Constant, _constant),
    (ast.Call, _call),
    (ast.If | ast.While | ast.IfExp, _choice),
    (ast.Return, _answer),
    (ast.Expr | ast.Assign, _statement),
    (ast.Raise | ast.AugAssign, _forgotten),
    (ast.Slice, _slice),
    (ast.comprehension, _filter),
)
