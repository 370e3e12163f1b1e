"""Pairs of formulas written for the comparison: each beside two that are equal in other words, and two with a slip.

Every formula stands with its transcription into numpy, done by hand; ``tests/benchmarks/test_peers_formulas.py`` draws
inputs and confirms by these, without the grader, which pairs are equal. Notation is what most readers of LaTeX know: no
fonts, no sizes of brackets, both limits of a sum, ``\\ln`` for the natural logarithm. Vectors are arrays of one axis.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

Function = Callable[..., Any]
Formula = tuple[str, Function]
exp, ln, sqrt, pi = np.exp, np.log, np.sqrt, np.pi
inv, det, trace = np.linalg.inv, np.linalg.det, np.trace
STEP = 1e-5


@dataclass(frozen=True, slots=True)
class Group:
    """A formula with what is equal to it and what is not; ``declare`` as ``grader compare`` takes it."""

    family: str
    declare: str
    first: Formula
    equal: tuple[Formula, Formula]
    wrong: tuple[Formula, Formula]


def slope(function: Function, at: float) -> Any:
    """The derivative by central differences."""
    return (function(at + STEP) - function(at - STEP)) / (2 * STEP)


def curvature(function: Function, at: float) -> Any:
    """The second derivative by central differences, whose step is wider as it divides twice."""
    step = 1e-3
    return (function(at + step) - 2 * function(at) + function(at - step)) / step**2


def gradient(function: Function, at: Any) -> Any:
    """The gradient by central differences."""
    sides = STEP * np.eye(len(at))
    return np.array([(function(at + side) - function(at - side)) / (2 * STEP) for side in sides])


def sigmoid(t: float) -> Any:
    """One over one plus e to minus t."""
    return 1 / (1 + exp(-t))


def below(x: Any) -> Any:
    """The sum of all products of two entries, the second before the first."""
    return sum(x[i] * x[j] for i in range(len(x)) for j in range(i))


def normal(t: float, mu: float, sigma: float) -> Any:
    """The density of the normal distribution."""
    return exp(-((t - mu) ** 2) / (2 * sigma**2)) / sqrt(2 * pi * sigma**2)


GROUPS: Final = (
    Group(
        "algebra", "a, b",
        (r"(a+b)^3", lambda a, b: (a + b) ** 3),
        ((r"a^3+3a^2b+3ab^2+b^3", lambda a, b: a**3 + 3 * a**2 * b + 3 * a * b**2 + b**3),
         (r"(a+b)(a^2+2ab+b^2)", lambda a, b: (a + b) * (a**2 + 2 * a * b + b**2))),
        ((r"a^3+3a^2b+3ab^2-b^3", lambda a, b: a**3 + 3 * a**2 * b + 3 * a * b**2 - b**3),
         (r"(a+b)(a^2+ab+b^2)", lambda a, b: (a + b) * (a**2 + a * b + b**2))),
    ),
    Group(
        "algebra", "a: >0, b: >0",
        (r"\frac{1}{a}-\frac{1}{b}", lambda a, b: 1 / a - 1 / b),
        ((r"\frac{b-a}{ab}", lambda a, b: (b - a) / (a * b)), (r"-\frac{a-b}{ab}", lambda a, b: -(a - b) / (a * b))),
        ((r"\frac{a-b}{ab}", lambda a, b: (a - b) / (a * b)), (r"\frac{b-a}{a+b}", lambda a, b: (b - a) / (a + b))),
    ),
    Group(
        "algebra", "a: >0, b, c, t",
        (r"at^2+bt+c", lambda a, b, c, t: a * t**2 + b * t + c),
        ((r"a\left(t+\frac{b}{2a}\right)^2+c-\frac{b^2}{4a}",
          lambda a, b, c, t: a * (t + b / (2 * a)) ** 2 + c - b**2 / (4 * a)),
         (r"t(at+b)+c", lambda a, b, c, t: t * (a * t + b) + c)),
        ((r"a\left(t+\frac{b}{2a}\right)^2+c+\frac{b^2}{4a}",
          lambda a, b, c, t: a * (t + b / (2 * a)) ** 2 + c + b**2 / (4 * a)),
         (r"a\left(t+\frac{b}{2a}\right)^2+c-\frac{b^2}{2a}",
          lambda a, b, c, t: a * (t + b / (2 * a)) ** 2 + c - b**2 / (2 * a))),
    ),
    Group(
        "absolute values", "t",
        (r"\sqrt{t^2}", lambda t: sqrt(t**2)),
        ((r"|t|", abs), (r"\sqrt{(-t)^2}", lambda t: sqrt((-t) ** 2))),
        ((r"t", lambda t: t), (r"-t", lambda t: -t)),
    ),
    Group(
        "absolute values", "a, b",
        (r"\max(a,b)", max),
        ((r"\frac{a+b+|a-b|}{2}", lambda a, b: (a + b + abs(a - b)) / 2),
         (r"b+\max(a-b,0)", lambda a, b: b + max(a - b, 0))),
        ((r"\frac{a+b-|a-b|}{2}", lambda a, b: (a + b - abs(a - b)) / 2),
         (r"\frac{|a+b|+|a-b|}{2}", lambda a, b: (abs(a + b) + abs(a - b)) / 2)),
    ),
    Group(
        "logarithms", "a: >0, b: >0",
        (r"\ln(a^2b)", lambda a, b: ln(a**2 * b)),
        ((r"2\ln a+\ln b", lambda a, b: 2 * ln(a) + ln(b)), (r"\ln a+\ln(ab)", lambda a, b: ln(a) + ln(a * b))),
        ((r"2(\ln a+\ln b)", lambda a, b: 2 * (ln(a) + ln(b))),
         (r"(\ln a)^2+\ln b", lambda a, b: ln(a) ** 2 + ln(b))),
    ),
    Group(
        "softmax", "a, b",
        (r"\ln(e^a+e^b)", lambda a, b: ln(exp(a) + exp(b))),
        ((r"a+\ln(1+e^{b-a})", lambda a, b: a + ln(1 + exp(b - a))),
         (r"b+\ln(1+e^{a-b})", lambda a, b: b + ln(1 + exp(a - b)))),
        ((r"a+\ln(1+e^{a-b})", lambda a, b: a + ln(1 + exp(a - b))), (r"\ln(e^a)+\ln(e^b)", lambda a, b: a + b)),
    ),
    Group(
        "softmax", "t",
        (r"\frac{1}{1+e^{-t}}", sigmoid),
        ((r"\frac{e^t}{1+e^t}", lambda t: exp(t) / (1 + exp(t))),
         (r"1-\frac{1}{1+e^{t}}", lambda t: 1 - 1 / (1 + exp(t)))),
        ((r"\frac{e^{-t}}{1+e^{-t}}", lambda t: exp(-t) / (1 + exp(-t))),
         (r"1-\frac{1}{1+e^{-t}}", lambda t: 1 - sigmoid(t))),
    ),
    Group(
        "derivatives", "t",
        (r"\frac{d}{dt}\frac{1}{1+e^{-t}}", lambda t: slope(sigmoid, t)),
        ((r"\frac{e^{-t}}{(1+e^{-t})^2}", lambda t: exp(-t) / (1 + exp(-t)) ** 2),
         (r"\frac{1}{1+e^{-t}}\left(1-\frac{1}{1+e^{-t}}\right)", lambda t: sigmoid(t) * (1 - sigmoid(t)))),
        ((r"-\frac{e^{-t}}{(1+e^{-t})^2}", lambda t: -exp(-t) / (1 + exp(-t)) ** 2),
         (r"\frac{1}{1+e^{-t}}\left(1+\frac{1}{1+e^{-t}}\right)", lambda t: sigmoid(t) * (1 + sigmoid(t)))),
    ),
    Group(
        "derivatives", "t",
        (r"\frac{d}{dt}\left(t^2e^{-t}\right)", lambda t: slope(lambda s: s**2 * exp(-s), t)),
        ((r"(2t-t^2)e^{-t}", lambda t: (2 * t - t**2) * exp(-t)), (r"te^{-t}(2-t)", lambda t: t * exp(-t) * (2 - t))),
        ((r"(2t+t^2)e^{-t}", lambda t: (2 * t + t**2) * exp(-t)), (r"2te^{-t}", lambda t: 2 * t * exp(-t))),
    ),
    Group(
        "derivatives", "t",
        (r"\frac{d^2}{dt^2}e^{-t^2/2}", lambda t: curvature(lambda s: exp(-(s**2) / 2), t)),
        ((r"(t^2-1)e^{-t^2/2}", lambda t: (t**2 - 1) * exp(-(t**2) / 2)),
         (r"t^2e^{-t^2/2}-e^{-t^2/2}", lambda t: t**2 * exp(-(t**2) / 2) - exp(-(t**2) / 2))),
        ((r"t^2e^{-t^2/2}", lambda t: t**2 * exp(-(t**2) / 2)),
         (r"(1-t^2)e^{-t^2/2}", lambda t: (1 - t**2) * exp(-(t**2) / 2))),
    ),
    Group(
        "sums", "x: n, b",
        (r"\sum_{i=1}^n (x_i-b)^2", lambda x, b: sum((x - b) ** 2)),
        ((r"\sum_{i=1}^n x_i^2-2b\sum_{i=1}^n x_i+nb^2", lambda x, b: sum(x**2) - 2 * b * sum(x) + len(x) * b**2),
         (r"\sum_{i=1}^n (b-x_i)^2", lambda x, b: sum((b - x) ** 2))),
        ((r"\sum_{i=1}^n x_i^2-2b\sum_{i=1}^n x_i+b^2", lambda x, b: sum(x**2) - 2 * b * sum(x) + b**2),
         (r"\sum_{i=1}^n x_i^2-b\sum_{i=1}^n x_i+nb^2", lambda x, b: sum(x**2) - b * sum(x) + len(x) * b**2)),
    ),
    Group(
        "sums", "x: n",
        (r"\sum_{i=1}^n \left(x_i-\frac{1}{n}\sum_{j=1}^n x_j\right)^2", lambda x: sum((x - x.mean()) ** 2)),
        ((r"\sum_{i=1}^n x_i^2-\frac{1}{n}\left(\sum_{i=1}^n x_i\right)^2", lambda x: sum(x**2) - sum(x) ** 2 / len(x)),
         (r"\sum_{i=1}^n x_i\left(x_i-\frac{1}{n}\sum_{j=1}^n x_j\right)", lambda x: sum(x * (x - x.mean())))),
        ((r"\sum_{i=1}^n x_i^2-\left(\frac{1}{n}\sum_{i=1}^n x_i\right)^2", lambda x: sum(x**2) - x.mean() ** 2),
         (r"\sum_{i=1}^n x_i\left(x_i+\frac{1}{n}\sum_{j=1}^n x_j\right)", lambda x: sum(x * (x + x.mean())))),
    ),
    Group(
        "sums", "x: n",
        (r"\sum_{i=1}^n i", lambda x: sum(range(1, len(x) + 1))),
        ((r"\frac{n(n+1)}{2}", lambda x: len(x) * (len(x) + 1) / 2),
         (r"\frac{n^2+n}{2}", lambda x: (len(x) ** 2 + len(x)) / 2)),
        ((r"\frac{n(n-1)}{2}", lambda x: len(x) * (len(x) - 1) / 2), (r"\frac{n^2}{2}", lambda x: len(x) ** 2 / 2)),
    ),
    Group(
        "sums", "x: n",
        (r"\left(\sum_{i=1}^n x_i\right)^2", lambda x: sum(x) ** 2),
        ((r"\sum_{i=1}^n\sum_{j=1}^n x_ix_j", lambda x: np.outer(x, x).sum()),
         (r"\sum_{i=1}^n x_i^2+2\sum_{i=1}^n\sum_{j=1}^{i-1} x_ix_j", lambda x: sum(x**2) + 2 * below(x))),
        ((r"\sum_{i=1}^n x_i^2", lambda x: sum(x**2)),
         (r"\sum_{i=1}^n x_i^2+\sum_{i=1}^n\sum_{j=1}^{i-1} x_ix_j", lambda x: sum(x**2) + below(x))),
    ),
    Group(
        "products", "x: n",
        (r"\prod_{i=1}^n e^{x_i}", lambda x: np.prod(exp(x))),
        ((r"e^{\sum_{i=1}^n x_i}", lambda x: exp(sum(x))),
         (r"\exp\left(\sum_{i=1}^n x_i\right)", lambda x: exp(sum(x)))),
        ((r"\sum_{i=1}^n e^{x_i}", lambda x: sum(exp(x))), (r"e^{\prod_{i=1}^n x_i}", lambda x: exp(np.prod(x)))),
    ),
    Group(
        "matrices", "A: n*d, B: d*k",
        (r"(AB)^\top", lambda A, B: (A @ B).T),
        ((r"B^\top A^\top", lambda A, B: B.T @ A.T), (r"(-B^\top)(-A^\top)", lambda A, B: B.T @ A.T)),
        ((r"A^\top B^\top", lambda A, B: A.T @ B.T), (r"AB", lambda A, B: A @ B)),
    ),
    Group(
        "matrices", "A: d*d, B: d*d",
        (r"(A^{-1}B)^{-1}", lambda A, B: inv(inv(A) @ B)),
        ((r"B^{-1}A", lambda A, B: inv(B) @ A), (r"B^{-1}(A^{-1})^{-1}", lambda A, B: inv(B) @ A)),
        ((r"AB^{-1}", lambda A, B: A @ inv(B)), (r"B^{-1}A^{-1}", lambda A, B: inv(B) @ inv(A))),
    ),
    Group(
        "matrices", "X: n*d, y: n, w: d",
        (r"X^\top(y-Xw)", lambda X, y, w: X.T @ (y - X @ w)),
        ((r"X^\top y-X^\top Xw", lambda X, y, w: X.T @ y - X.T @ X @ w),
         (r"-X^\top(Xw-y)", lambda X, y, w: -X.T @ (X @ w - y))),
        ((r"X^\top y-XX^\top w", lambda X, y, w: X.T @ y - X @ X.T @ w),
         (r"X^\top y+X^\top Xw", lambda X, y, w: X.T @ y + X.T @ X @ w)),
    ),
    Group(
        "norms", "X: n*d, y: n, w: d",
        (r"\|y-Xw\|^2", lambda X, y, w: sum((y - X @ w) ** 2)),
        ((r"(y-Xw)^\top(y-Xw)", lambda X, y, w: (y - X @ w) @ (y - X @ w)),
         (r"y^\top y-2w^\top X^\top y+w^\top X^\top Xw",
          lambda X, y, w: y @ y - 2 * w @ X.T @ y + w @ X.T @ X @ w)),
        ((r"(y-Xw)(y-Xw)^\top", lambda X, y, w: np.outer(y - X @ w, y - X @ w)),
         (r"y^\top y-w^\top X^\top y+w^\top X^\top Xw", lambda X, y, w: y @ y - w @ X.T @ y + w @ X.T @ X @ w)),
    ),
    Group(
        "norms", "u: d, v: d",
        (r"\|u+v\|^2", lambda u, v: sum((u + v) ** 2)),
        ((r"\|u\|^2+2u^\top v+\|v\|^2", lambda u, v: u @ u + 2 * u @ v + v @ v),
         (r"2\|u\|^2+2\|v\|^2-\|u-v\|^2", lambda u, v: 2 * u @ u + 2 * v @ v - sum((u - v) ** 2))),
        ((r"\|u\|^2+u^\top v+\|v\|^2", lambda u, v: u @ u + u @ v + v @ v),
         (r"\|u\|^2+\|v\|^2", lambda u, v: u @ u + v @ v)),
    ),
    Group(
        "traces", "A: d*d, B: d*d",
        (r"\operatorname{tr}(AB)", lambda A, B: trace(A @ B)),
        ((r"\operatorname{tr}(BA)", lambda A, B: trace(B @ A)),
         (r"\operatorname{tr}(B^\top A^\top)", lambda A, B: trace(B.T @ A.T))),
        ((r"\operatorname{tr}(A)\operatorname{tr}(B)", lambda A, B: trace(A) * trace(B)),
         (r"\operatorname{tr}(A^\top B)", lambda A, B: trace(A.T @ B))),
    ),
    Group(
        "traces", "A: d*d",
        (r"\det(2A)", lambda A: det(2 * A)),
        ((r"2^d\det(A)", lambda A: 2 ** len(A) * det(A)), (r"\det(2A^\top)", lambda A: det(2 * A.T))),
        ((r"2\det(A)", lambda A: 2 * det(A)), (r"d^2\det(A)", lambda A: len(A) ** 2 * det(A))),
    ),
    Group(
        "densities", "t, mu, sigma: >0",
        (r"\frac{1}{\sqrt{2\pi\sigma^2}}\exp\left(-\frac{(t-\mu)^2}{2\sigma^2}\right)", normal),
        ((r"\frac{1}{\sigma\sqrt{2\pi}}e^{-\frac{1}{2}\left(\frac{t-\mu}{\sigma}\right)^2}",
          lambda t, mu, sigma: exp(-(((t - mu) / sigma) ** 2) / 2) / (sigma * sqrt(2 * pi))),
         (r"(2\pi\sigma^2)^{-1/2}\exp\left(-\frac{(\mu-t)^2}{2\sigma^2}\right)", normal)),
        ((r"\frac{1}{\sqrt{2\pi\sigma^2}}\exp\left(-\frac{(t-\mu)^2}{\sigma^2}\right)",
          lambda t, mu, sigma: exp(-((t - mu) ** 2) / sigma**2) / sqrt(2 * pi * sigma**2)),
         (r"\frac{1}{\sigma^2\sqrt{2\pi}}\exp\left(-\frac{(t-\mu)^2}{2\sigma^2}\right)",
          lambda t, mu, sigma: normal(t, mu, sigma) / sigma)),
    ),
    Group(
        "densities", "t, mu, sigma: >0",
        (r"-\ln\left(\frac{1}{\sqrt{2\pi\sigma^2}}e^{-\frac{(t-\mu)^2}{2\sigma^2}}\right)",
         lambda t, mu, sigma: -ln(normal(t, mu, sigma))),
        ((r"\frac{1}{2}\ln(2\pi)+\ln\sigma+\frac{(t-\mu)^2}{2\sigma^2}",
          lambda t, mu, sigma: ln(2 * pi) / 2 + ln(sigma) + (t - mu) ** 2 / (2 * sigma**2)),
         (r"\frac{1}{2}\ln(2\pi\sigma^2)+\frac{(t-\mu)^2}{2\sigma^2}",
          lambda t, mu, sigma: ln(2 * pi * sigma**2) / 2 + (t - mu) ** 2 / (2 * sigma**2))),
        ((r"\frac{1}{2}\ln(2\pi)+\frac{1}{2}\ln\sigma+\frac{(t-\mu)^2}{2\sigma^2}",
          lambda t, mu, sigma: ln(2 * pi) / 2 + ln(sigma) / 2 + (t - mu) ** 2 / (2 * sigma**2)),
         (r"\ln(2\pi)+\ln\sigma+\frac{(t-\mu)^2}{2\sigma^2}",
          lambda t, mu, sigma: ln(2 * pi) + ln(sigma) + (t - mu) ** 2 / (2 * sigma**2))),
    ),
    Group(
        "densities", "t, mu",
        (r"-\ln\left(\frac{1}{2}e^{-|t-\mu|}\right)", lambda t, mu: -ln(exp(-abs(t - mu)) / 2)),
        ((r"\ln 2+|t-\mu|", lambda t, mu: ln(2) + abs(t - mu)), (r"|\mu-t|+\ln 2", lambda t, mu: abs(mu - t) + ln(2))),
        ((r"-\ln 2+|t-\mu|", lambda t, mu: -ln(2) + abs(t - mu)), (r"\ln 2+t-\mu", lambda t, mu: ln(2) + t - mu)),
    ),
    Group(
        "densities", "p: >0, k",
        (r"\ln\left(p^ke^{-p}\right)", lambda p, k: ln(p**k * exp(-p))),
        ((r"k\ln p-p", lambda p, k: k * ln(p) - p), (r"-p+\ln(p^k)", lambda p, k: -p + ln(p**k))),
        ((r"k\ln p+p", lambda p, k: k * ln(p) + p), (r"k(\ln p-p)", lambda p, k: k * (ln(p) - p))),
    ),
    Group(
        "gradients", "x: n, b",
        (r"\frac{\partial}{\partial b}\sum_{i=1}^n (x_i-b)^2", lambda x, b: slope(lambda c: sum((x - c) ** 2), b)),
        ((r"-2\sum_{i=1}^n (x_i-b)", lambda x, b: -2 * sum(x - b)),
         (r"2nb-2\sum_{i=1}^n x_i", lambda x, b: 2 * len(x) * b - 2 * sum(x))),
        ((r"2\sum_{i=1}^n (x_i-b)", lambda x, b: 2 * sum(x - b)),
         (r"2b-2\sum_{i=1}^n x_i", lambda x, b: 2 * b - 2 * sum(x))),
    ),
    Group(
        "gradients", "X: n*d, y: n, w: d",
        (r"\nabla_w\|y-Xw\|^2", lambda X, y, w: gradient(lambda v: sum((y - X @ v) ** 2), w)),
        ((r"2X^\top(Xw-y)", lambda X, y, w: 2 * X.T @ (X @ w - y)),
         (r"-2X^\top y+2X^\top Xw", lambda X, y, w: -2 * X.T @ y + 2 * X.T @ X @ w)),
        ((r"X^\top(Xw-y)", lambda X, y, w: X.T @ (X @ w - y)), (r"2X(Xw-y)", lambda X, y, w: 2 * X @ (X @ w - y))),
    ),
    Group(
        "gradients", "A: d*d, w: d",
        (r"\nabla_w w^\top Aw", lambda A, w: gradient(lambda v: v @ A @ v, w)),
        ((r"(A+A^\top)w", lambda A, w: (A + A.T) @ w), (r"Aw+A^\top w", lambda A, w: A @ w + A.T @ w)),
        ((r"2Aw", lambda A, w: 2 * A @ w), (r"A^\top w", lambda A, w: A.T @ w)),
    ),
)  # fmt: skip
