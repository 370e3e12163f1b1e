"""Definitions: which heads give a new name its meaning, and which are claims about names that have one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.core import Origin, Passage
from grader.derivation.definitions import Definition, collected, definition, is_function_value
from grader.derivation.statements import read_text
from grader.maths.decide import agree
from grader.maths.declare import Function, Scope
from grader.maths.reader import Names
from grader.maths.terms import Optimum, Symbol
from tests.maths.reading import scope_of, term
from tests.rows import rows

DECLARED = replace(
    scope_of("X: n*d rows x, y: n, w: d, b, epsilon", "w"),
    same={"theta": "w", "N": "n", "u": "y"},
    meanings={"p(y)": Symbol("b"), "y_hat": Symbol("b"), "z_i": Symbol("b")},
)


def made(head: str, body: str, op: str = "=") -> Definition | None:
    return definition(term(head, DECLARED), term(body, DECLARED), op, DECLARED, 7)


@pytest.mark.parametrize(
    ("head", "body", "name", "parameters", "indexed"),
    rows(
        ("L", "w^Tw", "L", (), False, "a name"),
        ("L(w)", "w^Tw", "L", ("w",), False, "a function"),
        ("L(w, b)", "w^Tw+b", "L", ("w", "b"), False, "of two arguments"),
        ("r_i", "y_i-b", "r", ("i",), True, "a family"),
        ("G_{ij}", "x_i^Tx_j", "G", ("i", "j"), True, "with two indices"),
        ("L_i(w)", "(y_i-w^Tx_i)^2", "L", ("i",), True, "a family of functions"),
        (r"\hat r", "y-Xw", "r_hat", (), False, "a marked name"),
        (r"\bar r", "y-Xw", "r_bar", (), False, "a bar on a name that is new"),
        (r"\epsilon_i", "y_i-w^Tx_i", "epsilon", ("i",), True, "one of many, though the task has one"),
        ("w_0", "b", "w_0", (), False, "entries count from 1: w_0 is a name"),
        (r"\theta_0", "b", "w_0", (), False, "by its other name too"),
        (r"\log L", "-w^Tw", "L", (), False, "through a log"),
        ("g(w, c^2)", "w^Tw/c^2", "g", ("w", "c"), False, "of a square"),
        (r"l(y, \hat y)", "y", "l", ("y", "y_hat"), False, "of a marked name"),
        ("l(y, y')", "y", "l", ("y", "y'"), False, "and of a primed one"),
        ("X'", r"\begin{bmatrix} X & \mathbf 1 \end{bmatrix}", "X'", (), False, "no transpose, as its shape shows"),
        ("n", "Xw - y", "n", (), False, "no size, but a vector"),
        ("u", r"\begin{bmatrix} w \\ b \end{bmatrix}", "u", (), False, "another name of a datum, for something else"),
        (r"-\log L(w)", "w^Tw", "L", ("w",), False, "and a minus"),
    ),
)
def test_what_defines(head: str, body: str, name: str, parameters: tuple[str, ...], indexed: bool) -> None:
    found = made(head, body)
    assert found is not None
    assert (found.name, found.function.parameters, found.function.indexed) == (name, parameters, indexed)
    assert found.statement == 7


@pytest.mark.parametrize(
    ("head", "body"),
    rows(
        ("w", "X^Ty", "the unknown: a value is claimed"),
        (r"\hat w", "X^Ty", "however marked"),
        ("w^*", "X^Ty", "with a star"),
        (r"\theta", "X^Ty", "by its other name"),
        ("y", "Xw", "a datum: the model"),
        ("y_i", "w^Tx_i", "one of the data"),
        ("x_i", "w", "a row"),
        ("n", "2", "a size"),
        ("N", "2", "by its other name"),
        ("u", "Xw", "a datum by its other name"),
        ("I", "X", "the identity"),
        (r"\pi", "3", "a constant"),
        (r"\hat y", "Xw", "a name to which the task gave a meaning"),
        (r"\hat y_i", "w^Tx_i", "and its entries"),
        ("z_i", "b", "a family of the task"),
        ("P(y|X)", "b", "a density is a claim"),
        ("p(r)", "b", "also one of something new"),
        (r"\bar y", "b", "the mean of the data"),
        ("X^TX", "w", "a formula is no name"),
        ("L'(w)", "2w", "nor is a derivative"),
        ("L(2)", "b", "nor a value at a number"),
        ("L", "L+1", "nothing is defined by itself"),
        ("X'", r"w y^T", "of the shape of the transpose: a claim about that"),
        ("w'", "X^Ty", "the unknown, however marked"),
    ),
)
def test_what_does_not(head: str, body: str) -> None:
    assert made(head, body) is None


def test_a_name_is_not_in_what_has_it_with_a_number() -> None:
    """``W = W_2 W_1`` where W_1 and W_2 are the task's."""
    scope = scope_of("W_1: h*d, W_2: q*h")
    found = definition(Symbol("W"), term("W_2 W_1", scope), "=", scope, 0)
    assert found is not None
    assert found.name == "W"
    assert definition(Symbol("W"), term("W_3 W_1", scope), "=", scope, 0) is None


