"""The covering memo: dated after the reported year, not in the future, and with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.completeness.context import CheckContext
from wagtail_ita.domain.findings import Finding, FindingType, Place, Severity, register
from wagtail_ita.domain.records import MemoRecord, ReportRecord
from wagtail_ita.domain.years import FiscalYear

MEMO_EARLY: Final = register(
    FindingType(
        code="memo-early",
        severity=Severity.WARNING,
        title=_("Memo dated before the reported year ended"),
        explanation=_("Nobody can report the results of a year that is not over."),
        statement=_(
            "The memo is dated before fiscal year %(year)s ended on 30 September %(year)s."
        ),
        remedy=_("Check the date of the memo and the reported fiscal year."),
    )
)
MEMO_FUTURE: Final = register(
    FindingType(
        code="memo-future",
        severity=Severity.WARNING,
        title=_("Memo dated in the future"),
        explanation=_("A published memo has been signed already; the year is often mistyped."),
        statement=_("The date of the memo is still to come."),
        remedy=_("Check the date of the memo."),
    )
)
MEMO_SCAN_MISSING: Final = register(
    FindingType(
        code="memo-scan-missing",
        severity=Severity.WARNING,
        title=_("Signed memo without its scan"),
        explanation=_(
            "What is typed in only says what was signed on paper; the scan of the paper shows it."
        ),
        statement=_("Opinions or orders under the memo are typed in, but no scan is attached."),
        remedy=_("Put the scan of the signed memo into the attachments."),
    )
)


def check_memo(
    memo: MemoRecord, year: FiscalYear | None, context: CheckContext
) -> Iterator[Finding]:
    """Yield what is wrong with the date of the memo of a report of ``year``."""
    place = Place(field="memo_date")
    if memo.date is None:
        return
    if year and memo.date <= year.end:
        yield MEMO_EARLY.at(place, year=year.be)
    if context.today and memo.date > context.today:
        yield MEMO_FUTURE.at(place)


def check_scan(report: ReportRecord) -> Iterator[Finding]:
    """Yield what is wrong when approvals were typed in and nothing is attached that shows them."""
    is_typed = any(
        (each.opinion or each.name or each.position).strip() for each in report.memo.approvals
    )
    if is_typed and not report.attachments:
        yield MEMO_SCAN_MISSING.at(Place(field="attachments"))
