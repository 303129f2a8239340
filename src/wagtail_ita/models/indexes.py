"""The index page of one assessment year: it groups the year's items for the public."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from wagtail_ita.catalogues import all_catalogues, get_catalogue
from wagtail_ita.domain.catalogue import Catalogue
from wagtail_ita.domain.grouping import Grouped, group_entries
from wagtail_ita.domain.years import FiscalYear
from wagtail_ita.models.base import PageMixin, public_context
from wagtail_ita.models.registry import item_page_models
from wagtail_ita.models.translation import synchronised
from wagtail_ita.models.visibility import Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLink:
    """One entry of the year switch."""

    year: int
    url: str
    is_current: bool


class ITAIndexMixin(PageMixin):
    """The items of one assessment year, in the order of the year's catalogue."""

    assessment_year = models.PositiveSmallIntegerField(
        _("assessment year (B.E.)"),
        validators=[MinValueValidator(2540), MaxValueValidator(2999)],
        help_text=_("The fiscal year of the assessment, for example 2569."),
    )
    scheme = models.CharField(
        _("scheme"),
        max_length=30,
        default="nacc",
        help_text=_("Whose list it is: nacc for most agencies, ovec for vocational colleges."),
    )
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "ul", "link"])
    show_unpublished = models.BooleanField(
        _("show items that are not published yet"),
        default=True,
        help_text=_("They appear without a link, marked “not yet published”."),
    )

    list_year = models.PositiveSmallIntegerField(
        _("list of another year (B.E.)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2540), MaxValueValidator(2999)],
        help_text=_(
            "Whose list is followed while the list of the assessment year is not known yet, for "
            "example 2569 for 2570. Visitors are told so."
        ),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    ita_template = "wagtail_ita/index_page.html"
    ita_search_fields: ClassVar[list[str]] = ["introduction"]
    override_translatable_fields: ClassVar[list[Any]] = [
        *PageMixin.override_translatable_fields,
        *synchronised("scheme"),
    ]
    exclude_fields_in_copy: ClassVar[list[str]] = ["closed_at"]
    download_names: ClassVar[tuple[str, ...]] = (
        "items.json",
        "items.csv",
        "items.xlsx",
        "evidence.zip",
        "feed.xml",
    )

    class Meta:
        abstract = True

    @property
    def fiscal_year(self) -> FiscalYear | None:
        return FiscalYear(self.assessment_year) if self.assessment_year else None

    @property
    def catalogue(self) -> Catalogue | None:
        """The list that is followed: the year's own, or that of another year while it is lent."""
        return get_catalogue(self.scheme, self.list_year or self.assessment_year)

    @property
    def borrowed_year(self) -> FiscalYear | None:
        """The year whose list is followed instead of the year's own, for as long as it is."""
        if not self.list_year or self.list_year == self.assessment_year:
            return None
        return FiscalYear(self.list_year)

    @property
    def knows_own_list(self) -> bool:
        return get_catalogue(self.scheme, self.assessment_year) is not None

    @property
    def closed_since(self) -> dt.datetime | None:
        return self.closed_at

    @property
    def year_path(self) -> str:
        return str(self.path)

    def clean(self) -> None:
        super().clean()
        if self.list_year and get_catalogue(self.scheme, self.list_year) is None:
            known = [str(each.year) for each in all_catalogues() if each.scheme == self.scheme]
            raise ValidationError(
                {
                    "list_year": _(
                        "There is no list of %(scheme)s for %(year)s. Known are: %(known)s."
                    )
                    % {
                        "scheme": self.scheme,
                        "year": self.list_year,
                        "known": ", ".join(known) or "–",
                    }
                }
            )

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self._state.adding and not self.closed_at:
            # A translation of a closed year is closed, too; a copy is a year of its own.
            translations = type(self)._default_manager.filter(translation_key=self.translation_key)
            self.closed_at = translations.aggregate(closed=models.Max("closed_at"))["closed"]
        return super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        page = super().with_content_json(content)
        # As with Wagtail's lock: an earlier version does not reopen the year.
        page.closed_at = self.closed_at
        return page

    def get_default_slug(self, values: dict[str, Any] | None = None) -> str:
        """Return the slug for a page that has none: ``ita-`` and the assessment year."""
        year = (values or {}).get("assessment_year") or self.assessment_year
        return f"ita-{year}" if year else ""

    def public_items(self, visibility: Visibility) -> list[Any]:
        """Return the item pages that an anonymous visitor may open, in tree order."""
        pages = [
            page
            for model in item_page_models()
            for page in model.objects.child_of(self).live().defer_streamfields()
            # A class that a site derives from an item page is listed by its own query.
            if page.specific_class is model
        ]
        return sorted(filter(visibility.allows_page, pages), key=lambda page: page.path)

    def grouped_items(self, pages: list[Any]) -> Grouped[Any]:
        """Return pages in the order of the catalogue, with gaps when the page shows them."""
        by_code: dict[str, list[Any]] = {}
        for page in pages:
            by_code.setdefault(page.code, []).append(page)
        return group_entries(self.catalogue, by_code, include_missing=self.show_unpublished)

    def year_links(self, request: HttpRequest, visibility: Visibility) -> list[YearLink]:
        """Return the public index pages of this scheme and language on this site, newest first."""
        here = self.get_url_parts(request)
        years = (
            type(self)
            ._default_manager.live()
            .filter(scheme=self.scheme, locale_id=self.locale_id)
            .order_by("-assessment_year", "pk")
        )
        links = []
        for page in filter(visibility.allows_page, years):
            there = page.get_url_parts(request)
            if here and there and there[0] == here[0]:
                links.append(
                    YearLink(
                        year=page.assessment_year,
                        url=page.get_url(request),
                        is_current=page.pk == self.pk,
                    )
                )
        return links

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        public = public_context(request, self)
        visibility = public["visibility"]
        pages = self.public_items(visibility)
        catalogue = self.catalogue
        return {
            **context,
            **public,
            "catalogue": catalogue,
            "grouped": self.grouped_items(pages),
            "years": self.year_links(request, visibility),
            "item_count": len(catalogue.items) if catalogue else len(pages),
            "published_count": len({page.code for page in pages}),
            "show_unpublished": self.show_unpublished,
        }


def index_page_models() -> list[Any]:
    """Return every page class on this site that is an index: ours, and those of the site."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, ITAIndexMixin) and not model._meta.proxy
    ]
