"""Rewritings that nobody may refuse and slips that nobody may pass, by the thousand: ``--count 5000``.

Prints how each kind of slip fared in each exercise, and every escape and false refusal with its text. Exits with 1 if
there is any, or if more than two in a hundred rewritings are left undecided.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.generators import Grade, asked, mutants, rewrites
from tests.generators.originals import COLUMNS, Derivation
from tests.generators.rewrites import Written

UNDECIDED_AT_MOST = 0.02
Counts = Counter[tuple[str, str, str]]


def attempt(derivation: Derivation, written: Written, *, to_first: bool = False) -> Grade | str:
    """The grade, or the exception that it ended in."""
    try:
        return asked(derivation, written, to_first=to_first)
    except Exception:
        return traceback.format_exc()


def show(title: str, text: str, grade: Grade | str) -> None:
    """One text that was judged wrongly."""
    print(f"\n--- {title}\n{text}")
    for detail in [grade] if isinstance(grade, str) else grade.details[:3]:
        print(f"    # {detail[-600:] if isinstance(grade, str) else detail[:300]}")


def run_rewrites(columns: Sequence[str], count: int, seed: int, verbose: bool) -> Counts:
    """Count how rewritings fare."""
    counts: Counts = Counter()
    for column, derivation, written in rewrites.cases(columns, count, seed):
        grade = attempt(derivation, written)
        outcome = "crashed" if isinstance(grade, str) else grade.outcome
        counts["rewritten", column, outcome] += 1
        if outcome not in ("passed", "undecided") or (verbose and outcome == "undecided"):
            show(f"{outcome}, and right: {column}, {derivation.name}", written.text, grade)
    return counts


def run_mutants(columns: Sequence[str], count: int, seed: int, verbose: bool) -> Counts:
    """Count how mutants fare."""
    counts: Counts = Counter()
    for column, kind, case in mutants.cases(columns, count, seed):
        if isinstance(case, str):
            counts[kind, column, case] += 1
            continue
        derivation = case.mutant.derivation
        grade = attempt(derivation, case.written, to_first=True)
        outcome = "crashed" if isinstance(grade, str) else grade.outcome
        if not isinstance(grade, str) and outcome == "refuted":
            outcome = "refuted" if grade.refuted[0] in case.places else "elsewhere"
        counts[kind, column, outcome] += 1
        if outcome in ("passed", "crashed") or (verbose and outcome != "refuted"):
            show(f"{outcome}, and wrong ({kind}): {column}, {derivation.name}", case.written.text, grade)
    return counts


def table(counts: Counts, columns: Sequence[str]) -> None:
    """Kinds by exercise: refuted in the right line + elsewhere + left open / escaped."""
    print("\nright line + elsewhere + left open / escaped   (discarded as equal or unclear)")
    print(f"{'':<11}" + "".join(f"{column:>26}" for column in columns))
    for kind in mutants.KINDS:
        row = f"{kind:<11}"
        for column in columns:
            found = {outcome: n for (k, c, outcome), n in counts.items() if (k, c) == (kind, column)}
            open_ = sum(found.get(word, 0) for word in ("undecided", "unreadable", "missing", "broken"))
            same = sum(found.get(word, 0) for word in ("equal", "unclear"))
            escaped = found.get("passed", 0) + found.get("crashed", 0)
            cell = f"{found.get('refuted', 0)}+{found.get('elsewhere', 0)}+{open_}/{escaped} ({same})" if found else "-"
            row += f"{cell:>26}"
        print(row)


def summed(counts: Counts) -> Counter[str]:
    """By outcome alone."""
    total: Counter[str] = Counter()
    for (_, _, outcome), n in counts.items():
        total[outcome] += n
    return total


def main() -> int:
    """Run both generators; 1 if there is an escape or a false refusal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="so many rewritings and so many mutants")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=COLUMNS, action="append", help="one part, or the pairs")
    parser.add_argument("--verbose", action="store_true", help="show what is left undecided, too")
    options = parser.parse_args()
    columns = options.only or COLUMNS
    start = time.perf_counter()
    right = run_rewrites(columns, options.count, options.seed, options.verbose)
    between = time.perf_counter()
    wrong = run_mutants(columns, options.count, options.seed, options.verbose)
    table(wrong, columns)
    outcomes, of_mutants = summed(right), summed(wrong)
    for column in columns:
        print(f"rewritten {column:<20}", {o: n for (_, c, o), n in sorted(right.items()) if c == column})
    print(f"rewritings: {dict(outcomes)}, {between - start:.0f} s")
    print(f"mutants: {dict(of_mutants)}, {time.perf_counter() - between:.0f} s")
    refused = options.count - outcomes["passed"] - outcomes["undecided"]
    escaped = of_mutants["passed"] + of_mutants["crashed"]
    return int(refused + escaped > 0 or outcomes["undecided"] > UNDECIDED_AT_MOST * options.count)


if __name__ == "__main__":
    sys.exit(main())
