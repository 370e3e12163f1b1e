"""The reader of notebooks on files that no notebook program writes: each is read or refused by name, and soon."""

from __future__ import annotations

import json
import time
import tracemalloc

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core import Unplaced
from grader.reading.document import Document
from grader.reading.notebook import read_notebook

FUZZ = settings(max_examples=200, deadline=None)
BYTES_A_CHARACTER = 400  # cells are small dictionaries, and become passages
ROOM = 2_000_000

KEYS = ("cells", "cell_type", "source", "metadata", "outputs", "grader", "part", "nbgrader", "grade_id", "nbformat",
        "nbformat_minor", "worksheets", "attachments", "id", "execution_count", "input", "level")  # fmt: skip
WORDS = st.sampled_from((
    "code", "markdown", "raw", "heading", "x = 1\n", "%time", "# Exercise 1 (a)", "$b = 1$", "a", "<!-- part: a -->",
    "def f(", "\x00", "\ud800", "```python", "$$", "linear_regression/a",
))  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | WORDS | st.text(max_size=6)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=25,
)
CELLS = st.fixed_dictionaries(
    {"cell_type": WORDS | JSON, "source": WORDS | st.lists(WORDS, max_size=4) | JSON},
    optional={"metadata": JSON, "outputs": JSON, "attachments": JSON, "id": JSON},
)
NOTEBOOKS = st.fixed_dictionaries(
    {"cells": st.lists(CELLS | JSON, max_size=6)},
    optional={"metadata": JSON, "nbformat": JSON, "nbformat_minor": JSON, "worksheets": JSON},
)
OLD = st.fixed_dictionaries(
    {"worksheets": st.lists(st.fixed_dictionaries({"cells": st.lists(CELLS | JSON, max_size=3)}) | JSON, max_size=3)},
    optional={"metadata": JSON, "nbformat": st.integers(1, 5) | JSON},
)
TEXTS = (NOTEBOOKS | OLD | JSON).map(json.dumps)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A notebook with a piece cut out, or repeated, or with a bracket too many."""
    text = draw(TEXTS)
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return text[:start] + draw(st.sampled_from(("", text[start:end] * 2, "[" * 9, "}", '"', "\\u0000"))) + text[end:]


def _check(found: Document | Unplaced) -> None:
    if isinstance(found, Unplaced):
        assert found.fatal
        return
    for piece in found.pieces:
        assert isinstance(piece.passage.source, str)
        assert piece.passage.origin.cell is not None
        piece.passage.where(0, len(piece.passage.source))


@FUZZ
@given(text=TEXTS | damaged() | st.text(max_size=60))
def test_any_notebook(text: str) -> None:
    _check(read_notebook(text, "a.ipynb"))


@settings(max_examples=60, deadline=None)
@given(text=TEXTS | damaged(), times=st.integers(1, 200))
def test_many_cells_take_time_and_memory_in_proportion(text: str, times: int) -> None:
    text = f'{{"cells": [{", ".join([text[:400]] * times)}]}}'
    tracemalloc.start()
    start = time.process_time()
    _check(read_notebook(text, "a.ipynb"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < ROOM + BYTES_A_CHARACTER * len(text)
    assert time.process_time() - start < 1.0 + 1e-4 * len(text)


def test_depth_is_refused_by_name() -> None:
    for opening in ("[", '{"cells":[', '{"a":'):
        found = read_notebook(opening * 100_000, "a.ipynb")
        assert isinstance(found, Unplaced)
        assert found.fatal
