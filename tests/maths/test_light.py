"""Light dataclasses: as frozen ones in all but the assignment."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass, field, replace

from grader.maths.light import light


@light
@dataclass(frozen=True, slots=True)
class Pair:
    a: int
    b: tuple[int, ...] = (2,)
    c: list[int] = field(default_factory=list, compare=False)
    span: int | None = field(default=None, compare=False, repr=False, kw_only=True)


def test_fields_and_defaults_are_those_of_the_class() -> None:
    pair = Pair(1, span=7)
    assert (pair.a, pair.b, pair.c, pair.span) == (1, (2,), [], 7)
    assert repr(pair) == "Pair(a=1, b=(2,), c=[])"
    assert Pair(1).c is not Pair(1).c


def test_equality_and_hash_leave_out_what_takes_no_part() -> None:
    assert Pair(1, span=7) == Pair(1, c=[3])
    assert hash(Pair(1, span=7)) == hash(Pair(1))
    assert Pair(1) != Pair(2)


def test_replacing_copying_and_pickling() -> None:
    assert replace(Pair(1, span=7), a=2).span == 7
    assert copy.deepcopy(Pair(1)) == Pair(1) == pickle.loads(pickle.dumps(Pair(1)))


def test_patterns() -> None:
    match Pair(5):
        case Pair(a, (b,)):
            assert (a, b) == (5, 2)
