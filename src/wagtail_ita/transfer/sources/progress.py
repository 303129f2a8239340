"""How far a reader is, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with what is done and what there is in all: pages, rows or bytes, by kind of file."""


def silent(done: int, total: int) -> None:
    """Tell nobody."""
