"""Claims about derivations: what each check finds in an answer, as text and as sympy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest
import sympy as sp

from grader.checks.derive import UpTo, derived, follows, gradient, minimises, states
from grader.checks.task import Task
from grader.core import (
    Absent,
    Answer,
    Bench,
    CallRaised,
    CallStopped,
    Check,
    Counterexample,
    Fail,
    Finding,
    Message,
    Missing,
    Origin,
    Pass,
    Passage,
    Program,
    Proof,
    Quotation,
    Raised,
    Reply,
    Returned,
    RunReport,
    ShapeClash,
    Undecided,
    Unreadable,
    Verdict,
)
from grader.jail.sympy_tree import to_tree
from tests.rows import rows

b, mu = sp.symbols("b mu", real=True)
sigma = sp.Symbol("sigma", positive=True)
n, d = sp.symbols("n d", integer=True, positive=True)
i = sp.Symbol("i", integer=True)
x = sp.IndexedBase("x")
X, Y, w = sp.MatrixSymbol("X", n, d), sp.MatrixSymbol("y", n, 1), sp.MatrixSymbol("w", d, 1)


def total(body: Any) -> Any:
    return sp.Sum(body, (i, 1, n))


SOLUTIONS: dict[str, Any] = {
    "squares": total((x[i] - b) ** 2),
    "absolute": total(sp.Abs(x[i] - b)),
    "norm": (Y - X * w).T * (Y - X * w),
    "nll": total((x[i] - b) ** 2) / (2 * sigma**2) + n * sp.log(2 * sp.pi * sigma**2) / 2,
    "density": sp.exp(-((x[i] - b) ** 2) / (2 * sigma**2)) / sp.sqrt(2 * sp.pi * sigma**2),
}
MEAN = Task("x: n, b", "b", "squares", same={"mu": "b"}, given=True)
MEDIAN = Task("x: n, b", "b", "absolute", given=True)
LINES = Task("X: n*d rows x, y: n, w: d", "w", "norm", same={"theta": "w"}, context=("a",))
NORMAL = Task("x: n, b, sigma: >0", "b", "nll", meanings={"p(x_i|b)": "density"})


class Reference:
    """The solutions above."""

    def symbolic(self, name: str) -> object:
        return to_tree(SOLUTIONS[name])

    def numeric(self, name: str) -> Callable[..., object]:
        raise AssertionError(name)


@dataclass
class Ran:
    """A program after its run: what its names are."""

    replies: Mapping[str, Reply]
    report: RunReport = field(default_factory=lambda: RunReport("ok", 0.0))

    def value(self, name: str) -> Reply:
        return self.replies.get(name, Absent(name))

    def call(self, name: str, args: Sequence[object] = (), *, library: Literal["numpy", "torch", "plain"]) -> Reply:
        raise AssertionError((name, args, library))


@dataclass
class Runner:
    """Runs a program to given names."""

    replies: Mapping[str, Reply]

    def run(self, program: Program) -> Ran:
        assert program.cells
        return Ran(self.replies)


def reply(value: Any) -> Reply:
    """What comes back of a student's value: of a sympy expression its tree."""
    if isinstance(value, Absent | CallRaised | CallStopped | Returned):
        return value
    if isinstance(value, sp.Basic | sp.MatrixBase):
        return Returned(to_tree(value), "sympy")
    return Returned(value, "none" if value is None else type(value).__name__)


def found(check: Check, text: str = "", earlier: str = "", **names: Any) -> Finding:
    """What a check finds in an answer of text and of names that a program defines."""
    passages = (Passage("text", text, Origin("a.md")),) if text else ()
    source = "\n".join(f"{name} = ..." for name in names)
    program = Program((Passage("code", source, Origin("a.py")),)) if names else None
    bench = Bench(
        Reference(),
        Runner({name: reply(value) for name, value in names.items()}),
        earlier={"a": Answer("line/fit/a", (Passage("text", earlier, Origin("a.md")),))} if earlier else {},
    )
    return check(Answer("line/fit/b", passages, program), bench)


