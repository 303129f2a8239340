"""A year as open data: its list of items, its reports, and what the site says of both."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from wagtail_ita.conf import get_settings
from wagtail_ita.models import ITAReportMixin, ITASettings, Visibility
from wagtail_ita.transfer.links import file_names
from wagtail_ita.transfer.published import agency_of
from wagtail_ita.transfer.year_items import YearItem, YearItems, year_items_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """A text in both languages; either may be empty."""

    th: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """What the settings of the site say; everything may be empty.

    Attributes:
        area: Which area the data is about.
        licence: Address of the licence of the data.
        organisation: Its name in the government data catalogue.
    """

    name: Texts = Texts()
    phone: str = ""
    email: str = ""
    area: Texts = Texts()
    licence: str = ""
    organisation: str = ""
    allows_harvest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReport:
    """A published report.

    Attributes:
        item: Its line in the list of the year.
        files: Names of the files beside it.
    """

    item: YearItem
    reported_year: int | None
    first_published: dt.datetime | None
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenYear:
    """Everything that ``dcat.jsonld`` is made of.

    Attributes:
        files: Names of the files beside the index.
        catalogue_values: Keys and values of the government data catalogue that the site gives.
    """

    items: YearItems
    agency: Agency
    first_published: dt.datetime | None
    files: tuple[str, ...]
    reports: tuple[OpenReport, ...]
    catalogue_values: tuple[tuple[str, str], ...] = ()


def open_year_of(index: Any, *, visibility: Visibility | None = None) -> OpenYear:
    """Return the year of a live index page as anonymous visitors may see it.

    Raises:
        NotPublicError: The page is not live.
    """
    pages = index.public_items(visibility or Visibility())
    items = year_items_of(index, pages=pages)
    by_url = {item.url: item for item in items.items if item.url}
    reports = [page for page in pages if isinstance(page, ITAReportMixin)]
    return OpenYear(
        items=items,
        agency=_agency(agency_of(index)),
        first_published=index.first_published_at,
        files=file_names(index),
        reports=tuple(
            OpenReport(
                item=by_url[page.full_url],
                reported_year=page.reported_year,
                first_published=page.first_published_at,
                files=file_names(page),
            )
            for page in reports
            if page.full_url in by_url
        ),
        catalogue_values=tuple(sorted(get_settings().CATALOGUE_VALUES.items())),
    )


def _agency(settings: ITASettings | None) -> Agency:
    if settings is None:
        return Agency()
    return Agency(
        name=Texts(th=settings.agency_name_th, en=settings.agency_name_en),
        phone=settings.phone,
        email=settings.email,
        area=Texts(th=settings.geo_coverage_th, en=settings.geo_coverage_en),
        licence=settings.licence_address,
        organisation=settings.catalogue_organisation,
        allows_harvest=settings.allow_harvest,
    )
