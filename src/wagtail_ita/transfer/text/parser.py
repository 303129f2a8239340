"""Reads the text of a measures report, as agencies type it, into a record.

The text is never corrected. What is understood goes into the record word for word, what is
not is handed back as leftovers, and what is doubtful is pointed out in notices.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from wagtail_ita.domain.records import ReportRecord
from wagtail_ita.domain.richtext import to_html
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.parsed import NoticeCode, ParsedReport
from wagtail_ita.transfer.text.contents import Contents
from wagtail_ita.transfer.text.facts import read_code, read_level, read_total, read_year, totals
from wagtail_ita.transfer.text.front import read_front
from wagtail_ita.transfer.text.lines import Line, count_lines, join_lines, split_lines, wrap_width
from wagtail_ita.transfer.text.memo import read_memo
from wagtail_ita.transfer.text.notebook import Notebook
from wagtail_ita.transfer.text.sections import Sections, divide
from wagtail_ita.transfer.text.suspicions import tell_suspicions
from wagtail_ita.transfer.text.titles import mark_titles

# A report of ten measures has 300 lines and 20,000 characters. This leaves room for fifty such
# and keeps the time short that a wrong file takes.
MOST_LINES: Final = 20_000
MOST_CHARACTERS: Final = 1_000_000


def parse_report(text: str) -> ParsedReport:
    """Read a report.

    Raises:
        SourceError: The text has no area and no measure, so it is not such a report, or it is
            longer than any report is.
    """
    lines = count_lines(text) if len(text) <= MOST_CHARACTERS else 0
    check_size(characters=len(text), lines=lines)
    numbered = split_lines(text)
    return parse_lines(numbered, Contents(Notebook(), width=wrap_width(numbered)))


def parse_lines(lines: Sequence[Line], contents: Contents) -> ParsedReport:
    """Read a report from its lines.

    Args:
        lines: The report.
        contents: Takes its measures and scores; it may have scores already.

    Raises:
        SourceError: The lines have no area and no measure.
    """
    notes = contents.notes
    sections = divide(mark_titles(lines), notes)
    if not sections.areas:
        raise no_report()
    for area in sections.areas:
        contents.read_area(area)
    record = assemble(sections, contents)
    tell_suspicions(lines, notes)
    return notes.result(record)


def assemble(sections: Sections, contents: Contents) -> ReportRecord:
    """Read what stands around the measures, and make the record of both."""
    notes, width = contents.notes, contents.width
    memo, behind_memo = read_memo(sections.memo, width=width, notes=notes)
    front = read_front((*behind_memo, *sections.front), width=width, notes=notes)
    subject = [line.part(memo.subject) for line in notes.taken("memo.subject")[:1]]
    year = contents.reported_year or read_year(
        front.title, subject, (*sections.memo, *front.introduction), notes
    )
    # Where statements differ, the report itself goes before its covering letter.
    places = (front.title, front.introduction, sections.memo, sections.conclusion)
    code = contents.code or read_code(
        (line for place in (front.before, *places) for line in place), notes
    )
    notes.take("conclusion", sections.conclusion)
    return ReportRecord(
        code=code,
        title=" ".join(line.text for line in front.title),
        agency=front.agency,
        reported_year=year,
        overall_score=_total(places, year, contents),
        level=contents.level or read_level(places, notes),
        scores=contents.scores,
        introduction=to_html(join_lines(front.introduction, width=width)),
        measures=tuple(contents.measures),
        conclusion=to_html(join_lines(sections.conclusion, width=width)),
        memo=memo,
    )


def _total(
    places: Sequence[Sequence[Line]], year: int | None, contents: Contents
) -> Decimal | None:
    """The total of the table of scores, or the one that the text states."""
    if contents.overall_score is None:
        return read_total(places, year, contents.notes)
    stated = [mention for lines in places for mention in totals(lines, year)]
    for mention in stated:
        if Decimal(mention.value) != contents.overall_score:
            contents.notes.tell(
                mention.line_number,
                NoticeCode.TOTALS_DIFFER,
                _("The text gives a total of %(other)s, the table of scores one of %(total)s.")
                % {"other": mention.value, "total": contents.overall_score},
                path="overall_score",
            )
    return contents.overall_score


def no_report() -> SourceError:
    """The sentence for a source in which no measure was found."""
    return SourceError(
        _(
            "No measure was found in the text. It must have headings such as “ด้านที่ 1: …” "
            "or labels such as “มาตรการ:” and “ผู้รับผิดชอบ:”. Check that it is the report."
        ),
        code="no_report",
    )


def check_size(*, characters: int, lines: int) -> None:
    """Refuse a source that is longer than any report.

    Raises:
        SourceError: It is.
    """
    if characters <= MOST_CHARACTERS and lines <= MOST_LINES:
        return
    raise SourceError(
        _(
            "The text is too long for one report: at most %(characters)d characters in "
            "%(lines)d lines are read. Check that the file holds one report and nothing else."
        )
        % {"characters": MOST_CHARACTERS, "lines": MOST_LINES},
        code="too_long",
    )
