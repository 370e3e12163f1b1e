"""The pages' own sentences: each that is asked for exists, and each that exists is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import grader
from grader.report.words.feedback import WORDS

PACKAGE = Path(grader.__file__).parent
SOURCES = [*(PACKAGE / "report" / "feedback").glob("*.py"), *(PACKAGE / "checks" / "code").glob("*.py")]
TEXTS = [file.read_text(encoding="utf-8") for file in SOURCES]
LITERALS = {literal for text in TEXTS for literal in re.findall(r'["\']([a-z_.{}]+)["\']', text)}
ASKED = {key for text in TEXTS for key in re.findall(r'tell\("([a-z_.]+)"', text)}


@pytest.mark.parametrize("key", sorted(ASKED))
def test_what_is_asked_for_exists(key: str) -> None:
    assert f"feedback.{key}" in WORDS


@pytest.mark.parametrize("key", sorted(WORDS))
def test_what_exists_is_asked_for(key: str) -> None:
    own = key.removeprefix("feedback.")
    last = own.removeprefix("class.").removeprefix("witness.")
    assert own in LITERALS or key in LITERALS or last in LITERALS or own.startswith(("verdict.", "mistake.", "run_"))
