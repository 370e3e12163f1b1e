"""Starts the process that a student's program runs in: ``python -I boot.py requests replies life namespaces``.

The first three are pipe ends, the fourth is 1 if the kernel's namespaces are to be tried.

Run by path. The few modules of this folder that the process needs are found through a package made up on the spot, so
that nothing else of the grader, of the exercises or of the solutions can be imported there.
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

    from grader.jail.child import main

    main(*(int(argument) for argument in sys.argv[1:5]))
