"""Runs of letters: ``Xw`` is X times w, ``xi`` is x_i, ``nlog`` n and a logarithm, ``loss`` a name, ``where`` prose.

:func:`spell` decides, knowing the names that were declared.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, TypeAlias

from grader.maths import notation
from grader.maths.tokens import Names

Spelled: TypeAlias = tuple[tuple[str, str, int, int], ...]

_REMEMBERED: Final = 12  # letters; longer runs are rare, and what they spell takes memory


def spell(run: str, place: str, alone: bool, follow: str, series: bool, names: Names) -> Spelled:
    """A run of letters as (sort, value, start, end), places relative to the run.

    ``place`` is what stands directly before it: ``_``, ``^``, ``{_`` for a subscript in braces that it fills.
    ``alone``: spaces or nothing on both sides; ``follow``: the next character; ``series``: the formula is of the kind
    x1 + … + xn, so that n is a subscript too.
    """
    spelled = _remembered if len(run) <= _REMEMBERED else _spelled
    return spelled(run, place, alone, follow, series, names)


def _spelled(run: str, place: str, alone: bool, follow: str, series: bool, names: Names) -> Spelled:
    if len(run) == 1:
        kind = "fn" if run == "E" and follow == "[" and run not in names else "name"
        return ((kind, "expectation" if kind == "fn" else run, 0, 1),)
    if run in names:
        return (("name", run, 0, len(run)),)
    if place and (special := _spell_script(run, place, follow, names)):
        return special
    if run[0] == "d" and not place and (run[1:] in notation.PLAIN_GREEK or (run[1:] in names and len(run) > 2)):
        return (("name", "d", 0, 1), ("name", notation.PLAIN_NAMES.get(run[1:], run[1:]), 1, len(run)))  # dbeta
    if place in ("_", "^"):
        rest = spell(run[1:], "", False, follow, series, names)
        return (("name", run[0], 0, 1), *((kind, value, a + 1, b + 1) for kind, value, a, b in rest))
    if word := _spell_word(run, alone, follow, names):
        return ((word[0], word[1], 0, len(run)),)
    if run[-1] == "E" and follow == "[" and "E" not in names:  # aE[U]
        return (*_spell_letters(run[:-1], series, names), ("fn", "expectation", len(run) - 1, len(run)))
    return tuple(_spell_letters(run, series, names))


_remembered = lru_cache(maxsize=8192)(_spelled)


def _spell_script(run: str, place: str, follow: str, names: Names) -> Spelled:
    whole = (0, len(run))
    if run == "top" and place == "^":
        return (("top", "T", *whole),)
    if run in notation.ACCENT_WORDS:
        return (("word", run, *whole),)
    if run in notation.PLAIN_GREEK and run != "xi":
        return (("name", notation.PLAIN_NAMES.get(run, run), *whole),)
    if place == "{_":
        indices = set("ijklmnpqrstdN") | names.declared
        if (len(run) > 2 or run.isupper()) and not set(run) <= indices:
            return (("word", run, *whole),)
        return tuple(("name", letter, at, at + 1) for at, letter in enumerate(run))
    if place == "_" and set(run) <= notation.INDEX_LETTERS and follow != "_":
        letters = (("name", letter, at, at + 1) for at, letter in enumerate(run))
        return (("{", "{", 0, 0), *letters, ("}", "}", len(run), len(run)))
    return ()


def _spell_word(run: str, alone: bool, follow: str, names: Names) -> tuple[str, str] | None:
    """The run as one word, if it is one."""
    if op := notation.FUNCTIONS.get(run):
        return ("fn", op) if op in notation.BARE_FUNCTIONS or follow in "([{\\|‖" else ("name", run)
    if op := notation.OPTIMA.get(run):
        return "opt", op
    if op := notation.BIG.get(run):
        return "big", op
    if run == "arg":
        return "arg", run
    if run in notation.FRACTIONS and (follow == "{" or follow.isdecimal()):  # its backslash got lost
        return "cmd", "frac"
    product = all(letter in names.declared for letter in run)
    if product:
        return None
    if run in notation.PLAIN_GREEK and run != "xi":
        return "name", notation.PLAIN_NAMES.get(run, run)
    if run == "grad":
        return "cmd", "nabla"
    if run in notation.KNOWN_NAMES:
        return "name", run
    if run in ("iid", "wrt") or (alone and run.lower() in notation.PROSE_WORDS):
        return "text", run
    if run == "constant":
        return "name", "const"
    new = len(run) >= 4 or (len(run) == 3 and bool(names.declared) and run[0] not in names.declared)
    if new and follow in ("=", "(", ":") and (run.islower() or run.istitle()):
        stuck = any(_sticky_at(run, at, names) for at in range(3))
        return None if stuck else ("name", run)
    return None


def _spell_letters(run: str, series: bool, names: Names) -> list[tuple[str, str, int, int]]:
    found: list[tuple[str, str, int, int]] = []
    at, end = 0, len(run)
    while at < end:
        piece = _declared_at(run, at, names) or _sticky_at(run, at, names)
        if piece is not None:
            kind, value, length = piece
            found.append((kind, value, at, at + length))
            at += length
            continue
        if run[at] == "T" and at and "T" not in names and _is_matrix(run[at - 1], names):
            found.append(("^", "^", at, at))
            found.append(("top", "T", at, at + 1))
            at += 1
            continue
        found.append(("name", run[at], at, at + 1))
        subscript = _subscript_at(run, at, series, names)
        at += 1
        if subscript:
            found.append(("_", "_", at, at))
            found.append(("{", "{", at, at))
            found.extend(("name", letter, at + k, at + k + 1) for k, letter in enumerate(subscript))
            at += len(subscript)
            found.append(("}", "}", at, at))
    return found


def _is_matrix(letter: str, names: Names) -> bool:
    """Whether a T behind this letter is a transpose without its mark: ``XTX``."""
    return letter in "Xwy" or letter in names.declared


def _declared_at(run: str, at: int, names: Names) -> tuple[str, str, int] | None:
    for length in range(min(len(run) - at, 12), 1, -1):
        if run[at : at + length] in names:
            return "name", run[at : at + length], length
    return None


def _sticky_at(run: str, at: int, names: Names) -> tuple[str, str, int] | None:
    """A function stuck to letters on its left or right: ``logP``, ``nlog``, ``sumxi``."""
    for word in notation.STICKY:
        rest = len(run) - at - len(word)
        if at <= 2 and 0 <= rest <= 3 and run.startswith(word, at) and not (word == "ln" and "l" in names):
            if op := notation.FUNCTIONS.get(word):
                return "fn", op, len(word)
            if op := notation.BIG.get(word):
                return "big", op, len(word)
            return "opt", word, len(word)
    return None


def _subscript_at(run: str, at: int, series: bool, names: Names) -> str:
    """The letters behind ``at`` that are subscripts written without a mark, as in ``xi``."""
    base = run[at]
    if base in "ijk" or not (base in names.declared or base in "xyzwr"):
        return ""
    letters = ""
    for letter in run[at + 1 : at + 3]:
        if letter not in "ijk" or letter in names:
            break
        letters += letter
    if not letters and series and run[at + 1 : at + 2] in ("n", "N", "m") and at + 2 == len(run):
        return run[at + 1]
    return letters
