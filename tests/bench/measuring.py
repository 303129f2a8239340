"""How the figures are taken and told."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ROUNDS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table."""

    what: str
    value: float
    unit: str
    budget: float

    def __str__(self) -> str:
        mark = "ok  " if self.value <= self.budget else "OVER"
        return f"{mark} {self.what:<66} {self.value:>8.2f}{self.unit}  (at most {self.budget:g})"


def milliseconds(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[float, float]:
    """Return the medians of two calls, taken in turn so that both meet the same machine."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS + 1):
        for call, kept in zip((first, second), times, strict=True):
            start = time.perf_counter()
            call()
            kept.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[0][1:]), statistics.median(times[1][1:])


def queries(call: Callable[[], Any]) -> int:
    """Return how many queries a call makes when everything that is cached is warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    call()
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)
