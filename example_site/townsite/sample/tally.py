"""What a run of the loader made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Counts what was made, so that the command can say so, or that there was nothing to do."""

    made: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, number: int = 1) -> None:
        self.made[what] += number

    def __bool__(self) -> bool:
        return self.made.total() > 0

    def __str__(self) -> str:
        return ", ".join(f"{what}: {number}" for what, number in self.made.items() if number)
