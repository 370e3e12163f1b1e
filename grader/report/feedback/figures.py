"""Small figures as inline SVG, each with its numbers as a table for those who cannot see it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from grader.core import Language, Plot, Series
from grader.report.feedback.markup import said, tell, text

_WIDTH, _HEIGHT = 400, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 14, 14, 44
_LEGEND = 22  # the height of a line of it, below the axes
_KINDS: Final = ("", " b", " c")  # line styles, told apart by their dashes
_FAR: Final = 30.0  # times the smallest value, beyond which an axis is logarithmic


@dataclass(frozen=True, slots=True)
class _Axis:
    """From values to places between ``begin`` and ``end``."""

    low: float
    high: float
    begin: float
    end: float
    is_log: bool

    def at(self, value: float) -> float:
        low, high, here = (math.log(v) if self.is_log else v for v in (self.low, self.high, value))
        share = (here - low) / (high - low)
        return round(self.begin + share * (self.end - self.begin), 1)

    def ticks(self) -> list[float]:
        """A few round values within the axis."""
        if self.is_log:
            bases = [factor * 10.0**k for k in range(-300, 300) for factor in (1, 2, 5) if _fits(factor, k, self)]
            return bases[:: max(1, round(len(bases) / 5))]
        step = _nice((self.high - self.low) / 4)
        first = math.ceil(self.low / step - 1e-9)
        return [round(i * step, 12) for i in range(first, first + 12) if i * step <= self.high * (1 + 1e-9)]


def _fits(factor: int, power: int, axis: _Axis) -> bool:
    return axis.low * (1 - 1e-9) <= factor * 10.0**power <= axis.high * (1 + 1e-9)


def _nice(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step * (1 - 1e-9))


def _axis(values: Sequence[float], begin: float, end: float, *, whole: bool) -> _Axis:
    """An axis that holds all values; ``whole``: down to 0 unless it is logarithmic."""
    low, high = min(values), max(values)
    if low > 0 and high / low >= _FAR:
        return _Axis(low, high, begin, end, is_log=True)
    low = min(low, 0.0) if whole else low
    return _Axis(low, high if high > low else low + 1.0, begin, end, is_log=False)


def figure(plot: Plot, name: str, lang: Language) -> str:
    """A plot with its title, its lines told apart by dashes and words; nothing if no point is finite.

    ``name`` is unique in the page, for labels.
    """
    lines = [(series.name, _finite(series)) for series in plot.series]
    points = [point for _, line in lines for point in line]
    if not points:
        return ""
    levels = [level for level in plot.levels if math.isfinite(level.y)]
    x = _axis([p[0] for p in points], _LEFT, _WIDTH - _RIGHT, whole=False)
    y = _axis([*(p[1] for p in points), *(level.y for level in levels)], _HEIGHT - _BOTTOM, _TOP, whole=True)
    drawn = _frame(x, y, said(plot.x, lang), said(plot.y, lang))
    legend = []
    for i, (label, line) in enumerate(lines):
        kind = _KINDS[i % len(_KINDS)]
        path = " ".join(f"{x.at(px)},{y.at(py)}" for px, py in line)
        dots = "".join(f'<circle class="dot" cx="{x.at(px)}" cy="{y.at(py)}" r="3"/>' for px, py in line)
        drawn += f'<polyline class="line{kind}" points="{path}"/>{dots}'
        legend.append((f"line{kind}", said(label, lang)))
    for level in levels:
        drawn += f'<path class="level" d="M{_LEFT} {y.at(level.y)}H{_WIDTH - _RIGHT}"/>'
        legend.append(("level", said(level.name, lang)))
    rows = [[said(label, lang), *_numbers(p)] for label, line in lines for p in line]
    rows += [[said(level.name, lang), "", f"{level.y:.4g}"] for level in levels]
    head = ["", said(plot.x, lang), said(plot.y, lang)]
    title = said(plot.title, lang)
    drawn += _legend(legend)
    return _framed(name, title, drawn, data(head, rows, lang), _HEIGHT + _LEGEND * len(legend))


def _finite(series: Series) -> list[tuple[float, float]]:
    return [point for point in series.points if all(map(math.isfinite, point))]


def _numbers(point: tuple[float, float]) -> list[str]:
    return [f"{point[0]:g}", f"{point[1]:.4g}"]


def histogram(counts: Sequence[int], edges: Sequence[float], name: str, title: str, axes: tuple[str, str],
              lang: Language) -> str:  # fmt: skip
    """Bars between neighbouring edges, with their counts above them. ``title`` and ``axes`` (x, y) are markup."""
    x = _Axis(edges[0], edges[-1], _LEFT, _WIDTH - _RIGHT, is_log=False)
    y = _axis([0.0, max(1, *counts)], _HEIGHT - _BOTTOM, _TOP + 10, whole=True)
    floor = _HEIGHT - _BOTTOM
    drawn = f'<path class="axis" d="M{_LEFT} {floor}H{_WIDTH - _RIGHT}"/>{_captions(*axes)}'
    drawn += "".join(_tick(edge, x.at(edge), floor + 16, "middle") for edge in edges)
    for count, (left, right) in zip(counts, pairwise(map(x.at, edges)), strict=True):
        if count:
            top = y.at(count)
            size = f'width="{right - left - 4:.1f}" height="{floor - top:.1f}"'
            drawn += f'<rect class="bar" x="{left + 2:.1f}" y="{top}" {size}/>'
            drawn += f'<text x="{(left + right) / 2:.1f}" y="{top - 4:.1f}" text-anchor="middle">{count}</text>'
    rows = [[f"{low:g}–{high:g}", str(count)] for (low, high), count in zip(pairwise(edges), counts, strict=True)]
    return _framed(name, title, drawn, data(list(axes), rows, lang), _HEIGHT)


def data(head: Sequence[str], rows: Sequence[Sequence[str]], lang: Language) -> str:
    """The numbers of a figure, folded away; cells are markup."""
    top = "".join(f'<th scope="col">{cell}</th>' if cell else "<td></td>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    table = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return f"<details><summary>{tell('as_numbers', lang)}</summary>{table}</details>"


def _framed(name: str, title: str, drawn: str, numbers: str, height: int) -> str:
    drawing = f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="{name}">{drawn}</svg>'
    return f'<figure><figcaption id="{name}">{title}</figcaption>{drawing}{numbers}</figure>'


def _frame(x: _Axis, y: _Axis, along: str, up: str) -> str:
    floor, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    drawn = f'<path class="axis" d="M{_LEFT} {_TOP}V{floor}H{right}"/>'
    drawn += "".join(_tick(value, x.at(value), floor + 16, "middle") for value in x.ticks())
    for value in y.ticks():
        drawn += f'<path class="grid" d="M{_LEFT} {y.at(value)}H{right}"/>'
        drawn += _tick(value, _LEFT - 6, y.at(value) + 4, "end")
    return drawn + _captions(along, up)


def _captions(along: str, up: str) -> str:
    middle = (_TOP + _HEIGHT - _BOTTOM) / 2
    turned = f'transform="rotate(-90 14 {middle:g})"'
    return (
        f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2:g}" y="{_HEIGHT - 8}" text-anchor="middle">{along}</text>'
        f'<text x="14" y="{middle:g}" text-anchor="middle" {turned}>{up}</text>'
    )


def _tick(value: float, x: float, y: float, anchor: str) -> str:
    return f'<text x="{x}" y="{y:g}" text-anchor="{anchor}">{text(f"{value:g}")}</text>'


def _legend(entries: Sequence[tuple[str, str]]) -> str:
    """Samples of the lines with their names, below the axes."""
    return "".join(
        f'<path class="{kind}" d="M{_LEFT} {_HEIGHT + _LEGEND * i + 9}h40"/>'
        f'<text x="{_LEFT + 48}" y="{_HEIGHT + _LEGEND * i + 14}">{label}</text>'
        for i, (kind, label) in enumerate(entries)
    )
