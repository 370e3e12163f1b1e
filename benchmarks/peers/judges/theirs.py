"""Answers pairs of formulas from standard input, one JSON a line, as a tool from PyPI decides them.

    python theirs.py math-verify | sympy-antlr | sympy-lark

Imports nothing of the grader. Each tool is used as its manual shows, and gets every chance: both formulas are given as
LaTeX in the delimiters it expects; sympy is told which symbols are real, positive or whole numbers, and which are the
constants e and pi; a product that it takes for a call, as ``t(a+b)``, is made a product again; and its difference is
first simplified and, where that does not end in zero, tried numerically, by ``equals`` and then at points. A formula
that is not read, or not into an expression, is said not to be parsed; nothing is concluded from it.
"""

from __future__ import annotations

import json
import logging
import re
import resource
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

MEMORY = 4 * 2**30  # bytes of address space; enough for any of them, and no danger to the machine
Verdict = tuple[bool, str]  # were both formulas parsed; equal, different or undecided
Judge = Callable[[str, str, str], Verdict]  # of two formulas and the declaration of their symbols
TELLS_APART = 1e-6  # far above the rounding of fifteen digits, on values of the size of one
UNPARSED: Verdict = (False, "undecided")


def math_verify() -> Judge:
    """Math-Verify: ``verify(parse(gold), parse(answer))``."""
    from math_verify import parse, verify

    def judge(a: str, b: str, declare: str) -> Verdict:  # noqa: ARG001 - it takes no declarations
        found = [parse(f"${text}$") for text in (a, b)]
        if any(not any(not isinstance(one, str) for one in reading) for reading in found):
            return UNPARSED  # it keeps the bare text of what it cannot read
        return True, "equal" if verify(*found) else "different"

    return judge


def sympy(backend: str) -> Judge:
    """sympy: ``simplify(parse_latex(a) - parse_latex(b))``."""
    from sympy import E, Expr, Rational, Symbol, pi, simplify
    from sympy.core.function import AppliedUndef
    from sympy.parsing.latex import parse_latex

    def is_product(term: Any) -> bool:
        return isinstance(term, AppliedUndef) and len(term.args) == 1

    def read(text: str, declare: str) -> Any:
        found = parse_latex(text, backend=backend)
        readings = getattr(found, "children", None)  # Lark gives a tree of all readings if there are several
        found = readings[0] if readings else found
        if not isinstance(found, Expr):
            raise TypeError(found)
        found = found.replace(is_product, lambda term: Symbol(term.func.__name__) * term.args[0])
        positive, whole = positive_in(declare), sizes_in(declare)
        constants = {"e": E, "pi": pi}
        known = {}
        for symbol in found.free_symbols:
            name = str(symbol)
            known[symbol] = (
                constants[name] if name in constants and name not in declare.split(", ")
                else Symbol(name, integer=True, positive=True) if name in whole
                else Symbol(name, positive=True) if name in positive
                else Symbol(name, real=True)
            )  # fmt: skip
        return found.xreplace(known)

    def judge(a: str, b: str, declare: str) -> Verdict:
        try:
            left, right = read(a, declare), read(b, declare)
        except Exception:  # of many kinds
            return UNPARSED
        difference = simplify((left - right).doit())
        equal = True if difference == 0 else difference.equals(0)
        if equal is None and differs_somewhere(difference):
            equal = False
        return True, {True: "equal", False: "different", None: "undecided"}[equal]

    def differs_somewhere(difference: Any) -> bool:
        symbols = sorted(difference.free_symbols, key=str)
        for turn in range(3):
            place = {
                symbol: 2 + turn + index if symbol.is_integer else Rational(7 + 3 * index + 5 * turn, 6 + turn)
                for index, symbol in enumerate(symbols)
            }
            value = difference.subs(place).evalf()
            if value.is_number and abs(complex(value)) > TELLS_APART:
                return True
        return False

    return judge


def positive_in(declare: str) -> set[str]:
    """The names of a declaration that stand for positive numbers."""
    return set(re.findall(r"(\w+): >0", declare))


def sizes_in(declare: str) -> set[str]:
    """The names of a declaration that are sizes, as in ``X: n*d``."""
    return {size for shape in re.findall(r": (\w+(?:\*\w+)?)", declare) for size in shape.split("*")}


JUDGES: dict[str, Callable[[], Judge]] = {
    "math-verify": math_verify,
    "sympy-antlr": lambda: sympy("antlr"),
    "sympy-lark": lambda: sympy("lark"),
}


def main() -> None:
    """Answer until the input ends."""
    warnings.simplefilter("ignore")
    logging.disable()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    judge = JUDGES[sys.argv[1]]()
    for line in sys.stdin:
        pair = json.loads(line)
        start = time.perf_counter()
        try:
            parsed, verdict = judge(pair["a"], pair["b"], pair["declare"])
        except Exception:  # whatever it raises, it has decided nothing
            parsed, verdict = True, "undecided"
        took = 1e3 * (time.perf_counter() - start)
        print(json.dumps({"parsed": parsed, "verdict": verdict, "ms": took}), flush=True)


if __name__ == "__main__":
    main()
