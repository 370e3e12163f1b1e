"""How the formulas of a text were understood, for showing them to who wrote them."""

from __future__ import annotations

from itertools import islice
from typing import Final

from grader.core import Reading
from grader.derivation.study import Claimed, Study
from grader.maths import show
from grader.maths.mathml import mathml
from grader.maths.terms import walk

MOST_NODES: Final = 600  # of a term that is typeset; a page is not made of formulas that no one can take in


def readings(study: Study) -> tuple[Reading, ...]:
    """The reading of every formula side that stands in the text, in order, each place once.

    What a definition or a charitable reading has put in its place shows here: it is what was judged. A side of more
    than :data:`MOST_NODES` nodes has no MathML.
    """
    found = {side.where: _reading(side) for side in study.sides if side.where.text.strip()}
    return tuple(found.values())


def _reading(side: Claimed) -> Reading:
    small = next(islice(walk(side.term), MOST_NODES, None), None) is None
    return Reading(side.where, show.plain(side.term), mathml(side.term) if small else "")
