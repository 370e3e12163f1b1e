"""Labels and large weights among the inputs: what they are, and what shows on them."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks.code import inputs


def test_labels_are_zeros_and_ones_of_both_kinds() -> None:
    cases = list(inputs("X: n*d, y: n label, w: d")(np.random.default_rng(0)))
    labels = np.concatenate([np.asarray(case.args["y"], dtype=float) for case in cases])
    assert set(labels) == {0.0, 1.0}


def test_large_weights_round_probabilities_to_zero_and_one() -> None:
    cases = list(inputs("X: n*d, w: d", large="w")(np.random.default_rng(0)))
    margins = np.concatenate([case.args["X"] @ case.args["w"] for case in cases if case.kind.name == "offset"])
    with np.errstate(over="ignore"):
        probabilities = 1 / (1 + np.exp(-margins))
    assert 0 in probabilities
    assert 1 in probabilities
    assert np.all(np.isfinite(np.logaddexp(0, margins)))  # what a stable program gives is an ordinary number


def test_without_large_weights_nothing_is_out_of_the_ordinary() -> None:
    cases = list(inputs("X: n*d, w: d")(np.random.default_rng(0)))
    assert max(float(np.max(np.abs(case.args["w"]), initial=0)) for case in cases) < 20


@pytest.mark.parametrize("large", ["v", "X, v"])
def test_what_is_not_there_cannot_be_large(large: str) -> None:
    with pytest.raises(ValueError, match="no arrays"):
        inputs("X: n*d, w: d", large=large)
