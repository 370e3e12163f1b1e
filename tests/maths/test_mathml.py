"""Terms as MathML: well-formed for every term, and of typical formulas the markup that a typesetter would choose."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.maths import show
from grader.maths.mathml import clean, math, mathml, matrix
from grader.maths.reader import Names, read
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Call,
    Cases,
    Collection,
    Derivative,
    Differential,
    Dots,
    Fold,
    Index,
    Mul,
    Neg,
    Number,
    Optimum,
    Pow,
    Prime,
    Relation,
    Stack,
    Symbol,
    Term,
)
from tests.maths.drawing import formulas, polynomials

NAMES = Names(frozenset(["x", "b", "n", "X", "y", "w", "sigma", "a"]), frozenset("f"))
CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3}
X, W, I = Symbol("x"), Symbol("w"), Symbol("i")  # noqa: E741


def parsed(term: Term) -> ET.Element:
    """The markup as XML: an ill-formed one raises."""
    return ET.fromstring(mathml(term))


def problems(element: ET.Element) -> list[str]:
    """Elements of a fixed number of arguments that have another one, and text where it does not belong."""
    found = []
    for part in element.iter():
        wanted = CHILDREN.get(part.tag)
        if wanted is not None and len(part) != wanted:
            found.append(f"{part.tag} has {len(part)} children")
        token = part.tag in ("mi", "mn", "mo", "mtext", "mspace")
        if token and len(part):
            found.append(f"{part.tag} has children")
        if part.tag in ("mi", "mn", "mo", "mtext") and not part.text:
            found.append(f"{part.tag} is empty")
        if not token and (part.text or "").strip():
            found.append(f"{part.tag} has text")
        if (part.tail or "").strip():
            found.append(f"text behind {part.tag}")
    return found


# --------------------------------------------------------------------------------------------------- all terms

WORDS = st.text(min_size=1, max_size=6) | st.sampled_from(["</math><script>", "a&b", '"', "\x00", "\u202e", "\ud800"])
ANY_NAME = st.sampled_from(["x", "X", "sigma", "infinity", "nabla", "d", "e", "T", "#x", ":"]) | WORDS
OPS = st.sampled_from(
    ["abs", "norm", "norm1", "norminf", "sqrt", "transpose", "pinv", "inv", "inner", "hadamard", "kron", "factorial", "floor", "ceil", "pm", "ones", "zeros", "identity", "indicator", "expectation", "entry", "cell", "row", "line", "column", "family", "exp", "log", "gamma", "normal", "laplace", "max", "median", "unheard_of"]
)


@st.composite
def any_terms(draw: st.DrawFn, depth: int = 3) -> Term:
    """A term of any kind at all, with any numbers of arguments that a node may have."""
    if depth == 0:
        return draw(st.builds(Symbol, ANY_NAME) | st.builds(Number, st.fractions()) | st.just(Dots()))
    inner = any_terms(depth - 1)
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    few = st.lists(inner, max_size=3).map(tuple)
    maybe = st.none() | inner
    relation = st.builds(Relation, st.sampled_from(["=", "<", "≤", "∈", "→"]), inner, inner)
    return draw(
        st.one_of(
            st.builds(Index, inner, several), st.builds(Add, several), st.builds(Neg, inner), st.builds(Mul, several),
            st.builds(Pow, inner, inner), st.builds(Apply, OPS, few), relation,
            st.builds(Fold, st.sampled_from(["sum", "prod"]), st.none() | ANY_NAME, maybe, maybe, inner, maybe,
                      st.none() | relation),
            st.builds(Derivative, inner, maybe, st.integers(1, 3), maybe),
            st.builds(Optimum, st.sampled_from(["min", "max", "argmin", "argmax"]), few, inner),
            st.builds(Cases, st.lists(st.tuples(inner, st.none() | relation), min_size=1, max_size=3).map(tuple)),
            st.builds(Stack, st.lists(several, min_size=1, max_size=2).map(tuple)), st.builds(Collection, few),
            st.builds(Call, inner, few, few), st.builds(Prime, inner, st.integers(1, 3)),
            st.builds(Accent, st.sampled_from(["hat", "bar", "star", "ordered"]) | WORDS, inner),
            st.builds(Differential, inner),
        )
    )  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(any_terms().filter(lambda term: _shown(term)))
def test_any_term_gives_well_formed_markup(term: Term) -> None:
    assert problems(parsed(term)) == []


def _shown(term: Term) -> bool:
    """Whether the plain text, which is the alternative, can be made: nodes that no reader makes may have none."""
    try:
        show.plain(term)
    except (IndexError, TypeError, ValueError):
        return False
    return True


@settings(max_examples=100, deadline=None)
@given(polynomials | formulas)
def test_what_is_read_gives_well_formed_markup(term: Term) -> None:
    element = parsed(term)
    assert problems(element) == []
    assert element.get("alttext") == show.plain(term)


# -------------------------------------------------------------------------------------------- typical formulas


@pytest.mark.parametrize(
    ("source", "markup", "why"),
    [
        (r"\frac{1}{n}", "<mfrac><mn>1</mn><mi>n</mi></mfrac>", "a fraction is built up"),
        ("1/n", "<mfrac><mn>1</mn><mi>n</mi></mfrac>", "however it was written"),
        ("x_i^2", "<msubsup><mi>x</mi><mrow><mi>i</mi></mrow><mn>2</mn></msubsup>", "scripts stand over each other"),
        ("X^T", "<msup><mi>X</mi><mo>⊤</mo></msup>", "a transpose is ⊤, not the letter"),
        (r"\sigma^2", "<msup><mi>σ</mi><mn>2</mn></msup>", "Greek letters are letters"),
        (r"\hat y", '<mover accent="true"><mi>y</mi><mo stretchy="false">^</mo></mover>', "an accent stands above"),
        (r"w_{\min}", "<msub><mi>w</mi><mtext>min</mtext></msub>", "a word as a mark is upright text"),
        (r"b^*", "<msup><mi>b</mi><mo>*</mo></msup>", "a star is a mark above"),
        (r"b^*_i", "<msubsup><mi>b</mi><mrow><mi>i</mi></mrow><mo>*</mo></msubsup>", "with the index below it"),
        (r"X'", "<msup><mi>X</mi><mo>′</mo></msup>", "a prime as it was written"),
        (r"\sqrt{2}", "<msqrt><mn>2</mn></msqrt>", "a root covers what it is of"),
        (r"\log x", "<mi>log</mi><mo>\u2061</mo>", "a function's name is one upright name, and applied"),
        ("-b", "<mo>−</mo><mi>b</mi>", "a minus sign, not a hyphen"),
        (r"\sum_{i=1}^n x_i",
         "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>", "limits"),
        (r"\sum_{i \ne j} x_i", "<munder><mo>∑</mo><mrow><mi>i</mi><mo>≠</mo><mi>j</mi></mrow></munder>", "a condition"),
        (r"\arg\min_w L(w)", "<munder><mi>arg min</mi><mrow><mi>w</mi></mrow></munder>", "what it is over stands below"),
        (r"\frac{dL}{db}", "<mfrac><mrow><mo>∂</mo><mi>L</mi></mrow><mrow><mo>∂</mo><mi>b</mi></mrow></mfrac>", "slope"),
        ("2 x", "<mn>2</mn><mo>\u2062</mo><mi>x</mi>", "a product without a sign has an invisible one"),
        (r"2 \cdot 3", "<mn>2</mn><mo>·</mo><mn>3</mn>", "two numbers would be one without a dot"),
        (r"P(y \mid X)", "<mi>y</mi><mo>∣</mo><mi>X</mi>", "given"),
        (r"\mathbf 1^T x", "<msup><mn>𝟏</mn><mo>⊤</mo></msup>", "a vector of ones is bold"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr>",
         "a matrix by rows"),
        (r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}", "<mtd><mtext>otherwise</mtext></mtd>", "cases"),
    ],
)  # fmt: skip
def test_typical(source: str, markup: str, why: str) -> None:
    term = read(source, NAMES)[0].chains[0].terms[0]
    assert term is not None
    assert markup in mathml(term), why


def text_of(term: Term) -> str:
    """All characters that are seen, without invisible signs."""
    return "".join(parsed(term).itertext()).replace("\u2061", "").replace("\u2062", "")


@pytest.mark.parametrize(
    ("term", "seen", "why"),
    [
        (Mul((Add((X, W)), I)), "(x+w)i", "a sum as a factor"),
        (Mul((X, Neg(W))), "x(−w)", "a sign inside a product"),
        (Add((X, Neg(Add((W, I))))), "x−(w+i)", "what is taken away is a sum"),
        (Pow(Neg(X), Number(Fraction(2))), "(−x)2", "the power of what has a sign"),
        (Pow(Pow(X, W), I), "(xw)i", "a power of a power"),
        (Mul((Fold("sum", "i", None, None, X), W)), "(∑ix)w", "a factor behind a sum is not in it"),
        (Fold("sum", "i", None, None, Add((X, W))), "∑i(x+w)", "a sum of sums"),
        (Add((Fold("sum", "i", None, None, X), Index(X, (I,)))), "(∑ix)+xi", "the next term has the sum's index"),
        (Add((Fold("sum", "i", None, None, X), W)), "∑ix+w", "the next term has not"),
        (Mul((Symbol("f"), Add((X, W)))), "f·(x+w)", "a product that looks like a value of f"),
        (Number(Fraction(-1, 4)), "−0.25", "a short decimal"),
        (Number(Fraction(1, 3)), "13", "no decimal: a fraction"),
        (Derivative(X, W, at=Number(Fraction(0))), "∂x∂w|w=0", "a slope at a place"),
        (Apply("inv", (X,)), "x−1", "an inverse"),
    ],
)
def test_brackets_stand_where_they_are_needed(term: Term, seen: str, why: str) -> None:
    assert text_of(term) == seen, why


@pytest.mark.parametrize(
    "name", ["</mi></math><script>alert(1)</script>", '" onload="x', "a&b", "\x00\x1b[2J", "\u202eabc", "\ud800"]
)
def test_a_name_is_never_markup(name: str) -> None:
    markup = mathml(Add((Symbol(name), Accent(name, X), Symbol("x"))))
    element = ET.fromstring(markup)
    assert {part.tag for part in element.iter()} <= {"math", "mi", "mo", "mrow", "msub", "mtext"}
    assert set(element.attrib) == {"displaystyle", "alttext"}
    assert markup == markup.encode().decode()
    assert not any(char in markup for char in "\x00\x1b\u202e\ud800")


def test_a_matrix_of_numbers() -> None:
    markup = math(matrix([["<mn>1</mn>", "<mn>2</mn>"]]), "[[1, 2]]")
    assert "".join(ET.fromstring(markup).itertext()) == "(12)"
    assert ET.fromstring(markup).get("alttext") == "[[1, 2]]"


def test_clean_text() -> None:
    assert clean("a < b & \x07") == "a &lt; b &amp; \ufffd"
