"""Which names a program defines, and whether there is anything in it: a look at the source, which is never run."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: Longer sources are looked at line by line instead of being parsed.
_MAX_PARSED = 300_000

_MAGIC_LINE = re.compile(r"^([ \t]*)(?:[%!].*|[^#\n]*\?)[ \t]*$", re.MULTILINE)
_CELL_MAGIC = re.compile(r"\s*%%(\w+)[^\n]*\n?")
_PYTHON_MAGICS = frozenset({"time", "timeit", "capture", "prun"})
_DEFINITION = re.compile(r"^(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^(\w+)[ \t]*=(?!=)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Contents:
    """The names that a piece of code defines at its top level, and whether it does anything at all.

    Stubs don't count: what only raises NotImplementedError, functions of nothing else, values of None and of ``...``,
    and statements of the stub.
    """

    names: frozenset[str]
    filled: bool


@dataclass(frozen=True, slots=True)
class StubCode:
    """The statements of the stubs, as parsed and written back, and their lines."""

    statements: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()


def stub_code(sources: Iterable[str]) -> StubCode:
    """What the stubs' own code consists of."""
    statements: set[str] = set()
    lines: set[str] = set()
    for source in sources:
        lines.update(line.strip() for line in source.split("\n"))
        tree = parsed(source)
        if tree is not None:
            statements.update(filter(None, (_written(node) for node in tree.body)))
    return StubCode(frozenset(statements), frozenset(lines))


def contents(source: str, stub: StubCode) -> Contents:
    """What a piece of code defines."""
    tree = parsed(source)
    if tree is None:
        return _contents_by_line(source, stub)
    names: set[str] = set()
    filled = False
    for node in _statements(tree.body):
        if _is_nothing(node) or _written(node) in stub.statements:
            continue
        filled = True
        names.update(defined(node))
    return Contents(frozenset(names), filled)


def parsed(source: str) -> ast.Module | None:
    """The syntax tree of a cell or file, notebook commands left out; None if it has none."""
    if len(source) > _MAX_PARSED:
        return None
    magic = _CELL_MAGIC.match(source)
    if magic is not None:
        if magic[1] not in _PYTHON_MAGICS:
            return None
        source = source[magic.end() :]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a student's "\s" is no matter of ours
            try:
                return ast.parse(source)
            except SyntaxError:
                return ast.parse(_MAGIC_LINE.sub(r"\1pass", source))
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None


def _contents_by_line(source: str, stub: StubCode) -> Contents:
    lines = [line for line in source.split("\n") if line.strip() not in stub.lines]
    filled = any(line.strip() and not line.lstrip().startswith("#") for line in lines)
    names = {name for match in _DEFINITION.finditer("\n".join(lines)) for name in match.groups() if name}
    return Contents(frozenset(names), filled)


def _written(node: ast.stmt) -> str | None:
    """A statement in one way of writing, so that spaces and comments make no difference."""
    try:
        return ast.unparse(node)
    except RecursionError:
        return None


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Those that run in the module's own scope, also inside if, for, while, with and try."""
    waiting = list(body)
    while waiting:
        node = waiting.pop(0)
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            waiting.extend(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt))
            handlers = getattr(node, "handlers", [])
            waiting.extend(child for handler in handlers for child in handler.body)


def _is_nothing(node: ast.stmt) -> bool:
    """Whether a statement holds no work: an import, a text, an empty value, a function yet to be written."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Pass():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(value=ast.Constant(value=value)) | ast.AnnAssign(value=ast.Constant(value=value)):
            return value is None or value is Ellipsis
        case ast.AnnAssign(value=None):
            return True
        case ast.Raise():
            return _not_implemented(node)
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
            return all(_is_nothing(inner) for inner in _before_return(body))
        case ast.ClassDef(body=body):
            return all(_is_nothing(inner) for inner in body)
    return False


def _before_return(body: list[ast.stmt]) -> list[ast.stmt]:
    """A function's body without a return of what was to be filled in: of ``...``, or of a name that is ``...``."""
    match body:
        case [*rest, ast.Return(value=ast.Constant(value=value))] if value is Ellipsis:
            return rest
        case [*rest, ast.Return(value=ast.Name(id=name))] if any(_leaves_open(node, name) for node in rest):
            return rest
    return body


def _leaves_open(node: ast.stmt, name: str) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name(id=bound)], value=ast.Constant(value=value)):
            return bound == name and value is Ellipsis
    return False


def _not_implemented(node: ast.Raise) -> bool:
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def defined(node: ast.stmt) -> Iterator[str]:
    """The names that a statement binds where it stands."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            for target in targets:
                yield from _bound(target)
        case ast.AnnAssign(target=target) | ast.For(target=target):
            yield from _bound(target)


def _bound(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for element in elements:
                yield from _bound(element)
        case ast.Starred(value=value):
            yield from _bound(value)
