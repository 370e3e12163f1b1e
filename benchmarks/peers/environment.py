"""Sets up the environment that the peers run in, ``.bench-venv``, apart from the grader's own.

Installs the extra ``bench`` of ``pyproject.toml``, whose pins need not agree with the grader's, one package after the
other, so that one that cannot be had leaves the rest. torch is not installed a second time: a path file lets the peers'
notebooks find that of the grader's environment, after everything of their own.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
VENV: Final = ROOT / ".bench-venv"


def wanted() -> list[str]:
    """The requirements of the extra."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    return [str(line) for line in extras["bench"]]


def main() -> int:
    """Install; 1 if something could not be."""
    python = VENV / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    failed = []
    for line in wanted():
        print(f"{line} …", flush=True)
        if subprocess.run([str(python), "-m", "pip", "install", "--quiet", line]).returncode:
            failed.append(line)
    places = subprocess.run([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
                            capture_output=True, text=True, check=True)  # fmt: skip
    (Path(places.stdout.strip()) / "torch_of_the_grader.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for line in failed:
        print(f"could not be installed: {line}; it is left out of the comparison", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
