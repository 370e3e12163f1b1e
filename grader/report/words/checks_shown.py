"""What the checks of what must be shown besides a result say."""

from grader.core import Text

WORDS: dict[str, Text] = {
    "checks.shown.in_words": Text(
        "Whether this shows that the matrix is positive definite is left to a marker",
        "这是否证明了矩阵正定，由助教判断",
    ),
    "checks.shown.no_inverse": Text(
        "No inverse of size {size} stands in this formula; a marker decides whether it is the form that is asked for",
        "公式中没有 {size} 的逆矩阵；是否为所求的形式由助教判断",
    ),
    "checks.shown.other_inverse": Text(
        "This formula inverts a matrix of size {sizes}; the form that is asked for inverts one of size {size}",
        "这个公式求的是 {sizes} 矩阵的逆；所求的形式应求 {size} 矩阵的逆",
    ),
}
