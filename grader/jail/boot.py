"""Starts a process that runs students' programs, or forks those that do. Run by path::

    boot.py alone REQUESTS REPLIES LIFE      ends of pipes
    boot.py zygote CONTROL RUNG [LAYER …]    a socket; the layers to leave out

The few modules of this folder that the process needs are found through a package made up on the spot, so that nothing
else of the grader, of the exercises or of the solutions can be imported there.
"""

import os
import sys
from types import ModuleType


def _package(name: str, path: list[str]) -> None:
    module = ModuleType(name)
    module.__path__ = path
    sys.modules[name] = module


if __name__ == "__main__":
    _here = os.path.dirname(os.path.abspath(__file__))
    _root = os.path.dirname(os.path.dirname(_here))
    if os.path.basename(_root) not in ("site-packages", "dist-packages"):
        sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != _root]
    _package("grader", [])
    _package("grader.jail", [_here])
    _what, *_rest = sys.argv[1:]
    if _what == "alone":
        from grader.jail.child import alone

        alone(*(int(argument) for argument in _rest))
    else:
        from grader.jail.zygote import main

        main(int(_rest[0]), _rest[1], frozenset(_rest[2:]))  # type: ignore[arg-type]  # launch.py names the rung
