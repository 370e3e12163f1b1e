"""``run.json``: about a whole run; what it was made with, how student code was isolated, how it went."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from grader.core import Json, PartResult

PACKAGES = ("grader", "ipython", "numpy", "python-flint", "sympy", "torch")


def run_to_json(
    results: Sequence[PartResult],
    *,
    rung: str | None,
    seed: int,
    workers: int,
    started: datetime,
    seconds: float,
    not_graded: Sequence[str] = (),
    ignored: Sequence[str] = (),
) -> dict[str, Json]:
    """The run as JSON. ``rung`` is None where no worker got as far as to say how it isolates student code."""
    parts = [result for result in results if result.part is not None]
    return {
        "rung": rung,
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}},
        "seed": seed,
        "workers": workers,
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
        "counts": {
            "students": len({result.student for result in results}),
            "parts": len(parts),
            "outcomes": dict(sorted(Counter(result.outcome for result in parts).items())),
        },
        "interrupted": bool(not_graded),
        "not_graded": list(not_graded),
        "ignored": list(ignored),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
