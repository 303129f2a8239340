"""Numbered, bulleted and plain lists in lines of text: the steps, the responsible parties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from wagtail_ita.transfer.text.lines import Line, drop_blank, is_wrapped
from wagtail_ita.transfer.text.markers import (
    Marker,
    MarkerStyle,
    find_markers,
    has_bullet,
    read_marker,
    strip_bullet,
)

# A larger jump is some other number that happens to stand at the beginning of a line.
_LARGEST_GAP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A place where the numbers of a list do not follow on."""

    line_number: int
    expected: int
    found: int


@dataclass(slots=True, kw_only=True)
class TextList:
    """Entries of a list, each with its lines, without the numbers in front of them.

    Attributes:
        preamble: Text in front of the first number.
        items: The entries.
        gaps: Where the numbering does not follow on.
    """

    preamble: list[Line] = field(default_factory=list)
    items: list[list[Line]] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def split_list(lines: Sequence[Line], *, width: int) -> TextList:
    """Divide lines into the entries of the list that they hold.

    Numbers divide only while they count on, at the beginning of a line or inside one, so
    that a figure or the number of a paragraph in a sentence cuts nothing. Blank lines (a
    page break) do not divide a numbered or bulleted list.
    """
    first = _first_marker(drop_blank(lines))
    if first:
        return _NumberedList(lines, first).read()
    if any(has_bullet(line.text) for line in lines):
        return _bulleted(lines)
    return _plain(lines, width)


def _first_marker(lines: Sequence[Line]) -> Marker | None:
    at_start = [read_marker(strip_bullet(line.text)) for line in lines]
    markers = [marker for marker in at_start if marker]
    for marker in markers:
        if marker.number == 1:
            return marker
    if lines and not at_start[0]:
        # A list inside one line of text; one lonely number there makes no list.
        for style in MarkerStyle:
            inside = [marker for _at, marker in islice(find_markers(lines[0].text, style), 2)]
            if [marker.number for marker in inside] == [1, 2]:
                return inside[0]
    return at_start[0] if at_start else None


class _NumberedList:
    """Walks the lines of one numbered list."""

    def __init__(self, lines: Sequence[Line], first: Marker) -> None:
        self._lines = lines
        self._series = first.series
        self._style = first.style
        self._list = TextList()
        self._number = 0
        self._last_line_of: dict[int, int] = {}
        for line in lines:
            marker = self._own_marker(line.text)
            if marker:
                self._last_line_of[marker.number] = line.number

    def read(self) -> TextList:
        for line in self._lines:
            marker = self._own_marker(line.text)
            if marker and self._continues(marker, line):
                self._open(marker.number)
                text = strip_bullet(line.text)[marker.end :]
            else:
                self._remark(marker, line)
                text = line.text
            self._inside(line, text)
        return self._list

    def _own_marker(self, text: str) -> Marker | None:
        marker = read_marker(strip_bullet(text))
        return marker if marker and marker.series == self._series else None

    def _continues(self, marker: Marker, line: Line) -> bool:
        expected = self._number + 1
        if not expected <= marker.number <= expected + _LARGEST_GAP:
            return False
        if marker.number > expected:
            self._list.gaps.append(
                Gap(line_number=line.number, expected=expected, found=marker.number)
            )
        return True

    def _remark(self, marker: Marker | None, line: Line) -> None:
        if marker and self._list.items:
            self._list.gaps.append(
                Gap(line_number=line.number, expected=self._number + 1, found=marker.number)
            )

    def _inside(self, line: Line, text: str) -> None:
        """Cut one line at the numbers inside it that count on."""
        begin = scanned = depth = 0
        for start, marker in find_markers(text, self._style):
            depth += text.count("(", scanned, start) - text.count(")", scanned, start)
            scanned = start
            if depth > 0 or marker.series != self._series or marker.number != self._number + 1:
                continue
            # The same number at the beginning of a later line is the better candidate.
            if self._last_line_of.get(marker.number, 0) > line.number:
                continue
            self._keep(line.part(text[begin:start]))
            self._open(marker.number)
            begin, depth = marker.end, 0
        self._keep(line.part(text[begin:]))

    def _open(self, number: int) -> None:
        self._number = number
        self._list.items.append([])

    def _keep(self, line: Line) -> None:
        (self._list.items[-1] if self._list.items else self._list.preamble).append(line)


def _bulleted(lines: Sequence[Line]) -> TextList:
    found = TextList()
    for line in lines:
        if has_bullet(line.text):
            found.items.append([line.part(strip_bullet(line.text))])
        else:
            (found.items[-1] if found.items else found.preamble).append(line)
    return found


def _plain(lines: Sequence[Line], width: int) -> TextList:
    found = TextList()
    before: Line | None = None
    for line in drop_blank(lines):
        if before and is_wrapped(before, line, width=width):
            found.items[-1].append(line)
        else:
            found.items.append([line])
        before = line
    return found
