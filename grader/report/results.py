"""Results as JSON: the objects of ``results.json`` and of ``--json``, in plain lists, dictionaries and numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import assert_never

from grader.core import (
    Agreement,
    Broken,
    ClaimResult,
    Counterexample,
    Evidence,
    Fail,
    Json,
    Language,
    Link,
    Marking,
    Missing,
    PartResult,
    Pass,
    Proof,
    Quotation,
    Raised,
    RunReport,
    ShapeClash,
    Undecided,
    Unreadable,
    Verdict,
    Where,
)
from grader.report.words import render


def result_to_json(result: PartResult, lang: Language | None = None) -> dict[str, Json]:
    """One student's result in one part; sentences in ``lang``, else in the submission's language."""
    lang = lang or result.language
    points = result.points
    return {
        "student": result.student,
        "file": result.file,
        "part": result.part,
        "outcome": result.outcome,
        "points": {"earned": points.earned, "pending": points.pending, "of": points.of},
        "claims": [_claim(claim, lang) for claim in result.claims],
        "links": [_link(link, lang) for link in result.links],
        "remarks": [render(words, lang) for words in result.remarks],
        "run": _run(result.run),
    }


def verdict_name(verdict: Verdict) -> str:
    """The verdict's name in results, which is also the key of its mark and its colour."""
    return type(verdict).__name__.lower()


def verdict_to_json(verdict: Verdict, lang: Language) -> dict[str, Json]:
    """The verdict with what it carries. ``hint`` is what its reader should know or do next, whatever the verdict."""
    fields: dict[str, Json] = {"verdict": verdict_name(verdict), "mistake": None, "hint": None, "evidence": None}
    match verdict:
        case Pass(evidence):
            fields |= {"evidence": evidence_to_json(evidence, lang)}
        case Fail(witness, hint, mistakes):
            fields |= {"mistake": verdict.mistake, "mistakes": list(mistakes), "hint": render(hint, lang)}
            fields |= {"evidence": evidence_to_json(witness, lang)}
        case Unreadable(words) | Missing(words) | Undecided(words):
            fields |= {"hint": render(words, lang)}
        case Broken(error):
            fields |= {"error": error}
        case other:
            assert_never(other)
    return fields


def evidence_to_json(evidence: Evidence, lang: Language) -> dict[str, Json]:
    """How a verdict is known, by ``kind``."""
    match evidence:
        case Proof(method, error):
            return {"kind": "proof", "method": method, "error": error}
        case Agreement(points, digits):
            return {"kind": "agreement", "points": points, "digits": digits}
        case Counterexample(at, expected, got, degenerate):
            return {
                "kind": "counterexample",
                "at": _plain(at),
                "expected": expected,
                "got": got,
                "degenerate": degenerate,
            }
        case ShapeClash(problem):
            return {"kind": "shape", "problem": render(problem, lang)}
        case Raised(call, error, at):
            return {"kind": "raised", "call": call, "error": error, "at": _plain(at)}
        case Quotation(where):
            return {"kind": "quotation", "where": where_to_json(where)}
        case Marking(marker, text):
            return {"kind": "marking", "marker": marker, "text": text}
        case other:
            assert_never(other)


def where_to_json(where: Where) -> dict[str, Json]:
    """A place; ``cell`` only in a notebook."""
    cell: dict[str, Json] = {} if where.cell is None else {"cell": where.cell}
    return {"file": where.file, **cell, "line": where.line, "column": where.column, "text": where.text}


def _claim(result: ClaimResult, lang: Language) -> dict[str, Json]:
    verdict, of = result.finding.verdict, result.points
    place = result.finding.where
    return {
        "says": render(result.says, lang),
        "points": {"earned": of if isinstance(verdict, Pass) else 0.0, "of": of},
        "where": None if place is None else where_to_json(place),
        **verdict_to_json(verdict, lang),
    }


def _link(link: Link, lang: Language) -> dict[str, Json]:
    return {**where_to_json(link.where), "read": link.read, **verdict_to_json(link.verdict, lang)}


def _run(run: RunReport | None) -> Json:
    if run is None:
        return None
    return {
        "outcome": run.outcome,
        "cpu_s": round(run.cpu_seconds, 4),
        "part": run.part,
        "errors": [{**where_to_json(error.where), "error": error.error} for error in run.errors],
    }


def _plain(value: Json) -> Json:
    """The same with infinities and nan, which JSON does not have, as their names."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(inner) for inner in value]
    return value
