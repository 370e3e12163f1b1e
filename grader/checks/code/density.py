"""The code of a density ``normal(x, mu, sigma)``: what its curve must do, whatever formula made it.

Far from mu it is 0 and no overflow; its area is 1; it moves with mu; it spreads and gets lower with sigma. Whether its
values are right is a question for :func:`grader.checks.code.computes`. The curve is asked for as an array where the
function takes one, in numpy or torch, and else number by number, so that code that takes single numbers is judged on
everything but that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from grader.checks.code.call import defined_at, ended, mentions, not_written, numbers, opened, quietly, raised_at, shown
from grader.checks.code.compare import Floats
from grader.core import (
    Absent,
    Agreement,
    Answer,
    Arrays,
    Bench,
    CallRaised,
    CallStopped,
    Check,
    Counterexample,
    Fail,
    Finding,
    Json,
    Message,
    Missing,
    Pass,
    Plot,
    Program,
    Raised,
    Returned,
    Run,
    Series,
    Text,
    Words,
)

Form: TypeAlias = Literal["numpy", "torch", "torch_scalars", "numbers", "number_tensors"]
"""Whether x is an array (of numpy, of torch, of torch with mu and sigma as tensors too) or one number at a time."""

PARAMETERS = ((0.0, 1.0), (3.0, 1.0), (0.0, 2.0), (-1.5, 0.5))
BOOK = ((0.0, 1.0), (0.0, 2.0), (3.0, 1.0))  # the curves that the section shows
SAME = 1e-4  # of the curve's height, or of its area: what single precision and constants of six digits keep
FAR_OUT = (12.0, -12.0, 40.0, -40.0, 1e3, 1e5, -1e8)  # in units of sigma; 12 is 0 to thirty digits


def far_out(name: str) -> Check:
    """Far from mu the function returns 0, up to rounding: no nan, no overflow, no exception."""

    def study(curve: _Curve) -> Finding:
        for mu, sigma in PARAMETERS:
            x = mu + sigma * np.array(FAR_OUT)
            found = curve.at(x, mu, sigma)
            if isinstance(found, Finding):
                return found
            beyond = ~(np.abs(found) <= SAME / sigma)
            if np.any(beyond):
                place = int(np.argmax(beyond))
                return curve.fails("far_out", {"x": float(x[place])}, mu, sigma, "0", shown(float(found[place])))
        return curve.passes(len(PARAMETERS) * len(FAR_OUT))

    return _check(name, study)


def integrates_to_one(name: str) -> Check:
    """The area under the curve is 1, whatever mu and sigma are.

    By a sum over steps of half a sigma, which for a smooth curve that falls to 0 like this one is exact to many digits.
    """

    def study(curve: _Curve) -> Finding:
        for mu, sigma in PARAMETERS:
            x = mu + sigma * np.arange(-10, 10.25, 0.5)
            found = curve.at(x, mu, sigma)
            if isinstance(found, Finding):
                return found
            area = float(np.sum(found)) * sigma / 2
            if not abs(area - 1) <= SAME:
                return curve.fails("area", {}, mu, sigma, "∫ f(x) dx = 1", f"∫ f(x) dx = {area:.4g}")
        return curve.passes(len(PARAMETERS))

    return _check(name, study)


def moves_with_mu(name: str) -> Check:
    """The curve is highest at mu, falls alike on both sides, and is the same curve wherever mu is."""

    def study(curve: _Curve) -> Finding:
        apart = np.arange(-3.0, 4.0)
        first: Floats | None = None
        for mu in (0.0, 3.0, -2.0):
            found = curve.at(mu + apart, mu, 1.0)
            if isinstance(found, Finding):
                return found
            height = found[3]
            lower = [place for place in range(len(apart)) if place != 3 and not found[place] < height]
            if lower:
                other = mu + apart[lower[0]]
                expected = f"f({mu:g}) > f({other:g})"
                got = f"f({mu:g}) = {shown(float(height))}, f({other:g}) = {shown(float(found[lower[0]]))}"
                return curve.fails("peak", {}, mu, 1.0, expected, got)
            alike = found[::-1] if first is None else first
            first = alike if first is None else first
            off = ~(np.abs(found - alike) <= SAME * abs(height))
            if np.any(off):
                place = int(np.argmax(off))
                at = float(mu + apart[place])
                return curve.fails("moves", {"x": at}, mu, 1.0, shown(float(alike[place])), shown(float(found[place])))
        return curve.passes(3)

    return _check(name, study)


def spreads_with_sigma(name: str) -> Check:
    """With a larger sigma the curve is lower at mu and higher far from it. Brings the section's curves along."""

    def study(curve: _Curve) -> Finding:
        before: tuple[float, Floats] | None = None
        for sigma in (0.5, 1.0, 2.0):
            found = curve.at(np.array([0.0, 3.0]), 0.0, sigma)  # at mu and beyond
            if isinstance(found, Finding):
                return found
            if before is not None:
                smaller, earlier = before
                for place, x, sign in ((0, 0, "<"), (1, 3, ">")):
                    rises = bool(found[place] > earlier[place])
                    if found[place] == earlier[place] or rises != (sign == ">") or not np.isfinite(found[place]):
                        expected = f"f({x}) {sign} {shown(float(earlier[place]))} (σ = {smaller:g})"
                        got = f"f({x}) = {shown(float(found[place]))}"
                        return curve.fails("lowers" if place == 0 else "spreads", {}, 0.0, sigma, expected, got)
            before = sigma, found
        return curve.passes(3)

    return _check(name, study, drawn=True)


