"""The reported year, and years in title and text that contradict it.

A report rightly names other years: the assessment it serves, last year's figures, next
year's plans, laws. Only where the words say that the report or the measure *is* of
another year, they contradict it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.completeness import sources
from wagtail_ita.domain.completeness.context import CheckContext
from wagtail_ita.domain.completeness.mentions import MentionKind, YearMention, year_mentions
from wagtail_ita.domain.completeness.passages import Numbered, Part, Passage
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.findings import Finding, FindingType, Place, Severity, register
from wagtail_ita.domain.records import ItemRecord, ReportRecord

REPORTED_YEAR_MISSING: Final = register(
    FindingType(
        code="reported-year-missing",
        severity=Severity.ERROR,
        title=_("Report without a year"),
        explanation=_("An assessor checks first that the page is about the right fiscal year."),
        statement=_("The fiscal year that the report is about is missing."),
        remedy=_("Enter the reported fiscal year, for example 2568."),
        source=sources.RIGHT_YEAR,
        certainty=Certainty.D,
    )
)
REPORTED_YEAR_WRONG: Final = register(
    FindingType(
        code="reported-year-wrong",
        severity=Severity.ERROR,
        title=_("Report of another year than the list asks for"),
        explanation=_("The usual trace of a page that was copied from another year."),
        statement=_("The page reports fiscal year %(year)s; the list asks for %(expected)s."),
        remedy=_(
            "Enter %(expected)s and check that the content is of that year, or move the page to "
            "the year it belongs to."
        ),
        source=sources.YEAR_RULE,
        certainty=Certainty.D,
    )
)
TITLE_YEAR: Final = register(
    FindingType(
        code="title-year",
        severity=Severity.ERROR,
        title=_("Title of another year"),
        explanation=_("An assessor who reads another year in the title need not read on."),
        statement=_("The title names year %(named)s; the content is about fiscal year %(year)s."),
        remedy=_("Correct the year in the title, or the reported fiscal year of the page."),
        source=sources.RIGHT_YEAR,
        certainty=Certainty.D,
    )
)
TEXT_YEAR: Final = register(
    FindingType(
        code="text-year",
        severity=Severity.WARNING,
        title=_("Text that says the report is of another year"),
        explanation=_("The usual trace of a text that was copied from another year's report."),
        statement=_(
            "The text speaks of the report or of its measures for %(named)s; the content is about "
            "fiscal year %(year)s."
        ),
        remedy=_("Check the year in the text."),
        source=sources.RIGHT_YEAR,
        certainty=Certainty.D,
    )
)
YEAR_MENTIONED: Final = register(
    FindingType(
        code="year-mentioned",
        severity=Severity.NOTE,
        title=_("Another year in the text"),
        explanation=_("It may be meant so, or be left over from another year's report."),
        statement=_("The text names year %(named)s, beside no year of this report."),
        remedy=_("Check that the year is meant."),
    )
)
ITEM_YEAR: Final = register(
    FindingType(
        code="item-year",
        severity=Severity.WARNING,
        title=_("Item that names only another year"),
        explanation=_("The usual trace of a page that was copied from another year."),
        statement=_(
            "The page names year %(named)s, and nowhere %(year)s, which the list asks for."
        ),
        remedy=_("Check that the content is of fiscal year %(year)s, and say so on the page."),
        source=sources.YEAR_RULE,
        certainty=Certainty.D,
    )
)
ITEM_YEAR_UNNAMED: Final = register(
    FindingType(
        code="item-year-unnamed",
        severity=Severity.NOTE,
        title=_("Item that does not name its year"),
        explanation=_("An assessor checks that the page is about the right fiscal year."),
        statement=_("Neither title nor text nor evidence names fiscal year %(year)s."),
        remedy=_("Name the year in the title or in the text."),
        source=sources.RIGHT_YEAR,
        certainty=Certainty.D,
    )
)

# What makes a sentence one about the report itself or about its measures as a whole.
_OF_REPORT: Final = re.compile(
    r"รายงาน(?:ผล|ฉบับนี้|แสดงผล)|มาตรการส่งเสริม|การดำเนินการเพื่อส่งเสริม|this report|report on"
)


def check_reported_year(record: ReportRecord, context: CheckContext) -> Iterator[Finding]:
    """Yield what is wrong with the year that a report says it is about."""
    place = Place(field="reported_year")
    if record.reported_year is None:
        yield REPORTED_YEAR_MISSING.at(place)
    elif context.expected_reported_year not in (None, record.reported_year):
        yield REPORTED_YEAR_WRONG.at(
            place, year=record.reported_year, expected=context.expected_reported_year
        )


def check_title(title: str, place: Place, year: int | None) -> Iterator[Finding]:
    """Yield a finding where a title says that the page or the measure is of another year."""
    mentions = list(year_mentions(title)) if year else []
    if year is None or any(mention.names(year) for mention in mentions):
        return
    other = next((each for each in mentions if _is_of_the_whole(each)), None)
    if other:
        # A bare number may be something else than the year of the content.
        severity = Severity.WARNING if other.is_bare else None
        yield TITLE_YEAR.at(place, severity=severity, named=other.year, year=year)


def _is_of_the_whole(mention: YearMention) -> bool:
    return not (mention.is_of_assessment or mention.is_of_law or mention.kind is MentionKind.DATE)


def check_titles(record: ReportRecord, measures: Iterable[Numbered]) -> Iterator[Finding]:
    """Yield the titles of a report that name another year: page, memo and measures."""
    year = record.reported_year
    yield from check_title(record.title, Place(field="title"), year)
    yield from check_title(record.memo.subject, Place(field="memo_subject"), year)
    for numbered in measures:
        yield from check_title(numbered.measure.title, numbered.place(Element.MEASURE), year)


def check_text(passage: Passage, year: int, context: CheckContext) -> Iterator[Finding]:
    """Yield at most one finding about years in a running text of a report of ``year``."""
    place = passage.place
    if place.field == "memo_subject" or place.part == "title" or place.element is Element.PERIOD:
        return  # Titles and periods have rules of their own.
    hint: YearMention | None = None
    for line in passage.text.splitlines():
        mentions = list(year_mentions(line))
        if any(mention.names(year) for mention in mentions):
            continue
        for mention in mentions:
            if not _is_foreign(mention, year, context):
                continue
            if mention.kind is MentionKind.STATED and _OF_REPORT.search(mention.before):
                yield TEXT_YEAR.at(place, named=mention.year, year=year)
                return
            hint = hint or mention
    if hint and passage.part is not Part.MEMO:
        yield YEAR_MENTIONED.at(place, named=hint.year)


def _is_foreign(mention: YearMention, year: int, context: CheckContext) -> bool:
    """Tell whether a mention is of a year that the report has no reason to name."""
    if mention.kind not in {MentionKind.STATED, MentionKind.NAMED} or mention.is_range:
        return False
    if mention.year in {year, year + 1, context.assessment_year}:
        return False
    return not (mention.is_of_assessment or mention.is_compared)


def check_item_year(record: ItemRecord, context: CheckContext) -> Iterator[Finding]:
    """Yield a finding where an item names other years than the one the list asks for."""
    year = context.expected_reported_year
    if year is None:
        return
    wrong_title = list(check_title(record.title, Place(field="title"), year))
    yield from wrong_title
    texts = [record.title, record.text, record.nothing_to_report]
    texts += [part for piece in record.evidence for part in (piece.title, piece.note)]
    mentions = [mention for text in texts for mention in year_mentions(text)]
    # A chosen file without a title of its own shows the one of the library, unknown here.
    unknown = any(piece.key and not piece.title for piece in record.evidence)
    if wrong_title or unknown or any(mention.names(year) for mention in mentions):
        return
    other = next((each for each in mentions if _is_plain(each)), None)
    if other:
        yield ITEM_YEAR.at(Place(), named=other.year, year=year)
    else:
        yield ITEM_YEAR_UNNAMED.at(Place(), year=year)


def _is_plain(mention: YearMention) -> bool:
    return mention.kind in {MentionKind.STATED, MentionKind.NAMED} and not mention.is_of_assessment
