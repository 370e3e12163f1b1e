"""The problem that a derivation is about, as the author declared it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from grader.maths.declare import Scope
from grader.maths.substitute import substitute
from grader.maths.terms import Apply, Symbol, Term


@dataclass(frozen=True, slots=True)
class Problem:
    """What the symbols mean, what is minimised, and which names a student may leave out throughout."""

    scope: Scope
    objective: Term | None = None
    optional: tuple[str, ...] = ()
    given: bool = False  # the objective stands in the task
    solved: bool = True  # the unknown's value is asked for
    rows: bool = False  # the text has the unknown as a row
    sample: Term | None = None  # its share of one sample, with the free index i; None if to be derived

    def with_rows(self) -> Problem:
        """The problem for a text in which the unknown is a row: w stands for the transpose of the task's w."""
        name = self.scope.unknown or ""
        declared = self.scope.declared[name]
        row = replace(self, rows=True)
        scope = replace(
            self.scope,
            declared={**self.scope.declared, name: replace(declared, shape=declared.shape.transposed)},
            meanings={key: row.laid_out(meaning) for key, meaning in self.scope.meanings.items()},
        )
        losses = [None if loss is None else row.laid_out(loss) for loss in (self.objective, self.sample)]
        return replace(row, scope=scope, objective=losses[0], sample=losses[1])

    def laid_out(self, term: Term) -> Term:
        """A formula of the solutions in the layout of the text."""
        name = self.scope.unknown or ""
        return substitute(term, {name: Apply("transpose", (Symbol(name),))}) if self.rows else term

    def without(self, names: frozenset[str]) -> Problem:
        """The problem with optional names taken as 0."""
        return replace(self, scope=replace(self.scope, zeroed=names))
