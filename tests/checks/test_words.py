"""Prose that says an idea, denies it, or does neither, each with the reason why it is here."""

from __future__ import annotations

import string
import time
from collections.abc import Callable, Mapping

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


# ----------------------------------------------------------------------------------------------- words


def test_every_sentence_has_both_languages_and_the_same_fields() -> None:
    def fields(template: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}

    for key, text in WORDS.items():
        assert key.startswith("checks.words.")
        assert fields(text.en) == fields(text.zh), key
