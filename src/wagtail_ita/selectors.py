"""Reads over the pages of a site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import get_language
from wagtail.models import Page, Site

from wagtail_ita.domain.codes import code_sort_key
from wagtail_ita.domain.indicators import INDICATORS
from wagtail_ita.domain.languages import is_thai
from wagtail_ita.domain.trends import YearScores
from wagtail_ita.models import (
    ITAItemBase,
    ITAReportMixin,
    ITASettings,
    PublicVersions,
    PublishedVersion,
    Visibility,
    get_index_page_model,
    item_page_models,
    shown_versions,
)

_SCORE_FIELDS: Final = (
    "path",
    "depth",
    "live",
    "reported_year",
    "overall_score",
    "level",
    *(f"score_{each.number}" for each in INDICATORS),
)


def default_site() -> Site | None:
    """Return the site that commands work on."""
    site: Site | None = (
        Site.objects.select_related("root_page").filter(is_default_site=True).first()
    )
    return site


def interface_digits(page: Any = None) -> str:
    """Return ``thai`` or ``arabic``: which digits a screen or mail shows in the active language.

    The site decides, as for its public pages: that of the page, or the default one. Nothing is
    asked of the database in a language that has no digits of its own.
    """
    language = get_language() or "th"
    default = ITASettings()
    if not is_thai(language):
        return default.digits_for(language)
    site = (page.get_site() if page is not None else None) or default_site()
    # Not ``for_site``, which makes a row where there is none.
    known = ITASettings.objects.filter(site=site).first() if site else None
    return (known or default).digits_for(language)


def find_index(*, year: int, scheme: str, site: Site) -> Any | None:
    """Return a site's index page of a scheme and an assessment year, live or draft.

    Where the page is translated, the one in the site's own language.
    """
    pages = (
        get_index_page_model()
        .objects.in_site(site)
        .filter(assessment_year=year, scheme=scheme)
        .order_by("path")
    )
    # Two queries at most: a site of hundreds of agencies has as many index pages of a year.
    return pages.filter(locale_id=site.root_page.locale_id).first() or pages.first()


def index_items(index: Page) -> list[Any]:
    """Return all item pages under an index, live or not, in the order of their codes."""
    pages = index.get_children().specific()
    items = [page for page in pages if isinstance(page, ITAItemBase)]
    return sorted(items, key=lambda page: code_sort_key(page.code))


def find_item(index: Page, code: str) -> Any | None:
    """Return the page of one item under an index, live or draft."""
    return next((page for page in index_items(index) if page.code == code), None)


def versions_of(pages: Sequence[Any], *, with_approvals: bool = False) -> dict[Any, PublicVersions]:
    """Return what visitors may know of the versions of pages, by page, in one query.

    Args:
        pages: As they are in the database.
        with_approvals: Whether the approvals will be asked for.
    """
    if not pages:
        return {}
    kinds = ContentType.objects.get_for_models(
        *{type(page) for page in pages}, for_concrete_models=False
    )
    owners = {page.pk: _owner(page, kinds) for page in pages}
    found: dict[tuple[int, str], list[PublishedVersion]] = {}
    for version in PublishedVersion.objects.filter(
        content_type__in=kinds.values(), object_id__in={key for _kind, key in owners.values()}
    ).defer("record", *(() if with_approvals else ("approvals",))):
        found.setdefault((version.content_type_id, version.object_id), []).append(version)
    return {page.pk: shown_versions(page, found.get(owners[page.pk], ())) for page in pages}


def _owner(page: Any, kinds: Any) -> tuple[int, str]:
    """Return whose versions a page shows: an alias those of the page that it mirrors."""
    key = getattr(page, "alias_of_id", None) or page.pk
    return kinds[type(page)].pk, str(key)


def year_scores(paths: Sequence[str], visibility: Visibility) -> list[YearScores]:
    """Return what the public reports under index pages say of the assessments, in one query.

    It is a query for each page class that is a report, and a site has one. No text of a report is
    read. A report that does not say which year it is about is left out: its year is not guessed.

    Args:
        paths: Of the index pages, the newest year first. Of two reports about the same year, that
            under the newer index comes first.
        visibility: What visitors may see.
    """
    if not paths:
        return []
    below = Q()
    for path in paths:
        below |= Q(path__startswith=path)
    order = {path: position for position, path in enumerate(paths)}
    reports = [
        page
        for model in item_page_models()
        if issubclass(model, ITAReportMixin)
        for page in model._default_manager.live().filter(below).only(*_SCORE_FIELDS)
        if page.reported_year and visibility.allows_page(page) and page.year_path in order
    ]
    reports.sort(key=lambda page: (order[page.year_path], page.path))
    return [
        YearScores(
            year=page.reported_year,
            total=page.overall_score,
            scores={
                row.indicator.number: row.score for row in page.score_rows if row.score is not None
            },
            level=page.level,
        )
        for page in reports
    ]
