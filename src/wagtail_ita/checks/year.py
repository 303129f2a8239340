"""The findings of a whole assessment year: every item of the list, whether it has a page or not."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from wagtail_ita.checks.pages import UNREADABLE, check_page
from wagtail_ita.checks.public import Progress, check_public
from wagtail_ita.clock import local_day
from wagtail_ita.domain.catalogue_items import CatalogueItem
from wagtail_ita.domain.dates import format_date
from wagtail_ita.domain.findings import (
    Finding,
    FindingType,
    Place,
    Severity,
    has_errors,
    register,
)
from wagtail_ita.selectors import index_items

logger = logging.getLogger(__name__)

_SEEN_BY_ASSESSOR: Final = _("An assessor gives no points for what nobody can open.")

ITEM_MISSING: Final = register(
    FindingType(
        code="item-missing",
        severity=Severity.ERROR,
        title=_("Item without a page"),
        explanation=_SEEN_BY_ASSESSOR,
        statement=_("The list asks for item %(item)s, which has no page."),
        remedy=_("Make its page under the index of the year, or run the command ita_setup."),
    )
)
ITEM_NOT_PUBLISHED: Final = register(
    FindingType(
        code="item-not-published",
        severity=Severity.ERROR,
        title=_("Item that is not published"),
        explanation=_SEEN_BY_ASSESSOR,
        statement=_("The page of item %(item)s is not published."),
        remedy=_("Complete the draft and publish it."),
    )
)
ITEM_SCHEDULED: Final = register(
    FindingType(
        code="item-scheduled",
        severity=Severity.WARNING,
        title=_("Item that is published later"),
        explanation=_("It goes live by itself, as long as the site's scheduler runs."),
        statement=_("The page of item %(item)s goes live on %(date)s."),
        remedy=_("Make sure that this is early enough for the assessment."),
    )
)
INDEX_NOT_PUBLISHED: Final = register(
    FindingType(
        code="index-not-published",
        severity=Severity.ERROR,
        title=_("Index page that is not published"),
        explanation=_SEEN_BY_ASSESSOR,
        statement=_("The index page “%(title)s” is not published: no link leads to the items."),
        remedy=_("Publish the index page."),
    )
)
CATALOGUE_MISSING: Final = register(
    FindingType(
        code="catalogue-missing",
        severity=Severity.ERROR,
        title=_("Year without a list"),
        explanation=_("Without the year's list nobody can tell which items are missing."),
        statement=_("There is no list of the scheme %(scheme)s for %(year)s, or it is broken."),
        remedy=_('Correct the scheme of the index page or the setting WAGTAIL_ITA["CATALOGUES"].'),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedItem:
    """One row of the year: an item of the list, a page, or mostly both.

    Attributes:
        item: Row of the list; ``None`` for a page whose code the list lacks.
        page: The page as the database has it; ``None`` when there is none.
    """

    code: str
    item: CatalogueItem | None
    page: Any | None
    findings: tuple[Finding, ...] = ()

    @property
    def title(self) -> str:
        """The official title in the active language, or that of the page."""
        if self.item is not None:
            return self.item.title(get_language() or "th")
        return str(self.page.title) if self.page is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedYear:
    """What the checks say about one index page and everything under it.

    Attributes:
        from_outside: Whether the public pages were looked at, instead of the drafts.
        findings: About the year as a whole.
    """

    index: Any
    from_outside: bool
    items: tuple[CheckedItem, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        return (*self.findings, *(each for item in self.items for each in item.findings))

    @property
    def has_errors(self) -> bool:
        return has_errors(self.all_findings)

    def count(self, severity: Severity) -> int:
        """Return how many findings have exactly this severity."""
        return sum(each.severity is severity for each in self.all_findings)


def latest_version(page: Any) -> Any:
    """Return a page as it would be published now: its latest draft, or itself when that is live.

    What is stored may be broken, and then this raises whatever it likes.
    """
    if page.live and not page.has_unpublished_changes:
        return page
    return page.get_latest_revision_as_object()


def future_schedule(pages: Iterable[Any]) -> dict[str, dt.datetime]:
    """Return when pages go live, by primary key as text, for those that still will."""
    revisions = Revision.page_revisions.filter(
        object_id__in=[str(page.pk) for page in pages], approved_go_live_at__gt=timezone.now()
    )
    return dict(revisions.values_list("object_id", "approved_go_live_at"))


def check_latest(page: Any, index: Any) -> tuple[Finding, ...]:
    """Return the findings of a page's latest version; one that cannot be read is a finding."""
    try:
        version = latest_version(page)
        # It is known already; the page would ask the database for it.
        version.index_page = index
    except Exception:
        logger.exception("The latest version of page %s cannot be read.", page.pk)
        return (UNREADABLE.at(Place()),)
    return check_page(version)


