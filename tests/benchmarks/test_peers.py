"""What the comparison counts, reckons and writes, from made-up figures; nothing is timed here."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks import bench
from benchmarks.peers import cheating, deciding, environment, notebooks, scale, scaling
from benchmarks.peers.cheating import ATTACKS, WRONG
from benchmarks.peers.machine import quantile, watched
from benchmarks.peers.pairs import all_pairs
from benchmarks.peers.targets import Target, shown
from grader.jail import watch

Data = dict[str, Any]


@pytest.mark.parametrize(
    ("equal", "answer", "word"),
    [
        (True, {"parsed": True, "verdict": "equal", "ms": 1.0}, "accepted"),
        (False, {"parsed": True, "verdict": "equal", "ms": 1.0}, "false accept"),
        (False, {"parsed": True, "verdict": "different", "ms": 1.0}, "refused"),
        (True, {"parsed": True, "verdict": "different", "ms": 1.0}, "right refused"),
        (True, {"parsed": True, "verdict": "undecided", "ms": 1.0}, "undecided"),
        (False, {"parsed": False, "verdict": "different", "ms": 1.0}, "unparsed"),  # what it says of it is no verdict
        (True, {"parsed": False, "verdict": "timeout", "ms": 1e4}, "timeout"),
        (True, {"parsed": False, "verdict": "died", "ms": None}, "died"),
    ],
)
def test_how_an_answer_fared(equal: bool, answer: Data, word: str) -> None:
    assert deciding.outcome({"equal": equal}, answer) == word


def test_a_summary_compares_on_the_pairs_that_were_decided() -> None:
    pairs = [{"equal": True}] * 3
    theirs = [
        {"parsed": True, "verdict": "equal", "ms": 100.0},
        {"parsed": False, "verdict": "undecided", "ms": 2.0},  # soon done, as it read nothing
        {"parsed": False, "verdict": "undecided", "ms": 2.0},
    ]
    ours = [{"parsed": True, "verdict": "equal", "ms": 5.0}, *[{"parsed": True, "verdict": "equal", "ms": 1.0}] * 2]
    found = deciding.summary(pairs, theirs, ours)
    assert (found["accepted"], found["unparsed"], found["decided"]) == (1, 2, 1)
    assert (found["median"], found["median_decided"], found["ratio"]) == (2.0, 100.0, 20.0)


def test_pairs_are_many_and_half_of_them_equal() -> None:
    pairs = all_pairs(*deciding.NUMBERS["full"])
    assert len(pairs) >= 200
    halves = Counter((pair.source, pair.equal) for pair in pairs)
    assert all(halves[source, True] == halves[source, False] for source in ("written", "tables", "made"))
    assert len({(pair.a, pair.b) for pair in pairs}) == len(pairs)


@pytest.mark.parametrize(
    ("target", "met"),
    [
        (Target("at the bound", 2.0, 2.0), True),
        (Target("over it", 2.1, 2.0), False),
        (Target("times as fast", 41.0, 40.0, at_most=False), True),
        (Target("not as fast", 39.9, 40.0, at_most=False), False),
    ],
)
def test_a_target_is_met_or_missed(target: Target, met: bool) -> None:
    assert target.met is met
    assert ("**missed**" in target.row()) is not met


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0123, "0.0123"), (3.14159, "3.14"), (123.4, "123"), (4012.0, "4,012"), (2.0, "2"), (None, "–")],
)
def test_figures_have_three_digits(value: float | None, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(("q", "value"), [(0.0, 1.0), (0.5, 3.0), (0.95, 5.0), (1.0, 5.0)])
def test_quantiles_are_values_that_were_found(q: float, value: float) -> None:
    assert quantile([5.0, 1.0, 3.0, 2.0, 4.0], q) == value


def test_a_further_notebook_is_the_difference_of_two_classes() -> None:
    runs = [{"size": 1, "wall": 5.0}, {"size": 4, "wall": 14.0}, {"size": 1, "wall": 6.0}, {"size": 4, "wall": 18.0}]
    assert notebooks.further(runs, "wall") == [3.0, 4.0]
    assert notebooks.further([{"size": 1, "wall": 5.0}], "wall") == [5.0]  # a tool that takes one at a time


@pytest.mark.parametrize("kind", notebooks.KINDS)
def test_nobody_hands_in_what_another_did(kind: str) -> None:
    assert notebooks.cells_of(kind, 1) != notebooks.cells_of(kind, 2)
    for cell in notebooks.cells_of(kind, 1):
        compile(re.sub("(?m)^%.*", "", cell), "cell", "exec")


FAKE = """
import json, sys, time
for line in sys.stdin:
    pair = json.loads(line)
    if pair["a"] == "hangs": time.sleep(60)
    if pair["a"] == "dies": sys.exit(1)
    print(json.dumps({"parsed": True, "verdict": "equal", "ms": 1.0}), flush=True)
