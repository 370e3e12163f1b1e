"""Can everybody read the pages: contrast, and what an accessibility checker finds in a real browser."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
from html import unescape
from itertools import product
from pathlib import Path

import pytest

from grader.report.feedback import class_page, student_page
from grader.report.feedback.style import INKS, PAPERS
from tests.report.feedback.made import class_report, report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _axe_core() -> Path:
    """The checker's script: that of the Python package, unless a newer one is named."""
    package = importlib.util.find_spec("axe_core_python")
    home = Path(package.origin).parent if package is not None and package.origin else Path()
    return Path(os.environ.get("AXE_CORE", home / "axe.min.js"))


AXE = _axe_core()


def _luminance(colour: str) -> float:
    """Relative luminance, by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("light", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), list(product(INKS, PAPERS)))
def test_every_ink_is_readable_on_every_paper(ink: str, paper: str, light: int) -> None:
    bright, dark = sorted((_luminance(INKS[ink][light]), _luminance(PAPERS[paper][light])), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")
@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core here: pip install axe-core-python, or AXE_CORE=…/axe.min.js")
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["student-en", "student-zh", "class-en"])
def test_an_accessibility_checker_finds_nothing(name: str, width: int, tmp_path: Path) -> None:
    page = {
        "student-en": lambda: student_page(report()),
        "student-zh": lambda: student_page(report(language="zh")),
        "class-en": lambda: class_page(class_report()),
    }[name]()
    violations = _axe(page, tmp_path, width)
    assert [f"{one['id']}: {one['help']} {one['nodes'][0]['html'][:200]}" for one in violations] == []


def _axe(page: str, folder: Path, width: int) -> list[dict[str, object]]:  # type: ignore[type-arg]
    """What axe-core has against a page, which is given a script for this alone."""
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    shutil.copy(AXE, folder / "axe.js")
    ask = "axe.run().then(r => document.getElementById('axe').textContent = JSON.stringify(r.violations))"
    tail = f'<script src="axe.js"></script><script type="text/plain" id="axe"></script><script>{ask}</script></body>'
    (folder / "page.html").write_text(page.replace("</body>", tail), encoding="utf-8")
    assert CHROMIUM is not None
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900",
        "--virtual-time-budget=20000", "--dump-dom", f"--user-data-dir={folder / 'profile'}", f"file://{folder}/page.html",
    ]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, text=True, timeout=120).stdout
    found = re.search(r'id="axe">(.*?)</script>', shown, re.DOTALL)
    assert found, "the checker did not come to its end"
    violations: list[dict[str, object]] = json.loads(unescape(found[1]))
    return violations
