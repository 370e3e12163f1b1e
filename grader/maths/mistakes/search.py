"""The search: candidates in the order of how likely the slip is, seen first and verified then.

Each way to look for a slip is a function of one :class:`Search`; the first that finds one ends it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from typing import Final, Literal, TypeAlias

from grader.maths import show
from grader.maths.declare import Scope
from grader.maths.effort import Effort, current
from grader.maths.mistakes.expand import addends, negative
from grader.maths.mistakes.places import Place, apart, at, places, put
from grader.maths.mistakes.repairs import REPAIRS, TWO, Surroundings
from grader.maths.mistakes.sight import CLOSE, Numbers, Sight, close, ratio_of, rational
from grader.maths.terms import Add, Apply, Div, Mul, Neg, Number, Pow, Symbol, Term, walk

Accept: TypeAlias = Callable[[Term], bool]
Scaled: TypeAlias = Literal["no", "positive", "sign"]

_MOST_SEEN: Final = 260
_MOST_VERIFIED: Final = 12  # of those that may be right by sight
_MOST_BLIND: Final = 60  # where nothing can be seen
_MOST_PAIRED: Final = 90
_MOST_SIGNS: Final = 8  # to be paired whatever they change
_SMALL: Final = 12  # the denominator of a factor beside another slip
_NEVER_PAIRED: Final = frozenset(("missing_inverse", "index_range"))
_POWERS: Final = tuple(Fraction(*q) for q in ((1, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (-1, 2)))


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake by its name, and what is known of it: the factor that is missing."""

    mistake: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Slips that explain a difference, and the formula without them."""

    slips: tuple[Slip, ...]
    term: Term


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A repair at a place (none: a term added to the whole), and the values of the repaired formula."""

    mistake: str
    place: Place | None
    new: Term
    numbers: Numbers


@dataclass(slots=True)
class Search:
    """One refuted formula: what may be right by ``sight``, and what is by ``accept``.

    ``core`` types a candidate, None for one that does not fit. ``scaled``: which factors are no slip.
    """

    term: Term
    goal: Term | None
    scope: Scope
    around: Surroundings
    accept: Accept
    sight: Sight | None = None
    core: Callable[[Term], Term | None] = lambda term: term
    scaled: Scaled = "no"
    seen: list[_Candidate] = field(default_factory=list)
    looked: int = 0
    verified: int = 0
    whole: Numbers | None = None  # of the term itself; None if it has none
    cost: int = 1  # of making a candidate and comparing it with the term
    effort: Effort = field(default_factory=current)

    def __post_init__(self) -> None:
        self.cost += sum(1 for _ in walk(self.term)) // 4
        self.whole = self.see(self.term) if self.sight is not None else None

    def run(self) -> Found | None:
        """What explains the difference; None if nothing on the list does."""
        return next((found for way in _WAYS if (found := way(self)) is not None), None)

    @property
    def over(self) -> bool:
        """Whether no more candidates are looked at."""
        return self.looked > _MOST_SEEN or self.effort.exhausted

    @property
    def met(self) -> bool:
        """Whether the term may be right as it is."""
        return self.whole is not None and self.may_be_right(self.term, self.whole)

    def see(self, candidate: Term) -> Numbers | None:
        """The values of a candidate; None if it has none where the goal has, and nothing if nothing can be seen."""
        if self.sight is None:
            return ()
        core = None if self.effort.exhausted else self.core(candidate)
        return None if core is None else self.sight.first(core)

    def look(self, candidate: Term) -> Numbers | None:
        """The same, within the bound on how many are looked at; None, too, for what changes nothing."""
        self.looked += 1
        self.effort.left -= self.cost
        if self.over or candidate == self.term:
            return None
        numbers = self.see(candidate)
        return None if numbers == self.whole and self.sight is not None else numbers

    def may_be_right(self, candidate: Term, numbers: Numbers) -> bool:
        """Whether a candidate has the goal's values, or a positive multiple of them where that is no slip."""
        view = None if self.sight is None else self.sight.view(0)
        if self.effort.exhausted:
            return False
        if self.sight is None or view is None:
            return True
        if self.scaled != "no":
            ratios = self.ratios(candidate, numbers)
            return ratios is not None and self.is_free(ratios)
        core = self.core(candidate) if close(numbers, view.goal) else None
        return core is not None and self.sight.may_equal(core)

    def is_free(self, ratios: tuple[float, ...]) -> bool:
        """Whether factors are no slip: positive and not dependent on the unknown, or no more than a sign."""
        if self.scaled == "sign":
            return close(ratios, (1.0,) * len(ratios)) or close(ratios, (-1.0,) * len(ratios))
        return all(ratio > 0 for ratio in ratios) and close(ratios[:1], ratios[-1:])

    def ratios(self, candidate: Term, numbers: Numbers) -> tuple[float, ...] | None:
        """The numbers that take a candidate's values to the goal's."""
        view = None if self.sight is None else self.sight.view(0)
        if self.sight is None or view is None or ratio_of(numbers, view.goal) is None or self.effort.exhausted:
            return None
        core = self.core(candidate)
        return None if core is None else self.sight.ratios(core)

    def right(self, candidate: Term, numbers: Numbers) -> bool:
        """Whether a candidate is right, exactly."""
        return self.may_be_right(candidate, numbers) and self.verify(candidate)

    def verify(self, candidate: Term) -> bool:
        """Whether a candidate that may be right is."""
        self.verified += 1
        limit = _MOST_BLIND if self.sight is None else _MOST_VERIFIED
        return self.verified <= limit and not self.effort.exhausted and self.accept(candidate)


