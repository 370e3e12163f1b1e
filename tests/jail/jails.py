"""The jails that tests run programs in: one of each rung for a whole session, since starting them takes longest."""

from __future__ import annotations

import pytest

from grader.jail.alone import SingleUse
from grader.jail.body import CannotStart, Jail, Lost
from grader.jail.ladder import try_out
from grader.jail.launch import Zygote
from grader.jail.process import Limits

LIMITS = Limits(
    cell_cpu=0.5, call_cpu=0.5, wall=2.0, memory=256 * 2**20, output=2**20, file=2**20, disk=4 * 2**20, processes=16
)
_started: dict[str, Jail | None] = {}


def jail_of(rung: str) -> Jail:
    """The jail of a rung, one for the whole session; the test is skipped where this machine has none."""
    if rung not in _started:
        jail: Jail = SingleUse() if rung == "none" else Zygote(rung)  # type: ignore[arg-type]
        try:
            try_out(jail)
            _started[rung] = jail
        except (CannotStart, Lost) as error:
            jail.close()
            _started[rung] = None
            print(f"no rung {rung}: {error}")
    found = _started[rung]
    if found is None:
        pytest.skip(f"this machine has no rung {rung}")
    return found


def best() -> Jail:
    """The highest rung that this machine has."""
    for rung in ("namespaces", "landlock"):
        try:
            return jail_of(rung)
        except pytest.skip.Exception:
            pass
    return jail_of("none")


def zygotes() -> set[int | None]:
    """The processes that stay for the whole session."""
    return {jail.pid for jail in _started.values() if isinstance(jail, Zygote)}


def close_all() -> None:
    """End them."""
    for jail in _started.values():
        if jail is not None:
            jail.close()
    _started.clear()
