"""The reader of mathematics: which tree each notation gives, and what is refused, with its place.

Trees are compared as sketches: ``(* 2 (sum i 1..n x[i]))``, a minus before what it applies to, ``ᵀ`` behind a
transpose, ``:hat`` behind a name with a mark, ``f(b | c)`` for a call, ``<1 2; 3 4>`` for a matrix, ``{…}`` for a
collection.
"""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core import Message
from grader.maths.reader import Names, NotUnderstood, Reading, TooLarge, read
from grader.maths.terms import (
    Accent,
    Add,
    Apply,
    Call,
    Cases,
    Chain,
    Collection,
    Derivative,
    Differential,
    Div,
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
    walk,
)

NAMES = Names(frozenset(["x", "b", "n", "X", "y", "w", "d", "sigma", "mu", "epsilon", "lambda", "eta"]))


def many(terms: tuple[Term, ...]) -> str:
    """Terms side by side."""
    return " ".join(map(sketch, terms))


def limit(term: Term | None) -> str:
    """A limit that may be missing."""
    return "" if term is None else sketch(term)


def sketch(term: Term | None) -> str:
    """A term on one line."""
    match term:
        case None | Dots():
            return "…"
        case Number(value):
            return str(value)
        case Symbol(name):
            return name
        case Index(base, at):
            return f"{sketch(base)}[{','.join(map(sketch, at))}]"
        case Add(terms):
            return f"(+ {many(terms)})"
        case Neg(inner):
            return f"-{sketch(inner)}"
        case Mul(factors):
            return f"(* {many(factors)})"
        case Div(top, bottom):
            return f"(/ {sketch(top)} {sketch(bottom)})"
        case Pow(base, exponent):
            return f"(^ {sketch(base)} {sketch(exponent)})"
        case Apply("transpose", (inner,)):
            return f"{sketch(inner)}ᵀ"
        case Apply(op, args):
            return f"({op} {many(args)})" if args else f"({op})"
        case Fold(op, index, low, high, body, over, given):
            limits = f"∈{sketch(over)}" if over is not None else f"{limit(low)}..{limit(high)}"
            chosen = f" :{sketch(given)}" if given is not None else ""
            return f"({op} {index or '?'} {limits}{chosen} {sketch(body)})"
        case Derivative(body, by, order):
            return f"(d{order if order > 1 else ''} {sketch(body)} {'?' if by is None else sketch(by)})"
        case Optimum(op, by, body):
            return f"({op} [{many(by)}] {sketch(body)})"
        case Cases(pieces):
            return "{" + "; ".join(f"{sketch(v)} if {'else' if c is None else sketch(c)}" for v, c in pieces) + "}"
        case Stack(rows):
            return "<" + "; ".join(map(many, rows)) + ">"
        case Collection(items):
            return "{" + many(items) + "}"
        case Relation(op, left, right):
            return f"({sketch(left)} {op} {sketch(right)})"
        case Call(head, args, given):
            return f"{sketch(head)}({many(args)}{' | ' + many(given) if given else ''})"
        case Prime(inner, order):
            return sketch(inner) + "'" * order
        case Accent(mark, inner):
            return f"{sketch(inner)}:{mark}"
        case Differential(inner):
            return f"∂{sketch(inner)}"


def sketch_chain(chain: Chain) -> str:
    """A chain on one line, with how it hangs on the one before."""
    out = sketch(chain.terms[0])
    for op, term in zip(chain.ops, chain.terms[1:], strict=True):
        out += f" {op} {sketch(term)}"
    words = f":{chain.words}" if chain.words else ""
    return f"[{chain.joint}{words}] {out}" if chain.joint != "start" or words else out


def sketch_reading(reading: Reading) -> str:
    """All chains of a reading on one line."""
    return " ;; ".join(map(sketch_chain, reading.chains))