def key(verdict: Verdict) -> str:
    """The key of the message that a verdict holds."""
    match verdict:
        case Undecided(reason):
            message = reason
        case Missing(what):
            message = what
        case Unreadable(problem):
            message = problem
        case Fail(_, hint, _):
            message = hint
        case _:
            raise AssertionError(verdict)
    assert isinstance(message, Message)
    return message.key


# ------------------------------------------------------------------------------------------- the result: minimises


@pytest.mark.parametrize(
    ("task", "text", "kind"),
    rows(
        (MEAN, r"$b=\frac1n\sum_i x_i$", Pass, "the mean"),
        (MEAN, r"$b^*=\bar x$", Pass, "marked, with a bar"),
        (MEAN, r"$\mu = (x_1+\dots+x_n)/n$", Pass, "by another name, with dots"),
        (MEAN, r"The best constant is the mean of the samples.", Pass, "in words"),
        (MEAN, r"$b=\sum_i x_i$", Fail, "1/n lost"),
        (MEAN, r"$b=\operatorname{median}(x)$", Fail, "the minimiser of another loss"),
        (MEAN, "The best constant is the median.", Fail, "in words, the wrong one"),
        (MEAN, "It is not the mean but something else.", Undecided, "a denied name is no result"),
        (MEAN, r"$b=\bar x$, or rather $b=\sum_i x_i$", Fail, "the last result counts"),
        (MEAN, r"$b=\sum_i x_i$. No: $b=\bar x$", Pass, "the last result counts, here the right one"),
        (MEAN, r"$b=\bar x=\frac1n\sum_i x_i$", Pass, "a chain of values"),
        (MEAN, r"$b=\bar x=\sum_i x_i$", Fail, "that ends in a wrong one"),
        (MEAN, r"$f'(b)=-2\sum_i(x_i-b)=0$", Missing, "steps, but no result"),
        (MEAN, "", Missing, "nothing"),
        (MEAN, "The constant is somewhere in the middle.", Undecided, "words that a marker reads"),
        (MEAN, r"$b=z$", Undecided, "a name without a meaning"),
        (MEAN, r"$b=\frac{$", Unreadable, "half a formula"),
        (MEDIAN, r"$b=\operatorname{median}(x_1,\dots,x_n)$", Pass, "every median counts"),
        (MEDIAN, "any median of the samples", Pass, "in words"),
        (MEDIAN, r"$b=\bar x$", Fail, "the mean is none"),
        (LINES, r"$w=(X^TX)^{-1}X^Ty$", Pass, "the normal equation"),
        (LINES, r"$\hat\theta=X^{+}y$", Pass, "the pseudo-inverse"),
        (LINES, r"$w^T=y^TX(X^TX)^{-1}$", Pass, "as a row"),
        (LINES, r"$w=X^Ty(X^TX)^{-1}$", Fail, "an order that does not conform"),
        (LINES, r"$w=(XX^T)^{-1}X^Ty$", Fail, "a product that does not conform"),
        (LINES, r"$w=X^{-1}y$", Fail, "X is not square"),
        (LINES, r"$w=y^Ty$", Fail, "a number"),
        (MEAN, r"Hence the minimiser is $\frac{\sum x_i}{n}$.", Pass, "a formula that words call the minimiser"),
        (MEAN, r"Hence the minimiser is $\sum x_i$.", Fail, "a wrong one"),
    ),
)
def test_results(task: Task, text: str, kind: type[Verdict]) -> None:
    assert isinstance(found(minimises(task), text).verdict, kind)


MEAN_TREE = total(x[i]) / n


