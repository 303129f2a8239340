"""What our page types share: a template that need not be theirs, and a short ASCII address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language

from wagtail_ita.models.closing import ClosableMixin
from wagtail_ita.models.downloads import DownloadsMixin
from wagtail_ita.models.languages import PageLanguages, interface_language
from wagtail_ita.models.page_cache import CachedPageMixin, PageParts
from wagtail_ita.models.publishing import PublishRuleMixin
from wagtail_ita.models.searching import SearchTextMixin
from wagtail_ita.models.settings import ITASettings
from wagtail_ita.models.sitemaps import SitemapMixin
from wagtail_ita.models.translation import synchronised
from wagtail_ita.models.visibility import Visibility


def public_context(request: HttpRequest, page: Any = None) -> dict[str, Any]:
    """Return what every public template of ours asks for.

    Args:
        request: Of the visitor.
        page: What is shown; without one the language is the active one.
    """
    languages = PageLanguages(page, request) if page is not None else None
    language = languages.current if languages else get_language() or settings.LANGUAGE_CODE
    ita_settings = ITASettings.find(request)
    return {
        "ita_settings": ita_settings,
        "language": language,
        "ita_languages": languages,
        "interface_language": interface_language(language),
        "digits": ita_settings.digits_for(language) if ita_settings else "arabic",
        "visibility": Visibility.for_request(request),
    }


class PageMixin(
    ClosableMixin,
    DownloadsMixin,
    CachedPageMixin,
    PublishRuleMixin,
    SearchTextMixin,
    SitemapMixin,
):
    """Behaviour of an index, an item and a report page alike."""

    ita_template: ClassVar[str]
    override_translatable_fields: ClassVar[list[Any]] = synchronised("slug")
    slug: Any  # a field of Wagtail's page

    class Meta:
        abstract = True

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> list[str]:
        """Return our template after the one that Wagtail looks for.

        Wagtail gives each page class a template name of its own, which a site that subclasses
        ours need not fill.
        """
        usual: str = super().get_template(request, *args, **kwargs)
        return [usual, self.ita_template]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what every template of ours asks for; what costs is in the content's context."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        parts = PageParts(self, request)
        return {**context, **public_context(request, self), "ita_parts": parts}

    def get_default_slug(self, values: dict[str, Any] | None = None) -> str:
        """Return the slug of a page that has none, from form values or the page's own."""
        return ""

    def get_form_initial(self, parent: Any) -> dict[str, Any]:
        """Return what the form of a new page starts with, known from the page above it."""
        return {}

    def adopt(self, parent: Any) -> None:
        """Tell a page that is not in the tree yet which page it will be under."""

    def prepare(self) -> None:
        """Set what follows from other fields, before the page is checked or stored.

        The slug comes before Wagtail makes one of a Thai title, which would lose the vowels.
        """
        if not self.slug:
            self.slug = self.get_default_slug()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.prepare()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Wagtail's check of a page that is not live.

        It looks at little. A text that is too long for its column would be an error of the
        database, and one about the title does not say that it is about the title.
        """
        self.prepare()
        self.clean_fields(
            exclude={each.name for each in self._meta.fields if not _is_long(each, self)}
        )
        super().minimal_clean()


def _is_long(field: Any, page: Any) -> bool:
    if not isinstance(field, models.CharField) or not field.max_length:
        return False
    return len(getattr(page, field.attname) or "") > field.max_length
