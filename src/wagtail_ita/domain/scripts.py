"""Which language a text is in, as far as its letters tell: Thai, English, or something else."""

from __future__ import annotations

import re
from typing import Final

# Letters, vowels and marks; digits, ฿, ๆ and ฯ say nothing of the language.
_THAI: Final = re.compile(r"[ก-ฮะ-ฺเ-ๅ็-๎]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_TAG: Final = re.compile(r"<[^<>]*>|&[a-zA-Z0-9#]+;")
_ADDRESS: Final = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+")
_ENGLISH: Final = re.compile(r"(?:[A-Za-z]{2,}[’',;:.!?()/–-]*\s+)+[A-Za-z]{2,}")
_LAST_LATIN: Final = "ɏ"
_MOST: Final = 0.5


def is_in_thai(text: str) -> bool:
    """Tell whether most letters of a text, or of its markup's text, are Thai ones.

    A Thai sentence with an English abbreviation is Thai; an English sentence that names a Thai
    office in brackets is not.
    """
    plain = _plain(text)
    thai = len(_THAI.findall(plain))
    if not thai:
        return False
    # Thai vowels above and below are marks to Unicode, and no letters.
    others = sum(1 for letter in _LETTER.findall(plain) if not _THAI.match(letter))
    return thai / (thai + others) > _MOST


def has_letters(text: str) -> bool:
    """Tell whether a text is in any language at all: a code or a number is in none."""
    return _LETTER.search(_plain(text)) is not None


def is_in_english(text: str) -> bool:
    """Tell whether a text is plainly English: words in Latin letters, and no Thai one.

    A code, a name of a file or a single word such as “OIT” is part of the language around it.
    """
    plain = _plain(text)
    is_latin = all(letter <= _LAST_LATIN for letter in _LETTER.findall(plain))
    return is_latin and not _THAI.search(plain) and _ENGLISH.search(plain) is not None


def _plain(text: str) -> str:
    return _ADDRESS.sub(" ", _TAG.sub(" ", text) if "<" in text or "&" in text else text)
