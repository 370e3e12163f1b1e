"""Programs written down as the cells of a notebook, and proof that nothing of them is left."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.core import Origin, Passage, Program
from grader.jail import ladder, watch
from grader.jail.body import Jail
from grader.jail.runner import ProcessRunner
from tests.jail.jails import LIMITS, best, close_all, jail_of, zygotes


@pytest.fixture(scope="session", autouse=True)
def _close_jails() -> Iterator[None]:
    yield
    close_all()


@pytest.fixture
def jail(request: pytest.FixtureRequest) -> Jail:
    """The best jail, or that of the rung that a test is parametrized with."""
    return jail_of(request.param) if hasattr(request, "param") else best()


def _notebook(*cells: str) -> Program:
    """A notebook of these cells."""
    return Program(tuple(Passage("code", cell, Origin("a.ipynb", 2 * place)) for place, cell in enumerate(cells)))


@pytest.fixture(name="program")
def _program() -> Callable[..., Program]:
    return _notebook


@pytest.fixture(autouse=True)
def _shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runners that are given no jail take the session's too."""
    monkeypatch.setattr(ladder, "shared", lambda **_: best())


@pytest.fixture(autouse=True)
def _nothing_left(jail: Jail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails if a process or a folder outlives the test, or a pipe stays open."""
    assert jail.rung, "it has been started before anything is counted"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before, others = len(os.listdir("/proc/self/fd")), set(watch.children(os.getpid()))
    yield
    warm = zygotes()
    left = {pid for pid in watch.children(os.getpid()) if not _of_pytest(pid)} - warm - others
    assert not left, [Path(f"/proc/{pid}/status").read_text() for pid in left]
    assert all(len(list(watch.tree(pid))) <= 3 for pid in warm if pid), "bubblewrap, its first process, the zygote"
    assert not watch.marked(f"HOME={tmp_path}/run-".encode()), "also those that left their parents"
    assert not list(tmp_path.glob("run-*"))
    assert len(os.listdir("/proc/self/fd")) <= before


def _of_pytest(pid: int) -> bool:
    """multiprocessing keeps a tracker of its own."""
    return b"resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.fixture
def runner(jail: Jail) -> Iterator[ProcessRunner]:
    """A runner with small limits."""
    with ProcessRunner(LIMITS, seed=7, jail=jail) as made:
        yield made
