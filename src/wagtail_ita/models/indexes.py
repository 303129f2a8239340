"""The index page of one assessment year: it groups the year's items for the public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Final

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
from wagtail_ita.models.api import public_parts
from wagtail_ita.models.base import PageMixin
from wagtail_ita.models.registry import item_page_models
from wagtail_ita.models.search_parts import Reader, SearchPart, index_parts
from wagtail_ita.models.searching import QuestionsMixin
from wagtail_ita.models.translation import synchronised
from wagtail_ita.models.visibility import Visibility

# The assessment began in 2556: an agency that has more index pages than this is several.
_MOST_YEARS: Final = 40
_HOME_DEPTH: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLink:
    """One entry of the year switch.

    Attributes:
        path: Of the index page in the tree, to find the pages under it.
    """

    year: int
    url: str
    is_current: bool
    path: str


class ITAIndexMixin(QuestionsMixin, PageMixin):
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
    ita_api_fields: ClassVar[list[Any]] = [
        "assessment_year",
        "scheme",
        *public_parts("items", "downloads"),
    ]
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
        "dcat.jsonld",
        "share.png",
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

    def find_closed_since(self) -> dt.datetime | None:
        rows = type(self)._base_manager.filter(pk=self.pk)
        return rows.values_list("closed_at", flat=True).first()

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

    def ita_search_parts(self, reader: Reader) -> Iterable[SearchPart]:
        return index_parts(self)

    def public_years(self, request: HttpRequest, visibility: Visibility) -> list[Any]:
        """Return the public index pages of this scheme and language on this site, newest first.

        A site that has a year twice is that of several agencies, and each has its years beside
        each other.
        """
        here = self.get_url_parts(request)
        public = []
        for page in filter(visibility.allows_page, self._years_of_agency()):
            there = page.get_url_parts(request)
            if here and there and there[0] == here[0]:
                public.append(page)
        return public

    def year_links(self, request: HttpRequest, visibility: Visibility) -> list[YearLink]:
        """Return the entries of the year switch, newest first."""
        return [
            YearLink(
                year=page.assessment_year,
                url=page.get_url(request),
                is_current=page.pk == self.pk,
                path=page.path,
            )
            for page in self.public_years(request, visibility)
        ]

    def _years_of_agency(self) -> list[Any]:
        years = type(self)._default_manager.live()
        years = years.filter(scheme=self.scheme, locale_id=self.locale_id)
        # Below the home page in this language, or where all of several sites are. Unsorted: of
        # thousands the database would sort all to give these few.
        home = self.path[: _HOME_DEPTH * self.steplen]
        found = list(years.filter(path__startswith=home).order_by()[: _MOST_YEARS + 1])
        if len(found) > _MOST_YEARS or len({page.assessment_year for page in found}) < len(found):
            found = list(years.sibling_of(self))
        return sorted(found, key=lambda page: (-page.assessment_year, page.pk))

    def get_content_context(self, request: HttpRequest) -> dict[str, Any]:
        visibility = Visibility.for_request(request)
        pages = self.public_items(visibility)
        catalogue = self.catalogue
        return {
            **super().get_content_context(request),
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