# ------------------------------------------------------------------------------------------------ factors


def by_factor(search: Search) -> Found | None:
    """The whole with another sign or a constant factor, or with a power of a size too many."""
    if search.sight is None:
        return _by_usual_factor(search)
    factor = None if search.whole is None else _factor(search, search.term, search.whole, search.around.dims)
    return None if factor is None else _scaled(search, search.term, factor, ())


def _by_name(search: Search) -> Found | None:
    """The whole with a power of one name too many; what is looked for is no factor of a wrong value of itself."""
    names = [name for name in search.around.names if search.goal != Symbol(name)]
    factor = None if search.whole is None else _factor(search, search.term, search.whole, names)
    return None if factor is None else _scaled(search, search.term, factor, ())


def _by_usual_factor(search: Search) -> Found | None:
    """Where nothing can be seen: the factors that get lost most."""
    for factor in (Number(Fraction(-1)), TWO, Number(Fraction(1, 2)), *search.around.sizes):
        found = _scaled(search, search.term, factor, ())
        if found is not None:
            return found
    return None


def _scaled(search: Search, term: Term, factor: Term, before: tuple[Slip, ...]) -> Found | None:
    sign = isinstance(factor, Neg) or (isinstance(factor, Number) and factor.value < 0)
    size = negative(factor) if isinstance(factor, Neg) else factor
    if isinstance(size, Number):
        size = Number(abs(size.value))
    scaled = Neg(term) if factor == Number(Fraction(-1)) else Mul((factor, term))
    if not search.verify(scaled):
        return None
    slips = [Slip("sign", "-1")] if sign else []
    if size != Number(Fraction(1)):
        said = str(size.value) if isinstance(size, Number) else show.plain(size)
        slips.append(Slip("missing_factor", f"-{said}" if sign else said))
    return Found((*before, *slips), scaled)


def _factor(search: Search, term: Term, numbers: Numbers, names: Sequence[str]) -> Term | None:
    """The number, or the number times a power of a name, that takes a term to the goal; None if there is none."""
    ratios = search.ratios(term, numbers)
    if ratios is None or search.sight is None:
        return None
    constant = _constant(ratios)
    if constant is not None:
        return None if constant == 1 or (search.scaled != "no" and constant > 0) else Number(constant)
    for name in names:
        at = [search.sight.named(number, name) for number in range(len(ratios))]
        for power in _POWERS:
            if all(x > 0 or (x != 0 and power.denominator == 1) for x in at):
                rest = _constant([ratio / x ** float(power) for ratio, x in zip(ratios, at, strict=True)])
                if rest is not None:
                    return _monomial(rest, name, power)
    return None


