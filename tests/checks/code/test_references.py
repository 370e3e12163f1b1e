"""Our own functions are held to the same checks; and the words for what is found."""

from __future__ import annotations

import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from grader.core import (
    Check,
    Fail,
    Message,
    Pass,
    Undecided,
)
from grader.report.words.checks_code import WORDS
from tests.checks.code.students import (
    CONSTANT,
    DESIGN,
    GRADIENT,
    LAPLACE,
    LINEAR,
    MEAN,
    MEDIAN,
    REPEATS,
    SETTLES,
    SOLUTION,
    SOLUTIONS,
    TRAINS,
    checks,
    failed,
    found,
    solution,
)
from tests.checks.code.test_train import loop

# ------------------------------------------------------------------------------------------ references


@pytest.mark.parametrize(
    ("name", "module", "check", "needs"),
    [
        ("optimal_constant", "optimal_constant", MEAN, ""),
        ("optimal_constant_l1", "optimal_constant", MEDIAN, ""),
        ("squared_loss_gradient", "normal_equation", GRADIENT, ""),
        ("normal_equation", "normal_equation", SOLUTION, ""),
        ("singular_design", "normal_equation", DESIGN, ""),
        ("sgd_laplace", "laplace_noise", TRAINS, "torch"),
        ("sgd_laplace", "laplace_noise", SETTLES, "torch"),
        ("sgd_laplace", "laplace_noise", REPEATS, "torch"),
    ],
)
def test_every_reference_passes_its_own_check(name: str, module: str, check: Check, needs: str) -> None:
    if needs:
        pytest.importorskip(needs)
    source = (SOLUTIONS / module / "numeric.py").read_text(encoding="utf-8")
    assert f"def {name}(" in source
    assert isinstance(found(check, source, solution(module)).verdict, Pass)


def test_the_names_agree_with_each_other() -> None:
    rng = np.random.default_rng(3)
    X, y, w, b = rng.normal(size=(6, 2)), rng.normal(size=6), rng.normal(size=2), 0.3
    assert LAPLACE.nll(X, y, w, b) == pytest.approx(-np.log(LAPLACE.likelihood(X, y, w, b)))
    assert CONSTANT.normal_nll(y, b, 1.7) == pytest.approx(-np.log(CONSTANT.normal_likelihood(y, b, 1.7)))
    step = 1e-6
    slopes = [
        (LINEAR.objective(X, y, w + step * e) - LINEAR.objective(X, y, w - step * e)) / (2 * step) for e in np.eye(2)
    ]
    assert LINEAR.gradient(X, y, w) == pytest.approx(slopes, rel=1e-6)
    assert LINEAR.gradient(X, y, LINEAR.w_star(X, y)) == pytest.approx([0, 0], abs=1e-12)


@given(st.integers(0, 10_000), st.integers(1, 3), st.integers(1, 25), st.booleans())
@hypothesis_settings(max_examples=40, deadline=None)
def test_nothing_near_the_least_absolute_deviations_is_lower(seed: int, d: int, n: int, ties: bool) -> None:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    y = X @ rng.normal(size=d) + rng.laplace(size=n)
    if ties:  # many optima, residuals of zero besides the vertex's own, dependent columns
        X, y = np.round(X), np.round(y)
    w, b = LAPLACE.least_absolute_deviations(X, y)
    lowest = LAPLACE.absolute_loss(X, y, w, b)
    for scale in (1e-6, 1e-3, 0.1, 1.0):  # the loss is convex: what is lowest nearby is lowest of all
        for _ in range(20):
            near = LAPLACE.absolute_loss(X, y, w + scale * rng.normal(size=d), b + scale * rng.normal())
            assert near >= lowest - 1e-9


# ------------------------------------------------------------------------------------- whatever comes back

VALUES = (
    "float('inf')", "float('nan')", "-1e308", "1e200", "np.array([np.inf])", "1 + 1j", "True", "10**400", "b'x'",
    "[1, 2]", "[[1], [2, 3]]", "object()", "np.array(['a'])", "np.full(3, np.nan)", "np.zeros((0, 3))", "{}", "len",
    "(np.full(3, np.inf), 0.0)", "(np.full(2, 1e300), 1e300)", "(np.full(2, np.nan), np.inf)", "(10**400, None)",
)  # fmt: skip
SIGNATURES = {
    "optimal_constant": ("optimal_constant(x)", "optimal_constant_l1(x)"),
    "normal_equation": ("squared_loss_gradient(X, y, w)", "normal_equation(X, y)", "singular_design()"),
    "laplace_noise": ("laplace_nll(X, y, w, b)", *["sgd_laplace(X, y, lr, num_epochs, batch_size, seed)"] * 3),
    "normal_density": ("normal(x, mu, sigma)",) * 6,
}


@pytest.mark.parametrize("exercise", list(SIGNATURES))
@pytest.mark.parametrize("value", VALUES)
def test_no_value_is_too_strange_to_be_judged(exercise: str, value: str) -> None:
    """What a function returns may be anything: none of it passes by being odd, and none of it breaks the grader."""
    for check, signature in zip(checks(exercise), SIGNATURES[exercise], strict=True):
        finding = found(check, f"import numpy as np\ndef {signature}: return {value}", solution(exercise))
        same_each_time = check.__qualname__.startswith("repeats")
        allowed = Fail | Undecided | Pass if same_each_time else Fail | Undecided
        assert isinstance(finding.verdict, allowed), (signature, finding.verdict)


# ---------------------------------------------------------------------------------------------- words


def test_every_sentence_has_both_languages_and_the_same_fields() -> None:
    def fields(template: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}

    for key, text in WORDS.items():
        assert key.startswith("checks.code.")
        assert fields(text.en) == fields(text.zh), key


def test_every_hint_has_its_words() -> None:
    sources = [
        (MEAN, "def optimal_constant(x): return x.sum()", CONSTANT),
        (MEAN, "def optimal_constant(x): return -x.mean()", CONSTANT),
        (MEAN, "def optimal_constant(x): return None", CONSTANT),
        (MEAN, "def optimal_constant(x): return x", CONSTANT),
        (MEAN, "def optimal_constant(x): x.sort(); return x.mean()", CONSTANT),
        (MEAN, "def optimal_constant(x): return y", CONSTANT),
        (DESIGN, "def singular_design(): return 1", LINEAR),
        (TRAINS, loop(sign="+"), LAPLACE),
        (SETTLES, loop(rate="lr"), LAPLACE),
    ]
    for check, source, module in sources:
        hint = failed(found(check, source, module)).hint
        assert isinstance(hint, Message)
        filled = dict.fromkeys(hint.fields, "x")
        assert WORDS[hint.key].en.format(**filled)
        for value in hint.fields.values():
            if isinstance(value, Message):
                assert value.key in WORDS
