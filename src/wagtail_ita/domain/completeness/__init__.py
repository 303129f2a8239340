"""What an assessor would miss in a report or an item: plain rules from a record to findings.

Each module holds the rules of one subject, with the kinds of finding that they make. The
two functions here take any record, broken ones included, and never fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wagtail_ita.domain.completeness.context import CheckContext
from wagtail_ita.domain.completeness.elements import (
    NO_MEASURES,
    check_elements,
    check_indicators,
    missing_elements,
)
from wagtail_ita.domain.completeness.elements import check_titles as check_repeated_titles
from wagtail_ita.domain.completeness.evidence import check_evidence
from wagtail_ita.domain.completeness.items import check_code, check_content
from wagtail_ita.domain.completeness.memo import check_memo, check_scan
from wagtail_ita.domain.completeness.passages import (
    Numbered,
    Passage,
    item_passages,
    report_passages,
)
from wagtail_ita.domain.completeness.periods import check_period
from wagtail_ita.domain.completeness.readable import Reader, read_item, read_report
from wagtail_ita.domain.completeness.scores import check_scores
from wagtail_ita.domain.completeness.texts import (
    check_codes,
    check_item_counts,
    check_measure_counts,
    check_samples,
)
from wagtail_ita.domain.completeness.years import (
    check_item_year,
    check_reported_year,
    check_text,
    check_titles,
)
from wagtail_ita.domain.findings import Finding, Place
from wagtail_ita.domain.records import ItemRecord, ReportRecord
from wagtail_ita.domain.years import FiscalYear

__all__ = ["CheckContext", "Progress", "check_item", "check_report", "measure_progress"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many of a report's measures have all six elements: "8 of 10 measures complete"."""

    complete: int
    total: int


def check_report(record: ReportRecord, context: CheckContext) -> tuple[Finding, ...]:
    """Return what the rules find in a report: page, figures, measure by measure, memo."""
    reader = Reader()
    readable = read_report(record, reader)
    if readable is None:
        return reader.findings
    report, measures = readable
    return _without_covered(_report_findings(report, measures, context, reader), reader)


def check_item(record: ItemRecord, context: CheckContext) -> tuple[Finding, ...]:
    """Return what the rules find in an item that is not the measures report."""
    reader = Reader()
    item = read_item(record, reader)
    if item is None:
        return reader.findings
    return _without_covered(_item_findings(item, context), reader)


def measure_progress(record: ReportRecord) -> Progress:
    """Return how many measures of a report have all six elements."""
    reader = Reader()
    readable = read_report(record, reader)
    measures = readable[1] if readable else ()
    broken = reader.broken_measures
    complete = [
        each for each in measures if each.number not in broken and not missing_elements(each)
    ]
    return Progress(complete=len(complete), total=len(broken | {each.number for each in measures}))


def _report_findings(
    report: ReportRecord,
    measures: tuple[Numbered, ...],
    context: CheckContext,
    reader: Reader,
) -> Iterator[Finding]:
    year = FiscalYear(report.reported_year) if report.reported_year else None
    passages = report_passages(report, measures)
    yield from check_code(report.code, context)
    yield from check_reported_year(report, context)
    yield from check_titles(report, measures)
    yield from check_scores(report, context)
    if not measures and not reader.broken_measures:
        yield NO_MEASURES.at(Place(field="measures"))
    for numbered in measures:
        yield from check_elements(numbered)
        yield from check_period(numbered, year)
        yield from check_evidence(numbered.measure.evidence, numbered.place(part="evidence"))
    yield from check_repeated_titles(measures)
    yield from check_indicators(measures)
    yield from _text_findings(report, passages, context)
    yield from check_memo(report.memo, year, context)
    yield from check_scan(report)
    yield from check_evidence(report.attachments, Place(field="attachments"))


def _text_findings(
    report: ReportRecord, passages: tuple[Passage, ...], context: CheckContext
) -> Iterator[Finding]:
    year = report.reported_year
    if year:
        for passage in passages:
            yield from check_text(passage, year, context)
    yield from check_item_counts(passages, year, context)
    yield from check_measure_counts(report, passages)
    yield from check_codes(report, passages)
    yield from check_samples(passages, context)


def _item_findings(item: ItemRecord, context: CheckContext) -> Iterator[Finding]:
    passages = item_passages(item)
    yield from check_code(item.code, context)
    yield from check_content(item)
    yield from check_item_year(item, context)
    yield from check_item_counts(passages, context.expected_reported_year, context)
    yield from check_evidence(item.evidence, Place(field="evidence"))
    yield from check_samples(passages, context)


def _without_covered(findings: Iterable[Finding], reader: Reader) -> tuple[Finding, ...]:
    """Return what could not be read, and the findings of what could."""
    return (*reader.findings, *(each for each in findings if not reader.covers(each.place)))