RIGHT: dict[str, list[tuple[str, str]]] = {
    "The same formula in LaTeX, in plain text, in Unicode and mixed": [
        (r"b = \frac{1}{n} \sum_{i=1}^{n} x_i", "b = (* (/ 1 n) (sum i 1..n x[i]))"),
        ("b* = (1/n)∑i xi", "b:star = (* (/ 1 n) (sum i .. x[i]))"),
        ("b = (1/n) sum x_i", "b = (* (/ 1 n) (sum ? .. x[i]))"),
        ("b = 1/n * sum_{i=1}^n x_i", "b = (* (/ 1 n) (sum i 1..n x[i]))"),
        ("b＝（1／n）∑ᵢ₌₁ⁿ xᵢ", "b = (* (/ 1 n) (sum i 1..n x[i]))"),
        ("Σ_{i=1}^{n} x_i", "(sum i 1..n x[i])"),
        ("||Xw − y||^2", "(^ (norm (+ (* X w) -y)) 2)"),
        ("‖Xw − y‖²", "(^ (norm (+ (* X w) -y)) 2)"),
        (r"\lVert \mathbf{X}\mathbf{w} - \mathbf{y} \rVert_2^2", "(^ (norm (+ (* X w) -y)) 2)"),
        ("X^T(Xw-y)", "(* Xᵀ (+ (* X w) -y))"),
        ("Xᵀ(Xw − y)", "(* Xᵀ (+ (* X w) -y))"),
        ("X.T @ (X @ w - y)", "(* Xᵀ (+ (* X w) -y))"),
        ("X'(Xw - y)", "(* X' (+ (* X w) -y))"),
        ("inv(X^T X) X^T y", "(* (inv (* Xᵀ X)) Xᵀ y)"),
        ("np.linalg.inv(X.T @ X) @ X.T @ y", "(* (inv (* Xᵀ X)) Xᵀ y)"),
        ("(XᵀX)⁻¹Xᵀy", "(* (^ (* Xᵀ X) -1) Xᵀ y)"),
        ("(X^T X)^(-1) X^T y", "(* (^ (* Xᵀ X) -1) Xᵀ y)"),
        ("w = (X^TX)^{–1}X^Ty", "w = (* (^ (* Xᵀ X) -1) Xᵀ y)"),
        ("x**2 + 2*x", "(+ (^ x 2) (* 2 x))"),
        ("x₁ + x²", "(+ x[1] (^ x 2))"),
        ("sqrt(2 pi) sigma", "(* (sqrt (* 2 pi)) sigma)"),
        ("√(2π) σ", "(* (sqrt (* 2 pi)) sigma)"),
        ("exp(−|x|/2)", "(exp -(/ (abs x) 2))"),
        ("log(2) + n log 2", "(+ (log 2) (* n (log 2)))"),
        ("-log P(y|X)", "-(log P(y | X))"),
        ("argmin_w ||Xw-y||^2", "(argmin [w] (^ (norm (+ (* X w) -y)) 2))"),
        ("a &lt; b", "a < b"),
        ("½ x", "(* (/ 1 2) x)"),
    ],
    "Names: fonts dropped, letter runs split, words kept whole": [
        (r"\mathbf{Xw} - \boldsymbol y", "(+ (* X w) -y)"),
        (r"\mathbf X^\top \mathbf X \mathbf w", "(* Xᵀ X w)"),
        (r"\vec W + \mathcal L + \ell + \varepsilon", "(+ W L ell epsilon)"),
        (r"\pmb{\beta} + \bm{\beta} + \bold{\beta}", "(+ beta beta beta)"),
        (r"{\bf x}_i + \mathrm{x}_i", "(+ x[i] x[i])"),
        (r"\mathrm{MSE} + \text{Loss}(w) + \operatorname{RSS}", "(+ MSE Loss(w) RSS)"),
        ("affine(x,w,b) = xw^T + b", "affine(x w b) = (+ (* x wᵀ) b)"),
        ("loss = cost", "loss = cost"),
        ("xi + yj + x1", "(+ x[i] y[j] x[1])"),
        ("wTx_i + XTX", "(+ (* wᵀ x[i]) (* Xᵀ X))"),
        ("2nlog(2) + logP(y)", "(+ (* 2 n (log 2)) (log P(y)))"),
        ("𝐗𝐰 + Ｘｗ", "(+ (* X w) (* X w))"),
        ("ŷ + x̄ + w̃_i", "(+ y:hat x:bar w:tilde[i])"),
        (
            r"\mathbf{1}^T x + \mathbb 1_{x > 0} + \mathbf 1[x>0] + 𝟏",
            "(+ (* (ones)ᵀ x) (indicator (x > 0)) (indicator (x > 0)) (ones))",
        ),
        (r"I + I_d + I(x > 0) + \mathbb{I}", "(+ I (identity d) (indicator (x > 0)) I)"),
        (r"\mathbf 0 + \infty + \pi", "(+ (zeros) infinity pi)"),
        (r"\text{const} + const", "(+ const const)"),
        (r"L = \|r\|^2 + C", "L = (+ (^ (norm r) 2) const)"),
    ],
    "e is the base of exponentials unless it is a name": [
        ("e^{-|x|} + e^{x_i} + e^x^2", "(+ (exp -(abs x)) (exp x[i]) (exp (^ x 2)))"),
        (r"e_i = y_i, L = \sum_i e_i^2", "e[i] = y[i] ;; [comma] L = (sum i .. (^ e[i] 2))"),
        (r"\frac{d}{de} e^2 = 2e", "(d (^ e 2) e) = (* 2 e)"),
        ("e^T e", "(* eᵀ e)"),
    ],
    "Scripts: exponents, transposes, inverses, indices, marks": [
        ("x_i^T w + x^T_i + x_i^2", "(+ (* x[i]ᵀ w) x[i]ᵀ (^ x[i] 2))"),
        (r"x^{(i)} + x^{(i)\top} + {x^{(i)}}^\top + (x^{(i)})^2", "(+ x[i] x[i]ᵀ x[i]ᵀ (^ x[i] 2))"),
        ("x^(i) + (x)^(2) + 2^(n)", "(+ x[i] (^ x 2) (^ 2 n))"),
        (r"w^{\mathsf T} + w^\intercal + w^{\mathrm T} + w^{\prime} + w^t", "(+ wᵀ wᵀ wᵀ w' (^ w t))"),
        (r"X^{-1} + X^{-T} + X^{-\top} + X^+ + X^\dagger", "(+ (^ X -1) (^ X -1)ᵀ (^ X -1)ᵀ (pinv X) (pinv X))"),
        (r"b^* + w^\star + b_* + \hat w_i + \hat{y_i}", "(+ b:star w:star b:star w:hat[i] y:hat[i])"),
        (r"\bar x + \overline{xy} + \widehat{\beta} + \tilde X^\top", "(+ x:bar (* x y):bar beta:hat X:tildeᵀ)"),
        (r"b_{\min} + w_{opt} + w_{\text{MLE}} + w_{OLS} + w_new + y_hat", "(+ b:min w:opt w:MLE w:OLS w:new y:hat)"),
        ("X_{ij} + w_{t+1} + x_{i1} + X_{i,:} + X_{:,j} + X_ij", "(+ X[i,j] w[(+ t 1)] x[i,1] X[i,:] X[:,j] X[i,j])"),
        (r"x_{(1)} \le x_{(n)}", "x:ordered[1] ≤ x:ordered[n]"),
        ("X_{12}", "X[1,2]"),
        (r"f' + f'' + f^{\prime\prime} + X'X", "(+ f' f'' f'' (* X' X))"),
        ("x^10 + 2^{-n} + x^{1/2} + (-1)^n", "(+ (^ x 10) (^ 2 -n) (^ x (/ 1 2)) (^ -1 n))"),
        (r"n! + 50\%", "(+ (factorial n) 1/2)"),
    ],
    "Fractions and roots take one token each": [
        (r"\frac12 + \frac1n + \frac n2 + \frac1{2n} + \frac{1}2", "(+ (/ 1 2) (/ 1 n) (/ n 2) (/ 1 (* 2 n)) (/ 1 2))"),
        (r"\tfrac{1}{2} + \dfrac ab", "(+ (/ 1 2) (/ a b))"),
        (r"\sqrt2\pi + \sqrt{x}^2 + \sqrt[3]{x}", "(+ (* (sqrt 2) pi) (^ (sqrt x) 2) (^ x (/ 1 3)))"),
        (r"{a \over b}", "(/ a b)"),
    ],
    "Bars open where an operand is expected and close inside bars": [
        ("|a||b| + |a| |b|", "(+ (* (abs a) (abs b)) (* (abs a) (abs b)))"),
        ("||x| - 1|", "(abs (+ (abs x) -1))"),
        ("|x|y|z|", "(* (abs x) y (abs z))"),
        ("| -|x| |", "(abs -(abs x))"),
        (r"\|x\|\|y\|", "(* (norm x) (norm y))"),
        (r"|y - Xw|^2 / |\mathcal B|", "(/ (^ (abs (+ y -(* X w))) 2) (abs B))"),
        (r"\|v\|_1 + \|v\|_\infty + \|A\|_F^2 + \|v\|^2_2", "(+ (norm1 v) (norminf v) (^ (norm A) 2) (^ (norm v) 2))"),
        (r"\left| x_i - b \right| + \lvert x \rvert + \big|x\big|", "(+ (abs (+ x[i] -b)) (abs x) (abs x))"),
        (r"\langle a, b\rangle + ⟨a, b⟩", "(+ (inner a b) (inner a b))"),
        (r"P(y \mid X, w) p(y|x;w)", "(* P(y | X w) p(y | x w))"),
        (
            r"p(|x|) + P(\epsilon) = \frac12 e^{-|\epsilon|}",
            "(+ p((abs x)) P(epsilon)) = (* (/ 1 2) (exp -(abs epsilon)))",
        ),
    ],
    "Functions": [
        (r"\log_2 x + \log_{10} x", "(+ (/ (log x) (log 2)) (/ (log x) (log 10)))"),
        (r"\log^2 x", "(^ (log x) 2)"),
        (r"\exp\{-x\} + \exp[-x] + exp{x} + \exp^{-x}", "(+ (exp -x) (exp -x) (exp x) (exp -x))"),
        (r"\operatorname{sign}(r) + \text{sgn}(r) + \operatorname{Var}(x)", "(+ (sgn r) (sgn r) (var x))"),
        (r"\operatorname{tr} A + \det(A) + \operatorname{diag}(u) A", "(+ (tr A) (det A) (* (diag u) A))"),
        (r"\operatorname{median}(x_1, …, x_n)", "(median {x[1] … x[n]})"),
        (r"median(x) + \operatorname{median}\{x_i\} + median_i x_i", "(+ (median x) (median {x[i]}) (median {x[i]}))"),
        (r"\max(0, 1 - x) + \min\{a,b\}", "(+ (max 0 (+ 1 -x)) (min {a b}))"),
        (r"\mathbb{E}[x] + \mathbb E_{x \sim p}[x] + E[y|x]", "(+ (expectation x) (expectation x (x ∼ p)) E(y | x))"),
        (r"E[2 |x|] + \mathbb E[|x| |y|]", "(+ (expectation (* 2 (abs x))) (expectation (* (abs x) (abs y))))"),
        ("P(|x| | y) + p(x | |y|)", "(+ P((abs x) | y) p(x | (abs y)))"),
        (r"x \sim \mathcal N(0, \sigma^2)", "x ∼ (normal 0 (^ sigma 2))"),
        ("x ~ N(mu, sigma^2)", "x ∼ (normal mu (^ sigma 2))"),
        (r"f(b) + b(x - 1) + g(x, y) + \sigma(z)", "(+ f(b) (* b (+ x -1)) g(x y) (* sigma z))"),
        ("f(x)^2 + b(x-1)^2", "(+ (^ f(x) 2) (* b (^ (+ x -1) 2)))"),
        (r"L_i(w) + h_\theta(x) + l^{(i)}(w, b)", "(+ L[i](w) h[theta](x) l[i](w b))"),
        (r"a \odot b + a\circ b + A \otimes B", "(+ (hadamard a b) (hadamard a b) (kron A B))"),
    ],
    "A function without brackets takes the product that follows": [
        (r"\log \sigma b", "(log (* sigma b))"),
        (r"n\log 2 - x", "(+ (* n (log 2)) -x)"),
        (r"\log \frac12 - |x|", "(+ (log (/ 1 2)) -(abs x))"),
        (r"\log \frac12 \exp(-|x|)", "(log (* (/ 1 2) (exp -(abs x))))"),
        (r"\log 1/2 + 1", "(+ (log (/ 1 2)) 1)"),
        (r"\log x \log y", "(* (log x) (log y))"),
        (r"\log 2 \sum_i x_i", "(* (log 2) (sum i .. x[i]))"),
        (r"-\log \prod_{i} p(x_i)", "-(log (prod i .. p(x[i])))"),
        (r"\log\left(x\right)^2", "(log (^ x 2))"),
        (r"\operatorname{tr} X^TX + 1", "(+ (tr (* Xᵀ X)) 1)"),
    ],
    "A slash before a product": [
        ("1/2b", "(* (/ 1 2) b)"),
        (r"(x-b)^2/2\sigma^2", "(/ (^ (+ x -b) 2) (* 2 (^ sigma 2)))"),
        ("1/2 (x-b)^2", "(* (/ 1 2) (^ (+ x -b) 2))"),
        (r"1/(2n) \sum_i x_i", "(* (/ 1 (* 2 n)) (sum i .. x[i]))"),
        ("a/b/c", "(/ (/ a b) c)"),
        (r"a/b \cdot c", "(* (/ a b) c)"),
    ],
    "Sums and products": [
        (r"\sum_i^n x_i", "(sum i 1..n x[i])"),
        (r"\sum\limits_{i}^{n} x_i", "(sum i 1..n x[i])"),
        (r"\sum^n_{i=1} x_i", "(sum i 1..n x[i])"),
        (r"\sum x_i", "(sum ? .. x[i])"),
        (r"\sum_{i,j} X_{ij}^2", "(sum i .. (sum j .. (^ X[i,j] 2)))"),
        (r"\sum_{i,j=1}^n A_{ij}", "(sum i 1..n (sum j 1..n A[i,j]))"),
        (r"\sum_{i=1}^n\sum_{j=1}^d X_{ij}w_j", "(sum i 1..n (sum j 1..d (* X[i,j] w[j])))"),
        (r"\sum_{1 \le i \le n} x_i", "(sum i 1..n x[i])"),
        (r"\sum_{i=1,\dots,n} x_i", "(sum i 1..n x[i])"),
        (r"\sum_{i\in[n]} x_i + \sum_{i \in \{1,\dots,n\}} x_i", "(+ (sum i .. x[i]) (sum i .. x[i]))"),
        ("sum i=1 to n of x_i", "(sum i 1..n x[i])"),
        ("sum i to n of (xi-b)^2", "(sum i 1..n (^ (+ x[i] -b) 2))"),
        ("sum(i=1..n) x_i", "(sum i 1..n x[i])"),
        ("sum_i=1^n x_i", "(sum i 1..n x[i])"),
        ("sum(x)**2 + sum((x - b)**2)", "(+ (^ (sum ? .. x) 2) (sum ? .. (^ (+ x -b) 2)))"),
        (r"\prod_{i=1}^n p(x_i)", "(prod i 1..n p(x[i]))"),
        (r"\Sigma^{-1} + \Sigma_{i=1}^n x_i", "(+ (^ Sigma -1) (sum i 1..n x[i]))"),
        (r"\frac{\sum x_i}{n}", "(/ (sum ? .. x[i]) n)"),
    ],
    "How far a sum reaches": [
        (r"\sum_i \log 2 + |y_i - w^T x_i|", "(sum i .. (+ (log 2) (abs (+ y[i] -(* wᵀ x[i])))))"),
        (r"-2\sum_i x_i - b", "(+ -(* 2 (sum i .. x[i])) -b)"),
        (r"\sum_i x_i - nb", "(+ (sum i .. x[i]) -(* n b))"),
        (r"\sum_i x_i^2 + \sum_i b^2", "(+ (sum i .. (^ x[i] 2)) (sum i .. (^ b 2)))"),
        (r"-\sum_i \log\frac12 - |y_i| + n", "(+ -(sum i .. (+ (log (/ 1 2)) -(abs y[i]))) n)"),
        (r"\sum \log 2 + |y_i - w^T x_i|", "(sum ? .. (+ (log 2) (abs (+ y[i] -(* wᵀ x[i])))))"),
        (r"\left(\sum_i x_i\right) - x_i", "(+ (sum i .. x[i]) -x[i])"),
        (r"\sum_i 2(x_i - b) \cdot (-1)", "(sum i .. (* 2 (+ x[i] -b) -1))"),
        (r"\sum_i \sum_j a_{ij} + b_i", "(sum i .. (+ (sum j .. a[i,j]) b[i]))"),
    ],
    "Dots": [
        (r"x_1 + x_2 + \dots + x_n", "(+ x[1] x[2] … x[n])"),
        ("x1 + x2 + ... + xn", "(+ x[1] x[2] … x[n])"),
        (r"x_1 - x_2 - \cdots - x_n", "(+ x[1] -x[2] … -x[n])"),
        (r"p(x_1) \cdots p(x_n)", "(* p(x[1]) … p(x[n]))"),
        (r"x_1, \dots, x_n \in \mathbb R", "{x[1] … x[n]} ∈ R"),
        (r"x = (x_1, \ldots, x_k)", "x = {x[1] … x[k]}"),
    ],
    "Derivatives in every notation": [
        (r"\frac{\partial L}{\partial w} = 0", "(d L w) = 0"),
        (r"\frac{d}{db} f(b) + 1", "(+ (d f(b) b) 1)"),
        (r"\frac {d} {db} f(b)", "(d f(b) b)"),
        (r"\frac{d^2L}{db^2} = 2n", "(d2 L b) = (* 2 n)"),
        (r"\frac{\partial^2 L}{\partial w \partial w^\top}", "(d2 L w)"),
        (r"\frac{\partial^2 L}{\partial w_j \partial w_k}", "(d (d L w[k]) w[j])"),
        (r"\frac{\partial}{\partial w}\|Xw-y\|^2", "(d (^ (norm (+ (* X w) -y)) 2) w)"),
        (r"\frac{\mathrm d}{\mathrm d b}\sum_i (x_i-b)^2", "(d (sum i .. (^ (+ x[i] -b) 2)) b)"),
        (r"\frac{\partial L}{\partial \sigma^2}", "(d L (^ sigma 2))"),
        (r"\frac{\partial cost}{\partial a_i}\frac{\partial a_i}{\partial w_j}", "(* (d cost a[i]) (d a[i] w[j]))"),
        ("dL/db = -2 sum(x_i - b)", "(d L b) = -(* 2 (sum ? .. (+ x[i] -b)))"),
        ("d/db f(b)", "(d f(b) b)"),
        ("∂L/∂b + d^2L/db^2", "(+ (d L b) (d2 L b))"),
        (r"\partial_w f + \nabla_w L(w) + \nabla L", "(+ (d f w) (d L(w) w) (d L ?))"),
        (r"\nabla_{w} w^TAw = 2Aw", "(d (* wᵀ A w) w) = (* 2 A w)"),
        (r"\nabla_{w,b} L", "(d L {w b})"),
        (r"\nabla_w^2 L", "(d2 L w)"),
        ("f'(b) + f''(b)", "(+ f'(b) f''(b))"),
        (r"\frac{d}{n} + nd", "(+ (/ d n) (* n d))"),
        (r"dL = 2r^T X\,dw", "∂L = (* 2 rᵀ X ∂w)"),
        ("dL = d[r^T r]", "∂L = ∂(* rᵀ r)"),
        ("dL = d(r^T r)", "∂L = ∂(* rᵀ r)"),
        (r"\mathrm{d}L = \mathrm d w^T x", "∂L = (* ∂wᵀ x)"),
    ],
    "Minima": [
        (
            r"\min_w \frac12\|Xw-y\|^2 + \lambda\|w\|^2",
            "(min [w] (+ (* (/ 1 2) (^ (norm (+ (* X w) -y)) 2)) (* lambda (^ (norm w) 2))))",
        ),
        (r"w^* = \arg\min_w L(w)", "w:star = (argmin [w] L(w))"),
        (r"\operatorname*{argmin}_{w,b} \sum_i |y_i - b|", "(argmin [w b] (sum i .. (abs (+ y[i] -b))))"),
        (r"\mathop{\arg\min}\limits_w L", "(argmin [w] L)"),
        (r"\underset{w}{\operatorname{argmin}}\; L", "(argmin [w] L)"),
        (r"\min_{w \in \mathbb{R}^d} L", "(min [w] L)"),
    ],
    "Matrices, tuples, cases": [
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4\end{pmatrix}", "<1 2; 3 4>"),
        (r"[X\ 1]", "<X 1>"),
        (r"[X \cdot 1] + [2 X]", "(+ (* X 1) (* 2 X))"),
        (r"1 + x + \frac{x^2}{2!} + \cdots", "(+ 1 x (/ (^ x 2) (factorial 2)) …)"),
        (r"(x, 1) + [X, \mathbf 1] + [1, 2; 3, 4]", "(+ <x; 1> <X (ones)> <1 2; 3 4>)"),
        ("(a, b)^T", "<a; b>"),
        (r"\begin{cases} 1, & x > 0 \\ -1, & \text{otherwise}\end{cases}", "{1 if (x > 0); -1 if else}"),
        (
            r"\begin{cases}|y| -\frac{\sigma}{2} & \text{ if } |y| > \sigma \\ y^2 & \text{ 其它情况}\end{cases}",
            "{(+ (abs y) -(/ sigma 2)) if ((abs y) > sigma); (^ y 2) if else}",
        ),
        (r"\left\{\begin{array}{ll} x & x \ge 0 \\ 0 & x < 0 \end{array}\right.", "{x if (x ≥ 0); 0 if (x < 0)}"),
    ],
    "Chains: arrows, commas, lines and prose part them": [
        ("a = b = c", "a = b = c"),
        (r"a = b \Rightarrow c = d \iff e = f", "a = b ;; [implies] c = d ;; [iff] e = f"),
        (r"a = b \rightarrow c = d", "a = b ;; [implies] c = d"),
        (r"\eta_t \to 0", "eta[t] → 0"),
        (r"w \leftarrow w - \eta g", "w ← (+ w -(* eta g))"),
        ("w <- w - eta * g", "w ← (+ w -(* eta g))"),
        ("x <-1", "x < -1"),
        (r"a \le b \ne c \propto d", "a ≤ b ≠ c ∝ d"),
        (r"X^TXw = X^Ty\\w=(X^TX)^{-1}X^Ty", "(* Xᵀ X w) = (* Xᵀ y) ;; [line] w = (* (^ (* Xᵀ X) -1) Xᵀ y)"),
        (r"\begin{aligned} L &= a \\ &= b + c \\ &\quad + d\end{aligned}", "L = a ;; [line] … = (+ b c d)"),
        (r"f(x) = a \\ -b = c", "f(x) = a ;; [line] -b = c"),
        (r"a = \\ b", "a = b"),
        (r"a = \\ = b", "a = b"),
        ("= b", "… = b"),
        ("a =", "a = …"),
        (r"x_i = b, \quad i = 1, \dots, n", "x[i] = b ;; [comma] i = {1 … n}"),
        (r"y_i = w^Tx_i \quad (i = 1, \dots, n)", "y[i] = (* wᵀ x[i]) ;; [comma] i = {1 … n}"),
        (r"a = b \quad c = d", "a = b ;; [comma] c = d"),
        (r"\because a = b, \therefore c = d", "[prose] a = b ;; [implies] c = d"),
        (r"\text{where } r = Xw - y", "[prose:where] r = (+ (* X w) -y)"),
        ("令导数为零：b = 3，所以 n = 4。", "[prose:令导数为零] b = 3 ;; [prose:所以] n = 4"),
        (r"x_i \overset{iid}{\sim} \mathcal N(0, 1) (i.i.d.)", "x[i] ∼ (normal 0 1)"),
        ("b = 1 （可逆）", "b = 1"),
        (r"X^T(Xw - y) \overset{!}{=} 0", "(* Xᵀ (+ (* X w) -y)) = 0"),
        (r"f \stackrel{\text{def}}{=} g", "f := g"),
        (r"\underbrace{X^TX}_{d \times d} w = X^T y", "(* Xᵀ X w) = (* Xᵀ y)"),
        (r"\boxed{w = X^{-1}y}", "w = (* (^ X -1) y)"),
        (r"\textcolor{red}{b} = 1 \tag{3}", "b = 1"),
        (r"{\color{red} b = 1}", "b = 1"),
        (r"b = \text{样本均值}", "b = 样本均值"),
        ("b = mean", "b = mean"),
        (r"\min_w L \quad \text{s.t. } w > 0", "(min [w] L) ;; [prose:s.t.] w > 0"),
        (r"\left( a \right. \\ \left. + b \right)", "(+ a b)"),
    ],
}


