"""The QR code on the printed page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

import segno

QUIET_ZONE: Final = 4
"""White around the code, in modules: less than that and some readers do not find it."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as a drawing.

    Attributes:
        size: Of its square in modules, with the white around it.
        path: The dark modules, as SVG wants a path.
    """

    size: int
    path: str


@lru_cache(maxsize=256)
def qr_code(text: str) -> Code:
    """Return a code that a phone reads as a text; a sixth of it may be lost (level M)."""
    code = segno.make(text, error="m", boost_error=False, micro=False)
    rows = tuple(bytes(row) for row in code.matrix_iter(border=QUIET_ZONE))
    return Code(size=len(rows), path="".join(_path(rows)))


def _path(rows: tuple[bytes, ...]) -> Iterator[str]:
    for y, row in enumerate(rows):
        x = 0
        for is_dark, modules in groupby(row):
            length = sum(1 for _module in modules)
            if is_dark:
                yield f"M{x} {y}h{length}v1h-{length}z"
            x += length