@pytest.mark.parametrize(
    ("task", "value", "kind"),
    rows(
        (MEAN, MEAN_TREE, Pass, "the mean"),
        (MEAN, sp.Eq(b, MEAN_TREE), Pass, "as an equation"),
        (MEAN, total(x[i]), Fail, "1/n lost"),
        (MEAN, total(x[i]) / (n - 1), Fail, "n - 1"),
        (MEAN, 2.5, Unreadable, "a number in place of an expression"),
        (MEAN, "mean(x)", Unreadable, "a string is never read as code"),
        (MEAN, sp.Function("besselj")(b), Undecided, "a function that nobody wrote"),
        (MEAN, None, Missing, "a stub's None"),
        (MEAN, Absent("b_star"), Missing, "no such name"),
        (MEAN, CallRaised("NameError: x"), Fail, "reading it raised"),
        (MEAN, CallStopped("timeout"), Fail, "reading it ran out of time"),
        (MEAN, Returned(["?", "evil"], "sympy"), Unreadable, "a node that is not in the list"),
        (LINES, (X.T * X).I * X.T * Y, Pass, "the normal equation"),
        (LINES, X.T * Y, Fail, "the inverse lost"),
    ),
)
def test_results_as_sympy(task: Task, value: Any, kind: type[Verdict]) -> None:
    finding = found(minimises(task, name="b_star"), b_star=value)
    assert isinstance(finding.verdict, kind)
    if isinstance(finding.verdict, Pass):
        assert finding.where is not None
        assert finding.where.text.startswith("b_star")


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    rows(
        (r"$b=\bar x$", MEAN_TREE, Pass, "both right"),
        (r"$b=\bar x$", total(x[i]), Fail, "the expression is wrong"),
        (r"$b=\sum_i x_i$", MEAN_TREE, Fail, "the text is"),
        (r"$b=z$", MEAN_TREE, Undecided, "the text is left open"),
        (r"Steps only: $f'(b)=-2\sum_i(x_i-b)$", MEAN_TREE, Pass, "only the expression gives a result"),
    ),
)
def test_every_form_that_is_handed_in_is_judged(text: str, value: Any, kind: type[Verdict]) -> None:
    assert isinstance(found(minimises(MEAN, name="b_star"), text, b_star=value).verdict, kind)


@pytest.mark.parametrize(
    ("check", "text", "mistake"),
    rows(
        (minimises(MEAN), r"$b=-\bar x$", "sign", "a sign"),
        (minimises(MEAN), r"$b=\sum_i x_i$", "missing_factor", "1/n lost"),
        (minimises(LINES), r"$w=X^Ty(X^TX)^{-1}$", "order", "an order that does not conform"),
        (minimises(LINES), r"$w=(X^TX)^{-1}Xy$", "missing_transpose", "a transpose, without which it does not conform"),
        (minimises(LINES), r"$w=X^TX X^Ty$", "missing_inverse", "the inverse lost"),
        (minimises(LINES), r"$w=X^{-1}y$", "shape", "a shape"),
        (gradient(LINES), r"$\nabla L=2X^T(y-Xw)$", "sign", "of a gradient"),
        (states(LINES, "norm"), r"$\|y-Xw\|$", "missing_square", "of a formula"),
    ),
)
def test_mistakes(check: Check, text: str, mistake: str) -> None:
    verdict = found(check, text).verdict
    assert isinstance(verdict, Fail)
    assert mistake in verdict.mistakes
    assert isinstance(verdict.witness, Counterexample | ShapeClash)


def test_one_slip_costs_once() -> None:
    """A result that follows from a refuted line passes and names the line."""
    text = "$f(b)=\\sum_i(x_i-b)^2$\n$f'(b)=-2\\sum_i x_i+2b=0$\n$b=\\sum_i x_i$"
    steps, result = found(follows(MEAN), text), found(minimises(MEAN), text)
    assert isinstance(steps.verdict, Fail)
    assert steps.where is not None
    assert steps.where.line == 2
    assert result.verdict == Pass(Proof("follows from the student's own line"))
    assert result.remarks == (Message("checks.derive.follows_from", {"line": 2}),)


def test_a_raising_name_shows_the_error() -> None:
    verdict = found(minimises(MEAN, name="b_star"), b_star=CallRaised("NameError: x")).verdict
    assert isinstance(verdict, Fail)
    assert verdict.witness == Raised("b_star", "NameError: x")


# -------------------------------------------------------------------------------------------- steps: follows, derived


STEPS = "$f(b)=\\sum_i(x_i-b)^2$\n$f'(b)=-2\\sum_i(x_i-b)=0$\n$b=\\frac1n\\sum_i x_i$"