@pytest.mark.parametrize(
    ("op", "defines"),
    rows(("=", True, "equals"), (":=", True, "colon equals"), ("≡", True, "identical"), ("≤", False, "an inequality"),
         ("∝", False, "proportional"), ("∼", False, "distributed"), ("←", False, "an update")),
)  # fmt: skip
def test_relations_that_define(op: str, defines: bool) -> None:
    assert (made("L", "w^Tw", op) is not None) is defines


def test_a_task_to_minimise_defines_nothing() -> None:
    body = Optimum("argmin", (Symbol("w"),), term("w^Tw", DECLARED))
    assert definition(Symbol("v"), body, "=", DECLARED, 0) is None


def test_a_log_defines_what_is_inside() -> None:
    found = made(r"\log L", "-b")
    assert found is not None
    assert found.function.body == term("e^{-b}", DECLARED)


def text(source: str, before: Scope | None = None) -> tuple[Scope, set[int]]:
    """The scope after a text, and the numbers of the statements that define."""
    names = Names(frozenset((*DECLARED.declared, *DECLARED.dims, *DECLARED.rows)))
    statements = read_text([Passage("text", source, Origin("a.md"))], names).statements
    scope, defining = collected(statements, DECLARED, before, 0)
    return scope, set(defining)


@pytest.mark.parametrize(
    ("source", "defining", "meanings"),
    rows(
        ("$L(w)=w^Tw$", {0}, {"L(w)": "w^Tw"}, "one"),
        ("$L(w)=r^Tr$ where $r=y-Xw$", {0, 1}, {"L(w)": r"\|y-Xw\|^2"}, "also after its use"),
        ("$L(w)=w^Tw$, $L(w)=b$", {0}, {"L(w)": "w^Tw"}, "the first of a name counts"),
        ("$L(w)=w^Tw=\\|w\\|^2$", {0}, {"L(w)": "w^Tw"}, "the first link of a chain"),
        ("$w=X^Ty$ and $y=Xw$", set(), {}, "claims define nothing"),
        ("$L(w)$ is small", set(), {}, "nor does a name alone"),
        ("$L(w)=w^Tw$, $L(w,b)=w^Tw+b$", {0, 1}, {"L(w)": "w^Tw"}, "of other variables it is another one"),
        ("$r_i=y_i-w^Tx_i$, e.g. $r=0.01$", {0}, {"r_i": "y_i-w^Tx_i"}, "a case of it is no definition"),
        ("$r_i=y_i-w^Tx_i$, $L=\\sum_i r_i^2$", {0, 1}, {"L": r"\|y-Xw\|^2"}, "one by another"),
    ),
)
def test_definitions_of_a_text(source: str, defining: set[int], meanings: dict[str, str]) -> None:
    scope, numbers = text(source)
    assert numbers == defining
    for head, body in meanings.items():
        assert agree(term(head, scope), term(body, scope), scope)


@pytest.mark.parametrize(
    ("source", "redefines"),
    rows(
        ("$L(w)=\\|y-Xw\\|^2$", False, "the same once more"),
        ("$L(w)=(y-Xw)^T(y-Xw)$", False, "the same, written otherwise: a step"),
        ("$L(w)=\\frac12\\|y-Xw\\|^2$", True, "rescaled"),
        ("Let $L(w)=\\|y-Xw\\|_1$.", True, "anything after let"),
        ("Then $L(w)=\\|y+Xw\\|^2$.", False, "a slip is a claim about the old one"),
        ("Then $L(b)=\\|y-b\\|^2$.", True, "of other variables"),
    ),
)
def test_a_name_of_an_earlier_part(source: str, redefines: bool) -> None:
    before, _ = text("$L(w)=\\|y-Xw\\|^2$")
    scope, numbers = text(source, before)
    assert bool(numbers) is redefines
    assert agree(term("L(w)", scope), term(r"\|y-Xw\|^2", scope), scope) is not redefines


@pytest.mark.parametrize(
    ("text", "value"),
    rows(
        ("L(w)", True, "a value"),
        ("L", True, "the name alone"),
        ("L'(w)", True, "a derivative"),
        ("r_i", True, "one of a family"),
        ("w", False, "the unknown"),
        ("g(w)", False, "a function that nobody defined"),
        ("L+1", False, "a formula that holds one"),
    ),
)
def test_values_of_functions(text: str, value: bool) -> None:
    scope = replace(
        DECLARED,
        functions={
            "L": Function(("w",), term("w^Tw", DECLARED)),
            "r": Function(("i",), term("y_i-b", DECLARED), indexed=True),
        },
    )
    assert is_function_value(term(text, scope), scope) is value
