"""Programs written down as the cells of a notebook, and proof that nothing of them is left."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.core import Origin, Passage, Program
from grader.jail import watch
from grader.jail.process import Limits
from grader.jail.runner import ProcessRunner

LIMITS = Limits(cell_cpu=0.5, call_cpu=0.5, wall=2.0, memory=256 * 2**20, output=2**20, file=2**20, processes=16)


def _notebook(*cells: str) -> Program:
    """A notebook of these cells."""
    return Program(tuple(Passage("code", cell, Origin("a.ipynb", 2 * place)) for place, cell in enumerate(cells)))


@pytest.fixture(name="program")
def _program() -> Callable[..., Program]:
    return _notebook


def _folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("run-*"))


@pytest.fixture(autouse=True)
def _nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails if a process or a folder outlives the test, or a pipe stays open."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = os.listdir("/proc/self/fd")
    yield
    assert not watch.children(os.getpid())
    assert not watch.marked(f"HOME={tmp_path}/run-".encode()), "also those that left their parents"
    assert not _folders()
    assert len(os.listdir("/proc/self/fd")) == len(before)


@pytest.fixture
def runner(request: pytest.FixtureRequest) -> Iterator[ProcessRunner]:
    """A runner with small limits; parametrized with False, it tries no namespaces."""
    with ProcessRunner(LIMITS, seed=7, namespaces=getattr(request, "param", True)) as made:
        yield made
