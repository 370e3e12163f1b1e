"""Stand-ins take what drawing code does with a figure."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from grader.jail import stand_ins


@pytest.fixture
def installed() -> Iterator[None]:
    finders, modules = list(sys.meta_path), dict(sys.modules)
    stand_ins.install()
    yield
    sys.meta_path[:] = finders
    for name in set(sys.modules) - set(modules):
        del sys.modules[name]


@pytest.mark.usefixtures("installed")
def test_drawing() -> None:
    plt: Any = importlib.import_module("seaborn.nothing.like.it")
    figure, axes = plt.subplots(2, 2)
    axes[0][1].plot([1], [2])
    _, row = plt.subplots(ncols=3)
    _, one = plt.subplots()
    (line,) = one.plot([1])
    line.set_label("x")
    plt.rcParams["font.size"] = 3
    with plt.style.context("a"):
        figure.savefig("x.png")
    assert len(row) == 3


@pytest.mark.usefixtures("installed")
def test_progress() -> None:
    tqdm: Any = importlib.import_module("tqdm.notebook")
    bar = tqdm.tqdm(range(3), desc="epochs")
    assert list(bar) == [0, 1, 2]
    bar.set_postfix(loss=1)
    assert list(tqdm.trange(2)) == [0, 1]


@pytest.mark.usefixtures("installed")
def test_a_module_that_is_there_is_the_real_one() -> None:
    assert importlib.import_module("json").dumps([1]) == "[1]"
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("nothing_like_it")
