"""The process that all submissions' processes are forked from: libraries loaded, warm, one thread.

It speaks with the grader over one socket and hears of nothing but what stands here; it never sees a byte of a
submission, a reference or an expected value::

    ("load", modules, warm)                  ("loaded",)
    ("fork", home) with three pipe ends      ("forked", pid) with a pidfd
    ("reap", pid), once that one is dead     ("reaped", status, seconds of computing time)

A request that fails is answered by ``("failed", why)``. It ends when the socket closes, and with it the pid namespace
that bubblewrap made around it, and every process in that.

Forking is cheap because its memory lies in huge pages (copying a page table costs more than all namespaces together)
and because nothing that the garbage collector would touch is left to collect.
"""

from __future__ import annotations

import array
import fcntl
import gc
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from grader.jail import child, kernel, scratch, syscalls, wire
from grader.jail.lockdown import Conditions, Rung, lock_down
from grader.jail.supervisor import NOT_LOCKED

MAX_MESSAGE = 2**16
_MODULES = frozenset(("numpy", "torch", "sympy", "matplotlib.pyplot", "IPython"))
_REQUESTS, _REPLIES, _FIRST_CLOSED = 3, 4, 5  # the child's files, after the three that every process has
_ARENAS = {"torch": 60, "sympy": 20, "matplotlib.pyplot": 18}  # of a megabyte, that loading a library about fills
_LOOK_EVERY = 100  # forks between two looks at the huge pages
_SUNK = 0.8  # of the huge pages after the last collapse
_HUGE = 2 * 2**20
_LARGEST_OBJECT, _OBJECTS_OF_AN_ARENA = 512, 64 * 31  # bytes, of those that Python packs together; 64 pools in an arena


def main(control: int, rung: Rung, without: frozenset[str]) -> NoReturn:
    """Serve until the socket closes; ``without`` names layers to be left out, for tests."""
    sys.dont_write_bytecode = True
    os.environ.pop("PYTHONHASHSEED", None)  # it has done its work
    kernel.adopt_orphans()
    line = socket.socket(fileno=control)
    zygote = _Zygote(line, rung, without)
    zygote.serve()
    zygote.end()


class _Zygote:
    def __init__(self, line: socket.socket, rung: Rung, without: frozenset[str]) -> None:
        self._line, self._rung, self._without = line, rung, without
        self._filter = syscalls.program(separated=rung == "namespaces") if "calls" not in without else b""
        self._pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self._loaded: set[str] = set()
        child.note_own_modules()
        self._pages = _HugePages()
        self._warm = False
        self._forks = 0
        self._children: set[int] = set()

    def serve(self) -> None:
        while True:
            message, ends, _, _ = socket.recv_fds(self._line, MAX_MESSAGE, 3)
            if not message:
                return
            try:
                self._answer(wire.unpack(message), ends)
            except (OSError, ImportError, RuntimeError) as error:
                self._send(("failed", f"{type(error).__name__}: {error}"))
            finally:
                for end in ends:
                    os.close(end)

    def end(self) -> NoReturn:
        """Leave nothing behind: the grader is gone, or has no more use for this. Namespaces would see to it as well."""
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            self._reap_the_rest(pid)
        if self._rung == "landlock":
            scratch.remove(os.environ["HOME"])
        os._exit(0)

    def _answer(self, request: wire.Wire, ends: Sequence[int]) -> None:
        match request:
            case ("load", list(modules), bool(warm)):
                self._load([str(module) for module in modules], warm)
                self._send(("loaded",))
            case ("fork", str(home)):
                pid = self._fork(home, ends)
                self._children.add(pid)
                pidfd = os.pidfd_open(pid)
                try:
                    self._send(("forked", pid), pidfd)
                finally:
                    os.close(pidfd)
            case ("reap", int(pid)):
                _, status, usage = os.wait4(pid, 0)
                self._children.discard(pid)
                self._reap_the_rest(pid)
                self._send(("reaped", os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime))
            case _:
                raise RuntimeError("no such request")

    def _send(self, answer: wire.Wire, *ends: int) -> None:
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", ends))] if ends else []
        self._line.sendmsg([wire.pack(answer)], rights)

    def _reap_the_rest(self, group: int) -> None:
        """Orphans of a dead child are children of this process where no pid namespace took them along."""
        try:
            while True:
                os.waitpid(-group, 0)
        except ChildProcessError:
            pass

    # ----------------------------------------------------------------------------------------- loading

    def _load(self, modules: Sequence[str], warm: bool) -> None:
        new = _MODULES.intersection(modules) - self._loaded
        for module in sorted(new):
            _reserve(_ARENAS.get(module, 0))
            child.load_if_there(module)
            _WARM_UP.get(module, lambda: None)()
        self._loaded |= new
        if new:
            child.note_own_modules()
            gc.collect()
            gc.freeze()
        if warm and (new or not self._warm):
            self._warm = True
            self._pages.collapse()
        if len(os.listdir("/proc/self/task")) != 1:
            raise RuntimeError("a library started a thread, and a fork of several threads may hang")

    # ----------------------------------------------------------------------------------------- forking

    def _fork(self, home: str, ends: Sequence[int]) -> int:
        self._forks += 1
        if self._warm and self._forks % _LOOK_EVERY == 0:
            self._pages.restore()
        separate = self._rung == "namespaces" and "pid" not in self._without
        if separate:
            kernel.unshare(kernel.NEW_PID)  # of the next child alone
        try:
            pid = kernel.fork()
            if pid == 0:
                self._become_child(home, ends)
        finally:
            if separate:
                kernel.enter(self._pid_namespace, kernel.NEW_PID)
        return pid

    def _become_child(self, home: str, ends: Sequence[int]) -> NoReturn:
        try:
            _take_over(ends)
            child.serve(_REQUESTS, _REPLIES, lambda limits: self._lock(home, limits), commands=True)
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(NOT_LOCKED)

    def _lock(self, home: str, limits: Mapping[str, int]) -> None:
        proc = os.open("/proc/self", os.O_PATH | os.O_DIRECTORY)
        lock_down(self._rung, Conditions(home, limits, self._filter, proc), self._without)


