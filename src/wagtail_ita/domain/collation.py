"""The order of the Thai dictionary, for titles and names that people look through.

Sorted by code point, every word that begins with a vowel written in front (เ แ โ ใ ไ) comes
after ฮ, and a tone mark weighs as much as a letter. The Royal Society's dictionary looks at the
consonant first, then at the vowel, and at tone marks only where nothing else differs.

It is the order of the Unicode collation for Thai (``Intl.Collator("th")``), but for signs, which
are left out here, and is used where Python sorts. What the database sorts, page by page, follows
the database's own collation.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from wagtail_ita.domain.digits import to_arabic

SortKey = tuple[str, tuple[str, ...], str]

# A vowel written before its consonant is read after it.
_LEADING: Final = re.compile("([เแโใไ])([ก-ฮ])")
# Tone marks, and what stands above a letter without being a vowel of its own.
_MARKS: Final = "๎์็่้๊๋"
# Before every letter that is neither Thai nor a digit: it comes after those.
_FOREIGN: Final = "\uf8ff"
# Two letters that decompose in Unicode, but not in the alphabet.
_SARA_AM: Final = "ำ"


def thai_sort_key(text: str) -> SortKey:
    """Return what ``sorted`` needs to put a text into its place in a Thai dictionary.

    Digits come first, Thai or Arabic, then Thai letters, then Latin ones, whatever their case.
    """
    letters: list[str] = []
    marks: list[str] = []
    for char in _LEADING.sub(r"\2\1", to_arabic(_plain(text))):
        if char in _MARKS:
            if marks:
                marks[-1] += str(_MARKS.index(char))
        elif char.isalnum() or unicodedata.category(char) == "Mn":
            letters.append(char if "ก" <= char <= "๎" or char.isdecimal() else _FOREIGN + char)
            marks.append("")
    return "".join(letters), tuple(marks), text


def _plain(text: str) -> str:
    """Return a text without case, and Latin letters without accents."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    # The decomposition takes ำ for two signs; ◌ํ before า is it again.
    latin = "".join(char for char in folded if not "\u0300" <= char <= "\u036f")
    return latin.replace("ํา", _SARA_AM)
