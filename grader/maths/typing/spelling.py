"""How a name with subscripts is spelled, for looking it up among definitions and meanings."""

from __future__ import annotations

from grader.maths.terms import Accent, Add, Collection, Index, Number, Stack, Symbol, Term


def spelled(term: Term) -> str:
    """``x_i``, ``w_t+1``, ``w_hat``; an ellipsis for what is no name."""
    match term:
        case Symbol(name):
            return name
        case Number(value):
            return str(value)
        case Index(base, at):
            return f"{spelled(base)}_{','.join(spelled(i) for i in at)}"
        case Accent(mark, inner):
            return f"{spelled(inner)}_{mark}"
        case Collection((first, *_)) | Stack(((first,), *_)):
            return spelled(first.base) if isinstance(first, Index) else spelled(first)
        case Add((first, *rest)):
            return spelled(first) + "".join(f"+{spelled(t)}" for t in rest)
        case _:
            return "…"
