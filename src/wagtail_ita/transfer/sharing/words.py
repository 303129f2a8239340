"""Where a text may be parted, so that no word is: Thai has no spaces between its words.

With ICU (the extra ``pdf`` brings it) every word is known. Without it only the words of
``domain.titles`` are, which are those of official titles; elsewhere a line ends at a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from typing import Final

from wagtail_ita.domain.titles import title_pieces

ELLIPSIS: Final = "…"

_NO_BREAK: Final = "\u00a0"
_LETTER_WITH_MARKS: Final = re.compile("[\u0e40-\u0e44]?.[\u0e2f-\u0e3a\u0e45-\u0e4e]*", re.DOTALL)
# What never begins a line, and what never ends one.
_NOT_FIRST: Final = re.compile("[\u0e2f-\u0e3a\u0e45-\u0e4e.,:;!?%)\\]}”’»…]")
_NOT_LAST: Final = re.compile("[\u0e40-\u0e44([{“‘«]")
# A title keeps a number with the first letter of what it counts, and ๆ with the last one before it.
_NUMBER_AND_LETTER: Final = re.compile("[0-9๐-๙]\\s[^0-9๐-๙%]+$")


def has_word_list() -> bool:
    """Tell whether every word of Thai is known here, and not only those of official titles."""
    return find_spec("icu4py") is not None


@lru_cache(maxsize=256)
def parts(text: str) -> tuple[str, ...]:
    """Return the parts of a text between which a line may end; together they are the text."""
    places = sorted({*_after_spaces(text), *_between_words(text)} - _inside_names(text))
    bounds = [0, *(place for place in places if 0 < place < len(text)), len(text)]
    return tuple(text[start:end] for start, end in zip(bounds, bounds[1:], strict=False))


def shortened(text: str, length: int) -> str:
    """Return the beginning of a text, at most so many characters, cut after a whole word."""
    if len(text) <= length:
        return text
    kept = ""
    for part in parts(text):
        if len((kept + part).rstrip()) + len(ELLIPSIS) > length:
            break
        kept += part
    return with_ellipsis(kept or clusters_within(text, length - len(ELLIPSIS)))


def with_ellipsis(text: str) -> str:
    """Return a text that goes on, with the sign of it."""
    return text.rstrip(" \u00a0,;:–-") + ELLIPSIS


def clusters(text: str) -> list[str]:
    """Return the letters of a text, each with the vowels and marks that stand on it."""
    return _LETTER_WITH_MARKS.findall(text)


def clusters_within(text: str, length: int) -> str:
    """Return the beginning of a text without words, never cut between a letter and its marks."""
    kept = ""
    for cluster in clusters(text):
        if len(kept) + len(cluster) > length:
            break
        kept += cluster
    return kept


def _after_spaces(text: str) -> Iterator[int]:
    for found in re.finditer(f"[^\\S{_NO_BREAK}]+", text):
        if not _NOT_FIRST.match(text, found.end()):
            yield found.end()


def _between_words(text: str) -> Iterator[int]:
    places = _by_icu(text) if has_word_list() else _by_titles(text)
    for place in places:
        if not _NOT_FIRST.match(text, place) and not _NOT_LAST.match(text, place - 1):
            yield place


def _by_titles(text: str) -> Iterator[int]:
    place = 0
    for piece in title_pieces(text):
        end = place + len(piece.text)
        if piece.is_joined and not piece.text.endswith("ๆ"):
            yield place
        if piece.is_joined and not _NUMBER_AND_LETTER.search(piece.text):
            yield end
        place = end


def _by_icu(text: str) -> Iterator[int]:
    from wagtail_ita.transfer.formats.pdf.words import BREAK, mark_breaks

    place = 0
    # One of the text's own would shift all others.
    for word in mark_breaks(text.replace(BREAK, " ")).split(BREAK):
        place += len(word)
        yield place


def _inside_names(text: str) -> set[int]:
    """Return the places inside what a title keeps on one line: a date, a code, a compound."""
    inside: set[int] = set()
    place = 0
    for piece in title_pieces(text):
        if piece.is_joined:
            inside.update(range(place + 1, place + len(piece.text)))
        place += len(piece.text)
    return inside
