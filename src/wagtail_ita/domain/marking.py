"""Marks in two texts what differs, so that a reader finds it: the lines, and where in a line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

# Above it a text is marked as a whole: comparing each line with each other would take too long.
_LINES: Final = 300


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a line, and whether the other text has them not."""

    text: str
    is_marked: bool = False


Line = tuple[Run, ...]
Marked = tuple[Line, ...]


def marked_texts(before: Sequence[str], after: Sequence[str]) -> tuple[Marked, Marked]:
    """Return the lines of two texts, each with its differences from the other marked."""
    if max(len(before), len(after)) > _LINES:
        return _whole(before), _whole(after)
    old: list[Line] = []
    new: list[Line] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        left, right = before[i1:i2], after[j1:j2]
        if kind == "equal":
            old += [(Run(line),) for line in left]
            new += [(Run(line),) for line in right]
            continue
        for first, second in zip(left, right, strict=False):
            in_first, in_second = _marked_lines(first, second)
            old.append(in_first)
            new.append(in_second)
        old += _whole(left[len(right) :])
        new += _whole(right[len(left) :])
    return tuple(old), tuple(new)


def _whole(lines: Sequence[str]) -> Marked:
    return tuple((Run(line, True),) for line in lines)


def _marked_lines(before: str, after: str) -> tuple[Line, Line]:
    """Mark what is between the beginning and the end that two lines have in common."""
    shortest = min(len(before), len(after))
    start = next((n for n in range(shortest) if before[n] != after[n]), shortest)
    while start and (_joins(before, start) or _joins(after, start)):
        start -= 1
    rest = shortest - start
    end = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    while end and (_joins(before, len(before) - end) or _joins(after, len(after) - end)):
        end -= 1
    return tuple(_runs(before, start, end)), tuple(_runs(after, start, end))


def _runs(line: str, start: int, end: int) -> Iterator[Run]:
    stop = len(line) - end
    for text, is_marked in ((line[:start], False), (line[start:stop], True), (line[stop:], False)):
        if text:
            yield Run(text, is_marked)


def _joins(line: str, place: int) -> bool:
    """Tell whether a cut would part what is read as one: a vowel or tone mark, or a number."""
    if not 0 < place < len(line):
        return False
    left, right = line[place - 1], line[place]
    return unicodedata.category(right) in ("Mn", "Mc") or (left.isdigit() and right.isdigit())
