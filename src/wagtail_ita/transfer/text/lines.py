"""Lines of a text source: numbered, cleaned of what only concerns layout, and joined again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wagtail_ita.transfer.text.markers import starts_with_marker

# A form feed is no line of its own in any editor, so it counts as a space and numbers stay right.
_LINE_BREAK = re.compile("\r\n|[\n\r\v\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    # A zero-width joiner holds emoji together; beside a Thai letter it is noise.
    "|(?<=[\u0e00-\u0e7f])\u200d|\u200d(?=[\u0e00-\u0e7f])"
)
_CONTROL = re.compile("[\x00-\x08\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPLIT_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_THAI_LETTER = re.compile("[\u0e01-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]")

# Reordering marks takes quadratic time in a long run of them; Unicode's stream-safe limit is 30.
_MOST_MARKS_IN_A_ROW = 30

_NARROWEST_WRAP = 60
_WIDEST_WRAP = 130
_FULL_LINE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the source, or a part of it.

    Attributes:
        number: Its number in the source, counted from 1.
        text: Its text with single spaces and without invisible characters; empty when blank.
        width: How wide the whole line is in the source, a label in front of the text included.
        heading: Level of the style that makes it a heading; 0 for body text.
        names_measure: Whether it is the name of a measure, told by its style only.
    """

    number: int
    text: str
    width: int = 0
    heading: int = 0
    names_measure: bool = False

    def part(self, text: str) -> Line:
        """Another stretch of text of the same line."""
        return Line(number=self.number, text=text.strip(), width=self.width)


def count_lines(text: str) -> int:
    """How many lines a source has, before any of them is looked at."""
    return sum(1 for _break in _LINE_BREAK.finditer(text)) + 1


def split_lines(text: str) -> tuple[Line, ...]:
    """Number the lines of a source and clean each one."""
    return tuple(
        make_line(raw, number=number) for number, raw in enumerate(_LINE_BREAK.split(text), start=1)
    )


def make_line(raw: str, *, number: int, heading: int = 0) -> Line:
    """Clean one line of a source."""
    text = _clean(raw)
    return Line(number=number, text=text, width=_width(text), heading=heading)


def lines_of(text: str, *, number: int) -> tuple[Line, ...]:
    """The lines of a text that stands on one line of the source, as that of a cell does."""
    return tuple(make_line(raw, number=number) for raw in _LINE_BREAK.split(text))


def drop_blank(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines that have text."""
    return tuple(line for line in lines if line.text)


def wrap_width(lines: Sequence[Line]) -> int:
    """Width at which a source was broken into short lines; 0 when each line is a paragraph.

    Text copied from a PDF ends its lines at the right margin, where no sentence ends. Such a
    source is told by its widest line, and by many lines that come near it.
    """
    widths = [line.width for line in lines if line.text]
    widest = max(widths, default=0)
    if not _NARROWEST_WRAP <= widest <= _WIDEST_WRAP:
        return 0
    full = sum(width >= widest * _FULL_LINE for width in widths)
    return widest if full * 4 >= len(widths) else 0


def join_lines(lines: Sequence[Line], *, width: int) -> str:
    """Text of several lines: wrapped lines made whole, blank lines kept as paragraph breaks."""
    pieces: list[str] = []
    before: Line | None = None
    blank = False
    for line in lines:
        if not line.text:
            blank = before is not None
            continue
        if before:
            pieces.append("\n\n" if blank else _separator(before, line, width))
        pieces.append(line.text)
        before, blank = line, False
    return "".join(pieces)


def is_wrapped(before: Line, after: Line, *, width: int) -> bool:
    """Whether a line break stands where the paper ended and not where the writer meant it."""
    full = bool(width) and before.width >= width * _FULL_LINE
    return full and after.number == before.number + 1 and not starts_with_marker(after.text)


def _separator(before: Line, after: Line, width: int) -> str:
    if not is_wrapped(before, after, width=width):
        return "\n"
    # Thai has no spaces between words, so a wrapped word must not get one.
    thai = _THAI_LETTER.match(before.text[-1]) and _THAI_LETTER.match(after.text[0])
    return "" if thai else " "


def _width(text: str) -> int:
    # Beyond the widest wrap only "too wide" matters, and counting marks of a huge line costs.
    if len(text) > 4 * _WIDEST_WRAP:
        return len(text)
    return len(text) - len(_MARK.findall(text))


def _clean(raw: str) -> str:
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", raw))
    return " ".join(_SPLIT_SARA_AM.sub("\\1\u0e33", _compose(text)).split())


def _compose(text: str) -> str:
    if unicodedata.is_normalized("NFC", text) or _has_endless_marks(text):
        return text
    return unicodedata.normalize("NFC", text)


def _has_endless_marks(text: str) -> bool:
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > _MOST_MARKS_IN_A_ROW:
            return True
    return False
