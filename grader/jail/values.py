"""Python objects ↔ values of the wire, on both sides of it.

The grader's side: :func:`outgoing` for the arguments of a call, :func:`incoming` for what came back. The student's
side: :func:`given` makes the arguments in the library that the function works with, and :func:`describe` says what a
result is. ``describe`` runs beside the student's code and can be made to lie; it decides nothing, since whatever
arrives is plain values that the grader compares for itself.

numpy, torch and sympy are looked up where they are needed and never loaded for nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from numbers import Number
from typing import Any

from grader.jail.sympy_tree import TooLarge, to_tree
from grader.jail.wire import ITEM_BYTES, MAX_FRAME, MAX_INTEGER, MAX_ITEMS, MAX_TEXT, Array, Tree, Wire

MAX_NESTING = 20

# ------------------------------------------------------------------------------------- the grader's side


def outgoing(value: object) -> Wire:
    """An argument of ours as a wire value: numbers, strings, None, numpy arrays, and lists, tuples, dicts of them.

    Raises TypeError for anything else.
    """
    import numpy as np

    match value:
        case np.ndarray():
            return _array("numpy", value, locked=not value.flags.writeable)
        case np.generic():
            return outgoing(value.item())
        case None | bool() | int() | float() | complex() | str():
            return value
        case list():
            return [outgoing(item) for item in value]
        case tuple():
            return tuple(outgoing(item) for item in value)
        case dict():
            return {str(key): outgoing(item) for key, item in value.items()}
        case _:
            raise TypeError(f"an argument of type {type(value).__name__} cannot be sent to a student's function")


def incoming(value: Wire) -> object:
    """A wire value as plain Python; arrays, torch's too, as numpy arrays of their own memory; trees as nested lists."""
    match value:
        case Array():
            return _numpy(value)
        case Tree():
            return value.root
        case list():
            return [incoming(item) for item in value]
        case tuple():
            return tuple(incoming(item) for item in value)
        case dict():
            return {key: incoming(item) for key, item in value.items()}
        case _:
            return value


def agree(kind: str, value: Wire) -> bool:
    """Whether a value is what its description, as it came over the wire, says; one may be as false as the other."""
    match kind:
        case "numpy" | "torch":
            return isinstance(value, Array) and value.library == kind
        case "sympy":
            return isinstance(value, Tree)
        case _:
            return kind in _PLAIN and type(value) is _PLAIN[kind]


_PLAIN: dict[str, type] = {
    "none": type(None), "bool": bool, "int": int, "float": float, "complex": complex, "str": str, "list": list,
    "tuple": tuple, "dict": dict, "callable": str, "other": str,
}  # fmt: skip


def as_sent(before: object, after: object) -> object:
    """An argument after a call in the form in which we sent it: an array that travelled as lists is one again.

    Where the student's function made something else of it, that is returned as it came.
    """
    import numpy as np

    if not isinstance(before, np.ndarray) or not isinstance(after, list | int | float | bool | complex):
        return after
    try:
        array = np.array(after)
    except ValueError:
        return after
    return array if array.dtype.kind in "biufc" else after


# ------------------------------------------------------------------------------------ the student's side


def given(value: Wire, library: str) -> object:
    """An argument for a student's function: arrays as numpy arrays, torch tensors or, for "plain", nested lists.

    A numpy array that was locked here is locked there. "numpy_strided" and "torch_strided" arrays lie in memory with
    gaps, as a column of a table does; "torch_tracked" tensors of floats require gradients; "numpy_long" arrays are of
    long double, whose elements Python can't hold as numbers of its own.
    """
    match value:
        case Array():
            return _in_library(_numpy(value), library, value.locked)
        case list():
            return [given(item, library) for item in value]
        case tuple():
            return tuple(given(item, library) for item in value)
        case dict():
            return {key: given(item, library) for key, item in value.items()}
        case _:
            return value


def describe(value: object) -> tuple[str, Wire]:
    """What a student's object is, and its plain value.

    The kind is "none", "bool", "int", "float", "complex", "str", "numpy", "torch", "sympy", "list", "tuple", "dict";
    or "callable" or "other", with the name of the type in place of a value. Raises TooLarge.
    """
    return _Description().of(value, 0)


