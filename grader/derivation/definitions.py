"""Definitions: which equation of a text gives a new name its meaning.

``L(w) = …``, ``r_i = …``, ``f(b) := …`` define if the name means nothing yet; names that the author gave a meaning to
are never defined by a student: a formula for them is a claim. Definitions are collected in a first pass, so that
"where r = …" may come after its use.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.derivation.statements import Statement
from grader.maths.decide import Equal, agree
from grader.maths.declare import SCALAR, Function, Scope
from grader.maths.objectives import same_task
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Call,
    Collection,
    Derivative,
    Fold,
    Index,
    Neg,
    Number,
    Optimum,
    Pow,
    Prime,
    Symbol,
    Term,
    children,
    free_names,
    rebuild,
    walk,
)
from grader.maths.typing import CONSTANTS, possible

_LET_WORDS = ("let", "define", "redefine", "令", "设", "记", "定义")
_WHERE_WORDS = ("where", "with", "其中", "这里")
_IN_A_CASE = re.compile(
    r"[\s,，]*(?:if|when|whenever|where|on|in\s+case|with\s+probability|若|当|如果|的概率)", re.IGNORECASE
)
_DIAGONAL = re.compile(r"diagonal|对角", re.IGNORECASE)
_DEFINING = ("=", ":=", "≡")
_DENSITIES = frozenset("pP")
_INDICES = frozenset("ijkl")
_NEVER = CONSTANTS | {"I", "const", "d"}


@dataclass(frozen=True, slots=True)
class Definition:
    """A name, what it stands for, and which statement said so."""

    name: str
    function: Function
    statement: int


def definition(head: Term, body: Term, op: str, scope: Scope, statement: int) -> Definition | None:
    """The definition that ``head op body`` makes in a scope; None if it makes none."""
    if op not in _DEFINING or isinstance(body, Optimum) or are_indices((head, body), scope):
        return None
    match head:  # log L(b) = … defines L where nothing else does
        case Neg(inner):
            return definition(inner, Neg(body), op, scope, statement)
        case Apply("log", (inner,)):
            return definition(inner, Apply("exp", (body,)), op, scope, statement)
        case Optimum("min" | "max", _, (Call() | Symbol()) as inner):  # minimise L(w) = …
            return definition(inner, body, op, scope, statement)
    match head:
        case Index(Symbol(name), (Symbol(i), Symbol(j))) if i == j and _new(name, scope):  # S_ii of a diagonal S
            return Definition(name, Function((), Apply("diag", (Collection((body,)),))), statement)
    found = _head(head, scope)
    if found is None:
        return None
    name, parameters, indexed = found
    if name in own_names(body, scope) or name in _NEVER or (_is_old(head, scope) and not _is_other(head, body, scope)):
        return None
    return Definition(name, Function(parameters, body, indexed), statement)


def are_indices(terms: Sequence[Term], scope: Scope) -> bool:
    """``j = k``: letters of indices alone, which says of two that they are the same and defines none."""
    return all(isinstance(term, Symbol) and term.name in _INDICES and not scope.knows(term.name) for term in terms)


def own_names(body: Term, scope: Scope) -> frozenset[str]:
    """The free names of a term; ``W_1`` that was declared so is no W."""
    match body:
        case Index(Symbol(name), (Number(value),)) if f"{name}_{value}" in scope.declared:
            return frozenset((f"{name}_{value}",))
        case Index(base, at):
            return own_names(base, scope).union(*(own_names(i, scope) for i in at))
        case Fold() | Apply("family", _) | Derivative():
            return free_names(body)
        case _:
            parts = children(body)
            return frozenset().union(*(own_names(part, scope) for part in parts)) if parts else free_names(body)


def _data(scope: Scope) -> frozenset[str]:
    """The declared names but for the unknown."""
    return frozenset(scope.declared) - {scope.unknown}


def _is_old(head: Term, scope: Scope) -> bool:
    """Whether a head had a meaning before: X', which may be the transpose of X, or a size."""
    match head:
        case Prime(Symbol(name), _):
            return scope.knows(name)
        case Symbol(name):
            return _is_lent(name, scope)
        case _:
            return False


