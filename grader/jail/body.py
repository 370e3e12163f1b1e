"""How a process that runs a student's program is held from outside, whichever way it was started."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

START_SECONDS = 120.0  # for importing libraries, on a busy machine
PATIENCE = 5.0  # seconds that ending and cleaning up may take


class CannotStart(Exception):
    """No process came up, though nothing of a student's had run in it; the last that it said is the message."""


class Lost(Exception):
    """A process went through no fault of its own: the one that it was forked from has died."""


class Body(Protocol):
    """A process with all that it started."""

    def pids(self) -> list[int]:
        """Those of them that live, as the grader's ``/proc`` numbers them."""

    def status(self, patience: float) -> int | None:
        """How the process ended, as :class:`subprocess.Popen` counts; None if it lives on after so many seconds.

        Raises Lost.
        """

    def end(self) -> float | None:
        """Kill all of it and leave nothing behind; the computing time of all of it, where that is known."""


class Jail(Protocol):
    """Where programs run: something that starts bodies."""

    @property
    def rung(self) -> str:
        """The isolation, in words; it begins with the rung's name and a colon."""

    @property
    def isolates(self) -> bool:
        """Whether it keeps a program from the files and the processes of the user who grades."""

    def tasks(self) -> int:
        """How many processes and threads already count against a limit that is the user's, not the program's."""

    def start(self, ends: tuple[int, int, int], modules: Sequence[str]) -> tuple[Body, Sequence[str]]:
        """A new process with its ends of three pipes: requests, replies, prints. Raises CannotStart and Lost.

        It also tells which of the modules are still to be imported.
        """

    def close(self) -> None:
        """End what is kept for the next start. Starting is possible all the same."""
