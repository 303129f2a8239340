"""Our pages in the sitemap of the site, each with its translations.

Wagtail's sitemap walks the tree below the site's front page. Translations are in trees of their
own beside it, so a page brings those along that the walk does not come to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.http import HttpRequest

from wagtail_ita.models.languages import (
    alternates_of,
    public_pages,
    root_path_of,
    site_languages,
    translated_pages,
)

_KEPT = "_wagtail_ita_sitemap"


class SitemapMixin(models.Model):
    """Tells search engines where a page is, since when, and in which languages."""

    class Meta:
        abstract = True

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return the entries of a page and of its translations elsewhere in the tree.

        Wagtail asks for live pages that are not private.
        """
        urls: list[dict[str, Any]] = super().get_sitemap_urls(request)
        versions = _translations(self, request).get(self.translation_key, {})
        codes = site_languages(self)
        alternates = [
            {"lang_code": each.code, "location": each.url}
            for each in alternates_of(versions, codes, request)
        ]
        if not alternates or all(page.pk != self.pk for page in versions.values()):
            return urls
        entries = [*urls, *_entries(self, versions, request)]
        return [{**entry, "alternates": alternates} for entry in entries]


def _entries(
    page: Any, versions: dict[str, Any], request: HttpRequest | None
) -> Iterator[dict[str, Any]]:
    walked = root_path_of(page)
    for version in versions.values():
        if not walked or not version.url_path.startswith(walked):
            yield {
                "location": version.get_full_url(request),
                "lastmod": version.last_published_at or version.latest_revision_created_at,
            }


def _translations(page: Any, request: HttpRequest | None) -> dict[Any, dict[str, Any]]:
    """Return what is really translated in the year of a page, by key and language.

    Of the whole year at once, and kept for as long as the sitemap is made: else each page of a
    large site would ask the database.
    """
    kept = getattr(request, _KEPT, None)
    if kept is None:
        kept = {}
        if request is not None:
            setattr(request, _KEPT, kept)
    if page.year_path not in kept:
        kept[page.year_path] = _of_year(page)
    found: dict[Any, dict[str, Any]] = kept[page.year_path]
    return found


def _of_year(page: Any) -> dict[Any, dict[str, Any]]:
    codes = site_languages(page)
    if len(codes) < 2:
        return {}
    pages = public_pages(codes)
    keys = pages.filter(path__startswith=page.year_path).values("translation_key")
    found = list(pages.filter(translation_key__in=keys, alias_of=None).order_by("-path"))
    translated = translated_pages(found)
    by_key: dict[Any, dict[str, Any]] = {}
    for each in found:
        if each.pk in translated:
            by_key.setdefault(each.translation_key, {})[each.locale.language_code] = each
    return by_key
