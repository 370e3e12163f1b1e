"""A small exercise outside the course, to be broken in one way after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.authoring.places import Place, places
from grader.authoring.skeleton import write
from grader.jail.runner import ProcessRunner


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """What ``grader author new`` writes, in a folder of its own."""
    write(tmp_path / "exercises" / "lines" / "mean")
    (found,) = places(tmp_path)
    return found


@pytest.fixture(scope="session")
def runner() -> Iterator[ProcessRunner]:
    with ProcessRunner(seed=0) as found:
        yield found
