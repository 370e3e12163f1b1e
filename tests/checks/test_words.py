"""Prose that says an idea, denies it, or does neither, each with the reason why it is here."""

from __future__ import annotations

import re
import runpy
import string
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks.words import Idea, normalised, says, sentences
from grader.core import (
    Answer,
    Bench,
    Fail,
    Finding,
    Message,
    Missing,
    Origin,
    Pass,
    Passage,
    Program,
    Quotation,
    Run,
    Text,
    Undecided,
)
from grader.report.words.checks_words import WORDS

SINGULAR = Idea(
    affirmed=(
        "X^T X ... (singular | not invertible | rank deficient | not full rank | has no inverse)",
        "(X^T X)^{-1} ... (does not exist | is undefined)",
        "(only works | works only | requires) ... X^T X ... (invertible | full rank)",
        "X^T X ... (不可逆 | 奇异 | 不满秩)",
        "(X^T X)^{-1} 不存在",
    ),
    contradicted=(
        "X^T X is always (invertible | positive definite)",
        "X^T X ... (总是可逆 | 一定可逆)",
        "never fails",
    ),
    topic=("invert*", "rank", "可逆"),
    apart=("ridge",),
    unless=("sgd (fails | breaks)",),
    hint=Text("Take two equal columns.", "取两列相同。"),
)
JUMPS = Idea(
    affirmed=(
        "(oscillat* | jump* | bounc*) ... (around | about | over) ... (minim* | optim*)",
        "gradient ... does not (shrink | vanish)",
        "(最优 | 最小值) (点 | ) 附近 ... (震荡 | 振荡 | 跳动)",
        "梯度 ... (不会变小 | 不变小)",
    ),
    contradicted=("(stuck | trapped) in ... local (minim* | optim*)", "陷入局部 (最优 | 极小)"),
    topic=("kink", "尖点"),
    hint=Text("The loss is convex.", "损失是凸的。"),
)
CLOSED = Idea(
    affirmed=(
        "(closed form | normal equation) ... better (than SGD | ) ... (small | few)",
        "(解析解 | 正规方程) ... (更好 | 更快)",
    ),
    contradicted=("(squaring | square) it ... differentiable", "取平方就可导"),
    topic=("closed form", "解析解"),
    apart=("sgd", "large"),
    hint=Text("Compare the costs.", "比较代价。"),
)


class Nothing:
    """A check of prose may use neither solutions nor programs."""

    def symbolic(self, name: str) -> object:
        raise AssertionError(name)

    def numeric(self, name: str) -> Callable[..., object]:
        raise AssertionError(name)

    def run(self, program: Program) -> Run:
        raise AssertionError(program)


def found(idea: Idea, *texts: str) -> Finding:
    passages = tuple(Passage("text", text, Origin("s.md")) for text in texts)
    return says(idea)(Answer("part", passages), Bench(Nothing(), Nothing()))


# --------------------------------------------------------------------------------- what is plainly said

SAID: Mapping[str, tuple[Idea, str]] = {
    "plain": (SINGULAR, "It breaks down when X^T X is singular."),
    "LaTeX fonts": (SINGULAR, r"If $\mathbf{X}^\top \mathbf{X}$ is not invertible we are lost."),
    "braces around the transpose": (SINGULAR, r"$X^{\top}X$ is rank deficient if $d>n$."),
    "sans-serif T": (SINGULAR, r"Here $\boldsymbol X^{\mathsf T}\boldsymbol X$ is singular."),
    "brackets of LaTeX": (SINGULAR, r"when \( X^T X \) is singular"),
    "Unicode": (SINGULAR, "The matrix XᵀX has no inverse."),
    "a prime": (SINGULAR, "X'X is singular for equal columns."),
    "numpy": (SINGULAR, "X.T @ X is singular then."),
    "contracted": (SINGULAR, "$X^TX$ isn't full rank."),
    "curly apostrophe": (SINGULAR, "The inverse (X^T X)^{-1} doesn’t exist."),
    "an inverse with a long dash": (SINGULAR, "$(X^TX)^{–1}$ does not exist"),
    "bold": (SINGULAR, "When $X^\\top X$ is **singular**, it fails."),
    "capitals": (SINGULAR, "X^T X IS SINGULAR"),
    "the condition stated positively": (SINGULAR, "This only works if $X^TX$ is invertible."),
    "Chinese": (SINGULAR, "当 $X^\\top X$ 不可逆时，该方法失效。"),
    "Chinese, wide punctuation": (SINGULAR, "若（X^T X）奇异，则无法求逆。"),
    "Chinese, no punctuation": (SINGULAR, "此时 $X^TX$ 不满秩"),
    "a heading": (SINGULAR, "### (1) $X^T X$ 不可逆\n\n例如两列相同。"),
    "a list item": (SINGULAR, "- large d\n- X^T X is singular"),
    "behind its list's intro": (JUMPS, "The iterates oscillate:\n\n- around the minimum\n"),
    "a quote of one's own": (SINGULAR, "> X^T X is singular."),
    "a line broken by hand": (JUMPS, "The iterates keep oscillating around\nthe minimum for ever."),
    "a word with another ending": (JUMPS, "It jumps over the optimum."),
    "its own negation": (JUMPS, "The gradient does not shrink near the minimum."),
    "another clause is negated": (JUMPS, "It doesn't converge, but oscillates around the minimum."),
    "a reason that is negated": (JUMPS, "It bounces around the optimum because |r| is not smooth at 0."),
    "Chinese compound with a negating sign": (JUMPS, "参数不断在最优点附近震荡。"),
    "not only": (SINGULAR, "Not only is X^T X singular then."),
    "an answer behind a question": (SINGULAR, "When does it fail? When X^T X is singular."),
    "an answer behind a Chinese question": (SINGULAR, "何时失效？当 X^T X 不可逆时。"),
    "kept apart by order": (CLOSED, "The closed form is better than SGD when d is small."),
    "in the second passage": (SINGULAR, "X^T X is singular."),
}


@pytest.mark.parametrize("why", SAID)
def test_what_is_plainly_said_passes(why: str) -> None:
    idea, text = SAID[why]
    finding = found(idea, text)
    assert isinstance(finding.verdict, Pass), finding.verdict
    assert isinstance(finding.verdict.evidence, Quotation)
    assert finding.where == finding.verdict.evidence.where
    assert finding.where.text in text


@pytest.mark.parametrize(
    ("idea", "text", "why"),
    [
        (SINGULAR, "X^T X is always invertible.", "English"),
        (SINGULAR, "$X^\\top X$ 总是可逆，所以不需要担心。", "Chinese"),
        (SINGULAR, "The formula never fails.", "a negation of its own"),
        (JUMPS, "SGD gets stuck in some local minimum.", "a gap"),
        (JUMPS, "它会陷入局部极小。", "Chinese"),
        (CLOSED, "c. 取平方就可导了", "with the part's letter"),
        (CLOSED, "Square it and the loss is differentiable.", "an imperative"),
    ],
)
def test_the_misconception_fails_with_a_hint(idea: Idea, text: str, why: str) -> None:
    finding = found(idea, text)
    assert isinstance(finding.verdict, Fail), (why, finding.verdict)
    assert isinstance(finding.verdict.witness, Quotation)
    assert finding.verdict.hint == idea.hint
    assert finding.verdict.mistakes == ()


# ----------------------------------------------------------------------- what only sounds like it

