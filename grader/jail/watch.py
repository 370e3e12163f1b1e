"""What a tree of processes uses, read from ``/proc``: by the grader, while it waits, and after the end of a run.

Elsewhere than on Linux there is nothing to read; wall-clock time and the limits that each process has remain.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator

_PAGE = 4096
_TICKS = os.sysconf("SC_CLK_TCK")
_GROUP_FIELD, _TIME_FIELD = 2, 11  # in /proc/<pid>/stat, counted after the name


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


def group(leader: int) -> Iterator[int]:
    """The processes of a process group."""
    for pid in _pids():
        if _fields(pid)[_GROUP_FIELD : _GROUP_FIELD + 1] == [str(leader).encode()]:
            yield pid


def tasks_of_user(user: int | None = None) -> int:
    """How many processes and threads a user has now; without a number, the user of this process."""
    user = os.getuid() if user is None else user
    return sum(tasks(pid) for pid in _pids() if _owner(pid) == user)


def marked(mark: bytes) -> list[int]:
    """The processes with a mark in the environment that they were started with; descendants inherit it."""
    return [pid for pid in _pids() if pid != os.getpid() and _is_marked(pid, mark)]


def tasks(pid: int) -> int:
    """How many threads a process has; none if it is gone."""
    try:
        return len(os.listdir(f"/proc/{pid}/task"))
    except OSError:
        return 0


def cpu_seconds(pids: Iterable[int]) -> float:
    """The computing time of processes and of their dead children."""
    return sum(_clock(pid) + _ticks_of_dead_children(pid) / _TICKS for pid in pids)


def memory_bytes(pids: Iterable[int]) -> int:
    """Memory that belongs to no file on disk; what was not changed since a fork counts in every process."""
    return sum(1024 * _sum(f"/proc/{pid}/status", (b"RssAnon:", b"RssShmem:")) for pid in pids)


def shared_memory_bytes(pids: Iterable[int]) -> int:
    """The same, but what several processes share counts by parts; takes longer to find out."""
    found = ((pid, _sum(f"/proc/{pid}/smaps_rollup", (b"Pss_Anon:", b"Pss_Shmem:"))) for pid in pids)
    return sum(1024 * kilobytes or memory_bytes([pid]) for pid, kilobytes in found)


def _clock(pid: int) -> float:
    """The computing time of a process with all its threads, to the nanosecond."""
    try:
        return time.clock_gettime(~pid << 3 | 2)  # as the C library's clock_getcpuclockid makes it
    except OSError:
        return 0.0


def _ticks_of_dead_children(pid: int) -> int:
    return sum(int(field) for field in _fields(pid)[_TIME_FIELD + 2 : _TIME_FIELD + 4])


def _fields(pid: int) -> list[bytes]:
    try:
        return _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
    except OSError:
        return []


def _sum(path: str, names: tuple[bytes, ...]) -> int:
    """The numbers that follow certain names in a file of ``/proc``; 0 if it cannot be read."""
    try:
        lines = _read(path).splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(names))


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


def _is_marked(pid: int, mark: bytes) -> bool:
    try:
        return mark in _read(f"/proc/{pid}/environ")
    except OSError:
        return False


def _read(path: str) -> bytes:
    """A file of ``/proc``; many are read in a run, so it is done without the calls that Python's own files add."""
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        parts = []
        while part := os.read(file, _PAGE):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(file)
