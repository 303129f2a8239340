"""What everybody in the run has met."""

from __future__ import annotations

import statistics
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator

# Who has to have been there, or the run has shown nothing.
NEEDED = (
    "page",
    "not modified",
    "search",
    "download",
    "form opened",
    "draft saved",
    "published",
    "scheduled",
)
WORKERS = 2


class Diary:
    """Counts answers by kind, with the seconds that each took; threads share it.

    Attributes:
        problems: Each wrong answer, in words.
        workers: How many answers each worker gave.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.workers: Counter[str] = Counter()
        self._seconds: dict[str, list[float]] = defaultdict(list)
        self._lock = threading.Lock()

    def note(self, kind: str, seconds: float) -> None:
        """Note an answer that was right."""
        with self._lock:
            self._seconds[kind].append(seconds)

    def note_worker(self, name: str) -> None:
        """Note who gave an answer."""
        with self._lock:
            self.workers[name] += 1

    def complain(self, problem: str) -> None:
        """Note an answer that was wrong."""
        with self._lock:
            self.problems.append(problem)

    @property
    def total(self) -> int:
        """How many answers were right."""
        return sum(map(len, self._seconds.values()))

    def complain_of_gaps(self) -> None:
        """Note what the run has not tried."""
        for kind in NEEDED:
            if not self._seconds.get(kind):
                self.complain(f"nothing was tried of this kind: {kind}")
        if len(self.workers) < WORKERS:
            self.complain(f"only {len(self.workers)} of {WORKERS} workers have answered")

    def table(self) -> Iterator[str]:
        """Return the figures, a line a kind."""
        yield f"{'answer':14} {'number':>7} {'median ms':>10} {'slowest of 20 ms':>17}"
        for kind in sorted({*NEEDED, *self._seconds}):
            times = self._seconds.get(kind) or []
            if len(times) < 2:
                yield f"{kind:14} {len(times):>7}"
                continue
            slowest = statistics.quantiles(times, n=20)[-1]
            yield (
                f"{kind:14} {len(times):>7} {statistics.median(times) * 1000:>10.0f}"
                f" {slowest * 1000:>17.0f}"
            )
        yield f"answers of each worker: {', '.join(map(str, self.workers.values()))}"
