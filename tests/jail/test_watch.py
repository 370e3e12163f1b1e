"""What a tree of processes uses."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from grader.jail import watch

SPEND = """
import os, sys, time
x = b"x" * (50 * 2**20)
while time.process_time() < 0.2: pass
for _ in sys.argv[1:]:
    if os.fork() == 0:
        break
print(flush=True)
sys.stdin.read()
"""


@pytest.fixture(params=[[], ["fork", "fork"]], ids=["one process", "three that share their memory"])
def spender(request: pytest.FixtureRequest) -> Iterator[tuple[int, int]]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    command = [sys.executable, "-c", SPEND, *request.param]
    with subprocess.Popen(command, env={"MARK": f"of-{os.getpid()}"}, **pipes) as process:  # type: ignore[call-overload]
        for _ in range(1 + len(request.param)):
            process.stdout.readline()
        yield process.pid, 1 + len(request.param)
        process.stdin.close()


def test_usage(spender: tuple[int, int]) -> None:
    pid, processes = spender
    used = watch.usage(pid)
    assert used.processes == processes
    assert 0.15 <= used.cpu_seconds < 5
    assert 50 * 2**20 <= used.memory_bytes < 100 * 2**20
    assert pid in watch.children(os.getpid())
    assert len(watch.marked(f"MARK=of-{os.getpid()}".encode())) == processes
    assert watch.tasks_of_user() >= processes


def test_a_process_that_is_gone() -> None:
    assert watch.usage(2**22 + 1) == watch.Usage(0.0, 0, 1)
    assert watch.children(2**22 + 1) == []
