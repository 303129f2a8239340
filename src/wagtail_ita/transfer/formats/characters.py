"""Characters that every document can show."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

UNKNOWN: Final = "□"
"""Stands for a character that no font has."""

_SPLIT_AM: Final = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")


def visible(text: str) -> str:
    """Return the text without characters that nobody sees and no font has."""
    text = _SPLIT_AM.sub("\\1\u0e33", text)
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible_character, text))


def _visible_character(character: str) -> str:
    if "\u0e01" <= character <= "\u0e5b":
        return character
    if character.isspace() and character != "\u00a0":
        return " "
    is_selector = "\ufe00" <= character <= "\ufe0f"
    category = unicodedata.category(character)
    if category == "Co":
        return UNKNOWN
    return "" if is_selector or category in {"Cc", "Cf", "Cs"} else character
