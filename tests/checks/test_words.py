"""Prose that says an idea, denies it, or does neither, each with the reason why it is here."""

from __future__ import annotations

import string
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks.words import Idea, RubricError, judged, normalised, says, sentences
from grader.checks.words.frames import frame
from grader.checks.words.grammar import OPPOSITES
from grader.checks.words.rubric import problems, rubric, shared_terms
from grader.checks.words.terms import UNKNOWN, Tree, Vocabulary, sequences
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
from grader.report.words.checks_rubric import WORDS as RUBRIC_WORDS
from grader.report.words.checks_words import WORDS

VOCABULARY = Vocabulary(
    shared_terms(),
    Tree(
        {
            "lost": ["lost", "breaks down", "is formed", "must be", "square matrix", "(equal | ) columns", "两列相同"],
            "always": ["always", "总是", "一定"],
            "never": ["never"],
            "square": ["square it", "取平方"],
            "harmless": ["twos", "by hand"],
        }
    ),
    OPPOSITES,
)
SINGULAR = Idea(
    VOCABULARY,
    affirmed=("gram singular", "inverse (not exist | undefined)", "(only | work | need)+ (if | gram)* invertible"),
    contradicted=("gram always invertible", "never fail"),
    beside=frozenset(["lost", "gram", "inverse", "closed", "fail", "wide", "big", "size", "features", "more", "once"]),
    also=("so singular", "features more samples"),
    topic=("invertible", "inverse"),
    unless=("sgd",),
    hint=Text("Take two equal columns.", "取两列相同。"),
    condition=True,
)
JUMPS = Idea(
    VOCABULARY,
    affirmed=(
        "oscillate ,? near? minimum",
        "overshoot minimum",
        "gradient not decay near minimum",
        "minimum near oscillate",
    ),
    contradicted=("stuck local",),
    beside=frozenset(["iterates", "harmless", "gradually", "residual", "near", "sgd"]),
    also=("not settle", "not decay", "because residual not smooth near? zero", "kink zero"),
    topic=("kink",),
    hint=Text("The loss is convex.", "损失是凸的。"),
)
CLOSED = Idea(
    VOCABULARY,
    affirmed=("closed better (than sgd)? & small",),
    contradicted=("square smooth", "square and? loss? smooth"),
    beside=frozenset(["features", "loss"]),
    topic=("closed",),
    pardon=("noise",),
    hint=Text("Compare the costs.", "比较代价。"),
)


class Nothing:
    """A check of prose may use neither references nor programs."""

    def __init__(self, idea: object = None) -> None:
        self.idea = idea

    def symbolic(self, name: str) -> object:
        raise AssertionError(name)

    def numeric(self, name: str) -> object:
        raise AssertionError(name)

    def rubric(self, name: str) -> object:
        return self.idea if name == "idea" else None

    def run(self, program: Program) -> Run:
        raise AssertionError(program)


def found(idea: Idea, *texts: str) -> Finding:
    passages = tuple(Passage("text", text, Origin("s.md")) for text in texts)
    return judged(Answer("part", passages), idea)