"""


def test_a_judge_that_hangs_or_dies_is_started_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "TIME_OUT", 0.5)
    judge = deciding.Judge([sys.executable, "-c", FAKE], None, tmp_path)
    try:
        asked = [judge.answer(text, "b", "a, b")["verdict"] for text in ("right", "hangs", "right", "dies", "right")]
    finally:
        judge.close()
    assert asked == ["equal", "timeout", "equal", "died", "equal"]
    assert judge.restarts == 2


def test_a_judge_that_cannot_start_says_so(tmp_path: Path) -> None:
    judge = deciding.Judge([sys.executable, "-c", "raise SystemExit(1)"], None, tmp_path)
    with pytest.raises(deciding.CannotStart):
        judge.start()


def test_the_peers_import_nothing_of_ours() -> None:
    tree = ast.parse((bench.HERE / "peers/judges/theirs.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "json" in names
    assert not {name.split(".")[0] for name in names} & {"grader", "benchmarks", "tests"}


def test_a_command_over_its_time_is_stopped_with_all_that_it_started(tmp_path: Path) -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    before = set(watch.tree(os.getpid()))  # a jail that other tests share, among others
    used = watched([sys.executable, "-c", code], tmp_path, 0.5)
    assert used.status is None
    assert used.memory > 0
    assert set(watch.tree(os.getpid())) <= before


def test_a_command_tells_its_status_and_its_end(tmp_path: Path) -> None:
    used = watched([sys.executable, "-c", "print('told'); raise SystemExit(3)"], tmp_path, 60.0)
    assert (used.status, used.output) == (3, "told\n")
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------- cheating


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_python_and_stays_in_its_room(name: str) -> None:
    cells = cheating.cells_of(ATTACKS[name], Path("/room"), "7")
    for cell in cells:
        compile(cell, name, "exec")
        assert "@" not in cell
    assert set(re.findall(r"'(/[a-z]\S*?)'", "\n".join(cells))) <= {"/room", "/mark-7", "/**/"}


def test_bounds_of_the_attacks_are_harmless() -> None:
    assert cheating.FORKS <= 50
    assert cheating.MEMORY <= 2048
    assert cheating.DISK <= 256


FATE = {"ann": 0.0, "zoe": 4.0, "left": [], "status": 0, "wall": 1.0, "memory_mb": 1.0}


@pytest.mark.parametrize(
    ("name", "change", "got"),
    [
        ("os._exit", {}, []),
        ("os._exit", {"ann": 4.0}, ["4 of 4 points"]),
        ("os._exit", {"zoe": None}, ["**nobody after it is graded**"]),
        ("os._exit", {"ann": None}, []),  # no gain of hers
        ("a warning on stderr, and right", {"ann": None}, ["is not graded, though right"]),
        ("os._exit", {"zoe": 2.0}, ["another student gets 2"]),
        ("os._exit", {"left": ["took it"]}, ["took it"]),
        ("a warning on stderr, and right", {"ann": 4.0}, []),  # it should earn all
        ("a warning on stderr, and right", {"ann": 2.0}, ["2 of 4 points, though right"]),
    ],
)
def test_what_an_attack_got(name: str, change: Data, got: list[str]) -> None:
    assert cheating.succeeded(name, {**FATE, **change}) == got


def test_attacks_hand_in_what_is_wrong() -> None:
    space: Data = {}
    exec(WRONG, space)
    assert space["optimal_constant"]([1.0]) != 1.0


# ---------------------------------------------------------------------------------------------------- scale


def _row(count: int, each: float, again: float) -> Data:
    cost = {"wall": 10 + each * count, "cpu": 20 + 2 * each * count, "book_mb": 1 + 0.01 * count,
            "files_mb": 2 + 0.1 * count, "memory_mb": 400.0, "largest_mb": 200.0}  # fmt: skip
    return {
        "count": count,
        "hostile": 0.0,
        "mix": "ordinary",
        "first": cost,
        "again": {**cost, "wall": 5 + again * count},
    }


SCALE = {"rows": [_row(100, 0.1, 0.02), _row(500, 0.1, 0.02), _row(2000, 0.1, 0.02)], "workers": 2, "cores": 2}


def test_a_further_student_leaves_out_what_is_the_same_for_all() -> None:
    each = scale.marginal(SCALE)
    assert (each["wall"], each["cpu"], each["book_mb"]) == pytest.approx((0.1, 0.2, 0.01))


def test_a_class_that_grows_faster_than_its_size_misses_the_target() -> None:
    assert [target.met for target in scale.targets(SCALE)] == [True, True]
    slower = {**SCALE, "rows": [*SCALE["rows"][:2], _row(2000, 0.3, 0.02)]}
    assert [target.met for target in scale.targets(slower)] == [True, False]


@pytest.mark.parametrize(("cores", "hours"), [(2, 100_000 * 0.1 / 3600), (256, 100_000 * 0.02 / 3600)])
def test_hours_on_a_cluster_end_at_the_one_command(cores: int, hours: float) -> None:
    assert scaling.hours(scaling.reckoned(SCALE), cores) == pytest.approx(hours)


def test_the_plan_is_filled_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "scaling.md"
    page.write_text(f"before\n{scaling.BEGIN}\noutdated\n{scaling.END}\nafter\n")
    results = {"scale": {"data": SCALE, "machine": {"processor": "a processor", "cores": 2}}}
    scaling.fill(page, results)
    once = page.read_text()
    scaling.fill(page, results)
    assert page.read_text() == once
    assert once.startswith("before\n")
    assert once.endswith("after\n")
    assert "outdated" not in once
    assert "| 256 | 0.556 |" in once


def test_the_plan_of_the_docs_has_its_marks() -> None:
    text = bench.PLAN.read_text(encoding="utf-8")
    assert text.index(scaling.BEGIN) < text.index(scaling.END)


# ----------------------------------------------------------------------------------------------------- page

MACHINE = {"processor": "a processor", "cores": 2, "memory_gb": 8, "system": "Linux 6", "python": "3.11",
           "ours": {"grader": "1"}, "peers": {}}  # fmt: skip


def test_a_section_that_failed_is_told_and_the_others_stand() -> None:
    one = {"day": "2026-01-01", "took_s": 1.0, "load": 0.5, "mode": "full", "machine": MACHINE}
    results = {
        "deciding": {**one, "data": {"failed": "OSError: no room"}},
        "scale": {**one, "data": {**SCALE, "floor_ms": [1.0, 1.0]}},
    }
    text = bench.page(results)
    assert "Could not be measured: OSError: no room" in text
    assert "2 of 2 are met." in text
    assert "## Notebooks" not in text


def test_a_page_without_figures_says_so() -> None:
    assert "Nothing has been measured yet." in bench.page({})


def test_the_extra_names_every_peer() -> None:
    names = {re.split("[<>=]", line)[0] for line in environment.wanted()}
    assert {"math-verify", "sympy", "lark", "antlr4-python3-runtime", "nbgrader", "otter-grader"} <= names


def test_cheating_is_told_attack_by_attack() -> None:
    name, again = "os._exit", "a warning on stderr, and right"
    held = {**FATE, "held": "crashed"}
    data = {
        "names": [name, again], "floor_ms": [1.0, 1.0],
        "grader": {name: held, again: {**FATE, "ann": 4.0}},
        "otter": {name: {**FATE, "ann": None, "status": None, "wall": 40.2}, again: {**FATE, "ann": 2.0}},
    }  # fmt: skip
    one = {"day": "2026-01-01", "took_s": 1.0, "load": 0.5, "mode": "full", "machine": MACHINE, "data": data}
    text = bench.page({"cheating": one})
    assert "| os._exit | – (crashed) | – (no grade, stopped after 40 s) |" in text
    assert "| a warning on stderr, and right | – | 2 of 4 points, though right |" in text
    assert "| **attacks that get something** | 0 | 1 |" in text
