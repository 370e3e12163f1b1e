"""Names: what a symbol, a marked symbol or a called one stands for, with its definition put in."""

from __future__ import annotations

from grader.core import Message
from grader.maths.declare import ONE, SCALAR, Function, Shape
from grader.maths.shapes import Ambiguous, dim_term
from grader.maths.substitute import substitute
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Call,
    Derivative,
    Div,
    Dots,
    Fold,
    Index,
    Mul,
    Neg,
    Number,
    Prime,
    Relation,
    Symbol,
    Term,
    children,
    free_names,
)
from grader.maths.typing.calculus import slope_at
from grader.maths.typing.chance import holds_random
from grader.maths.typing.inference import ONE_TERM, Inference, Sorted
from grader.maths.typing.spelling import spelled

CONSTANTS = frozenset(("pi", "infinity"))
_DENSITY_HEADS = frozenset("pPf")
_MOMENTS = {"E": "expectation", "D": "var"}  # of what is random, in round brackets
_STATISTICS = {
    **dict.fromkeys(("mean", "average", "均值", "平均值", "平均数", "样本均值", "算术平均值"), "mean"),
    **dict.fromkeys(("median", "中位数", "样本中位数"), "median"),
}
_ZERO_TERM = Number(ONE_TERM.value * 0)


def symbol(types: Inference, term: Symbol) -> Sorted:
    """A name alone."""
    name, scope = term.name, types.scope
    if name in types.bound or name in types.free:
        return term, SCALAR
    name = scope.canonical(name)
    if name in scope.zeroed:
        return _ZERO_TERM, SCALAR
    if name in scope.functions:
        function = scope.functions[name]
        return _family(types, function) if function.indexed else types.inside(function.body)
    own = term if name == term.name else Symbol(name, span=term.span)
    if name in scope.declared:
        return own, scope.declared[name].shape
    if name in scope.dims or name in CONSTANTS:
        return own, SCALAR
    if name in scope.rows:  # a bare x, where x_i are the rows: some sample
        return types.type(Index(term, (Symbol("i"),), span=term.span))
    if name == "I":
        n = types.unifier.fresh()
        return Apply("identity", (Symbol(n.names[0]),), span=term.span), Shape(n, n)
    if name in scope.operators:  # σ without an argument is σ of the unknown, or of a number of its own
        return types.type(Apply(scope.operators[name], (Symbol(scope.argument),), span=term.span))
    if name in scope.meanings:
        return types.inside(scope.meanings[name])
    if (named := _named_value(types, name)) is not None:
        return named, SCALAR
    types.unknown.add(name)
    return term, SCALAR


def _named_value(types: Inference, name: str) -> Term | None:
    """``b = mean``, ``b = \\text{中位数}``: a statistic of the data, given by its name alone."""
    op = _STATISTICS.get(name)
    if op is None:
        return None
    unknown = types.scope.unknown
    columns = [known for known, d in types.scope.declared.items() if d.shape.column and known != unknown]
    return Apply(op, (Symbol(columns[0]),)) if columns else None


def _family(types: Inference, function: Function) -> Sorted:
    """``r`` where the text gave r_i: the vector of them all."""
    if len(function.parameters) != 1:
        raise Ambiguous(Message("maths.typing.subscripts"))
    fold, shape = types.inside(Fold("sum", function.parameters[0], None, None, function.body))
    assert isinstance(fold, Fold) and fold.index and fold.low is not None and fold.high is not None
    if not types.unifier.shape(shape).scalar:
        raise Ambiguous(Message("maths.typing.subscripts"))
    family = Apply("family", (Symbol(fold.index), fold.low, fold.high, fold.body))
    return family, Shape(types.as_dim(fold.high), ONE)


# -------------------------------------------------------------------------------------------------- marks


def accent(types: Inference, term: Accent) -> Sorted:
    """A name with a mark: one of its own, a mean, or the unknown at its best."""
    base, scope = term.term, types.scope
    if isinstance(base, Index):
        return types.type(Index(Accent(term.mark, base.base, span=base.span), base.at, span=term.span))
    if not isinstance(base, Symbol):
        if term.mark == "bar":
            return types.type(Apply("mean", (base,), span=term.span))
        raise Ambiguous(Message("maths.typing.accent", {"mark": term.mark}), term.span)
    name = scope.canonical(base.name)
    full = f"{name}_{term.mark}"
    for known in (full, f"{base.name}_{term.mark}"):
        if known in scope.functions or known in scope.declared or known in scope.meanings:
            return types.type(Symbol(known, span=term.span))
    if term.mark == "bar":
        return _bar(types, name, term)
    if name == scope.unknown and full not in scope.apart:
        return types.type(Symbol(name, span=term.span))
    types.unknown.add(full)
    return Symbol(full, span=term.span), SCALAR


def _bar(types: Inference, name: str, term: Accent) -> Sorted:
    declared = types.scope.declared.get(name)
    if declared is not None and declared.shape.column:
        return Apply("mean", (Symbol(name, span=term.span),), span=term.span), SCALAR
    if name in types.scope.rows:
        design = types.scope.declared[types.scope.rows[name]]
        body = Apply("row", (Symbol(types.scope.rows[name]), Symbol("#bar")))
        high = dim_term(design.shape.rows)
        mean = Div(Fold("sum", "#bar", ONE_TERM, high, body), high, span=term.span)
        return mean, Shape(design.shape.cols, ONE)
    types.unknown.add(f"{name}_bar")
    return Symbol(f"{name}_bar", span=term.span), SCALAR


