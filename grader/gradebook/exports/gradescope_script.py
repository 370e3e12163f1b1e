#!/usr/bin/env python3
"""Puts the results that were made beforehand in place; runs inside of Gradescope, and nothing of a submission."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(root: Path) -> int:
    """Find the results by the submitters' addresses: 0 if there are any, and all members of a group have the same."""
    source, results = root / "source", root / "results"
    index = json.loads((source / "index.json").read_text(encoding="utf-8"))
    about = json.loads((root / "submission_metadata.json").read_text(encoding="utf-8"))
    names = [index.get(str(user.get("email", "")).casefold()) for user in about.get("users", [])]
    found = {(source / name).read_text(encoding="utf-8") for name in names if name}
    if None in names or len(found) != 1:
        print("There are no results for this submission yet, or not the same for all who handed it in.")
        return 1
    results.mkdir(exist_ok=True)
    (results / "results.json").write_text(found.pop(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "/autograder")))
