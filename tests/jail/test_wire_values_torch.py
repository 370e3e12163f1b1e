"""Torch tensors on the wire; on their own, since loading torch takes a while."""

from __future__ import annotations

import numpy as np
import pytest

from grader.jail.values import describe, given, incoming, outgoing

torch = pytest.importorskip("torch")

TENSORS = [
    (lambda: torch.tensor([1.0, 2.0], requires_grad=True), [1.0, 2.0], np.float32),
    (lambda: torch.nn.Parameter(torch.ones(2)), [1.0, 1.0], np.float32),
    (lambda: torch.tensor(2.5, dtype=torch.float64), 2.5, np.float64),
    (lambda: torch.tensor([1.5], dtype=torch.bfloat16), [1.5], np.float32),
    (lambda: torch.tensor([[1, 2]]).T, [[1], [2]], np.int64),
    (lambda: torch.tensor([1 + 2j]).conj(), [1 - 2j], np.complex64),
    (lambda: torch.eye(2).to_sparse(), [[1.0, 0.0], [0.0, 1.0]], np.float32),
    (lambda: torch.tensor([True]), [True], np.bool_),
]


@pytest.mark.filterwarnings("ignore:Sparse")
@pytest.mark.parametrize(("make", "plain", "dtype"), TENSORS)
def test_tensors_arrive_as_numpy(make: object, plain: object, dtype: type) -> None:
    kind, sent = describe(make())  # type: ignore[operator]
    arrived = incoming(sent)
    assert kind == "torch"
    assert isinstance(arrived, np.ndarray)
    assert arrived.dtype == dtype
    assert arrived.tolist() == plain


def test_arguments_become_tensors() -> None:
    tensor = given(outgoing(np.array([[1.0, 2.0]])), "torch")
    assert isinstance(tensor, torch.Tensor)
    assert tensor.dtype == torch.float64
    assert tensor.tolist() == [[1.0, 2.0]]
