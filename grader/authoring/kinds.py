"""What a claim's check holds and judges, seen from outside: a check is a function, made by one of ``grader.checks``."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from typing import TypeVar

from grader.core import Part, Text

_T = TypeVar("_T")
CODE = "code"  # the name that an exercise's part of functions has


def held(check: Callable[..., object], kind: type[_T]) -> Iterator[_T]:
    """The values of a type that a check was made with, and the checks within it."""
    waiting: list[object] = [check]
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, kind):
            yield value
        elif inspect.isfunction(value):
            waiting += _enclosed(value)
        elif isinstance(value, functools.partial):
            waiting += [value.func, *value.args, *value.keywords.values()]
        elif isinstance(value, tuple | list):
            waiting += value


def _enclosed(function: Callable[..., object]) -> Iterator[object]:
    for cell in getattr(function, "__closure__", None) or ():
        try:
            yield cell.cell_contents
        except ValueError:  # a name that was never given a value
            continue


def told_mistakes(check: Callable[..., object]) -> list[str]:
    """The functions that make a mistake which a check tells of, by their names in ``numeric.py``."""
    tables = held(check, dict)
    return [name for table in tables for name, text in table.items() if isinstance(text, Text)]


def maker(check: Callable[..., object]) -> str:
    """The name of the function that made a check: ``minimises``; of an author's own check its own name."""
    return getattr(check, "__qualname__", type(check).__name__).partition(".")[0]


def is_code(part: Part) -> bool:
    """Whether a part is answered by a program: by functions, not by a formula."""
    makers = [getattr(claim.check, "__module__", "") for claim in part.claims]
    ours = [module.startswith("grader.checks.code") for module in makers if module.startswith("grader.checks.")]
    return part.name == CODE or (bool(ours) and all(ours))


def is_prose(part: Part) -> bool:
    """Whether a part is judged by its words alone."""
    return all(maker(claim.check) == "says" for claim in part.claims)