def check_year(
    index: Any, *, code: str | None = None, progress: Callable[[str], None] | None = None
) -> CheckedYear:
    """Check the latest version of every item of an index page.

    Args:
        index: Index page of an assessment year.
        code: Only this item; no row at all when neither list nor site has it.
        progress: Called with the code of each item before it is checked.
    """
    rows = []
    for row in _present_rows(index, code):
        if progress:
            progress(row.code)
        found = check_latest(row.page, index) if row.page is not None else ()
        rows.append(replace(row, findings=(*row.findings, *found)))
    return CheckedYear(
        index=index, from_outside=False, items=tuple(rows), findings=_about_year(index)
    )


def check_year_from_outside(
    index: Any,
    *,
    code: str | None = None,
    base_url: str | None = None,
    fetch_outside: bool = True,
    progress: Callable[[Progress], None] | None = None,
) -> CheckedYear:
    """Look at the year as a visitor does; what he cannot find is a finding, too.

    Args:
        index: Index page of an assessment year.
        code: Only this item. The way to it is walked all the same.
        base_url: Address of the deployed site; this process answers without it.
        fetch_outside: Whether links to other websites are opened.
        progress: Called while the check goes on.
    """
    rows = list(_present_rows(index, code))
    about: dict[tuple[str, str], list[Finding]] = {
        (row.page.code, row.page.title): [] for row in rows if row.page is not None
    }
    general: list[Finding] = list(_about_year(index))
    for finding in check_public(
        index, base_url=base_url, fetch_outside=fetch_outside, progress=progress
    ):
        item, title = (getattr(finding.place, name, "") for name in ("item", "title"))
        if (item, title) in about:
            about[item, title].append(finding)
        elif code is None or not item:
            general.append(finding)
    items = []
    for row in rows:
        key = (row.page.code, row.page.title) if row.page is not None else ("", "")
        # Two pages of one code and title cannot be told apart: the first one shows both.
        items.append(replace(row, findings=(*row.findings, *about.pop(key, ()))))
    return CheckedYear(index=index, from_outside=True, items=tuple(items), findings=tuple(general))


def _about_year(index: Any) -> tuple[Finding, ...]:
    findings = []
    if index.catalogue is None:
        findings.append(
            CATALOGUE_MISSING.at(Place(), scheme=index.scheme, year=index.assessment_year)
        )
    if not index.live:
        findings.append(INDEX_NOT_PUBLISHED.at(Place(), title=index.title))
    return tuple(findings)


def _present_rows(index: Any, code: str | None) -> Iterable[CheckedItem]:
    """Yield the rows in the order of the list, each with what is wrong about its being there."""
    pages = index_items(index)
    prefetch_related_objects(pages, "latest_revision")
    schedule = future_schedule(pages)
    catalogue = index.catalogue
    items = catalogue.items if catalogue else ()
    listed = {item.code for item in items}
    for item in items:
        if code not in (None, item.code):
            continue
        mine = [page for page in pages if page.code == item.code]
        for page in mine:
            yield _row(item, page, schedule)
        if not mine:
            missing = ITEM_MISSING.at(Place(), item=item.code)
            yield CheckedItem(code=item.code, item=item, page=None, findings=(missing,))
    for page in pages:
        if page.code not in listed and code in (None, page.code):
            yield _row(None, page, schedule)


def _row(item: CatalogueItem | None, page: Any, schedule: Mapping[str, dt.datetime]) -> CheckedItem:
    findings: tuple[Finding, ...] = ()
    label = page.code or page.title
    planned = schedule.get(str(page.pk))
    if not page.live and planned:
        findings = (ITEM_SCHEDULED.at(Place(), item=label, date=_lazy_date(planned)),)
    elif not page.live:
        findings = (ITEM_NOT_PUBLISHED.at(Place(), item=label),)
    return CheckedItem(code=page.code, item=item, page=page, findings=findings)


def _format_date(moment: dt.datetime) -> str:
    return format_date(local_day(moment), language=get_language() or "th")


_lazy_date: Final = lazy(_format_date, str)
