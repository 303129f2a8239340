"""Thai digits to Arabic digits and back, and nothing else of the text.

Stored data is kept with the digits it was written with; these two functions serve
reading (parsers want 0-9) and printing (official paper wants ๐-๙).

Sentences that are worded when they are shown, in the active language, take the digits of their
numbers from ``numbers_in``, as they take the language from ``translation.override``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import Any, Final

THAI: Final = "thai"
"""What a template calls Thai digits; it calls the others ``arabic``."""

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


def in_digits(value: object, digits: str) -> str:
    """Return a number or date as text, in ``thai`` or ``arabic`` digits."""
    return to_thai(str(value)) if digits == THAI else str(value)


_digits: ContextVar[str] = ContextVar("wagtail_ita_digits", default="arabic")


@contextmanager
def numbers_in(digits: str) -> Iterator[None]:
    """Word sentences inside with their numbers in ``thai`` or ``arabic`` digits."""
    before = _digits.set(digits)
    try:
        yield
    finally:
        _digits.reset(before)


def shown_number(value: Any) -> Any:
    """Return a number in the digits of ``numbers_in``; what is text stays as it was written."""
    return in_digits(value, _digits.get()) if isinstance(value, int | Decimal) else value
