"""System calls that no student's program needs are answered "not implemented", by whatever way they are made."""

from __future__ import annotations

import errno
from collections.abc import Mapping

import pytest

from grader.core import Returned
from grader.jail import syscalls
from grader.jail.runner import ProcessRunner
from tests.attacks.stage import ROOMY, Stage

CALLS = {
    "unshare": "a user namespace inside", "setns": "joining a namespace", "clone3": "namespaces by a new process",
    "mount": "mounting", "umount2": "uncovering", "pivot_root": "another root", "chroot": "another root",
    "fsopen": "mounting anew", "move_mount": "mounting anew", "open_tree": "mounting anew",
    "ptrace": "steering another process", "process_vm_readv": "reading another's memory",
    "process_vm_writev": "writing another's memory", "process_madvise": "another's memory", "kcmp": "comparing others",
    "pidfd_getfd": "taking another's files", "add_key": "keys of the user's", "keyctl": "keys of the user's",
    "request_key": "keys of the user's", "bpf": "programs in the kernel", "perf_event_open": "watching others",
    "io_uring_setup": "calls that pass by the filter", "userfaultfd": "holding the kernel up", "memfd_create":
    "memory that is nobody's", "shmget": "shared memory", "msgget": "message queues", "semget": "semaphores",
    "mq_open": "message queues", "open_by_handle_at": "files by number", "name_to_handle_at": "numbers of files",
    "mknod": "devices", "mknodat": "devices", "setuid": "becoming another", "setresuid": "becoming another",
    "setgroups": "other groups", "capset": "capabilities", "personality": "other rules of memory",
    "init_module": "kernel modules", "finit_module": "kernel modules", "kexec_load": "another kernel",
    "reboot": "switching off", "swapon": "swap", "sethostname": "the machine's name", "settimeofday": "the clock",
    "clock_settime": "the clock", "adjtimex": "the clock", "syslog": "the kernel's log", "acct": "accounting",
    "quotactl": "quotas", "iopl": "hardware", "ioperm": "hardware", "modify_ldt": "segments", "seccomp": "filters",
    "fanotify_init": "watching files", "vmsplice": "pages in pipes", "splice": "pages in pipes",
    "tee": "pages in pipes",
    "move_pages": "others' pages", "migrate_pages": "others' pages", "setpriority": "others' priority",
    "sched_setscheduler": "priority over all", "chown": "giving files away", "setxattr": "attributes", "lookup_dcookie":
    "old calls", "uselib": "old calls", "vhangup": "terminals", "execveat": "programs without a name",
}  # fmt: skip
MAKE = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def call(number):
    ctypes.set_errno(0)
    return ctypes.get_errno() if libc.syscall(ctypes.c_long(number), *[ctypes.c_long(-1)] * 5) == -1 else 0
answers = {name: call(number) for name, number in NUMBERS.items()}
def other_way(number): return libc.syscall(ctypes.c_long(number), 0, 0, 0)
def namespaces(flags): return libc.syscall(ctypes.c_long(CLONE), ctypes.c_long(flags | 17), 0, 0, 0, 0)
"""
X32 = 0x40000000


def _numbers() -> dict[str, int]:
    library = syscalls._library()
    found = {name: int(library.seccomp_syscall_resolve_name(name.encode())) for name in (*CALLS, "clone", "getpid")}
    return {name: number for name, number in found.items() if number >= 0}


@pytest.fixture(scope="module")
def answers(stage: Stage) -> Mapping[str, object]:
    """What the kernel answers to each call, the filter in force."""
    numbers = _numbers()
    code = MAKE.replace("NUMBERS", repr({k: v for k, v in numbers.items() if k in CALLS})).replace("CLONE", "0")
    with ProcessRunner(ROOMY, jail=stage.jail) as runner:
        reply = runner.run(stage.program(code)).value("answers")
    assert isinstance(reply, Returned)
    assert isinstance(reply.value, dict)
    return reply.value


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_not_there(answers: Mapping[str, object], name: str) -> None:
    if name not in answers:
        pytest.skip("not on this architecture")
    assert answers[name] == errno.ENOSYS, CALLS[name]


NAMESPACES = {"mount": 0x20000, "cgroup": 0x2000000, "uts": 0x4000000, "ipc": 0x8000000, "user": 0x10000000,
              "pid": 0x20000000, "net": 0x40000000}  # fmt: skip


@pytest.mark.parametrize("kind", NAMESPACES)
def test_no_namespace_by_clone(stage: Stage, kind: str) -> None:
    code = MAKE.replace("NUMBERS", "{}").replace("CLONE", str(_numbers()["clone"]))
    with ProcessRunner(ROOMY, jail=stage.jail) as runner:
        reply = runner.run(stage.program(code)).call("namespaces", [NAMESPACES[kind]], library="plain")
    assert isinstance(reply, Returned)
    assert reply.value == -1


def test_numbers_of_another_architecture(stage: Stage) -> None:
    """On x86, each call has a second number; the filter knows of none, and ends the process that tries."""
    numbers = _numbers()
    code = MAKE.replace("NUMBERS", "{}").replace("CLONE", "0")
    with ProcessRunner(ROOMY, jail=stage.jail) as runner:
        run = runner.run(stage.program(code))
        reply = run.call("other_way", [X32 | numbers["getpid"]], library="plain")
        assert not isinstance(reply, Returned) or reply.value == -1
        assert run.report.outcome in ("crashed", "ok")
    stage.check()