def _take_over(ends: Sequence[int]) -> None:
    """The pipe ends to where the child expects them; every other open file is closed."""
    requests, replies, prints = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    os.dup2(requests, _REQUESTS, inheritable=False)
    os.dup2(replies, _REPLIES, inheritable=False)
    os.dup2(prints, 1)
    os.dup2(prints, 2)
    os.closerange(_FIRST_CLOSED, os.sysconf("SC_OPEN_MAX"))


# ------------------------------------------------------------------------------------------------ warming


def _warm_torch() -> None:
    """One step of training: the first in a process imports for seconds, and so does the first seed."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    model = torch.nn.Linear(2, 1)
    for kind in (torch.optim.SGD, torch.optim.Adam):
        optimizer: Any = kind(model.parameters(), lr=0.1)
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(torch.ones(3, 2)), torch.zeros(3, 1)).backward()
        optimizer.step()
    data = torch.utils.data.TensorDataset(torch.ones(4, 2))
    next(iter(torch.utils.data.DataLoader(data, batch_size=2, shuffle=True)))


def _warm_pyplot() -> None:
    """A figure: the first looks for fonts."""
    from matplotlib import pyplot

    figure, axes = pyplot.subplots()
    axes.plot([0, 1], [0, 1], label="x")
    axes.legend()
    figure.canvas.draw()
    pyplot.close("all")


def _warm_shell() -> None:
    from grader.jail import shell

    shell.prepare()


def _warm_sympy() -> None:
    import sympy

    x = sympy.Symbol("x")
    sympy.diff(sympy.exp(x) * sympy.sin(x) ** 2, x).simplify()


_WARM_UP = {
    "torch": _warm_torch, "matplotlib.pyplot": _warm_pyplot, "IPython": _warm_shell, "sympy": _warm_sympy,
}  # fmt: skip


_reserved: list[bytes] = []  # keeps what was reserved


def _reserve(arenas: int) -> None:
    """Let Python take memory for objects in one stretch, which huge pages can cover.

    What it takes while a library is loaded lies in pieces between the parts of the library, and pieces smaller than a
    huge page are copied by the kernel page by page at each fork.
    """
    held: list[bytes] = [b""] * (arenas * _OBJECTS_OF_AN_ARENA)
    for place in range(len(held)):
        held[place] = bytes(_LARGEST_OBJECT - sys.getsizeof(b""))
    _reserved.extend(held[:: _OBJECTS_OF_AN_ARENA // 4])  # an arena with an object in it is not given back


class _HugePages:
    """Memory of this process's own in pages of two megabytes; a matter of speed only, so that failing is fine."""

    def __init__(self) -> None:
        self._best = 0

    def collapse(self) -> None:
        """Put all that fits into huge pages (half a second)."""
        for start, end in _own_memory():
            first = -(-start // _HUGE) * _HUGE
            for page in range(first, end - _HUGE + 1, _HUGE):
                kernel.collapse(page, page + _HUGE)
        self._best = _huge_kilobytes()

    def restore(self) -> None:
        """Collapse again where writing has split too many of them since."""
        if _huge_kilobytes() < _SUNK * self._best:
            self.collapse()


def _own_memory() -> list[tuple[int, int]]:
    """The stretches of memory that this process writes to and that belong to no file."""
    found = []
    with open("/proc/self/maps") as maps:
        for line in maps:
            place, access, _, _, inode, *_ = line.split()
            if "w" in access and "p" in access and inode == "0":
                start, end = (int(address, 16) for address in place.split("-"))
                found.append((start, end))
    return found


def _huge_kilobytes() -> int:
    with open("/proc/self/smaps_rollup", "rb") as file:
        return next((int(line.split()[1]) for line in file if line.startswith(b"AnonHugePages:")), 0)
