"""What all sections share: where things are, a watched run of a command, the machine's floor, and quantiles."""

from __future__ import annotations

import os
import platform
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from benchmarks.class_run import MEGABYTE, Watched
from grader.jail import watch

ROOT: Final = Path(__file__).resolve().parents[2]
PEERS_VENV: Final = ROOT / ".bench-venv"
PEERS: Final = {  # what is compared with, by its name on PyPI
    "math-verify": "Math-Verify",
    "sympy": "sympy",
    "lark": "lark",
    "antlr4-python3-runtime": "ANTLR's runtime",
    "nbgrader": "nbgrader",
    "otter-grader": "Otter-Grader",
    "ipykernel": "ipykernel",
    "torch": "torch",
    "numpy": "numpy",
    "matplotlib": "matplotlib",
}
LOOK_EVERY, MEMORY_EVERY = 0.05, 0.25  # seconds

Data = dict[str, Any]  # what goes into the JSON of results


@dataclass(frozen=True, slots=True)
class Used:
    """What a command took: seconds, and the most bytes that all its processes had at one moment (PSS)."""

    wall: float
    cpu: float
    memory: int
    status: int | None  # None: it was stopped at its time-out
    output: str

    @property
    def megabytes(self) -> float:
        """The peak of memory in MB."""
        return self.memory / MEGABYTE


def watched(
    command: Sequence[str | Path],
    cwd: Path,
    timeout: float,
    environment: Mapping[str, str] | None = None,
    *,
    memory: bool = True,
) -> Used:
    """Run a command to its end, or stop it and all that it started after ``timeout`` seconds."""
    log = cwd / f".log-{time.monotonic_ns()}"
    seen, before, start = Watched(), _children_cpu(), time.perf_counter()
    with log.open("wb") as told:
        process = subprocess.Popen(
            command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=told, stderr=told,
            start_new_session=True,
        )  # fmt: skip
        next_memory, known, stopped = start, [process.pid], False
        ended = os.pidfd_open(process.pid)
        while process.poll() is None:
            known = list(watch.tree(process.pid))
            seen.look_at_time(known)
            now = time.perf_counter()
            if memory and now >= next_memory:
                seen.look_at_memory(known)
                next_memory = now + MEMORY_EVERY
            if now - start > timeout:
                stopped = True
                stop(known)
            select.select([ended], [], [], LOOK_EVERY)
    wall = time.perf_counter() - start
    os.close(ended)
    stop([pid for pid in known if pid != process.pid])  # what outlived the command
    output = log.read_bytes()[-20_000:].decode(errors="replace")
    log.unlink()
    cpu = max(seen.cpu, _children_cpu() - before)
    return Used(wall, cpu, seen.memory, None if stopped else process.returncode, output)


def stop(pids: Sequence[int]) -> None:
    """Kill processes that a watched command started, first those that start others."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def installed(program: str = "python") -> bool:
    """Whether the peers' environment has a program."""
    return (PEERS_VENV / "bin" / program).exists()


def peers_environment(home: Path) -> dict[str, str]:
    """The environment in which the peers run: their own Python first, no files of ours, a home of their own."""
    kept = {name: os.environ[name] for name in ("LANG", "TZ") if name in os.environ}
    path = os.pathsep.join([str(PEERS_VENV / "bin"), os.environ.get("PATH", "")])
    return {**kept, "PATH": path, "HOME": str(home), "MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}


def ours(*words: str | Path) -> list[str]:
    """A command line of ours."""
    return [sys.executable, "-m", "grader", *map(str, words)]


def floor(rounds: int = 30) -> float:
    """Milliseconds of a fixed loop of plain Python, in the median: how fast the machine is just now."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        total = 0
        for number in range(100_000):
            total += number
        times.append(1e3 * (time.perf_counter() - start))
    return quantile(times, 0.5)


def quantile(values: Sequence[float], q: float) -> float:
    """A quantile of some values: that value below or at which a share ``q`` of them lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * q), len(ordered) - 1)]


def spread(values: Sequence[float]) -> Data:
    """The median with the least and the most."""
    return {"median": quantile(values, 0.5), "least": min(values), "most": max(values), "number": len(values)}


def about() -> Data:
    """The machine and what is installed, without the machine's name or places."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
        "ours": {name: _version(name) for name in ("grader", "numpy", "torch", "python-flint", "ipython")},
        "peers": _peers_versions(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def _peers_versions() -> dict[str, str]:
    if not installed():
        return {}
    code = (
        "from importlib import metadata\nfor name in NAMES:\n"
        "    try: print(name, metadata.version(name))\n    except metadata.PackageNotFoundError: print(name, 'none')"
    ).replace("NAMES", repr(list(PEERS)))
    command = [str(PEERS_VENV / "bin" / "python"), "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())
