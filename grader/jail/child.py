"""The process that a student's program runs in, and answers questions about it.

It reads requests and writes replies, one for one, each a tuple that begins with the request's number::

    (1, "start", {"seed": 0, "modules": ["numpy"], …})   (1, "ready")
    (2, "cell", index, source)                           (2, "done") or (2, "raised", error, cell, line, of memory)
    (3, "value", name)                                   (3, "returned", kind, value, []), (3, "absent"), raised
    (4, "call", name, library, arguments)                the same, with the arguments after the call
    (5, "load", module)                                  (5, "done")
    (6, "count", name, library, arguments)               (6, "counted", what counting.Counts holds), absent, raised
    (7, "time", name, library, arguments)                (7, "returned", "float", seconds, []), absent, raised
    (8, "make", name)                                    (8, "done"), absent, raised
    (9, "ask", name, attribute)                          as a value: of an attribute, or of a method that is called
    (10, "work", seconds)                                (10, "done")

What is made is an instance, kept under the name of its class. A value or a call may also be answered by
``(n, "too large")``. Here run the student's code and this module side by
side: nothing that this process says is more than a claim, and the grader takes it as such.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import inspect
import os
import random
import sys
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import NoReturn

from grader.jail import cells, counting, kernel, lockdown, shell, stand_ins, supervisor, values, wire
from grader.jail.supervisor import MUTE
from grader.jail.sympy_tree import TooLarge
from grader.jail.wire import Wire

Reply = tuple[Wire, ...]
LockDown = Callable[[Mapping[str, int]], None]
_LIMITS = ("memory", "cpu", "file", "disk", "processes", "tasks")


def alone(requests: int, replies: int, life: int) -> NoReturn:
    """In an interpreter of its own: fork; the parent supervises, the child serves, with limits and no isolation."""
    kernel.adopt_orphans()
    folder = os.path.dirname(os.getcwd())  # the student's process stands in a subfolder of it
    student = os.fork()
    if student:
        for end in (requests, replies, 0, 1, 2):
            os.close(end)
        supervisor.supervise(student, life, folder)
    os.close(life)
    os.setsid()
    kernel.die_with_parent()
    serve(requests, replies, _limits_only)


def _limits_only(limits: Mapping[str, int]) -> None:
    lockdown.limit_resources(limits, processes=limits["processes"] + limits["tasks"])
    lockdown.limit_memory(limits["memory"])


_own_modules: list[str] = []


def note_own_modules() -> None:
    """Find before the fork what a program must not import: going through all names costs a child milliseconds."""
    _own_modules[:] = _find_own_modules()


def _find_own_modules() -> list[str]:
    return [name for name in sys.modules if name.partition(".")[0] == "grader"]


def serve(requests: int, replies: int, lock_down: LockDown, *, commands: bool = False) -> NoReturn:
    """Answer requests until the line closes; ``lock_down`` is called before anything of a student's is looked at."""
    _Service(requests, replies, lock_down, commands).serve()


