"""How a verdict is known, for its reader to see for themselves: the numbers, the call, the shapes."""

from __future__ import annotations

from grader.core import Counterexample, Evidence, Fail, Language, Pass, Raised, ShapeClash, Verdict
from grader.core import Undecided as Open
from grader.report.feedback.markup import cut, tell, text
from grader.report.feedback.values import inputs
from grader.report.lines import evidence_text, verdict_text
from grader.report.results import verdict_name

_MOST_SHOWN = 600  # characters of a value that came out


def explained(verdict: Verdict, lang: Language) -> str:
    """What its reader should know or do next, and for a failure the witness; of what we broke nothing but that."""
    name = verdict_name(verdict)
    if name == "broken":
        return f"<p>{tell('broken', lang)}</p>"
    sentence = verdict_text(verdict, lang)
    paragraphs = "".join(f"<p>{text(line)}</p>" for line in sentence.splitlines() if line.strip())
    match verdict:
        case Fail(ShapeClash() as clash):
            clashes = evidence_text(clash, lang)
            return paragraphs if clashes == sentence else f"{paragraphs}<p>{text(clashes)}</p>"
        case Fail(witness):
            return paragraphs + shown(witness, lang)
        case Pass(evidence):
            return shown(evidence, lang)
        case Open():
            return paragraphs + f'<p class="quiet">{tell("no_loss", lang)}</p>'
        case _:
            return paragraphs


def shown(evidence: Evidence, lang: Language) -> str:
    """Evidence as a list of what is put in and what comes out, or as a sentence."""
    match evidence:
        case Counterexample(at, expected, got, degenerate):
            rows = [("put_in", f'<div class="inputs">{inputs(at, lang)}</div>')] if at else []
            rows += [("gives", _came_out(got)), ("expected", _came_out(expected))]
            special = f'<p class="quiet">{tell("special", lang)}</p>' if degenerate else ""
            return _listed(rows, lang) + special
        case Raised(call, error, at):
            rows = [("call", f"<code>{text(call)}</code>"), ("stopped", _came_out(error))]
            rows += [("with", f'<div class="inputs">{inputs(at, lang)}</div>')] if at else []
            return _listed(rows, lang)
        case _:
            return f"<p>{text(evidence_text(evidence, lang))}</p>"


def _came_out(value: str) -> str:
    start, left_out = cut(value, _MOST_SHOWN)
    return f"<code>{text(start)}{' …' if left_out else ''}</code>"


def _listed(rows: list[tuple[str, str]], lang: Language) -> str:
    items = "".join(f"<dt>{tell(f'witness.{key}', lang)}</dt><dd>{value}</dd>" for key, value in rows)
    return f'<dl class="witness">{items}</dl>'
