"""What a tree of processes uses, read from ``/proc``: by the grader, while it waits, and after the end of a run.

Elsewhere than on Linux there is nothing to read; wall-clock time and the limits that each process has remain.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_FIRST_TIME_FIELD = 11  # in /proc/<pid>/stat, counted after the name


@dataclass(frozen=True, slots=True)
class Usage:
    """Of a process and all below it: computing time, of the dead too; memory of their own, in bytes; how many."""

    cpu_seconds: float
    memory_bytes: int
    processes: int


def usage(root: int) -> Usage:
    """The usage of the tree under a process (one that is gone counts nothing)."""
    pids = list(tree(root))
    memory = _resident if len(pids) <= 2 else _share  # a supervisor and one process share nothing worth counting
    return Usage(sum(map(_ticks, pids)) / _TICKS, sum(map(memory, pids)), len(pids))


def tree(root: int) -> Iterator[int]:
    """A process and its descendants, parents first."""
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        waiting += children(pid)


def children(pid: int) -> list[int]:
    """The processes whose parent this one is."""
    try:
        threads = os.listdir(f"/proc/{pid}/task")
        lists = [_read(f"/proc/{pid}/task/{thread}/children") for thread in threads]
    except OSError:
        return []
    return [int(child) for found in lists for child in found.split()]


def tasks_of_user() -> int:
    """How many processes and threads the user of this process has now."""
    return sum(_tasks(pid) for pid in _pids() if _owner(pid) == os.getuid())


def marked(mark: bytes) -> list[int]:
    """The processes with a mark in the environment that they were started with; descendants inherit it."""
    return [pid for pid in _pids() if pid != os.getpid() and _is_marked(pid, mark)]


def _pids() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return []


def _owner(pid: int) -> int | None:
    try:
        return os.stat(f"/proc/{pid}").st_uid
    except OSError:
        return None


def _tasks(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/task"))
    except OSError:
        return 0


def _is_marked(pid: int, mark: bytes) -> bool:
    try:
        return mark in _read(f"/proc/{pid}/environ")
    except OSError:
        return False


def _ticks(pid: int) -> int:
    """The computing time of a process and of its dead children."""
    try:
        fields = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    except OSError:
        return 0
    return sum(int(field) for field in fields[_FIRST_TIME_FIELD : _FIRST_TIME_FIELD + 4])


def _resident(pid: int) -> int:
    """Memory that belongs to no file; what was not changed since a fork counts in every process."""
    try:
        resident, shared = _read(f"/proc/{pid}/statm").split()[1:3]
    except OSError:
        return 0
    return (int(resident) - int(shared)) * _PAGE


def _share(pid: int) -> int:
    """Memory, of which what several processes share counts by parts; takes longer to find out."""
    try:
        lines = _read(f"/proc/{pid}/smaps_rollup").splitlines()
    except OSError:
        return _resident(pid)
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith(b"Pss_Anon:"))


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
