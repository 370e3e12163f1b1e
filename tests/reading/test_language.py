"""Which language a text is in, whatever its formulas and code are."""

from __future__ import annotations

import pytest

from grader.reading import detect_language

TEXTS = [
    ("The mean is best.", "en"),
    ("均值最优。", "zh"),
    ("", "en"),
    ("$x = 1$", "en"),
    ("令 $\\frac{dL}{db} = -2 \\sum_i (x_i - b) = 0$，得 $b = \\bar x$。", "zh"),
    ("用 SGD 求解，MAE 在零点不可导。", "zh"),
    ("The law of 大数 says that the mean converges.", "en"),
    ("得：\n```python\nimport numpy as np\ndef mean(values): return values.mean()\n```", "zh"),
    ("得到：\n$$\n\\operatorname{median of all the values that there are}\n$$", "zh"),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_detect_language(text: str, language: str) -> None:
    assert detect_language(text) == language
