"""What it costs to run a student's notebook in the jail, beside a fresh kernel through nbclient in the same run.

    python benchmarks/jail.py [--quick]

Two notebooks: a trivial one (numpy and torch imported, one function, one call) and a realistic one (a training loop, a
figure). For each it prints

- computing time over the cells themselves: all that the grader, the zygote and the child used, less what the same cells
  use in a process that is warm already;
- wall-clock time of one after the other, and notebooks a second on two cores;
- the same through a fresh kernel, which isolates nothing, and the ratio of the two rates;

then the floor (a fork that ends at once), a child that is locked down and ended without having run anything, the memory
of a child, and what it takes to put on each layer of the jail.
"""

from __future__ import annotations

import argparse
import ast
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grader.core import Origin, Passage, Program, Returned
from grader.jail import launch, watch
from grader.jail.ladder import try_out
from grader.jail.launch import WARM_AFTER, Zygote
from grader.jail.process import Conditions, Limits, Process
from grader.jail.runner import ProcessRunner, modules_of

CORES = 2
ROUNDS = 5  # other processes on the same cores cost computing time as well, by what they push out of the caches
TRIVIAL = ("import numpy as np\nimport torch", "def f(x):\n    return x / 2", "y = f(torch.ones(3))")
REALISTIC = (
    "%matplotlib inline\nimport numpy as np\nimport torch\nfrom torch import nn\nimport matplotlib.pyplot as plt",
    "torch.manual_seed(0)\nX = torch.randn(200, 3)\ny = X @ torch.tensor([1.0, -2.0, 3.0]) + 0.1 * torch.randn(200)",
    """
net = nn.Linear(3, 1)
optimizer, losses = torch.optim.SGD(net.parameters(), lr=0.05), []
for epoch in range(5):
    for rows in torch.randperm(200).split(20):
        optimizer.zero_grad()
        loss = ((net(X[rows]).squeeze() - y[rows]) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
""",
    "fig, ax = plt.subplots()\nax.plot(losses, label='loss')\nax.legend()\nfig.savefig('loss.png')\nplt.show()",
    "def f(x):\n    return x @ net.weight.detach().numpy()[0]",
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds a notebook."""

    wall: float
    cpu: float


def program(cells: Sequence[str]) -> Program:
    """Cells as a notebook's."""
    return Program(tuple(Passage("code", cell, Origin("a.ipynb", place)) for place, cell in enumerate(cells)))


def once(jail: Zygote, cells: Sequence[str]) -> None:
    """Run a notebook and call its function once, as a check does."""
    with ProcessRunner(jail=jail) as runner:
        run = runner.run(program(cells))
        reply = run.call("f", [np.ones((1, 3))], library="numpy")
        assert isinstance(reply, Returned), (reply, run.report)


def warmed(**options: frozenset[str]) -> Zygote:
    """A zygote as it is in the middle of a class."""
    jail = Zygote(**options)
    try_out(jail)
    for _ in range(WARM_AFTER + 2):
        once(jail, REALISTIC)
    return jail


def used(jail: Zygote) -> float:
    """Computing time so far, of this process and of all of the jail's."""
    return time.process_time() + watch.cpu_seconds(watch.tree(jail.pid or 0))


def measured(jail: Zygote, job: Callable[[], object], times: int) -> Cost:
    """The cost of a job: in the median for the wall clock, for computing time the mean of the least disturbed round."""
    walls, means = [], []
    for _ in range(ROUNDS):
        start = used(jail)
        for _ in range(times // ROUNDS):
            begin = time.perf_counter()
            job()
            walls.append(time.perf_counter() - begin)
        means.append((used(jail) - start) / (times // ROUNDS))
    return Cost(statistics.median(walls), min(means))


ALONE = """
import time
cells, times = {cells!r}, {times}
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.enable_gui = lambda *_: None
shell = InteractiveShell.instance()
import os; os.environ["MPLBACKEND"] = "Agg"
import numpy as np, torch
torch.set_num_threads(1)
def go():
    for cell in cells: assert shell.run_cell(cell, store_history=False).success
    shell.user_ns["f"](np.ones((1, 3)))
for _ in range(3): go()
start = time.process_time()
for _ in range(times): go()
print("seconds", (time.process_time() - start) / times)
"""


def cells_alone(cells: Sequence[str], times: int) -> float:
    """Computing time of the cells themselves, in IPython in a process that has run them before."""
    code = ALONE.format(cells=[cell.replace("%matplotlib inline\n", "") for cell in cells], times=times)
    environment = {**os.environ, "MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1", "HOME": "/tmp"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True, cwd="/tmp")
    return float(done.stdout.split("seconds")[1])


RATE = """
import sys, time
sys.path[:0] = [{root!r}, {here!r}]
import jail as benchmark
zygote = benchmark.warmed()
print("ready", flush=True)
sys.stdin.readline()
start = time.perf_counter()
for _ in range({times}): benchmark.once(zygote, benchmark.{cells})
print(time.perf_counter() - start, flush=True)
zygote.close()
"""


def rate(cells: str, times: int) -> float:
    """Notebooks a second over all cores, each with a worker and a zygote of its own."""
    here = Path(__file__).parent
    code = RATE.format(root=str(here.parent), here=str(here), times=times, cells=cells)
    pipe = subprocess.PIPE
    workers = [
        subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, text=True) for _ in range(CORES)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    start = time.perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        print(file=worker.stdin, flush=True)
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    took = time.perf_counter() - start
    for worker in workers:
        worker.communicate()
    return CORES * times / took


def fresh_kernel(cells: Sequence[str]) -> None:
    """The same notebook in a kernel of its own."""
    import nbformat
    from nbclient import NotebookClient

    call = "import numpy as np\nf(np.ones((1, 3)))"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in (*cells, call)])
    with tempfile.TemporaryDirectory() as folder:
        quiet, place = ["--log-level=40"], {"metadata": {"path": folder}}
        NotebookClient(notebook, kernel_name="python3", timeout=120, extra_arguments=quiet, resources=place).execute()


def kernels_a_second(cells: Sequence[str], times: int) -> float:
    """Fresh kernels over all cores."""
    fresh_kernel(cells)  # what is read from disk for the first time
    start = time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(fresh_kernel, [cells] * (CORES * times)))
    return CORES * times / (time.perf_counter() - start)


def bare(jail: Zygote) -> None:
    """A fork that finds its line closed and ends."""
    ends = [os.pipe() for _ in range(3)]
    os.close(ends[0][1])
    body, _ = jail.start((ends[0][0], ends[1][1], ends[2][1]), ())
    body.status(5.0)
    body.end()
    for end in (ends[0][0], *ends[1], *ends[2]):
        os.close(end)


def child_memory(jail: Zygote) -> dict[str, int]:
    """Megabytes of a child that has run the realistic notebook: its part of all that is shared, and its own."""
    with ProcessRunner(jail=jail) as runner:
        runner.run(program(REALISTIC))
        pid = list(watch.tree(jail.pid or 0))[-1]
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kilobytes = {line.split()[0]: int(line.split()[1]) for line in lines[1:]}
    own = kilobytes["Private_Clean:"] + kilobytes["Private_Dirty:"]
    return {"PSS": kilobytes["Pss:"] // 1024, "own": own // 1024, "all that it sees": kilobytes["Rss:"] // 1024}


LAYER_BY_LAYER = """
import os, statistics, sys, time, types
for name, path in (("grader", []), ("grader.jail", [{folder!r}])):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = path
from grader.jail import kernel, lockdown, syscalls
limits = dict(memory=2**30, cpu=99, file=2**26, disk=2**27, processes=64, tasks=0)
program, here = syscalls.program(separated=True), os.open("/proc/self/ns/pid", os.O_RDONLY)
def child(line):
    times, conditions = [], lockdown.Conditions({home!r}, limits, program, os.open("/proc/self", os.O_PATH))
    for name, put_on in lockdown.LAYERS["namespaces"]:
        start = time.perf_counter()
        put_on(conditions)
        times.append((name, 1e3 * (time.perf_counter() - start)))
    os.write(line, repr(times).encode())
    os._exit(0)
rows = []
for _ in range({times}):
    kernel.unshare(kernel.NEW_PID)
    ours, theirs = os.pipe()
    if os.fork() == 0: child(theirs)
    kernel.enter(here, kernel.NEW_PID)
    rows.append(eval(os.read(ours, 9999)))
    os.wait(); os.close(ours); os.close(theirs)
print({{row[0][0]: statistics.quantiles([time for _, time in row], n=10)[0] for row in zip(*rows)}})
"""


def layer_costs(times: int) -> dict[str, float]:
    """Milliseconds that each layer takes to be put on, where the zygote runs; the lowest tenth of many processes."""
    code = LAYER_BY_LAYER.format(folder=str(Path(launch.__file__).parent), home="/tmp", times=times)
    with closing(Zygote()) as jail:
        command = jail.inside([sys.executable, "-c", code])
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {str(name): float(took) for name, took in ast.literal_eval(done.stdout).items()}


def empty(jail: Zygote) -> None:
    """A child that is locked down, ready, and ended."""
    Process(Conditions(Limits(), 0, jail), modules_of(program(TRIVIAL))).end()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    quick = parser.parse_args().quick
    times, kernels = (40, 1) if quick else (200, 3)
    print(f"load of the machine at the start: {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores")
    jail = warmed()
    print(jail.rung)
    gc.freeze()
    floor = measured(jail, lambda: bare(jail), times)
    print(f"bare fork and exit: {1e3 * floor.wall:.1f} ms, {1e3 * floor.cpu:.1f} ms of computing time")
    ready = measured(jail, lambda: empty(jail), times)
    print(f"locked down and ended: {1e3 * ready.wall:.1f} ms, {1e3 * ready.cpu:.1f} ms of computing time")
    for name, cells in (("TRIVIAL", TRIVIAL), ("REALISTIC", REALISTIC)):
        cost, alone = measured(jail, lambda cells=cells: once(jail, cells), times), cells_alone(cells, 20)
        ours, theirs = rate(name, times), kernels_a_second(cells, kernels)
        print(f"\n{name.lower()} notebook")
        print(f"  {1e3 * cost.wall:.1f} ms; {1e3 * cost.cpu:.1f} ms of computing time,", end=" ")
        print(f"the cells themselves {1e3 * alone:.1f}: {1e3 * (cost.cpu - alone):.1f} over them")
        print(f"  {ours:.0f} a second on {CORES} cores; fresh kernels {theirs:.2f} a second; {ours / theirs:.0f} times")
    print("\nmemory of a child, MB:", ", ".join(f"{name} {size}" for name, size in child_memory(jail).items()))
    jail.close()
    costs = layer_costs(times)
    costs["all"] = sum(costs.values())
    print("putting on the layers, ms:", ", ".join(f"{name} {ms:.2f}" for name, ms in costs.items()))


if __name__ == "__main__":
    main()
