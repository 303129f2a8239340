"""Reads the plain text of a measures report, as agencies type it, into a record.

The text is never corrected. What is understood goes into the record word for word, what is
not is handed back as leftovers, and what is doubtful is pointed out in notices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from wagtail_ita.domain.digits import to_arabic
from wagtail_ita.domain.indicators import INDICATORS
from wagtail_ita.domain.records import MeasureRecord, ReportRecord
from wagtail_ita.domain.richtext import to_html
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.text.areas import Area, Heading, indicator_by_name, split_areas
from wagtail_ita.transfer.text.facts import (
    exact_scores,
    read_code,
    read_level,
    read_total,
    read_year,
)
from wagtail_ita.transfer.text.front import find_title, read_front
from wagtail_ita.transfer.text.furniture import is_unsigned
from wagtail_ita.transfer.text.labels import COLONS, read_label
from wagtail_ita.transfer.text.lines import Line, count_lines, join_lines, split_lines, wrap_width
from wagtail_ita.transfer.text.markers import read_marker, strip_bullet
from wagtail_ita.transfer.text.measures import ends_report, read_measures
from wagtail_ita.transfer.text.memo import find_memo, last_line_of_memo, read_memo
from wagtail_ita.transfer.text.result import (
    Notebook,
    NoticeCode,
    ParsedReport,
)
from wagtail_ita.transfer.text.suspicions import tell_suspicions

# A report of ten measures has 300 lines and 20,000 characters. This leaves room for fifty such
# and keeps the time short that a wrong file takes.
MOST_LINES: Final = 20_000
MOST_CHARACTERS: Final = 1_000_000
_CONCLUSION = re.compile(
    r"(?:บทสรุป|สรุปผล(?:การ)?(?:ดำเนิน(?:การ|งาน)|ประเมิน)?|สรุปภาพรวม|สรุป|บทส่งท้าย)"
    rf"(?:โดยรวม|ในภาพรวม|ภาพรวม|ผู้บริหาร|และข้อเสนอแนะ)? ?(?:[{COLONS}](?P<rest>.*)|)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sections:
    """The lines of a report by the part they belong to."""

    memo: tuple[Line, ...]
    front: tuple[Line, ...]
    areas: tuple[Area, ...]
    conclusion: tuple[Line, ...]


def parse_report(text: str) -> ParsedReport:
    """Read a report.

    Raises:
        SourceError: The text has no area and no measure, so it is not such a report, or it is
            longer than any report is.
    """
    _check_size(text)
    lines = split_lines(text)
    notes, width = Notebook(), wrap_width(lines)
    sections = _divide(lines, notes)
    memo, behind_memo = read_memo(sections.memo, width=width, notes=notes)
    front = read_front((*behind_memo, *sections.front), width=width, notes=notes)
    year = read_year(front.title, memo.subject, (*sections.memo, *front.introduction), notes)
    # Where statements differ, the report itself goes before its covering letter.
    places = (front.title, front.introduction, sections.memo, sections.conclusion)
    record = ReportRecord(
        code=read_code((line for place in places for line in place), notes),
        title=" ".join(line.text for line in front.title),
        agency=front.agency,
        reported_year=year,
        overall_score=read_total(places, year, notes),
        level=read_level(places, notes),
        scores=_scores(sections.areas, notes),
        introduction=to_html(join_lines(front.introduction, width=width)),
        measures=_measures(sections.areas, width, notes),
        conclusion=to_html(join_lines(sections.conclusion, width=width)),
        memo=memo,
    )
    tell_suspicions(lines, notes)
    return notes.result(record)


def _check_size(text: str) -> None:
    count = count_lines(text) if len(text) <= MOST_CHARACTERS else 0
    if len(text) <= MOST_CHARACTERS and count <= MOST_LINES:
        return
    raise SourceError(
        _(
            "The text is too long for one report: at most %(characters)d characters in "
            "%(lines)d lines are read. Check that the file holds one report and nothing else."
        )
        % {"characters": MOST_CHARACTERS, "lines": MOST_LINES},
        code="too_long",
    )


def _divide(lines: Sequence[Line], notes: Notebook) -> _Sections:
    before, areas = split_areas(lines)
    if not areas:
        raise SourceError(
            _(
                "No measure was found in the text. It must have headings such as “ด้านที่ 1: …” "
                "or labels such as “มาตรการ:” and “ผู้รับผิดชอบ:”. Check that it is the report."
            ),
            code="no_report",
        )
    last, conclusion = _split_conclusion(areas[-1], notes)
    areas = (*areas[:-1], last)
    start = find_memo(before)
    if start is None:
        return _Sections(memo=(), front=before, areas=areas, conclusion=conclusion)
    memo = before[start:]
    title = find_title(memo, start=last_line_of_memo(memo) + 1)
    end = len(memo) if title is None else title
    notes.leave(before[:start])
    return _Sections(memo=memo[:end], front=memo[end:], areas=areas, conclusion=conclusion)


def _split_conclusion(area: Area, notes: Notebook) -> tuple[Area, tuple[Line, ...]]:
    """Cut the conclusion off the last area; signatures and appendices behind it are left over."""
    start = _conclusion_index(area.lines)
    if start is None:
        return area, ()
    line = area.lines[start]
    found = _match_conclusion(line.text)
    lines = [line.part(found["rest"] or "")] if found else []
    for index, following in enumerate(area.lines[start + 1 :], start=start + 1):
        if following.text and ends_report(following.text):
            notes.leave(line for line in area.lines[index:] if not is_unsigned(line.text))
            break
        lines.append(following)
    return Area(heading=area.heading, lines=area.lines[:start]), tuple(lines)


def _conclusion_index(lines: Sequence[Line]) -> int | None:
    """The last heading of a conclusion that no element follows."""
    for index in range(len(lines) - 1, -1, -1):
        text = lines[index].text
        if not text:
            continue
        if _match_conclusion(text):
            return index
        label = read_label(text)
        if label and label.element and label.firm:
            return None
    return None


def _match_conclusion(text: str) -> re.Match[str] | None:
    bare = strip_bullet(text)
    marker = read_marker(bare)
    return _CONCLUSION.match(bare[marker.end :] if marker else bare)


def _measures(areas: Sequence[Area], width: int, notes: Notebook) -> tuple[MeasureRecord, ...]:
    measures: list[MeasureRecord] = []
    before: int | None = None
    for area in areas:
        heading = area.heading
        if heading is None:
            notes.tell(
                None,
                NoticeCode.AREA_MISSING,
                _("The report has no headings of areas, so no measure has an indicator yet."),
            )
        else:
            _tell_heading(heading, before, notes)
            before = heading.number
        found = read_measures(
            area.lines,
            indicator=_indicator(heading),
            area=_name(heading),
            width=width,
            notes=notes,
        )
        if heading:
            _tell_area(area, heading, found, notes)
        measures.extend(found)
    return tuple(measures)


def _scores(areas: Sequence[Area], notes: Notebook) -> dict[int, Decimal]:
    scores: dict[int, Decimal] = {}
    for area in areas:
        heading, indicator = area.heading, _indicator(area.heading)
        if heading is None or indicator is None or heading.score is None:
            continue
        if heading.score > 100:
            notes.tell(
                heading.line.number,
                NoticeCode.SCORE_IMPOSSIBLE,
                _("%(area)s: a score of %(score)s is above 100, so it was not taken.")
                % {"area": _name(heading), "score": heading.score},
            )
        elif scores.setdefault(indicator, heading.score) != heading.score:
            notes.tell(
                heading.line.number,
                NoticeCode.SCORE_DIFFERS,
                _("%(area)s has two headings with different scores; the first was taken.")
                % {"area": _name(heading)},
            )
    return scores


def _indicator(heading: Heading | None) -> int | None:
    return heading.number if heading and 1 <= heading.number <= len(INDICATORS) else None


def _name(heading: Heading | None) -> str:
    name: str = _("Area %(number)d") % {"number": heading.number} if heading else _("Measures")
    return name


def _tell_heading(heading: Heading, before: int | None, notes: Notebook) -> None:
    number, line = heading.number, heading.line
    if heading.rest:
        notes.leave([line.part(heading.rest)])
    if _indicator(heading) is None or (before is not None and number != before + 1):
        notes.tell(
            line.number,
            NoticeCode.AREA_NUMBER,
            _(
                "The number of this area, %(number)d, does not follow the one before, or no "
                "indicator has it."
            )
            % {"number": number},
        )
    known = _indicator(heading)
    if known and heading.name and indicator_by_name(heading.name) != known:
        notes.tell(
            line.number,
            NoticeCode.AREA_NAME,
            _("Area %(number)d is headed “%(name)s”, but indicator %(number)d is “%(known)s”.")
            % {"number": number, "name": heading.name, "known": INDICATORS[known - 1].name_th},
        )


def _tell_area(
    area: Area, heading: Heading, measures: Sequence[MeasureRecord], notes: Notebook
) -> None:
    if not measures:
        notes.tell(
            heading.line.number,
            NoticeCode.AREA_EMPTY,
            _("%(area)s: no measure was found under this heading.") % {"area": _name(heading)},
        )
    stated = exact_scores(area.lines)
    if heading.score is None or not stated:
        return
    if all(Decimal(to_arabic(mention.value)) != heading.score for mention in stated):
        notes.tell(
            stated[0].line_number,
            NoticeCode.SCORE_DIFFERS,
            _("%(area)s: the heading gives a score of %(score)s, the text one of %(other)s.")
            % {"area": _name(heading), "score": heading.score, "other": stated[0].value},
        )