@pytest.mark.parametrize(
    ("formula", "tree"),
    [pytest.param(*row, id=f"{why}: {row[0]}") for why, rows in RIGHT.items() for row in rows],
)
def test_reads(formula: str, tree: str) -> None:
    assert sketch_reading(read(formula, NAMES)[0]) == tree


def test_the_table_is_large() -> None:
    assert sum(map(len, RIGHT.values())) >= 150


@pytest.mark.parametrize(
    ("formula", "others"),
    [
        (r"\log \sigma b", ["(* (log sigma) b)"]),
        ("1/2b", ["(/ 1 (* 2 b))"]),
        (r"(x-b)^2/2\sigma^2", ["(* (/ (^ (+ x -b) 2) 2) (^ sigma 2))"]),
        (r"\log\left(x\right)^2", ["(^ (log x) 2)"]),
        ("log(x)^2", ["(log (^ x 2))"]),
        (r"\log 2 \cdot n", ["(log (* 2 n))"]),
        # a quotient before a sum, a bracket after a space, one operand: nobody means anything else
        (r"1/n \sum_i x_i", []),
        ("1/2 (x-b)^2", []),
        (r"\log \sigma", []),
        (r"\exp(x) y", []),
        (r"n\log 2 + x", []),
        # a letter in the exponent of a log's bracket: of what the log is taken
        (r"\log(x)^n", []),
        (r"\log\left(\frac12\right)^{n}", []),
        (r"\ln(\frac{1}{\sqrt{2\pi}})^{n}", []),
    ],
)
def test_other_readings(formula: str, others: list[str]) -> None:
    assert [sketch_reading(reading) for reading in read(formula, NAMES)[1:]] == others


