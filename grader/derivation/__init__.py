"""Derivations: from a text to its statements, and a verdict for each of their links.

Read in this order:

1. :mod:`prose`, a package: which stretches of a text are formulas, and which are words, pictures or code.
   :mod:`statements`: every formula read, chains glued over line ends, each side with its place.
2. :mod:`problem` is what the author declared, :mod:`definitions` what the text adds to it, :mod:`study` what comes out.
3. :mod:`ledger`: what is known at some point of a text. :mod:`judge`: one pass over the statements, which decides what
   kind of claim each link is; its docstring has the rules, in their order. :mod:`asides` are no claims.
4. Each kind of claim: :mod:`identities` (with :mod:`inferred`, for letters of one's own), :mod:`steps` (equations to be
   solved), :mod:`relations` (minimisers, inequalities, proportionality), :mod:`updates` (with :mod:`samples`), and
   :mod:`phrases`, what the words around a formula claim of it.

Nothing is refuted that holds a name without a meaning. After a refuted link the student's own line is the new start.
"""