def _is_lent(name: str, scope: Scope) -> bool:
    """Whether a name is one for a size, or another one for a datum, which a text may need for something else."""
    canonical = scope.canonical(name)
    return canonical in scope.dims or (canonical != name and canonical in _data(scope))


def _is_other(head: Term, body: Term, scope: Scope) -> bool:
    """Whether a formula has another shape than its head had: ``X' = [X, 1]`` with X' for a new matrix."""
    before, now = possible(head, scope), possible(body, scope)
    if before is None or now is None or now.unknown or now.subscripts:
        return False
    return now.shape not in (before.shape, SCALAR)


def _head(head: Term, scope: Scope) -> tuple[str, tuple[str, ...], bool] | None:
    match head:
        case Symbol(name) if _new(name, scope) or _is_lent(name, scope):
            return name, (), False
        case Prime(Symbol(name), order) if scope.unknown is None or scope.canonical(name) in _data(scope):
            return name + "'" * order, (), False
        case Index(Symbol(name), (Number(value),)) if value == 0 and scope.knows(name):
            return f"{scope.canonical(name)}_0", (), False  # entries count from 1: w_0 is a name
        case Index(Accent(mark, Symbol(name)), at):
            return _head(Index(Symbol(f"{scope.canonical(name)}_{mark}"), at), scope)
        case Index(Symbol(name), at) if _new_family(name, scope):
            names = tuple(i.name for i in at if isinstance(i, Symbol))
            return (name, names, True) if len(names) == len(at) else None
        case Accent(mark, Symbol(name)):
            full = f"{scope.canonical(name)}_{mark}"
            given = full in scope.meanings or (mark == "bar" and scope.knows(name))
            if given or (scope.canonical(name) == scope.unknown and full not in scope.apart):
                return None
            return full, (), False
        case Call(Index() as inner, _, ()):  # L_i(w)
            return _head(inner, scope)
        case Call(Symbol("E" | "D"), args, ()) if _is_moment(args, scope):
            return None
        case Call(Symbol(name), args, ()) if _new(name, scope) and name not in _DENSITIES:
            parameters = [_parameter(arg) for arg in args]
            return None if None in parameters else (name, tuple(filter(None, parameters)), False)
        case _:
            return None


def _is_moment(args: Sequence[Term], scope: Scope) -> bool:
    """Whether what stands in ``E(Z)`` is random."""
    names = (scope.declared.get(scope.canonical(name)) for arg in args for name in free_names(arg))
    return any(declared is not None and declared.law is not None for declared in names)


def marked_name(term: Accent, scope: Scope) -> str | None:
    """The name under which a marked name is kept: w_hat, b_star; None if the mark is on no name."""
    return f"{scope.canonical(term.term.name)}_{term.mark}" if isinstance(term.term, Symbol) else None


def told_apart(statements: Sequence[Statement], scope: Scope) -> frozenset[str]:
    """Marked names of the unknown that stand in one formula with the bare unknown: ``\\|X(w - \\hat w)\\|^2``."""
    found: set[str] = set()
    for statement in statements:
        for side in statement.sides:
            parts = () if isinstance(side.term, Optimum) else tuple(walk(side.term))
            bare = Counter(part for part in parts if isinstance(part, Symbol))
            marks = [part for part in parts if isinstance(part, Accent) and part.mark != "bar"]
            inside = Counter(mark.term for mark in marks if isinstance(mark.term, Symbol))
            if any(scope.canonical(symbol.name) == scope.unknown for symbol in bare - inside):
                names = (marked_name(mark, scope) for mark in marks if _is_of_unknown(mark, scope))
                found.update(filter(None, names))
    return frozenset(found)


