"""What a forked child does to itself before it hears of any student's code.

Each layer is one function, and the rungs are the two lists of them at the end. A layer that cannot be put on raises
OSError: the child then ends, and nothing of a student's is run with less than was promised. Layers can be left out by
name, for tests that show what each of them holds.
"""

from __future__ import annotations

import os
import resource
import site
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from grader.jail import kernel

Rung = Literal["namespaces", "landlock"]

_SYSTEM = ("/usr", "/bin", "/lib", "/lib32", "/lib64", "/sbin")
_SETTINGS = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/fonts")
_OF_PYTHON = ("bin", "lib", "lib64", "share", "pyvenv.cfg")
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_FILES_AT_A_TIME = 256
_INODES = 10_000


def readable() -> list[str]:
    """What a program may read: the system's programs, Python's libraries, and this folder; never the course."""
    prefixes = dict.fromkeys((sys.prefix, sys.exec_prefix, sys.base_prefix))  # never whole: one may hold the course
    python = [f"{prefix}/{part}" for prefix in prefixes for part in _OF_PYTHON]
    python += [*map(sysconfig.get_path, ("stdlib", "platstdlib", "purelib", "platlib")), *site.getsitepackages()]
    here = os.path.dirname(os.path.abspath(__file__))
    found: list[str] = []
    for path in (*_SYSTEM, *_SETTINGS, *map(os.path.abspath, python), here):
        within = any(f"{path}/".startswith(f"{outer}/") for outer in found)
        if not within and os.path.exists(path) and path != "/":
            found.append(path)
    return found


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a child is given: its folder, its limits, and the filter that was made ready before the fork.

    ``proc`` is an open ``/proc/self``, for what must still be written there once another ``/proc`` covers it.
    """

    home: str
    limits: Mapping[str, int]
    filter: bytes
    proc: int

    @property
    def work(self) -> str:
        """Where the program stands; empty, and its own."""
        return f"{self.home}/work"


# ------------------------------------------------------------------------------------- layers, one by one


def _session(_: Conditions) -> None:
    """A process group of its own, so that ``kill(0, …)`` reaches nobody else, and the zygote's end is its end."""
    os.setsid()
    kernel.die_with_parent()


def _mounts(_: Conditions) -> None:
    """A view of the file system that can be changed without others seeing it."""
    kernel.unshare(kernel.NEW_MOUNT)
    kernel.mount("none", "/", "", kernel.PRIVATE | kernel.RECURSIVE)


def _files(conditions: Conditions) -> None:
    """A folder of bounded size, in memory, that nobody else sees; the only place to write."""
    flags = kernel.NO_SETUID | kernel.NO_DEVICES
    size = f"size={conditions.limits['disk']},nr_inodes={_INODES},mode=700"
    kernel.mount("tmpfs", conditions.home, "tmpfs", flags, size)
    os.mkdir(f"{conditions.home}/shm")
    kernel.mount(f"{conditions.home}/shm", "/dev/shm", "", kernel.BIND)


def _network(_: Conditions) -> None:
    """No network, and no abstract sockets in common with others."""
    kernel.unshare(kernel.NEW_NET)


def _ipc(_: Conditions) -> None:
    """No shared memory or message queue in common with others."""
    kernel.unshare(kernel.NEW_IPC)


def _proc(_: Conditions) -> None:
    """A ``/proc`` that shows the processes of this submission, and nothing else."""
    flags = kernel.READ_ONLY | kernel.NO_SETUID | kernel.NO_DEVICES | kernel.NO_PROGRAMS
    kernel.mount("proc", "/proc", "proc", flags, "subset=pid")


def _user(conditions: Conditions) -> None:
    """A user namespace: the processes of this submission are counted by themselves."""
    user, group = os.getuid(), os.getgid()
    kernel.unshare(kernel.NEW_USER)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        _write(conditions.proc, name, text)


def _oom(conditions: Conditions) -> None:
    """Where the machine runs out of memory, this process is killed first, and not the one that forks the next."""
    _write(conditions.proc, "oom_score_adj", "1000")


