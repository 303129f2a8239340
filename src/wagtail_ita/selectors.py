"""Reads over the pages of a site."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Site

from wagtail_ita.domain.codes import code_sort_key
from wagtail_ita.models import ITAItemBase, get_index_page_model


def default_site() -> Site | None:
    """Return the site that commands work on."""
    site: Site | None = (
        Site.objects.select_related("root_page").filter(is_default_site=True).first()
    )
    return site


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
    root_locale = site.root_page.locale_id
    return next((page for page in pages if page.locale_id == root_locale), pages.first())


def index_items(index: Page) -> list[Any]:
    """Return all item pages under an index, live or not, in the order of their codes."""
    pages = index.get_children().specific()
    items = [page for page in pages if isinstance(page, ITAItemBase)]
    return sorted(items, key=lambda page: code_sort_key(page.code))


def find_item(index: Page, code: str) -> Any | None:
    """Return the page of one item under an index, live or draft."""
    return next((page for page in index_items(index) if page.code == code), None)
