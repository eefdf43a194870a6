"""The small changes that a careful test would notice: one at a time, to the tree of one module."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Change = tuple[str, Callable[[], object]]
"""What is changed, in words, and how: in the tree itself."""

OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Mutant:
    """One change to one file. Its lines are those of the statement, or of the head of a block."""

    file: Path
    number: int
    first: int
    last: int
    function: int
    """The first line of the outermost function, with its decorators; 0 outside of any."""
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.first} {self.what}"


@dataclass(frozen=True)
class Site:
    first: int
    last: int
    function: int
    what: str
    apply: Callable[[], object]


def mutants(file: Path) -> list[Mutant]:
    """All there are of one file, always in the same order."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        Mutant(file, number, site.first, site.last, site.function, site.what)
        for number, site in enumerate(_sites(tree))
    ]


def changed(mutant: Mutant) -> ast.Module:
    """The tree of its file, with its change."""
    tree = ast.parse(mutant.file.read_text(encoding="utf-8"))
    list(_sites(tree))[mutant.number].apply()
    return ast.fix_missing_locations(tree)


def _sites(tree: ast.Module) -> Iterator[Site]:
    yield from _block(tree.body, 0)


def _block(body: list[ast.stmt], function: int) -> Iterator[Site]:
    for at, statement in enumerate(body):
        first, last = statement.lineno, _head_ends(statement)
        for what, apply in _of_statement(body, at):
            yield Site(first, last, function, what, apply)
        inside = function
        if isinstance(statement, FUNCTIONS) and not function:
            inside = min([first, *(decorator.lineno for decorator in statement.decorator_list)])
        for child in _expressions(statement):
            for what, apply in _of_expression(child):
                yield Site(first, last, function, what, apply)
        for block in ("body", "orelse", "finalbody"):
            yield from _block(getattr(statement, block, []), inside)
        for handler in getattr(statement, "handlers", []):
            yield from _block(handler.body, inside)
        for case in getattr(statement, "cases", []):
            line = case.pattern.lineno
            if not _catches_all(case):
                yield Site(line, line, inside, "no such case", _never(case))
            if case.guard:
                for what, apply in _of_expression(case.guard):
                    yield Site(line, case.guard.end_lineno or line, inside, what, apply)
            yield from _block(case.body, inside)


def _head_ends(statement: ast.stmt) -> int:
    """The last line of a statement, or of what stands before its block."""
    body = getattr(statement, "body", None)
    if isinstance(statement, ast.Match):
        return statement.subject.end_lineno or statement.lineno
    return max(statement.lineno, body[0].lineno - 1) if body else statement.end_lineno or 0


def _expressions(statement: ast.stmt) -> Iterator[ast.expr]:
    """What a statement computes itself: no annotation, no assertion, no word of documentation."""
    if isinstance(statement, ast.Assert | ast.Import | ast.ImportFrom):
        return
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from statement.args.defaults
        yield from (default for default in statement.args.kw_defaults if default)
        return
    for name, value in ast.iter_fields(statement):
        if name in ("annotation", "decorator_list", "target", "targets", "type_params"):
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, ast.expr):
                yield one


def _of_statement(body: list[ast.stmt], at: int) -> Iterator[Change]:
    statement = body[at]

    def leave_out() -> None:
        body[at] = ast.copy_location(ast.Pass(), statement)

    match statement:
        case ast.If(test=test) | ast.While(test=test) if not _turned_itself(test):
            yield f"if not {_short(test)}", _negate(statement)
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield (
                f"return None, not {_short(value)}",
                lambda: setattr(statement, "value", ast.copy_location(ast.Constant(None), value)),
            )
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.AugAssign():
            yield f"without {_short(statement)}", leave_out
        case ast.Continue():
            yield "break", lambda: body.__setitem__(at, ast.copy_location(ast.Break(), statement))
        case ast.Break():
            yield (
                "continue",
                lambda: body.__setitem__(at, ast.copy_location(ast.Continue(), statement)),
            )


def _of_expression(root: ast.expr) -> Iterator[Change]:
    for node in ast.walk(root):
        said = _short(node) if isinstance(node, ast.expr) else ""
        match node:
            case ast.Compare(ops=ops):
                for at, op in enumerate(ops):
                    yield f"{_name(OTHER[type(op)])} in {said}", _put(ops, at, OTHER[type(op)]())
            case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in OTHER:
                yield f"{_name(OTHER[type(op)])} in {said}", _set(node, "op", OTHER[type(op)]())
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                twice = ast.copy_location(ast.UnaryOp(ast.Not(), operand), operand)
                yield f"no not in {said}", _set(node, "operand", twice)
            case ast.IfExp(test=test) if not _turned_itself(test):
                yield f"the other way round: {said}", _negate(node)
            case ast.comprehension(ifs=ifs):
                for at, test in enumerate(ifs):
                    always = ast.copy_location(ast.Constant(value=True), test)
                    yield f"not only if {_short(test)}", _put(ifs, at, always)
            case ast.Constant(value=bool() as value):
                yield f"{not value}, not {value}", _set(node, "value", not value)
            case ast.Constant(value=int() | float() as number):
                yield f"{number + 1}, not {number}", _set(node, "value", number + 1)
            case ast.Call(func=ast.Name(id=name) as called) if name in NAMES:
                yield f"{NAMES[name]}, not {said}", _set(called, "id", NAMES[name])


def _turned_itself(test: ast.expr) -> bool:
    """Is the test's opposite among the changes to what it is made of?"""
    match test:
        case ast.Compare(ops=[_]) | ast.UnaryOp(op=ast.Not()):
            return True
    return False


def _negate(node: ast.If | ast.While | ast.IfExp) -> Callable[[], object]:
    return _set(node, "test", ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test))


def _never(case: ast.match_case) -> Callable[[], object]:
    return _set(case, "guard", ast.copy_location(ast.Constant(value=False), case.pattern))


def _catches_all(case: ast.match_case) -> bool:
    return isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None


def _set(node: ast.AST, field: str, value: object) -> Callable[[], object]:
    return lambda: setattr(node, field, value)


def _put(items: list[Any], at: int, value: Any) -> Callable[[], object]:
    return lambda: items.__setitem__(at, value)


def _name(kind: type[ast.AST]) -> str:
    return kind.__name__


def _short(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:70]