def _with_start(statements: Sequence[Statement], scope: Scope) -> Scope:
    """The scope with ``w_0``, where an iteration starts: any value of the unknown, and no entry of it."""
    unknown = scope.unknown
    parts = (part for statement in statements for side in statement.sides for part in walk(side.term))
    start = any(
        isinstance(part, Index)
        and part.at == (Number(Fraction(0)),)
        and isinstance(part.base, Symbol)
        and scope.canonical(part.base.name) == unknown
        for part in parts
    )
    if unknown is None or not start:
        return scope
    return replace(scope, declared={**scope.declared, f"{unknown}_0": scope.declared[unknown]})


def _is_of_unknown(mark: Accent, scope: Scope) -> bool:
    return isinstance(mark.term, Symbol) and scope.canonical(mark.term.name) == scope.unknown


def _parameter(arg: Term) -> str | None:
    """The name that an argument of a definition stands for: w, σ of σ², y' beside y; None if it is no name."""
    match arg:
        case Symbol(name):
            return name
        case Pow(Symbol(name), Number()):
            return name
        case Accent(mark, Symbol(name)):
            return f"{name}_{mark}"
        case Prime(Symbol(name), order):
            return name + "'" * order
        case _:
            return None


def _new_family(name: str, scope: Scope) -> bool:
    """Whether ``name_i`` means nothing yet: the name is new, or that of a single number."""
    if f"{name}_i" in scope.meanings:
        return False
    declared = scope.declared.get(scope.canonical(name))
    single = declared is not None and declared.shape.scalar and scope.canonical(name) != scope.unknown
    return _new(name, scope) or single or scope.canonical(name) in scope.operators


def _new(name: str, scope: Scope) -> bool:
    canonical = scope.canonical(name)
    known = canonical in scope.declared or canonical in scope.dims or canonical in scope.rows
    return not known and canonical not in scope.meanings and canonical not in scope.operators


def is_function_value(term: Term, scope: Scope) -> bool:
    """Whether a term is the value of a function that the text defined, or a derivative of one."""
    match term:
        case Call(Symbol(name), _, _) | Symbol(name) | Index(Symbol(name), _):
            return name in scope.functions
        case Call(head, _, _):
            return is_function_value(head, scope)
        case Prime(inner):
            return is_function_value(inner, scope)
        case _:
            return False


def collected(
    statements: Sequence[Statement], scope: Scope, before: Scope | None, seed: int
) -> tuple[Scope, Mapping[int, Definition]]:
    """The scope with all that a text defines, and the definition that a statement makes, by its number.

    ``before`` is the scope of earlier parts. A name that a text gives a formula of other variables later on means that
    from there: L(b), and then L(w).
    """
    earlier = dict(before.functions) if before is not None else {}
    scope = _with_start(statements, replace(scope, apart=told_apart(statements, scope)))
    spoken_of = [_spoken_of(statements, number) for number in range(len(statements))]
    own: dict[str, Definition] = {}
    defining: dict[int, Definition] = {}
    for number, statement in enumerate(statements):
        shift = _shift(statement, scope)
        if shift is not None and _is_used(shift.name, statements[number + 1 :]):
            own.setdefault(shift.name, shift)
        elif len(statement.sides) > 1:
            known = replace(scope, functions={**scope.functions, **{name: one.function for name, one in own.items()}})
            item = definition(statement.sides[0].term, statement.sides[1].term, statement.ops[0], known, number)
            if item is None or not _redefines(item, statement, earlier, scope, seed):
                continue
            if isinstance(item.function.body, Number) and (item.name in own or item.name in spoken_of[number]):
                continue  # r = 0.01: a case of what was defined or spoken of before
            if _of_the_diagonal(statement.sides[0].term) and not _DIAGONAL.search(statement.words + statement.then):
                continue
            if isinstance(item.function.body, Number) and _IN_A_CASE.match(statement.then):
                continue  # Z = 1 if …
            first = own.setdefault(item.name, item)
            if first is item or first.function.parameters != item.function.parameters:
                defining[number] = item
    functions = {**earlier, **{name: item.function for name, item in own.items()}}
    return replace(scope, functions=functions), defining


