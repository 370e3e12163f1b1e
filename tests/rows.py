"""Tables of cases: the last column of a row says why it is there, and is the test's name."""

from __future__ import annotations

from typing import Any

import pytest


def rows(*table: tuple[Any, ...]) -> list[Any]:
    """The rows for ``parametrize``, the reason of each as its id."""
    return [pytest.param(*row[:-1], id=row[-1]) for row in table]
