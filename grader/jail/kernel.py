"""Linux system calls that Python does not wrap. Each raises OSError, and none does anything on its own account."""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Sequence

LINUX = sys.platform == "linux"

NEW_MOUNT, NEW_IPC, NEW_USER, NEW_PID, NEW_NET = 0x20000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
READ_ONLY, NO_SETUID, NO_DEVICES, NO_PROGRAMS, BIND, RECURSIVE, PRIVATE = 1, 2, 4, 8, 0x1000, 0x4000, 0x40000

CAP_READ_ANY = 2  # CAP_DAC_READ_SEARCH
_CAPABILITY_VERSION = 0x20080522

_DEATH_SIGNAL, _SECCOMP, _SUBREAPER, _NO_NEW_PRIVILEGES, _AMBIENT = 1, 22, 36, 38, 47
_AMBIENT_RAISE, _FILTER = 2, 2
_COLLAPSE = 25

# The same numbers on every architecture that appeared after 2011, and on x86.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_BENEATH = 1

_libc: ctypes.CDLL = ctypes.CDLL(None, use_errno=True)
_python: ctypes.PyDLL = ctypes.PyDLL(None, use_errno=True)  # keeps the interpreter's lock while it calls


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def fork() -> int:
    """Fork without the hooks that Python's modules registered for it, half of whose cost is memory that they touch.

    Only for a process of one thread: no lock can be held by another, and the random generators are to be seeded anew.
    """
    return _checked(_python.fork(), "fork")


# -------------------------------------------------------------------------------------------- namespaces


def unshare(spaces: int) -> None:
    """Leave the namespaces of the parent; of pid namespaces only the children leave."""
    _checked(_libc.unshare(spaces), f"unshare {spaces:#x}")


def enter(namespace: int, kind: int) -> None:
    """Join a namespace by its file descriptor."""
    _checked(_libc.setns(namespace, kind), f"setns {kind:#x}")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount a file system, or bind a folder to a second place."""
    arguments = (text.encode() for text in (source, target, kind))
    _checked(_libc.mount(*arguments, ctypes.c_ulong(flags), options.encode()), f"mount {kind or source} on {target}")


# --------------------------------------------------------------------------------------------- privileges


def set_capabilities(kept: int, *, inheritable: bool = False) -> None:
    """Keep the capabilities of a bit mask, effective and permitted; nothing else."""
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    low, high = kept & 0xFFFFFFFF, kept >> 32
    passed = (low, high) if inheritable else (0, 0)
    sets = struct.pack("=6I", low, low, passed[0], high, high, passed[1])
    _checked(_libc.capset(header, sets), "capset")


def keep_over_exec(capability: int) -> None:
    """Let an inheritable capability survive the execution of a file."""
    _checked(_libc.prctl(_AMBIENT, _AMBIENT_RAISE, capability, 0, 0), "prctl ambient")


def capabilities() -> int:
    """The effective capabilities, as a bit mask."""
    with open("/proc/self/status", "rb") as file:
        return next((int(line.split()[1], 16) for line in file if line.startswith(b"CapEff:")), 0)


def keep_capabilities_over_setuid() -> None:
    """Let the permitted capabilities survive the change from root to an ordinary user."""
    _checked(_libc.prctl(8, 1, 0, 0, 0), "prctl keepcaps")


def no_new_privileges() -> None:
    """No file that is executed from now on gives privileges."""
    _checked(_libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "prctl no_new_privs")


def filter_system_calls(program: bytes) -> None:
    """Put a BPF program (eight bytes an instruction) between this process and the kernel."""
    held = ctypes.create_string_buffer(program, len(program))
    address = struct.pack("=HxxxxxxQ", len(program) // 8, ctypes.addressof(held))
    _checked(_libc.prctl(_SECCOMP, _FILTER, address, 0, 0), "prctl seccomp")


def adopt_orphans() -> None:
    """Become the parent of whatever the processes below leave behind."""
    if LINUX:
        _checked(_libc.prctl(_SUBREAPER, 1, 0, 0, 0), "prctl subreaper")


def die_with_parent() -> None:
    """Be killed when the parent's thread goes."""
    if LINUX:
        _checked(_libc.prctl(_DEATH_SIGNAL, 9, 0, 0, 0), "prctl pdeathsig")


# ----------------------------------------------------------------------------------------------- landlock

_READ, _WRITE_ALL = 0b1101, (1 << 13) - 1  # execute, read file, read folder; everything that the first version knows
_REFER, _TRUNCATE, _DEVICES = 1 << 13, 1 << 14, 1 << 15
_OF_FILES = 0b111 | _TRUNCATE | _DEVICES


def landlock_version() -> int:
    """Which Landlock the kernel has; 0 for none."""
    return max(0, int(_libc.syscall(_CREATE_RULESET, None, 0, 1))) if LINUX else 0


def confine(readable: Sequence[str], writable: Sequence[str]) -> None:
    """Leave this process, and what it starts, these files and folders; no TCP, no signals and no abstract sockets out.

    The last three as far as the kernel's version goes.
    """
    version = landlock_version()
    if not version:
        raise OSError(errno.ENOSYS, "Landlock: not in this kernel")
    known = _WRITE_ALL | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    known |= _DEVICES if version >= 5 else 0
    attributes = [known, *([0b11] if version >= 4 else []), *([0b11] if version >= 6 else [])]
    packed = struct.pack(f"={len(attributes)}Q", *attributes)
    ruleset = _checked(_libc.syscall(_CREATE_RULESET, packed, len(packed), 0), "landlock ruleset")
    try:
        for paths, access in ((readable, _READ), (writable, known)):
            for path in paths:
                _allow(ruleset, path, access)
        _checked(_libc.syscall(_RESTRICT_SELF, ruleset, 0), "landlock restrict")
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, access: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not os.path.isdir(path):
            access &= _OF_FILES
        rule = struct.pack("=Qi", access, place)
        _checked(_libc.syscall(_ADD_RULE, ruleset, _BENEATH, rule, 0), f"landlock {path}")
    finally:
        os.close(place)


# ------------------------------------------------------------------------------------------------- memory


def collapse(start: int, end: int) -> bool:
    """Put a stretch of memory into one huge page (Linux 6.1); says whether that worked."""
    return bool(_libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _COLLAPSE) == 0)