@pytest.mark.parametrize(
    ("text", "steps", "leads"),
    rows(
        (STEPS, Pass, Pass, "the standard route"),
        (STEPS.replace("-2", "2"), Fail, Pass, "a sign: a step all the same"),
        (r"$b=\bar x$", Missing, Missing, "a bare result"),
        (r"The answer is $b=\bar x$.", Missing, Missing, "a bare result in a sentence"),
        (r"$f(b)=\sum_i(x_i-b)^2$ is least at $b=\bar x$", Missing, Missing, "the task restated and a result"),
        (r"$-2\sum_i(x_i-b)=0$, so $b=\bar x$", Pass, Pass, "one step"),
        (r"$-2\sum_i(x_i-b)$ vanishes, so $b=\bar x$", Missing, Pass, "a gradient that stands alone is a step"),
        (r"$b=\bar x$ since $-2\sum_i(x_i-b)=0$", Pass, Missing, "nothing leads to the result"),
        (r"$f'(b)=-2\sum_i(x_i-b)=0$", Pass, Missing, "steps without a result"),
        ("", Missing, Missing, "nothing"),
        (r"The model is $x_i=b+\epsilon_i$. The solution is $b=\bar x$.", Missing, Missing, "the model is no step"),
        (r"The derivative is $-2\sum_i(x_i-b)$. Zero gives $b=\bar x$.", Pass, Pass, "a step in words"),
        ("It is obvious.", Missing, Missing, "words"),
        ("$f'(b)=\\frac{$\n$b=\\bar x$", Unreadable, Missing, "a step that cannot be read"),
        (r"$\sum_i(x_i-b)=z$, so $b=\bar x$", Undecided, Pass, "a name without a meaning"),
        (r"$f(b)=\sum_i(x_i-b)$, $f'(b)=-n=0$, $b=\bar x$", Fail, Pass, "another loss than the task's"),
    ),
)
def test_steps(text: str, steps: type[Verdict], leads: type[Verdict]) -> None:
    assert isinstance(found(follows(MEAN), text).verdict, steps)
    assert isinstance(found(derived(MEAN), text).verdict, leads)


def test_a_sympy_expression_alone_is_no_derivation() -> None:
    assert isinstance(found(follows(MEAN, name="b_star"), b_star=MEAN_TREE).verdict, Missing)
    assert isinstance(found(derived(MEAN), b_star=MEAN_TREE).verdict, Missing)


@pytest.mark.parametrize(
    ("text", "names", "kind"),
    rows(
        (r"$\|y-Xw\|^2$", {}, Pass, "only the result is asked"),
        ("", {"objective": SOLUTIONS["norm"]}, Pass, "also as sympy"),
        ("", {"objective": None}, Missing, "but something must be there"),
        ("", {}, Missing, "nothing at all"),
        (r"$L(w)=\|y-Xw\|^2=(y-Xw)^T(y+Xw)$", {}, Fail, "what is there must hold"),
    ),
)
def test_steps_that_are_not_needed(text: str, names: Mapping[str, Any], kind: type[Verdict]) -> None:
    finding = found(follows(LINES, name="objective", needed=False), text, **names)
    assert isinstance(finding.verdict, kind)


def test_the_first_refuted_step_is_shown() -> None:
    text = "$f(b)=\\sum_i(x_i-b)^2$\n$=\\sum_i x_i^2-b\\sum_i x_i+nb^2$\n$f'(b)=5$"
    finding = found(follows(MEAN), text)
    assert [type(link.verdict) for link in finding.links] == [Pass, Fail, Fail]
    assert finding.verdict is finding.links[1].verdict
    assert finding.where == finding.links[1].where


def test_a_step_is_quoted() -> None:
    for text in (r"$-2\sum_i(x_i-b)$ vanishes, so $b=\bar x$", r"$-2\sum_i(x_i-b)=0$, so $b=\bar x$"):
        finding = found(derived(MEAN), text)
        assert isinstance(finding.verdict, Pass)
        assert isinstance(finding.verdict.evidence, Quotation)
        assert finding.verdict.evidence.where.text == r"-2\sum_i(x_i-b)"


# --------------------------------------------------------------------------------------------------- the gradient


