"""Arrays that arrive at a student's function with gaps in memory, or tracked for gradients."""

from __future__ import annotations

import numpy as np
import pytest

from grader.jail.values import given, outgoing

ARRAYS = [np.arange(3.0), np.arange(6.0).reshape(2, 3), np.array(2.5), np.zeros((0, 2)), np.arange(4)]


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: f"{array.dtype}{array.shape}")
def test_numbers_with_gaps_are_the_same_numbers(array: np.ndarray) -> None:
    arrived = given(outgoing(array), "numpy_strided")
    assert isinstance(arrived, np.ndarray)
    assert np.array_equal(arrived, array)
    assert arrived.dtype == array.dtype
    assert arrived.size < 2 or not arrived.flags.c_contiguous


def test_a_locked_array_with_gaps_is_locked() -> None:
    array = np.arange(3.0)
    array.flags.writeable = False
    arrived = given(outgoing(array), "numpy_strided")
    assert isinstance(arrived, np.ndarray)
    assert not arrived.flags.writeable


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: f"{array.dtype}{array.shape}")
@pytest.mark.parametrize(("library", "tracked"), [("torch_strided", False), ("torch_tracked", True), ("torch", False)])
def test_tensors_with_gaps_and_with_gradients(array: np.ndarray, library: str, tracked: bool) -> None:
    pytest.importorskip("torch")
    arrived = given(outgoing(array), library)
    assert arrived.requires_grad == (tracked and array.dtype.kind == "f")  # type: ignore[attr-defined]
    assert np.array_equal(arrived.detach().numpy(), array)  # type: ignore[attr-defined]
    if library == "torch_strided" and array.size > 1:
        assert not arrived.is_contiguous()  # type: ignore[attr-defined]
