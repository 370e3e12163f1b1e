"""No attack gets anything: no file read or written, nobody else touched, the next submission honest and right."""

from __future__ import annotations

import pytest

from tests.attacks.reach import ATTACKS
from tests.attacks.stage import NOTHING, Attack, Stage


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.tries)
def test_an_attack_gets_nothing(stage: Stage, attack: Attack) -> None:
    assert stage.play(attack) == NOTHING
    stage.check()
