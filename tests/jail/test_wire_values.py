"""Python objects to wire values and back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from grader.jail.sympy_tree import TooLarge
from grader.jail.values import as_sent, describe, given, incoming, outgoing
from grader.jail.wire import Array, pack, unpack


class Liar:
    """Claims to be an array of doubles."""

    dtype = np.dtype("float64")
    shape = (3,)
    nbytes = 24

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError

    def tobytes(self) -> bytes:
        return b"x"


class Pair(tuple[int, int]):
    """A tuple of the student's own kind."""


@pytest.mark.parametrize(
    ("value", "kind", "plain"),
    [
        (None, "none", None),
        (True, "bool", True),
        (np.True_, "bool", True),
        (3, "int", 3),
        (10**200, "int", 10**200),
        (np.int32(3), "int", 3),
        (0.5, "float", 0.5),
        (np.float64(0.5), "float", 0.5),
        (np.float32(0.5), "float", 0.5),
        (Fraction(1, 2), "float", 0.5),
        (Decimal("0.5"), "float", 0.5),
        (1j, "complex", 1j),
        ("s", "str", "s"),
        ([1, [2.0]], "list", [1, [2.0]]),
        ((1, "b"), "tuple", (1, "b")),
        (Pair((1, 2)), "tuple", (1, 2)),
        ({"a": [1]}, "dict", {"a": [1]}),
        ({1: 2}, "other", "dict"),
        ({1, 2}, "other", "set"),
        (len, "callable", "builtin_function_or_method"),
        (Liar(), "other", "Liar"),
        (np.array(["a"]), "other", "numpy str32"),
        (np.array([object()]), "other", "numpy object"),
        (np.datetime64("2020-01-01"), "other", "date"),
    ],
)
def test_kinds(value: object, kind: str, plain: object) -> None:
    said, sent = describe(value)
    assert said == kind
    assert incoming(unpack(pack(sent))) == plain


ARRAYS = [
    np.arange(6.0).reshape(2, 3),
    np.arange(6.0).reshape(2, 3).T,
    np.arange(10)[::3],
    np.array(2.5),
    np.zeros((0, 3)),
    np.array([True, False]),
    np.array([1, 2], dtype=">i4"),
    np.array([1 + 2j], dtype=np.complex64),
    np.array([1, 2], dtype=np.float16),
    np.broadcast_to(np.float32(1), (3, 2)),
]


@pytest.mark.parametrize("array", ARRAYS, ids=lambda a: f"{a.dtype.str}{a.shape}")
def test_arrays_arrive_as_they_were(array: np.ndarray[Any, Any]) -> None:
    kind, sent = describe(array)
    arrived = incoming(unpack(pack(sent)))
    assert kind == "numpy"
    assert isinstance(arrived, np.ndarray)
    assert arrived.dtype == array.dtype.newbyteorder("=")
    assert arrived.flags.writeable
    np.testing.assert_array_equal(arrived, array, strict=arrived.dtype == array.dtype)


def test_long_doubles_lose_their_surplus() -> None:
    arrived = incoming(describe(np.array([0.5], dtype=np.longdouble))[1])
    assert isinstance(arrived, np.ndarray)
    assert arrived.dtype == np.float64


def test_a_matrix_of_numpy_keeps_its_shape() -> None:
    with pytest.warns(PendingDeprecationWarning):
        column = np.matrix([[1.0], [2.0]])
    arrived = incoming(describe(column)[1])
    assert type(arrived) is np.ndarray
    assert arrived.shape == (2, 1)


def test_truth_values_are_0_or_1_whatever_the_bytes() -> None:
    arrived = incoming(Array("numpy", "bool", (3,), b"\x00\x01\xff"))
    assert isinstance(arrived, np.ndarray)
    assert arrived.view(np.uint8).tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([0] * 1_000_000, id="a long list"),
        pytest.param(np.broadcast_to(0.0, (10**9,)), id="an array of 8 gigabytes that takes 8 bytes"),
        pytest.param("x" * 10**6, id="a long string"),
        pytest.param(1 << 100_000, id="a long integer"),
        pytest.param(tuple((0,) * 1000 for _ in range(1000)), id="many short tuples"),
    ],
)
def test_too_large(value: object) -> None:
    with pytest.raises(TooLarge):
        describe(value)


def test_a_list_within_itself_is_too_large() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(TooLarge):
        describe(endless)


@pytest.mark.parametrize(("library", "kind"), [("numpy", np.ndarray), ("plain", list)])
def test_arguments_arrive_in_the_library(library: str, kind: type) -> None:
    sent = outgoing([np.array([1.0, 2.0]), 3, None, "a", (1.5,), np.float64(2)])
    array, *rest = given(unpack(pack(sent)), library)  # type: ignore[misc]
    assert isinstance(array, kind)
    assert list(array) == [1.0, 2.0]
    assert rest == [3, None, "a", (1.5,), 2.0]


def test_a_locked_array_arrives_locked() -> None:
    locked = np.arange(3.0)
    locked.flags.writeable = False
    arrived = given(unpack(pack(outgoing(locked))), "numpy")
    assert isinstance(arrived, np.ndarray)
    assert not arrived.flags.writeable


@pytest.mark.parametrize(
    ("before", "after", "seen"),
    [
        pytest.param(np.array([1.0]), [2.0], np.array([2.0]), id="lists become the array that they were"),
        pytest.param(np.array([1.0]), [[1.0], []], [[1.0], []], id="rows of different lengths stay"),
        pytest.param(np.array([1.0]), ["a"], ["a"], id="words stay"),
        pytest.param([1.0], [2.0], [2.0], id="a list was a list"),
        pytest.param(1.0, 1.0, 1.0, id="a number"),
    ],
)
def test_arguments_after_the_call(before: object, after: object, seen: object) -> None:
    found = as_sent(before, after)
    assert type(found) is type(seen)
    assert np.array_equal(found, seen) if isinstance(seen, np.ndarray) else found == seen  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [object(), {1, 2}, np.array([object()])])
def test_arguments_that_cannot_be_sent(value: object) -> None:
    with pytest.raises(TypeError):
        outgoing(value)
