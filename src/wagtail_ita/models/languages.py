"""A page in the languages of its site: which it is in, what is Thai on it still, and where it
is in the others.

``PageLanguages`` is lazy: a template that shows nothing of it asks the database nothing. All the
translations come in one query, none where the site has one language. What Wagtail keeps of the
roots of the site, in its cache, tells the languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.http import HttpRequest
from django.utils.translation import (
    get_language,
    get_language_info,
    gettext,
    gettext_lazy,
    override,
)
from wagtail.models import PageViewRestriction, Site

from wagtail_ita.blocks.preloading import base_page_model
from wagtail_ita.caching import LenientCache
from wagtail_ita.domain.languages import is_thai
from wagtail_ita.domain.scripts import has_letters, is_in_thai
from wagtail_ita.models.text_parts import TextPart, is_translated, text_parts

_KEPT_SECONDS: Final = 24 * 60 * 60
# A string that every catalogue of ours has.
_PROBE: Final = gettext_lazy("Measures and results")
# -------------------------------------------------------------------------- which language it is


def language_of(page: Any) -> str:
    """Return the language that a page is written in, without asking the database for it.

    The active language is no answer: where a site's addresses have no language in front, it is
    the one that the visitor's browser asks for.
    """
    active = get_language() or settings.LANGUAGE_CODE
    path = getattr(page, "url_path", "")
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False) or not path:
        return active
    roots = [root for root in _roots() if path.startswith(root.root_path)]
    return max(roots, key=lambda root: len(root.root_path)).language_code if roots else active


def interface_language(language: str) -> str:
    """Return the language that our words are shown in on a page of a language.

    A language that neither we nor the site translated our words into gets English. Django would
    take the site's own language, which on a Thai site nobody abroad can read.
    """
    if language.split("-")[0].lower() in {"th", "en"}:
        return language
    with override("en"):
        english = str(_PROBE)
    with override(settings.LANGUAGE_CODE):
        fallback = str(_PROBE)
    with override(language):
        shown = str(_PROBE)
    return "en" if shown in {english, fallback} else language


def shown_title(page: Any, item: Any, language: str) -> str:
    """Return the title of a page: outside Thai the official one in place of a Thai one.

    Args:
        page: Any of our pages.
        item: The row of the catalogue that the page answers, where it is known.
        language: That of the page.
    """
    official: str = item.title(language) if item else ""
    in_place = official and not is_thai(language) and is_in_thai(page.title)
    title: str = official if in_place and not is_in_thai(official) else page.title
    return title


def in_words_of(language: str) -> Any:
    """Activate the language in which our words stand on a page, or in a file, of a language."""
    return override(interface_language(language))


# ------------------------------------------------------------------------ where it is in others


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """One entry of the language switch.

    Attributes:
        name: Of the language, in itself.
        is_same_page: Whether it leads to this page in the language, and not to the year's index.
        note: Where it leads else, in the words of the language.
        note_language: Of the note, which is in English where we have no words of the language.
    """

    code: str
    name: str
    url: str
    is_current: bool
    is_same_page: bool

    @property
    def note_language(self) -> str:
        return interface_language(self.code)

    @property
    def note(self) -> str:
        if self.is_same_page:
            return ""
        with in_words_of(self.code):
            return gettext("this page has not been translated; to the list of the year")


@dataclass(frozen=True, slots=True)
class Alternate:
    """One ``<link rel="alternate">``."""

    code: str
    url: str


class PageLanguages:
    """What the public templates ask about a page and its languages."""

    def __init__(self, page: Any, request: HttpRequest | None) -> None:
        self.page = page
        self.request = request

    @cached_property
    def current(self) -> str:
        return language_of(self.page)

    @cached_property
    def interface(self) -> str:
        return interface_language(self.current)

    @cached_property
    def links(self) -> list[LanguageLink]:
        """The switch: one entry for each language in which there is something to read."""
        links = []
        for code in self._codes:
            found = self._pages.get((self.page.translation_key, code))
            index = self._pages.get((self._index_key, code))
            if code == self.current:
                url = self.page.get_url(self.request) or ""
            elif shown := found or index:
                url = shown.get_url(self.request) or ""
            else:
                url = ""
            if url:
                is_current = code == self.current
                links.append(
                    LanguageLink(
                        code=code,
                        name=_own_name(code),
                        url=url,
                        is_current=is_current,
                        is_same_page=is_current or found is not None,
                    )
                )
        return links if len(links) > 1 else []

    @cached_property
    def alternates(self) -> list[Alternate]:
        """The languages that search engines are told of: only those really translated."""
        pages = {
            code: page
            for (key, code), page in self._pages.items()
            if key == self.page.translation_key and not page.alias_of_id
        }
        others = {code: page for code, page in pages.items() if code != self.current}
        if self.current not in pages or not others or not is_translated(self.page, self.current):
            return []
        translated = {self.current: self.page}
        translated |= {code: others[code] for code in self._translated(others)}
        return alternates_of(translated, self._codes, self.request)

    @cached_property
    def _parts(self) -> list[TextPart]:
        return [part for part in text_parts(self.page) if any(map(has_letters, part.texts))]

    @property
    def left_in_thai(self) -> list[str]:
        """The names of the parts of a page in another language that are in Thai still."""
        if is_thai(self.current):
            return []
        # In place of a Thai title stands the official English one, where the year's list has it.
        left = [part for part in self._parts if part.is_in_thai and not self._is_covered(part)]
        measures = [part for part in left if part.number]
        if len(measures) > 1 and len(measures) == sum(1 for part in self._parts if part.number):
            left = [part for part in left if part.number in (None, measures[0].number)]
            return [str(part.name) for part in left]
        return [
            gettext("Measure %(number)s") % {"number": part.number}
            if part.number
            else str(part.name)
            for part in left
        ]

    @property
    def is_all_in_thai(self) -> bool:
        """Whether a page in another language has its main parts in Thai only."""
        main = [part for part in self._parts if part.is_main]
        return not is_thai(self.current) and bool(main) and all(part.is_in_thai for part in main)

    def _is_covered(self, part: TextPart) -> bool:
        is_title = part.is_main and part.texts == (self.page.title,)
        return is_title and getattr(self.page, "catalogue_item", None) is not None

    # ---------------------------------------------------------------------------- the database

    @cached_property
    def _codes(self) -> list[str]:
        return site_languages(self.page)

    @cached_property
    def _index_key(self) -> Any:
        index = getattr(self.page, "index_page", None)
        return index.translation_key if index is not None else None

    @cached_property
    def _pages(self) -> dict[tuple[Any, str], Any]:
        """The public translations of the page and of its index, by key and language.

        This page is among them when visitors may see it. Of the base model, which both share.
        """
        if len(self._codes) < 2 or not self.page.pk:
            return {}
        keys = [key for key in (self.page.translation_key, self._index_key) if key]
        found = public_pages(self._codes).filter(translation_key__in=keys).order_by("-path")
        return {(page.translation_key, page.locale.language_code): page for page in found}

    def _translated(self, pages: dict[str, Any]) -> set[str]:
        """Keep the languages of those whose text is in their language."""
        translated = translated_pages(pages.values())
        return {code for code, page in pages.items() if page.pk in translated}


def translated_pages(pages: Iterable[Any]) -> set[Any]:
    """Return the keys of those pages whose text is in their language, each with its ``locale``.

    To know, the whole page has to be read: what it came to is kept for as long as the page
    stays the same.
    """
    keys = {page.pk: _key(page) for page in pages}
    codes = {page.pk: page.locale.language_code for page in pages}
    cache = LenientCache()
    known = cache.get_many(keys.values())
    answers = {pk: known[key] for pk, key in keys.items() if key in known}
    missing: dict[Any, list[Any]] = {}
    for page in pages:
        if page.pk not in answers:
            missing.setdefault(page.specific_class, []).append(page.pk)
    for model, wanted in missing.items():
        for page in model._default_manager.filter(pk__in=wanted):
            answers[page.pk] = is_translated(page, codes[page.pk])
    if missing:
        cache.set_many({keys[pk]: answer for pk, answer in answers.items()}, _KEPT_SECONDS)
    return {pk for pk, answer in answers.items() if answer}


def alternates_of(
    translated: Mapping[str, Any], codes: Iterable[str], request: HttpRequest | None
) -> list[Alternate]:
    """Return the addresses of one page by language; none where there is only one."""
    alternates = [
        Alternate(code, url)
        for code in codes
        if code in translated and (url := translated[code].get_full_url(request))
    ]
    if len(alternates) < 2:
        return []
    default = next((each for each in alternates if is_thai(each.code)), None)
    return [*alternates, Alternate("x-default", default.url)] if default else alternates


def site_languages(page: Any) -> list[str]:
    """Return the languages of the site that a page is on, the order that of the settings."""
    path = getattr(page, "url_path", "") or ""
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False) or not path:
        return []
    roots = _roots()
    here = {root.site_id for root in roots if path.startswith(root.root_path)}
    codes = {root.language_code for root in roots if root.site_id in here}
    known = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    return [code for code in known if code in codes]


def root_path_of(page: Any) -> str:
    """Return the path of the front page that a page is below; empty where it is on no site."""
    path = getattr(page, "url_path", "") or ""
    roots = [root.root_path for root in _roots() if path.startswith(root.root_path)]
    return max(roots, key=len, default="")


def public_pages(codes: Iterable[str]) -> Any:
    """Return the pages in some languages that visitors may see, of the base model."""
    private = PageViewRestriction.objects.annotate(
        below=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    ).filter(below__startswith=F("page__path"))
    return (
        base_page_model()
        ._default_manager.filter(~Exists(private), live=True, locale__language_code__in=codes)
        .select_related("locale")
    )


def _key(page: Any) -> str:
    """Return a name for the text of a page as it is now."""
    moment = page.last_published_at
    stamp = moment.timestamp() if moment else 0
    return f"wagtail_ita.translated.{page.pk}.{page.live_revision_id}.{stamp}"


def _roots() -> list[Any]:
    return list(Site.get_site_root_paths())


def _own_name(code: str) -> str:
    try:
        name: str = get_language_info(code)["name_local"]
    except KeyError:
        names: dict[str, Any] = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
        return str(names[code])
    # Django's list begins some names with a small letter; a label begins with a capital.
    return name[:1].upper() + name[1:]
