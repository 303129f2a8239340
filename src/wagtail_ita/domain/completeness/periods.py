"""The period of a measure: inside the reported fiscal year, and one with its own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.completeness import sources
from wagtail_ita.domain.completeness.mentions import year_mentions
from wagtail_ita.domain.completeness.passages import Numbered
from wagtail_ita.domain.completeness.words import quote
from wagtail_ita.domain.dates import parse_period
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.findings import Finding, FindingType, Severity, register
from wagtail_ita.domain.records import PeriodRecord
from wagtail_ita.domain.years import FiscalYear

PERIOD_REVERSED: Final = register(
    FindingType(
        code="period-reversed",
        severity=Severity.ERROR,
        title=_("Period that ends before it starts"),
        explanation=_("Such a period cannot be right, and a reader cannot tell what is meant."),
        statement=_("The period ends before it starts."),
        remedy=_("Correct one of the two dates."),
    )
)
PERIOD_OUTSIDE: Final = register(
    FindingType(
        code="period-outside-year",
        severity=Severity.ERROR,
        title=_("Period outside the reported year"),
        explanation=_("The usual trace of a measure that was copied from another year's report."),
        statement=_("No day of the period is in fiscal year %(year)s, which the report is about."),
        remedy=_(
            "Correct the dates: fiscal year %(year)s runs from 1 October %(before)s to "
            "30 September %(year)s."
        ),
        source=sources.FISCAL_YEAR,
        certainty=Certainty.B,
    )
)
PERIOD_BEYOND: Final = register(
    FindingType(
        code="period-beyond-year",
        severity=Severity.WARNING,
        title=_("Period that reaches beyond the reported year"),
        explanation=_("The report is about one fiscal year; an assessor may take it for a slip."),
        statement=_("A part of the period is not in fiscal year %(year)s."),
        remedy=_(
            "Check the dates: fiscal year %(year)s runs from 1 October %(before)s to "
            "30 September %(year)s."
        ),
        source=sources.FISCAL_YEAR,
        certainty=Certainty.D,
    )
)
PERIOD_YEAR: Final = register(
    FindingType(
        code="period-year",
        severity=Severity.ERROR,
        title=_("Period in words that names another year"),
        explanation=_("The usual trace of a measure that was copied from another year's report."),
        statement=_("“%(text)s” names year %(named)s; the report is about fiscal year %(year)s."),
        remedy=_("Correct the year in the words, or the reported fiscal year of the page."),
        source=sources.FISCAL_YEAR,
        certainty=Certainty.B,
    )
)
PERIOD_HALF: Final = register(
    FindingType(
        code="period-incomplete",
        severity=Severity.WARNING,
        title=_("Period with one date only"),
        explanation=_("A reader cannot tell when the measure began, or whether it is over."),
        statement=_("The period has only one date, and no words."),
        remedy=_("Enter the other date, or say in words how long the measure ran."),
    )
)
PERIOD_DIFFERS: Final = register(
    FindingType(
        code="period-words-differ",
        severity=Severity.WARNING,
        title=_("Dates and words of a period that differ"),
        explanation=_("Both are shown to the reader."),
        statement=_("The words “%(text)s” name other dates than the two date fields."),
        remedy=_("Correct the dates or the words, or delete one of the two."),
    )
)


def check_period(numbered: Numbered, year: FiscalYear | None) -> Iterator[Finding]:
    """Yield what is wrong with the period of a measure in a report of ``year``."""
    period = numbered.measure.period
    stated = parse_period(period.note)
    place = numbered.place(Element.PERIOD)
    start, end = period.start, period.end
    if start and end and end < start:
        yield PERIOD_REVERSED.at(numbered.place(Element.PERIOD, part="period_end"))
    elif bool(start) != bool(end) and not period.note:
        part = "period_end" if start else "period_start"
        yield PERIOD_HALF.at(numbered.place(Element.PERIOD, part=part))
    elif start and stated.start and (stated.start, stated.end) != (start, end):
        yield PERIOD_DIFFERS.at(place, text=quote(period.note))
    if year is None:
        return
    if start or end:
        yield from _outside(numbered, period, year, part="period_start")
    elif stated.start:
        yield from _outside(numbered, stated, year, part="")
    if not stated.start:
        yield from _named_year(numbered, year)


def _outside(
    numbered: Numbered, period: PeriodRecord, year: FiscalYear, *, part: str
) -> Iterator[Finding]:
    start, end = period.start, period.end
    if (start and end and end < start) or all(day is None or day in year for day in (start, end)):
        return
    # An open end may still reach into the year.
    apart = bool(end and end < year.start) or bool(start and start > year.end)
    if part and (start is None or start in year):
        part = "period_end"
    yield (PERIOD_OUTSIDE if apart else PERIOD_BEYOND).at(
        numbered.place(Element.PERIOD, part=part), year=year.be, before=year.be - 1
    )


def _named_year(numbered: Numbered, year: FiscalYear) -> Iterator[Finding]:
    note = numbered.measure.period.note
    named = [mention for mention in year_mentions(note) if not mention.is_bare]
    if named and not any(mention.names(year.be) for mention in named):
        yield PERIOD_YEAR.at(
            numbered.place(Element.PERIOD),
            text=quote(note),
            named=named[0].year,
            year=year.be,
        )