UNSURE: Mapping[str, tuple[Idea, str]] = {
    "negated before": (SINGULAR, "It isn't true here that X^T X is singular."),
    "negated within": (SINGULAR, "X^T X is never singular."),
    "negated in the middle": (SINGULAR, "X^T X is surely not singular."),
    "negated behind": (SINGULAR, "X^T X singular is not what happens."),
    "negated twice": (SINGULAR, "X^T X is not not invertible."),
    "negated, Chinese": (SINGULAR, "$X^TX$ 并不奇异。"),
    "negated twice, Chinese": (SINGULAR, "$X^TX$ 不是不可逆的。"),
    "without": (JUMPS, "It converges without oscillating around the minimum."),
    "avoided": (JUMPS, "防止参数在最优点附近震荡。"),
    "negated before a formula's bracket": (SINGULAR, "It is not so that (X^T X) is singular."),
    "not for that reason": (SINGULAR, "It fails not because X^T X is singular."),
    "not for that reason, Chinese": (SINGULAR, "失效不是因为 $X^TX$ 不可逆。"),
    "a question": (SINGULAR, "Is X^T X singular?"),
    "a question, Chinese": (SINGULAR, "$X^TX$ 不可逆吗"),
    "an indirect question": (SINGULAR, "We must know whether X^T X is singular."),
    "an indirect question, Chinese": (SINGULAR, "要看 $X^TX$ 是否奇异。"),
    "even if": (SINGULAR, "It works even if X^T X is singular."),
    "even if, Chinese": (SINGULAR, "即使 $X^TX$ 不可逆，它也能用。"),
    "unless": (SINGULAR, "It always works unless X^T X is singular, they say."),
    "called wrong": (SINGULAR, "It is wrong that X^T X is singular."),
    "called an error, Chinese": (JUMPS, "错误说法：在最优点附近会震荡。"),
    "guessed": (SINGULAR, "I guess X^T X is singular."),
    "doubted, Chinese": (SINGULAR, "我不确定 $X^TX$ 不可逆。"),
    "the task": (JUMPS, "Explain why SGD oscillates around the minimum."),
    "the task, Chinese": (JUMPS, "请说明在最优点附近震荡的原因。"),
    "a hint": (JUMPS, "(Hint: it oscillates around the minimum)"),
    "a heading that asks": (SINGULAR, "## When X^T X is singular\n\nTo be done."),
    "code": (SINGULAR, "```python\n# X^T X is singular\n```"),
    "a comment": (SINGULAR, "<!-- X^T X is singular -->"),
    "kept apart": (SINGULAR, "X^T X plus a ridge is singular."),
    "the other is better": (CLOSED, "Next to the closed form SGD is better for a small step."),
    "something else fails": (SINGULAR, "SGD fails when X^T X is singular."),
    "too far apart": (SINGULAR, "X^T X " + "and so on " * 10 + "is singular."),
    "another word": (SINGULAR, "X^T X is nonsingular."),
    "another matrix": (SINGULAR, "X X^T is singular."),
    "the topic": (SINGULAR, "It is about inverting a matrix."),
    "nothing of it": (SINGULAR, "It is slow."),
    "in two sentences": (SINGULAR, "We form X^T X. A singular value is never negative."),
    "a misconception with maybe": (JUMPS, "Maybe it gets stuck in a local minimum."),
    "a misconception with a condition": (SINGULAR, "X^T X is always invertible if X has full column rank."),
    "a misconception with a condition, Chinese": (SINGULAR, "X 列满秩时 $X^TX$ 一定可逆。"),
    "a misconception taken back": (CLOSED, "取平方就可导了，但这换了噪声模型。"),
    "a misconception denied": (JUMPS, "It does not get stuck in a local minimum."),
    "both": (SINGULAR, "X^T X is always invertible. Otherwise X^T X is singular."),
    "both, in one sentence": (JUMPS, "It gets stuck in a local minimum and jumps around the optimum."),
    "a sentence without end": (SINGULAR, "X^T X is singular " + "and so on " * 200),
}


@pytest.mark.parametrize("why", UNSURE)
def test_what_is_unsure_awaits_a_marker(why: str) -> None:
    idea, text = UNSURE[why]
    verdict = found(idea, text).verdict
    assert isinstance(verdict, Undecided), verdict
    assert isinstance(verdict.reason, Message)
    assert verdict.reason.key in WORDS


@pytest.mark.parametrize(
    "frame", ["It is wrong that {}", "Whether {}", "{}?", "并非 {}", "是否 {}", "It is not so that {}"]
)
@pytest.mark.parametrize(
    "why", [why for why, (_, text) in SAID.items() if not set("\n?？") & set(text) and ". " not in text]
)
def test_nothing_passes_that_is_taken_back(frame: str, why: str) -> None:
    idea, text = SAID[why]
    inner = text.rstrip(".。").lstrip("#->* ")
    if any(mark in inner for mark in ",，:：?？") and "so that" in frame:
        pytest.skip("the negation stands in another clause")
    assert not isinstance(found(idea, frame.format(inner)).verdict, Pass)


CAREFUL = Idea(
    affirmed=("the mean is the (mle | estimate)",),
    contradicted=("the median is the mle",),
    unless=("laplace", "median is"),
    pardon=("huber",),
    beside="sample | for_all_b | normal data",
    hint=Text("", ""),
)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("So the mean is the MLE.", Pass, "harmless words beside"),
        ("a. The mean is the estimate of the sample.", Pass, "a label, and a word that is allowed"),
        ("Twice the mean is the MLE.", Undecided, "a word before it"),
        ("The mean is the estimate of zero.", Undecided, "a word behind it"),
        ("For normal data, the mean is the MLE.", Pass, "words allowed in another clause"),
        ("The mean is the MLE normal data.", Undecided, "but not in its own"),
        ("The mean is the MLE, for all b.", Pass, "an expression"),
        ("The mean is the MLE, for all.", Undecided, "a part of an expression"),
        ("The mean is the MLE, says he.", Undecided, "another clause"),
        ("The noise is Laplace. It follows that the mean is the MLE.", Undecided, "it speaks of the sentence before"),
        ("The median is the MLE.", Fail, "the misconception, its own words being no reason against it"),
        ("The median is the MLE. With Huber it is not.", Undecided, "pardoned"),
        ("The median is the MLE. But this is Laplace.", Undecided, "turned round"),
        ("The median is the MLE. We go on. This is wrong.", Undecided, "taken back later"),
        ("Things that are not true:\n- the mean is the MLE", Undecided, "a list of what is not so"),
    ],
)
def test_what_stands_around_a_phrase_counts(text: str, expected: type, why: str) -> None:
    verdict = found(CAREFUL, text).verdict
    assert isinstance(verdict, expected), (why, verdict)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("X^T X is always invertible. X^T X is singular.", "checks.words.both"),
        ("It is about inverting.", "checks.words.about"),
        ("It is slow.", "checks.words.nowhere"),
    ],
)
def test_the_marker_is_told_why(text: str, key: str) -> None:
    verdict = found(SINGULAR, text).verdict
    assert isinstance(verdict, Undecided)
    assert isinstance(verdict.reason, Message)
    assert verdict.reason.key == key


@pytest.mark.parametrize(
    "answer",
    [
        Answer("p"),
        Answer("p", (Passage("text", " \n", Origin("s.md")),)),
        Answer("p", (Passage("code", "# X^T X is singular", Origin("s.py")),)),
    ],
)
def test_no_text_is_missing(answer: Answer) -> None:
    assert isinstance(says(SINGULAR)(answer, Bench(Nothing(), Nothing())).verdict, Missing)


def test_every_passage_is_read() -> None:
    assert isinstance(found(SINGULAR, "To begin with:", "X^T X is singular.").verdict, Pass)


def test_the_quotation_has_its_place() -> None:
    finding = found(SINGULAR, "One thing.\n\nAnother. When $X^\\top X$ is\nsingular it fails. The end.")
    assert finding.where is not None
    assert (finding.where.line, finding.where.column) == (3, 10)
    assert finding.where.text == "When $X^\\top X$ is\nsingular it fails."


# ------------------------------------------------------------------------------------------- sentences


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One. Two.", ["one.", "two."]),
        ("一句。两句！", ["一句。", "两句!"]),
        ("See e.g. this one. End", ["see e.g. this one.", "end"]),
        ("It is 0.5 or 1e-3. So", ["it is 0.5 or 1e-3.", "so"]),
        ("A formula $a. b$ inside. End", ["a formula a. b inside.", "end"]),
        ("$$\nx = 1.\n\ny = 2\n$$\nnext", ["x = 1. y = 2", "next"]),
        ("- one\n- two\n  goes on", ["- one", "- two goes on"]),
        ("1. one\n2. two", ["1. one", "2. two"]),
        ("a | b", ["a | b"]),
        ("| one | two |", ["one | two |"]),
        ("# Head\ntext", ["head", "text"]),
        ("Why? Because.", ["because."]),
        ("first\n\nsecond", ["first", "second"]),
        ("```\ncode\n```\ntext", ["text"]),
        ("```math\nx = 1\n```", ["math x = 1"]),
        ("", []),
        ("\\[ x", ["x"]),
    ],
)
def test_sentences(source: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in sentences(source)] == expected


