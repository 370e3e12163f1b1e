"""The lowest rung: a fresh interpreter for each program, with limits and a supervisor, and no isolation.

For systems that have nothing better, and only where that was asked for: a program can read and write what its user can.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from grader.jail import scratch, watch
from grader.jail.body import PATIENCE, Body, CannotStart
from grader.jail.supervisor import KILLED

_BOOT = Path(__file__).with_name("boot.py")


class SingleUse:
    """A jail in name only."""

    @property
    def rung(self) -> str:
        """The isolation, in words."""
        return "none: own process with limits on time and memory; NO ISOLATION of files, processes and network"

    @property
    def isolates(self) -> bool:
        """Never."""
        return False

    def tasks(self) -> int:
        """The limit on processes is the user's."""
        return watch.tasks_of_user()

    def start(self, ends: tuple[int, int, int], modules: Sequence[str]) -> tuple[Body, Sequence[str]]:
        """A new interpreter, which is still to import everything."""
        return _Alone(ends), modules

    def close(self) -> None:
        """Nothing is kept."""


class _Alone:
    """An interpreter in a folder of its own, with a supervisor above it."""

    def __init__(self, ends: tuple[int, int, int]) -> None:
        self._mark = secrets.token_hex(16)
        self._folder = tempfile.mkdtemp(prefix="run-")
        requests, replies, prints = ends
        life, self._life = os.pipe()
        work = Path(self._folder, "work")
        work.mkdir()
        Path(self._folder, "home").mkdir()
        command = [sys.executable, "-I", str(_BOOT), "alone", *map(str, (requests, replies, life))]
        try:
            self._popen = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=prints, stderr=prints, pass_fds=(requests, replies, life),
                cwd=work, env=self._environment(), start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            os.close(self._life)
            shutil.rmtree(self._folder, ignore_errors=True)
            raise CannotStart(str(error)) from None
        finally:
            os.close(life)

    def _environment(self) -> dict[str, str]:
        """The few variables that a program sees."""
        home = f"{self._folder}/home"
        threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        return {
            "PATH": os.environ.get("PATH", os.defpath), "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8",
            "MPLBACKEND": "Agg", "CUDA_VISIBLE_DEVICES": "", "RUN_MARK": self._mark, **dict.fromkeys(threads, "1"),
        }  # fmt: skip

    def pids(self) -> list[int]:
        return list(watch.tree(self._popen.pid))[1:]  # the first is the supervisor

    def status(self, patience: float) -> int | None:
        try:
            status = self._popen.wait(patience)
        except subprocess.TimeoutExpired:
            return None
        return status if status < KILLED else KILLED - status

    def end(self) -> float | None:
        if self._life < 0:
            return None
        os.close(self._life)  # which the supervisor sees
        self._life = -1
        try:
            self._popen.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._popen.pid, signal.SIGKILL)
            self._popen.wait()
        self._sweep()
        if os.path.exists(self._folder):
            scratch.remove(self._folder)
            shutil.rmtree(self._folder, ignore_errors=True)
        return None

    def _sweep(self) -> None:
        """Kill what outlived the supervisor, which a student may have killed."""
        mark = f"RUN_MARK={self._mark}".encode()
        deadline = time.monotonic() + PATIENCE
        while (left := watch.marked(mark)) and time.monotonic() < deadline:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
