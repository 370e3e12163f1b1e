"""Attacks that use things up: each ends as it should, costs its own submission, and takes nothing from the next."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from tests.attacks.stage import LIMITS, NOTHING, ROOMY, Attack, Stage

SLOW = replace(LIMITS, cell_cpu=5.0, wall=1.5)
USES = (
    Attack("time", "watch: computing time", "while True: pass", ends=("timeout",)),
    Attack("time, without computing", "watch: wall clock", "import time\ntime.sleep(1000)", ends=("timeout",)),
    Attack(
        "time, stopped by itself", "watch: wall clock",
        "import os, time\nif os.fork() == 0: time.sleep(1000)\nos.kill(-1, 19)\nos.wait()", ends=("timeout",),
    ),
    Attack(
        "time, deaf to signals", "watch: computing time",
        """
        import signal
        for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}: signal.signal(number, signal.SIG_IGN)
        while True: pass
        """,
        ends=("timeout",),
    ),
    Attack(
        "time in processes that nobody waits for", "watch: wall clock",
        """
        import os, signal, time
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            if os.fork() == 0:
                end = time.process_time() + 0.02
                while time.process_time() < end: pass
                os._exit(0)
            time.sleep(0.025)
        """,
        ends=("timeout",), limits=SLOW,
    ),
    Attack(
        "time in a process that left its parent", "watch: computing time",
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork(): os._exit(0)
            while True: pass
        os.wait()
        time.sleep(1000)
        """,
        ends=("timeout",), limits=replace(LIMITS, wall=10.0),
    ),
    Attack("memory", "limits", "x = bytearray(10**10)\nloot = 'much'", ends=("memory",)),
    Attack(
        "memory, little by little", "limits",
        "x = []\nwhile True: x.append(bytearray(b'x') * 2**22)", ends=("memory",), limits=replace(LIMITS, cell_cpu=9.0),
    ),
    Attack(
        "memory in several processes", "watch: memory",
        """
        import os, time
        for _ in range(4):
            if os.fork() == 0:
                x = bytearray(b'x') * (60 * 2**20)
                time.sleep(1000)
        time.sleep(1000)
        """,
        ends=("memory",), limits=replace(LIMITS, wall=10.0, cell_cpu=9.0),
    ),
    Attack(
        "memory shared by processes", "watch: memory",
        """
        import mmap, time
        x = [mmap.mmap(-1, 2**20) for _ in range(100)]
        for m in x: m.write(b'x' * 2**20)
        y = [mmap.mmap(-1, 2**20) for _ in range(200)]
        for m in y: m.write(b'x' * 2**20)
        time.sleep(1000)
        """,
        ends=("memory", "ok"), limits=replace(LIMITS, wall=10.0, cell_cpu=9.0),  # an OSError where the limit is hit
    ),
    Attack(
        "processes", "limits; user",
        "import os, time\nfor _ in range(10): os.fork()\ntime.sleep(1000)", ends=("killed", "timeout", "ok"),
    ),
    Attack(
        "threads", "limits; user",
        """
        import threading
        wait, threads = threading.Event(), []
        try:
            for _ in range(100): t = threading.Thread(target=wait.wait, daemon=True); t.start(); threads.append(t)
            loot = 'a hundred'
        except RuntimeError: wait.set()
        """,
        ends=("ok", "killed"),
    ),
    Attack(
        "the disk", "files",
        """
        import os
        try:
            for number in range(100): open(f'f{number}', 'wb').write(b'x' * 500_000)
            loot = 'fifty megabytes'
        except OSError: pass
        """,
    ),
    Attack(
        "the disk, under another name", "files",
        """
        try:
            for number in range(100): open(f'/dev/shm/f{number}', 'wb').write(b'x' * 500_000)
            loot = 'fifty megabytes'
        except OSError: pass
        """,
    ),
    Attack(
        "names of files", "files",
        """
        import os
        try:
            for number in range(20_000): os.mkdir(f'd{number}')
            loot = 'twenty thousand'
        except OSError: pass
        """,
        limits=replace(LIMITS, cell_cpu=5.0, wall=20.0),
    ),
    Attack(
        "one file", "limits", "open('f', 'wb').write(b'x' * 3_000_000)\nloot = 'written'", ends=("ok", "output_limit"),
    ),
    Attack(
        "one file, full of nothing", "limits", "open('f', 'wb').truncate(10**12)\nloot = 'written'",
        ends=("ok", "output_limit"),
    ),
    Attack("output", "watch: output", "while True: print('x' * 1000)", ends=("output_limit",)),
    Attack("output of many processes", "watch: output", "!yes", ends=("output_limit", "timeout", "memory", "ok")),
    Attack("the stack", "own process", "def f(): return f()\nf()"),
    Attack("leaving early", "wire", "import os\nos._exit(0)", ends=("crashed",)),
    Attack("closing all pipes", "wire", "import os\nos.closerange(0, 300)", ends=("protocol",)),
    Attack(
        "a frame of four gigabytes", "wire",
        "import os\nfor n in range(3, 30):\n    try: os.write(n, b'\\xff' * 5)\n    except OSError: pass",
        ends=("protocol",),
    ),
    Attack(
        "a frame that never ends", "wire",
        "import os, time\nos.write(4, b'\\0\\0\\1\\0x')\ntime.sleep(1000)", ends=("timeout",),
    ),
    Attack(
        "a frame of empty lists without end", "wire",
        "import os, struct\ndata = b'\\x92\\xa1l' * 3000\nos.write(4, struct.pack('>I', len(data)) + data)",
        ends=("protocol",),
    ),
    Attack(
        "a frame that says it holds a billion items", "wire",
        "import os, struct\ndata = b'\\xdd\\x3b\\x9a\\xca\\x00'\nos.write(4, struct.pack('>I', len(data)) + data)",
        ends=("protocol",),
    ),
)  # fmt: skip


@pytest.mark.parametrize("attack", USES, ids=lambda attack: attack.tries)
def test_an_attack_on_resources(stage: Stage, attack: Attack) -> None:
    attack = replace(attack, limits=LIMITS) if attack.limits is ROOMY else attack
    start = time.monotonic()
    assert stage.play(attack) == NOTHING
    assert time.monotonic() - start < 20
    stage.check()
