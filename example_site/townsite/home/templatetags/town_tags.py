"""The parts of the header that depend on the page: navigation and the other languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page, Site

from wagtail_ita.models import ITASettings, Visibility
from wagtail_ita.pages.models import ITAIndexPage
from wagtail_ita.templatetags.wagtail_ita_tags import ita_year

register = template.Library()


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """A way to the same page in another language, or to that language's home page."""

    code: str
    name: str
    url: str
    is_current: bool
    same_page: bool


def _home(context: Context) -> Page | None:
    """Find the home page of the active language."""
    request: HttpRequest | None = context.get("request")
    site = Site.find_for_request(request) if request else None
    return site.root_page.localized if site else None


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[dict[str, Any]]:
    """List the pages of the navigation, and say which one the visitor is in."""
    home = _home(context)
    if home is None:
        return []
    request = context.get("request")
    here = getattr(context.get("page"), "path", "") or ""
    # Not Wagtail's ``public()``: its query names every private page of the site.
    visibility = Visibility()
    pages = list(filter(visibility.allows_page, Page.objects.live().child_of(home).in_menu()))
    entries = [(page.title, page) for page in pages]
    years = ITAIndexPage.objects.live().child_of(home).order_by("-assessment_year")
    newest = next(filter(visibility.allows_page, years), None)
    if newest is not None:
        # The newest year is in the menu by itself: nobody has to remember it next year.
        year = ita_year(newest.assessment_year, agency_digits(context))
        entries.insert(1, (f"ITA {year}", newest))
    return [
        {"title": title, "url": page.get_url(request), "is_here": here.startswith(page.path)}
        for title, page in entries
    ]


@register.simple_tag(takes_context=True)
def agency_digits(context: Context) -> str:
    """Say which digits the agency shows in the active language: ``thai`` or ``arabic``."""
    request: HttpRequest | None = context.get("request")
    agency = ITASettings.find(request) if request else None
    return agency.digits_for(get_language() or "th") if agency else "arabic"


@register.simple_tag(takes_context=True)
def home_url(context: Context) -> str:
    """Address of the home page of the active language."""
    home = _home(context)
    return home.get_url() if home else "/"


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """List the site's languages, each with the nearest page that is published in it."""
    page: Page | None = context.get("page")
    home = _home(context)
    addresses = _addresses(page) if page is not None and page.pk else {}
    homes = _addresses(home) if home is not None else {}
    current = get_language()
    links = []
    for code, _name in settings.LANGUAGES:
        url = addresses.get(code) or homes.get(code)
        if url is None and code != current:
            continue
        links.append(
            LanguageLink(
                code=code,
                name=get_language_info(code)["name_local"],
                url=url or "",
                is_current=code == current,
                same_page=code in addresses,
            )
        )
    return links


def _addresses(page: Page) -> dict[str, str]:
    """Map the language code of each published translation of a page to its address."""
    pages = page.get_translations(inclusive=True).live().select_related("locale")
    found = {}
    for translation in filter(Visibility().allows_page, pages):
        found[translation.locale.language_code] = translation.get_url() or ""
    return found
