"""The font that comes with the package: for the PDF, and for the picture of a page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

# Beside its licence, and where the first format that needed it put it.
FONT_FOLDER: Final = Path(__file__).parent / "formats" / "pdf" / "fonts"
FONT_FAMILY: Final = "Sarabun"


def font_file(*, bold: bool = False) -> Path:
    """Return the file of one weight of our Sarabun."""
    return FONT_FOLDER / f"{FONT_FAMILY}-{'Bold' if bold else 'Regular'}.ttf"
