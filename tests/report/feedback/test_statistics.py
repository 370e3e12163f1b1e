"""Numbers about a class, against values worked out by hand."""

from __future__ import annotations

import pytest

from grader.core import PartResult, Points
from grader.report.feedback.statistics import correlation, in_tenths, of_part, totals


def scored(part: str, earned: float, pending: float = 0.0, of: float = 4.0) -> PartResult:
    return PartResult("s", part, "partial", Points(earned, pending, of))


def a_class(*rows: tuple[float, float], pending: float = 0.0) -> dict[str, list[PartResult]]:
    return {f"s{i}": [scored("a", a, pending), scored("b", b)] for i, (a, b) in enumerate(rows)}


def test_mean_and_share() -> None:
    found = of_part("a", a_class((4, 0), (2, 0), (0, 0)))
    assert (found.mean, found.of, found.difficulty) == (2.0, 4.0, 0.5)


def test_what_is_pending_is_not_counted_as_lost() -> None:
    found = of_part("a", {"s1": [scored("a", 1.0, 2.0)], "s2": [scored("a", 2.0)]})
    assert found.difficulty == pytest.approx(3 / 6), "three of the six points that are decided"
    assert of_part("a", {"s1": [scored("a", 0.0, 4.0)]}).difficulty is None, "nothing is decided"


@pytest.mark.parametrize(
    ("rows", "expected", "why"),
    [
        ([(i, i) for i in range(9)], "too_few", "nine students"),
        ([(i % 5, i % 5) for i in range(10)], pytest.approx(1.0), "who is good in one is good in the other"),
        ([(i % 5, 4 - i % 5) for i in range(10)], pytest.approx(-1.0), "the other way round"),
        ([(2, i % 5) for i in range(10)], "all_alike", "everybody earned the same"),
        ([(i % 5, 1) for i in range(10)], "all_alike", "the rest is the same for all"),
        ([(0, 0), (1, 0), (0, 1), (1, 1)] * 3, pytest.approx(0.0), "no relation; the part itself is not in the rest"),
    ],
)
def test_discrimination(rows: list[tuple[float, float]], expected: object, why: str) -> None:
    assert of_part("a", a_class(*rows)).discrimination == expected, why


def test_students_with_something_pending_do_not_count() -> None:
    rows = [(i % 5, i % 5) for i in range(12)]
    assert of_part("a", a_class(*rows, pending=1.0)).discrimination == "too_few"


def test_correlation_is_pearsons() -> None:
    a, b = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [2, 1, 4, 3, 6, 5, 8, 7, 10, 9]
    assert correlation(a, b) == pytest.approx(1 - 6 * 10 / (10 * 99)), "of ranks, Spearman's formula gives the same"


@pytest.mark.parametrize(
    ("earned", "tenth"), [(0, 0), (0.99, 0), (1, 1), (3, 3), (9.99, 9), (10, 9), (0.1 + 0.2 + 0.7, 1)]
)
def test_tenths(earned: float, tenth: int) -> None:
    """A full score is in the last tenth, and a share on an edge in the upper one, sums of floats included."""
    counts = in_tenths([Points(earned, 0.0, 10.0)])
    assert counts.index(1) == tenth
    assert sum(counts) == 1


def test_totals_leave_out_what_belongs_to_no_part() -> None:
    stray = PartResult("s", None, "unreadable", Points(7.0, 7.0, 7.0))
    assert totals({"s": [scored("a", 1, 2), stray], "t": []}) == {"s": Points(1, 2, 4), "t": Points(0, 0, 0)}
    assert in_tenths([Points(0, 0, 0)])[0] == 1, "who has no part at all"
