"""Everything that is measured, beside the tools that people use today, in one run on one machine.

    make bench                                          sets up what it needs, then all of it: 25 minutes
    make bench BENCH="--only deciding"                  the same for some of it
    .venv/bin/python benchmarks/bench.py --quick        a few minutes, small counts, printed and not kept
    .venv/bin/python benchmarks/bench.py --only deciding startup
    .venv/bin/python benchmarks/bench.py --render       the page anew from the figures that are there

Figures go to ``benchmarks/results.json`` section by section, and from there to ``benchmarks/RESULTS.md`` and into the
tables of ``docs/scaling.md``; a section that is measured anew replaces its own figures alone. Within a section the
tools take turns, so that all of them meet the same machine; how fast it was is shown by a fixed loop of plain Python,
timed before and after. Exits with 1 if a section could not be measured; a target that is missed is no error.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import traceback
from pathlib import Path
from types import ModuleType
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.peers import cheating, deciding, derivations, notebooks, scale, scaling, startup
from benchmarks.peers.machine import PEERS, ROOT, Data, about, installed
from benchmarks.peers.targets import Target, shown

SECTIONS: Final[dict[str, ModuleType]] = {
    "deciding": deciding,
    "derivations": derivations,
    "notebooks": notebooks,
    "cheating": cheating,
    "scale": scale,
    "startup": startup,
}
HERE: Final = Path(__file__).parent
RESULTS, PAGE = HERE / "results.json", HERE / "RESULTS.md"
PLAN: Final = ROOT / "docs" / "scaling.md"


def measured(name: str, mode: str) -> Data:
    """A section's figures, with when and on what they were taken; or why there are none."""
    load, start = os.getloadavg()[0], time.time()
    try:
        data = SECTIONS[name].measure(mode)
    except Exception as error:
        traceback.print_exc()
        data = {"failed": f"{type(error).__name__}: {str(error).replace(str(ROOT), '.')[:300]}"}
    day = time.strftime("%Y-%m-%d", time.gmtime(start))
    return {"day": day, "took_s": time.time() - start, "load": load, "mode": mode, "machine": about(), "data": data}


def page(results: Data) -> str:
    """All sections in Markdown."""
    there = [name for name in SECTIONS if name in results]
    lines = ["# Results", "", "Made by `make bench`; what each section measures and with which counts stands in "
             "`benchmarks/peers/`. Milliseconds and seconds are of the wall clock unless it says CPU.", ""]  # fmt: skip
    if not there:
        return "\n".join([*lines, "Nothing has been measured yet.", ""])
    lines += _machine(results[there[0]]["machine"])
    goals = [(name, target) for name in there for target in _targets(name, results[name]["data"])]
    lines += ["## Targets", "", "| section | target | wanted | found | |", "|---|---|---|---|---|"]
    lines += [f"| {name} {target.row()}" for name, target in goals]
    met = sum(target.met for _, target in goals)
    lines += ["", f"{met} of {len(goals)} are met.", ""]
    for name in there:
        lines += _section(name, results[name])
    return "\n".join(lines).rstrip() + "\n"


def _targets(name: str, data: Data) -> list[Target]:
    found: list[Target] = [] if "failed" in data else SECTIONS[name].targets(data)
    return found


def _machine(machine: Data) -> list[str]:
    ours = ", ".join(f"{name} {version}" for name, version in machine["ours"].items())
    theirs = ", ".join(f"{PEERS.get(name, name)} {version}" for name, version in machine["peers"].items())
    return [
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB; {machine['system']}, "
        f"Python {machine['python']}.",
        "",
        f"Ours: {ours}. Peers, in an environment of their own: {theirs or 'not installed'}.",
        "",
    ]


def _section(name: str, result: Data) -> list[str]:
    data = result["data"]
    counts = ", with small counts" if result["mode"] == "quick" else ""
    lines = [
        f"## {SECTIONS[name].TITLE}",
        "",
        f"`.venv/bin/python benchmarks/bench.py --only {name}`, {result['day']}, {shown(result['took_s'])} s{counts}; "
        f"load before: {result['load']:.1f}",
    ]
    if "failed" in data:
        return [*lines, "", f"Could not be measured: {data['failed']}", ""]
    before, after = data["floor_ms"]
    lines[-1] += f"; 100,000 turns of a plain loop: {shown(before)} ms before, {shown(after)} ms after."
    return [*lines, "", *SECTIONS[name].render(data)]


def main() -> int:
    """Measure, keep, and write the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small counts; printed, not kept")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), metavar="SECTION",
                        help=f"some of {', '.join(SECTIONS)}")  # fmt: skip
    parser.add_argument("--render", action="store_true", help="write the pages from the figures that are there")
    options = parser.parse_args()
    results: Data = json.loads(RESULTS.read_text()) if RESULTS.exists() and not options.quick else {}
    if not installed():
        print("the peers are not installed (make bench does that); only ours is measured", file=sys.stderr)
    for name in [] if options.render else options.only:
        print(f"{name} …", file=sys.stderr, flush=True)
        results[name] = measured(name, "quick" if options.quick else "full")
        if not options.quick:
            RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    if options.quick:
        print(page(results))
    else:
        PAGE.write_text(page(results))
        scaling.fill(PLAN, results)
        print(f"written: {PAGE.relative_to(ROOT)}, {PLAN.relative_to(ROOT)}")
    return int(any("failed" in results[name]["data"] for name in options.only if name in results))


if __name__ == "__main__":
    sys.exit(main())
