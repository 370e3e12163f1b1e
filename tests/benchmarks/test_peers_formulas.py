"""The pairs written for the comparison are equal, or not, as they say: by their transcriptions, at random inputs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from benchmarks.peers.formulas import GROUPS, Formula, Group

SIZES = ({"n": 5, "d": 3, "k": 2}, {"n": 7, "d": 2, "k": 3}, {"n": 4, "d": 3, "k": 1})
DIGITS = 1e-5  # what differences leave of a derivative


def drawn(declare: str, sizes: Mapping[str, int], rng: np.random.Generator) -> dict[str, Any]:
    """Inputs of the declared shapes."""
    values: dict[str, Any] = {}
    for item in declare.split(", "):
        name, _, kind = item.partition(": ")
        if kind in ("", ">0"):
            values[name] = float(rng.uniform(0.5, 2.0) if kind else rng.normal())
        else:
            values[name] = rng.normal(size=[sizes[size] for size in re.findall("[a-z]", kind)])
    return values


def agree(one: Formula, other: Formula, values: Mapping[str, Any]) -> bool:
    """Whether two transcriptions give the same; shapes that do not fit are a difference."""
    try:
        left, right = (np.asarray(function(*values.values())) for _, function in (one, other))
    except ValueError:
        return False
    return left.shape == right.shape and np.allclose(left, right, rtol=DIGITS, atol=DIGITS)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.first[0])
def test_equal_and_wrong_are_so_in_numbers(group: Group) -> None:
    rng = np.random.default_rng(0)
    points = [drawn(group.declare, sizes, rng) for sizes in SIZES for _ in range(4)]
    for other in group.equal:
        assert all(agree(group.first, other, point) for point in points), other[0]
    for other in group.wrong:
        assert not all(agree(group.first, other, point) for point in points), other[0]


def test_no_formula_stands_twice() -> None:
    for group in GROUPS:
        texts = [text for text, _ in (group.first, *group.equal, *group.wrong)]
        assert len(set(texts)) == len(texts)