class _Service:
    """Answers requests until the line closes."""

    def __init__(self, requests: int, replies: int, lock_down: LockDown, commands: bool) -> None:
        self._requests, self._replies = requests, replies
        self._frames = wire.Frames()
        self._lock_down = lock_down
        self._commands = commands
        self._process = os.getpid()
        self._memory = 0
        self._namespace: dict[str, object] = {}
        self._made: dict[str, object] = {}

    def serve(self) -> NoReturn:
        while True:
            match self._receive():
                case (int(number), str(verb), *rest):
                    reply = (number, *self._answer(verb, rest))
                    if os.getpid() != self._process:  # a copy that the student's code forked and let run on
                        os._exit(0)
                    self._send(reply)
                case _:
                    os._exit(MUTE)

    def _receive(self) -> Wire:
        while isinstance(request := self._frames.next(), wire.Incomplete):
            data = os.read(self._requests, wire.READ_AT_ONCE)
            if not data:
                os._exit(0)
            self._frames.feed(data)
        return request

    def _send(self, reply: Reply) -> None:
        try:
            data = memoryview(wire.frame(reply))
        except wire.WireError:
            data = memoryview(wire.frame((reply[0], "too large")))
        try:
            while data:
                data = data[os.write(self._replies, data) :]
        except OSError:
            os._exit(MUTE)

    def _answer(self, verb: str, rest: list[Wire]) -> Reply:
        match verb, rest:
            case "start", [dict(settings)]:
                return self._start(settings)
            case "load", [str(module)]:
                return self._load(module)
            case "cell", [int(index), str(source)]:
                return _failed(failure) if (failure := cells.run(source, index, self._namespace)) else ("done",)
            case "value", [str(name)]:
                return self._read(name)
            case "call", [str(name), str(library), list(args)]:
                return self._call(name, library, args)
            case "count" | "time" as what, [str(name), str(library), list(args)]:
                return self._measure(what, name, library, args)
            case "make", [str(name)]:
                return self._make(name)
            case "ask", [str(name), str(attribute)]:
                return self._ask(name, attribute)
            case "work", [float(seconds)]:
                counting.work(seconds)
                return ("done",)
            case _:
                os._exit(MUTE)

    # ------------------------------------------------------------------------------------------ starting

    def _start(self, settings: dict[str, Wire]) -> Reply:
        match settings:
            case {"seed": int(seed), "modules": list(modules), **rest}:
                for module in modules:
                    load_if_there(str(module))
                limits = {name: int(str(rest[name])) for name in _LIMITS}
                self._lock_down(limits)
                self._process = os.getpid()
                self._memory = limits["memory"]
                _seed(seed)
                self._make_main()
                return ("ready",)
            case _:
                os._exit(MUTE)

    def _make_main(self) -> None:
        """The module that the program will be: the usual places to import from, nothing of ours."""
        sys.dont_write_bytecode = True
        sys.argv = ["program"]
        sys.path.append(os.getcwd())  # last: a file of the student's never stands for a library
        main = ModuleType("__main__")
        sys.modules["__main__"] = main
        self._namespace = main.__dict__
        stand_ins.install()
        builtins.__dict__.update(display=print, get_ipython=shell.current)  # a notebook has them without an import
        shell.settle(main, commands=self._commands)
        for name in _own_modules or _find_own_modules():
            sys.modules.pop(name, None)
        sys.modules["grader"] = None  # type: ignore[assignment]  # this makes importing it fail

    def _load(self, module: str) -> Reply:
        load_if_there(module)
        with contextlib.suppress(OSError, ValueError):
            lockdown.limit_memory(self._memory)
        return ("done",)

    # --------------------------------------------------------------------------------------- answering

    def _read(self, name: str) -> Reply:
        if name not in self._namespace:
            return ("absent",)
        try:
            kind, value = values.describe(self._namespace[name])
            return "returned", kind, value, []
        except BaseException as error:
            return _unreadable(error)

    def _call(self, name: str, library: str, args: list[Wire]) -> Reply:
        if name not in self._namespace:
            return ("absent",)
        given = [values.given(arg, library) for arg in args]
        try:
            kind, value = values.describe(self._namespace[name](*given))  # type: ignore[operator]  # raises otherwise
            return "returned", kind, value, [_after(arg) for arg in given]
        except BaseException as error:
            return _unreadable(error)

    def _measure(self, what: str, name: str, library: str, args: list[Wire]) -> Reply:
        if name not in self._namespace:
            return ("absent",)
        function: counting.Function = self._namespace[name]  # type: ignore[assignment]  # raises otherwise

        def arguments() -> list[object]:
            return [values.given(arg, library) for arg in args]

        try:
            if what == "time":
                return "returned", "float", counting.seconds(function, arguments), []
            found = counting.count(function, arguments)
            return "counted", found.steps, found.sums, found.boxed, found.nans, found.intact
        except BaseException as error:
            return _unreadable(error)

    def _make(self, name: str) -> Reply:
        self._made.pop(name, None)
        if name not in self._namespace:
            return ("absent",)
        try:
            self._made[name] = self._namespace[name]()  # type: ignore[operator]  # raises otherwise
            return ("done",)
        except BaseException as error:
            return _unreadable(error)

    def _ask(self, name: str, attribute: str) -> Reply:
        """Methods and properties are one to whoever asks."""
        instance = self._made.get(name)
        try:
            try:
                member = getattr(instance, attribute)
            except AttributeError:
                if inspect.getattr_static(instance, attribute, None) is None:
                    return ("absent",)
                raise  # a property has it from elsewhere
            kind, value = values.describe(member() if callable(member) else member)
            return "returned", kind, value, []
        except BaseException as error:
            return _unreadable(error)


def _after(arg: object) -> Wire:
    """An argument after the call; what a student made of it may be anything."""
    try:
        return values.describe(arg)[1]
    except BaseException:
        return None


def _unreadable(error: BaseException) -> Reply:
    return ("too large",) if isinstance(error, TooLarge) else _failed(cells.failure(error))


def _failed(failure: cells.Failure) -> Reply:
    return "raised", failure.error, failure.cell, failure.line, failure.memory


def load_if_there(module: str) -> None:
    """Import a library; where it is not installed, the student's own import will say so."""
    with contextlib.suppress(ImportError):
        importlib.import_module(module)


def _seed(seed: int) -> None:
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed % 2**32)
    if torch := sys.modules.get("torch"):
        torch.default_generator.manual_seed(seed)  # torch.manual_seed looks for graphics cards as well
