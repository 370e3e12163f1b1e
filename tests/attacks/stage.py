"""Where attacks are played: a jail, a victim in it, files outside of it, and what must be as before afterwards."""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

from grader.core import Origin, Passage, Program, Reply, Returned
from grader.jail import scratch, watch
from grader.jail.launch import Zygote
from grader.jail.process import Limits
from grader.jail.runner import ProcessRun, ProcessRunner

ROOT = Path(__file__).parents[2]
NOTHING = "nothing"
LIMITS = Limits(
    cell_cpu=0.5, call_cpu=0.5, wall=1.0, memory=128 * 2**20, output=2**20, file=2**20, disk=4 * 2**20, processes=8,
    restarts=1,
)  # fmt: skip
ROOMY = Limits(wall=20.0, processes=8)
HONEST = "import os\nloot = 'nothing'\nfound = os.listdir()\ndef half(x):\n    return x / 2"
VICTIM = """
import ctypes, os, secrets
kept = "marker-" + secrets.token_hex(32)
for place in ("note", "/dev/shm/note"):
    try: open(place, "w").write(kept)
    except OSError: pass
def alive(): return kept
"""


@dataclass(frozen=True, slots=True)
class Attack:
    """A program that sets ``loot`` where it succeeds.

    ``layer`` names what holds it. The accomplice is a second submission, started while the first lives; its ``loot``
    counts as well. Last, where the first defines ``look()``, that is called and says what it sees now. ``ends`` lists
    how the run may end.
    """

    tries: str
    layer: str
    code: str
    accomplice: str = ""
    ends: tuple[str, ...] = ("ok",)
    limits: Limits = ROOMY


@dataclass
class Stage:
    """A jail with a victim; a folder that everybody may write to, outside of it."""

    jail: Zygote
    folder: Path
    token: str
    victim: ProcessRun
    kept: Reply = field(init=False)
    pid: int | None = field(init=False)

    def __post_init__(self) -> None:
        self.kept, self.pid = self.victim.call("alive", library="plain"), self.jail.pid

    @property
    def secret(self) -> Path:
        """A file that everybody may read."""
        return self.folder / "secret"

    @property
    def canary(self) -> Path:
        """A file that everybody may write."""
        return self.folder / "canary"

    def play(self, attack: Attack) -> object:
        """What an attack gets."""
        with (
            ProcessRunner(attack.limits, jail=self.jail) as first,
            ProcessRunner(attack.limits, jail=self.jail) as second,
        ):
            run = first.run(self.program(f"loot = {NOTHING!r}", attack.code))
            assert run.report.outcome in attack.ends, run.report
            other = second.run(self.program(f"loot = {NOTHING!r}", attack.accomplice or HONEST))
            seen = run.call("look", library="plain")
            gains = [_plain(run.value("loot")), _plain(other.value("loot")), _plain(seen)]
        return next((gain for gain in gains if gain not in (NOTHING, None)), NOTHING)

    def program(self, *cells: str) -> Program:
        """Cells with the places of this stage put in."""
        names = {
            "SECRET_FILE": repr(str(self.secret)), "CANARY": repr(str(self.canary)), "GRADER": str(os.getpid()),
            "ROOT": repr(str(ROOT)), "USERHOME": repr(str(Path.home())),
        }  # fmt: skip
        passages = []
        for place, cell in enumerate(cells):
            text = dedent(cell).strip()
            for name, value in names.items():
                text = text.replace(name, value)
            passages.append(Passage("code", text, Origin("a.ipynb", place)))
        return Program(tuple(passages))

    def check(self) -> None:
        """Everything is as it was, and the next submission has full marks."""
        assert self.jail.pid == self.pid, "the zygote is the same"
        assert self.canary.read_text() == self.token
        assert sorted(path.name for path in self.folder.iterdir()) == ["canary", "secret"]
        assert self.victim.call("alive", library="plain") == self.kept, "the victim lives, and is the same process"
        with ProcessRunner(ROOMY, jail=self.jail) as runner:
            run = runner.run(self.program(HONEST))
            assert run.value("found") == Returned([], "list")
            assert run.call("half", [3.0], library="plain") == Returned(1.5, "float", (3.0,))
        assert _wait_for(lambda: self._processes() <= 4), "bubblewrap, its first process, the zygote, the victim"

    def _processes(self) -> int:
        return len(list(watch.tree(self.jail.pid or 0)))

    @property
    def dead(self) -> bool:
        """Whether the zygote that was here at first is gone, and the victim with it."""
        return _wait_for(lambda: len(list(watch.tree(self.pid or 0))) < 3)


@contextmanager
def staged(jail: Zygote) -> Iterator[Stage]:
    """A stage with a jail, which is closed in the end."""
    token = f"marker-{secrets.token_hex(32)}"
    folder = Path(tempfile.mkdtemp(dir="/var/tmp"))  # not under /tmp, which programs have one of their own of
    folder.chmod(0o777)
    try:
        for name in ("secret", "canary"):
            (folder / name).write_text(token)
            (folder / name).chmod(0o666)
        with ProcessRunner(ROOMY, jail=jail) as keeper:
            victim = keeper.run(Program((Passage("code", VICTIM, Origin("v.ipynb", 0)),)))
            yield Stage(jail, folder, token, victim)
    finally:
        jail.close()
        scratch.remove(str(folder))


def _plain(reply: Reply) -> object:
    return reply.value if isinstance(reply, Returned) else None


def _wait_for(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
