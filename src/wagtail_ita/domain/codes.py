"""Item codes as people write them, brought to the one form that data is stored in.

Agencies write ข้อ ๐๒๖, 0๒๖ and O๒๖ in one document: a Thai zero, an Arabic zero and a
Latin O. All three mean O26.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.digits import to_arabic

_MAX_LENGTH: Final = 60

# Cyrillic and Greek letters that no reader can tell from a Latin O.
_LOOK_ALIKES: Final = str.maketrans("ОоΟο", "OoOo")
_DASHES: Final = "-‐‑‒–—―−_"
_SEPARATOR: Final = rf"[\s.{re.escape(_DASHES)}]{{0,3}}"

_ITEM: Final = re.compile(rf"[O0]{_SEPARATOR}0*(?P<number>[1-9][0-9]{{0,2}})")
_MOIT: Final = re.compile(
    rf"M[O0]IT{_SEPARATOR}(?P<number>[1-9][0-9]{{0,1}}(?:\.[1-9][0-9]{{0,1}}){{0,2}})"
)
_PREFIX: Final = re.compile(r"^(?:ข้อ(?:ที่)?|ITEM)[\s:.]*")
_WRAPPING: Final = " \t\r\n()[]\"'“”‘’.:,;…"


class CodeError(ValueError):
    """A text that is not an item code; the message is a sentence.

    Attributes:
        code: Always ``invalid``.
    """

    def __init__(self, message: str, *, code: str = "invalid") -> None:
        super().__init__(message)
        self.code = code


def normalise_code(text: str) -> str:
    """Return the stored form of an item code: ``O26``, or ``MOIT 1.1`` of that scheme.

    A bare number is refused: without its O (or the zero people type for it) nothing
    tells it from a number of another list.

    Raises:
        CodeError: The text is not an item code.
    """
    cleaned = _clean(text)
    if match := _ITEM.fullmatch(cleaned):
        return f"O{match['number']}"
    if match := _MOIT.fullmatch(cleaned):
        return f"MOIT {match['number']}"
    raise CodeError(
        _(
            "“%(text)s” is not an item code. "
            "Write the letter O and the number of the item, for example O26."
        )
        % {"text": text[:_MAX_LENGTH]}
    )


def code_sort_key(code: str) -> tuple[int, str, tuple[int, ...]]:
    """Return a key that sorts O2 before O10; what is no code sorts last, by its text."""
    try:
        normalised = normalise_code(code)
    except CodeError:
        return (1, code, ())
    prefix = normalised.rstrip("0123456789.")
    numbers = tuple(int(part) for part in normalised.removeprefix(prefix).split("."))
    return (0, prefix, numbers)


def _clean(text: str) -> str:
    if len(text) > _MAX_LENGTH:
        return ""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    # NFKC makes full-width letters and digits plain; a Thai code has nothing it would split.
    plain = to_arabic(unicodedata.normalize("NFKC", visible))
    upper = plain.translate(_LOOK_ALIKES).upper().strip(_WRAPPING)
    return _PREFIX.sub("", upper).strip(_WRAPPING)
