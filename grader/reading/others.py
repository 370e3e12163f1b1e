"""What other graders leave in a notebook: nbgrader's locked cells and tests, and the calls of otter and its kin.

nbgrader signs each cell that it hands out: ``metadata.nbgrader.checksum`` tells the course's cell from one that a
student changed, whatever the cell's kind. So a cell whose checksum fits is nobody's answer, and one whose checksum does
not fit, or that has none, is read like any other. (The sum is that of ``nbgrader.utils.compute_checksum``.)

otter has no such sign. Its calls, ``grader = otter.Notebook()`` and ``grader.check("q1")``, are known by what they do.
They need files and a module that are not there when the program runs here, and would take along whatever stands below
them in their cell.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.reading.names import defined, parsed

#: Modules whose ``Notebook`` checks answers: otter's, and okpy's before it.
_MODULES = frozenset({"otter", "client.api.notebook", "gofer.ok"})
_CLOSING = re.compile(r"\.(?:check_all|export|to_pdf)\(")


# ------------------------------------------------------------------------------------------------------ nbgrader


def is_handed_out(cell: Mapping[str, Any], source: str) -> bool:
    """Whether nbgrader handed the cell out as it is here."""
    about = _nbgrader(cell)
    signed, name = about.get("checksum"), about.get("grade_id")
    if not isinstance(signed, str) or not isinstance(name, str):
        return False
    return signed == _checksum(about, str(cell.get("cell_type", "")), source, name)


def is_test(cell: Mapping[str, Any]) -> bool:
    """Whether nbgrader counts the cell as a test of other cells."""
    about = _nbgrader(cell)
    return bool(about.get("grade")) and not about.get("solution") and not about.get("task")


def _nbgrader(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return about if isinstance(about, dict) else {}


def _checksum(about: Mapping[str, Any], kind: str, source: str, name: str) -> str | None:
    grade, solution = about.get("grade", False), about.get("solution", False)
    locked = False if solution else True if grade else about.get("locked", False)
    signed = [source, kind, str(grade), str(solution), str(locked), name]
    if grade:
        try:
            signed.append(str(float(about.get("points", 0))))
        except (TypeError, ValueError, OverflowError):
            return None
    return hashlib.md5("".join(signed).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def idle(tests: Collection[int], code: Mapping[int, str]) -> set[int]:
    """Those of the test cells (by index) that define nothing that a later cell of the code may use."""
    found: set[int] = set()
    used: set[str] | None = set()  # None: a later cell cannot be looked into
    for index in sorted(code, reverse=True):
        names = _bound(code[index]) if index in tests else None
        if names is not None and (not names or (used is not None and not names & used)):
            found.add(index)
            continue
        here = _used(code[index])
        used = None if used is None or here is None else used | here
    return found


def _bound(source: str) -> frozenset[str] | None:
    tree = parsed(source)
    if tree is None:
        return None
    imported = (alias.asname or alias.name.partition(".")[0] for alias in _imports(tree))
    return frozenset(imported) | frozenset(name for node in tree.body for name in defined(node))


def _imports(tree: ast.Module) -> Iterator[ast.alias]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from node.names


def _used(source: str) -> frozenset[str] | None:
    tree = parsed(source)
    if tree is None:
        return None
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


# --------------------------------------------------------------------------------------------------------- otter


@dataclass(frozen=True, slots=True)
class _Names:
    """What a notebook calls another grader: modules, classes, and the objects made of them."""

    modules: frozenset[str]
    objects: frozenset[str]


def without_calls(sources: Sequence[str]) -> dict[int, str]:
    """The cells that call another grader, by index, with ``pass`` in place of each such statement.

    Only statements at the top level count. Lines keep their numbers, and the rest of a cell stays as it is; a cell in
    which nothing else is done becomes empty.
    """
    if not any(module.partition(".")[0] in source for source in sources for module in _MODULES):
        return {}
    trees = {index: tree for index, source in enumerate(sources) if (tree := _tree(source)) is not None}
    names = _names(trees.values())
    found: dict[int, str] = {}
    for index, tree in trees.items():
        calls = [node for node in tree.body if _is_call(node, names)]
        if calls:
            alone = len(calls) == len(tree.body)
            found[index] = "" if alone else _passed(sources[index], calls)
    return found


def is_locked(cell: Mapping[str, Any]) -> bool:
    """Whether a cell is meant to stay as it was handed out, which not every editor respects."""
    metadata = cell.get("metadata")
    return isinstance(metadata, dict) and metadata.get("editable") is False and metadata.get("deletable") is False


def closes(source: str) -> bool:
    """Whether a cell that only calls otter is one of those at a notebook's end."""
    return _CLOSING.search(source) is not None


def _tree(source: str) -> ast.Module | None:
    return None if source.lstrip().startswith("%%") else parsed(source)


def _names(trees: Collection[ast.Module]) -> _Names:
    modules: set[str] = set()
    objects: set[str] = set()
    statements = [node for tree in trees for node in tree.body]
    for node in statements:
        match node:
            case ast.Import(names=aliases):
                ours = (alias for alias in aliases if alias.name in _MODULES)
                modules.update(alias.asname or alias.name.partition(".")[0] for alias in ours)
            case ast.ImportFrom(module=module, names=aliases) if module in _MODULES:
                modules.update(alias.asname or alias.name for alias in aliases)
    for node in statements:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=called)) if _root(called) in modules:
                objects.add(name)
    return _Names(frozenset(modules), frozenset(objects))


def _is_call(node: ast.stmt, names: _Names) -> bool:
    match node:
        case ast.Import(names=aliases):
            return all(alias.name in _MODULES for alias in aliases)
        case ast.ImportFrom(module=module):
            return module in _MODULES
        case ast.Assign(value=ast.Call(func=called)) | ast.Expr(value=ast.Call(func=called)):
            return _root(called) in names.modules | names.objects
    return False


def _root(called: ast.expr) -> str:
    """The name that a dotted name begins with."""
    while isinstance(called, ast.Attribute):
        called = called.value
    return called.id if isinstance(called, ast.Name) else ""


def _passed(source: str, nodes: Sequence[ast.stmt]) -> str:
    """The source with these statements replaced; columns of a syntax tree count bytes."""
    lines = [line.encode("utf-8", "replace") for line in source.split("\n")]
    for node in reversed(nodes):
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        head, tail = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
        lines[first : last + 1] = [head + b"pass" + tail] + [b""] * (last - first)
    return b"\n".join(lines).decode("utf-8", "replace")
