"""The process above a student's: a few megabytes of Python that wait, kill and clean up.

It stands outside the student's pid namespace where there is one. It waits until the student's process has ended or the
grader has closed the line to it, be it by dying, and then leaves nothing behind: no process and no folder.
"""

from __future__ import annotations

import os
import select
import signal
from typing import NoReturn

from grader.jail import scratch, watch

_PATIENCE_MS = 50  # where the end of a process cannot be polled for
KILLED = 128  # exit status: this and the signal that ended the student's process
MUTE = 70  # exit status: the student's process found its line cut
NOT_LOCKED = 71  # exit status: a layer of the jail could not be put on, and nothing was run


def supervise(student: int, life: int, folder: str) -> NoReturn:
    """Wait for the end of a child process or of the grader; then kill all below, remove the folder, and exit."""
    os.chdir("/")
    _wait(student, life)
    _kill(student)
    status = os.waitpid(student, 0)[1]
    _end_the_rest()
    scratch.remove(folder)
    os._exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else KILLED + os.WTERMSIG(status))


def _wait(student: int, life: int) -> None:
    events = select.poll()
    events.register(life, select.POLLIN)
    if hasattr(os, "pidfd_open"):
        events.register(os.pidfd_open(student), select.POLLIN)
        events.poll()
        return
    while not events.poll(_PATIENCE_MS):
        if os.waitid(os.P_PID, student, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return


def _end_the_rest() -> None:
    """Kill what the student's process left behind: orphans, wherever they were born, are children of this one now."""
    while left := watch.children(os.getpid()):
        for pid in left:
            _kill(pid)
            os.waitpid(pid, 0)


def _kill(pid: int) -> None:
    """Kill a child that was not waited for, so that the number is still its own."""
    os.kill(pid, signal.SIGKILL)
