"""Numbers and bullets in front of a label or a list entry: (๑), 1), ๑., 1.1, ขั้นตอนที่ ๑, •."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

DIGIT = "[0-9๐-๙]"
_BULLET = re.compile("[•·▪●○◦‣∙■◆➢➤❖*\uf0b7\uf0a7\uf0d8\uf076] ?|[-–—] ?(?=[^-–—.0-9๐-๙ ])")
_WORD = "(?:ขั้นตอนที่|ขั้นที่)"


class MarkerStyle(enum.Enum):
    """How a number is written in front of an entry."""

    BRACKETS = "(1)"
    BRACKET = "1)"
    DOTTED = "1.1"
    DOT = "1."
    WORD = "ขั้นตอนที่ 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A number in front of an entry.

    Attributes:
        style: How it is written.
        number: The number, or the last part of ``1.1``.
        major: The first part of ``1.1``; 0 otherwise.
        end: Position in the text behind the marker and its space.
    """

    style: MarkerStyle
    number: int
    major: int = 0
    end: int

    @property
    def series(self) -> tuple[MarkerStyle, int]:
        """What the markers of one list have in common."""
        return self.style, self.major


# Each is tried in this order. None can match more than a few characters, so none can run away.
_PATTERNS: dict[MarkerStyle, str] = {
    MarkerStyle.BRACKETS: rf"\( ?({DIGIT}{{1,2}}) ?\) ?",
    MarkerStyle.BRACKET: rf"({DIGIT}{{1,2}}) ?\) ?",
    MarkerStyle.DOTTED: rf"({DIGIT}{{1,2}})\.({DIGIT}{{1,2}})[.)]?(?:$| |(?![0-9๐-๙.%]))",
    MarkerStyle.DOT: rf"({DIGIT}{{1,2}})\.(?!{DIGIT}) ?",
    MarkerStyle.WORD: rf"{_WORD} ?({DIGIT}{{1,2}})(?!{DIGIT}) ?[:：.)]? ?",
}
_AT_START = {style: re.compile(pattern) for style, pattern in _PATTERNS.items()}
# Inside a line a dot needs a space behind it, or every "1.x" of a text would be a marker.
_INSIDE = {
    style: re.compile(
        r"(?<=\s)" + (rf"({DIGIT}{{1,2}})\. " if style is MarkerStyle.DOT else pattern)
    )
    for style, pattern in _PATTERNS.items()
}


def strip_bullet(text: str) -> str:
    """The text without one bullet in front of it."""
    found = _BULLET.match(text)
    return text[found.end() :] if found else text


def has_bullet(text: str) -> bool:
    """Whether a bullet stands in front of the text."""
    return _BULLET.match(text) is not None


def read_marker(text: str) -> Marker | None:
    """The number in front of a text that carries no bullet, or ``None``."""
    for style, pattern in _AT_START.items():
        found = pattern.match(text)
        if found:
            return _marker(style, found)
    return None


def find_markers(text: str, style: MarkerStyle) -> Iterator[tuple[int, Marker]]:
    """Numbers of one style inside a text, each with the position where it begins."""
    return ((found.start(), _marker(style, found)) for found in _INSIDE[style].finditer(text))


def starts_with_marker(text: str) -> bool:
    """Whether a text begins a new entry of some list."""
    return has_bullet(text) or read_marker(text) is not None


def _marker(style: MarkerStyle, found: re.Match[str]) -> Marker:
    numbers = [int(group) for group in found.groups()]
    major = numbers[0] if style is MarkerStyle.DOTTED else 0
    return Marker(style=style, number=numbers[-1], major=major, end=found.end())
