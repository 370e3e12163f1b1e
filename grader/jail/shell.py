"""IPython, for the cells that are not Python as they stand: magics, shell commands, help.

One shell a process, made in the zygote before the fork where that is possible. It has no history, no terminal and no
windows; what is displayed goes where everything that is printed goes. What a notebook asks of its surroundings (to
install a package, to choose how figures are shown) is answered by doing nothing, since a right answer must not be lost
over it; so is a magic that is not known here.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from types import ModuleType
from typing import Any

_ABOUT_THE_SURROUNDINGS = frozenset((
    "pip", "conda", "mamba", "micromamba", "uv", "matplotlib", "pylab", "config", "load_ext", "reload_ext",
    "unload_ext", "autoreload", "gui", "colors", "store", "history", "logstart", "install_ext",
))  # fmt: skip
_OTHER_PROGRAMS = frozenset((
    "bash", "sh", "script", "perl", "ruby", "python", "python2", "python3", "pypy", "system", "sx", "!",
))  # fmt: skip
_INSTALLERS = frozenset(("pip", "pip3", "conda", "mamba", "micromamba", "uv", "apt", "apt-get", "brew", "sudo"))

_shell: Any = None
_runs_commands = False


def prepare() -> None:
    """Make the shell ahead of time, for whatever program will come."""
    global _shell
    _shell = _make(ModuleType("__main__"))


def settle(main: ModuleType, *, commands: bool) -> None:
    """Let the shell be that of a program; ``commands`` if it is to run shell commands at all."""
    global _runs_commands
    _runs_commands = commands
    if _shell is not None:
        _shell.user_module, _shell.user_ns = main, main.__dict__


def current() -> Any:
    """The shell of this process, made now if there is none."""
    global _shell
    if _shell is None:
        _shell = _make(sys.modules["__main__"])
    return _shell


def _make(main: ModuleType) -> Any:
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.text import SList
    from traitlets.config import Config

    class Nowhere(DisplayPublisher):  # type: ignore[misc]  # IPython is not typed
        def publish(self, data: dict[str, Any], *_: Any, **__: Any) -> None:
            print(data.get("text/plain", ""))

    class Shell(InteractiveShell):  # type: ignore[misc]  # the same
        def enable_gui(self, *_: Any, **__: Any) -> None:
            pass

        def system(self, command: str) -> None:
            print(_output(command) if _runs_commands else "")

        def getoutput(self, command: str, *_: Any, **__: Any) -> Any:
            return SList(_output(command).splitlines() if _runs_commands else [])

        def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
            if magic_name in _ABOUT_THE_SURROUNDINGS or self.find_line_magic(magic_name) is None:
                return None
            return super().run_line_magic(magic_name, line, _stack_depth=_stack_depth + 1)

        def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
            if self.find_cell_magic(magic_name) is None or magic_name in _ABOUT_THE_SURROUNDINGS:
                return None
            if magic_name in _OTHER_PROGRAMS and not _runs_commands:
                return None
            return super().run_cell_magic(magic_name, line, cell)

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.cache_size = 0
    config.InteractiveShell.xmode = "Minimal"
    Shell.display_pub_class = Nowhere
    Shell.displayhook_class = DisplayHook
    return Shell.instance(config=config, user_module=main, user_ns=main.__dict__)


def _output(command: str) -> str:
    """What a shell command prints; one that installs something is not run."""
    try:
        words = shlex.split(command)
    except ValueError:
        words = command.split()
    if _INSTALLERS & {os.path.basename(word) for word in words[:3]}:
        return ""
    done = subprocess.run(
        command, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.stdout.decode(errors="replace")