def _check(name: str, study: Callable[[_Curve], Finding], *, drawn: bool = False) -> Check:
    def check(answer: Answer, bench: Bench) -> Finding:
        run = opened(name, answer, bench)
        if isinstance(run, Finding):
            return run
        program = answer.program
        assert program is not None
        curve = bench.once(("density", name), lambda: _served(name, run, program))
        if isinstance(curve, Finding):
            return curve
        found = study(curve)
        if not drawn or not isinstance(found.verdict, Pass | Fail):
            return found
        return Finding(found.verdict, found.where, plots=_plots(curve, bench.reference.numeric(name)))

    return quietly(check)


# ------------------------------------------------------------------------------------- asking for a curve


@dataclass(frozen=True, slots=True)
class _Curve:
    """A student's density, asked in a form that it takes."""

    name: str
    run: Run
    program: Program
    form: Form

    def at(self, x: Floats, mu: float, sigma: float) -> Floats | Finding:
        """Its values at all x, or what put an end to it."""
        if self.form not in ("numbers", "number_tensors"):
            return self._asked(x, mu, sigma)
        found = np.empty(len(x))
        for place, number in enumerate(x):
            value = self._asked(np.array([number]), mu, sigma)
            if isinstance(value, Finding):
                return value
            found[place] = value[0]
        return found

    def _asked(self, x: Floats, mu: float, sigma: float) -> Floats | Finding:
        args, library = self._arguments(x, mu, sigma)
        reply = self.run.call(self.name, args, library=library)
        at = {"x": _json(x), "mu": mu, "sigma": sigma}
        match reply:
            case Absent() | CallStopped():
                return ended(self.name, reply, self.run, self.program, at)
            case CallRaised():
                return self._raised(reply, at)
            case Returned(value):
                found = numbers(value)
                if found is not None and found.size == x.size:
                    return found.astype(float).reshape(x.shape)
                hint = Message("checks.code.no_curve", {"name": self.name, "got": shown(value)})
                witness = Counterexample(at, f"{x.size}", shown(value))
                return Finding(Fail(witness, hint, ("wrong_shape", "shape")), defined_at(self.name, self.program))

    def _arguments(self, x: Floats, mu: float, sigma: float) -> tuple[Sequence[object], Arrays]:
        match self.form:
            case "numpy":
                return (x, mu, sigma), "numpy"
            case "torch":
                return (x, mu, sigma), "torch"
            case "torch_scalars":
                return (x, np.array(mu), np.array(sigma)), "torch"
            case "numbers":
                return (float(x[0]), mu, sigma), "numpy"
            case "number_tensors":
                return (np.array(x[0]), np.array(mu), np.array(sigma)), "torch"

    def _raised(self, reply: CallRaised, at: dict[str, Json]) -> Finding:
        if not_written(reply):
            return Finding(Missing(Message("checks.code.not_written", {"name": self.name})))
        hint = Message("checks.code.curve_raises", {"name": self.name, "error": reply.error})
        verdict = Fail(Raised(f"{self.name}(x, mu, sigma)", reply.error, at), hint, ("raises",))
        return Finding(verdict, raised_at(self.name, reply, self.program))

    def passes(self, points: int) -> Finding:
        return Finding(Pass(Agreement(points, 4)), defined_at(self.name, self.program))

    def fails(self, how: str, at: dict[str, Json], mu: float, sigma: float, expected: str, got: str) -> Finding:
        witness = Counterexample({**at, "mu": _number(mu), "sigma": _number(sigma)}, expected, got)
        hint = Message(f"checks.code.curve.{how}", {"name": self.name, "expected": expected, "got": got})
        return Finding(Fail(witness, hint, (_NAMED[how],)), defined_at(self.name, self.program))


