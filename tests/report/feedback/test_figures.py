"""Figures: what is drawn is what the data say, and their numbers stand beside them as text."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree as ET

import pytest

from grader.core import Level, Plot, Series, Text
from grader.report.feedback.figures import figure, histogram


def plot(*points: tuple[float, float], levels: tuple[float, ...] = ()) -> Plot:
    named = Text("<loss>", "损失")
    return Plot(named, named, named, (Series(named, points),), tuple(Level(named, level) for level in levels))


def drawn(markup: str) -> ET.Element:
    tree = ET.fromstring(markup)
    found = tree.find("svg")
    assert found is not None
    return found


def places(svg: ET.Element) -> list[tuple[float, float]]:
    """Where the points of the line are."""
    line = svg.find("polyline")
    assert line is not None
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in line.get("points", "").split())]


def labels(svg: ET.Element) -> list[str]:
    return [text.text or "" for text in svg.iter("text")]


@pytest.mark.parametrize(
    ("points", "levels", "why"),
    [
        (((1, 5), (2, 3), (3, 2)), (1,), "a falling loss"),
        (((1, 1e9), (1000, 1e-3)), (1e-4,), "many powers of ten"),
        (((1, -5), (2, 5)), (0,), "below and above zero"),
        (((0, 0), (1, 0)), (0,), "nothing but zeros"),
        (((1, 2),), (), "a single point"),
        (((5, 3), (5, 3)), (3,), "twice the same"),
        (((1, 1e300), (2, 1e-300)), (), "as far as numbers reach"),
    ],
)
def test_all_of_it_lies_within_the_figure(
    points: tuple[tuple[float, float], ...], levels: tuple[float, ...], why: str
) -> None:
    svg = drawn(figure(plot(*points, levels=levels), "f", "en"))
    _, _, width, height = map(float, svg.get("viewBox", "").split())
    found = places(svg)
    assert len(found) == len(points), why
    assert all(0 <= x <= width and 0 <= y <= height for x, y in found), why
    assert all(0 <= float(text.get("y", "-1")) <= height for text in svg.iter("text")), why
    assert not any("nan" in label or "inf" in label for label in labels(svg)), why


def test_larger_is_higher_and_the_level_is_where_its_value_is() -> None:
    svg = drawn(figure(plot((1, 8.0), (2, 4.0), (3, 2.0), levels=(4.0,)), "f", "en"))
    (x1, y1), (x2, y2), (x3, y3) = places(svg)
    assert x1 < x2 < x3
    assert y1 < y2 < y3, "down is smaller"
    level = next(path for path in svg.iter("path") if path.get("class") == "level")
    assert re.match(rf"M\d+ {y2}H", level.get("d", "")), "at the height of the point of the same value"


def test_what_is_not_finite_is_left_out() -> None:
    svg = drawn(figure(plot((1, 5.0), (2, math.inf), (3, math.nan), (4, 1.0), levels=(math.nan,)), "f", "en"))
    assert len(places(svg)) == 2
    assert figure(plot((1, math.nan)), "f", "en") == "", "nothing is left"


def test_the_numbers_stand_beside_it() -> None:
    tree = ET.fromstring(figure(plot((1, 5.0), (20, 0.125), levels=(0.1,)), "f", "en"))
    cells = [[cell.text or "" for cell in row] for row in tree.iter("tr")]
    assert cells[1:] == [["<loss>", "1", "5"], ["<loss>", "20", "0.125"], ["<loss>", "", "0.1"]]
    assert tree.findtext("figcaption") == "<loss>"


def test_bars_are_as_high_as_their_counts() -> None:
    svg = drawn(histogram([4, 0, 2], [0, 10, 20, 30], "f", "t", ("x", "y"), "en"))
    heights = [float(bar.get("height", "0")) for bar in svg.iter("rect")]
    assert len(heights) == 2, "an empty one is not drawn"
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.2)
    assert {"4", "2", "0", "10", "20", "30"} <= set(labels(svg))
