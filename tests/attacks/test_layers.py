"""Attacks succeed where the layer is left out that holds them: so they would be noticed if it failed.

Where two layers hold an attack, leaving out one of them gains nothing yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

import pytest

from grader.core import Returned
from grader.jail.body import CannotStart, Lost
from grader.jail.ladder import try_out
from grader.jail.launch import Zygote
from grader.jail.lockdown import LAYERS, Rung
from grader.jail.runner import ProcessRunner
from tests.attacks import reach, test_calls, test_use
from tests.attacks.stage import NOTHING, ROOMY, Attack, Stage, staged

ROWS = {attack.tries: attack for attack in (*reach.ATTACKS, *test_use.USES)}


@contextmanager
def _without(*layers: str, rung: Rung = "namespaces") -> Iterator[Stage]:
    if why := _missing(rung):
        pytest.skip(f"this machine has no rung {rung}: {why}")
    with staged(Zygote(rung, without=frozenset(layers), warm_after=1000)) as stage:
        yield stage


@cache
def _missing(rung: Rung) -> str | None:
    """Why a rung with all of its layers cannot be had here."""
    with closing(Zygote(rung)) as jail:
        try:
            try_out(jail)
        except (CannotStart, Lost) as error:
            return str(error)
    return None


# The layers left out; then attacks by name, with how what they get begins.
GAINS: tuple[tuple[tuple[str, ...], dict[str, str]], ...] = (
    (
        ("root",),
        {
            "reading a file of the user's": "marker-",
            "reading it through a link": "marker-",
            "reading it by a magic": "['marker-",
            "reading the list of users": "root:",
            "reading the exercises and their checks": "['",
            "writing into a file of the user's": "written",
        },
    ),
    (("mounts", "proc"), {"looking at the files of one that comes later": "['later']"}),
    (
        ("files",),
        {
            "leaving a file for an accomplice": "left",
            "code that the next shell would run at its start": NOTHING,  # the shell was made before
            "the disk": "fifty megabytes",
            "names of files": "twenty thousand",
        },
    ),
    (("network",), {"a socket that has no file": "met"}),
    (("ipc",), {"shared memory of the old kind": NOTHING}),
    (("ipc", "calls"), {"shared memory of the old kind": "met"}),
    (
        ("proc",),
        {"seeing other processes": "['", "reading the memory of another submission": NOTHING},
    ),
    (("proc", "user"), {"reading the memory of another submission": "marker-"}),
    (("user",), {"using up the processes that others need": "BlockingIOError"}),
    (("oom",), {"being spared when memory runs out": "spared"}),
    (("limits",), {"opening files by the thousand": "2000", "raising its own limits": "", "one file": "written"}),
    (("privileges",), {"having capabilities": "Cap", "uncovering the file system of the zygote": NOTHING}),
    (("calls",), {"outliving the zygote": "death signal off", "uncovering the file system of the zygote": NOTHING}),
    (("privileges", "calls"), {"uncovering the file system of the zygote": NOTHING}),
    (("user", "privileges", "calls"), {"uncovering the file system of the zygote": "['"}),
)


@pytest.mark.parametrize(("layers", "gains"), GAINS, ids=lambda row: " ".join(row) if isinstance(row, tuple) else "")
def test_without_a_layer(layers: tuple[str, ...], gains: dict[str, str]) -> None:
    with _without(*layers) as stage:
        for tries, begins in gains.items():
            if "exercises" in tries and Path(__file__).is_relative_to("/tmp"):
                continue  # a checkout there is out of sight without this layer as well: the jail has a /tmp of its own
            got = str(stage.play(ROWS[tries]))
            assert got.startswith(begins), (tries, got)
            assert (got == NOTHING) == (begins == NOTHING), (tries, got)


@pytest.mark.parametrize(
    ("layer", "tries"),
    [("session", "killing its group, and the zygote with it"), ("pid", "killing all")],
)
def test_without_a_layer_the_zygote_dies(layer: str, tries: str) -> None:
    with _without(layer) as stage, ProcessRunner(ROOMY, jail=stage.jail) as runner:
        with suppress(CannotStart):  # it is started again, and killed again
            runner.run(stage.program(ROWS[tries].code, "x = 1"))
        assert stage.dead


def test_without_the_filter_the_kernel_answers() -> None:
    numbers = {name: number for name, number in test_calls._numbers().items() if name in test_calls.CALLS}
    risky = {"reboot", "kexec_load", "swapon", "vhangup", "personality", "setuid", "setresuid", "setgroups"}
    asked = {name: number for name, number in numbers.items() if name not in risky}
    code = test_calls.MAKE.replace("NUMBERS", repr(asked)).replace("CLONE", "0")
    with _without("calls") as stage, ProcessRunner(ROOMY, jail=stage.jail) as runner:
        reply = runner.run(stage.program(code)).value("answers")
        inside = "import ctypes\nif ctypes.CDLL(None).unshare(0x10000000) == 0: loot = 'a user namespace'"
        assert stage.play(Attack("a user namespace inside", "calls", inside)) == "a user namespace"
    assert isinstance(reply, Returned)
    assert isinstance(reply.value, dict)
    answered = {name for name, answer in reply.value.items() if answer != 38}
    assert answered >= {"unshare", "mount", "ptrace", "memfd_create", "keyctl", "process_vm_readv", "execveat"}


def test_every_layer_is_left_out_once() -> None:
    left_out = {layer for layers, _ in GAINS for layer in layers} | {"session", "pid"}
    assert left_out == {name for name, _ in LAYERS["namespaces"]} | {"root", "pid"}


# ------------------------------------------------------------------------------------------ the rung below

LANDLOCK = (
    "reading a file of the user's", "reading it through a link", "reading it by a shell", "reading the solutions",
    "reading the list of users", "writing into a file of the user's", "deleting it", "opening devices",
    "leaving a file among the libraries", "reading the memory of another submission", "killing all",
    "killing every number", "stopping the grader", "raising its own limits", "the network",
    "a socket that has no file", "shared memory of the old kind", "leaving shared memory for an accomplice",
    "poisoning a library for the next", "importing the grader", "outliving the zygote",
)  # fmt: skip


def test_the_rung_without_namespaces_holds_them_too() -> None:
    with _without(rung="landlock") as stage:
        for tries in LANDLOCK:
            assert stage.play(ROWS[tries]) == NOTHING, tries
            assert stage.victim.call("alive", library="plain") == stage.kept


def test_the_rung_without_namespaces_without_its_paths() -> None:
    with _without("paths", rung="landlock") as stage:
        assert str(stage.play(ROWS["reading a file of the user's"])).startswith("marker-")
