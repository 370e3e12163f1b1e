"""``run.json``: about a whole run; what it was made with, how student code was isolated, how it went."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from grader.core import Json, PartResult

PACKAGES = ("grader", "ipython", "numpy", "python-flint", "sympy", "torch")


def versions() -> dict[str, Json]:
    """Python's, and those of the packages that a result depends on; None for one that is not installed."""
    return {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}}


def run_to_json(
    results: Sequence[PartResult], settings: Mapping[str, Json], *, started: datetime, complete: bool
) -> dict[str, Json]:
    """The run as JSON. ``settings`` are those that the gradebook keeps of it.

    Their ``rung`` says how student code was isolated, and ``graded`` how many students were graded in this run; the
    others were graded before.
    """
    parts = [result for result in results if result.part is not None]
    return {
        "rung": settings.get("rung"),
        "versions": settings.get("versions"),
        "seed": settings.get("seed"),
        "workers": settings.get("workers"),
        "started": started.astimezone().isoformat(timespec="seconds"),
        "seconds": settings.get("seconds"),
        "counts": {
            "students": len({result.student for result in results}),
            "graded": settings.get("graded"),
            "parts": len(parts),
            "outcomes": dict(sorted(Counter(result.outcome for result in parts).items())),
        },
        "interrupted": not complete,
        "not_graded": settings.get("not_graded", []),
        "ignored": settings.get("ignored", []),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
