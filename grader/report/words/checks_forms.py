"""What the checks of the form that a formula is written in say."""

from grader.core import Text

WORDS: dict[str, Text] = {
    "checks.forms.no_factors": Text(
        "No formula was found that is a single product of the two things that are asked for; a marker looks for it",
        "没有找到由所求的两部分组成的单个乘积；由助教判断",
    ),
    "checks.forms.no_sign": Text(
        "No formula was found from which the sign can be seen; a marker reads the argument",
        "没有找到能看出符号的式子；由助教阅读论证",
    ),
    "checks.forms.not_given": Text(
        "The formula that is asked for was not found in its final form; a marker looks for it",
        "没有找到最终形式的所求公式；由助教判断",
    ),
}