# -------------------------------------------------------------------------------------------------- calls


def call(types: Inference, term: Call) -> Sorted:
    """``f(b)``: a function's value, a density's meaning, or a product."""
    head = term.head
    if isinstance(head, Symbol):
        return _called_name(types, head, term)
    if isinstance(head, Prime) and isinstance(head.term, Symbol) and not _defined(types, head.term.name):
        return _undefined(types, head.term.name + "'" * head.order, term)
    if isinstance(head, Prime | Derivative):
        return slope_at(types, head, term.args)
    if isinstance(head, Accent | Index) and len(term.args) == 1:
        return types.type(Mul((head, term.args[0]), span=term.span))
    raise Ambiguous(Message("maths.typing.call"), term.span)


def _called_name(types: Inference, head: Symbol, term: Call) -> Sorted:
    scope = types.scope
    name = scope.canonical(head.name)
    function = scope.functions.get(name)
    if function is not None and function.parameters and not function.indexed:
        arguments = dict(zip(function.parameters, term.args, strict=False))
        return types.inside(substitute(function.body, arguments))
    if function is not None and not function.parameters and _is_the_unknown(types, term.args):
        return types.type(head)  # S(w) where the text says S = …
    if (meaning := _density(types, head.name, term)) is not None:
        return types.inside(meaning)
    if name in scope.operators:
        if any(_stands_bare(name, arg) for arg in term.args):  # σ(1 - σ): the letter is the operator's value
            return types.type(Mul((head, *term.args), span=term.span))
        return types.type(Apply(scope.operators[name], term.args, span=term.span))
    if name in _MOMENTS and len(term.args) == 1 and not scope.knows(name) and holds_random(types, term.args[0]):
        return types.type(Apply(_MOMENTS[name], term.args, span=term.span))
    if (name in scope.declared or name in scope.dims or function is not None) and len(term.args) == 1:
        return types.type(Mul((head, term.args[0]), span=term.span))
    return _undefined(types, head.name, term)


def _stands_bare(name: str, term: Term) -> bool:
    """Whether a name stands in a term other than as the head of a call."""
    if isinstance(term, Call) and term.head == Symbol(name):
        return any(_stands_bare(name, arg) for arg in term.args)
    return term == Symbol(name) or any(_stands_bare(name, part) for part in children(term))


def _defined(types: Inference, name: str) -> bool:
    return types.scope.knows(name) or name in types.scope.meanings


def _undefined(types: Inference, name: str, term: Call) -> Sorted:
    """The value of a function that nobody defined: some number, the same at the same arguments."""
    args = tuple(types.type(arg)[0] for arg in (*term.args, *term.given))
    types.unknown.add(name.rstrip("'"))
    return Apply(f"?{name}", args, span=term.span), SCALAR


def _is_the_unknown(types: Inference, args: tuple[Term, ...]) -> bool:
    names = [types.scope.canonical(arg.name) for arg in args if isinstance(arg, Symbol)]
    return len(args) == 1 and names == [types.scope.unknown]


def _density(types: Inference, head: str, term: Call) -> Term | None:
    """The author's meaning of ``P(y | X)``, ``p(\\epsilon_i)`` …, by what stands left of the bar."""
    if head not in _DENSITY_HEADS or not term.args:
        return None
    meanings = types.scope.meanings
    args = tuple(_canonical_names(types, arg) for arg in term.args)
    key = density_key(args)
    if key in meanings:
        return meanings[key]
    if len(term.args) == 1 and (chance := _of_count(types, term.args[0])) is not None:
        return chance
    match args:
        case (Index(Symbol(name), (Symbol(index),)),) if f"p({name}_i)" in meanings:
            return substitute(meanings[f"p({name}_i)"], {"i": Symbol(index)})
    if (noise := meanings.get("p(epsilon)")) is not None and len(term.args) == 1 and not term.given:
        return substitute(noise, {"epsilon": term.args[0]})
    return None


def _of_count(types: Inference, arg: Term) -> Term | None:
    """``p(k - 1)``, ``P(K = j)``: the probability that a random count has some value, or ``P(Z = 1)`` an indicator."""
    value = arg.right if isinstance(arg, Relation) and arg.op == "=" else arg
    if isinstance(arg, Relation) and isinstance(arg.left, Symbol) and isinstance(value, Number):
        name = types.scope.canonical(arg.left.name)
        declared = types.scope.declared.get(name)
        chance = types.scope.meanings.get(f"p({name})")
        if chance is not None and declared is not None and declared.kind == "indicator" and value.value in (0, 1):
            return chance if value.value else Add((ONE_TERM, Neg(chance)))
    for name, declared in types.scope.declared.items():
        chance = types.scope.meanings.get(f"p({name})")
        if chance is not None and declared.kind == "count" and declared.law is not None:
            return substitute(chance, {name: value})
    return None


def density_key(args: tuple[Term, ...]) -> str:
    """The name under which the meaning of a density of these arguments is kept: ``p(y)``, ``p(x_i)``."""
    first = args[0]
    if isinstance(first, Index) and any(isinstance(arg, Dots) for arg in args):
        first = first.base  # p(x_1, …, x_n) is of all x
    return f"p({spelled(first)})"


def _canonical_names(types: Inference, term: Term) -> Term:
    """A term with the task's names for things."""
    return substitute(term, {name: Symbol(types.scope.canonical(name)) for name in free_names(term)})