def test_a_claim_asks_the_rubric_by_name() -> None:
    answer = Answer("part", (Passage("text", "X^T X is singular.", Origin("s.md")),))
    bench = Bench(Nothing(SINGULAR), Nothing())  # type: ignore[arg-type]
    assert isinstance(says("idea")(answer, bench).verdict, Pass)


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
        (SINGULAR, "$X^\\top X$ 总是可逆。", "Chinese"),
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
    Vocabulary(shared_terms(), Tree({"mle": ["mle", "estimate"], "gauss": ["normal data"]}), OPPOSITES),
    affirmed=("mean mle", "mle mean"),
    contradicted=("median mle",),
    beside=frozenset(["samples", "gauss"]),
    also=("not variance",),
    unless=("other_noise",),
    pardon=("huber",),
    hint=Text("", ""),
)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("So the mean is the MLE.", Pass, "harmless words beside"),
        ("a. The mean is the estimate of the samples.", Pass, "a label, and a term that is allowed"),
        ("Twice the mean is the MLE.", Undecided, "an unknown word before it"),
        ("The mean is the estimate of zero.", Undecided, "a term behind it that is not allowed"),
        ("For normal data, the mean is the MLE.", Pass, "a term allowed in another clause"),
        ("The mean is the MLE, says he.", Undecided, "an unknown word in another clause"),
        ("The mean is the MLE 2.", Undecided, "a number"),
        ("If the mean is the MLE, so be it.", Undecided, "only in a condition"),
        ("If n is odd the mean is the MLE.", Undecided, "an unknown word in the condition"),
        ("均值就是 MLE 时，这样。", Undecided, "only in a condition that ends with 时"),
        ("The mean is the MLE, not the variance.", Pass, "a denial that the idea allows"),
        ("The mean is the MLE, not the median.", Undecided, "one that it does not"),
        ("The mean is not the MLE.", Undecided, "its own denial"),
        ("The noise is Laplace. It follows that the mean is the MLE.", Undecided, "it speaks of the sentence before"),
        ("The median is the MLE.", Fail, "the misconception"),
        ("I think the median is the MLE.", Undecided, "with doubt"),
        ("The median is the MLE. With Huber it is not.", Undecided, "pardoned"),
        ("The median is the MLE. But this is Laplace.", Undecided, "turned round"),
        ("The median is the MLE. We go on. This is wrong.", Undecided, "taken back later"),
        ("Things that are not true:\n- the mean is the MLE", Undecided, "a list of what is not so"),
        ("The mean is the MLE. Unless it is not.", Undecided, "restricted by the next sentence"),
    ],
)
def test_what_stands_around_a_frame_counts(text: str, expected: type, why: str) -> None:
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
    assert isinstance(judged(answer, SINGULAR).verdict, Missing)


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
        ("$$\nx = 1.\n\ny = 2\n$$\nNext", ["x = 1. y = 2", "next"]),
        ("With\n$$\nx = 1\n$$\nit goes on.", ["with x = 1 it goes on."]),
        ("With\n$$\nx = 1\n$$\nand so on.", ["with x = 1", "and so on."]),
        ("- one\n- two\n  goes on", ["one", "two goes on"]),
        ("1. one\n2. two", ["one", "two"]),
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


# ------------------------------------------------------------------------------------- terms and frames


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("closed form", [("closed", "form")]),
        ("(a | b) c", [("a", "c"), ("b", "c")]),
        ("a (b | )", [("a", "b"), ("a",)]),
        ("a | b c", [("a",), ("b", "c")]),
        ("O(d^3)", [("o", "(", "d", "^", "3", ")")]),
        ("(a | (b | c) d)", [("a",), ("b", "d"), ("c", "d")]),
        ("学习率 (衰减 | 递减)", [("学", "习", "率", "衰", "减"), ("学", "习", "率", "递", "减")]),
        (">", [(">",)]),
    ],
)
def test_an_entry_stands_for_sequences_of_words(entry: str, expected: list[tuple[str, ...]]) -> None:
    assert sequences(entry) == expected


@pytest.mark.parametrize("entry", ["", "a (b | c", "( | )", "(a | ) (b | )", " ".join(["(a | b)"] * 20)])
def test_an_entry_that_cannot_be_read_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match=r"nothing|open|more than"):
        sequences(entry)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The closed form is better than SGD if d is small.", "closed better than sgd if features small"),
        ("当特征数较小时，解析解比随机梯度下降更好。", "if features small when , closed than sgd better"),
        ("X^T X is not invertible", "gram singular"),
        ("X^T X 不可逆", "gram singular"),
        ("d is not large", "features small"),
        ("it isn't too large", "small"),
        ("The wombat is small", "_ small"),
        ("after 3 steps", "_ num update"),
        ("学习率不断减小", "rate gradually decay"),
        ("没有解析解", "not closed"),
    ],
)
def test_terms(text: str, expected: str) -> None:
    tokens = VOCABULARY.tokens(normalised(text))
    assert " ".join(dict.fromkeys("/".join(sorted(token.names)) for token in tokens)) == expected


def test_an_exercise_takes_words_for_its_own() -> None:
    shared = Tree({"big": ["larger"], "not": ["never"]})
    vocabulary = Vocabulary(shared, Tree({"side": ["larger"], "ever": ["never"]}), {})
    names = [set(token.names) for token in vocabulary.tokens("larger never else")]
    assert names == [{"side"}, {"ever", "not"}, {UNKNOWN}]


@pytest.mark.parametrize("text", ["", "a & ", "(a | b", "a ? ?", "a = b", "(a)*"])
def test_a_frame_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="frame"):
        frame(text)


