"""What functions are tried on, and how exactly."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from grader.checks.code import (
    Case,
    inputs,
)
from grader.checks.code.cases import declared
from grader.checks.code.compare import Right, equals, response
from grader.checks.code.kinds import KINDS
from grader.core import (
    Returned,
)
from tests.checks.code.students import (
    CONSTANT,
)

# ------------------------------------------------------------------------------------------ the inputs


@pytest.mark.parametrize(
    ("declaration", "solves"),
    [("x: n", None), ("X: n*d, y: n, w: d, b", None), ("X: n*d, y: n", "X"), ("x: n, mu, sigma: >0", None)],
)
def test_inputs_have_the_declared_shapes_and_are_drawn_from_the_generator(declaration: str, solves: str | None) -> None:
    make = inputs(declaration, solves=solves)
    first, second = (list(make(np.random.default_rng(seed))) for seed in (1, 1))
    for case, again in zip(first, second, strict=True):
        assert list(case.args) == [item.split(":")[0].strip() for item in declaration.split(",")]
        assert case.sound()
        for name, value in case.args.items():
            assert np.array_equal(value, again.args[name])
            assert (
                np.shape(value) == tuple(case.sizes[axis] for axis in case.declared.axes[name])
                or case.kind.name == "mismatched"
            )
    assert {"ordinary", "single", "integers", "float32", "read_only", "empty"} <= {case.kind.name for case in first}
    if "sigma" in declaration:
        assert all(float(case.args["sigma"]) > 0 for case in first)


@pytest.mark.parametrize(("declaration", "solves"), [("x: n+1", None), ("", None), ("x: n", "x"), ("X: n*d", "Y")])
def test_what_cannot_be_declared_is_refused(declaration: str, solves: str | None) -> None:
    with pytest.raises(ValueError, match=r"."):
        inputs(declaration, solves=solves)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
@hypothesis_settings(max_examples=100, deadline=None)
def test_another_order_of_adding_stays_within_the_tolerance(numbers: list[float]) -> None:
    case = Case(KINDS[0], {"x": np.array(numbers)}, declared("x: n"))
    judge = equals(CONSTANT.optimal_constant)
    other = sum(sorted(numbers, key=abs)) / len(numbers)
    assert isinstance(judge(case, Returned(other, "float")), Right)
    exact = math.fsum(numbers) / len(numbers)
    assert isinstance(judge(case, Returned(exact, "float")), Right)


def test_the_condition_of_a_cancelling_sum_is_large() -> None:
    case = Case(KINDS[0], {"x": np.array([1e6, -1e6, 1.0])}, declared("x: n"))
    assert 1e5 < response(CONSTANT.b_star, case) < 1e6