def _constant(numbers: Sequence[float]) -> Fraction | None:
    same = close(tuple(numbers), (numbers[0],) * len(numbers))
    return rational(numbers[0]) if same else None


def _monomial(constant: Fraction, name: str, power: Fraction) -> Term:
    """``2/n``, ``n/2``, ``-n^2`` …"""
    size = Symbol(name) if abs(power) == 1 else Pow(Symbol(name), Number(abs(power)))
    top, bottom = Number(Fraction(abs(constant.numerator))), Number(Fraction(constant.denominator))
    above: Term = top if power < 0 else size if top.value == 1 else Mul((top, size))
    below: Term = bottom if power > 0 else size if bottom.value == 1 else Mul((bottom, size))
    term = above if below == Number(Fraction(1)) else Div(above, below)
    return Neg(term) if constant < 0 else term


# ------------------------------------------------------------------------------------------- single places


def _by_place(search: Search) -> Found | None:
    """One repair at one place."""
    everywhere = list(places(search.term))
    for mistake, repair in REPAIRS:
        for place, part in everywhere:
            for new in repair(part, search.around):
                if search.over:
                    return None
                candidate = put(search.term, place, new)
                numbers = search.look(candidate)
                if numbers is None:
                    continue
                if search.right(candidate, numbers):
                    return Found((Slip(mistake),), candidate)
                search.seen.append(_Candidate(mistake, place, new, numbers))
    return None


def _by_repetition(search: Search) -> Found | None:
    """One repair at all places of a part that stands in the formula several times."""
    counts = Counter(part for part in walk(search.term) if not isinstance(part, Number | Symbol))
    repeated = [part for part, count in counts.items() if count > 1]
    for mistake, repair in REPAIRS[:3]:
        for part in repeated:
            for new in repair(part, search.around):
                if search.over:
                    return None
                candidate = search.term
                for place, other in places(search.term):
                    candidate = put(candidate, place, new) if other == part else candidate
                numbers = search.look(candidate)
                if numbers is not None and search.right(candidate, numbers):
                    return Found((Slip(mistake),), candidate)
    return None


def _by_two_signs(search: Search) -> Found | None:
    """Two signs at once: of both factors of a square."""
    flipped = [candidate for candidate in search.seen if candidate.mistake == "sign"][:_MOST_SIGNS]
    for one, other in combinations(flipped, 2):
        candidate = _both_repaired(search.term, one, other)
        numbers = None if candidate is None else search.look(candidate)
        if candidate is not None and numbers is not None and search.right(candidate, numbers):
            return Found((Slip("sign"),), candidate)
    return None


def _by_addend(search: Search) -> Found | None:
    """A term of the right formula that got lost, once or twice over."""
    for candidate in _lost(search):
        term = Add((search.term, candidate.new))
        if search.right(term, candidate.numbers):
            return Found((Slip("missing_term"),), term)
        search.seen.append(candidate)
    return None


def _by_transposing(search: Search) -> Found | None:
    """The whole, transposed."""
    candidate = Apply("transpose", (search.term,))
    numbers = search.look(candidate)
    right = numbers is not None and search.right(candidate, numbers)
    name = "missing_transpose" if candidate == search.goal else "transposed"
    return Found((Slip(name),), candidate) if right else None


def _lost(search: Search) -> Iterator[_Candidate]:
    if search.goal is None or search.whole is None:
        return
    terms = addends(search.goal, search.scope)
    for lost in terms if len(terms) > 1 else ():
        its = search.see(lost)
        if its is None:
            continue
        for factor in (1, -1, 2, -2):
            total = tuple(x + factor * y for x, y in zip(search.whole, its, strict=True))
            new = lost if abs(factor) == 1 else Mul((TWO, lost))
            yield _Candidate("missing_term", None, new if factor > 0 else negative(new), total)


# ----------------------------------------------------------------------------------------------- two slips


