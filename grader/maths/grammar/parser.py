"""The parser: tokens to terms, by precedence climbing.

From loose to tight: sums, products (written or not, with quotients), signs, scripts and calls; relations stand above
them (:mod:`.chains`). Prefix operators (``\\sum``, ``\\log``, ``d/db``) decide how far their operand reaches, each in
its own module; a bar opens where an operand is expected and closes inside bars.

Where notation is ambiguous the reading follows a :class:`Policy`, the same throughout a formula, and the parser notes
in ``met`` which other policies would have made a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal

from grader.core import Message
from grader.maths import notation
from grader.maths.grammar import applications, arrays, bars, calculus, folds, scopes, scripts
from grader.maths.grammar.layout import (
    CLOSERS,
    ENDERS,
    OPERANDS,
    SCRIPTS,
    Layout,
    bar_value,
    failure,
    misread,
    named,
    relation_of,
    times,
)
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Call,
    Collection,
    Div,
    Dots,
    Fold,
    Index,
    Neg,
    Number,
    Pow,
    Relation,
    Span,
    Stack,
    Symbol,
    Term,
)
from grader.maths.tokens import ALIGN, NEWLINE, NOTHING, QUAD, THIN, Names, NotUnderstood, Token, TooLarge

MAX_NESTING: Final = 120
MAX_STACKED: Final = 40  # quotients of quotients, scripts on scripts
_SOME_CONSTANT: Final = Symbol("C")


@dataclass(frozen=True, slots=True)
class Policy:
    """How ambiguous notation is read.

    ``arguments``: how far the argument of a function without brackets reaches: ``\\log \\sigma b`` is the logarithm of
    the product ("usual"), of σ alone ("short"); "long" also takes brackets and written products. ``slash``: whether the
    usual reading of ``1/2b`` is turned round; ``power``: that of ``\\log(x)^2``.
    """

    arguments: Literal["usual", "short", "long"] = "usual"
    slash: Literal["usual", "other"] = "usual"
    power: Literal["usual", "other"] = "usual"


class Parser:
    """One reading of a formula under one policy."""

    def __init__(self, layout: Layout, names: Names, policy: Policy) -> None:
        self.tokens = layout.tokens
        self.partner = layout.partner
        self.related = layout.related
        self.names = names
        self.functions = names.functions | layout.functions
        self.e_is_name = layout.e_is_name
        self.d_is_name = "d" in names and not layout.d_is_differential
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

    # --------------------------------------------------------------------------------------------- helpers

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
        if token.kind == "word":
            return failure("reading.math.word", token)
        return failure("reading.math.unexpected", token)

    def expect(self, kind: str) -> Token:
        """Take a token of that sort."""
        if self.token.kind != kind:
            raise self.unexpected()
        return self.advance()

    def remark(self, key: str, message: Message) -> None:
        """Tell the student about a charitable reading, once."""
        self.remarks.setdefault(key, message)

    # --------------------------------------------------------------------------------------------- formula

    def is_prose_bracket(self) -> bool:
        """Whether a bracket holds prose only: ``（可逆）``, ``(\\text{since } …)`` is not."""
        inner = self.tokens[self.i + 1 : self.partner[self.i]]
        return any(t.kind == "text" for t in inner) and all(t.kind in ("text", ".", ",", ":") for t in inner)

    def dots(self) -> Dots:
        token = self.advance()
        return Dots(span=(token.start, token.end))

    # ---------------------------------------------------------------------------------------- sums of terms

    def expression(self) -> Term:
        """A sum of products."""
        self.enter()
        outer, self.folds = self.folds, {}
        start = self.token.start
        terms = [self._signed()]
        while True:
            kind = self.token.kind
            if kind in ("+", "-", "pm"):
                terms.append(self._signed())
            elif kind == "line" and self._goes_on():
                while self.token.kind == "line":
                    self.advance()
            else:
                break
        if len(terms) > 1:
            self._check_dots(terms)
            if "C" not in self.names:
                terms = [Symbol("const", span=t.span) if t == _SOME_CONSTANT else t for t in terms]
            if self.folds:
                terms = scopes.extend_folds(self, terms)
        elif isinstance(terms[0], Dots):
            raise misread("reading.math.dots", start, self.span(start)[1])
        self.depth -= 1
        self.folds = outer
        return terms[0] if len(terms) == 1 else Add(tuple(terms), span=self.span(start))

    def _signed(self) -> Term:
        """A product with the signs before it; dots stand for themselves."""
        start = self.token.start
        negative = False
        while self.token.kind in ("+", "-"):
            if self.advance().kind == "-":
                negative = not negative
            self._skip_lines()
        if self.token.kind == "pm":
            self.advance()
            return Apply("pm", (self.product(),), span=self.span(start))
        if self.token.kind == "dots" and self.tokens[self.i + 1].kind in ("+", "-"):
            return self.dots()
        term = self.product()
        return Neg(term, span=self.span(start)) if negative else term

    def _skip_lines(self) -> None:
        while self.token.kind == "line":
            self.advance()

    def _goes_on(self) -> bool:
        """Whether the sum goes on over this line break: the next line begins with a sign."""
        i = self.i
        while self.tokens[i].kind == "line":
            i += 1
        token = self.tokens[i]
        if token.kind not in ("+", "-", "pm") or "env" in self.inside[-1:]:
            return False
        if token.kind == "+" or token.gap == ALIGN:
            return True
        return not self._line_relates(i)

    def _line_relates(self, i: int) -> bool:
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

    def _check_dots(self, terms: Sequence[Term]) -> None:
        """The signs on both sides of dots must agree, and something must stand on both."""
        for place, term in enumerate(terms):
            if not isinstance(term, Dots):
                continue
            assert term.span is not None
            if place in (0, len(terms) - 1):
                raise misread("reading.math.dots", *term.span)
            # the sign before the dots is theirs: it must be that of the term after them
            if (self._sign_before(term.span[0]) == "-") != isinstance(terms[place + 1], Neg):
                raise misread("reading.math.dots_signs", *term.span)

    def _sign_before(self, start: int) -> str:
        for i, token in enumerate(self.tokens):
            if token.start == start and token.kind == "dots":
                return self.tokens[i - 1].kind
        return "+"

    # --------------------------------------------------------------------------------------------- products

    def product(self) -> Term:
        """Factors, written side by side or with a sign between them, and quotients."""
        self.enter()
        start = self.token.start
        factors = [self.factor()]
        dotted = False
        while True:
            token = self.token
            kind = token.kind
            if kind == "*":
                dotted = dotted or token.value == "·"
                self.advance()
                self._skip_lines()
                factors.append(self.signed_factor())
            elif kind == "/":
                self.stack()
                self.advance()
                bottom = self._below(factors)
                top = times(factors, self.span(start))
                factors = [Div(top, bottom, span=self.span(start))]
            elif kind == "entrywise":
                self.stack()
                self.advance()
                left = times(factors, self.span(start))
                right = self.signed_factor()
                factors = [Apply(token.value, (left, right), span=self.span(start))]
            elif kind == "dots" and self._dots_in_product(factors):
                factors.append(self.dots())
            elif self.begins_factor():
                factors.append(self.factor())
            else:
                break
        self.depth -= 1
        return times(factors, self.span(start), dotted=dotted)

    def signed_factor(self) -> Term:
        """A factor after a written operator, which may have a sign: ``a \\cdot -b``."""
        start = self.token.start
        if self.token.kind in ("-", "+"):
            self.stack()
            sign = self.advance().kind
            inner = self.signed_factor()
            return Neg(inner, span=self.span(start)) if sign == "-" else inner
        return self.factor()

    def _dots_in_product(self, factors: Sequence[Term]) -> bool:
        following = self.tokens[self.i + 1].kind
        return bool(factors) and (following in OPERANDS or following == "*")

    def begins_factor(self) -> bool:
        """Whether the next token begins a factor that is multiplied without a sign."""
        token = self.token
        kind = token.kind
        if kind == "bar":
            return self._bar_opens(token)
        if kind not in OPERANDS:
            return False
        if token.gap >= NEWLINE and not self.inside and self._breaks_here(token):
            return False
        if kind == "open" and not self.inside and (self.is_prose_bracket() or self.i in self.related):
            return False
        if kind == "number" and self.tokens[self.i - 1].kind == "number":
            raise failure("reading.math.two_numbers", token)
        return True

    def _breaks_here(self, token: Token) -> bool:
        """Outside brackets a wide gap ends a chain; a line break does if an equation stands on both sides."""
        if token.gap == QUAD:
            return True
        return token.gap == NEWLINE and self.links > 0 and self._line_relates(self.i)

    def _bar_opens(self, token: Token) -> bool:
        """Whether a bar after an operand opens; inside its like it closes, in P( | ) it parts."""
        innermost = self.inside[-1] if self.inside else ""
        if innermost in ("|", "||"):
            return False
        if innermost in ("call", "set"):
            return False
        return token.gap < QUAD or bool(self.inside)

    def _below(self, factors: Sequence[Term]) -> Term:
        """What a slash divides by; ``1/2b`` may mean 1/(2b)."""
        first = self.token
        start = first.start
        bottom = self.signed_factor()
        token = self.token
        if first.kind in ("open", "{", "bar", "lbar", "fn") or token.kind not in (
            "name", "number", "open", "cmd", "half", "lbar", "bar"
        ) or not self.begins_factor():  # fmt: skip
            return bottom
        spaced = token.gap not in (NOTHING, THIN) and not self._after_command()
        if spaced and token.kind not in ("name", "number"):
            return bottom
        self.met.add("slash")
        tight = (
            token.kind == "name"
            and not spaced
            and isinstance(bottom, Number)
            and not (len(factors) == 1 and isinstance(factors[0], Number))
        )
        if tight == (self.policy.slash == "usual"):
            below = [bottom]
            while self.token.kind in ("name", "number", "open", "cmd", "half") and self.begins_factor():
                below.append(self.factor())
            bottom = times(below, self.span(start))
        self.remark("slash", Message("reading.math.slash"))
        return bottom

    def _after_command(self) -> bool:
        """Whether the gap before the next token only ends a command's name."""
        before, token = self.tokens[self.i - 1], self.token
        return before.kind == "name" and before.end - before.start > 1 and token.start - before.end == 1

    # ---------------------------------------------------------------------------------------------- factors

    def factor(self) -> Term:
        """An operand with its scripts and calls."""
        start = self.token.start
        base = self.primary()
        return self.postfix(base, start)

    def primary(self) -> Term:
        """An operand."""
        token = self.token
        match token.kind:
            case "name":
                return self._name(token)
            case "number":
                self.advance()
                return Number(Fraction(token.value), span=(token.start, token.end))
            case "half":
                self.advance()
                top, _, bottom = token.value.partition("/")
                at = (token.start, token.end)
                return Div(Number(Fraction(top), span=at), Number(Fraction(bottom), span=at), span=at)
            case "fn":
                return applications.function(self)
            case "big":
                return folds.fold(self)
            case "opt" | "arg":
                return applications.optimum(self)
            case "{":
                return self.group()
            case "open":
                return self.bracket()
            case "bar" | "lbar":
                return bars.bars(self)
            case "cmd":
                return self._command(token)
            case "diff":
                return calculus.differential(self, token)
            case "ones" | "zeros":
                return self._ones(token)
            case "begin":
                return arrays.cases(self) if token.value == "cases" else arrays.matrix(self)
            case "dots":
                raise misread("reading.math.dots", token.start, token.end)
            case "text" if self._stands_for_term():
                self.advance()
                return Symbol(token.value.strip(), span=(token.start, token.end))
            case "word" if self.i and self.tokens[self.i - 1].kind == "rel":
                self.advance()
                return Symbol(token.value.strip(), span=(token.start, token.end))
            case _:
                raise self.unexpected()

    def _stands_for_term(self) -> bool:
        """Whether prose is a side of a relation: ``b = \\text{the sample median}``."""
        before = self.tokens[self.i - 1].kind if self.i else ""
        after = self.tokens[self.i + 1].kind
        return before in ("rel", "{") and after in ENDERS

    def _name(self, token: Token) -> Term:
        after = self.tokens[self.i + 1]
        if token.value == "e" and after.kind == "^" and not self.e_is_name:
            return self._power_of_e(token)
        if token.value == "d" and calculus.begins_differential(self, after):
            return calculus.differential(self, token)
        self.advance()
        if token.value == "I" and after.kind == "open" and self.i in self.related:
            return self._indicator(token)
        return Symbol(token.value, span=(token.start, token.end))

    def _power_of_e(self, token: Token) -> Term:
        self.advance()
        symbol = Symbol("e", span=(token.start, token.end))
        marks = scripts.superscript(self, symbol)
        if len(marks) == 1 and marks[0][0] == "pow" and not isinstance(marks[0][1], tuple):
            return Apply("exp", (marks[0][1],), span=self.span(token.start))
        return scripts.marked(self, symbol, marks, token.start)

    def _ones(self, token: Token) -> Term:
        self.advance()
        following = self.token
        if following.kind == "open" and self.i in self.related:
            return self._indicator(token)
        if following.kind == "_":
            group = self.i + 1
            if group in self.related:
                self.advance()
                return self._indicator(token)
            marks = scripts.subscript(self)
            if len(marks) != 1 or marks[0][0] != "index" or not isinstance(marks[0][1], tuple):
                raise failure("reading.math.unexpected", following)
            return Apply(token.kind, marks[0][1], span=self.span(token.start))
        return Apply(token.kind, (), span=(token.start, token.end))

    def _indicator(self, token: Token) -> Term:
        closing = self.partner[self.i]
        self.advance()
        self.inside.append("(")
        if self.token.kind == "open" and self.partner[self.i] == closing - 1:  # \mathbf 1_{\{x > 0\}}
            closing -= 1
            self.advance()
            condition = self.condition()
            self.close(closing)
            closing += 1
        else:
            condition = self.condition()
        self.inside.pop()
        self.close(closing)
        return Apply("indicator", (condition,), span=self.span(token.start))

    def close(self, closing: int) -> None:
        """Take the closing bracket, which must be here."""
        if self.i != closing:
            raise self.unexpected()
        self.advance()

    def condition(self) -> Term:
        """An expression, or a relation between two."""
        start = self.token.start
        left = self.expression()
        if self.token.kind != "rel":
            return left
        op = relation_of(self.advance())
        right = self.expression()
        if self.token.kind == "rel":
            raise failure("reading.math.double_condition", self.token)
        return Relation(op, left, right, span=self.span(start))

    # ------------------------------------------------------------------------------------------ postfix marks

    def postfix(self, base: Term, start: int) -> Term:
        """Scripts, primes, calls, factorials."""
        steps = 0
        while True:
            token = self.token
            kind = token.kind
            if kind in SCRIPTS:
                base = scripts.scripts(self, base, start)
            elif kind == "!" and token.gap == NOTHING:
                self.advance()
                base = Apply("factorial", (base,), span=self.span(start))
            elif kind == "%":
                self.advance()
                if not isinstance(base, Number):
                    raise failure("reading.math.unexpected", token)
                base = Number(base.value / 100, span=self.span(start))
            elif kind == "open" and self._is_call(base):
                base = self._call(base, start)
            elif kind in ("*", "star") and token.value in ("*", "star") and self._is_star(base):
                self.advance()
                base = scripts.marked(self, base, [("star", ())], start)
            else:
                return base
            steps += 1
            if steps > 1:
                self.stack()

    def _is_star(self, base: Term) -> bool:
        """Whether an asterisk is a mark and no product: ``b* = …``."""
        after = self.tokens[self.i + 1].kind
        return named(base) is not None and self.token.gap == NOTHING and (after in ENDERS or after in ("+", "-"))

    # ------------------------------------------------------------------------------------------------- calls

    def _is_call(self, base: Term) -> bool:
        """Whether the bracket here holds arguments of the name before it."""
        token = self.token
        if token.value != "(" and not (token.value == "[" and isinstance(base, Symbol) and base.name in ("E", "P")):
            return False
        powered = isinstance(base, Pow) and isinstance(base.base, Symbol) and base.base.name in self.functions
        name = named(base.base if isinstance(base, Pow) and powered else base)
        if name is None:
            return False
        if not self.inside and (self.is_prose_bracket() or (self.i in self.related and name not in ("P", "p"))):
            return False
        if name in self.functions:
            return True
        if name in self.names.declared:
            return name in ("P", "p") and self._is_parted(self.i)
        if name in notation.FUNCTION_LETTERS or (len(name) > 1 and name not in notation.GREEK and name != "infinity"):
            return True
        return isinstance(base, Symbol) and self.holds_comma(self.i)

    def _is_parted(self, opening: int) -> bool:
        return any(t.kind in ("bar", "mid", ";") for t in self.tokens[opening : self.partner[opening]])

    def holds_comma(self, opening: int) -> bool:
        i = opening + 1
        while i < self.partner[opening]:
            if self.tokens[i].kind == ",":
                return True
            i = self.partner[i] + 1 if self.tokens[i].kind in ("open", "{", "begin") else i + 1
        return False

    def _call(self, head: Term, start: int) -> Term:
        args, given = self.arguments()
        if isinstance(head, Pow):  # f^2(x)
            if head.exponent == Number(Fraction(-1)):
                raise misread("reading.math.inverse_function", *self.span(start))
            return Pow(Call(head.base, args, given, span=self.span(start)), head.exponent, span=self.span(start))
        if head == Symbol("N") and len(args) == 2 and not given and "N" not in self.functions:
            return Apply("normal", args, span=self.span(start))
        if head == Symbol("Gamma") and len(args) == 1 and not given and "Gamma" not in self.functions:
            return Apply("gamma", args, span=self.span(start))
        return Call(head, args, given, span=self.span(start))

    def arguments(self) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """The arguments in a bracket, and what is given behind a bar or semicolon."""
        self.enter()
        opening = self.token
        end = self.partner[self.i]
        self.advance()
        self.inside.append("call")
        args: list[Term] = []
        given: list[Term] | None = None
        while self.i < end:
            into = args if given is None else given
            if self.token.kind == "dots":
                into.append(self.dots())
            elif self.token.kind == "text" and given is not None:
                self.advance()
            else:
                into.append(self.condition())
            if self.i == end:
                break
            if self.token.kind in ("mid", "bar", ";") and given is None:
                given = []
            elif self.token.kind not in (",", ";"):
                raise self.unexpected()
            self.advance()
            if self.i == end and self.tokens[end].kind != "}":
                raise self.unexpected()
        self.inside.pop()
        self.close(end)
        if not args:
            raise misread("reading.math.empty_bracket", opening.start, self.tokens[end].end)
        self.depth -= 1
        return tuple(args), tuple(given or ())

    def skip_script(self) -> None:
        self.advance()
        self.i = self.partner[self.i] + 1 if self.token.kind == "{" else self.i + 1

    def operand_here(self) -> bool:
        token = self.token
        return token.kind in OPERANDS or (token.kind == "bar" and self.inside[-1:] != [bar_value(token)])

    # ---------------------------------------------------------------------------------------------- brackets

    def group(self) -> Term:
        """Braces: nothing but a group, unless commas make it a set."""
        start = self.token.start
        end = self.partner[self.i]
        self.enter()
        self.advance()
        self.inside.append("{")
        items = self._items(end)
        if self.token.kind == "over" and len(items) == 1:  # {a \over b}
            self.advance()
            items = [Div(items[0], self.expression(), span=self.span(start))]
        self.inside.pop()
        self.close(end)
        self.depth -= 1
        return items[0] if len(items) == 1 else Collection(tuple(items), span=self.span(start))

    def _items(self, end: int, breaks: list[int] | None = None) -> list[Term]:
        """Terms between commas, up to the closing bracket; ``breaks`` takes the places of semicolons."""
        items: list[Term] = []
        if self.i == end:
            raise misread("reading.math.empty_bracket", self.tokens[self.i - 1].start, self.token.end)
        while True:
            following = self.tokens[self.i + 1].kind
            if self.token.kind == "dots" and (following in (",", ";") or self.i + 1 == end):
                items.append(self.dots())
            else:
                items.append(self.expression())
            if self.i >= end or self.token.kind == "over":
                break
            if self.token.kind == "rel":
                raise failure("reading.math.relation_in_bracket", self.token)
            if self.token.kind not in (",", ";"):
                raise self.unexpected()
            if self.advance().kind == ";" and breaks is not None:
                breaks.append(len(items))
        if len(items) == 1 and isinstance(items[0], Dots):
            raise misread("reading.math.dots", self.tokens[end - 1].start, self.tokens[end - 1].end)
        return items

    def bracket(self) -> Term:
        """Round, square and curly brackets, angles, floors."""
        opening = self.token
        start, end = opening.start, self.partner[self.i]
        self.enter()
        if opening.value == "[" and self.i in self.related:
            result = self._indicator(opening)
            self.depth -= 1
            return result
        self.advance()
        self.inside.append("set" if opening.value == "\\{" else "(")
        breaks: list[int] = []
        items = self._items(end, breaks)
        self.inside.pop()
        self.close(end)
        self.depth -= 1
        if CLOSERS[opening.value] != self.tokens[end].value and len(items) != 2:  # two are a half-open interval
            raise failure("reading.math.mismatched", self.tokens[end], opened=opening.value)
        return self._bracketed(opening.value, items, breaks, self.span(start))

    def _bracketed(self, opening: str, items: list[Term], breaks: list[int], span: Span) -> Term:
        dotted = any(isinstance(item, Dots) for item in items)
        match opening:
            case "<":
                if len(items) != 2:
                    raise misread("reading.math.arity", *span, name="⟨·,·⟩")
                return Apply("inner", tuple(items), span=span)
            case "floor" | "ceil":
                if len(items) != 1:
                    raise misread("reading.math.arity", *span, name=opening)
                return Apply(opening, tuple(items), span=span)
            case "\\{":
                self._skip_family()
                if len(items) > 1 or isinstance(items[0], Symbol | Index):
                    return Collection(tuple(items), span=span)
                return items[0]
        if len(items) == 1:
            return items[0]
        if dotted:
            return Collection(tuple(items), span=span)
        if opening == "[":
            rows = [tuple(items[a:b]) for a, b in pairwise([0, *breaks, len(items)])]
            if any(len(row) != len(rows[0]) for row in rows):
                raise misread("reading.math.ragged", *span)
            return Stack(tuple(rows), span=span)
        return Stack(tuple((item,) for item in items), span=span)

    def _skip_family(self) -> None:
        """``\\{x_i\\}_{i=1}^n``: the range of the family says nothing new."""
        if self.token.kind == "_" and self.i + 1 in self.related:
            self.skip_script()
            if self.token.kind == "^":
                self.skip_script()

    # ------------------------------------------------------------------------------------ sums and products

    def postfix_free(self) -> Term:
        """An operand without scripts, as the argument of a script."""
        if self.token.kind not in ("name", "number", "cmd"):
            raise self.unexpected()
        return self.primary()

    # ------------------------------------------------------------------------------------------- commands

    def _command(self, token: Token) -> Term:
        match token.value:
            case "frac":
                return calculus.fraction(self, token)
            case "sqrt":
                return self._root(token)
            case "nabla":
                return calculus.nabla(self, token)
            case mark:
                self.advance()
                inner = self.argument(token)
                at = self.span(token.start)
                if isinstance(inner, Index) and mark in ("hat", "tilde"):
                    return Index(Accent(mark, inner.base, span=inner.base.span), inner.at, span=at)
                return Accent(mark, inner, span=at)

    def argument(self, command: Token) -> Term:
        """The argument of a command: a group or a single operand."""
        self.enter()
        if self.token.kind not in OPERANDS:
            raise failure("reading.math.missing_argument", command)
        result = self.group() if self.token.kind == "{" else self.primary()
        self.depth -= 1
        return result

    def argument_end(self, i: int) -> int:
        """The token after the argument that begins at token i."""
        kind = self.tokens[i].kind
        return (self.partner[i] if kind in ("{", "open", "begin") else i) + 1

    def _root(self, token: Token) -> Term:
        self.advance()
        degree: Term | None = None
        if self.token.kind == "open" and self.token.value == "[":
            end = self.partner[self.i]
            self.advance()
            self.inside.append("(")
            degree = self.expression()
            self.inside.pop()
            self.close(end)
        bracketed = self.token.kind == "open" and self.token.value in "(["
        inner = self.bracket() if bracketed else self.argument(token)
        span = self.span(token.start)
        if degree is not None:
            return Pow(inner, Div(Number(Fraction(1)), degree, span=degree.span), span=span)
        return Apply("sqrt", (inner,), span=span)

    # --------------------------------------------------------------------------------------- differentials

    # --------------------------------------------------------------------------------------- environments
