"""Names of measures that nothing but the style of a heading tells from other text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wagtail_ita.domain.elements import Element
from wagtail_ita.transfer.text.areas import read_heading
from wagtail_ita.transfer.text.labels import read_label
from wagtail_ita.transfer.text.lines import Line

_FEWEST_ELEMENTS = 2


def mark_titles(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Mark the headings that are names of measures.

    Such a heading is no label and no area, and labels of two elements follow before the next
    heading of its rank, none of them that of a measure.
    """
    marked = list(lines)
    headings = [index for index, line in enumerate(lines) if line.text and line.heading]
    reach = len(lines)
    # From the end, so that of a heading and the headings under it the deepest is the name.
    for index in reversed(headings):
        end = _end(lines, headings, index)
        if reach >= end and _is_title(lines, index, end):
            marked[index] = replace(lines[index], names_measure=True)
            reach = index
    return tuple(marked)


def _end(lines: Sequence[Line], headings: Sequence[int], index: int) -> int:
    for other in headings:
        if other > index and lines[other].heading <= lines[index].heading:
            return other
    return len(lines)


def _is_title(lines: Sequence[Line], index: int, end: int) -> bool:
    line = lines[index]
    label = read_label(line.text)
    if (label and (label.element or label.other)) or read_heading(line):
        return False
    labels = (read_label(line.text) for line in lines[index + 1 : end] if line.text)
    elements = {label.element for label in labels if label and label.firm} - {None}
    return len(elements) >= _FEWEST_ELEMENTS and Element.MEASURE not in elements
