"""Thai digits to Arabic digits and back, and nothing else of the text.

Stored data is kept with the digits it was written with; these two functions serve
reading (parsers want 0-9) and printing (official paper wants ๐-๙).
"""

from __future__ import annotations

from typing import Final

THAI_DIGITS: Final = "๐๑๒๓๔๕๖๗๘๙"
ARABIC_DIGITS: Final = "0123456789"

_TO_THAI: Final = str.maketrans(ARABIC_DIGITS, THAI_DIGITS)
_TO_ARABIC: Final = str.maketrans(THAI_DIGITS, ARABIC_DIGITS)


def to_thai(text: str) -> str:
    """Return ``text`` with every 0-9 printed as ๐-๙."""
    return text.translate(_TO_THAI)


def to_arabic(text: str) -> str:
    """Return ``text`` with every ๐-๙ printed as 0-9."""
    return text.translate(_TO_ARABIC)
