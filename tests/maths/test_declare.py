"""Declarations: what each entry of the mini-language means."""

from __future__ import annotations

import pytest

from grader.maths.declare import BadDeclaration, declare


@pytest.mark.parametrize(
    ("text", "name", "shape", "kind"),
    [
        ("b", "b", "1×1", "any"),
        ("y: n", "y", "n×1", "any"),
        ("X: n*d", "X", "n×d", "any"),
        ("X: n×d rows x", "X", "n×d", "any"),
        ("sigma: >0", "sigma", "1×1", "positive"),
        ("\\sigma: > 0", "sigma", "1×1", "positive"),
        ("A: d*d symmetric", "A", "d×d", "symmetric"),
        ("v: 3", "v", "3×1", "any"),
        ("lambda: n >0", "lambda", "n×1", "positive"),
        ("k: integer", "k", "1×1", "integer"),
        ("mu_0", "mu_0", "1×1", "any"),
        ("y: n count", "y", "n×1", "count"),
        ("k: count random", "k", "1×1", "count"),
    ],
)
def test_an_entry(text: str, name: str, shape: str, kind: str) -> None:
    declared = declare(text).declared[name]
    assert (str(declared.shape), declared.kind) == (shape, kind)


def test_the_deviation_of_white_noise() -> None:
    scope = declare("Z: n*d rows z white sigma, e: n random centred, sigma: >0")
    laws = {name: (declared.law, declared.deviation) for name, declared in scope.declared.items()}
    assert laws == {"Z": ("white", "sigma"), "e": ("centred", None), "sigma": (None, None)}
    assert scope.rows == {"z": "Z"}


def test_dimensions_in_order_and_rows() -> None:
    scope = declare("X: n*d rows x, y: n, w: d, sigma: >0, A: d*d, b")
    assert scope.dims == ("n", "d")
    assert scope.rows == {"x": "X"}
    assert scope.knows("x")
    assert not scope.knows("z")


@pytest.mark.parametrize("text", ["X: n*d*k", "3x: n", "X: n*", ": n", "X n d", "sigma: <0"])
def test_what_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(BadDeclaration) as caught:
        declare(f"b, {text}")
    assert caught.value.problem.fields["entry"] == text.strip()
