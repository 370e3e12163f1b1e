"""Notations that real answers use, each with the plain formula that it must equal: in one sitting, the reader's reach.

Two formulas count as the same if they read as the same tree, or else if the comparison finds them equal.
"""

from __future__ import annotations

import pytest

from grader.maths.compare import compare
from grader.maths.reader import Names, read
from grader.maths.terms import Term

SAMPLE = "x: n, b, mu, sigma: >0"
DESIGN = "X: n*d rows x, y: n, w: d, v: d, A: d*d, sigma: >0"
NAMES = {
    SAMPLE: Names(frozenset(["x", "n", "b", "mu", "sigma"])),
    DESIGN: Names(frozenset(["X", "x", "y", "n", "d", "w", "v", "A", "sigma"])),
}

SQUARES = r"\sum_{i=1}^n (x_i-b)^2"
MEAN = r"\frac1n\sum_{i=1}^n x_i"
SLOPE = r"-2\sum_{i=1}^n (x_i-b)"
DENSITY = r"\frac{1}{\sqrt{2\pi\sigma^2}}\exp(-(b-\mu)^2/(2\sigma^2))"
SIGN = r"\operatorname{sgn}(b)"
POSITIVE = r"\mathbf 1[b>0]"
PAIRS = r"(\sum_i x_i)^2-\sum_i x_i^2"
ABOVE = r"\sum_{i=1}^n \mathbf 1[x_i>b]"
LOSS = "(Xw-y)^T(Xw-y)"
HALF_GRADIENT = "X^T(Xw-y)"
SOLUTION = "(X^T X)^{-1} X^T y"
GRADIENT = "2X^T(Xw-y)"
FROBENIUS = r"\sum_{i=1}^n\sum_{j=1}^d X_{ij}^2"
DOT = r"w^T v"
ABSOLUTE = r"\sum_{i=1}^n |y_i-x_i^T w|"
LEAST = r"\arg\min_w\|Xw-y\|^2"