class _Description:
    """One description; counts the items it has room for."""

    def __init__(self) -> None:
        self._room = MAX_ITEMS // 2  # the arguments go back as well

    def of(self, value: object, depth: int) -> tuple[str, Wire]:
        self._spend(1)
        if depth > MAX_NESTING:
            raise TooLarge
        match value:
            case None:
                return "none", None
            case bool():
                return "bool", bool(value)
            case int():
                return "int", _bounded(int(value))
            case float():
                return "float", float(value)
            case complex():
                return "complex", complex(value)
            case str():
                return "str", _text(value)
            case list():
                return "list", self._each(value, depth)
            case tuple():
                return "tuple", tuple(self._each(value, depth))
            case dict():
                return self._dictionary(value, depth)
            case _:
                return self._of_library(value, depth)

    def _spend(self, items: int) -> None:
        self._room -= items
        if self._room < 0:
            raise TooLarge

    def _each(self, values: Iterable[object], depth: int) -> list[Wire]:
        if len(values) > self._room:  # type: ignore[arg-type]  # lists and tuples; tested before anything is copied
            raise TooLarge
        return [self.of(item, depth + 1)[1] for item in values]

    def _dictionary(self, value: dict[object, object], depth: int) -> tuple[str, Wire]:
        if len(value) > self._room:
            raise TooLarge
        if not all(isinstance(key, str) for key in value):
            return _opaque(value)
        return "dict", {_text(str(key)): self.of(item, depth + 1)[1] for key, item in value.items()}

    def _of_library(self, value: object, depth: int) -> tuple[str, Wire]:
        numpy, torch, sympy = (sys.modules.get(name) for name in ("numpy", "torch", "sympy"))
        if numpy is not None and isinstance(value, numpy.generic):
            plain = value.item()
            return _opaque(value) if isinstance(plain, numpy.generic) else self.of(plain, depth)
        if numpy is not None and isinstance(value, numpy.ndarray):
            return _sendable("numpy", value)
        if torch is not None and isinstance(value, torch.Tensor):
            return _sendable("torch", _detached(torch, value))
        if sympy is not None and isinstance(value, (sympy.Basic, sympy.MatrixBase)):
            return "sympy", Tree(to_tree(value))
        if isinstance(value, Number):  # fractions and decimals
            return "float", float(value)  # type: ignore[arg-type]  # both convert
        return _opaque(value)


def _opaque(value: object) -> tuple[str, Wire]:
    return "callable" if callable(value) else "other", _text(type(value).__name__)


def _text(value: str) -> str:
    if len(value) > MAX_TEXT // 4:  # a character has four bytes at most
        raise TooLarge
    return str.__str__(value)


def _bounded(value: int) -> int:
    if value.bit_length() // 8 + 1 > MAX_INTEGER:
        raise TooLarge
    return value


def _detached(torch: Any, tensor: Any) -> Any:
    _check_size(tensor.numel(), tensor.element_size())
    tensor = tensor.detach().to_dense() if tensor.layout != torch.strided else tensor.detach()
    if tensor.dtype == torch.bfloat16:
        tensor = tensor.to(torch.float32)
    return tensor.cpu().resolve_conj().resolve_neg().numpy()


def _sendable(library: str, array: Any) -> tuple[str, Wire]:
    if array.dtype.kind not in "biufc":
        return "other", f"{library} {array.dtype.name}"
    _check_size(array.size, array.dtype.itemsize)
    return library, _array(library, array)


def _check_size(items: int, item_bytes: int) -> None:
    if items * item_bytes > MAX_FRAME // 2:
        raise TooLarge


def _in_library(array: Any, library: str, locked: bool) -> object:
    if library.endswith("_strided"):
        array = _with_gaps(array)
    if library.startswith("torch"):
        import torch

        tensor = torch.from_numpy(array)
        return tensor.requires_grad_() if library == "torch_tracked" and tensor.is_floating_point() else tensor
    if library == "plain":
        return array.tolist()
    if library == "numpy_long":
        import numpy as np

        array = array.astype(np.longdouble)
    array.flags.writeable = not locked
    return array


def _with_gaps(array: Any) -> Any:
    """The same numbers, every second one along the last axis of an array twice as long."""
    import numpy as np

    return np.repeat(array, 2, axis=-1)[..., ::2] if array.ndim else array


# ------------------------------------------------------------------------------------------------- arrays


def _array(library: str, array: Any, *, locked: bool = False) -> Array:
    """The bytes of a numpy array; numbers wider than the wire's (long double) lose their surplus."""
    name = array.dtype.name
    if name not in ITEM_BYTES:
        if array.dtype.kind not in "fc":
            raise TypeError(f"an array of {name} cannot be sent")
        name = "complex128" if array.dtype.kind == "c" else "float64"
    plain = array.astype(_layout(name), order="C", subok=False)
    return Array(library, name, tuple(int(axis) for axis in array.shape), plain.tobytes(), locked)


def _numpy(array: Array) -> Any:
    import numpy as np

    if array.dtype == "bool":  # any byte may arrive, and a numpy truth value must be 0 or 1
        return (np.frombuffer(array.data, dtype=np.uint8) != 0).reshape(array.shape)
    flat = np.frombuffer(array.data, dtype=_layout(array.dtype))
    return flat.astype(array.dtype).reshape(array.shape)  # the machine's own byte order, writable


def _layout(name: str) -> Any:
    import numpy as np

    return np.dtype(name).newbyteorder("<")