_NAMED = {
    "far_out": "not_finite",
    "area": "not_normalised",
    "peak": "no_peak_at_mu",
    "moves": "does_not_move",
    "lowers": "does_not_get_lower",
    "spreads": "does_not_spread",
}


def _number(value: float) -> Json:
    return int(value) if value == int(value) else value


def _json(x: Floats) -> Json:
    return _number(float(x[0])) if x.size == 1 else [_number(float(number)) for number in x]


def _served(name: str, run: Run, program: Program) -> _Curve | Finding:
    """The curve in the first form that it takes, or how it fails in the likeliest one."""
    first: Finding | None = None
    for form in _forms(program):
        curve = _Curve(name, run, program, form)
        found = curve.at(np.array([-1.0, 0.5, 2.0]), 0.5, 1.5)
        if not isinstance(found, Finding):
            return curve
        if isinstance(found.verdict, Missing):
            return found
        first = first or found
    assert first is not None
    return first


def _forms(program: Program) -> Sequence[Form]:
    arrays: list[Form] = ["numpy", "torch", "torch_scalars"]
    if mentions(program, "torch"):
        arrays = ["torch", "torch_scalars", "numpy"]
    return [*arrays, "numbers", "number_tensors"]


# ---------------------------------------------------------------------------------------------- the figure


def _plots(curve: _Curve, reference: Callable[..., object]) -> tuple[Plot, ...]:
    """The section's three curves, of the definition and of the student; of the latter none if it has none to show."""
    step = 0.5 if curve.form not in ("numbers", "number_tensors") else 1.0
    x = np.arange(-7.0, 7.5, step)
    yours = [(parameters, curve.at(x, *parameters)) for parameters in BOOK]
    drawn = [(parameters, found) for parameters, found in yours if not isinstance(found, Finding)]
    ours = [(each, np.asarray(reference(x, *each), dtype=float)) for each in BOOK]
    plots = [_plot(Message("checks.code.plot.definition"), x, ours)]
    if len(drawn) == len(BOOK):
        plots.append(_plot(Message("checks.code.plot.yours", {"name": curve.name}), x, drawn))
    return tuple(plots)


def _plot(title: Words, x: Floats, curves: Sequence[tuple[tuple[float, float], Floats]]) -> Plot:
    """Four decimals, as a figure shows: what is 0 to the eye is 0."""
    series = tuple(
        Series(
            Message("checks.code.plot.curve", {"mu": f"{mu:g}", "sigma": f"{sigma:g}"}),
            tuple((float(a), round(float(b), 4)) for a, b in zip(x, values, strict=True)),
        )
        for (mu, sigma), values in curves
    )
    return Plot(title, Text("x", "x"), Text("p(x)", "p(x)"), series)
