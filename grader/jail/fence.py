"""What the kernel does for us: namespaces, limits, privileges.

Everything here is best effort in one direction only: what is in force is returned in words and stands in the record of
the run, and nothing is claimed that was not done. On other systems than Linux only the limits remain.
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct
import sys

_NEW_USER, _NEW_PID, _NEW_NET, _NEW_IPC = 0x10000000, 0x20000000, 0x40000000, 0x08000000
_SET_DEATH_SIGNAL, _SET_SUBREAPER, _SET_NO_NEW_PRIVILEGES = 1, 36, 38
_READ_EVERYTHING = 1 << 2  # CAP_DAC_READ_SEARCH: root's Python may lie where only root may read
_CAPABILITY_VERSION = 0x20080522
_KILL = 9


def separate() -> bool:
    """Give the processes that this one forks a pid, network and ipc namespace; says whether that worked.

    The first of them is the namespace's init: when it is killed, the kernel kills all that it left behind, whatever
    sessions they made; and none of them can see, or send a signal to, a process outside.
    """
    if sys.platform != "linux":
        return False
    spaces = _NEW_PID | _NEW_NET | _NEW_IPC
    if os.geteuid() == 0 and _libc().unshare(spaces) == 0:
        return True
    user, group = os.geteuid(), os.getegid()
    if _libc().unshare(spaces | _NEW_USER) != 0:
        return False
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    return True


def adopt_orphans() -> None:
    """Become the parent of whatever the processes below leave behind."""
    if sys.platform == "linux":
        _libc().prctl(_SET_SUBREAPER, 1, 0, 0, 0)


def die_with_parent() -> None:
    """Be killed when the parent goes."""
    if sys.platform == "linux":
        _libc().prctl(_SET_DEATH_SIGNAL, _KILL, 0, 0, 0)


def drop_privileges() -> None:
    """No capabilities but reading, no new privileges by executing a file.

    As root, this is what keeps the process from the memory of others.
    """
    if sys.platform != "linux":
        return
    _libc().prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    kept = _READ_EVERYTHING if os.geteuid() == 0 else 0
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    _libc().capset(header, struct.pack("=6I", kept, kept, 0, 0, 0, 0))


def limit_resources(cpu_seconds: int, file_bytes: int, processes: int) -> None:
    """Hard limits per process; ``processes`` counts those of the user (of the namespace), and does not bind root.

    ``cpu_seconds`` only stops what nobody watches any more.
    """
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, cpu_seconds)
    _lower(resource.RLIMIT_FSIZE, file_bytes)
    _lower(resource.RLIMIT_NOFILE, 256)
    _lower(resource.RLIMIT_NPROC, processes)


def limit_memory(budget: int) -> None:
    """Let the address space grow by ``budget`` bytes over what it is now. The grader watches the tree besides."""
    if sys.platform == "linux":
        with open("/proc/self/statm", "rb") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = now + budget
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == -1 else min(wanted, hard), hard))


def _lower(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
