"""How ambiguous notation is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class Policy:
    """How ambiguous notation is read, the same throughout a formula.

    ``arguments``: how far the argument of a function without brackets reaches: ``\\log \\sigma b`` is the logarithm of
    the product ("usual"), of σ alone ("short"); "long" also takes brackets and written products. ``slash``: whether the
    usual reading of ``1/2b`` is turned round; ``power``: that of ``\\log(x)^2``.
    """

    arguments: Literal["usual", "short", "long"] = "usual"
    slash: Literal["usual", "other"] = "usual"
    power: Literal["usual", "other"] = "usual"


USUAL: Final = Policy()
