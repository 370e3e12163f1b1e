"""The system calls that a student's process may make: an allow-list, as a program for the kernel's filter.

Found by running numpy, torch with its data loaders, sympy, matplotlib, IPython, multiprocessing, asyncio and a shell
under it, and by leaving out what none of them needs; ``memfd_create`` as well, since such memory belongs to no process
that could be asked for it. Whatever is not named here is answered "not implemented", for which the C library has other
ways. Calls with conditions are below: a clone makes no namespaces, a socket leads nowhere but to other processes of the
same submission, and limits can be changed of oneself alone.
"""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Iterable, Iterator

FILES = """
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 open openat creat close close_range
    dup dup2 dup3 lseek fstat stat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat getdents
    getdents64 getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink
    symlinkat chmod fchmod fchmodat truncate ftruncate fallocate fsync fdatasync sync_file_range utimensat utime utimes
    futimesat umask fcntl flock sendfile copy_file_range statfs fstatfs fadvise64 readahead getxattr lgetxattr
    fgetxattr listxattr llistxattr flistxattr
"""
WAITING = """
    poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2 eventfd
    eventfd2 signalfd signalfd4 timerfd_create timerfd_settime timerfd_gettime pipe pipe2 pause nanosleep
    clock_nanosleep alarm setitimer getitimer
"""
MEMORY = "brk mmap munmap mremap mprotect madvise mincore msync membarrier"
PROCESSES = """
    fork vfork execve exit exit_group wait4 waitid set_tid_address set_robust_list get_robust_list rseq futex
    arch_prctl restart_syscall sched_yield sched_getaffinity sched_getparam sched_getscheduler sched_get_priority_max
    sched_get_priority_min getpriority getrlimit setrlimit getrusage pidfd_open
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigpending rt_sigtimedwait sigaltstack
"""
FACTS = """
    getpid getppid gettid getuid geteuid getgid getegid getresuid getresgid getgroups getpgid getpgrp getsid capget
    uname sysinfo times time gettimeofday clock_gettime clock_getres getcpu getrandom
"""
PAIRS = "getsockname getpeername recvfrom recvmsg recvmmsg shutdown setsockopt getsockopt"
TALK = "bind listen accept accept4 connect sendto sendmsg sendmmsg"
SIGNALS = "kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal setsid setpgid"

ALWAYS = " ".join((FILES, WAITING, MEMORY, PROCESSES, FACTS, PAIRS)).split()
AMONG_THEMSELVES = f"{SIGNALS} {TALK}".split()  # only where namespaces keep strangers out of reach

_NEW_NAMESPACES = 0x7E020000
_ASKING_ABOUT_FILES = (0x5401, 0x802C542A, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # ioctl; none of terminals
_OWN_SETTINGS = (2, 3, 15, 16, 23, 29, 30, 36, 37, 38, 39, 41, 42, 0x53564D41)  # prctl; not whom to die with
_UNIX_SOCKETS = 1

Condition = tuple[int, int, int, int]  # argument, comparison, two operands
_EQUAL, _MASKED = 4, 7
_LOW = 0xFFFFFFFF  # the kernel reads 32 bits of these arguments


def _conditions(separated: bool) -> Iterator[tuple[str, list[Condition]]]:
    """The calls that are allowed with certain arguments only; each row is one way to be allowed."""
    yield "clone", [(0, _MASKED, _NEW_NAMESPACES, 0)]
    yield "prlimit64", [(0, _MASKED, _LOW, 0)]
    yield "sched_setaffinity", [(0, _MASKED, _LOW, 0)]
    for request in _ASKING_ABOUT_FILES:
        yield "ioctl", [(1, _MASKED, _LOW, request)]
    for option in _OWN_SETTINGS:
        yield "prctl", [(0, _MASKED, _LOW, option)]
    yield "socketpair", [(0, _MASKED, _LOW, _UNIX_SOCKETS)]
    if separated:
        yield "socket", [(0, _MASKED, _LOW, _UNIX_SOCKETS)]
    else:
        yield "sendto", [(4, _EQUAL, 0, 0)]  # to the other end of a pair, and to no address


# ------------------------------------------------------------------------------------------ libseccomp


class _Comparison(ctypes.Structure):
    _fields_ = (("argument", ctypes.c_uint), ("how", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


_ALLOW, _OTHERWISE = 0x7FFF0000, 0x00050000 | errno.ENOSYS
_OPTIMIZE, _BINARY_TREE = 8, 2


def program(separated: bool) -> bytes:
    """The filter as BPF; ``separated`` if signals and sockets cannot leave the submission. Raises OSError."""
    library = _library()
    context = library.seccomp_init(_OTHERWISE)
    if not context:
        raise OSError(errno.ENOMEM, "libseccomp gave no filter")
    try:
        library.seccomp_attr_set(context, _OPTIMIZE, _BINARY_TREE)  # speed only; not in old versions
        for name in (*ALWAYS, *(AMONG_THEMSELVES if separated else ())):
            _allow(library, context, name, ())
        for name, conditions in _conditions(separated):
            _allow(library, context, name, conditions)
        return _exported(library, context)
    finally:
        library.seccomp_release(context)


def _library() -> ctypes.CDLL:
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_init.argtypes = (ctypes.c_uint32,)
    library.seccomp_release.argtypes = (ctypes.c_void_p,)
    library.seccomp_release.restype = None
    library.seccomp_attr_set.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32)
    library.seccomp_syscall_resolve_name.argtypes = (ctypes.c_char_p,)
    library.seccomp_rule_add_array.argtypes = (
        ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.POINTER(_Comparison),
    )  # fmt: skip
    library.seccomp_export_bpf.argtypes = (ctypes.c_void_p, ctypes.c_int)
    return library


def _allow(library: ctypes.CDLL, context: int, name: str, conditions: Iterable[Condition]) -> None:
    number = library.seccomp_syscall_resolve_name(name.encode())
    if number < 0:  # not on this architecture, or younger than the library
        return
    rows = [_Comparison(*condition) for condition in conditions]
    result = library.seccomp_rule_add_array(context, _ALLOW, number, len(rows), (_Comparison * len(rows))(*rows))
    if result < 0:
        raise OSError(-result, f"libseccomp: no rule for {name}")


def _exported(library: ctypes.CDLL, context: int) -> bytes:
    with os.fdopen(os.memfd_create("filter"), "r+b") as file:
        result = library.seccomp_export_bpf(context, file.fileno())
        if result < 0:
            raise OSError(-result, "libseccomp: no program")
        file.seek(0)
        return file.read()
