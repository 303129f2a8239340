"""Text set in lines: as large as its box allows, no word broken, the lines of like length."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PIL import ImageFont, features

from wagtail_ita.transfer.fonts import font_file
from wagtail_ita.transfer.sharing.words import ELLIPSIS, clusters, parts, with_ellipsis

Width = Callable[[str], float]

_HALVINGS: Final = 7


@dataclass(frozen=True, slots=True)
class Setting:
    """A text in lines.

    Attributes:
        size: Of the font, in pixels.
        is_whole: Whether nothing of the text was left out.
    """

    lines: tuple[str, ...]
    size: int
    is_whole: bool = True


def can_shape() -> bool:
    """Tell whether Pillow puts the marks of Thai where they belong: it needs libraqm for that."""
    return bool(features.check("raqm"))


@lru_cache(maxsize=64)
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return our Sarabun in a size, set by the rules of the script."""
    return ImageFont.truetype(font_file(bold=bold), size, layout_engine=ImageFont.Layout.RAQM)


def fitted(
    text: str,
    *,
    width: int,
    sizes: Sequence[int],
    max_lines: int,
    bold: bool = False,
    language: str = "th",
) -> Setting:
    """Return a text in the largest size at which it fits; what does not fit at all is cut.

    Args:
        text: In one line.
        width: Of the box, in pixels.
        sizes: From the largest to the smallest.
        max_lines: How many lines the box has room for.
        bold: Whether in the heavier weight.
        language: Of the text, by whose rules its letters are put together.
    """
    for size in sizes:
        measure = _measure(size, bold=bold, language=language)
        lines = _lines(text, width, measure)
        if len(lines) <= max_lines and all(measure(line) <= width for line in lines):
            return Setting(_balanced(text, lines, width, measure), size)
    return Setting(_cut(_lines(text, width, measure), width, max_lines, measure), size, False)


def _measure(size: int, *, bold: bool, language: str) -> Width:
    return lambda text: _length(text, size, bold, language)


@lru_cache(maxsize=8192)
def _length(text: str, size: int, bold: bool, language: str) -> float:
    return font(size, bold=bold).getlength(text, language=language)


def _lines(text: str, width: float, measure: Width) -> list[str]:
    """Fill line after line; a single part that is too wide has a line to itself."""
    lines: list[str] = []
    line, filled = "", 0.0
    for part in parts(text):
        # Part by part: to set the line anew for each of them takes a second in a long title.
        if line and filled + measure(part.rstrip()) > width:
            lines.append(line.rstrip())
            line, filled = "", 0.0
        added = part if line else part.lstrip()
        line += added
        filled += measure(added)
    return [*lines, line.rstrip()] if line.strip() else lines


def _balanced(text: str, lines: list[str], width: float, measure: Width) -> tuple[str, ...]:
    """Return as many lines of a more even length: a last line of one word looks lost."""
    if len(lines) == 1:
        return tuple(lines)
    low, high = width / 2, float(width)
    for _halving in range(_HALVINGS):
        middle = (low + high) / 2
        tried = _lines(text, middle, measure)
        if len(tried) == len(lines) and all(measure(line) <= middle for line in tried):
            lines, high = tried, middle
        else:
            low = middle
    return tuple(lines)


def _cut(lines: list[str], width: float, max_lines: int, measure: Width) -> tuple[str, ...]:
    kept: list[str] = []
    for line in lines[:max_lines]:
        if measure(line) > width:
            # No space and no known word in it: cut between two letters, and nothing follows.
            return (*kept, _within(clusters(line), width, measure))
        kept.append(line)
    if len(lines) > max_lines:
        kept[-1] = _within(parts(kept[-1]), width, measure)
    return tuple(kept)


def _within(pieces: Sequence[str], width: float, measure: Width) -> str:
    for count in range(len(pieces), 0, -1):
        line = with_ellipsis("".join(pieces[:count]))
        if measure(line) <= width:
            return line
    return ELLIPSIS