TABLE: dict[tuple[str, str, str], list[str]] = {
    ("a sum over a sample", SAMPLE, SQUARES): [
        "sum_i (x_i-b)^2", "sum_{i=1}^{n}(xi-b)^2", "sum(x_i - b)^2", "Σ(xi - b)²", "Σᵢ (xᵢ − b)²",
        "Σ_i=1^n (x_i - b)^2", r"\sum_i^n (x_i-b)^2", r"\sum_{i}^{n} (x_i-b)^2", r"\sum\nolimits_{i=1}^n (x_i-b)^2",
        r"\sum^n_{i=1}(x_i-b)^2", r"\sum\limits_{i=1}^n{(x_i-b)^2}",
        r"\sum _{i = 1} ^ {n} \left ( x _ { i } - b \right ) ^ { 2 }",
        r"\sum_{i=1}^n \left|\left| x_i-b\right|\right|^2", r"\sum_{i=1}^n |x_i-b|^2", r"\sum_{k=1}^n (x_k-b)^2",
        r"\sum_{i=0}^{n-1} (x_{i+1}-b)^2", r"\sum_{i\in\{1,\ldots,n\}} (x_i-b)^2", r"\sum_{i \in [1,n]} (x_i-b)^2",
        r"\sum_{i\in[n]} (x_i-b)^2", r"\sum_{1\leq i\leq n} (x_i-b)^2", r"\sum_{i=1,2,\dots,n} (x_i-b)^2",
        r"\sum_{\substack{i=1}}^n (x_i-b)^2", r"(x_1-b)^2 + (x_2-b)^2 + \cdots + (x_n-b)^2",
        "(x1-b)^2 + ... + (xn-b)^2", "sum_{i=1..n} (x_i - b)^2", "sum from i=1 to n of (x_i-b)^2",
        "sum_{i=1 to n} (x_i-b)^2", "sum i=1..n (x_i - b)^2", "sum(i=1..n) (x_i - b)^2",
        r"\mathcal{L}(b) = \sum_i (x_i-b)^2", r"\ell(b) := \sum_i (x_i-b)^2", r"L(b) \triangleq \sum_i (x_i-b)^2",
        "&#8721;_i (x_i&nbsp;-&nbsp;b)<sup>2</sup>", "∑_i(x_i-b)**2", "∑ᵢ₌₁ⁿ (xᵢ − b)²",
    ],
    ("a sum over all but the last", SAMPLE, r"\sum_{i=1}^{n-1} (x_i-b)^2 + x_{n-1}"): [
        "∑ᵢ₌₁ⁿ⁻¹ (xᵢ − b)² + xₙ₋₁",
    ],
    ("a mean", SAMPLE, MEAN): [
        "(1/n)∑i xi", "1/n * (x1 + x2 + ... + xn)", "(x1+x2+...+xn)/n", "1/n sum x_i", r"\bar{x}", r"\overline{x}",
        "x̄", r"\mathrm{mean}(x_1,\dots,x_n)", "np.mean(x)", r"\frac{x_1+x_2+\dots+x_n}{n}", r"\dfrac{\sum x_i}{n}",
        r"frac{1}{n}\sum_i x_i", "frac1n sum_i x_i", r"\frac {\sum _{i=1} ^n x_i} n",
        r"{1\over n}\sum_i x_i", r"n^{-1}\sum_i x_i",
        r"\frac{1}{n}\left(x^{(1)}+\dots+x^{(n)}\right)",
    ],
    ("a derivative", SAMPLE, SLOPE): [
        r"\frac {d} {db} \sum_i (x_i-b)^2", r"\frac{d}{d b}\sum_i (x_i-b)^2", "d/db sum_i (x_i-b)^2",
        "∂/∂b ∑(x_i-b)^2", r"\frac{\mathrm d}{\mathrm d b}\sum_i (x_i-b)^2",
        r"\frac{{\rm d}}{{\rm d}b}\sum_i (x_i-b)^2", r"\frac{d\sum_i (x_i-b)^2}{db}", r"\partial_b \sum_i (x_i-b)^2",
        r"\nabla_b \sum_i (x_i-b)^2", r"\frac{\partial}{\partial b}\left[\sum_i (x_i-b)^2\right]",
        r"\left(\sum_i (x_i-b)^2\right)'_b", r"\frac{\delta}{\delta b}\sum_i (x_i-b)^2",
    ],
    ("a second derivative", SAMPLE, "2n"): [
        r"\frac{d^2}{db^2}\sum_i(x_i-b)^2", r"\frac{\partial^2 \sum_i(x_i-b)^2}{\partial b^2}",
        "d2/db2 (nb^2)", "d²/db² (nb²)", "d^2/db^2 (nb^2)",
    ],
    ("a name with a second derivative", SAMPLE, r"\frac{d^2 L}{d b^2} = 2n"): [
        "d2L/db2 = 2n", "d²L/db² = 2n", "d^2L/db^2 = 2n", "d2L / db2 = 2n",
    ],
    ("a derivative at a point", SAMPLE, r"2\mu"): [
        r"\left.\frac{d b^2}{db}\right|_{b=\mu}", r"\frac{d}{db} b^2 \Big|_{b=\mu}",
        r"\frac{\partial b^2}{\partial b}|_{b=\mu}",
    ],
    ("a density", SAMPLE, DENSITY): [
        r"\frac{1}{\sqrt{2\pi}\sigma}e^{-\frac{(b-\mu)^2}{2\sigma^2}}", "1/√(2πσ²) e^(-(b-μ)²/(2σ²))",
        r"(2\pi\sigma^2)^{-1/2}\exp\left\{-\frac{(b-\mu)^2}{2\sigma^2}\right\}",
        "1/(sqrt(2pi)sigma) exp(-(b-mu)^2/(2sigma^2))",
        r"\frac{1}{\sqrt{2\pi}\,\sigma}\,{\rm e}^{-{(b-\mu)^2 \over 2\sigma^2}}",
    ],
    ("a logarithm", SAMPLE, r"n\log(\sigma)"): [
        r"\log(\sigma)^n", r"\ln\left(\sigma\right)^{n}",
        r"n \ln \sigma", r"n\operatorname{ln}\sigma", "n log(σ)", "nlogσ", r"n \log_e \sigma", "n*np.log(sigma)",
    ],
    ("a sign", SAMPLE, SIGN): [
        r"\mathrm{sign}(b)", r"\text{sgn}(b)", "sign(b)", r"\textrm{sgn}\,b", r"\sgn(b)",
        r"\mathop{\mathrm{sgn}}(b)", r"\mathop{\rm sgn}(b)", r"{\rm sgn}(b)", r"{\rm sgn}\, b",
        r"\operatorname*{sgn}(b)", r"\frac{b}{|b|}", r"\begin{cases} 1 & b>0\\ 0 & b=0 \\ -1 & b<0\end{cases}",
        r"\begin{cases} 1, & \text{if } b>0,\\ 0, & \text{if } b=0, \\ -1, & \text{if } b<0.\end{cases}",
        r"\left\{\begin{aligned} 1, & b>0\\ 0,& b=0 \\ -1,& b<0\end{aligned}\right.",
        r"\left\{\begin{array}{ll} 1 & b>0\\ 0& b=0 \\ -1& b<0\end{array}\right.",
    ],
    ("an absolute value", SAMPLE, "|b|"): [
        r"\lvert b\rvert", r"\left\vert b\right\vert", r"\vert b\vert", r"\mid b \mid", "∣b∣", r"\bigl|b\bigr|",
        "abs(b)", r"\begin{cases} b & \text{当 } b \ge 0 \\ -b & \text{其他}\end{cases}",
        r"\begin{cases} b\quad \mathrm{if}\ b \ge 0 \\ -b \quad \mathrm{otherwise}\end{cases}",
    ],
    ("an indicator", SAMPLE, POSITIVE): [
        r"\mathbb{1}\{b>0\}", r"\mathbf{1}_{b>0}", r"\mathbf 1_{\{b>0\}}", r"\mathbb{1}_{[b>0]}", r"\mathbb{I}(b>0)",
        r"\mathbb I\{b>0\}", r"\mathbb{I}_{b>0}", "I(b>0)", "I_{b>0}", "1_{b>0}", r"1\{b>0\}", "1[b>0]",
        r"\chi_{b>0}", r"\mathds{1}_{b>0}", r"\boldsymbol{1}(b>0)", r"\mathbb{1}\left\{b>0\right\}",
        r"\mathrm{I}(b>0)",
    ],
    ("a positive part", SAMPLE, r"\frac{b+|b|}{2}"): [
        r"\max(b,0)", r"\max\{b,0\}", "max(b, 0)", "(b)_+", "[b]_{+}", r"\left(b\right)_+",
    ],
    ("a double sum", SAMPLE, r"(\sum_i x_i)^2"): [
        r"\sum_{i=1}^n\sum_{j=1}^n x_i x_j", r"\sum_{i,j} x_i x_j", r"\sum_{i,j=1}^n x_i x_j",
        r"\sum_i\sum_j x_ix_j", r"\sum_{i=1,j=1}^n x_ix_j", r"\sum_{i,j\in[n]} x_ix_j",
    ],
    ("a sum over the rest, over pairs", SAMPLE, PAIRS): [
        r"\sum_{i=1}^n\sum_{j\neq i} x_ix_j", r"\sum_{i\neq j} x_ix_j", r"2\sum_{i<j} x_ix_j",
        r"2\sum_{1\le i<j\le n} x_ix_j", r"\sum_{i=1}^n\sum_{\substack{j=1\\ j\neq i}}^n x_ix_j",
        r"\sum_{i=1}^n\sum_{j=1, j \ne i}^n x_ix_j", r"\sum_{i=1}^n \sum_{j=1 \atop j \ne i}^n x_i x_j",
        r"2\sum_{i,j : i<j} x_ix_j", r"2\sum_{1\leq i<j\leq n} x_i x_j",
    ],
    ("a sum on a condition, a count", SAMPLE, ABOVE): [
        r"\sum_{i:x_i>b} 1", r"\sum_{x_i>b} 1", r"\sum_{i, x_i>b} 1", r"\sum_{i \mid x_i>b} 1", r"\sum_i 1\{x_i>b\}",
        r"|\{i: x_i>b\}|", r"\#\{i \mid x_i>b\}", r"\sum_i [x_i > b]",
    ],
    ("a product", SAMPLE, r"\prod_{i=1}^n x_i"): [
        r"x_1 x_2 \cdots x_n", r"x_1 \cdot x_2 \cdot ... \cdot x_n", r"x_1 \times \dots \times x_n", "∏ x_i",
        "prod_i x_i", r"\Pi_{i=1}^n x_i",
    ],
    ("a binomial coefficient", SAMPLE, r"\frac{n(n-1)}{2}"): [
        r"\binom{n}{2}", r"{n \choose 2}", r"\tbinom n2",
    ],
    ("numbers", SAMPLE, "1000 b"): [
        r"1{,}000 b", "1,000 b", "10^3 b", "1e3 b", r"\frac{b}{10^{-3}}",
    ],
    ("half", SAMPLE, r"\frac{b}{2}"): [
        "0.5 b", ".5b", "½b", r"\frac12 b", r"b \div 2", "b ÷ 2", r"50\% b", r"\tfrac{1}{2}b",
    ],
    ("a square root", SAMPLE, r"\sqrt{\sigma}"): [
        "√σ", "sqrt(σ)", r"\sigma^{1/2}", r"\sigma^\frac12", r"\sigma^{0.5}", r"\sqrt \sigma",
    ],
    ("a median", SAMPLE, r"\operatorname{median}(x)"): [
        r"\mathrm{med}(x_1,\dots,x_n)", "median(x_1, ..., x_n)", r"\text{median}(x_i)",
        r"\operatorname*{median}_{i} x_i", r"\operatorname{median}\{x_1,\dots,x_n\}", "med(x)",
        r"\operatorname{median}\{x_i\}_{i=1}^n",
    ],
    ("a variance", SAMPLE, r"\frac1n\sum_i (x_i-\bar x)^2"): [
        r"\operatorname{Var}(x)", r"\mathrm{var}(x)", r"\mathbb{V}(x)",
    ],
    ("what does not matter", SAMPLE, "b+1"): [
        r"\boxed{b+1}", r"\color{red}{b+1}", r"{\color{blue}b+1}", r"\displaystyle b+1", r"b\,\,+\;1\:\!",
        r"b + \hspace{1cm} 1", "b&nbsp;+&nbsp;1", r"\underbrace{b+1}_{\text{new}}",
        r"\begin{aligned}b+1\end{aligned}", r"b+1 \tag{3}", "b+1.", "b＋１。", r"\therefore b+1", r"\because b+1",
        r"\Rightarrow b+1", r"\text{so } b+1", r"\left( b+1 \right)", r"{\bf b} + 1",
    ],
    ("a squared norm", DESIGN, LOSS): [
        "||Xw − y||^2", "‖Xw−y‖₂²", "|Xw-y|^2", r"\|\mathbf X\mathbf w-\mathbf y\|^2",
        r"\left\lVert Xw-y\right\rVert^2", r"\lVert Xw-y\rVert_2^2", r"\left\|Xw-y\right\|_{2}^{2}",
        r"\Vert Xw-y\Vert^2", r"\left|\left|Xw-y\right|\right|_2^2", r"\|Xw-y\|_{L_2}^2", r"\|Xw-y\|_{\ell_2}^2",
        "(Xw-y)^2", "norm(Xw-y)^2", "np.linalg.norm(X@w-y)**2", r"\norm{Xw-y}^2", r"\parallel Xw-y\parallel^2",
        r"\langle Xw-y,Xw-y\rangle", "⟨Xw-y,Xw-y⟩", "<Xw-y, Xw-y>", r"\left<Xw-y,Xw-y\right>", r"(Xw-y)\cdot(Xw-y)",
        "np.dot(Xw-y, Xw-y)", r"\sum_i (x_i^T w-y_i)^2", r"\sum_{i=1}^n(y^{(i)}-w^\top x^{(i)})^2",
        r"\sum_{i=1}^n(y_i-\langle w,x_i\rangle)^2", r"\sum_i (y_i-\sum_j x_{ij}w_j)^2", r"\|\mathbf{Xw-y}\|^2",
    ],
    ("a transpose", DESIGN, HALF_GRADIENT): [
        "X'(Xw-y)", "Xᵀ(Xw-y)", r"X^{\mathsf T}(Xw-y)", r"X^\intercal(Xw-y)", r"X^{\rm T}(Xw-y)",
        r"X^{\text{T}}(Xw-y)", "X.T @ (X @ w - y)", "X^⊤(Xw−y)", "X⊤(Xw−y)", "X^⊺(Xw-y)", "X^top(Xw-y)", "XT(Xw-y)",
        "transpose(X)(Xw-y)", r"{\bf X}^T({\bf Xw}-{\bf y})",
        r"\boldsymbol{X}^{\top}(\boldsymbol{X}\boldsymbol{w}-\boldsymbol{y})", "X.T.dot(X.dot(w) - y)",
        r"\bm X^\top(\bm X\bm w-\bm y)", r"\vec{X}^T(X\vec{w}-\vec{y})", r"\mathbf{X^T}(Xw-y)", r"X^{\prime}(Xw-y)",
        r"\mathbf X ^ \top (\mathbf X \mathbf w - \mathbf y)", "X<sup>T</sup>(Xw-y)",
    ],
    ("an inverse", DESIGN, SOLUTION): [
        "(XᵀX)⁻¹Xᵀy", "inv(X'X)X'y", "np.linalg.inv(X.T @ X) @ X.T @ y", "np.linalg.inv(X.T.dot(X)).dot(X.T).dot(y)",
        "np.linalg.solve(X.T @ X, X.T @ y)", r"\left(\mathbf X^\top\mathbf X\right)^{-1}\mathbf X^\top\mathbf y",
        "(X^TX)^-1X^Ty", "(X^TX)^(-1)X^Ty", r"{(X^TX)}^{-1}X^Ty", "[X^TX]^{-1}X^Ty", r"(X^\top X) ^ {-1} X ^ \top y",
    ],
    ("a pseudo-inverse", DESIGN, r"X^\dagger y"): [
        "X^+y", "X^{+}y", "X†y", "X^†y", "pinv(X)y", "np.linalg.pinv(X) @ y",
    ],
    ("a trace, a Frobenius norm", DESIGN, FROBENIUS): [
        r"\operatorname{tr}(X^TX)", "tr(X'X)", r"\mathrm{Tr}\left[X^TX\right]", r"\text{trace}(X^TX)", r"\tr(X^TX)",
        r"\|X\|_F^2", r"\|X\|_{\mathrm F}^2", r"\|X\|_{fro}^2", r"\sum_{i,j}X_{ij}^2", r"{\rm tr}(X^TX)",
        r"{\rm tr}(X^{\rm T} X)",
    ],
    ("a gradient", DESIGN, GRADIENT): [
        r"\nabla_{\mathbf w}\|Xw-y\|^2", r"\frac{\partial}{\partial w}\|Xw-y\|^2",
        r"\frac{\partial \|Xw-y\|^2}{\partial w}", r"\frac{d\|Xw-y\|^2}{dw}", "∇_w ||Xw-y||^2", "∇w ||Xw-y||^2",
        "∂/∂w ||Xw-y||²", "∂||Xw-y||^2/∂w", "d/dw ||Xw-y||^2", r"\partial\|Xw-y\|^2/\partial w",
        r"\frac {\partial} {\partial \mathbf w} \|Xw-y\|^2", "grad_w ||Xw-y||^2",
        r"\operatorname{grad}_w \|Xw-y\|^2", r"\boldsymbol\nabla_w\|Xw-y\|^2", r"\frac{\delta\|Xw-y\|^2}{\delta w}",
    ],
    ("a Hessian", DESIGN, "2X^TX"): [
        r"\nabla_w^2\|Xw-y\|^2", r"\nabla^2_w\|Xw-y\|^2", r"\frac{\partial^2}{\partial w\partial w^T}\|Xw-y\|^2",
        r"\frac{\partial^2\|Xw-y\|^2}{\partial w^2}", r"\nabla_w (\nabla_w\|Xw-y\|^2)^T",
    ],
    ("an inner product", DESIGN, DOT): [
        r"w\cdot v", "w·v", r"\langle w,v\rangle", r"\left\langle w,v\right\rangle", r"w_1v_1+\dots+w_dv_d",
        r"\sum_{j=1}^d w_jv_j", r"\sum_j w_jv_j", r"\mathbf{w}^\top\mathbf{v}", r"\begin{pmatrix}w^T\end{pmatrix}v",
        r"(w^T, 1)(v^T,1)^T - 1", r"\begin{bmatrix}w^T & 1\end{bmatrix}\begin{bmatrix}v\\ 1\end{bmatrix} - 1",
    ],
    ("ones, the identity, entrywise products", DESIGN, r"\operatorname{diag}(w)v"): [
        r"w\odot v", r"w \circ v", "w ⊙ v", r"\operatorname{diag}(w_1,\dots,w_d)v", r"I_d \operatorname{diag}(w) v",
        r"\mathbf I(w\odot v)", r"I_{d\times d}(w \odot v)",
    ],
    ("a sum of absolute errors", DESIGN, ABSOLUTE): [
        r"\|y-Xw\|_1", r"\|y-Xw\|_{1}", "‖y−Xw‖₁", "||y-Xw||_1", r"\left\|y-Xw\right\|_{\ell_1}", r"\|y-Xw\|_{L1}",
        r"-\log \prod_{i=1}^n \frac12\exp(-|y_i-w^Tx_i|) - n\log 2", "sum_i |yi - wTxi|",
        r"\sum_i \mid y_i-w^\top x_i \mid",
    ],
    ("a minimiser", DESIGN, LEAST): [
        r"\mathop{\arg\min}\limits_w \|Xw-y\|^2", r"\underset{w}{\arg\min}\|Xw-y\|^2",
        r"\underset{w}{\operatorname{arg\,min}}\;\|Xw-y\|^2", r"\operatorname*{argmin}_w\|Xw-y\|^2",
        r"\mathrm{argmin}_w\|Xw-y\|^2", "argmin_w ||Xw-y||^2", "arg min_w ||Xw-y||^2", r"\argmin_w\|Xw-y\|^2",
        r"\arg\min\limits_{w}\|Xw-y\|^2", r"\arg \underset{w}{\min}\|Xw-y\|^2",
        r"\arg\min_{w\in\mathbb R^d}\|Xw-y\|^2", r"\text{argmin}_w\ \|Xw-y\|^2",
        r"\mathop{\rm argmin}\limits_w\|Xw-y\|^2", r"{\arg\min}_w\|Xw-y\|^2", r"{\rm arg}\min_w\|Xw-y\|^2",
        r"\mathop{\mathrm{argmin}}_{w}\|Xw-y\|^2",
    ],
    ("a minimum", DESIGN, r"\min_w\|Xw-y\|^2"): [
        r"\min\limits_w \|Xw-y\|^2", "min_w ||Xw-y||^2", r"\underset{w}{min}\|Xw-y\|^2",
        r"\underset{w}{\text{minimize}}\ \|Xw-y\|^2", "minimize_w ||Xw-y||^2", r"\mathop{min}\limits_{w}\|Xw-y\|^2",
    ],
    ("a sum over a set", DESIGN, r"\frac{1}{|B|}\sum_{i\in B} y_ix_i"): [
        r"\frac{1}{|\mathcal{B}|}\sum_{i\in\mathcal{B}}y_ix_i", r"1/|B| \sum_{i \in B} y_ix_i",
        "1/|B| ∑_{i∈B} y_i x_i", r"\frac{1}{|\mathcal{B}|}\sum_{(x_i,y_i)\in\mathcal{B}}y_ix_i",
    ],
    ("an expectation", DESIGN, r"\mathbb{E}[y]"): [
        r"\mathbb E\left[y\right]", r"\operatorname{E}[y]", r"\mathrm{E}(y)", "𝔼[y]", r"\mathbb{E}\{y\}",
        r"\mathbb{E} y", "E[y]",
    ],
    ("a factor before an expectation", DESIGN, r"\sigma\mathbb{E}[y]"): [
        r"\sigma E[y]", "σE[y]",
    ],
    ("letters before an expectation", SAMPLE, r"a\mathbb{E}[U]"): ["aE[U]", "a E[U]"],
    ("an equation", DESIGN, "X^TXw = X^Ty"): [
        r"X^\top X w \stackrel{!}{=} X^\top y", r"X^TXw \overset{!}{=} X^Ty", "X^T X w == X^T y", r"X^TXw &= X^Ty",
    ],
    ("what is only named", DESIGN, r"\|\cdot\|_2"): [
        r"\left\|\cdot\right\|_{2}", r"\lVert \cdot \rVert_2",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("notation", "plain", "declared"),
    [
        pytest.param(notation, plain, declared, id=f"{why}: {notation}")
        for (why, declared, plain), notations in TABLE.items()
        for notation in notations
    ],
)
def test_a_notation_says_what_the_plain_formula_says(notation: str, plain: str, declared: str) -> None:
    names = NAMES[declared]
    assert sides(notation, names) == sides(plain, names) or compare(notation, plain, declared).verdict == "equal"


def sides(formula: str, names: Names) -> list[tuple[tuple[Term | None, ...], tuple[str, ...]]]:
    """The terms and relations of the likeliest reading, without their places."""
    return [(chain.terms, chain.ops) for chain in read(formula, names)[0].chains]


def test_the_table_is_large() -> None:
    assert sum(map(len, TABLE.values())) > 300


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (r"\sum_{i \in B} y_i", r"\sum_i y_i", "a batch is not all"),
        (r"\sum_{i \in B} y_i", r"\sum_{i \in S} y_i", "two sets"),
        (r"\sum_{i:y_i>\sigma} y_i", r"\sum_i y_i", "a condition"),
        (r"\sum_{i \ne 1} y_i", r"\sum_i y_i", "one is left out"),
        (r"\mathbb{E}_{x\sim p}[y]", r"\mathbb{E}_{x\sim q}[y]", "two distributions"),
        (r"\mathbb{E}_x[y]", r"\mathbb{E}[y]", "over what"),
        (r"\frac{d\sigma^2}{d\sigma}|_{\sigma=0}", r"\frac{d\sigma^2}{d\sigma}", "at a point"),
        ("(y)_+", "y", "a positive part"),
        (r"\mid y \mid", "y", "bars"),
        ("1[y_1>0]", "1", "a condition"),
    ],
)
def test_a_notation_is_not_dropped(one: str, other: str, why: str) -> None:
    assert sides(one, NAMES[DESIGN]) != sides(other, NAMES[DESIGN]), why