def test_readings_are_few() -> None:
    assert 2 <= len(read(r"\log a b + 1/2b + \log(x)^2 + \log 2 \cdot n", NAMES)) <= 4


@pytest.mark.parametrize(
    ("formula", "remark"),
    [
        (r"\sum_i^n x_i", "lower_limit"),
        (r"\sum_i \log 2 + |x_i|", "sum_reaches"),
        ("1/2b", "slash"),
        (r"\log \sigma b", "argument"),
    ],
)
def test_charity_is_told(formula: str, remark: str) -> None:
    assert f"reading.math.{remark}" in [message.key for message in read(formula, NAMES)[0].remarks]


def test_plain_notation_gets_no_remark() -> None:
    assert read(r"-2\sum_{i=1}^n x_i - b", NAMES)[0].remarks == ()


@pytest.mark.parametrize(
    ("formula", "declared", "functions", "tree"),
    [
        ("f(b)", "b", "", "f(b)"),
        ("u(b)", "b", "u", "u(b)"),
        ("f(b)", "b f", "", "(* f b)"),
        ("f(b)", "b f", "f", "f(b)"),
        ("loss(w)", "", "", "loss(w)"),
        ("ab", "", "", "(* a b)"),
        ("ab", "ab", "", "ab"),
        ("2abx", "ab x", "", "(* 2 ab x)"),
        ("e^x", "x e", "", "(^ e x)"),
        ("x^T", "x T", "", "(^ x T)"),
        (r"x^\top", "x T", "", "xᵀ"),
        ("xi", "xi", "", "xi"),
        (r"\Sigma_{ij} + Σ", "Sigma", "", "(+ Sigma[i,j] Sigma)"),
        ("dw", "w", "", "∂w"),
        ("dw", "w d", "", "(* d w)"),
        ("d[w]", "w d", "", "(* d w)"),
        ("frac{a}{b}", "f r a c b", "", "(/ a b)"),
        ("frac(a)", "f r a c", "", "(* f r a c a)"),
        ("d2", "d", "", "d[2]"),
        (r"\frac{dL}{dw}", "w d", "", "(d L w)"),
        ("P(y)", "P y", "", "(* P y)"),
        ("P(y|X)", "P y X", "", "P(y | X)"),
        ("I(x)", "x I", "", "(* I x)"),
        ("sigma(z)", "", "", "sigma(z)"),
        ("C + x", "C x", "", "(+ C x)"),
        ("N(b)", "b N", "", "(* N b)"),
        ("N(b, s)", "b s N", "", "(normal b s)"),
    ],
)
def test_names_decide(formula: str, declared: str, functions: str, tree: str) -> None:
    names = Names(frozenset(declared.split()), frozenset(functions.split()))
    assert sketch_reading(read(formula, names)[0]) == tree