@given(st.text(alphabet="ab .。!?\n$\\[]()#->*|`X^T不0", max_size=200))
@settings(max_examples=300, deadline=None)
def test_sentences_lie_in_order_within_the_text(source: str) -> None:
    end = 0
    for sentence in sentences(source):
        assert end <= sentence.start < sentence.end <= len(source)
        assert source[sentence.start : sentence.end].strip()
        end = sentence.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"$\mathbf{X}^\top\mathbf X$", "x^t x"),
        (r"$\mathbf{X}^{\top} \mathbf{X}$", "x^t x"),
        (r"$(X^{T}X)^{-1}$", "(x^t x)^-1"),
        (r"$\mathcal{O}(d^3)$", "o(d^3)"),
        (r"$\frac{\eta}{2}$", "eta /2"),
        (r"$d \gg n$", "d >> n"),
        (r"$\eta_t \to 0$", "eta t -> 0"),
        ("η ≥ 1，且（x）", "eta >= 1,且(x)"),
        ("closed-form, x_i-b", "closed form, x i-b"),
        ("It's what isn't", "it is what is not"),
        ("d³", "d^3"),
        ("yi-wx", "yi-wx"),
        ("theta-eta g", "theta-eta g"),
        (r"$\sgn-\max$", "sgn - max"),
        (r"$i\in\mathcal B$", "i in b"),
        (r"$\sum_{i\in B}\operatorname{sgn}(x)$", "sum i in b sgn(x)"),
        ("log-likelihood of a mini-batch", "log likelihood of a mini batch"),
        ("it oscillates—never settles", "it oscillates - never settles"),
        ("μ and σ²", "mu and sigma ^2"),
    ],
)
def test_the_normal_form(text: str, expected: str) -> None:
    assert normalised(text) == expected


# --------------------------------------------------------------------------------------------- phrases


@pytest.mark.parametrize("phrase", ["", "a ... ", "(a | b", "... b", "( | )", "a ... (b | )"])
def test_a_phrase_that_cannot_be_read_is_refused_at_once(phrase: str) -> None:
    with pytest.raises(ValueError, match="phrase"):
        says(Idea(affirmed=(phrase,), hint=Text("", "")))


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("no (simple | ) closed form", "There is no closed form", True),
        ("no (simple | ) closed form", "There is no simple closed form", True),
        ("no (simple | ) closed form", "There is a closed form", False),
        ("O(d^3)", r"It takes $\mathcal O(d^3)$ steps", True),
        ("cost (O(d^3) | n (d | w)^2)", "the cost n w^2", True),
        ("d > n", "if d>n", True),
        ("d > n", "if add > n", False),
        ("small*", "smaller", True),
        ("small", "smaller", False),
        ("learning rate", "the learning\nrate", True),
        ("学习率 (衰减 | 递减)", "学习率递减", True),
        ("a ... b", "a, or b", True),
        ("b ... a", "a, or b", False),
        ("L1 损失", "使用 $L_1$ 损失", True),
        ("a .. b", "a or b", True),
        ("a .. b", "a, or b", False),
        ("a .. b", "a or so many other things that come first b", False),
        ("[no]", "No.", True),
        ("[no]", "## Closed form\n\n**No.**", True),
        ("[no]", "No closed form", False),
        ("[no]", "Is it hard? No.", False),
        ("[no]", "We must think. No.", False),
        ("nothing goes wrong", "Nothing goes wrong.", True),
        ("it oscillates", "What goes wrong: it oscillates.", True),
        ("it oscillates", "It is wrong that it oscillates.", False),
        ("it oscillates", "~~it oscillates~~", False),
        ("it oscillates", "Some people say it oscillates.", False),
        ("it oscillates", "It oscillates, but it is harmless.", False),
        ("it oscillates", "It oscillates. This is not true.", False),
        ("it oscillates", "It oscillates, but never settles.", True),
        ("it oscillates", "It oscillates only for small x.", False),
        ("大小不变", "无论残差多小,梯度大小不变。", True),
        ("大小不变", "不管残差如何,梯度大小不变。", True),
        ("大小不变", "不论残差有什么符号,梯度大小不变。", True),
        ("same size", "No matter how small the residual is, the gradient has the same size", True),
    ],
)
def test_phrases(phrase: str, text: str, expected: bool) -> None:
    finding = found(Idea(affirmed=(phrase,), hint=Text("", "")), text)
    assert isinstance(finding.verdict, Pass) == expected


