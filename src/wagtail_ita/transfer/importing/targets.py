"""The page that a report goes into, or the place where it will be made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Site

from wagtail_ita.domain.catalogue import reported_year_for
from wagtail_ita.domain.catalogue_items import ItemKind
from wagtail_ita.domain.records import ReportRecord
from wagtail_ita.models import ITAReportMixin
from wagtail_ita.selectors import find_index, find_item
from wagtail_ita.transfer.importing.errors import ImportRefused
from wagtail_ita.transfer.pages import report_to_record


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a report goes.

    Attributes:
        index: The index page of the year.
        page: The page as it was looked at; ``None`` when it will be made.
        code: Item code.
        title: Title of the page, there already or to be made.
    """

    index: Any
    page: Any | None
    code: str
    title: str

    @cached_property
    def draft(self) -> Any | None:
        """The latest draft of the page."""
        return self.page.get_latest_revision_as_object() if self.page else None

    @cached_property
    def present(self) -> ReportRecord:
        """What the latest draft of the page has."""
        if self.draft is None:
            return ReportRecord(code=self.code, title=self.title)
        return report_to_record(self.draft)

    @property
    def has_work_in_progress(self) -> bool:
        """Whether the draft has content that is not published."""
        if self.page is None or (self.page.live and not self.page.has_unpublished_changes):
            return False
        return self.present != ReportRecord(
            code=self.present.code,
            title=self.present.title,
            reported_year=self.present.reported_year,
        )

    @property
    def revision(self) -> int | None:
        """The version that was looked at."""
        return self.page.latest_revision_id if self.page else None


def page_target(page: Any) -> Target:
    """Return a report page that is there as the target.

    Raises:
        ImportRefused: It is no report page.
    """
    if not isinstance(page, ITAReportMixin):
        raise ImportRefused(
            _("The page %(code)s is no measures report, so a report cannot go into it.")
            % {"code": getattr(page, "code", page)}
        )
    draft: Any = page.get_latest_revision_as_object()
    return Target(index=page.index_page, page=page, code=draft.code, title=draft.title)


def index_target(index: Any, code: str = "", title: str = "") -> Target:
    """Return the report page of an index as the target, there already or to be made.

    Args:
        index: Index page of the year.
        code: Item code; by default the one that the catalogue names as the report.
        title: Title of a page to be made whose item the catalogue does not know.

    Raises:
        ImportRefused: The catalogue names no report, or the page of the code is none.
    """
    year = index.assessment_year
    code = code or report_code(index)
    if not code:
        raise ImportRefused(
            _("It is not known which item of %(year)s the report is. Name it with --item.")
            % {"year": year}
        )
    page = find_item(index, code)
    if page is not None:
        return page_target(page)
    item = index.catalogue.get(code) if index.catalogue else None
    official = item.title(index.locale.language_code) if item else ""
    return Target(index=index, page=None, code=code, title=official or title)


def year_target(
    record: ReportRecord, *, year: int, scheme: str, site: Site, code: str | None = None
) -> Target:
    """Return the target for a report of a year: in the site's index, by the catalogue's code.

    Raises:
        ImportRefused: There is no index or report page for it.
    """
    index = find_index(year=year, scheme=scheme, site=site)
    if index is None:
        raise ImportRefused(
            _(
                "There is no index page for %(year)s. "
                "Make it first with: manage.py ita_setup --year %(year)s"
            )
            % {"year": year}
        )
    return index_target(index, code or report_code(index) or record.code, record.title)


def report_code(index: Any) -> str:
    """Return the code of the measures report in a year's list; empty when the list has none."""
    item = index.catalogue.report_item if index.catalogue else None
    return item.code if item else ""


def contradictions(record: ReportRecord, target: Target) -> Iterator[str]:
    """Yield a sentence for each thing in which a file and its target do not agree."""
    code = target.code
    if record.code and record.code != code:
        yield _("The file calls itself %(found)s, but it goes into %(code)s.") % {
            "found": record.code,
            "code": code,
        }
    if target.index is None:
        return
    year = target.index.assessment_year
    catalogue = target.index.catalogue
    item = catalogue.get(code) if catalogue else None
    if item is None or item.kind is not ItemKind.MEASURES_REPORT:
        yield _("The catalogue of %(year)s does not know %(code)s as the measures report.") % {
            "year": year,
            "code": code,
        }
        return
    expected = reported_year_for(item, year)
    if expected and record.reported_year and record.reported_year != expected:
        yield _(
            "The file reports fiscal year %(found)s; %(code)s of %(year)s is about %(expected)s."
        ) % {"found": record.reported_year, "code": code, "year": year, "expected": expected}