LOSS = r"$L(w)=\|y-Xw\|^2$"


@pytest.mark.parametrize(
    ("earlier", "text", "kind"),
    rows(
        (LOSS, r"$\nabla L=2X^T(Xw-y)$", Pass, "of the loss of the part before"),
        (LOSS, r"$\nabla L=X^T(Xw-y)$", Fail, "half of it"),
        (LOSS, r"$\nabla L=2X^T(y-Xw)$", Fail, "the wrong sign"),
        (LOSS, r"$2X^TXw-2X^Ty$", Pass, "a formula without a derivative sign"),
        (LOSS, r"$\nabla L=2(Xw-y)^TX$", Pass, "as a row"),
        (LOSS, r"$\nabla L=-2\sum_i(y_i-w^Tx_i)x_i$", Pass, "by sums"),
        (LOSS, r"$\nabla L=2X^T(Xw-y)+\lambda w$", Undecided, "a name without a meaning"),
        (LOSS, r"$\nabla L=2X(Xw-y)$", Fail, "a product that does not conform"),
        (LOSS, "It is easy to see.", Missing, "no formula"),
        (r"$L(w)=\frac{1}{2n}\|y-Xw\|^2$", r"$\nabla L=\frac1n X^T(Xw-y)$", Pass, "of the student's own scaling"),
        (r"$L(w)=\frac{1}{2n}\|y-Xw\|^2$", r"$\nabla L=2X^T(Xw-y)$", Fail, "and not of ours"),
        (LOSS, r"$J(w)=\frac12\|y-Xw\|^2$, $\nabla J=X^T(Xw-y)$", Pass, "a loss written here"),
        ("", r"$\nabla L=X^T(Xw-y)$", Pass, "no loss was written: up to a positive factor"),
        ("", r"$\nabla L=X^T(y-Xw)$", Fail, "but not up to a sign"),
    ),
)
def test_gradients(earlier: str, text: str, kind: type[Verdict]) -> None:
    assert isinstance(found(gradient(LINES), text, earlier).verdict, kind)


@pytest.mark.parametrize(
    ("earlier", "value", "kind"),
    rows(
        ("", 2 * X.T * (X * w - Y), Pass, "the gradient"),
        ("", X.T * (X * w - Y), Pass, "up to a positive factor"),
        (LOSS, X.T * (X * w - Y), Fail, "but not where a loss was written"),
        ("", X.T * (Y - X * w), Fail, "the wrong sign"),
        ("", X * (X.T * Y), Fail, "another shape"),
    ),
)
def test_gradients_as_sympy(earlier: str, value: Any, kind: type[Verdict]) -> None:
    assert isinstance(found(gradient(LINES, name="gradient"), "", earlier, gradient=value).verdict, kind)


# ----------------------------------------------------------------------------------------------------- a formula

NLL = r"\frac{1}{2\sigma^2}\sum_i(x_i-b)^2+\frac n2\log(2\pi\sigma^2)"
LIKELIHOOD = r"\prod_i\frac{1}{\sqrt{2\pi\sigma^2}}e^{-\frac{(x_i-b)^2}{2\sigma^2}}"


@pytest.mark.parametrize(
    ("text", "nothing", "objective", "likelihood"),
    rows(
        (rf"$L(b)={NLL}$", Pass, Pass, Pass, "itself"),
        (rf"$L(b)=2({NLL})$", Fail, Pass, Fail, "twice"),
        (r"$L(b)=\frac{1}{2\sigma^2}\sum_i(x_i-b)^2$", Fail, Pass, Pass, "without its constants"),
        (r"$L(b)=\sum_i(x_i-b)^2$", Fail, Pass, Fail, "the sum of squares"),
        (rf"$L(b)=-({NLL})$", Fail, Fail, Pass, "the log-likelihood"),
        (rf"$P={LIKELIHOOD}$", Fail, Fail, Pass, "the likelihood"),
        (rf"$L(b)={NLL}+\lambda b^2$", Undecided, Undecided, Undecided, "a name without a meaning"),
        (r"$b=\bar x$", Missing, Missing, Missing, "a value is no such formula"),
        ("", Missing, Missing, Missing, "nothing"),
    ),
)
def test_formulas(text: str, nothing: type[Verdict], objective: type[Verdict], likelihood: type[Verdict]) -> None:
    modes: list[tuple[UpTo, type[Verdict]]] = [
        ("nothing", nothing), ("objective", objective), ("likelihood", likelihood)
    ]  # fmt: skip
    for up_to, kind in modes:
        assert isinstance(found(states(NORMAL, "nll", up_to=up_to), text).verdict, kind), up_to


