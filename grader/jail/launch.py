"""Launches the jail: a warm process (the zygote) from which a locked-down child is forked for each program.

The threat
----------
A submission is a program by somebody who may want points that were not earned, other students' work, the solutions, the
gradebook, or the machine. It may do whatever a program can: patch every library, read and write every byte of its own
process, speak the wire's language to us, start processes, use up time, memory, disk and output, and attack the kernel.

What is protected: the grader's process and files, the solutions and expected values, the gradebook, the user's account
and the network, every other submission, and the class as a whole, which must go on.

What holds it
-------------
* *What is worth stealing is not there.* A verdict is made in the grader's process, out of plain values that the child
  claims (:mod:`grader.jail.wire`). No reference, expected value or other submission is in the memory or in the file
  system of the zygote or of a child; a submission's text first arrives in its own child.
* *Files*: bubblewrap gives the zygote a file system of programs and libraries, read-only; a child adds a folder in
  memory that ends with it. *Processes*: a pid namespace; killing its first process kills all. *Network*: none.
  *Privileges*: an ordinary user in a user namespace of its own, no capabilities, no_new_privs. *The kernel*: only the
  system calls that numerical Python makes. *Use*: limits of each process, and from here a watch on the sum of them.
  All of it is in :mod:`grader.jail.lockdown`, done by the child before it reads a line of a student's.
* *It fails closed.* A layer that cannot be put on ends the child, and that is our fault: Broken, never a zero.

What does not hold
------------------
The kernel is shared: a hole in it, within the calls allowed, is a hole in the jail. Timing side channels are not
closed, nor can two submissions that agree beforehand be kept from signalling by load or by locks on files that both may
read. Memory is watched from outside every twentieth of a second, and buffers in the kernel are not counted. A child can
lie about its own results, which is no more than a wrong answer; and it sees the inputs that its functions are called
with, which is why what it prints is thrown away. What all this promises to a user is in ``docs/security.md``.

The ladder
----------
``namespaces`` is all of the above. ``landlock``, where bubblewrap or namespaces are missing: the same zygote, Landlock
for files, no sockets, no signals to anybody, the folder on disk. ``none`` (:mod:`grader.jail.alone`): a fresh
interpreter with limits and no isolation, only if asked for. The first that works in a trial is taken.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO

from grader.jail import scratch, watch, wire
from grader.jail.body import PATIENCE, START_SECONDS, Body, CannotStart, Lost
from grader.jail.lockdown import DEVICES, Rung, readable
from grader.jail.zygote import MAX_MESSAGE

_HERE = Path(__file__).parent
_ORDINARY_USER = 65533  # owns nothing anywhere, and is not the one that other services run as
_HOMES = ("/tmp", "/mnt", "/srv")  # inside bubblewrap; each child covers one of them with a folder of its own
WARM_AFTER = 6  # programs; then it is a class, and worth loading everything and arranging memory for
_EVERYTHING = ("IPython", "matplotlib.pyplot", "numpy", "sympy", "torch")
_WORDS: Mapping[Rung, str] = {
    "namespaces": "namespaces: bubblewrap; own user, pid, mount, network and ipc namespaces; seccomp; limits",
    "landlock": "landlock: Landlock, seccomp and limits; no namespaces, files written to disk",
}


class Zygote:
    """A jail by forking; starts its zygote when first asked, and again when that has died.

    ``without`` leaves out layers, for tests and measurements that show what each is for. After ``warm_after`` programs
    it loads all libraries, which takes seconds, and each later program is faster.
    """

    def __init__(
        self, rung: Rung = "namespaces", *, without: frozenset[str] = frozenset(), warm_after: int = WARM_AFTER
    ) -> None:
        self._kind: Rung = rung
        self._warm_after = warm_after
        self._without = without
        self._lock = threading.RLock()
        self._popen: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._words: IO[bytes] | None = None
        self._folder: str | None = None
        self._starts = 0
        self._loaded: set[str] = set()
        self._warm = False

    @property
    def rung(self) -> str:
        """The isolation, in words."""
        left_out = f"; WITHOUT {', '.join(sorted(self._without))}" if self._without else ""
        return _WORDS[self._kind] + left_out

    @property
    def isolates(self) -> bool:
        """Always."""
        return True

    @property
    def pid(self) -> int | None:
        """The process that was started, bubblewrap's where there is one."""
        return self._popen.pid if self._popen is not None else None

    def tasks(self) -> int:
        """A user namespace of its own counts from nothing."""
        if self._kind == "namespaces":
            return 0
        return watch.tasks_of_user(_ORDINARY_USER if os.geteuid() == 0 else None)

    # ------------------------------------------------------------------------------------- the children

    def start(self, ends: tuple[int, int, int], modules: Sequence[str]) -> tuple[Body, Sequence[str]]:
        """Fork a child; what it may need is imported in the zygote first."""
        with self._lock:
            if self._popen is None or self._popen.poll() is not None:
                self._open()
            try:
                return self._fork(ends, modules), ()
            except Lost:
                self.close()  # the next start is of a new zygote
                raise

    def _fork(self, ends: tuple[int, int, int], modules: Sequence[str]) -> _Forked:
        self._starts += 1
        warm = self._starts > self._warm_after
        wanted = _EVERYTHING if warm else tuple(modules)
        if not self._loaded.issuperset(wanted) or warm > self._warm:
            self._ask(("load", list(wanted), warm))
            self._loaded.update(wanted)
            self._warm = warm
        home = _home() if self._folder is None else f"{self._folder}/{self._starts}"
        (_, pid), (pidfd,) = self._ask(("fork", home), ends)
        return _Forked(self, int(str(pid)), pidfd, None if self._folder is None else home)

    def reap(self, pid: int) -> tuple[int, float]:
        """The exit status and computing time of a child that is dead. Raises Lost."""
        with self._lock:
            (_, status, seconds), _ = self._ask(("reap", pid))
            return int(str(status)), float(str(seconds))

    def close(self) -> None:
        """End the zygote and with it every child."""
        with self._lock:
            if self._line is not None:
                self._line.close()
            if self._popen is not None:
                self._end_process(self._popen)
            if self._words is not None:
                self._words.close()
            if self._folder is not None:
                scratch.remove(self._folder)
                shutil.rmtree(self._folder, ignore_errors=True)
            self._popen = self._line = self._words = self._folder = None

    @staticmethod
    def _end_process(popen: subprocess.Popen[bytes]) -> None:
        try:
            popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            popen.kill()  # bubblewrap's first process dies with it, and takes its pid namespace along
            popen.wait()

    # --------------------------------------------------------------------------------------- the zygote

    def _open(self) -> None:
        self.close()
        self._starts, self._loaded, self._warm = 0, set(), False
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(START_SECONDS)
        self._line, self._words = ours, tempfile.TemporaryFile()  # noqa: SIM115  # closed by close()
        home = _home() if self._kind == "namespaces" else self._make_folder()
        command = self._command(theirs.fileno())
        try:
            self._popen = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=self._words, stderr=self._words, env=_environment(home),
                pass_fds=(theirs.fileno(),), start_new_session=True, cwd="/",
            )  # fmt: skip
        except OSError as error:
            self.close()
            raise CannotStart(f"{command[0]}: {error}") from None
        finally:
            theirs.close()
        try:
            self._ask(("load", [], False))
        except Lost as error:
            self.close()
            raise CannotStart(f"the zygote did not start: {error}") from None

    def _make_folder(self) -> str:
        self._folder = tempfile.mkdtemp(prefix="jail-")
        if os.geteuid() == 0:
            os.chown(self._folder, _ORDINARY_USER, _ORDINARY_USER)
        return self._folder

    def _command(self, control: int) -> list[str]:
        boot = str(_HERE / "boot.py")
        options = ["zygote", str(control), self._kind, *sorted(self._without)]
        return self.inside([sys.executable, "-s", "-P", "-B", boot, *options])

    def inside(self, program: list[str]) -> list[str]:
        """The command that runs a program where the zygote runs."""
        command = [*self._bubblewrap(), *program] if self._kind == "namespaces" else program
        if os.geteuid() != 0:
            return command
        how = "stage" if self._kind == "namespaces" else "read"
        return [sys.executable, "-I", str(_HERE / "ordinary.py"), str(_ORDINARY_USER), how, *command]

    def _bubblewrap(self) -> list[str]:
        """The command that gives the zygote its file system and its namespaces; each child makes its own below them."""
        program = shutil.which("bwrap")
        if program is None:
            raise CannotStart("bubblewrap is not installed")
        command = [program, "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
        command += ["--unshare-cgroup-try", "--new-session", "--die-with-parent", "--cap-add", "CAP_SYS_ADMIN"]
        exposed = _everything_else() if "root" in self._without else []
        command += [word for path in exposed for word in ("--bind", path, path)]
        for path in readable():
            if not os.path.islink(path):
                command += ["--ro-bind", path, path]
            elif not any(path.startswith(f"{outer}/") for outer in exposed):
                command += ["--symlink", os.readlink(path), path]
        command += ["--proc", "/proc", "--tmpfs", "/dev", "--dir", "/dev/shm", "--tmpfs", _home()]
        for device in DEVICES:
            command += ["--dev-bind", device, device]
        command += ["--symlink", "/proc/self/fd", "/dev/fd", "--remount-ro", "/dev"]
        return command if exposed else [*command, "--remount-ro", "/"]

    def _ask(self, request: wire.Wire, ends: Sequence[int] = ()) -> tuple[list[wire.Wire], list[int]]:
        """Send a request and wait for its answer. Raises Lost, and CannotStart where the answer is that it failed."""
        if self._line is None:
            raise Lost("closed")
        try:
            socket.send_fds(self._line, [wire.pack(request)], list(ends))
            data, rights, _, _ = socket.recv_fds(self._line, MAX_MESSAGE, 1)
        except (OSError, TimeoutError) as error:
            raise Lost(self._last_words() or str(error)) from None
        if not data:
            raise Lost(self._last_words())
        match wire.unpack(data):
            case ("failed", why):
                raise CannotStart(str(why))
            case tuple(answer):
                return list(answer), rights
            case _:
                raise Lost("an answer that is none")

    def _last_words(self) -> str:
        if self._words is None:
            return ""
        self._words.seek(0)
        return self._words.read()[-1000:].decode(errors="replace").strip()


def _everything_else() -> list[str]:
    """The folders of the machine that are bound neither to be read nor as something of the jail's own."""
    own = {"/proc", "/sys", "/dev", "/root", *_HOMES, *readable()}
    return sorted({f"/{name}" for name in os.listdir("/") if os.path.isdir(f"/{name}")} - own)


@cache
def _home() -> str:
    """The folder that children cover: the first beneath which nothing lies that they must read, such as Python."""
    return next(home for home in _HOMES if not any(f"{path}/".startswith(f"{home}/") for path in readable()))


def _environment(home: str) -> dict[str, str]:
    """The few variables that a program sees; the same set order in every zygote, so that runs can be repeated."""
    threads = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": home, "TMPDIR": home, "IPYTHONDIR": f"{home}/.ipython",
        "MPLCONFIGDIR": f"{home}/.matplotlib", "MPLBACKEND": "Agg", "USER": "student", "LOGNAME": "student",
        "LANG": "C.UTF-8", "CUDA_VISIBLE_DEVICES": "", "PYTHONHASHSEED": "0",
        **{f"{name}_NUM_THREADS": "1" for name in threads},
    }  # fmt: skip


