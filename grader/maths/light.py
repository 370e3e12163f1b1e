"""Light dataclasses: frozen for the reader and the type checker, as cheap to make as a plain one.

A frozen dataclass assigns each of its fields through ``object.__setattr__``, which takes three times as long as a plain
assignment; terms, shapes and values are made by the thousand.
"""

from __future__ import annotations

from dataclasses import field, fields, make_dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_T = TypeVar("_T", bound="DataclassInstance")


def light(cls: type[_T]) -> type[_T]:
    """A frozen dataclass with slots, made light; only the type checker keeps its fields from being assigned then."""
    members = [
        (f.name, f.type, field(default=f.default, default_factory=f.default_factory, kw_only=f.kw_only))
        for f in fields(cls)
    ]
    type.__setattr__(cls, "__init__", vars(make_dataclass(cls.__name__, members))["__init__"])
    del cls.__setattr__, cls.__delattr__
    return cls
