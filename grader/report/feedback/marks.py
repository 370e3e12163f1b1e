"""Signs and words for verdicts and outcomes: never a colour alone."""

from __future__ import annotations

from typing import Final

from grader.core import Fail, Language, Message, Outcome, Verdict
from grader.report.feedback.markup import said, tell, text
from grader.report.lines import MARKS
from grader.report.words import WORDS

_OUTCOMES: Final[dict[Outcome, str]] = {
    "pass": MARKS["pass"], "partial": "◐", "fail": MARKS["fail"], "unreadable": MARKS["unreadable"],
    "undecided": MARKS["undecided"], "missing": MARKS["missing"], "broken": MARKS["broken"],
}  # fmt: skip


def sign(name: str, lang: Language) -> str:
    """A verdict's sign, with its word for those who do not see it."""
    return f'<span class="sign {name}">{bare(name)}<span class="out">{word(name, lang)}</span></span>'


def bare(name: str) -> str:
    """A verdict's sign where its word stands beside it."""
    return f'<span aria-hidden="true">{MARKS[name]}</span>'


def word(name: str, lang: Language) -> str:
    """What a verdict is called."""
    return tell(f"verdict.{name}", lang)


def outcome(name: Outcome, lang: Language) -> str:
    """A part's outcome: its sign and its word."""
    mark = f'<span aria-hidden="true">{_OUTCOMES[name]}</span>'
    return f'<span class="word {name}">{mark} {said(Message(f"outcome.{name}"), lang)}</span>'


def with_mistake(words: Message, verdict: Verdict, lang: Language) -> str:
    """Words, and behind them the likeliest mistake by its name, where it has one."""
    named = _named(verdict.mistake) if isinstance(verdict, Fail) else None
    return said(words if named is None else Message("feedback.because", {"verdict": words, "mistake": named}), lang)


def mistake_name(name: str | None, lang: Language) -> str:
    """A mistake's name in words, else the name itself."""
    named = _named(name)
    return text(name or "") if named is None else said(named, lang)


def _named(name: str | None) -> Message | None:
    key = f"feedback.mistake.{name}"
    return Message(key) if key in WORDS else None