class _Forked:
    """A child of the zygote, held by its pidfd."""

    def __init__(self, zygote: Zygote, pid: int, pidfd: int, folder: str | None) -> None:
        self._zygote, self._pid, self._pidfd = zygote, pid, pidfd
        self._folder = folder
        self._here = _number_here(pidfd)  # the zygote counts in a namespace of its own
        self._ended: tuple[int, float] | None = None

    def pids(self) -> list[int]:
        if self._folder is None:
            return list(watch.tree(self._here))
        return list(dict.fromkeys([*watch.tree(self._here), *watch.group(self._here)]))

    def status(self, patience: float) -> int | None:
        if self._ended is None and not self._dead(patience):
            return None
        return self._reaped()[0]

    def end(self) -> float | None:
        if self._pidfd < 0:
            return None
        try:
            if self._ended is None:
                self._kill()
            return self._reaped()[1] if self._ended or self._dead(PATIENCE) else None
        except Lost:
            return None
        finally:
            os.close(self._pidfd)
            self._pidfd = -1
            if self._folder is not None:
                scratch.remove(self._folder)

    def _kill(self) -> None:
        """The first process of a pid namespace takes all others along; else they are one group that none can leave."""
        if self._folder is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._here, signal.SIGKILL)
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def _dead(self, patience: float) -> bool:
        events = select.poll()
        events.register(self._pidfd, select.POLLIN)
        return bool(events.poll(1000 * patience))

    def _reaped(self) -> tuple[int, float]:
        if self._ended is None:
            self._kill()  # what it left behind, while its number cannot be anybody else's
            self._ended = self._zygote.reap(self._pid)
        return self._ended


def _number_here(pidfd: int) -> int:
    with open(f"/proc/self/fdinfo/{pidfd}") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pid:"))