@pytest.mark.parametrize(
    "text",
    [
        "singular X^T X " * 3000,
        "X^T X " * 100 + "not singular " * 60,
        "\\[" * 20_000,
        "$$ " * 10_000,
        "<!--" * 10_000,
        "`" * 40_000,
        "#" * 40_000,
        "- " * 20_000,
        "\n" * 40_000,
        "(" * 40_000,
        "a." * 20_000,
        "<a" * 20_000,
        "^{" * 20_000,
        "\\frac{" * 8_000,
        "**" * 20_000,
        " " * 49_000 + "x",
        "X^T X is singular. " * 10_000,
    ],
    ids=lambda text: text[:12],
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    found(SINGULAR, text)
    assert time.process_time() - start < 3.0


# ----------------------------------------------------------------------------- the ideas of the exercises

EXERCISES = Path(__file__).parents[2] / "exercises"
IDEAS: Mapping[str, Idea] = {
    name: value
    for file in sorted(EXERCISES.glob("*/*/exercise.py"))
    for name, value in runpy.run_path(str(file)).items()
    if isinstance(value, Idea)
}

PASSES: Mapping[str, tuple[str, ...]] = {  # says it plainly
    "RELATION": (
        "Maximizing the likelihood over b is the same as minimizing the sum of squares.",
        "Maximising the log-likelihood means minimising the squared error.",
        "Minimizing the squared loss is equivalent to maximizing the likelihood.",
        "The sample mean is the maximum likelihood estimate of the mean.",
        "Hence the average maximises the likelihood.",
        "The MLE of mu is the sample mean, which is the answer of part a.",
        "Least squares and maximum likelihood give the same b.",
        "The likelihood is largest where the sum of squared deviations is smallest.",
        "Taking logs turns the product into a sum, so the MLE of the mean is the sample average.",
        "最大化似然等价于最小化平方误差之和。",
        "高斯噪声假设下，最大似然就是最小二乘。",
        "均值就是 $b$ 的极大似然估计。",
        r"$\mu$ 的最大似然估计正是样本均值。",
        "在正态噪声下，最小化均方误差等价于极大似然估计。",
        "If the noise is normal, least squares is maximum likelihood.",
        "The standard deviation drops out, so minimising the squared error is maximum likelihood.",
    ),
    "WHY_MEDIAN": (
        "The derivative is zero when as many points lie on the left as on the right.",
        "The subgradient is #left minus #right, so it vanishes when equally many points lie on both sides.",
        "The slope is zero exactly where half of the points lie above.",
        "导数为零时，大于 b 和小于 b 的点个数相等。",
        "次梯度为 sign 之和，令其为零，则大于 b 和小于 b 的点个数相同。",
        "左右两边的点数相等，斜率为零。",
        r"The derivative is $\sum_i \operatorname{sgn}(b-x_i)$, zero when as many points lie left as right.",
        "The signs cancel at the median.",
        "The best point is where both sides contain equally many points.",
        "As many points lie left as right of it, so the slope is zero.",
    ),
    "BETTER": (
        "The closed form is better when the number of features is small.",
        "The normal equation is preferable to SGD if d is small.",
        "For small data sets the closed form is faster.",
        "Better for small problems: one gets the exact solution at once.",
        "当数据量较小时，解析解更好。",
        "特征维度不高时，解析解更好，因为一步就能得到精确解，无需调学习率。",
        "数据量不大的情况下，用正规方程比随机梯度下降更好。",
        "解析解适合小规模数据。",
        "I would use it when the data set is small, since it needs no learning rate.",
    ),
    "FAILS": (
        "The formula fails when X^T X is singular.",
        r"If $X^\top X$ is not invertible, the closed form does not exist.",
        "It fails if there are more features than samples.",
        "When some columns are linearly dependent, the inverse does not exist.",
        "This only works if $X^TX$ is invertible.",
        "It becomes too expensive when d is very large.",
        "当 d 大于 n 时 X^T X 不满秩，公式失效。",
        "特征之间线性相关时，解析解不存在。",
        "特征维度很高时，求逆的代价太高。",
        "当特征线性相关时，解析解失效。",
        "With very many features the formula gets too expensive.",
        "公式不适用的情形：X^T X 不可逆。",
    ),
    "NO_CLOSED_FORM": (
        "No, there is no closed form.",
        "There is in general no closed-form solution.",
        "A closed form does not exist.",
        "The problem does not have an analytic solution.",
        "We cannot write down a closed form.",
        "It cannot be solved in closed form.",
        "一般情况下没有解析解。",
        "一般情况下写不出解析解。",
        "不存在简单的闭式解。",
        "该问题没有像最小二乘那样的闭式解。",
        "No.",
        "没有。",
        "There is no closed form; the loss is not differentiable at its kinks.",
    ),
    "WHY_NONE": (
        "The gradient is piecewise constant.",
        "The gradient depends only on the signs of the residuals.",
        "w enters only through the signs of the residuals.",
        "Setting the subgradient to zero gives no linear equation for w.",
        "梯度是分段常数。",
        "次梯度只取决于残差的符号。",
        "令梯度为零得不到关于 w 的线性方程。",
    ),
    "UPDATE": (r"$w\leftarrow w+\frac{\eta}{|B|}\sum_{i\in B}\operatorname{sgn}(y_i-w^\top x_i-b)x_i$",),
    "OSCILLATES": (
        "SGD oscillates around the minimum.",
        "The iterates jump back and forth over the optimum and never settle.",
        "The gradient does not shrink near the minimum.",
        "With a fixed step size the weights bounce around the optimum because the gradient has constant size.",
        "It overshoots the minimum again and again.",
        "在最小值点附近来回震荡。",
        "参数会在最优解附近不断跳动，无法收敛。",
        "无论残差多小，梯度大小不变。",
        "不管残差多大，梯度的大小始终相同。",
        "Close to the minimum the step stays as large as before.",
        "What goes wrong: the iterates oscillate around the minimum.",
        "No matter how small the learning rate is, it keeps jumping over the minimum.",
        "The parameters jump over the minimum, since the size of the gradient is always the same.",
    ),
    "REPAIR": (
        "Decay the learning rate.",
        "Use a decreasing step size.",
        "Let the learning rate go to zero.",
        "Gradually reduce the step size.",
        "Use the Huber loss near zero.",
        "One can average the last iterates.",
        "让学习率逐渐减小。",
        "使用 Huber 损失代替。",
        "采用学习率衰减。",
        "随着迭代，逐步降低学习率。",
        r"Decrease the learning rate over time, e.g. $\eta_t=\eta_0/\sqrt t$.",
        "Let the step length go down like one over the square root of t.",
        r"让学习率逐渐减小，例如 $\eta_t=\eta_0/t$。",
    ),
}
NEVER_FAILS: Mapping[str, tuple[str, ...]] = {  # right, or right of something else
    "RELATION": (
        "Minimising the sum of squares is the same as minimising the negative log-likelihood.",
        "Minimising the sum of squares amounts to minimising the likelihood's negative logarithm.",
        "最小化平方误差就是最小化似然的负对数。",
        "b is the mean, and sigma^2 is the variance of the noise.",
        "b 是使样本方差最小的数。",
        "b 是正态分布的均值，不是正态分布的方差。",
        "Maximizing the likelihood is maximizing the sum of squares with a minus sign in front.",
        "We do not minimise the likelihood: minimising the squares is maximising it.",
        "Maximizing it is the same as minimizing the sum of squares.",
    ),
    "WHY_MEDIAN": (
        "For squares the mean is the value closest to all points, here it is the median.",
        "不可导并不意味着没有最小值。",
        "There is no optimal b other than the medians, although the sum is not differentiable at the data.",
        "The derivative is zero if and only if half of the points are smaller.",
        "With squares, it would be the mean, because the mean is the value closest to all points in that sense.",
        "不能因为不可导就说没有最小值。",
    ),
    "BETTER": (
        "When there are few features, the normal equation is better than SGD.",
        "The closed form is better than SGD unless there are millions of features.",
        "The closed form is not better when there are millions of features.",
        "损失总是凸函数，凸性与哪种方法更好无关。",
        "For a small problem I'd solve the equations: no learning rate and one step.",
        "The closed form is not better than SGD with millions of features.",
        "Nobody would say that the closed form is better than SGD with millions of features.",
        "即使损失是凸函数，也不能说解析解更好。",
        "If the number of features is small, the closed form is better than SGD, because it is exact.",
    ),
    "FAILS": (
        "If two columns coincide, X^T X has no inverse and the formula cannot be used.",
        "X^T X is not always invertible.",
        "With independent columns X^T X is always invertible.",
        r"$X^TX+\lambda I$ is always invertible.",
        "列满秩时 X^T X 一定可逆。",
        "X^T X 不一定可逆。",
        "The pseudo-inverse always exists. It never fails.",
        "For orthogonal features X^T X is always invertible.",
        "It even fails when X^T X is invertible but badly conditioned.",
        "Numerically it fails when X^T X is invertible up to rounding errors.",
        "It never fails if X has full column rank, because X^T X is always invertible then.",
        "去掉重复的列之后 X^T X 总是可逆。",
    ),
    "NO_CLOSED_FORM": (
        "There is a closed form for the squared loss, here there is none.",
        "For a constant model there is a closed form, the median.",
        "常数模型有解析解：令梯度为零，直接得到中位数。",
        "There is a closed form only for a constant.",
        "In part a of exercise 2 there is a closed form.",
        "If all x_i are equal, there is a closed form.",
        "Were it the squared loss: yes, w = (X^T X)^{-1} X^T y; but not here.",
        "平方损失有解析解：令梯度为零，直接解出 w 即可。",
        "绝对值损失不像平方损失那样有解析解。",
    ),
    "WHY_NONE": (
        "That is not because the loss is not convex.",
        "The loss is convex, yet there is no formula.",
        "One cannot solve for w exactly as in least squares.",
        "Once the signs are known one can solve for w just as in least squares.",
        "令梯度为零，直接解出 w 是行不通的。",
        "令梯度为零，直接解出 w 很难。",
        "The reason isn't that the loss is not convex.",
        "并不是因为损失非凸。",
    ),
    "OSCILLATES": (
        "However close we are the step has the same length, so we hop from one side of the optimum to the other.",
        "The loss is convex, so it cannot get stuck in a local minimum.",
        "There is no danger to be trapped in a local minimum.",
        "If the loss were not convex, SGD would get stuck in a local minimum.",
        "损失是凸的，不会陷入局部最优。",
        "With a decaying step nothing goes wrong.",
        "Far from the minimum nothing goes wrong.",
        "At r = 0 nothing special happens, we take sgn(0) = 0.",
        "With non-convex losses SGD gets stuck in a local minimum, which cannot happen here.",
        "It gets stuck in a local minimum? No, the loss is convex.",
        "A local minimum is global here, so it does not matter if it gets stuck in a local minimum.",
        "Nothing goes wrong if the steps decay.",
        "神经网络会陷入局部最优，这里不会。",
    ),
    "REPAIR": (
        "One cannot fix it by squaring the error.",
        "One could fix it by squaring the error, but that changes the problem.",
        "取平方就可导了，但这换了噪声模型。",
        "取平方就可导了。这样就换成了另一个问题。",
        "Never increase the learning rate over time.",
        "We can fix it by squaring the error near zero and keeping it absolute elsewhere.",
        "Before the minimum is near no decay of the learning rate is needed.",
        "With averaging no decay of the learning rate is needed.",
        "Warm up: increase the learning rate over time at first, then decay it.",
        "We can fix it by squaring the error. But that is another noise model.",
        "It is tempting to fix it by squaring the error.",
    ),
}
NEVER_PASSES: Mapping[str, tuple[str, ...]] = {  # wrong, beside the point or not asserted
    "RELATION": (
        "Maximum likelihood under a Laplace distribution gives least squares.",
        "Minimising the squared error minimises the likelihood.",
        "The likelihood is maximal when the sum of squares is maximal.",
        "最大化似然等价于最小化绝对值之和。",
        "The normal distribution has a bell shape with mean mu.",
        "The median maximises the likelihood of the normal distribution.",
        "最小化平方误差与最大似然没有关系。",
        "Least squares has nothing to do with maximum likelihood.",
        "Maximizing the likelihood is not the same as minimizing the squares.",
        "The mean is the maximum likelihood estimate of the variance.",
        "The mean is the maximum likelihood estimate of b for any distribution.",
        "Maximizing the likelihood is the same as minimizing the square root of the error.",
        "Minimizing the squared error is equivalent to maximum likelihood under uniform noise.",
        "Is the mean the maximum likelihood estimate of b?",
        "Is maximizing the likelihood the same as minimizing the squares",
        "Show that the mean is the maximum likelihood estimate of b.",
        "It is false that the mean is the maximum likelihood estimate of b.",
        "Only for large n the mean is the maximum likelihood estimate of b.",
        "均值是方差的极大似然估计。",
        "均值并不是 b 的极大似然估计。",
        "最小化平方误差等价于拉普拉斯噪声下的极大似然估计。",
        "中位数是 b 的极大似然估计。",
        "最小化平方误差是否等价于极大似然估计",
        "The geometric mean is the MLE of b.",
        "Maximizing the likelihood is the same as minimizing the number of squared errors above zero",
        "The mean of the likelihood is the square of the mean.",
        "b is the variance-minimising constant.",
        "Some say that the mean is the maximum likelihood estimate of b.",
        "The mean is the maximum likelihood estimate of b. This is wrong.",
        "Maximizing the likelihood is the same as minimizing the sum of squares, but only if sigma is one.",
        "Least squares is maximum likelihood for heavy-tailed noise.",
        "Least squares is maximum likelihood for non-Gaussian noise.",
        "The mean is the MLE of b if the noise is Cauchy.",
        "Maximising the likelihood is the same as minimising the squared weights.",
        "Maximizing the likelihood means minimizing the absolute deviations instead of the squares.",
        "The mean is the maximum likelihood estimate of sigma.",
        "The maximum likelihood estimate of b is the mean of the absolute values.",
        "Twice the mean is the MLE of b.",
        "The inverse of the mean is the MLE of b.",
        "The mean of the squares is the MLE of b.",
        "The MLE of b is the mean of the two extremes.",
        "Minimising the squares is the same as maximising the likelihood of the worst point.",
        "The maximum likelihood estimate of b is the mean minus sigma.",
        "The likelihood is largest where the sum of squares is smallest or largest.",
        "Maximum likelihood is least squares plus a penalty.",
        "Least squares is maximum likelihood plus a prior.",
        "I doubt that least squares is maximum likelihood.",
        "最大似然就是最小化绝对误差。",
        "样本均值的平方是 b 的极大似然估计。",
        "样本均值不是 b 的极大似然估计。",
        "均值是不是 b 的极大似然估计？",
        "对任何噪声，最小二乘就是极大似然估计。",
        "最小化似然等价于最小化平方误差。",
        "最大似然就是最小二乘的说法不对。",
        "有人认为最大似然就是最小二乘。",
        "最大化似然等价于最小化平方根误差。",
        "最小化平方误差难以等价于极大似然估计。",
        "假设噪声是均匀分布，最小化平方误差等价于极大似然估计。",
        "It has nothing to do with it that least squares is maximum likelihood.",
        "Neither is the mean the MLE of b nor is the median.",
        "The mean is the MLE of b, which is surprising since the noise is Laplacian.",
        "In general the MLE of b is the mean, whatever the noise.",
        "If the data are skewed, least squares is maximum likelihood.",
        "Least squares is maximum likelihood when n is large.",
        "Least squares is maximum likelihood with the wrong model.",
        "My teacher says least squares is maximum likelihood, I say it is not.",
        "Least squares is maximum likelihood - not!",
        "The likelihood of the mean is the mean of the likelihood.",
        "若噪声服从拉普拉斯分布，则最大化似然等价于最小化平方误差。",
        "最大化似然等价于最小化平方误差，这是不对的。",
        "最大化似然等价于最小化平方误差。其实不然。",
        "最小化平方误差就是极大似然估计的反面。",
        "The sample mean is the maximum likelihood estimate of the mean only approximately.",
        "The sample is the problem: the mean is the MLE of the mean of the model or of sigma.",
        "Minimizing the squared error is maximum likelihood for the first sample.",
        "b is the value of x, and the likelihood of the mean is normal.",
        "The answer is that the noise is normal.",
        "The noise is Laplacian. That means least squares is maximum likelihood.",
        "最小化平方误差是正态分布。",
        "极大似然估计是正态分布的均值和方差。",
        "均值的极大似然估计是方差。",
        "The mean is the MLE of the mean. No, it is not.",
        "Maximum likelihood and least squares give the same b? I cannot tell.",
    ),
    "WHY_MEDIAN": (
        "At the median the sum of distances to the points on the left equals the sum of distances on the right.",
        "The derivative is the sum of the residuals, which is zero at the mean.",
        "左边点到 b 的距离之和与右边相等。",
        "It is the median because half of the squares are zero.",
        "The median is robust against outliers.",
        "The loss is zero when as many points lie on the left as on the right.",
        "The derivative is zero when the mean has as many points on the left as on the right.",
        "The derivative is not zero when as many points lie on the left as on the right.",
        "Half of the features are on the left.",
        "When is the derivative zero, when as many points lie left as right?",
        "损失为零时，大于 b 和小于 b 的点个数相等。",
        "导数为零时，左右两边的距离之和相等。",
        "导数不为零时，大于 b 和小于 b 的点个数相等。",
        "平方误差的导数为零时，左右两边的点个数相等。",
        "The number of samples is the same for the left and right side of the equation.",
        "The slope is largest when as many points lie on the left as on the right.",
        "The second derivative is zero when as many points lie on the left as on the right.",
        "The gradient of the squared error is zero when half of the points are above.",
        "The derivative vanishes nowhere when as many points lie left as right.",
        "The derivative is zero when half of the values are zero.",
        "The best point is where both sides have the same number of points squared.",
        "The median lies between the two of every pair.",
        "The median has half the points on each side by definition.",
        "The signs cancel at the mean.",
        "The signs never cancel at the median.",
        "Setting the derivative to zero gives as many equations as points.",
        "导数为零时，大于 b 的点的个数与小于 b 的点的个数不相等。",
        "导数为零时，左右两边的和相等。",
        "令导数为零，左右两边的点的平均值相同。",
        "因为导数在左右两边个数相等时不为零。",
        "中位数对离群点稳健。",
        "What happens to the sum when b moves a little to the right, past none of the points?",
        "The derivative is largest where half of the points lie below, and zero elsewhere.",
        "The derivative is zero when as many points lie on the left as on the right; that is why the mean is best.",
        "The derivative is zero when half of the points lie above, but this is a maximum.",
        "The derivative is zero when half of the points lie above, which proves nothing.",
        "It is not the derivative that is zero when as many points lie left as right.",
        "The derivative is -n when half of the points lie above.",
        "令次梯度为零，则大于 b 的点是小于 b 的点个数的两倍。",
        "令次梯度为零，左边的点比右边的点个数多。",
        "次梯度为零时左右两边的点的个数不一样。",
        "The sum is zero when as many points lie on the left as on the right.",
        "The derivative is zero for each x when half of the points are x.",
        "The slope of the slope is zero where half of the points are larger.",
        "The derivative of each point is zero when half of the points are larger.",
        "左边的点与右边的点相等，导数为零。",
        "令导数为零，左边的点个数是右边的两倍。",
        "b 在左边，数据在右边，个数相同。",
        "The loss is convex. It is zero when as many points lie on the left as on the right.",
    ),
    "BETTER": (
        "It is better when there are many samples and features, since SGD is slow on large data.",
        "SGD is better when the data set is small.",
        "SGD is better when the data set is small, because it needs no learning rate.",
        "SGD is preferable for small d because it avoids inverting a matrix.",
        "数据量较小时使用随机梯度下降更好。",
        "数据量较小时随机梯度下降比解析解更好。",
        "当数据量很大时解析解更好。",
        "SGD has no learning rate to tune, so it is better.",
        "Using small batches is better.",
        "A small learning rate is better.",
        "较小的学习率效果更好。",
        "For small data SGD is better than the closed form.",
        "The closed form is better when the batch size is small.",
        "The closed form is better when the learning rate is small.",
        "The closed form is not better when the number of features is small.",
        "The closed form is never better when d is small.",
        "The closed form is better unless d is small.",
        "Is the closed form better when d is small?",
        "The closed form is worse when the number of features is small.",
        "数据量小的时候，解析解并不更好。",
        "数据量不小时，解析解更好。",
        "数据量小的时候，解析解和 SGD 哪个更好？",
        "When might this be better than using stochastic gradient descent?",
        "What about SGD? It is better when d is small, as it gives the exact solution at once.",
        "SGD is simple. It is better when the data set is small because there are no iterations.",
        "Small models are better because they fit in memory.",
        "The closed form is better when the noise is small.",
        "Some people think the closed form is better when d is small.",
        "Better for small problems, since you get the exact answer directly with SGD.",
        "The closed form is better avoided when d is small.",
        "When d is small the closed form is better avoided.",
        "For small data the closed form is better known.",
        "For small data the closed form is slower than SGD.",
        "The closed form is faster when the number of features is small but less accurate than SGD.",
        "The closed form would be better when the number of features is small if it were not for the noise.",
        "Better than the closed form when d is small is SGD.",
        "With few features SGD needs no learning rate.",
        "It is better when the number of iterations is small, with no learning rate.",
        "The closed form is better when d is not small.",
        "The closed form is better when d is small. This is false.",
        "The opposite holds: it is hardly better when d is small, and gives no exact solution at once.",
        "数据量较小时，解析解更好理解。",
        "数据量较小时，解析解更好吗？",
        "解析解适合小规模数据以外的情形。",
        "解析解不适合小规模数据。",
        "小批量时解析解更好。",
        "学习率较小时解析解更好。",
        "SGD 更适合小规模数据。",
        "与解析解相比，SGD 更适合小规模数据。",
        "数据量较小时，随机梯度下降优于解析解，更好。",
        "什么时候宁愿用这个公式而不用随机梯度下降？",
        "当特征数不大时解析解更好，这是一个误区。",
        "数据量大时解析解更好。",
        "The data set is small.",
        "No learning rate is needed.",
        "When the number of features is small, neither the closed form is better nor SGD.",
        "The closed form is better for small d only by luck.",
        "The closed form is better when the number of features is small, which is never the case.",
        "The closed form is better when d is small, if n is small as well it is worse.",
        "Better for small data sets, since SGD has no learning rate.",
        "It is better when the number of samples is small: no learning rate is small enough.",
        "解析解在数据集较小时更好，但它更慢。",
        "数据量较小时，解析解更好，这种说法是错误的。",
        "数据量较小时，用解析解更好的是 SGD。",
        "When d is small SGD beats the closed form, the closed form is better when d is large.",
        "SGD uses small batches. It is better when the data set is small, as it gives the exact solution at once.",
        "For small data the exact solution has no learning rate, so SGD is better.",
        "The closed form is better for SGD when d is small.",
        "Compare with SGD. It is better when the data set is small since there are no iterations.",
        "It is exact.",
        "解析解更好。",
        "数据量小，用 SGD 更好，解析解不好。",
        "数据量较小时，解析解不如 SGD。",
        "数据量较小时解析解更好的说法是错的。",
    ),
    "FAILS": (
        "SGD fails when the features are collinear.",
        "It does not fail when X^T X is singular.",
        "当特征共线时，随机梯度下降会失效。",
        "It fails when the learning rate is too large.",
        "It becomes slow when the learning rate is too small.",
        "When n is large SGD is too slow.",
        "When the data are not Gaussian it fails.",
        "Inverting costs O(d^3).",
        "The closed form fails only if the noise is large.",
        "Even if X^T X is singular the formula works.",
        "The formula fails unless X^T X is singular.",
        "When does it fail, when X^T X is singular?",
        "SGD is robust. It fails when X^T X is singular.",
        "SGD fails when:\n- X^T X is singular\n- d > n",
        "X^T X 不可逆时，SGD 会失效。",
        "X^T X 不可逆时也不会失效。",
        "即使 X^T X 不可逆，解析解也不会失效。",
        "X^T X 不可逆与公式失效没有关系。",
        "Ridge regression fails when X^T X is singular.",
        "If X^T X is singular, SGD cannot be used and neither can anything else.",
        "The method is too expensive for few features.",
        "If X^T X is singular it fails to converge.",
        "当学习率过大时解析解失效。",
        "特征维度很高时，SGD 的计算代价太高。",
        "It fails when the matrix X is square.",
        "It fails when X^T X is singular, if one believes the book; in fact it never does.",
        "SGD cannot be used if X^T X is singular.",
        "For SGD it fails when X^T X is singular.",
        "It fails where d > n is violated.",
        "It hardly fails when X^T X is singular.",
        "The formula fails when y is singular.",
        "X^T X is singular.",
        "The formula works when X^T X is singular.",
        "The formula only works if X^T X is singular.",
        "If X^T X is singular it is better.",
        "It fails when the loss is not convex.",
        "It becomes too slow when d is small.",
        "X^T X 不可逆时公式不存在问题。",
        "X^T X 不可逆时不能用 Adam。",
        "X^T X 不可逆，所以 SGD 无法使用。",
        "X^T X 可逆时公式失效。",
        "除非 X^T X 不可逆，否则公式失效。",
        "公式失效不是因为 X^T X 不可逆。",
        "它什么时候失效？",
        "特征维度很高时，计算梯度的代价太高。",
        "特征维度很高时求逆的代价并不太高。",
        "Try two columns that are the same. What becomes of (X^T X)^{-1}?",
        "The learning rate must be small when X^T X is singular, or it fails.",
        "SGD 失效的情形：\n- X^T X 不可逆",
        "学习率过大时它会失效，X^T X 不可逆时不会。",
        "It fails when X^T X is singular, which never happens.",
        "The loss surface is flat and it fails when d > n, says SGD.",
        "SGD, too: it fails when X^T X is singular.",
        "Gradient descent: it fails when X^T X is singular.",
        "When SGD is used it fails when X^T X is singular.",
        "When X^T X is singular, the formula fails to be slow.",
        "X^T X 不可逆时梯度下降失效。",
        "X^T X 不可逆时它失效？",
        "X^T X 不可逆时公式失效的说法不对。",
        "随机梯度下降有时会停。它在 X^T X 不可逆时失效。",
        "The normal equation is too slow when there are few features.",
        "It becomes too expensive when d is very large and SGD is used.",
        "SGD is slow. This method fails when X^T X is singular.",
        "Newton's method fails when X^T X is singular.",
        "It fails when the matrix is too large and X^T X is not singular.",
        "The formula fails when d > n is not true.",
        "The formula fails when the number of features is small.",
        "它失效时 X^T X 可逆。",
        "特征线性相关时它也可以用，不会失效。",
        "公式不适用的情形：X^T X 可逆。",
        "SGD 在特征线性相关时失效。",
    ),
    "NO_CLOSED_FORM": (
        "It is not hard to find the closed form solution.",
        "It is not impossible to find a closed form.",
        "Since the loss is not differentiable there is no minimum, so there is no solution.",
        "Why should there not be a closed form?",
        "We do not need gradient descent because there is a closed form.",
        "不需要迭代就能得到解析解。",
        "没有正则化时可以直接写出解析解。",
        "Without noise there is no need for anything but the closed form.",
        "The squared loss does not have a closed form.",
        "There is no closed form for the squared loss.",
        "There is no closed form when X^T X is singular.",
        "If there is no closed form, one uses SGD.",
        "Do we need gradient descent? No.",
        "We are not able to say. No.",
        "并非没有解析解。",
        "不是没有解析解，而是很难看出来。",
        "难道没有解析解",
        "如果没有解析解，就用 SGD。",
        "平方损失没有解析解。",
        "没有解析解的说法是错误的。",
        "X^T X 不可逆时没有解析解。",
        "There is no doubt about the closed form.",
        "no idea",
        "There is no closed form except for the formula of least squares, which works here too.",
        "I cannot find a closed form, but my friend can.",
        "There is no closed form for the learning rate.",
        "Neural networks do not have a closed form.",
        "SGD does not have a closed form.",
        "A loss that does not have a closed form is minimised by SGD.",
        "没有解析解的问题可以用 SGD 求解。",
        "没有解析解时用 SGD。",
        "不能说没有解析解。",
        "SGD 不能。",
        "我不能。我不会做。解析解很难。",
        "Is it difficult to find a closed form? No.",
        "没有闭式解吗？",
        "有没有闭式解",
        "We found no reason why there should be no closed form.",
        "There is no simple way to compute it.",
        "There is no closed form simpler than the median of the residuals.",
        "The formula is w = (X^T X)^{-1} X^T y.",
        "Despite the claim that there is no closed form, one exists.",
        "There is no closed form. This is not true.",
        "There is no closed form, but one can still write down the formula of least squares.",
        "写不出解析解的原因是我不会。",
        "我写不出解析解。",
        "No matter what, there is a closed form.",
        "Not for large n, where the median is a closed form.",
        "There is no closed form that you could not find.",
        "There is no closed form, as for least squares.",
        "There is no closed form, they say, yet it is easy: w = (X^T X)^{-1} X^T y.",
        "A closed form does not exist only for d = 2.",
        "A student who claims that a closed form does not exist is wrong.",
        "Suppose there is no closed form.",
        "Could it be that there is no closed form",
        "It has no bias, there is no noise and no need for a closed form.",
        "假设没有解析解。",
        "没有解析解是不可能的。",
        "没有解析解吗？有的。",
        "岭回归没有解析解。",
        "梯度没有解析解。",
        "没有人找不到解析解。",
        "哪有没有解析解的道理",
        "There is no solution.",
        "There is no minimum, so a closed form of the minimum does not exist.",
        "The squared error has no kink. There is in general a closed form.",
        "对于平方损失，没有解析解。",
        "线性回归没有解析解。",
        "There is no closed form when the residuals are zero.",
        "No problem, the closed form is known.",
        "没有问题。",
        "无。解析解就是中位数。",
    ),
    "WHY_NONE": (
        "Because the absolute value is not differentiable at zero.",
        "It is only a matter of the sign of w.",
        "The gradient depends only on the sign of w.",
        "The gradient of the squared loss is piecewise constant.",
        "The loss depends only on the signs of the residuals.",
        "The gradient is not piecewise constant.",
        "The gradient depends not only on the signs of the residuals.",
        "Does the gradient depend only on the signs of the residuals?",
        "How does w enter the gradient: through the residuals themselves, or only through their signs?",
        "损失是分段常数。",
        "平方损失的梯度是分段常数。",
        "梯度不是分段常数。",
        "梯度是否是分段常数",
        "Setting the gradient to zero gives no linear equation for the noise.",
        "The gradient is piecewise constant for the squared loss.",
        "The gradient does not exist.",
        "The gradient depends only on the size of the residuals.",
        "The gradient depends only on the signs of the features.",
        "The gradient is piecewise constant. This is wrong.",
        "For least squares the gradient depends only on the signs of the residuals.",
        "It is false that w enters only through the signs of the residuals.",
        "The noise is piecewise constant.",
        "梯度只取决于 w 的符号。",
        "梯度不仅取决于残差的符号，还取决于其大小。",
        "梯度只取决于残差的大小。",
        "平方误差的梯度只取决于残差的符号。",
        "令梯度为零得到关于 w 的线性方程。",
        "w 是怎样出现在梯度里的：通过残差本身，还是只通过残差的符号？",
        "w enters only through the signs of the residuals in the squared loss.",
        "The derivative depends only on the sign of the residual, hence there is a closed form.",
        "The sign of the gradient is piecewise constant.",
        "If the gradient is piecewise constant, we are lost.",
        "梯度是分段常数吗？",
        "假如梯度是分段常数，就没有解析解。",
        "二阶导数是分段常数。",
        "The gradient of w is the sign of the residuals.",
        "Setting the gradient to zero gives no equation.",
        "The squared loss is different. It depends on w only through the signs of the residuals.",
        "残差的符号只取决于梯度。",
        "w 的梯度为零。",
    ),
    "UPDATE": (
        r"$w\leftarrow w+\frac{\eta}{|B|}\sum_{i\in B}\operatorname{sgn}(w^\top x_i+b-y_i)\,x_i$",
        r"$w\leftarrow w-\frac{\eta}{|B|}\sum_{i\in B}\operatorname{sgn}(y_i-w^\top x_i-b)\,x_i$",
        r"$w\leftarrow w+\frac{\eta}{|B|}\sum_{i\in B}\operatorname{sgn}(y_i-w^\top x_i-b)$",
        r"$w\leftarrow w+\frac{\eta}{|B|}\sum_{i\in B}\operatorname{sgn}(y_i-w^\top x_i-b)x_i^2$",
        r"$w\leftarrow w+\frac{\eta}{|B|}\sum_{i\in B}(y_i-w^\top x_i-b)x_i$",
        r"$w\leftarrow w+\frac{-\eta}{|B|}\sum_{i\in B}\operatorname{sgn}(y_i-w^\top x_i-b)x_i$",
        r"$w\leftarrow w+\frac{\eta}{|B|}\sum_{i\in B}\operatorname{sgn}(y_i-x_i)x_i$",
        r"It is wrong that $w\leftarrow w+\frac{\eta}{|B|}\sum_{i\in B}\operatorname{sgn}(y_i-w^\top x_i-b)x_i$.",
        r"$w\leftarrow w+\frac{\eta}{|B|}\sum_{i\in B}\operatorname{sgn}(y_i-w^\top x_i-b)x_i$, $b\leftarrow b-\eta$",
    ),
    "OSCILLATES": (
        "Near the stationary point the gradient vanishes and learning stops.",
        "在驻点附近梯度趋于零，更新停止。",
        "The gradient explodes near zero.",
        "The loss never settles because the data are noisy.",
        "It does not converge because the gradient does not exist.",
        "SGD converges quickly; it oscillates only for the squared loss.",
        "It oscillates around the minimum only for the squared loss.",
        "步长会自动变小，所以不震荡。",
        "It does not oscillate around the minimum.",
        "It oscillates around the minimum because the data are noisy.",
        "It oscillates around the minimum because the learning rate is too large.",
        "The squared loss makes the weights oscillate around the minimum.",
        "It oscillates around the minimum at first and then converges.",
        "The weights oscillate around the minimum but converge in the end.",
        "With a decaying learning rate it oscillates around the minimum.",
        "What happens near the minimum: does it oscillate around the minimum?",
        "Explain why it oscillates around the minimum.",
        "Why it oscillates around the minimum",
        "It never oscillates around the minimum.",
        "One might think that it oscillates around the minimum.",
        "It stops oscillating around the minimum.",
        "~~It oscillates around the minimum.~~ I don't know.",
        "It oscillates around the minimum. This is not true.",
        "在最小值附近不会震荡。",
        "由于噪声，参数在最小值附近震荡。",
        "平方损失会在最小值附近震荡。",
        "在最小值附近震荡会逐渐消失。",
        "是否会在最小值附近震荡",
        "如果一味更新下去，在最小值附近会出什么问题？",
        "Things that do not happen:\n- it oscillates around the minimum",
        "SGD oscillates around the minimum if the batches are small.",
        "It oscillates around the minimum, which is harmless.",
        "Close to the minimum the gradient is constant, namely zero.",
        "The gradient does not decrease near the minimum, it increases without bound.",
        "It overshoots the minimum once and then converges.",
        "It jumps to the minimum in one step.",
        "It oscillates around the minimum until it converges.",
        "A decaying learning rate makes it oscillate around the minimum.",
        "The Huber loss oscillates around the minimum.",
        "The learning rate oscillates around the optimum.",
        "It would be a mistake to think that it oscillates around the minimum.",
        "Whether it oscillates around the minimum we do not know.",
        "Is it going to oscillate around the minimum",
        "The iterates converge to the minimum without oscillating around the minimum.",
        "It is free from oscillations around the minimum.",
        "Near the minimum nothing happens.",
        "The gradient is undefined near the minimum, so the computer crashes.",
        "参数在最小值附近震荡是因为学习率过大。",
        "参数在最小值附近震荡，最后收敛。",
        "参数不再在最小值附近震荡。",
        "很难说参数会不会在最小值附近震荡。",
        "说参数在最小值附近震荡是不正确的。",
        "参数在最小值附近震荡是好事。",
        "如果噪声是高斯的，参数会在最小值附近震荡。",
        "梯度在最小值附近变小。",
        "Take one sample whose residual is tiny. How long is the next step?",
        "It doesn't converge.",
        "不收敛。",
        "The opposite of oscillating around the minimum happens.",
        "SGD oscillates around the minimum, as for the squared loss.",
        "It oscillates around the minimum because of rounding errors.",
        "It oscillates around the minimum since we sample the data at random.",
        "It oscillates around the minimum only a little.",
        "It oscillates around the minimum once.",
        "SGD must not oscillate around the minimum.",
        "SGD should oscillate around the minimum to explore.",
        "Adam oscillates around the minimum.",
        "The closed form keeps oscillating around the minimum.",
        "When the loss is squared, it oscillates around the minimum.",
        "It oscillates around the minimum if the learning rate decays.",
        "学习率衰减时会在最小值附近震荡。",
        "学习率太大会在最小值附近震荡。",
        "学习率固定时会在最小值附近震荡吗",
        "学习率固定时会在最小值附近震荡，但很快收敛。",
        "在最小值附近震荡的是噪声。",
        "使用 MSE 时，参数会在最小值附近震荡。",
        "防止参数在最小值附近震荡。",
        "The minimum oscillates around the iterates.",
        "SGD near the minimum is constant and does not oscillate.",
        "The squared loss is worse. It oscillates around the minimum.",
        "With the Huber loss there is a problem. It oscillates around the minimum.",
        "使用 Huber 损失时它会在最小值附近震荡。",
        "不会有问题：不在最小值附近震荡。",
        "It oscillates around the minimum, so the step is constant, or it converges.",
        "SGD never oscillates around the minimum with a constant step size.",
        "The answer is not that it oscillates around the minimum.",
    ),
    "REPAIR": (
        "Use the squared loss instead.",
        "Use a constant but larger learning rate.",
        "A decaying learning rate does not help.",
        "学习率不必衰减。",
        "The loss decreases with each step.",
        "Huber's loss does not help either.",
        "减小批量，而不是学习率。",
        "Decrease the batch size at each step.",
        "Add more data to reduce the noise of every step.",
        "Do not decay the learning rate.",
        "Decaying the learning rate makes it worse.",
        "The problem is caused by a decaying learning rate.",
        "Should we decay the learning rate?",
        "Instead of decaying the learning rate use more epochs.",
        "让学习率衰减会更糟。",
        "不要让学习率衰减。",
        "为什么要让学习率衰减",
        "学习率衰减是问题的原因。",
        "Use a smooth loss such as the squared loss.",
        "Even with a decaying learning rate it oscillates.",
        "The steps decrease by themselves.",
        "Use smaller minibatches.",
        "The minimum must stay where it is, and the steps must become as small as you like.",
        "Use a decaying learning rate for the squared loss.",
        "Use the Huber loss with a larger learning rate.",
        "A decaying learning rate is useless.",
        "Forget to decay the learning rate.",
        "What goes wrong with a decaying learning rate is that it gets stuck.",
        "With a decreasing learning rate nothing changes.",
        "With a decreasing learning rate the iterates diverge.",
        "We use a decreasing learning rate to escape local minima.",
        "There is little reason to decay the learning rate.",
        "It is a bad idea to use the Huber loss.",
        "Reduce the learning rate.",
        "Use a smaller learning rate.",
        "Use subgradients.",
        "Decrease the batch size gradually.",
        "Gradually reduce the number of steps.",
        "Let the noise go to zero.",
        "Let the weights decay.",
        "Use weight decay.",
        "减小学习率。",
        "使用学习率衰减的 SGD 会震荡。",
        "让批量逐渐减小。",
        "让损失逐渐减小。",
        "使用 Huber 损失没有用。",
        "使用权重衰减。",
        "逐渐减小学习率是错误的做法。",
        "逐渐增大学习率。",
        "Is it enough to decay the learning rate",
        "Propose a repair: decay the learning rate?",
        "The learning rate decays the loss.",
        "Decay the learning rate. This is wrong, of course.",
        "One should refuse to decay the learning rate.",
        "With the Huber loss it still oscillates.",
        "Use a decaying learning rate to make the oscillation larger.",
        "Use a decreasing learning rate, which does not help.",
        "Let the learning rate go to zero at once.",
        "Let the learning rate decrease the loss.",
        "You can decay the learning rate, but it still jumps.",
        "Decay the learning rate? Never.",
        "Nobody should decay the learning rate.",
        "Decaying steps are what goes wrong; use a decreasing step size and it gets stuck.",
        "If you decay the learning rate it gets worse.",
        "让学习率逐渐减小是没有必要的。",
        "让学习率逐渐减小，结果更差。",
        "谁会让学习率逐渐减小",
        "与其让学习率逐渐减小，不如增大批量。",
        "采用学习率衰减之前会震荡。",
        "改用 Huber 损失也一样。",
        "Decay the learning rate, or not.",
        "Let the minimum go to zero.",
        "Let the learning rate be constant.",
        "使步长固定。",
        "Do not use the Huber loss.",
        "It is necessary to avoid a decaying learning rate.",
        "With a decaying learning rate SGD oscillates around the optimum.",
        "让学习率逐渐减小时会在最优点附近震荡。",
        "Use the Huber loss. That is wrong.",
        "Common mistakes:\n- decay the learning rate",
        "What not to do:\n- use the Huber loss",
        "不应该做的：\n- 让学习率逐渐减小",
    ),
}
FAILS: Mapping[str, tuple[str, ...]] = {  # the misconception
    "RELATION": (
        "Minimising the squared error is the same as minimising the likelihood.",
        "Maximizing the likelihood is equivalent to maximizing the sum of squares.",
        "最大化似然等价于最大化平方误差。",
    ),
    "WHY_MEDIAN": (
        "There is no optimal b, since the function is not differentiable.",
        "绝对值不可导，所以不存在最优的 b。",
    ),
    "BETTER": (
        "The closed form is better than SGD when there are millions of features.",
        "当损失是凸函数时解析解更好。",
    ),
    "FAILS": (
        "It fails when X^T X is invertible.",
        "X^T X is always invertible.",
        "X^T X 总是可逆。",
        "It fails when X^T X is not singular.",
        "It never fails, because X^T X is always positive definite.",
    ),
    "NO_CLOSED_FORM": (
        "There is a closed form.",
        "It is not true that there is no closed form.",
    ),
    "WHY_NONE": (
        "Because the loss is not convex.",
        "因为损失函数非凸。",
        "One can solve for w just as in least squares.",
    ),
    "OSCILLATES": (
        "It gets stuck in a local minimum.",
        "会陷入局部最优。",
        "Nothing goes wrong.",
    ),
    "REPAIR": (
        "We can fix it by squaring the error.",
        "取平方就可导了。",
        "Increase the learning rate over time.",
    ),
}


def _each(table: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in table.items() for text in texts]


def test_every_idea_is_tested() -> None:
    assert set(NEVER_PASSES) == set(PASSES) == set(IDEAS)


@pytest.mark.parametrize(("name", "text"), _each(PASSES))
def test_a_right_sentence_passes(name: str, text: str) -> None:
    assert isinstance(found(IDEAS[name], text).verdict, Pass)


@pytest.mark.parametrize(("name", "text"), _each(NEVER_FAILS))
def test_a_right_sentence_does_not_fail(name: str, text: str) -> None:
    assert isinstance(found(IDEAS[name], text).verdict, Pass | Undecided)


@pytest.mark.parametrize(("name", "text"), _each(NEVER_PASSES))
def test_a_wrong_sentence_does_not_pass(name: str, text: str) -> None:
    assert isinstance(found(IDEAS[name], text).verdict, Fail | Undecided)


@pytest.mark.parametrize(("name", "text"), _each(FAILS))
def test_a_misconception_fails(name: str, text: str) -> None:
    assert isinstance(found(IDEAS[name], text).verdict, Fail)


@pytest.mark.parametrize(("name", "text"), _each(PASSES))
@pytest.mark.parametrize("frame", ["It is wrong that {}", "Is it true that {}?", "并非{}", "有人说：{}", "{} 这不对。"])
def test_a_right_sentence_does_not_pass_when_it_is_taken_back(frame: str, name: str, text: str) -> None:
    if "\n" in text or re.search(r"[.。;；?？].", text):
        pytest.skip("more than one sentence")
    inner = text if frame.startswith("{}") else text.rstrip(".。")
    assert not isinstance(found(IDEAS[name], frame.format(inner)).verdict, Pass)


@pytest.mark.parametrize("file", sorted(EXERCISES.glob("*/*/*.md")), ids=lambda file: f"{file.parent.name}/{file.name}")
@pytest.mark.parametrize("name", IDEAS)
def test_the_task_itself_says_nothing(name: str, file: Path) -> None:
    for text in (file.read_text(encoding="utf-8"), *file.read_text(encoding="utf-8").split("\n\n")):
        if text.strip():
            assert isinstance(found(IDEAS[name], text).verdict, Undecided), text


@pytest.mark.parametrize("name", IDEAS)
def test_no_hint_gives_the_answer(name: str) -> None:
    for idea in IDEAS.values():
        for text in (idea.hint.en, idea.hint.zh):
            assert isinstance(found(IDEAS[name], text).verdict, Undecided), text


# ----------------------------------------------------------------------------------------------- words


def test_every_sentence_has_both_languages_and_the_same_fields() -> None:
    def fields(template: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}

    for key, text in WORDS.items():
        assert key.startswith("checks.words.")
        assert fields(text.en) == fields(text.zh), key
