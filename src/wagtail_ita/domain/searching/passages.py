"""A passage of a text around what was found in it, with that marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from wagtail_ita.domain.marking import Line, Run
from wagtail_ita.domain.searching.folding import fold
from wagtail_ita.domain.searching.terms import Term

Span = tuple[int, int]

_MOST_LINES: Final = 2
_BEFORE: Final = 60
_LENGTH: Final = 180
# How far a cut may move to the next space, so that it parts no word.
_SLACK: Final = 25
_LEADING_VOWELS: Final = "เแโใไ"
_ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class FoundText:
    """A line of text, and where in it the terms of a question stand.

    Attributes:
        spans: In order, none of them touching another.
        terms: The numbers of the terms that were found.
    """

    text: str
    spans: tuple[Span, ...]
    terms: frozenset[int]


def look(text: str, terms: Sequence[Term]) -> tuple[FoundText, ...]:
    """Return the lines of a text in which one of the terms is."""
    found = (_look(" ".join(line.split()), terms) for line in text.splitlines())
    return tuple(line for line in found if line.terms)


def marked_title(title: str, terms: Sequence[Term]) -> Line:
    """Return a whole title with what is looked for marked."""
    found = _look(" ".join(title.split()), terms)
    return tuple(_runs(found, 0, len(found.text)))


def passage(lines: Sequence[FoundText]) -> Line:
    """Return what stands around the hits in a part of a page, with them marked.

    Of the lines that they are in, one or two that have as many of the terms as there can be.
    """
    shown: list[int] = []
    known: frozenset[int] = frozenset()
    for _time in range(_MOST_LINES):
        best = max(range(len(lines)), key=lambda number: len(lines[number].terms - known))
        if not lines[best].terms - known:
            break
        known |= lines[best].terms
        shown.append(best)
    runs: list[Run] = []
    for number in sorted(shown):
        if runs:
            runs.append(Run(" … " if runs[-1].text != _ELLIPSIS else " "))
        runs += _around(lines[number])
    return tuple(runs)


def _look(line: str, terms: Sequence[Term]) -> FoundText:
    folded = fold(line)
    found = [term.spans(folded) for term in terms]
    return FoundText(
        text=line,
        spans=tuple(_joined(span for spans in found for span in spans)),
        terms=frozenset(number for number, spans in enumerate(found) if spans),
    )


def _around(found: FoundText) -> list[Run]:
    first_start, first_end = found.spans[0]
    start = _cut_before(found.text, first_start)
    end = _cut_after(found.text, max(first_end, start + _LENGTH))
    line = list(_runs(found, start, end))
    if start:
        line.insert(0, Run(_ELLIPSIS))
    if end < len(found.text):
        line.append(Run(_ELLIPSIS))
    return line


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    last: Span | None = None
    for start, end in sorted(spans):
        if last is None:
            last = (start, end)
        elif start <= last[1]:
            last = (last[0], max(last[1], end))
        else:
            yield last
            last = (start, end)
    if last is not None:
        yield last


def _runs(found: FoundText, start: int, end: int) -> Iterator[Run]:
    position = start
    for first, last in found.spans:
        if first >= end:
            break
        if last <= start:
            continue
        if first > position:
            yield Run(found.text[position:first])
        yield Run(found.text[max(first, start) : last], True)
        position = last
    if position < end:
        yield Run(found.text[position:end])


def _cut_before(text: str, hit: int) -> int:
    place = max(hit - _BEFORE, 0)
    if not place:
        return 0
    space = text.find(" ", place, place + _SLACK)
    if space >= 0:
        return space + 1
    while place < hit and _joins(text, place):
        place += 1
    return place


def _cut_after(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", place - _SLACK, place + 1)
    if space >= 0:
        return space
    while place < len(text) and _joins(text, place):
        place += 1
    return place


def _joins(text: str, place: int) -> bool:
    """Tell whether a cut would part a letter from its marks, or from the vowel before it."""
    is_mark = unicodedata.category(text[place]) in ("Mn", "Mc")
    return is_mark or text[place] in "ะาำ" or text[place - 1] in _LEADING_VOWELS
