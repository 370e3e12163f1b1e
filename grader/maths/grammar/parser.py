"""The parser: tokens to terms, by precedence climbing.

From loose to tight: sums, products (written or not, with quotients), signs, scripts and calls; relations stand above
them (:mod:`.chains`). Prefix operators (``\\sum``, ``\\log``, ``d/db``) decide how far their operand reaches, each in
its own module; a bar opens where an operand is expected and closes inside bars.

Where notation is ambiguous the reading follows a :class:`~.policy.Policy`, and the parser notes in ``met`` which other
policies would have made a difference.
"""

from __future__ import annotations

from typing import Final

from grader.core import Message
from grader.maths.grammar import brackets, calls, conditions, operands, products, sums
from grader.maths.grammar.layout import ENDERS, OPERANDS, Layout, bar_value, failure, misread
from grader.maths.grammar.policy import Policy
from grader.maths.terms import Dots, Fold, Span, Term
from grader.maths.tokens import Names, NotUnderstood, Token, TooLarge

MAX_NESTING: Final = 120
MAX_STACKED: Final = 40  # quotients of quotients, scripts on scripts


class Parser:
    """One reading of a formula under one policy: where it stands, what is open, and the constructions by name."""

    def __init__(self, layout: Layout, names: Names, policy: Policy) -> None:
        self.tokens = layout.tokens
        self.partner = layout.partner
        self.related = layout.related
        self.names = names
        self.functions = names.functions | layout.functions
        self.e_is_name = layout.e_is_name
        self.d_is_name = "d" in names and not layout.d_is_differential
        self.d_is_differential = layout.d_is_differential
        self.policy = policy
        self.i = 0
        self.inside: list[str] = []  # the brackets that are open here
        self.links = 0  # relations in this chain so far
        self.depth = 0
        self.stacked = 0
        self.folds: dict[int, Fold] = {}  # sums of this level whose scope is still open, by identity
        self.grown: dict[int, Fold] = {}  # sums whose scope was extended over later terms
        self.met: set[str] = set()
        self.remarks: dict[str, Message] = {}

    # ------------------------------------------------------------------------------------- the constructions

    expression = sums.expression
    product = products.product
    signed_factor = products.signed_factor
    begins_factor = products.begins_factor
    factor = operands.factor
    primary = operands.primary
    postfix = operands.postfix
    argument = operands.argument
    condition = conditions.condition
    arguments = calls.arguments
    group = brackets.group
    bracket = brackets.bracket

    # ------------------------------------------------------------------------------------------- the cursor

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.i]

    def advance(self) -> Token:
        """Take the next token."""
        token = self.tokens[self.i]
        self.i += 1
        return token

    def span(self, start: int) -> Span:
        """From ``start`` to the end of what was taken."""
        return start, max(self.tokens[self.i - 1].end, start)

    def enter(self) -> None:
        """One level deeper."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise TooLarge("nesting", MAX_NESTING)

    def stack(self) -> None:
        """One more of what makes a term deep without brackets."""
        self.stacked += 1
        if self.stacked > MAX_STACKED:
            raise TooLarge("nesting", MAX_STACKED)

    def unexpected(self) -> NotUnderstood:
        """The next token can't stand here."""
        token = self.token
        before = self.tokens[self.i - 1] if self.i else None
        if token.kind in ENDERS and before is not None and before.kind not in ("close", "}", "name", "number"):
            return failure("reading.math.missing_operand", before)
        if token.kind == "":
            return misread("reading.math.ends_early", token.start, token.end)
        if token.kind in ("bar", "rbar") and self.evaluated_here():
            return failure("reading.math.evaluated", token)
        if token.kind == "word":
            return failure("reading.math.word", token)
        return failure("reading.math.unexpected", token)

    def expect(self, kind: str) -> Token:
        """Take a token of that sort."""
        if self.token.kind != kind:
            raise self.unexpected()
        return self.advance()

    def close(self, closing: int) -> None:
        """Take the closing bracket, which must be here."""
        if self.i != closing:
            raise self.unexpected()
        self.advance()

    def remark(self, key: str, message: Message) -> None:
        """Tell the student about a charitable reading, once."""
        self.remarks.setdefault(key, message)

    def evaluated_here(self) -> bool:
        """Whether the bar here says at which point what stands before it is taken: ``|_{b=0}``."""
        return self.tokens[self.i + 1].kind == "_" and self.i + 2 in self.related

    def dots(self) -> Dots:
        """An ellipsis."""
        token = self.advance()
        return Dots(span=(token.start, token.end))

    def skip_lines(self) -> None:
        while self.token.kind == "line":
            self.advance()

    def skip_script(self) -> None:
        self.advance()
        self.i = self.partner[self.i] + 1 if self.token.kind == "{" else self.i + 1

    def operand_here(self) -> bool:
        token = self.token
        return token.kind in OPERANDS or (token.kind == "bar" and self.inside[-1:] != [bar_value(token)])

    def postfix_free(self) -> Term:
        """An operand without scripts, as the argument of a script."""
        if self.token.kind not in ("name", "number", "cmd"):
            raise self.unexpected()
        return self.primary()

    def argument_end(self, i: int) -> int:
        """The token after the argument that begins at token i."""
        kind = self.tokens[i].kind
        return (self.partner[i] if kind in ("{", "open", "begin") else i) + 1

    def is_prose_bracket(self) -> bool:
        """Whether a bracket holds prose only: ``（可逆）``, ``(\\text{since } …)`` is not."""
        inner = self.tokens[self.i + 1 : self.partner[self.i]]
        return any(t.kind == "text" for t in inner) and all(t.kind in ("text", ".", ",", ":") for t in inner)

    def holds_comma(self, opening: int) -> bool:
        i = opening + 1
        while i < self.partner[opening]:
            if self.tokens[i].kind == ",":
                return True
            i = self.partner[i] + 1 if self.tokens[i].kind in ("open", "{", "begin") else i + 1
        return False

    def line_relates(self, i: int) -> bool:
        """Whether a relation stands in the line of the source or layout that begins at token i."""
        level = 0
        for token in self.tokens[i:]:
            if token.kind in ("open", "{", "begin"):
                level += 1
            elif token.kind in ("close", "}", "end"):
                level -= 1
            elif level == 0 and token.kind in ("rel", "arrow"):
                return True
            elif level == 0 and token.kind in ("line", ",", ";", "text", "."):
                return False
        return False
