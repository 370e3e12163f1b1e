"""What each section must reach, printed as met or missed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A bound on a figure, which is at most or at least so much."""

    what: str
    found: float
    bound: float
    unit: str = ""
    at_most: bool = True

    @property
    def met(self) -> bool:
        """Whether the figure keeps the bound."""
        return self.found <= self.bound if self.at_most else self.found >= self.bound

    def row(self) -> str:
        """One row of a table in Markdown."""
        sign = "≤" if self.at_most else "≥"
        unit = f" {self.unit}" if self.unit else ""
        return f"| {self.what} | {sign} {self.bound:g}{unit} | {shown(self.found)}{unit} | {self.word} |"

    @property
    def word(self) -> str:
        """Met or missed."""
        return "met" if self.met else "**missed**"


def table(targets: list[Target]) -> list[str]:
    """The targets of a section as Markdown."""
    return ["| target | wanted | found | |", "|---|---|---|---|", *(target.row() for target in targets), ""]


def shown(value: float | None) -> str:
    """A figure with three digits, and no more than the reader needs; a dash for none."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