LOG_LIKELIHOOD = -SOLUTIONS["nll"]


@pytest.mark.parametrize(
    ("value", "nothing", "objective", "likelihood"),
    rows(
        (SOLUTIONS["nll"], Pass, Pass, Pass, "itself"),
        (LOG_LIKELIHOOD, Fail, Fail, Pass, "the log-likelihood"),
        (SOLUTIONS["absolute"], Fail, Fail, Fail, "another loss"),
        (None, Missing, Missing, Missing, "a stub's None"),
        (7, Unreadable, Unreadable, Unreadable, "a number"),
    ),
)
def test_formulas_as_sympy(
    value: Any, nothing: type[Verdict], objective: type[Verdict], likelihood: type[Verdict]
) -> None:
    modes: list[tuple[UpTo, type[Verdict]]] = [
        ("nothing", nothing), ("objective", objective), ("likelihood", likelihood)
    ]  # fmt: skip
    for up_to, kind in modes:
        check = states(NORMAL, "nll", name="nll", up_to=up_to)
        assert isinstance(found(check, nll=value).verdict, kind), up_to


@pytest.mark.parametrize(
    ("text", "kind"),
    rows(
        (r"$\min_w \|y-Xw\|^2$", Pass, "after min"),
        (r"$\arg\min_w \|y-Xw\|^2$", Pass, "after argmin"),
        (r"$\arg\max_w -\|y-Xw\|^2$", Pass, "a maximum of the negative"),
        (r"$\arg\max_w \|y-Xw\|^2$", Fail, "the sign lost"),
        (r"$\|y-Xw\|^2 = y^Ty-2y^TXw+w^TX^TXw$", Pass, "the end of a chain"),
        (r"$\|y-Xw\|^2$ or $\|y-Xw\|_1$", Fail, "the last formula counts"),
        (r"$r_i=y_i-w^Tx_i$, $\sum_i r_i^2$", Pass, "with a name for the residual"),
        (r"$\sum_i r_i^2$ where $r_i=y_i-w^Tx_i$", Pass, "that comes after"),
        (r"$\frac1n\|y-Xw\|^2$", Pass, "scaled"),
        (r"$y=Xw$", Missing, "the model"),
        (r"$\|y-Xw\|^2$ and so $\frac{$", Pass, "right before what cannot be read"),
        (r"$\|y+Xw\|^2$ and so $\frac{$", Unreadable, "wrong before what cannot be read: that may be the result"),
    ),
)
def test_which_formula_counts(text: str, kind: type[Verdict]) -> None:
    assert isinstance(found(states(LINES, "norm", up_to="objective"), text).verdict, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    rows(
        (r"The log-likelihood has the terms $-(x_i-b)^2$.", Missing, "a term of one sample is spoken of"),
        (r"$-\log L=\sum_i\frac{(x_i-b)^2}{2\sigma^2}$, with the terms $(x_i-b)^2$", Pass, "beside the formula"),
        (r"The likelihood is $\prod_i e^{-(x_i-b)^2}$.", Fail, "of all samples, and wrong"),
    ),
)
def test_terms_of_a_likelihood(text: str, kind: type[Verdict]) -> None:
    assert isinstance(found(states(NORMAL, "nll", up_to="likelihood"), text).verdict, kind)