def _by_place_and_factor(search: Search) -> Found | None:
    """One repair at one place, and a factor of the whole."""
    if search.sight is None or search.scaled != "no":
        return None
    for candidate in search.seen:
        if candidate.mistake in ("sign", "missing_factor", "missing_term"):
            continue
        if not _may_be_scaled(search.sight, candidate.numbers, search.around.dims):
            continue
        term = _repaired(search.term, candidate)
        factor = _factor(search, term, candidate.numbers, search.around.dims)
        if factor is not None:
            found = _scaled(search, term, factor, (Slip(candidate.mistake),))
            if found is not None:
                return found
    return None


def _may_be_scaled(sight: Sight, numbers: Numbers, dims: Sequence[str]) -> bool:
    """Whether the first point alone allows a small factor, times a size or over it."""
    view = sight.view(0)
    ratio = None if view is None else ratio_of(numbers, view.goal)
    if ratio is None:
        return False
    sizes = [size for name in dims if (size := sight.named(0, name))]
    return any(rational(ratio / by, _SMALL) is not None for by in (1.0, *sizes, *(1 / size for size in sizes)))


def _by_two(search: Search) -> Found | None:
    """Two repairs at places apart whose changes add up, as those of two addends do."""
    if search.sight is None or search.scaled != "no" or search.whole is None:
        return None
    view = search.sight.view(0)
    if view is None:
        return None
    missing = tuple(g - x for g, x in zip(view.goal, search.whole, strict=True))
    changes = [
        (candidate, tuple(y - x for y, x in zip(candidate.numbers, search.whole, strict=True)))
        for candidate in [c for c in search.seen if _may_be_paired(c)][-_MOST_PAIRED:]
    ]
    far = 2 * CLOSE * (1 + abs(missing[0]))  # more than :func:`close` allows
    search.effort.left -= len(changes) ** 2
    for (one, by), (other, more) in combinations(changes, 2):
        if abs(by[0] + more[0] - missing[0]) > far:  # as it is for most
            continue
        if not close(tuple(x + y for x, y in zip(by, more, strict=True)), missing):
            continue
        term = _both_repaired(search.term, one, other)
        numbers = None if term is None else search.see(term)
        if term is not None and numbers is not None and search.right(term, numbers):
            names = sorted(dict.fromkeys((one.mistake, other.mistake)), key=lambda name: name != "missing_term")
            return Found(tuple(Slip(name) for name in names), term)
    return None


def _may_be_paired(candidate: _Candidate) -> bool:
    """Whether a change is likely beside another one; a term is lost once, and not another one dropped."""
    if candidate.mistake == "missing_term":
        return candidate.place is None
    return candidate.mistake not in _NEVER_PAIRED


def _repaired(term: Term, candidate: _Candidate) -> Term:
    if candidate.place is None:
        return Add((term, candidate.new))
    return put(term, candidate.place, candidate.new)


def _both_repaired(term: Term, one: _Candidate, other: _Candidate) -> Term | None:
    """The term with two repairs, at places apart or in two addends of one sum; None if they are not."""
    if one.place is None or other.place is None:
        first, second = (other, one) if one.place is None else (one, other)  # places are those of the term as it was
        return None if first.place is None else _repaired(_repaired(term, first), second)
    if apart(one.place, other.place):
        return _repaired(_repaired(term, one), other)
    addends_ = _both_addends(at(term, one.place), one.new, other.new) if one.place == other.place else None
    return None if addends_ is None else put(term, one.place, addends_)


def _both_addends(was: Term, one: Term, other: Term) -> Term | None:
    if not (isinstance(was, Add) and isinstance(one, Add) and isinstance(other, Add)):
        return None
    if not len(was.terms) == len(one.terms) == len(other.terms):
        return None
    triples = list(zip(was.terms, one.terms, other.terms, strict=True))
    if any(a != b and a != c for a, b, c in triples):
        return None
    return Add(tuple(c if a == b else b for a, b, c in triples))


_WAYS: Final[tuple[Callable[[Search], Found | None], ...]] = (
    by_factor, _by_place, _by_repetition, _by_two_signs, _by_name, _by_addend, _by_transposing, _by_place_and_factor,
    _by_two,
)  # fmt: skip
