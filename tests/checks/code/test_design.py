"""A singular design of the student's own."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from grader.checks.code.design import rank, singular
from grader.core import (
    Agreement,
    Pass,
    Proof,
)
from tests.checks.code.students import (
    DESIGN,
    LINEAR,
    failed,
    found,
)

# ---------------------------------------------------------------------------------- a singular design


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("np.array([[1., 2.], [2., 4.], [3., 6.]])", "a multiple"),
        ("np.ones((5, 2))", "the same column twice"),
        ("np.array([[1, 2, 3]])", "fewer rows than columns"),
        ("np.zeros((3, 2))", "zero"),
        ("[[1, 1], [2, 2]]", "a list of lists"),
        ("np.outer(np.arange(1, 6) / 10, [1, 3])", "a multiple up to rounding"),
        ("np.array([[1, 1], [1e-9, 0], [0, 1e-9]])", "X^T X is singular in double precision"),
        ("torch.tensor([[1., 1.], [1., 1.]])", "a tensor"),
        ("np.array([[1., 1. + 1e-17], [2., 2.], [3., 3.]])", "a difference that no double holds"),
        ("np.array([[1., 0.], [2., 0.]])", "a column of zeros"),
        ("np.array([[1, 2, 3, 3], [4, 5, 6, 9], [7, 8, 9, 15]])", "a sum of two others, and fewer rows than columns"),
    ],
)
def test_singular_designs_pass(value: str, why: str) -> None:
    finding = found(DESIGN, f"import numpy as np, torch\ndef singular_design(): return {value}", LINEAR)
    assert isinstance(finding.verdict, Pass), (why, finding.verdict)
    assert isinstance(finding.verdict.evidence, Proof | Agreement)


@pytest.mark.parametrize(
    ("value", "mistake"),
    [
        ("np.eye(3)", None),
        ("np.array([[1, 2], [3, 4], [5, 6.1]])", None),
        ("np.array([[1, 1], [1, 1.001]])", None),
        ("np.ones(3)", "wrong_shape"),
        ("np.zeros((0, 0))", "wrong_shape"),
        ("np.zeros((0, 3))", "wrong_shape"),
        ("[[]]", "wrong_shape"),
        ("np.array([[1.0, 1.0], [1.0, 1.0 + 1e-6], [1.0, 1.0]])", None),
        ("np.ones((2, 2, 2))", "wrong_shape"),
        ("np.array([[np.nan, 1], [1, 1]])", "wrong_shape"),
        ("'singular'", "wrong_shape"),
        ("None", "wrong_shape"),
        ("[[1, 2], [1]]", "wrong_shape"),
        ("np.ones((2, 2)) * 1j", "wrong_shape"),
        ("1 / 0", "raises"),
    ],
)
def test_other_designs_fail(value: str, mistake: str | None) -> None:
    verdict = failed(found(DESIGN, f"import numpy as np\ndef singular_design(): return {value}", LINEAR))
    assert verdict.mistake == mistake, verdict


def test_a_matrix_in_place_of_the_function_is_accepted_with_a_remark() -> None:
    finding = found(DESIGN, "import numpy as np\nsingular_design = np.ones((3, 2))", LINEAR)
    assert isinstance(finding.verdict, Pass)
    assert finding.remarks


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 3), st.integers(0, 10_000))
@hypothesis_settings(max_examples=60, deadline=None)
def test_the_rank_is_exact(rows: int, columns: int, inner: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    X = rng.integers(-3, 4, (rows, inner)) @ rng.integers(-3, 4, (inner, columns))
    assert rank(X.tolist()) == sympy.Matrix(rows, columns, X.ravel().tolist()).rank()
    assert (singular(X) is not None) == (rank(X.tolist()) < columns)
