"""One zygote for all attacks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.jail.body import CannotStart, Lost
from grader.jail.ladder import try_out
from grader.jail.launch import Zygote
from tests.attacks.stage import Stage, staged


@pytest.fixture(scope="package")
def stage() -> Iterator[Stage]:
    """The highest rung, or none: then there is nothing that could hold an attack."""
    jail = Zygote()
    try:
        try_out(jail)
    except (CannotStart, Lost) as error:
        jail.close()
        pytest.skip(f"this machine has no namespaces for the jail: {error}")
    with staged(jail) as made:
        yield made
