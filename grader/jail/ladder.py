"""Which isolation this machine has: the rungs tried in order, by running an empty program on each."""

from __future__ import annotations

import atexit
import os
from collections.abc import Mapping, Sequence

from grader.jail.alone import SingleUse
from grader.jail.body import Body, CannotStart, Jail, Lost
from grader.jail.launch import Zygote
from grader.jail.lockdown import Rung
from grader.jail.process import Conditions, Limits, Process

UNSAFE_VARIABLE = "GRADER_UNSAFE"  # for doors without options of their own
_RUNGS: tuple[Rung, ...] = ("namespaces", "landlock")


class NoIsolation(CannotStart):
    """Nothing on this machine keeps a program from the files of the user; says why, rung by rung."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        tried = "; ".join(f"{rung}: {reason}" for rung, reason in reasons.items())
        super().__init__(
            f"student code cannot be isolated on this machine ({tried}). Install bubblewrap and libseccomp2 (Debian, "
            f"Ubuntu) and allow user namespaces, or run in a container that has them, or accept with --unsafe (or "
            f"{UNSAFE_VARIABLE}=1) that the code may read and write whatever you can"
        )


class Refuse:
    """No jail: no program is run, each that should be is our fault, and all else can go on."""

    rung = "none: this machine cannot isolate student code, so none was run (see --unsafe)"
    isolates = False

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self.reasons = reasons

    def tasks(self) -> int:
        """Nothing counts."""
        return 0

    def start(self, *_: object) -> tuple[Body, Sequence[str]]:
        """Raises NoIsolation."""
        raise NoIsolation(self.reasons)

    def close(self) -> None:
        """Nothing is kept."""


def choose(*, unsafe: bool = False) -> Jail:
    """The best jail there is, started. Where there is none: one in name only with ``unsafe``, else one that refuses."""
    reasons: dict[str, str] = {}
    for rung in _RUNGS:
        jail = Zygote(rung)
        try:
            try_out(jail)
            return jail
        except (CannotStart, Lost) as error:
            jail.close()
            reasons[rung] = str(error)
    if unsafe or os.environ.get(UNSAFE_VARIABLE, "") not in ("", "0"):
        return SingleUse()
    return Refuse(reasons)


def try_out(jail: Jail) -> None:
    """Start one empty program. Raises CannotStart or Lost."""
    Process(Conditions(Limits(), 0, jail), ()).end()


_shared: dict[int, Jail] = {}  # by process, since what a fork inherits is not its own


def shared(*, unsafe: bool = False) -> Jail:
    """The jail of this process, chosen when first asked for and ended with the process."""
    if os.getpid() not in _shared:
        _shared[os.getpid()] = choose(unsafe=unsafe)
    return _shared[os.getpid()]


def close_shared() -> None:
    """End the jail of this process; the next that asks gets another."""
    if jail := _shared.pop(os.getpid(), None):
        jail.close()


atexit.register(close_shared)
