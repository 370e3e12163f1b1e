"""Stand-ins for modules that only draw or show progress, where they are not installed.

A right answer is not lost because the cell it stands in begins with ``import matplotlib.pyplot as plt``. What is drawn
is judged by nobody.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_DRAWING = frozenset(("matplotlib", "mpl_toolkits", "matplotlib_inline", "seaborn", "plotly", "IPython", "ipywidgets"))
_PROGRESS = "tqdm"


class Anything:
    """Takes every call, attribute, item and ``with``, and answers with another of its kind."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __call__(self, *_: object, **__: object) -> Anything:
        return Anything()

    def __getattr__(self, name: str) -> Anything:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __getitem__(self, key: object) -> Anything:
        return Anything()

    def __setitem__(self, key: object, value: object) -> None:
        pass

    def __iter__(self) -> Iterator[Anything]:
        return iter((Anything(),))  # `line, = plot(…)`

    def __enter__(self) -> Anything:
        return self

    def __exit__(self, *error: object) -> None:
        pass


class Bar(Anything):
    """A progress bar: goes through what it is given."""

    def __init__(self, items: Iterable[object] = (), *_: object, **__: object) -> None:
        self._items = items

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)


def subplots(rows: int = 1, columns: int = 1, *_: object, **options: object) -> tuple[Anything, object]:
    """A figure and its axes, in lists where there are several."""
    rows, columns = int(str(options.get("nrows", rows))), int(str(options.get("ncols", columns)))
    axes = [[Anything() for _ in range(columns)] for _ in range(rows)]
    if rows == 1 or columns == 1:
        flat = [axis for row in axes for axis in row]
        return Anything(), flat[0] if len(flat) == 1 else flat
    return Anything(), axes


class _Finder(MetaPathFinder, Loader):
    """Comes after all other finders, so that a module that exists is the real one."""

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name.partition(".")[0] in _DRAWING | {_PROGRESS}:
            return ModuleSpec(name, self, is_package=True)
        return None

    def exec_module(self, module: ModuleType) -> None:
        special = {"subplots": subplots, "tqdm": Bar, "trange": lambda *args, **_: Bar(range(*args)), "display": print}

        def attribute(name: str) -> object:
            if name.startswith("__"):
                raise AttributeError(name)
            return special.get(name) or Anything()

        module.__dict__["__getattr__"] = attribute
        module.__dict__["__all__"] = []


def install() -> None:
    """Let imports find the stand-ins."""
    sys.meta_path.append(_Finder())
