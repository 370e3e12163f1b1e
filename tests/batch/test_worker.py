"""What a worker sends back."""

from __future__ import annotations

from multiprocessing.reduction import ForkingPickler

import pytest

from grader.batch.worker import portable
from grader.core import Agreement, Bench, Claim, ClaimResult, Finding, Link, PartResult, Pass, Points, Text, Where


def test_results_travel_without_their_checks() -> None:
    finding = Finding(Pass(Agreement(1)), Where("a.md", None, 1, 1, "b"))
    claim = Claim(Text("t", "t"), lambda _answer, _bench: finding, 2.0)
    link = Link(Where("a.md", None, 1, 1, "b"), "b", Pass(Agreement(1)))
    result = PartResult("s", "a/b/c", "pass", Points(2, 0, 2), (ClaimResult(claim, finding),), (link,))
    with pytest.raises((AttributeError, TypeError)):
        ForkingPickler.dumps(result)
    sent = portable(result)
    back = ForkingPickler.loads(ForkingPickler.dumps(sent))
    assert back == sent
    assert back.claims[0].finding == finding
    assert back.claims[0].claim.points == 2.0
    bench: Bench = None  # type: ignore[assignment]  # never looked at
    with pytest.raises(RuntimeError, match="another process"):
        back.claims[0].claim.check(None, bench)
