"""The pairs on which the tools are compared, half of them equal: from three sources, none of them a tool's own.

- ``written``: :mod:`formulas`, written for this comparison after the engine, and confirmed by numpy;
- ``tables``: drawn from ``tests/tables``, as many of each family, confirmed by numpy there;
- ``made``: rewritings and mutants of right formulas from ``tests/generators``, which finds out in floating point what
  is true; only those typed the way that any reader of LaTeX knows.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest

from benchmarks.peers.formulas import GROUPS
from benchmarks.peers.machine import ROOT

_FANCY = re.compile(r"[^\x00-\x7f]|\[|\\(?:big|Big|bm|bold|math|vec|limits|lVert)|(?<![\\a-z])(?:log|ln|exp|sum)\b")
_LATEX = re.compile(r"\\[a-z]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two formulas with the declaration of their symbols, and whether they are equal."""

    source: str
    family: str
    a: str
    b: str
    declare: str
    equal: bool


def written() -> Iterator[Pair]:
    """Those of :mod:`formulas`."""
    for group in GROUPS:
        for equal, others in ((True, group.equal), (False, group.wrong)):
            for other, _ in others:
                yield Pair("written", group.family, group.first[0], other, group.declare, equal)


def tables(number: int, seed: int) -> Iterator[Pair]:
    """So many equal and so many unequal ones, the families in turn."""
    rng = random.Random(seed)
    there = {(pair.a, pair.b) for pair in written()}
    for equal in (True, False):
        families: dict[str, list[Pair]] = defaultdict(list)
        for name in ("pairs", "pairs_wild"):
            for row in json.loads((ROOT / f"tests/tables/{name}.json").read_text(encoding="utf-8")):
                if row["equal"] is equal and (row["a"], row["b"]) not in there:
                    families[row["family"]].append(
                        Pair("tables", row["family"], row["a"], row["b"], row["declare"], equal)
                    )
        for rows in families.values():
            rng.shuffle(rows)
        turns = (row for turn in zip_longest(*families.values()) for row in turn if row is not None)
        yield from islice(turns, number)


def made(number: int, seed: int) -> Iterator[Pair]:
    """So many rewritings and so many mutants."""
    from tests.generators import mutants, rewrites

    column, most = ["pairs"], 60 * number  # most of them are typed in other ways
    rewritings = ((derivation, text.text) for _, derivation, text in rewrites.cases(column, most, seed))
    slips = (
        (case.mutant.derivation, case.written.text)
        for _, _, case in mutants.cases(column, most, seed)
        if not isinstance(case, str)
    )
    for equal, cases in ((True, rewritings), (False, slips)):
        plain = ((derivation, text) for derivation, text in cases if _is_plain(text))
        for derivation, text in islice(plain, number):
            a, b = text.split("\n")
            exercise = derivation.part.split("/")[0]
            yield Pair("made", derivation.name, a, b, _DECLARED[exercise], equal)


_DECLARED = {
    "optimal_constant": "x: n, b, sigma: >0",
    "normal_equation": "X: n*d rows x, y: n, w: d",
    "laplace_noise": "X: n*d rows x, y: n, w: d, b",
}


def _is_plain(text: str) -> bool:
    return _FANCY.search(text) is None and all(_LATEX.search(line) for line in text.split("\n"))


def all_pairs(from_tables: int, from_generators: int, seed: int = 0) -> list[Pair]:
    """All of them, mixed; the numbers are per source and per half."""
    pairs = [*written(), *tables(from_tables, seed), *made(from_generators, seed)]
    random.Random(seed).shuffle(pairs)
    return pairs