def _of_the_diagonal(head: Term) -> bool:
    """``S_ii``, which gives all of S only if S is diagonal."""
    return isinstance(head, Index) and len(head.at) == 2 and isinstance(head.at[0], Symbol) and head.at[0] == head.at[1]


def _shift(statement: Statement, scope: Scope) -> Definition | None:
    """``b = \\bar x + h`` with a new letter: h is how far the unknown is from there."""
    match [side.term for side in statement.sides[:2]], statement.ops[:1]:
        case [Symbol(name) as unknown, Add(terms)], ("=" | ":=",) if scope.canonical(name) == scope.unknown:
            for term in terms:
                letter = term.term if isinstance(term, Neg) else term
                if not (isinstance(letter, Symbol) and _new(letter.name, scope) and letter.name not in _NEVER):
                    continue
                rest = tuple(other for other in terms if other is not term)
                if any(names & {letter.name, name} for names in map(free_names, rest)):
                    continue
                away = Add((unknown, *(Neg(other) for other in rest)))
                return Definition(letter.name, Function((), Neg(away) if isinstance(term, Neg) else away), -1)
    return None


def _is_used(name: str, statements: Sequence[Statement]) -> bool:
    return any(name in free_names(side.term) for statement in statements for side in statement.sides)


def _spoken_of(statements: Sequence[Statement], number: int) -> frozenset[str]:
    """The names of the statements before one; none where that one says "where …", which explains them."""
    if any(word in statements[number].words for word in _WHERE_WORDS):
        return frozenset()
    sides = (side for statement in statements[:number] for side in statement.sides)
    return frozenset().union(*(free_names(side.term) for side in sides))


def _redefines(
    item: Definition, statement: Statement, earlier: Mapping[str, Function], scope: Scope, seed: int
) -> bool:
    """Whether the text gives the name a meaning of its own: a new name, or one that it plainly sets anew."""
    before = earlier.get(item.name)
    if before is None:
        return True
    if _of_others(item.function, before, scope):
        return True
    known = replace(scope, functions=earlier)
    if agree(item.function.body, before.body, known, seed):
        return False
    if any(word in statement.words for word in _LET_WORDS):
        return True
    tasks = [same_task(item.function.body, before.body, known, opposite=o, seed=seed) for o in (False, True)]
    return any(isinstance(task, Equal) for task in tasks)  # rescaled, or the likelihood of the same squares


def _of_others(function: Function, before: Function, scope: Scope) -> bool:
    """Whether two functions of one letter are of other variables: L(b), and then L(mu, sigma^2)."""
    variables = [{scope.canonical(name) for name in one.parameters} for one in (function, before)]
    return all(variables) and variables[0] != variables[1]


# ------------------------------------------------------------------------------------- functions of a family


def at_their_point(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements with ``L_i(w)`` as ``L_i`` throughout, where the text gives that a formula."""
    points = {
        (head.head.base, head.args)
        for statement in statements
        if statement.ops and statement.ops[0] in _DEFINING
        for head in (statement.sides[0].term,)
        if isinstance(head, Call) and isinstance(head.head, Index) and not head.given
    }
    if not points:
        return tuple(statements)

    def plain(term: Term) -> Term:
        if isinstance(term, Call) and isinstance(term.head, Index) and (term.head.base, term.args) in points:
            return term.head
        return rebuild(term, plain)

    return tuple(
        replace(
            statement,
            sides=tuple(
                replace(side, term=plain(side.term), others=tuple(plain(other) for other in side.others))
                for side in statement.sides
            ),
        )
        for statement in statements
    )
