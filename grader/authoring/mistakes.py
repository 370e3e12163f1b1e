"""The mistakes that checks name, and those of them that no answer of a table provokes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from grader.authoring.kinds import held, maker, told_mistakes
from grader.authoring.problems import Problem
from grader.checks import Task
from grader.core import Message, Part
from grader.maths.declare import BadDeclaration, declare

IN_MATRICES = ("missing_transpose", "transposed", "missing_inverse", "order", "shape")
IN_FORMULAS = (
    "sign", "missing_factor", *IN_MATRICES, "scope", "missing_term", "missing_square", "missing_abs", "index_range",
    "lost_solution", "gained_solution", "invalid_step",
)  # fmt: skip
IN_FUNCTIONS = ("raises", "wrong_shape", "wrong_type", "returns_nothing", "mutates_input", "sign", "wrong_constant")
MISTAKES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("minimises", "gradient", "states", "gives", "factors", "shows_sign", "updates"), IN_FORMULAS),
    **dict.fromkeys(("follows", "shows", "definite"), IN_FORMULAS),
    "inverts": (),
    "derived": (),
    "assumes": ("missing_term",),
    "says": (),
    "computes": (*IN_FUNCTIONS, "transposed"),
    "minimises_numerically": (*IN_FUNCTIONS, "transposed"),
    "fails_on_design": ("raises", "wrong_shape"),
    "trains": (
        "raises", "wrong_shape", "ascends", "least_squares", "missing_intercept", "broadcasts", "does_not_move",
        "not_finite",
    ),
    "settles": ("raises", "wrong_shape", "constant_step"),
    "repeats": ("raises", "wrong_shape", "ignores_seed"),
    "loops": ("no_loop",),
    "vectorised": ("not_vectorized",),
    "measures": ("raises", "returns_nothing", "wrong_type", "wrong_constant", "sign", "never_restarts", "accumulates"),
    "totals": ("returns_nothing", "wrong_type", "wrong_shape", "mutates_input", "shared_state", "not_cumulative"),
    "far_out": ("not_finite",),
    "integrates_to_one": ("not_normalised",),
    "moves_with_mu": ("no_peak_at_mu", "does_not_move"),
    "spreads_with_sigma": ("does_not_get_lower", "does_not_spread"),
}
"""By the check's name, those that students often make. What runs code names what ended it as well: ``timeout`` …"""


def nameable(part: Part) -> list[str]:
    """The mistakes that the checks of a part can name, those of matrices only where its task declares one."""
    names = [name for claim in part.claims for name in MISTAKES.get(maker(claim.check), ())]
    names += [name.partition("__")[0] for claim in part.claims for name in told_mistakes(claim.check)]
    tasks = [task for claim in part.claims for task in held(claim.check, Task)]
    if tasks and not any(_has_matrix(task) for task in tasks):
        names = [name for name in names if name not in IN_MATRICES]
    return list(dict.fromkeys(names))


def unprovoked(part: Part, named: Collection[str], file: Path) -> Iterator[Problem]:
    """A note of the mistakes that could be named in a part, and were in none of its answers."""
    left = [name for name in nameable(part) if name not in named]
    if left:
        fields = {"part": part.name, "names": ", ".join(left)}
        yield Problem(file, None, Message("author.unprovoked", fields), "note")


def _has_matrix(task: Task) -> bool:
    try:
        declared = declare(task.declare).declared.values()
    except BadDeclaration:
        return True
    return any(not each.shape.scalar and not each.shape.column for each in declared)
