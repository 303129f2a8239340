"""Brings the characters of a text to the few that patterns know.

Text that was copied from a PDF or a chat has digits of other scripts, spaces that do not break
and characters that nobody sees; a pattern for a number must meet none of them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import unquote

from wagtail_ita.domain.digits import to_arabic

_UNUSUAL: Final = re.compile(r"[^\n -~ก-ฺเ-๎]")
# Invisible although Unicode does not class them as format characters: joiners, fillers,
# variation selectors and the frame of a keycap.
_INVISIBLE: Final = re.compile("[\u034f\u115f\u1160\u180b-\u180f\u20e3\u3164\ufe00-\ufe0f\uffa0]")
_ESCAPED: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_BREAKS: Final = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")


def plain_characters(text: str) -> str:
    """Return the text with plain digits, spaces and dashes, and without what nobody sees."""
    readable = "".join(map(_unescape, re.split(r"(\s+)", text))) if "%" in text else text
    plain = _UNUSUAL.sub(_plain_character, _BREAKS.sub("\n", to_arabic(readable)))
    return plain.replace("\u0e4d\u0e32", "\u0e33")  # the two parts of sara am, typed apart


def _unescape(word: str) -> str:
    """Return an address with its percent escapes read; any other word as it is."""
    is_address = "/" in word or word.lower().startswith(("mailto:", "tel:"))
    return unquote(word) if is_address and _ESCAPED.search(word) else word


def _plain_character(match: re.Match[str]) -> str:
    character = match[0]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Zs" or character == "\t":
        return " "
    if category == "Pd" or character == "\u2212":
        return "-"
    if category in {"Cf", "Cc"} or _INVISIBLE.match(character):
        return ""
    if "\uff01" <= character <= "\uff5e":  # full-width forms of ASCII
        return chr(ord(character) - 0xFEE0)
    return character
