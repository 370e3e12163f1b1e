"""Every sentence of the grader exists in both languages, with the same fields, and is asked for somewhere."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import grader
from grader.core import Message, Text
from grader.report.words import WORDS, render

PACKAGE = Path(grader.__file__).parent


def _calls() -> Iterator[tuple[str, str, ast.expr | None]]:
    """(place, key, fields) of every ``Message("key", …)`` in the package."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message" and node.args:
                place = f"{file.relative_to(PACKAGE)}:{node.lineno}"
                fields = node.args[1] if len(node.args) > 1 else None
                for key in _keys(node.args[0]):
                    yield place, key, fields


def _keys(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(key)):
            yield key
        case ast.IfExp(body=body, orelse=orelse):
            yield from _keys(body)
            yield from _keys(orelse)


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


CALLS = list(_calls())


def test_messages_were_found() -> None:
    assert len({key for _, key, _ in CALLS}) > 30


@pytest.mark.parametrize(("place", "key", "fields"), CALLS, ids=[f"{place} {key}" for place, key, _ in CALLS])
def test_a_message_has_words_for_its_fields(place: str, key: str, fields: ast.expr | None) -> None:
    assert key in WORDS, f"{place} says {key}, which no words file has"
    given: set[Any] = {"text"} if key.startswith("reading.math.") else set()  # the reader adds what stands there
    if isinstance(fields, ast.Dict):
        if not all(isinstance(name, ast.Constant) for name in fields.keys):
            return  # spread from another mapping, so not to be seen here
        given = given | {name.value for name in fields.keys if isinstance(name, ast.Constant)}
    elif fields is not None:
        return
    assert _fields(WORDS[key].en) <= given, f"{place} says {key} without the fields that it needs"


def _literals() -> Iterator[str]:
    """Every string in the package that may be a key, or the beginning of one that is put together."""
    for file in PACKAGE.rglob("*.py"):
        if not file.is_relative_to(PACKAGE / "report" / "words"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


LITERALS = frozenset(_literals())
KEY = re.compile(r"(maths|derivation|checks|reading|jail|doors|outcome|author)(\.[a-z0-9_]*[a-z0-9])+")


@pytest.mark.parametrize("key", sorted(filter(KEY.fullmatch, LITERALS)))
def test_whatever_looks_like_a_key_has_words(key: str) -> None:
    """Also the keys that reach ``Message`` through a helper."""
    assert key in WORDS


@pytest.mark.parametrize("key", sorted(WORDS))
def test_both_languages_say_the_same_fields(key: str) -> None:
    words = WORDS[key]
    assert words.en.strip()
    assert words.zh.strip()
    assert _fields(words.en) == _fields(words.zh)
    assert all(name.isidentifier() for name in _fields(words.en)), "fields are named, not numbered"


@pytest.mark.parametrize("key", sorted(WORDS))
def test_no_sentence_is_left_over(key: str) -> None:
    """Keys that are put together (``f"doors.run_{outcome}"``) count by the text before the braces."""
    assert any(key == literal or (literal.endswith(("_", ".")) and key.startswith(literal)) for literal in LITERALS)


@pytest.mark.parametrize(
    ("words", "lang", "said"),
    [
        (Text("mean", "均值"), "en", "mean"),
        (Text("mean", "均值"), "zh", "均值"),
        (Message("outcome.pass"), "zh", "正确"),
        (Message("doors.place", {"file": "a.md", "line": 3}), "en", "a.md, line 3"),
        (Message("doors.no_such_path", {"path": Text("x", "甲")}), "zh", "文件或文件夹 甲 不存在。请检查路径。"),
        (Message("doors.marking", {"marker": Message("outcome.pass"), "text": "{x}"}), "en", "right: {x}"),
        ("plain {text}", "en", "plain {text}"),
        (Message("doors.place", {"file": "a.md"}), "en", "doors.place (file: a.md)"),
        (Message("no.such_key", {"n": 2}), "en", "no.such_key (n: 2)"),
    ],
)
def test_rendering(words: Text | Message | str, lang: str, said: str) -> None:
    assert render(words, "zh" if lang == "zh" else "en") == said


def _proofs() -> Iterator[str]:
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Proof" and node.args:
                method = node.args[0]
                assert isinstance(method, ast.Constant), f"{file}: the method of a proof is a literal"
                yield method.value


@pytest.mark.parametrize("method", sorted(set(_proofs())))
def test_a_proof_says_how_it_was_found(method: str) -> None:
    assert f"maths.method.{method}" in WORDS
