"""Writing results: a file is there in full or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from grader.core import Json


def json_text(value: Json) -> str:
    """JSON as people read it; a stray surrogate of a wrongly encoded file is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts by name into a folder, which is made if need be. Raises OSError where that cannot be done."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        unfinished = folder / f".{name}.unfinished"
        unfinished.write_text(text, encoding="utf-8", errors="backslashreplace")
        os.replace(unfinished, folder / name)
