"""Densities, right and wrong, and what their curves do."""

from __future__ import annotations

import numpy as np
import pytest

from grader.core import Check, Counterexample, Fail, Missing, Pass, Raised
from tests.checks.code.students import checks, failed, found, remarked, solution

DENSITY = solution("normal_density")
VALUE, ARRAY, FAR, AREA, MOVES, SPREADS = CHECKS = checks("normal_density")

HEAD = "import math\nimport numpy as np\nimport torch\n"


def formula(body: str) -> str:
    return f"{HEAD}def normal(x, mu, sigma): return {body}"


def told(source: str) -> list[str | None]:
    """The mistake that each check names, "" if it names none, None if it passes."""
    verdicts = [found(check, source, DENSITY).verdict for check in CHECKS]
    return [(verdict.mistake or "") if isinstance(verdict, Fail) else None for verdict in verdicts]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)", "numpy"),
        ("1 / math.sqrt(2 * math.pi * sigma**2) * np.exp(-0.5 / sigma**2 * (x - mu) ** 2)", "math in front"),
        ("torch.exp(-((x - mu) ** 2) / (2 * sigma**2)) / math.sqrt(2 * math.pi * sigma**2)", "tensors x only"),
        ("torch.exp(-((x - mu) / sigma) ** 2 / 2) / torch.sqrt(2 * torch.pi * sigma**2)", "tensors throughout"),
        ("torch.exp(-((torch.as_tensor(x) - mu) / sigma) ** 2 / 2).numpy() / (sigma * 2.5066282746)", "an array back"),
        ("torch.distributions.Normal(mu, sigma).log_prob(torch.as_tensor(x)).exp()", "the library's"),
        ("np.exp(-np.log(sigma) - np.log(2 * np.pi) / 2 - ((x - mu) / sigma) ** 2 / 2)", "of the logarithm"),
        ("np.float32(1) * np.exp(-((x - mu) / sigma) ** 2 / 2) / (sigma * math.sqrt(2 * 3.14159265))", "eight digits"),
        ("1 / (np.exp(((x - mu) / sigma) ** 2 / 2) * sigma * np.sqrt(2 * np.pi))", "1 / inf is 0"),
    ],
)
def test_right_densities_pass(body: str, why: str) -> None:
    assert told(formula(body)) == [None] * 6, why


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        (
            "math.exp(-((x - mu) ** 2) / (2 * sigma**2)) / math.sqrt(2 * math.pi * sigma**2)",
            [None, "not_vectorized", None, None, None, None],
            "single numbers only",
        ),
        (
            "np.exp(-((x - mu) ** 2) / (2 * sigma)) / np.sqrt(2 * np.pi * sigma)",
            ["variance_for_deviation", "variance_for_deviation", None, None, None, None],
            "a density, but of variance sigma",
        ),
        (
            "np.exp((x - mu) ** 2 / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)",
            [
                "sign_of_exponent",
                "sign_of_exponent",
                "not_finite",
                "not_normalised",
                "no_peak_at_mu",
                "does_not_spread",
            ],
            "grows without end",
        ),
        (
            "np.exp(-((x - mu) ** 2) / (2 * sigma**2))",
            ["missing_normalisation", "missing_normalisation", None, "not_normalised", None, "does_not_get_lower"],
            "exp alone",
        ),
        (
            "np.exp(-(x**2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)",
            ["missing_mean", "missing_mean", None, None, "no_peak_at_mu", None],
            "mu is forgotten",
        ),
        (
            "np.exp(-((x - mu) ** 2) / 2) / np.sqrt(2 * np.pi)",
            ["missing_deviation", "missing_deviation", None, None, None, "does_not_get_lower"],
            "sigma is forgotten",
        ),
        (
            "np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2) * (1 + 0.1 * (x > mu))",
            ["", "", None, "not_normalised", "does_not_move", None],
            "not alike on both sides",
        ),
        (
            "1 / (math.pi * sigma * (1 + ((x - mu) / sigma) ** 2))",
            ["", "", "not_finite", "not_normalised", None, None],
            "Cauchy's density, which is not 0 far out",
        ),
    ],
)
def test_wrong_densities_fail_where_they_are_wrong(body: str, expected: list[str | None], why: str) -> None:
    assert told(formula(body)) == expected, why


def test_witnesses_hold() -> None:
    """What is shown of a curve can be put in."""
    verdict = failed(found(MOVES, formula("np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi) / sigma"), DENSITY))
    assert isinstance(verdict.witness, Counterexample)
    assert verdict.witness.at == {"mu": 3, "sigma": 1}
    assert verdict.witness.expected == "f(3) > f(0)"
    verdict = failed(found(AREA, formula("0.5 * np.exp(-(((x - mu) / sigma) ** 2))"), DENSITY))
    assert isinstance(verdict.witness, Counterexample)
    assert verdict.witness.got == f"∫ f(x) dx = {0.5 * np.sqrt(np.pi):.4g}"


def test_the_sections_curves_are_drawn_beside_the_students() -> None:
    finding = found(
        SPREADS, formula("np.exp(-((x - mu) / sigma) ** 2 / 2) / (sigma * math.sqrt(2 * math.pi))"), DENSITY
    )
    assert isinstance(finding.verdict, Pass)
    ours, theirs = finding.plots
    assert [series.points for series in ours.series] == [series.points for series in theirs.series]
    assert [max(y for _, y in series.points) for series in ours.series] == pytest.approx([0.3989, 0.1995, 0.3989])
    finding = found(SPREADS, formula("math.exp(-((x - mu) / sigma) ** 2 / 2)"), DENSITY)
    assert isinstance(finding.verdict, Fail)
    assert len(finding.plots) == 2


def test_a_deviation_that_is_not_positive_is_left_open() -> None:
    body = "np.exp(-((x - mu) / sigma) ** 2 / 2) / (abs(sigma) * math.sqrt(2 * math.pi))"
    assert remarked(found(VALUE, formula(body), DENSITY)) == ["checks.code.not_refused"]
    refusing = formula(body).replace("return", "\n    if sigma <= 0: raise ValueError(sigma)\n    return")
    assert remarked(found(VALUE, refusing, DENSITY)) == []
    assert remarked(found(VALUE, formula(body.replace("abs(sigma)", "np.log(np.exp(sigma * np.inf))")), DENSITY)) == []


@pytest.mark.parametrize("check", CHECKS)
def test_what_is_not_there(check: Check) -> None:
    assert isinstance(found(check, "x = 1", DENSITY).verdict, Missing)
    source = "def normal(x, mu, sigma): raise NotImplementedError"
    assert isinstance(found(check, source, DENSITY).verdict, Missing)
    raised = failed(found(check, formula("undefined"), DENSITY))
    assert isinstance(raised.witness, Raised)
    assert raised.mistake == "raises"
