"""The evaluator: one fold over typed terms, in any number domain.

Derivatives are evaluated with dual numbers, so a gradient or Hessian is that of whatever stands in the term. Work is
counted, not timed, so that verdicts do not depend on the machine.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from math import factorial
from typing import Any

from grader.maths import duals
from grader.maths.domains import MOST_BITS, Balls, Domain, Field, Rationals, bits
from grader.maths.duals import Dual, plain, slopes_at
from grader.maths.effort import TooMuch, current
from grader.maths.infinite import INFINITY, Summand, summands
from grader.maths.noise import atom
from grader.maths.operators import OPERATORS, identity, quotient, total
from grader.maths.terms import (
    Add,
    Apply,
    Cases,
    Derivative,
    Div,
    Fold,
    Mul,
    Neg,
    Number,
    Pow,
    Relation,
    Stack,
    Symbol,
    Term,
    walk,
)
from grader.maths.values import (
    Matrix,
    Scalar,
    Undefined,
    Unsupported,
    Value,
    add,
    each,
    entries,
    matrix,
    multiply,
    size,
    subtract,
)

MOST_WORK = 100_000  # of one evaluator
MOST_TURNS = 4_000  # of one sum or product
MOST_EXPONENT = 64
_LONGER = frozenset(("rationals", "balls"))  # domains whose numbers cost one unit more
_SOLVING = frozenset(("inv", "pinv", "det"))  # as much work as three nested loops
_MOST_TERMS = 1024  # of an infinite sum
_ATOMS = 5  # values that a random variable takes in the prime field


class Evaluator:
    """Values of terms at one point: ``values`` of the names, ``sizes`` of the dimensions, ``indices`` that are free."""

    def __init__(
        self, domain: Domain, values: Mapping[str, Value], sizes: Mapping[str, int], indices: Mapping[str, int]
    ) -> None:
        self.domain = domain
        self.values = dict(values)
        self.sizes = sizes
        self.indices = dict(indices)
        self.work = 0
        self.counts_digits = isinstance(domain, Rationals)
        self.level = 0
        self.noise = 0  # which law stands for white noise
        self.noisy = False  # whether there was any
        self.effort = current()
        self._products = 1  # that a product of two numbers takes, by the derivatives around it
        self._weigh(1)

    def _weigh(self, products: int) -> None:
        self._products = products
        self.weight = (products + 1) // 2
        self.cost = self.weight + (self.domain.name in _LONGER)

    def value(self, term: Term) -> Value:
        """The value; raises Undefined, Unsupported, Unclear or TooMuch."""
        self.work += self.weight
        self.effort.left -= self.cost
        if self.work > MOST_WORK:
            raise TooMuch("work", MOST_WORK)
        try:
            evaluate = _BY_NODE[type(term)]
        except KeyError:
            raise Unsupported(type(term).__name__) from None
        found = evaluate(self, term)
        if isinstance(found, Matrix):
            self.effort.left -= len(found.data) * self.weight // 2
        return found

    def _spend(self, work: int) -> None:
        """Count work that is about to be done."""
        self.work += work
        self.effort.left -= work
        if self.work > MOST_WORK:
            raise TooMuch("work", MOST_WORK)

    def scalar(self, term: Term) -> Scalar:
        """The value of what must be a number."""
        value = self.value(term)
        if isinstance(value, Matrix):
            raise Undefined("not a number")
        return value

    def integer(self, term: Term) -> int:
        """The value of a subscript, a limit or an exponent; raises Undefined if it is not a whole number."""
        found = self._whole(term)
        if found is None:
            raise Undefined("not a whole number")
        return found

    def _whole(self, term: Term) -> int | None:
        if type(term) is Symbol:  # by far the most frequent
            found = self.indices.get(term.name)
            return self.sizes.get(term.name) if found is None else found
        exact = self._exact(term)
        return int(exact) if exact is not None and exact.denominator == 1 else None

    def _exact(self, term: Term) -> Fraction | None:
        """The value of a term made of numbers, dimensions and indices only."""
        match term:
            case Number(value):
                return value
            case Symbol(name):
                found = self.indices.get(name, self.sizes.get(name))
                return None if found is None else Fraction(found)
            case Neg(inner):
                exact = self._exact(inner)
                return None if exact is None else -exact
            case Add(parts) | Mul(parts):
                total = Fraction(0 if isinstance(term, Add) else 1)
                for part in parts:
                    exact = self._exact(part)
                    if exact is None:
                        return None
                    total = total + exact if isinstance(term, Add) else total * exact
                return total
            case Div(top, bottom):
                above, below = self._exact(top), self._exact(bottom)
                return above / below if above is not None and below else None
            case _:
                return None

    # --------------------------------------------------------------------------------------------- leaves

    def _number(self, term: Number) -> Value:
        return self.domain.number(term.value)

    def _symbol(self, term: Symbol) -> Value:
        name = term.name
        if name in self.values:
            return self.values[name]
        if name in self.indices:
            return self.domain.number(self.indices[name])
        if name in self.sizes:
            return self.domain.number(self.sizes[name])
        if name == "pi":
            return self.domain.pi
        raise Unsupported(name)

    # ----------------------------------------------------------------------------------------- arithmetic

    def _add(self, term: Add) -> Value:
        total = self.value(term.terms[0])
        for part in term.terms[1:]:
            total = add(total, self.value(part))
        return total

    def _neg(self, term: Neg) -> Value:
        return each(operator.neg, self.value(term.term))

    def _mul(self, term: Mul) -> Value:
        product = self.value(term.factors[0])
        for factor in term.factors[1:]:
            right = self.value(factor)
            if isinstance(product, Matrix) or isinstance(right, Matrix):
                rows, inner = size(product)
                self._spend(rows * inner * size(right)[1] * self.weight // 2)
            elif self.weight > 1:
                self._spend(self.weight // 2)
            product = self._short(multiply(product, right))
        return product

    def _div(self, term: Div) -> Value:
        return quotient(self.domain, self.value(term.top), self.scalar(term.bottom))

    def _pow(self, term: Pow) -> Value:
        base = self.scalar(term.base)
        exponent = self._whole(term.exponent)
        if exponent is not None:
            most = MOST_TURNS if isinstance(self.domain, Balls) else MOST_EXPONENT
            if abs(exponent) > most:
                raise TooMuch("exponent", most)
            return duals.power(self.domain, base, exponent)
        power = self.scalar(term.exponent)
        return duals.function(self.domain, "exp", power * duals.function(self.domain, "log", base))

    # -------------------------------------------------------------------------------------------- operators

    def _apply(self, term: Apply) -> Value:
        op, args = term.op, term.args
        special = _SPECIAL.get(op)
        if special is not None:
            return special(self, args)
        if op.startswith("?"):
            return self._undefined(op, args)
        values = [self.value(arg) for arg in args]
        if op in _SOLVING:
            self._spend(size(values[0])[0] ** 3 * self.weight)
        return OPERATORS[op].value(self.domain, values)

    def _log(self, args: tuple[Term, ...]) -> Value:
        exact = self._exact(args[0])
        if exact is not None:
            return self.domain.log_number(exact)
        return OPERATORS["log"].value(self.domain, [self.value(args[0])])

    def _undefined(self, op: str, args: tuple[Term, ...]) -> Scalar:
        """A function that nobody defined, at numbers: one function after the other makes one of several numbers."""
        result: Scalar = self.domain.number(0)
        for place, number in enumerate(entry for arg in args for entry in entries(self.value(arg))):
            result = duals.function(self.domain, op if place == 0 else f"{op};{place}", number + result)
        return result

    def _expectation(self, args: tuple[Term, ...]) -> Value:
        """The mean over values that the random names take together, with weights; in the prime field only.

        Of white noise alone it is one in every domain.
        """
        body, *names = args
        if all(isinstance(part, Apply) and part.op == "white" for part in names):
            return self._over_noise(body, names)
        if not isinstance(self.domain, Field):
            raise Unsupported("expectation")
        field = self.domain
        weights = [field.function("?weight", field.number(k)) for k in range(1, _ATOMS)]
        weights.append(field.number(1) - total(field, weights))
        random = [name for part in names for name in _symbols(part)[:1] if self._is_fixed(name)]
        outside = {name: self.values[name] for name in random}
        centred = {name for part in names if isinstance(part, Apply) for name in _symbols(part)[:1]}
        laws = {name: self._law(name, weights, centred=name in centred) for name in random}
        mean: Value = field.number(0)
        try:
            for k, weight in enumerate(weights):
                self.values.update({name: law[k] for name, law in laws.items()})
                mean = add(mean, multiply(weight, self.value(body)))
        finally:
            self.values.update(outside)
        return mean

    def _over_noise(self, body: Term, noises: Sequence[Term]) -> Value:
        """The mean over a law of white noise; what depends on its second moments alone is so for every one.

        The entries of all names together take the values ±s_k q_k with probability σ²/(2 s_k²), and else 0, where the
        q_k are an orthonormal basis (a reflection of the coordinates') and s_k is σ times a number. ``noise`` chooses
        the law: what comes out differently for two laws depends on more than the second moments.
        """
        self.noisy = True
        names = {_symbols(part)[0]: _symbols(part)[1] for part in noises}
        if not all(self._is_fixed(name) for name in names):
            raise Unsupported("a derivative by a random variable")
        outside = {name: self.values[name] for name in names}
        sizes = {name: size(value) for name, value in outside.items()}
        count = sum(rows * cols for rows, cols in sizes.values())
        mean: Value = self.domain.number(0)
        left = Fraction(1)
        try:
            for k in range(count):
                weight, values = atom(k, count, self.noise)
                left -= 2 * weight
                for sign in (1, -1):
                    self._put(values, sign, sizes, names)
                    mean = add(mean, multiply(self.domain.number(weight), self.value(body)))
            self._put([Fraction(0)] * count, 1, sizes, names)
            return add(mean, multiply(self.domain.number(left), self.value(body)))
        except Undefined:
            raise Unsupported("an expectation of what is not defined everywhere") from None
        finally:
            self.values.update(outside)

    def _put(
        self, numbers: Sequence[Fraction], sign: int, sizes: Mapping[str, tuple[int, int]], names: Mapping[str, str]
    ) -> None:
        """Give the entries of some names these numbers, each times the standard deviation of its name."""
        start = 0
        for name, (rows, cols) in sizes.items():
            deviation = self.scalar(Symbol(names[name]))
            own = numbers[start : start + rows * cols]
            self.values[name] = matrix(rows, cols, [self.domain.number(sign * number) * deviation for number in own])
            start += rows * cols

    def _law(self, name: str, weights: list[Scalar], centred: bool) -> list[Value]:
        """Values that a random name takes, the same in every expectation; of mean 0 if ``centred``."""
        shape = size(self.values[name])
        cells = range(shape[0] * shape[1])
        law = [
            matrix(*shape, [self.domain.function(f"?{name}:{k}", self.domain.number(cell)) for cell in cells])
            for k in range(_ATOMS)
        ]
        if not centred:
            return law
        mean = total(self.domain, [multiply(weight, value) for weight, value in zip(weights, law, strict=True)])
        return [subtract(value, mean) for value in law]

    def _is_fixed(self, name: str) -> bool:
        """Whether no derivative is being taken by a name."""
        return name in self.values and not any(isinstance(entry, Dual) for entry in entries(self.values[name]))

    def _expected(self, args: tuple[Term, ...]) -> Value:
        """The expectation of what is affine in its names: any one value of theirs refutes, 0 for those of mean 0."""
        if isinstance(self.domain, Field):
            return self._expectation(args)
        body, *names = args
        centred = [name for part in names if isinstance(part, Apply) for name in _symbols(part)[:1]]
        outside = {name: self.values[name] for name in centred}
        zero = self.domain.number(0)
        try:
            self.values.update({name: each(lambda _: zero, value) for name, value in outside.items()})
            return self.value(body)
        finally:
            self.values.update(outside)

    def _factorial(self, args: tuple[Term, ...]) -> Value:
        """Of whole numbers; 1/(-1)! counts as 0 in some texts, and so nothing is said of negative ones."""
        exact = self._exact(args[0])
        if exact is None:
            return each(partial(duals.function, self.domain, "factorial"), self.value(args[0]))
        if exact.denominator > 1 or exact < 0:
            raise Unsupported("factorial of what is no whole number")
        if isinstance(self.domain, Balls):
            return self.domain.function("factorial", self.domain.number(exact))
        if exact > MOST_EXPONENT:
            raise TooMuch("factorial", MOST_EXPONENT)
        return self.domain.number(factorial(int(exact)))

    def _identity(self, args: tuple[Term, ...]) -> Value:
        return identity(self.domain, self._small(args[0]))

    def _filled(self, fill: int, args: tuple[Term, ...]) -> Value:
        rows, cols = self._small(args[0]), self._small(args[1])
        return matrix(rows, cols, [self.domain.number(fill)] * (rows * cols))

    def _small(self, term: Term) -> int:
        size_ = self.integer(term)
        if not 1 <= size_ <= 64:
            raise TooMuch("size", 64)
        return size_

    def _indicator(self, args: tuple[Term, ...]) -> Value:
        assert isinstance(args[0], Relation)
        return self.domain.number(int(self.holds(args[0])))

    def _entry(self, args: tuple[Term, ...]) -> Value:
        """An entry of a vector; subscripts outside it are undefined."""
        data = entries(self.value(args[0]))
        at = self.integer(args[1])
        _within(at, len(data))
        return data[at - 1]

    def _part(self, op: str, args: tuple[Term, ...]) -> Value:
        """A part of a vector or matrix; subscripts outside it are undefined."""
        value = self.value(args[0])
        at = [self.integer(i) for i in args[1:]]
        rows, cols = size(value)
        data = entries(value)
        match op:
            case "cell":
                _within(at[0], rows)
                _within(at[1], cols)
                return data[(at[0] - 1) * cols + at[1] - 1]
            case "column":
                _within(at[0], cols)
                return matrix(rows, 1, data[at[0] - 1 :: cols])
            case _:
                _within(at[0], rows)
                row = data[(at[0] - 1) * cols : at[0] * cols]
                return matrix(cols, 1, row) if op == "row" else matrix(1, cols, row)

    # ---------------------------------------------------------------------------------- sums and products

    def _turns(self, index: str, low: Term, high: Term, body: Term, given: Relation | None = None) -> list[Value]:
        """The body's value at each turn of an index that meets the condition."""
        first, last = self.integer(low), self.integer(high)
        if last - first > MOST_TURNS:
            raise TooMuch("terms of a sum", MOST_TURNS)
        outer = self.indices.get(index)
        results = []
        for turn in range(first, last + 1):
            self.indices[index] = turn
            if given is not None and given.op == "∈" and isinstance(self.domain, Field):
                results.append(multiply(self._weight(given, self.domain), self.value(body)))
            elif given is None or self._meets(given):
                results.append(self.value(body))
        if outer is None:
            self.indices.pop(index, None)
        else:
            self.indices[index] = outer
        return results

    def _fold(self, term: Fold) -> Value:
        assert term.index is not None and term.low is not None and term.high is not None  # typing's work
        if term.high == INFINITY:
            return self._series(term.index, term)
        if term.op == "prod" and term.given is not None and isinstance(self.domain, Field):
            raise Unsupported("a product over a set")
        values = self._turns(term.index, term.low, term.high, term.body, term.given)
        combine = add if term.op == "sum" else multiply
        result: Value = self.domain.number(0 if term.op == "sum" else 1)
        for value in values:
            result = self._short(combine(result, value))
        return result

    def _series(self, index: str, term: Fold) -> Scalar:
        """An infinite sum; unsupported where its summands are of no known kind, or it was not seen to converge."""
        if term.op != "sum" or term.given is not None or not isinstance(self.domain, Balls):
            raise Unsupported("an infinite sum")
        assert term.low is not None
        first, outer = self.integer(term.low), self.indices.get(index)
        try:
            return self._summed(index, first, term.body, summands(term.body, index), self.domain)
        finally:
            if outer is None:
                self.indices.pop(index, None)
            else:
                self.indices[index] = outer

    def _summed(self, index: str, first: int, body: Term, parts: Sequence[Summand], domain: Balls) -> Scalar:
        sum_, done, until = domain.number(0), first, first + 32
        while until <= first + _MOST_TERMS:
            for turn in range(done, until):
                self.indices[index] = turn
                sum_ = sum_ + self._plain(body)
            self.indices[index] = done = until
            rests = [part.rest(done, self._plain) for part in parts]
            if None not in rests and (rest := domain.within(rests)) is not None:
                return sum_ + rest
            until += done - first
        raise Unsupported("an infinite sum that was not seen to converge")

    def _plain(self, term: Term) -> Scalar:
        """A number that no derivative is being taken through."""
        found = self.scalar(term)
        if isinstance(found, Dual):
            raise Unsupported("the derivative of an infinite sum")
        return found

    def _short(self, value: Value) -> Value:
        """The value, unless its digits are too many to go on with."""
        if self.counts_digits:
            for entry in entries(value):
                if bits(plain(entry)) > MOST_BITS:
                    raise TooMuch("bits", MOST_BITS)
        return value

    def _meets(self, given: Relation) -> bool:
        """Whether the index, as it stands, meets the condition of a sum."""
        if given.op != "∈":
            return self.holds(given)
        if not isinstance(given.right, Symbol):
            raise Unsupported("a set that nobody declared")
        return self.integer(given.left) in members(entries(self.values[given.right.name]), self.domain)

    def _weight(self, given: Relation, field: Field) -> Scalar:
        """How much a member of a set counts: what holds for any weights holds where they are 0 and 1.

        The converse is not true, and so a difference is none between the real ones.
        """
        at = self.integer(given.left)
        field.modelled = True
        if isinstance(given.right, Symbol):
            weights = entries(self.values[given.right.name])
            _within(at, len(weights))
            return weights[at - 1]
        assert isinstance(given.right, Apply)
        return field.function(given.right.op, field.number(at))

    def _family(self, args: tuple[Term, ...]) -> Value:
        index, low, high, body = args
        assert isinstance(index, Symbol)
        values = self._turns(index.name, low, high, body)
        if not values:
            raise Undefined("empty")
        return matrix(len(values), 1, values)

    # -------------------------------------------------------------------------------------------- the rest

    def _derivative(self, term: Derivative) -> Value:
        """By a number: of whatever shape the body has. By a vector or matrix: of a number, in the shape of that."""
        assert isinstance(term.by, Symbol)
        shape, slopes = self._slopes(term)
        at = self.values[term.by.name]
        if not isinstance(at, Matrix):
            return matrix(*shape, [slope for (slope,) in slopes])
        if shape != (1, 1):
            raise Undefined("not a number")
        return matrix(*size(at), slopes[0])

    def _jacobian(self, args: tuple[Term, ...]) -> Value:
        """The derivative of a vector by a vector: a row for each entry of the first."""
        (term,) = args
        assert isinstance(term, Derivative)
        _, slopes = self._slopes(term)
        return matrix(len(slopes), len(slopes[0]), [slope for row in slopes for slope in row])

    def _slopes(self, term: Derivative) -> tuple[tuple[int, int], list[list[Scalar]]]:
        """The size of the body and, for each of its entries, the slopes along each entry of what it is derived by."""
        assert isinstance(term.by, Symbol)
        name = term.by.name
        if name not in self.values:  # of a size or an index
            raise Unsupported(f"derivative by {name}")
        outside = self.values[name]
        at = outside if term.at is None else self.value(term.at)
        if size(at) != size(outside):
            raise Undefined("another size than the variable's")
        start = entries(at)
        result = self._moved(name, size(at), start, term.body)
        slopes = [slopes_at(self.level + 1, entry, len(start)) for entry in entries(result)]
        zero = self.domain.number(0)
        return size(result), [[zero if isinstance(x, int) else x for x in row] for row in slopes]

    def _moved(self, name: str, shape: tuple[int, int], start: Sequence[Scalar], body: Term) -> Value:
        """The value of a body where a name moves along each of its entries at once."""
        outside, products = self.values[name], self._products
        one, count = self.domain.number(1), len(start)
        self.level += 1
        self._weigh(products * (2 * count + 1))
        units = ((0,) * k + (one,) + (0,) * (count - k - 1) for k in range(count))
        moved = [Dual(self.level, x, unit) for x, unit in zip(start, units, strict=True)]
        self.values[name] = matrix(*shape, moved)
        try:
            return self.value(body)
        finally:
            self.values[name] = outside
            self.level -= 1
            self._weigh(products)

    def holds(self, relation: Relation) -> bool:
        """Whether a condition on numbers is met; between indices and sizes it is in every domain."""
        left, right = self._exact(relation.left), self._exact(relation.right)
        if left is not None and right is not None:
            order = int(left > right) - int(left < right)
        else:
            order = duals.compare(self.domain, self.scalar(relation.left), self.scalar(relation.right))
        match relation.op:
            case "=" | "≡" | ":=":
                return order == 0
            case "≠":
                return order != 0
            case "<":
                return order < 0
            case "≤":
                return order <= 0
            case ">":
                return order > 0
            case "≥":
                return order >= 0
            case _:
                raise Unsupported(relation.op)

    def _cases(self, term: Cases) -> Value:
        for value, condition in term.pieces:
            if condition is None or self.holds(condition):
                return self.value(value)
        raise Undefined("no case applies")

    def _stack(self, term: Stack) -> Value:
        rows: list[tuple[Scalar, ...]] = []
        for row in term.rows:
            blocks = [self.value(entry) for entry in row]
            for i in range(size(blocks[0])[0]):
                rows.append(tuple(s for block in blocks for s in _line(block, i)))
        if len({len(row) for row in rows}) != 1:
            raise Undefined("rows of different length")
        return matrix(len(rows), len(rows[0]), [s for row in rows for s in row])


def _symbols(term: Term) -> list[str]:
    return [part.name for part in walk(term) if isinstance(part, Symbol)]


def _line(block: Value, i: int) -> tuple[Scalar, ...]:
    if not isinstance(block, Matrix):
        return (block,)
    if i >= block.rows:
        raise Undefined("blocks of different height")
    return block.row(i)


def members(drawn: Sequence[Scalar], domain: Domain) -> list[int]:
    """The members of a set of indices that was drawn as a number for each: the positive ones, or all if none is."""
    zero = domain.number(0)
    return [at + 1 for at, x in enumerate(drawn) if domain.compare(x, zero) > 0] or list(range(1, len(drawn) + 1))


def _within(index: int, limit: int) -> None:
    if not 1 <= index <= limit:
        raise Undefined("subscript out of range")


_BY_NODE: dict[type, Callable[[Evaluator, Any], Value]] = {
    Number: Evaluator._number,
    Symbol: Evaluator._symbol,
    Add: Evaluator._add,
    Neg: Evaluator._neg,
    Mul: Evaluator._mul,
    Div: Evaluator._div,
    Pow: Evaluator._pow,
    Apply: Evaluator._apply,
    Fold: Evaluator._fold,
    Derivative: Evaluator._derivative,
    Cases: Evaluator._cases,
    Stack: Evaluator._stack,
}

_SPECIAL: dict[str, Callable[[Evaluator, tuple[Term, ...]], Value]] = {
    "identity": Evaluator._identity,
    "ones": lambda self, args: self._filled(1, args),
    "zeros": lambda self, args: self._filled(0, args),
    "indicator": Evaluator._indicator,
    "family": Evaluator._family,
    "jacobian": Evaluator._jacobian,
    "expectation": Evaluator._expectation,
    "expected": Evaluator._expected,
    "entry": Evaluator._entry,
    "log": Evaluator._log,
    "factorial": Evaluator._factorial,
    "cell": lambda self, args: self._part("cell", args),
    "row": lambda self, args: self._part("row", args),
    "line": lambda self, args: self._part("line", args),
    "column": lambda self, args: self._part("column", args),
}
