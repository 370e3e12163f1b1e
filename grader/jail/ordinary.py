"""Run by path, as root: become an ordinary user, then execute a program: ``ordinary.py USER HOW PROGRAM …``.

An ordinary user may not reach what lies where only root may look, such as a Python under ``/root``. HOW is ``stage``
for bubblewrap: what it is to bind read-only is first bound to a place that all can reach, in a mount namespace that
ends with these processes. Or it is ``read``: the right to read anything stays, for Landlock to confine.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from types import ModuleType


def _kernel() -> ModuleType:
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "kernel.py")
    spec = importlib.util.spec_from_file_location("kernel", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_STAGES = ("/mnt", "/media", "/srv", "/tmp")  # covered, in the new namespace only


def _staged(command: list[str], kernel: ModuleType) -> list[str]:
    """The command with the source of each ``--ro-bind`` replaced by a place on the stage."""
    kernel.unshare(kernel.NEW_MOUNT)
    kernel.mount("none", "/", "", kernel.PRIVATE | kernel.RECURSIVE)
    places = [place + 1 for place, word in enumerate(command) if word == "--ro-bind"]
    sources = {place: os.open(command[place], os.O_PATH) for place in places}  # before the stage covers anything
    stage = next(folder for folder in _STAGES if os.path.isdir(folder))
    kernel.mount("tmpfs", stage, "tmpfs", kernel.NO_SETUID | kernel.NO_DEVICES, "mode=755")
    staged = list(command)
    for place, source in sources.items():
        staged[place] = f"{stage}/{place}"
        if os.path.isdir(command[place]):
            os.mkdir(staged[place])
        else:
            os.close(os.open(staged[place], os.O_CREAT | os.O_WRONLY))
        kernel.mount(f"/proc/self/fd/{source}", staged[place], "", kernel.BIND | kernel.RECURSIVE)
    return staged


def _become(user: int, kernel: ModuleType, *, keep: bool) -> None:
    kept = 1 << kernel.CAP_READ_ANY if keep else 0
    os.setgroups([])
    os.setresgid(user, user, user)
    if keep:
        kernel.keep_capabilities_over_setuid()
    os.setresuid(user, user, user)
    kernel.set_capabilities(kept, inheritable=True)
    if keep:
        kernel.keep_over_exec(kernel.CAP_READ_ANY)


if __name__ == "__main__":
    _user, _how, *_command = sys.argv[1:]
    _module = _kernel()
    if _how == "stage":
        _command = _staged(_command, _module)
    _become(int(_user), _module, keep=_how == "read")
    os.execv(_command[0], _command)
