"""Findings over a page as it is given: the latest draft, a live page, or what is typed now."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.catalogues import all_catalogues
from wagtail_ita.checks.names import names_of_chosen, texts_beside
from wagtail_ita.clock import today
from wagtail_ita.conf import get_settings
from wagtail_ita.domain.catalogue import reported_year_for
from wagtail_ita.domain.completeness import CheckContext, check_item, check_report
from wagtail_ita.domain.findings import Finding, FindingType, Place, Severity, register
from wagtail_ita.domain.privacy import check_privacy, texts_of_item, texts_of_report
from wagtail_ita.domain.records import ItemRecord, ReportRecord
from wagtail_ita.domain.samples import sample_fingerprints
from wagtail_ita.models import ITAItemMixin, ITAReportMixin
from wagtail_ita.transfer.pages import item_to_record, report_to_record

logger = logging.getLogger(__name__)

UNREADABLE: Final = register(
    FindingType(
        code="page-unreadable",
        severity=Severity.ERROR,
        title=_("Page that cannot be read"),
        explanation=_("What is stored of the page is broken, so nothing in it can be checked."),
        statement=_("The stored content of the page cannot be read."),
        remedy=_("Open the page, or go back to an earlier version in its history."),
    )
)


def check_page(page: Any) -> tuple[Finding, ...]:
    """Return what the rules say about an item or report page; nothing for other pages.

    It never raises: a page whose stored content is broken is a finding of its own.
    """
    try:
        given = _read(page)
        return _found(given) if given else ()
    except Exception:
        logger.exception("The page %s cannot be checked.", getattr(page, "pk", None))
        return (UNREADABLE.at(Place()),)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """All that the findings of a page depend on."""

    record: ReportRecord | ItemRecord
    context: CheckContext
    beside: tuple[tuple[Place, str], ...]
    names: tuple[tuple[Place, str], ...]
    confirmed: bool


def _read(page: Any) -> _Given | None:
    record: ReportRecord | ItemRecord
    if isinstance(page, ITAReportMixin):
        record = report_to_record(page)
    elif isinstance(page, ITAItemMixin):
        record = item_to_record(page)
    else:
        return None
    return _Given(
        record=record,
        context=context_of(page),
        beside=tuple(texts_beside(page)),
        names=tuple(names_of_chosen(page)),
        confirmed=getattr(page, "personal_data_confirmed", False),
    )


# A form that publishes asks for what it shows, and then what it stores is asked for once more.
_last: ContextVar[tuple[_Given, tuple[Finding, ...]] | None] = ContextVar("_last", default=None)


def _found(given: _Given) -> tuple[Finding, ...]:
    last = _last.get()
    if last is not None and last[0] == given:
        return last[1]
    record = given.record
    if isinstance(record, ReportRecord):
        texts = texts_of_report(record)
        findings = check_report(record, given.context)
    else:
        texts = texts_of_item(record)
        findings = check_item(record, given.context)
    privacy = check_privacy((*texts, *given.beside), names=given.names, confirmed=given.confirmed)
    found = (*findings, *privacy)
    _last.set((given, found))
    return found


def context_of(page: Any) -> CheckContext:
    """Return the surroundings of an item or report page: its year, its list, today."""
    index = page.index_page
    samples = sample_fingerprints() if get_settings().SAMPLE_WARNINGS else frozenset()
    if index is None:
        return CheckContext(today=today(), samples=samples)
    catalogue = index.catalogue
    item = catalogue.get(page.code) if catalogue else None
    counts = {
        each.year: len(each.items) for each in all_catalogues() if each.scheme == index.scheme
    }
    return CheckContext(
        assessment_year=index.assessment_year,
        expected_reported_year=reported_year_for(item, index.assessment_year) if item else None,
        known_codes=frozenset(each.code for each in catalogue.items) if catalogue else None,
        item_counts=counts,
        today=today(),
        samples=samples,
    )
