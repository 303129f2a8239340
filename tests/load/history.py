"""What somebody may see of a report in which others write at the same time."""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import dataclass
from math import inf


@dataclass(slots=True)
class _Publication:
    """When a number was on its way to the public: before ``began`` nobody can see it."""

    began: float = inf
    ended: float = inf


class History:
    """The publications of one report, as those who made them know them; threads share it.

    Of two at once nobody knows which is the later one: a visitor may see either. But what was
    public before another publication began is gone once that one has ended.
    """

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._publications = {0: _Publication(-inf, -inf)}
        self._lock = threading.Lock()

    def next_number(self) -> int:
        """Return a number that nobody has written yet."""
        with self._lock:
            number = next(self._numbers)
            self._publications[number] = _Publication()
            return number

    def begin(self, number: int) -> None:
        """Say that a number is about to be published."""
        with self._lock:
            self._publications[number].began = time.monotonic()

    def end(self, number: int) -> None:
        """Say that a number has been published."""
        with self._lock:
            self._publications[number].ended = time.monotonic()

    @property
    def published(self) -> int:
        """How many publications there have been, beside the first one."""
        with self._lock:
            return sum(each.ended < inf for each in self._publications.values()) - 1

    def why_wrong(self, shown: int, asked: float) -> str:
        """Return why a number cannot be what is public now; empty if it can.

        Args:
            shown: What somebody was shown, right now.
            asked: When he asked for it.
        """
        with self._lock:
            mine = self._publications.get(shown)
            if mine is None or mine.began > time.monotonic():
                return f"{shown} was shown before it was published"
            for number, other in self._publications.items():
                if other.began > mine.ended and other.ended < asked:
                    return f"{shown} was shown when {number} was public"
        return ""