@pytest.mark.parametrize(
    ("sought", "text", "expected"),
    [
        ("closed better", "The closed form is better", True),
        ("closed better", "Better is the closed form", False),
        ("closed & better", "Better is the closed form", True),
        ("closed (than sgd)? better", "解析解比 SGD 更好", True),
        ("closed better", "解析解比 SGD 更好", False),
        ("(closed | sgd) better", "SGD is better", True),
        ("small+ sgd", "small, small sgd", False),
        ("small+ sgd", "small small sgd", True),
        ("closed .. better", "the closed form of SGD is better", False),
        ("!than sgd", "SGD", True),
        ("!than sgd", "than SGD", False),
        ("[not]", "No.", True),
        ("[not]", "## Closed form\n\n**No.**", True),
        ("[not]", "No closed form", False),
        ("[not]", "Is it hard? No.", False),
        ("[not]", "We must think. No.", False),
        ("[not]", "没有问题。", False),
        ("oscillate", "What follows: it oscillates.", False),
        ("oscillate", "It is wrong that it oscillates.", False),
        ("oscillate", "~~it oscillates~~", False),
        ("oscillate", "Some people say it oscillates.", False),
        ("oscillate", "It oscillates, but it is harmless.", False),
        ("oscillate", "It oscillates. This is not true.", False),
    ],
)
def test_frames(sought: str, text: str, expected: bool) -> None:
    idea = Idea(VOCABULARY, affirmed=(sought,), hint=Text("", ""))
    assert isinstance(found(idea, text).verdict, Pass) == expected


def test_what_stands_in_a_gap_must_be_harmless() -> None:
    for beside, expected in (((), Undecided), (("sgd",), Pass)):
        idea = Idea(VOCABULARY, affirmed=("closed .. better",), hint=Text("", ""), beside=frozenset(beside))
        assert isinstance(found(idea, "The closed form of SGD is better").verdict, expected)


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


# --------------------------------------------------------------------------------------- rubric files

GOOD = """
[terms]
wombat = ["wombat*", "袋熊"]

[frames]
nice = "wombat better"

[idea]
hint = { en = "Think.", zh = "想一想。" }
affirmed = ["{nice} & small"]
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "rubric.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_rubric_brings_its_own_terms_and_frames(tmp_path: Path) -> None:
    idea = rubric(written(tmp_path, GOOD), "idea")
    assert problems(tmp_path / "rubric.toml") == []
    assert isinstance(found(idea, "Wombats are better.").verdict, Undecided)
    assert isinstance(found(idea, "If small, wombats are better.").verdict, Pass)
    assert isinstance(found(idea, "小时，袋熊更好。").verdict, Pass)


def test_the_example_of_the_guide_is_a_rubric(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "rubrics.md").read_text(encoding="utf-8")
    file = written(tmp_path, guide.partition("```toml\n")[2].partition("```")[0])
    assert problems(file) == []
    idea = rubric(file, "better")
    assert isinstance(found(idea, "Wombats are better if there are few features.").verdict, Pass)
    assert isinstance(found(idea, "Wombats are better for many features.").verdict, Fail)


@pytest.mark.parametrize(
    ("text", "key", "place"),
    [
        ("[idea", "no_toml", ""),
        ("idea = 1", "no_table", "[idea]"),
        (GOOD.replace("affirmed", "affirms"), "unknown_key", "[idea] affirms"),
        (GOOD.replace("affirmed", "also"), "nothing_affirmed", "[idea] affirmed"),
        (GOOD.replace('["{nice} & small"]', '"{nice}"'), "no_list", "[idea] affirmed"),
        (GOOD.replace('zh = "想一想。"', 'fr = "Pensez."'), "no_hint", "[idea] hint"),
        (GOOD.replace("{nice}", "{nicer}"), "unknown_frame", "[idea] affirmed"),
        (GOOD.replace('"wombat*"', '"(wombat | "'), "bad_entry", "[terms] wombat"),
        (GOOD.replace("& small", "& (small"), "bad_frame", "[idea] affirmed"),
        (GOOD.replace("& small", "& wombats"), "unknown_term", "[idea] affirmed"),
    ],
)
def test_a_slip_in_a_rubric_is_named_with_its_place(tmp_path: Path, text: str, key: str, place: str) -> None:
    file = written(tmp_path, text)
    (message,) = problems(file)
    assert message.key == f"checks.rubric.{key}"
    assert message.fields["file"] == str(file)
    assert message.fields["place"] == place
    assert RUBRIC_WORDS[message.key].en.format(**message.fields)
    assert RUBRIC_WORDS[message.key].zh.format(**message.fields)


def test_what_is_not_there_is_said_when_it_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(RubricError, match=r"no_file"):
        rubric(tmp_path / "rubric.toml", "idea")
    file = written(tmp_path, GOOD)
    with pytest.raises(RubricError, match=r"no_idea"):
        rubric(file, "other")


# ----------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize("words", [WORDS, RUBRIC_WORDS])
def test_every_sentence_has_both_languages_and_the_same_fields(words: Mapping[str, Text]) -> None:
    def fields(template: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}

    for key, text in words.items():
        assert key.startswith("checks.")
        assert fields(text.en) == fields(text.zh), key
