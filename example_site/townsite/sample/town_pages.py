"""The municipality's own pages: home, plain pages and news, in Thai and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError
from wagtail.models import Locale, Page, Site

from townsite.home.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from townsite.sample.content import Json, read
from townsite.sample.library import Library
from townsite.sample.tally import Tally

LANGUAGES = ("th", "en")
PAGE_TYPES: Mapping[str, type[Page]] = {
    "standard": StandardPage,
    "news_index": NewsIndexPage,
    "news": NewsPage,
}
NOT_FIELDS = {"key", "type", "children"}


def load_locales(tally: Tally) -> dict[str, Locale]:
    """Make the locales of both languages."""
    locales = {}
    for language in LANGUAGES:
        locales[language], created = Locale.objects.get_or_create(language_code=language)
        tally.add("locales", created)
    return locales


def load_home(tally: Tally, locales: Mapping[str, Locale]) -> dict[str, HomePage]:
    """Make the home pages and point the site at the Thai one."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    thai = _present_home(site)
    if thai is None:
        data = read("site.th.json")["home"]
        thai = HomePage(slug="thantuayang", locale=locales["th"], **data)
        Page.get_first_root_node().add_child(instance=thai)
        thai.save_revision().publish()
        _point_site_at(site, thai)
        tally.add("pages")
    english = thai.get_translation_or_none(locales["en"])
    if english is None:
        english = translate(thai, locales["en"], read("site.en.json")["home"])
        tally.add("pages")
    return {"th": thai, "en": english}


def _present_home(site: Site | None) -> HomePage | None:
    """Return the sample's home page, or ``None`` where the site has only Wagtail's first page."""
    if site is None or _is_wagtails_first_page(site.root_page):
        return None
    root = site.root_page.specific
    if not isinstance(root, HomePage):
        raise CommandError(
            f"This database already has a site, “{root.title}”. The sample is loaded only into a "
            "database of its own: set DATABASE_URL, or move db.sqlite3 away."
        )
    return root


def _is_wagtails_first_page(page: Page) -> bool:
    """Tell whether this is the untouched greeting that Wagtail's own migration makes."""
    return page.specific_class is Page and page.slug == "home" and not page.get_children().exists()


def _point_site_at(site: Site | None, home: HomePage) -> None:
    if site is None:
        Site.objects.create(
            hostname="localhost", site_name=home.title, root_page=home, is_default_site=True
        )
        return
    greeting = site.root_page
    site.root_page, site.site_name = home, home.title
    site.save()
    greeting.delete()


def load_town_pages(
    tally: Tally, homes: Mapping[str, HomePage], locales: Mapping[str, Locale], library: Library
) -> None:
    """Make the pages that are missing; a page that is there stays as it is."""
    english = {entry["key"]: entry for entry in _walk(read("site.en.json")["pages"])}
    for data in read("site.th.json")["pages"]:
        _load_page(tally, homes["th"], data, english, locales["en"], library)


def _load_page(
    tally: Tally,
    parent: Page,
    data: Json,
    english: Mapping[str, Json],
    locale: Locale,
    library: Library,
) -> None:
    key = data["key"]
    page = parent.get_children().filter(slug=data["slug"]).first()
    if page is None:
        page = PAGE_TYPES[data["type"]](
            locale=parent.locale, show_in_menus=data["type"] != "news", **_fields(data)
        )
        parent.add_child(instance=page)
        page.save_revision().publish()
        tally.add("pages")
    translation = page.get_translation_or_none(locale)
    if translation is None:
        translation = translate(page.specific, locale, _fields(english[key]))
        tally.add("pages")
    library.add_page(key, page, "th")
    library.add_page(key, translation, "en")
    for child in data.get("children", ()):
        _load_page(tally, page, child, english, locale, library)


def translate(page: Page, locale: Locale, fields: Mapping[str, Any]) -> Any:
    """Make the translation of a page and publish it."""
    translation = page.copy_for_translation(locale)
    for name, value in fields.items():
        if name != "slug":
            setattr(translation, name, value)
    translation.draft_title = translation.title
    translation.save_revision().publish()
    return translation


def _walk(entries: list[Json]) -> list[Json]:
    return [page for entry in entries for page in (entry, *_walk(entry.get("children", [])))]


def _fields(data: Json) -> Json:
    return {name: value for name, value in data.items() if name not in NOT_FIELDS}
