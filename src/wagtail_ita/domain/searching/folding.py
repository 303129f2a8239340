"""Brings what looks the same to the same letters, and remembers where each of them stood.

๒๕๖๘ is 2568 and ITA is ita; a word that was copied from a PDF has its ำ in two parts, its tone
mark before its vowel, or a character inside that nobody sees, and is the same word.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from wagtail_ita.domain.digits import ARABIC_DIGITS, THAI_DIGITS

_BELOW_OR_ABOVE: Final = "\u0e31\u0e34-\u0e3a"
_TONES: Final = "\u0e47-\u0e4e"
_MARKS: Final = _BELOW_OR_ABOVE + _TONES
_NIKHAHIT: Final = "\u0e4d"
_SARA_AA: Final = "\u0e32"
_SARA_AM: Final = "\u0e33"

# Letter for letter, so that nothing moves.
_PLAIN: Final = str.maketrans(
    THAI_DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ", ARABIC_DIGITS + "abcdefghijklmnopqrstuvwxyz"
)
_TO_PLAIN: Final = re.compile("[๐-๙A-Z]+")
_UNUSUAL: Final = re.compile("[^\n -~\u0e01-\u0e3a\u0e3f-\u0e5b]+")
_IRREGULAR: Final = re.compile(
    # What begins like none of the cases is passed over at once.
    f"(?=[{_MARKS}{_SARA_AM}เ ])(?:"
    # A mark on nothing.
    f"(?P<stray>(?<![\u0e01-\u0e4e])[{_MARKS}]+)"
    # ◌ํ and า, with or without a tone mark between them or before; ำ before its tone mark.
    f"|[{_MARKS}]*(?:{_NIKHAHIT}[{_MARKS}]*{_SARA_AA}|{_SARA_AM}[{_MARKS}]+)"
    # Marks in another order than vowel, tone, or one of them twice.
    f"|(?![{_BELOW_OR_ABOVE}][{_TONES}](?![{_MARKS}]))[{_MARKS}]{{2,}}"
    "|เเ"
    # Official Thai has a space before ๆ and ฯ, others write none.
    "| +(?=[ๆฯ]))"
)


@dataclass(frozen=True, slots=True)
class _Pass:
    """One replacement of a pattern, with the places that moved.

    Attributes:
        starts, ends: Where the replacements are in the new text.
        old_starts, old_ends: Where what they stand for was.
    """

    text: str
    starts: list[int]
    ends: list[int]
    old_starts: list[int]
    old_ends: list[int]

    def old_start(self, place: int) -> int:
        """Return where the character at a place began."""
        at = bisect_right(self.starts, place) - 1
        if at < 0:
            return place
        if place < self.ends[at]:
            return self.old_starts[at]
        return place - self.ends[at] + self.old_ends[at]

    def old_end(self, place: int) -> int:
        """Return where the character before a place ended."""
        at = bisect_left(self.starts, place) - 1
        if at < 0:
            return place
        if place <= self.ends[at]:
            return self.old_ends[at]
        return place - self.ends[at] + self.old_ends[at]


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in the letters that are compared, and the way back to how it was written."""

    source: str
    text: str
    _passes: tuple[_Pass, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of the folded text stands in the text as it was written.

        No letter loses its marks: what is marked there begins and ends where a reader sees a
        letter begin and end.
        """
        for each in reversed(self._passes):
            start, end = each.old_start(start), each.old_end(end)
        while start and _is_mark(self.source[start]):
            start -= 1
        while end < len(self.source) and _is_mark(self.source[end]):
            end += 1
        return start, end


def fold(text: str) -> Folded:
    """Return a text in the letters that are compared."""
    # Translating the few letters that need it takes a tenth of the time.
    plain = _TO_PLAIN.sub(lambda match: match[0].translate(_PLAIN), text)
    first = _replaced(plain, _UNUSUAL, _usual)
    second = _replaced(first.text, _IRREGULAR, _regular)
    return Folded(text, second.text, (first, second))


def _replaced(
    text: str, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]
) -> _Pass:
    pieces: list[str] = []
    done = _Pass("", [], [], [], [])
    position = length = 0
    for match in pattern.finditer(text):
        new = replace(match)
        if new == match[0]:
            continue
        start = length + match.start() - position
        pieces += (text[position : match.start()], new)
        position, length = match.end(), start + len(new)
        done.starts.append(start)
        done.ends.append(length)
        done.old_starts.append(match.start())
        done.old_ends.append(position)
    pieces.append(text[position:])
    return _Pass("".join(pieces), done.starts, done.ends, done.old_starts, done.old_ends)


def _usual(match: re.Match[str]) -> str:
    """Return unusual characters as usual ones: without case, accents and what nobody sees."""
    return "".join(map(_usual_character, unicodedata.normalize("NFKD", match[0].casefold())))


def _usual_character(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me"}:
        return ""
    return " " if category[0] in "CZ" else character.casefold()


def _regular(match: re.Match[str]) -> str:
    """Return marks in one order and once each, and ำ as one letter after its tone mark."""
    cluster = match[0]
    if match["stray"]:
        return ""
    if cluster == "เเ":
        return "แ"
    has_sara_am = cluster[-1] == _SARA_AA or _SARA_AM in cluster
    left_out = {" ", _SARA_AM, _SARA_AA} | ({_NIKHAHIT} if has_sara_am else set())
    return "".join(sorted(set(cluster) - left_out)) + (_SARA_AM if has_sara_am else "")


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) == "Mn"