INTERCEPT = Task("X: n*d rows x, y: n, w: d, b", "w", "norm", optional=("b",), context=("a",))


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    rows(
        (r"$L=\sum_i(w^Tx_i+b-y_i)^2$", Pass, True, "the intercept that the task leaves out"),
        (r"$\hat y_i=w^Tx_i+b$, $L=\sum_i(\hat y_i-y_i)^2$", Pass, True, "inside of a prediction"),
        (r"$L=\|Xw-y\|^2$", Pass, False, "left out"),
        (r"$L=\sum_i(w^Tx_i+2b-y_i)^2$", Fail, False, "a factor at the intercept"),
        (r"$L=\sum_i(w^Tx_i+b+y_i)^2$", Fail, False, "a sign"),
    ),
)
def test_an_intercept_is_accepted_and_told(text: str, kind: type[Verdict], told: bool) -> None:
    finding = found(states(INTERCEPT, "norm", up_to="objective"), text)
    assert isinstance(finding.verdict, kind)
    assert any(isinstance(r, Message) and r.key == "checks.derive.intercept" for r in finding.remarks) is told


ROWS = r"Let $L=\|Xw^T-y\|^2$. "


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    rows(
        (ROWS + r"$\nabla L=2(Xw^T-y)^TX=0$, so $w=y^TX(X^TX)^{-1}$", Pass, True, "all with w as a row"),
        (ROWS + r"$\nabla L=2(Xw^T+y)^TX=0$, so $w=-y^TX(X^TX)^{-1}$", Fail, True, "with a sign lost in that layout"),
        (ROWS + r"$z=(z_1,\dots,z_d)$, $\nabla L=2(z_1,\dots,z_d)X$", Undecided, True, "rows of other things: open"),
        (r"$L=\|Xw-y\|^2$, $\nabla L=2X(Xw-y)$", Fail, False, "a lost transpose is no layout"),
        (r"$r=y-Xw^T$, $L=r^Tr=(y-Xw)^T(y-Xw)$", Fail, False, "nor is one that is too many"),
    ),
)
def test_layouts_of_a_whole_answer(text: str, kind: type[Verdict], told: bool) -> None:
    finding = found(follows(LINES), text)
    assert isinstance(finding.verdict, kind)
    assert any(isinstance(r, Message) and r.key == "checks.derive.rows" for r in finding.remarks) is told


def test_what_is_beyond_a_bound_goes_to_a_marker() -> None:
    deep = "$" + "(" * 400 + "b" + ")" * 400 + "$"
    for check in (minimises(MEAN), follows(MEAN)):
        verdict = found(check, deep).verdict
        assert isinstance(verdict, Undecided)
        assert key(verdict) == "maths.bound"


@pytest.mark.parametrize(
    ("verdict", "expected"),
    rows(
        (found(minimises(MEAN), "").verdict, "checks.derive.no_result", "no result"),
        (found(minimises(MEAN), "In the middle.").verdict, "checks.derive.in_words", "words alone"),
        (found(gradient(LINES), "").verdict, "checks.derive.no_gradient", "no gradient"),
        (found(states(LINES, "norm"), "").verdict, "checks.derive.no_formula", "no formula"),
        (found(derived(MEAN), r"$b=\bar x$").verdict, "checks.derive.no_steps", "no steps"),
        (found(minimises(MEAN, name="b_star"), b_star=1).verdict, "checks.derive.not_sympy", "no expression"),
        (
            found(minimises(MEAN, name="b_star"), b_star=CallStopped("memory")).verdict, "checks.derive.raised",
            "no value",
        ),
        (found(minimises(MEAN), "$b=z$").verdict, "derivation.undecided.name", "a name without a meaning"),
    ),
)  # fmt: skip
def test_what_is_said(verdict: Verdict, expected: str) -> None:
    assert key(verdict) == expected


def test_all_claims_share_one_study() -> None:
    """The text is read and judged once, whatever number of claims ask."""
    bench = Bench(Reference(), Runner({}))
    answer = Answer("line/fit/b", (Passage("text", STEPS, Origin("a.md")),))
    first = follows(MEAN)(answer, bench)
    kept = dict(bench.memory)
    assert isinstance(first.verdict, Pass)
    assert isinstance(minimises(MEAN)(answer, bench).verdict, Pass)
    assert {name: value for name, value in bench.memory.items() if name in kept} == kept
    assert sum(1 for name in bench.memory if isinstance(name, tuple) and name[0] == "study") == 1
