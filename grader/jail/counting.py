"""What a call costs the interpreter: counted, not timed, so that no noise can touch it.

Runs in the student's process, beside the student's code. Three numbers, from two calls on equal arguments:

* ``steps``: the events of Python's tracing (a call, a line, an instruction, a return). A loop that is written in
  Python, in whatever form, makes at least one for each turn.
* ``sums``: the operations in which a sum arose. Loops that run in C, as those of ``map`` and ``np.vectorize`` do, make
  no steps. So the arguments are +inf and -inf, whose sum is no number; numpy reports that once for each of its
  operations, whether on an array or on an element, and torch's operations are looked at one by one. Python's own
  numbers add in silence: therefore an array may come as ``long double``, for which Python has no number, so that an
  element that was taken out of it stays numpy's.
* ``boxed``: by how much the blocks that Python's memory holds had grown when a sum arose. An array whose elements
  are Python objects is added by a single operation of numpy's, but each of its elements is such a block.

A program that sets out to do so can forge all of them, as it could compute nothing at all; what undoes the tracing by
the ordinary means is noticed, and the counts are then not ``intact``.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from types import FrameType
from typing import Any, TypeAlias

Function: TypeAlias = Callable[..., object]
Arguments: TypeAlias = Callable[[], Sequence[object]]  # made anew for each call

_LOOKED_AT = 8  # sums at which the memory is looked at, which takes longer than most of them
_BEST_OF = 5
_WORTH = 1e-3  # seconds; what took longer is not measured again

_now, _used = time.perf_counter, time.process_time  # as they were before any student's code


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted; ``nans`` of the result are no numbers, as all should be."""

    steps: int
    sums: int
    boxed: int
    nans: int
    intact: bool


def count(function: Function, arguments: Arguments) -> Counts:
    """Call a function twice and count; raises what it raises."""
    import numpy as np

    tracer = _Tracer()
    with np.errstate(all="ignore"):
        tracer.call(function, arguments())
    listener = _Listener()
    result = listener.call(function, arguments())
    return Counts(tracer.steps, listener.sums, listener.boxed, _nans(result), tracer.intact)


def seconds(function: Function, arguments: Arguments) -> float:
    """How long a call takes: the shortest of a few, after one that is not measured."""
    function(*arguments())
    best = spent = 0.0
    for _ in range(_BEST_OF):
        given = arguments()
        began = _now()
        function(*given)
        took = _now() - began
        best, spent = min(best or took, took), spent + took
        if spent > _WORTH:
            break
    return best


def work(amount: float) -> None:
    """Use so many seconds of computing time."""
    end = _used() + amount
    while _used() < end:
        pass


# ------------------------------------------------------------------------------------------------- steps


class _Tracer:
    """Counts the events of one call."""

    def __init__(self) -> None:
        self.steps = 0
        self.intact = True
        self._open = 0  # calls that have not returned

    def call(self, function: Function, arguments: Sequence[object]) -> None:
        _listen_for_tracing()
        trace = self._entered
        threading.settrace(trace)
        sys.settrace(trace)
        _tracers.append(self)
        try:
            function(*arguments)
        finally:
            if _tracers != [self] or sys.gettrace() != trace:
                self.intact = False
            _tracers.clear()
            sys.settrace(None)
            threading.settrace(None)
        self.intact = self.intact and self._open == 0

    def _entered(self, frame: FrameType, _: str, __: object) -> Callable[..., Any]:
        frame.f_trace_opcodes = True
        self.steps += 1
        self._open += 1
        return self._went_on

    def _went_on(self, _: FrameType, event: str, __: object) -> Callable[..., Any]:
        self.steps += 1
        if event == "return":
            self._open -= 1
        return self._went_on


_tracers: list[_Tracer] = []  # the one at work
_listening: list[bool] = []


def _listen_for_tracing() -> None:
    """Notice when somebody else sets or removes the tracing; what listens so can't be taken away again."""
    if not _listening:
        _listening.append(True)
        sys.addaudithook(_heard)


def _heard(event: str, _: object) -> None:
    if event == "sys.settrace":
        for tracer in _tracers:
            tracer.intact = False


# -------------------------------------------------------------------------------------------------- sums


class _Listener:
    """Counts the operations of one call in which no number arose from numbers."""

    def __init__(self) -> None:
        self.sums = self.boxed = 0
        self._before = 0

    def call(self, function: Function, arguments: Sequence[object]) -> object:
        import numpy as np

        self._before = sys.getallocatedblocks()
        with np.errstate(invalid="call", call=self._numpy_heard), _torch_watched(self.hear):
            return function(*arguments)

    def _numpy_heard(self, _: str, __: int) -> None:
        self.hear()

    def hear(self) -> None:
        """A sum arose."""
        self.sums += 1
        if self.sums <= _LOOKED_AT:
            self.boxed = max(self.boxed, sys.getallocatedblocks() - self._before)


def _torch_watched(hear: Callable[[], None]) -> AbstractContextManager[object]:
    """Where torch is loaded: ``hear`` is called for each of its operations that makes a nan and was given none."""
    torch = sys.modules.get("torch")
    if torch is None:
        return nullcontext()
    from torch.utils._python_dispatch import TorchDispatchMode

    def has_nan(tensor: Any) -> bool:
        return tensor.is_floating_point() and bool(torch.isnan(tensor).any())

    class Watch(TorchDispatchMode):  # type: ignore[misc]  # torch has no types here
        def __torch_dispatch__(self, operation: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            if getattr(operation, "is_view", False) or "empty" in str(operation):  # what is empty holds anything
                return operation(*args, **(kwargs or {}))
            given = [*_tensors(args, torch), *_tensors(kwargs, torch)]
            numbers = bool(given) and not any(map(has_nan, given))
            result = operation(*args, **(kwargs or {}))
            if numbers and any(map(has_nan, _tensors(result, torch))):
                hear()
            return result

    return Watch()


def _tensors(value: object, torch: Any) -> Iterator[Any]:
    """The tensors among arguments or results."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _tensors(item, torch)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _tensors(item, torch)


def _nans(value: object) -> int:
    """How many entries of a result are no numbers; whatever it is, this raises nothing."""
    import numpy as np

    try:
        value = value.detach() if hasattr(value, "detach") else value  # a tensor that is tracked
        return int(np.isnan(np.asarray(value, dtype=float)).sum())
    except BaseException:
        return 0