@pytest.mark.parametrize(
    ("formula", "key", "quoted"),
    [
        ("x +", "missing_operand", "+"),
        ("a = = b", "missing_operand", "="),
        ("-", "missing_operand", "-"),
        ("x_", "missing_operand", "_"),
        ("x^{}", "missing_operand", "{"),
        ("a + * b", "unexpected", "*"),
        ("^2", "unexpected", "^"),
        ("_i x", "unexpected", "_"),
        ("x_{}", "unexpected", "}"),
        (r"\frac{1}{", "unclosed", "{"),
        ("(a + b", "unclosed", "("),
        (r"\left( x", "unclosed", r"\left("),
        ("|x", "unclosed", "|"),
        (r"\|x", "unclosed", r"\|"),
        (r"\text{hello", "unclosed", "{"),
        ("a + b)", "unopened", ")"),
        ("a}", "unopened", "}"),
        ("[a + b)", "mismatched", ")"),
        (r"\frac{1}", "missing_argument", r"\frac"),
        (r"\sqrt", "missing_argument", r"\sqrt"),
        (r"\sum_{i}", "missing_argument", r"\sum"),
        (r"x + \log", "missing_argument", r"\log"),
        (r"\arg\min_w", "missing_argument", r"\arg\min"),
        (r"\lim_{n} x", "unsupported", r"\lim"),
        (r"\zzyzx x", "unknown_command", r"\zzyzx"),
        (r"\sumx_i", "unknown_command_near", r"\sumx"),
        (r"\fracx", "unknown_command_near", r"\fracx"),
        (r"\sgima", "unknown_command_near", r"\sgima"),
        ("§ x", "unknown_character", "§"),
        ("a ∫ b", "unknown_character", "∫"),
        ("a $ b", "unknown_character", "$"),
        (r"\begin x", "environment_name", r"\begin"),
        (r"\left x", "lone_side", r"\left"),
        (r"b^2|_{b=2}", "evaluated", "|"),
        (r"\min_{w > 0} w", "constraint", ">"),
        (r"\int x", "unsupported", r"\int"),
        (r"\begin{foo} x \end{foo}", "unknown_environment", r"\begin{foo}"),
        (r"\begin{cases} x", "environment_open", "x"),
        (r"x \end{cases}", "environment_end", r"\end{cases}"),
        ("2 3", "two_numbers", "3"),
        ("x 2 3", "two_numbers", "3"),
        (r"\sum*{i=1}^n x_i", "eaten", "*{"),
        (r"\mathbf{x}*i", "eaten", "*i"),
        ("x_{i=1}", "relation_in_subscript", "{i=1}"),
        ("(a = b) + c", "relation_in_bracket", "="),
        (r"\begin{cases} 1 & 0 < x < 1 \\ 0\end{cases}", "double_condition", "<"),
        (r"\begin{cases} 1 \\ 2 & x>0\end{cases}", "cases", r"\begin{cases} 1 \\ 2 & x>0\end{cases}"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 \end{pmatrix}", "ragged", r"\begin{pmatrix} 1 & 2 \\ 3 \end{pmatrix}"),
        (r"\begin{pmatrix} 1 & \\ 3 & 4 \end{pmatrix}", "empty_cell", r"\\"),
        (r"\partial L", "partial", r"\partial"),
        (r"\frac{\partial^2 L}{\partial w}", "order", r"\frac{\partial^2 L}{\partial w}"),
        (r"x_1 + \dots", "dots", r"\dots"),
        (r"\dots + x", "dots", r"\dots"),
        (r"x_1 + x_2 - \dots + x_n", "dots_signs", r"\dots"),
        (r"x_1 - x_2 - \dots + x_n", "dots_signs", r"\dots"),
        ("()", "empty_bracket", "()"),
        ("f()", "empty_bracket", "()"),
        (r"\|v\|_3", "norm", "_"),
        (r"\sum_{i+1} x_i", "sum_range", "{i+1}"),
        (r"\sum_{1 < i < n} x_i", "sum_range", "{1 < i < n}"),
        (r"\exp(a, b)", "arity", r"\exp(a, b)"),
        ("2_x y", "subscript_of_number", "2_x"),
        (r"\sin_2 x", "subscript_of_function", "_"),
        (r"\overset{*}{w}", "annotation", r"\overset{*}{w}"),
        ("f(x) = x, f^{-1}(x)", "inverse_function", "f^{-1}(x)"),
    ],
)
def test_refuses_with_the_place(formula: str, key: str, quoted: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        read(formula, NAMES)
    assert isinstance(caught.value.problem, Message)
    assert caught.value.problem.key == f"reading.math.{key}"
    assert formula[caught.value.start : caught.value.end] == quoted


@pytest.mark.parametrize(
    ("formula", "meant"),
    [
        # letters swapped, lost, doubled, or of another language
        (r"\frca{1}{2}", r"\frac"),
        (r"\fraq{1}{2}", r"\frac"),
        (r"\farc{1}{2}", r"\frac"),
        (r"\summ_i x_i", r"\sum"),
        (r"a \rarrow b", r"\rightarrow"),
        (r"a \righarrow b", r"\rightarrow"),
        (r"a \Rigtharrow b", r"\Rightarrow"),
        (r"\apha x", r"\alpha"),
        (r"x \leqq 1", r"\leq"),
        (r"a \cdto b", r"\cdot"),
        (r"\parital f", r"\partial"),
        (r"\nalba_w f", r"\nabla"),
        (r"\sqr{x}", r"\sqrt"),
        (r"\opertorname{tr}", r"\operatorname"),
        # the space after a command is missing
        (r"\sumx_i", r"\sum x"),
        (r"\cdotx", r"\cdot x"),
        # the other half
        (r"\left( x", r"\right)"),
        (r"\left[ x", r"\right]"),
        (r"\left\{ x", r"\right\}"),
        (r"\left| x", r"\right|"),
        (r"x \right)", r"\left("),
        ("(x", ")"),
        ("x]", "["),
        ("|x", "|"),
        (r"\|x", r"\|"),
        (r"\frac{1}{2", "}"),
        # a side without its bracket
        (r"\left x \right)", r"\left("),
        # Markdown took an underscore
        (r"\sum*{i=1}^n x_i", r"\sum_{i=1}"),
        (r"\mathbf{x}*i", "_i"),
    ],
)
def test_a_suggestion_is_made(formula: str, meant: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        read(formula, NAMES)
    assert isinstance(caught.value.problem, Message)
    assert caught.value.problem.fields["suggestion"] == meant


def test_a_missing_lower_limit_is_suggested() -> None:
    (remark,) = read(r"\sum_i^n x_i", NAMES)[0].remarks
    assert isinstance(remark, Message)
    assert remark.fields["suggestion"] == r"\sum_{i=1}^{n}"


@pytest.mark.parametrize("formula", [r"\qwertyuiop x", "\\" + "a" * 200 + " x", r"\xyzzy"])
def test_no_suggestion_is_better_than_a_wild_one(formula: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        read(formula, NAMES)
    assert isinstance(caught.value.problem, Message)
    assert "suggestion" not in caught.value.problem.fields


@pytest.mark.parametrize(
    ("formula", "piece", "text"),
    [
        (r"a + \mathbf{Xw}^\top", "(* X wᵀ)", r"Xw}^\top"),
        (r"b = \frac{1}{n} \sum_{i=1}^n x_i", "(sum i 1..n x[i])", r"\sum_{i=1}^n x_i"),
        ("（a＋b）＝𝐗", "X", "𝐗"),
        ("2xᵢ²", "(^ x[i] 2)", "xᵢ²"),
        (r"\left\|y\right\|^2 = 1", "(norm y)", r"\left\|y\right\|"),
    ],
)
def test_spans_are_those_of_the_source(formula: str, piece: str, text: str) -> None:
    terms = [term for chain in read(formula, NAMES)[0].chains for term in chain.terms if term is not None]
    spans = [part.span for term in terms for part in walk(term) if sketch(part) == piece]
    assert spans
    assert spans[0] is not None
    assert formula[slice(*spans[0])] == text


def test_chains_have_spans() -> None:
    source = r"a = b \Rightarrow c = d"
    assert [source[slice(*chain.span)] for chain in read(source)[0].chains] == ["a = b", "c = d"]


@pytest.mark.parametrize(
    ("formula", "bound"),
    [
        ("(" * 100_000, "length"),
        (r"\frac" * 500, "nesting"),
        ("(" * 300 + "x" + ")" * 300, "nesting"),
        (r"\sum" * 1_000 + " x", "nesting"),
        ("x" + "/x" * 500, "nesting"),
        ("x" + "!" * 500, "nesting"),
        ("x" + r"\odot x" * 300, "nesting"),
        (r"\overset{!}{" * 30 + "=" + "}" * 30, "nesting"),
        ("√" * 1_000 + "x", "nesting"),
        ("x+" * 3_000 + "x", "tokens"),
        ("9" * 100, "number"),
        ("1e999999", "number"),
        ("x^99999", "exponent"),
    ],
)
def test_bounds(formula: str, bound: str) -> None:
    with pytest.raises(TooLarge) as caught:
        read(formula)
    assert caught.value.bound == bound


@pytest.mark.parametrize("formula", ["{" * 5_000, "|" * 3_000, "^" * 3_000, r"\begin{pmatrix}" * 300])
def test_floods_are_refused(formula: str) -> None:
    with pytest.raises((NotUnderstood, TooLarge)):
        read(formula)


def test_ordinary_nesting_is_read() -> None:
    assert sketch_reading(read("(" * 20 + "x" + ")" * 20)[0]) == "x"


PIECES = st.sampled_from(
    [
        r"\frac",
        r"\sum",
        r"\log",
        r"exp",
        r"_",
        r"^",
        r"{",
        r"}",
        r"(",
        r")",
        r"[",
        r"]",
        r"|",
        r"||",
        r"\|",
        r"\left(",
        r"\right)",
        r"+",
        r"-",
        r"*",
        r"/",
        r"=",
        r"\Rightarrow",
        r"\\",
        r"&",
        r",",
        r";",
        r".",
        r"x",
        r"b",
        r"X",
        r"i",
        r"n",
        r"1",
        r"2",
        r"0.5",
        r"\dots",
        r"...",
        r"'",
        r"T",
        r"\top",
        r"\hat",
        r"\mathbf",
        r"\text{if}",
        r"\begin{cases}",
        r"\end{cases}",
        r"\min",
        r"\nabla",
        r"\partial",
        r"d",
        r"dL/db",
        r"\quad",
        r"\mid",
        r"P(",
        r"e^",
        r"√",
        r"∑",
        r"ᵢ",
        r"²",
        r"𝐗",
        r"中文",
        r"\{",
        r"\}",
        r"<",
        r">",
        r"**",
        r"!",
        r"%",
        r"~",
        r"\underset",
        r"\overset",
        r"sum",
        r"xi",
        r"\int",
        r"->",
        r"\over",
        r"I",
        r"1[",
        r"\mathcal{N}(",
        r"\sqrt",
        r"#",
        r"$",
    ]
)


def refusal(source: str) -> NotUnderstood | None:
    """Read; only the two refusals may escape."""
    try:
        for reading in read(source, NAMES):
            for chain in reading.chains:
                assert len(chain.terms) == len(chain.ops) + 1
                for term in chain.terms:
                    for part in walk(term) if term is not None else ():
                        assert part.span is None or 0 <= part.span[0] <= part.span[1] <= len(source)
    except NotUnderstood as error:
        return error
    except TooLarge:
        return None
    return None


def attempt(source: str) -> None:
    """Read; a refusal's place is in the source."""
    error = refusal(source)
    assert error is None or 0 <= error.start <= error.end <= len(source)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=25), st.sampled_from(["", " "]))
def test_nothing_else_escapes(pieces: list[str], glue: str) -> None:
    attempt(glue.join(pieces))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_nothing_else_escapes_from_any_text(source: str) -> None:
    attempt(source)


FORMULAS = [row[0] for rows in RIGHT.values() for row in rows]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FORMULAS), st.integers(0, 60), st.sampled_from(["", "{", "}", "\\", "|", "_", "^", ")", "1"]))
def test_nothing_else_escapes_from_damaged_formulas(formula: str, at: int, put: str) -> None:
    at = min(at, len(formula))
    attempt(formula[:at] + put + formula[at + (0 if put else 1) :])


def test_reading_is_quick() -> None:
    """A typical formula is read in some tenths of a millisecond; the bound leaves room for a busy machine."""
    for formula in FORMULAS:
        read(formula, NAMES)
    start = time.process_time()
    for formula in FORMULAS:
        read(formula, NAMES)
    assert (time.process_time() - start) / len(FORMULAS) < (0.002 if sys.gettrace() is None else 0.1)