def limit_resources(limits: Mapping[str, int], *, processes: int) -> None:
    """Hard limits per process; ``processes`` counts those of the user in its namespace, and does not bind root.

    The computing time, in seconds, only stops what nobody watches any more.
    """
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, limits["cpu"])
    _lower(resource.RLIMIT_FSIZE, limits["file"])
    _lower(resource.RLIMIT_NOFILE, _FILES_AT_A_TIME)
    _lower(resource.RLIMIT_NPROC, processes)
    if kernel.LINUX:
        _lower(resource.RLIMIT_MSGQUEUE, 0)
        _lower(resource.RLIMIT_MEMLOCK, 0)


def limit_memory(budget: int, *, hard: bool = False) -> None:
    """Let the address space grow by so many bytes over what it is now; the grader watches the tree besides."""
    if not kernel.LINUX:
        return
    with open("/proc/self/statm", "rb") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    ceiling = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = now + budget if ceiling == resource.RLIM_INFINITY else min(now + budget, ceiling)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, wanted if hard else ceiling))


def _limits(conditions: Conditions) -> None:
    """Of time, memory, files and processes."""
    limit_resources(conditions.limits, processes=conditions.limits["processes"])
    limit_memory(conditions.limits["memory"], hard=True)


def _privileges(_: Conditions) -> None:
    """No capabilities, and none by executing a file."""
    kernel.set_capabilities(0)
    kernel.no_new_privileges()


def _calls(conditions: Conditions) -> None:
    """The system calls of :mod:`grader.jail.syscalls` and no others."""
    kernel.filter_system_calls(conditions.filter)


# ------------------------------------------------------------------------ where there are no namespaces


def _own_folder(conditions: Conditions) -> None:
    """A folder of its own, on disk."""
    os.makedirs(conditions.home, mode=0o700)


def _paths(conditions: Conditions) -> None:
    """Landlock: these files can be read, the folder written, and nothing else; no TCP, no signals to strangers."""
    kernel.no_new_privileges()
    kernel.confine([*readable(), *DEVICES], [conditions.home, "/dev/null"])


def _reading_only(_: Conditions) -> None:
    """No capabilities but reading, which root's Python may need; Landlock has the last word on what."""
    kernel.set_capabilities(kernel.capabilities() & 1 << kernel.CAP_READ_ANY)
    kernel.no_new_privileges()


def _shared_limits(conditions: Conditions) -> None:
    """As above, but processes are counted with all others of the same user, and the grader counts them too."""
    limits = conditions.limits
    limit_resources(limits, processes=limits["processes"] + limits["tasks"])
    limit_memory(limits["memory"], hard=True)


Layer = tuple[str, Callable[[Conditions], None]]

LAYERS: Mapping[Rung, tuple[Layer, ...]] = {
    "namespaces": (  # "pid" is the fork's, and "root" is bubblewrap's, around all of them
        ("session", _session), ("mounts", _mounts), ("files", _files), ("network", _network), ("ipc", _ipc),
        ("proc", _proc), ("user", _user), ("oom", _oom), ("limits", _limits), ("privileges", _privileges),
        ("calls", _calls),
    ),
    "landlock": (
        ("session", _session), ("folder", _own_folder), ("oom", _oom), ("limits", _shared_limits),
        ("privileges", _reading_only), ("paths", _paths), ("calls", _calls),
    ),
}  # fmt: skip


def lock_down(rung: Rung, conditions: Conditions, without: frozenset[str] = frozenset()) -> None:
    """Put on all layers of a rung; raises OSError where one cannot be."""
    for name, put_on in LAYERS[rung]:
        if name not in without:
            put_on(conditions)
    os.close(conditions.proc)
    for folder in ("work", "home"):
        with suppress(FileExistsError):  # where no layer made the folder around them anew
            os.mkdir(f"{conditions.home}/{folder}")
    os.chdir(conditions.work)
    home = f"{conditions.home}/home"
    os.environ.update(HOME=home, TMPDIR=home, PWD=conditions.work, IPYTHONDIR=f"{home}/.ipython", MPLCONFIGDIR=home)
    tempfile.tempdir = None


def _lower(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))


def _write(folder: int, name: str, text: str) -> None:
    file = os.open(name, os.O_WRONLY, dir_fd=folder)
    try:
        os.write(file, text.encode())
    finally:
        os.close(file)
