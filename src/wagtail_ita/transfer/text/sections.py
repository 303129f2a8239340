"""The parts of a report by what they are: memo, front, areas, conclusion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from wagtail_ita.transfer.text.areas import Area, split_areas
from wagtail_ita.transfer.text.front import find_title
from wagtail_ita.transfer.text.furniture import is_unsigned
from wagtail_ita.transfer.text.labels import COLONS, label_of
from wagtail_ita.transfer.text.lines import Line
from wagtail_ita.transfer.text.markers import read_marker, strip_bullet
from wagtail_ita.transfer.text.measures import ends_report
from wagtail_ita.transfer.text.memo import find_memo, last_line_of_memo
from wagtail_ita.transfer.text.notebook import Notebook

_CONCLUSION = re.compile(
    r"(?:บทสรุป|สรุปผล(?:การ)?(?:ดำเนิน(?:การ|งาน)|ประเมิน)?|สรุปภาพรวม|สรุป|บทส่งท้าย)"
    rf"(?:โดยรวม|ในภาพรวม|ภาพรวม|ผู้บริหาร|และข้อเสนอแนะ)? ?(?:[{COLONS}](?P<rest>.*)|)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The lines of a report by the part they belong to."""

    memo: tuple[Line, ...] = ()
    front: tuple[Line, ...] = ()
    areas: tuple[Area, ...] = ()
    conclusion: tuple[Line, ...] = ()


def divide(lines: Sequence[Line], notes: Notebook) -> Sections:
    """Divide a report in running text; it has no area when it is none."""
    before, areas = split_areas(lines)
    conclusion: tuple[Line, ...] = ()
    if areas:
        last, conclusion = split_conclusion(areas[-1].lines, notes)
        areas = (*areas[:-1], Area(heading=areas[-1].heading, lines=last))
    return replace(divide_front(before, notes), areas=areas, conclusion=conclusion)


def divide_front(lines: Sequence[Line], notes: Notebook) -> Sections:
    """Divide what stands before the measures into the memo and the rest."""
    lines = tuple(lines)
    start = find_memo(lines)
    if start is None:
        return Sections(front=lines)
    memo = lines[start:]
    title = find_title(memo, start=last_line_of_memo(memo) + 1)
    end = len(memo) if title is None else title
    notes.leave(lines[:start])
    return Sections(memo=memo[:end], front=memo[end:])


def split_conclusion(
    lines: Sequence[Line], notes: Notebook
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Cut the conclusion off the last lines; signatures and appendices behind are left over."""
    start = _conclusion_index(lines)
    if start is None:
        return tuple(lines), ()
    found = _match_conclusion(lines[start].text)
    conclusion = [lines[start].part(found["rest"] or "")] if found else []
    for index, following in enumerate(lines[start + 1 :], start=start + 1):
        if following.text and ends_report(following.text):
            notes.leave(line for line in lines[index:] if not is_unsigned(line.text))
            break
        conclusion.append(following)
    return tuple(lines[:start]), tuple(conclusion)


def begins_conclusion(text: str) -> bool:
    """Whether a line is the heading of a conclusion."""
    return _match_conclusion(text) is not None


def _conclusion_index(lines: Sequence[Line]) -> int | None:
    """The last heading of a conclusion that no element follows."""
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if not line.text:
            continue
        if _match_conclusion(line.text):
            return index
        label = label_of(line)
        if label and label.element and label.firm:
            return None
    return None


def _match_conclusion(text: str) -> re.Match[str] | None:
    bare = strip_bullet(text)
    marker = read_marker(bare)
    return _CONCLUSION.match(bare[marker.end :] if marker else bare)
