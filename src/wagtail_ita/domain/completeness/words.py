"""What counts as written: the one idea of an empty text that all rules share."""

from __future__ import annotations

import re
from typing import Final

from wagtail_ita.domain.digits import to_arabic

_SHOWN: Final = 60
_DIGIT: Final = re.compile(r"\d")
# Characters of Unicode's category Cf that get into text by copying.
_INVISIBLE: Final = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def says_something(text: str) -> bool:
    """Tell whether a text has a letter or a digit; "-", "…" and spaces say nothing."""
    return any(char.isalnum() for char in text)


def has_digit(text: str) -> bool:
    """Tell whether a text has a digit, Thai or Arabic: the cheap question before the others."""
    return _DIGIT.search(text) is not None


def flatten(text: str) -> str:
    """Return the text in one line with single spaces, without invisible characters."""
    visible = text if text.isascii() else _INVISIBLE.sub("", text)
    return " ".join(visible.split())


def fold(text: str) -> str:
    """Return the flattened text with Arabic digits, character for character."""
    flat = flatten(text)
    return to_arabic(flat) if has_digit(flat) else flat


def quote(text: str) -> str:
    """Return the text as a sentence quotes it: in one line, and not too long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN - 1].rstrip()}…"
