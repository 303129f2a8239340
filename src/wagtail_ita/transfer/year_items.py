"""The items of one year as an anonymous visitor sees them on the index page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from wagtail_ita.domain.catalogue_items import CatalogueItem
from wagtail_ita.models import Visibility
from wagtail_ita.transfer.published import NotPublicError, agency_of


@dataclass(frozen=True, slots=True, kw_only=True)
class YearItem:
    """One line of the index page.

    Attributes:
        indicator: Number of the indicator; ``None`` for a page that the year's list lacks.
        title_th, title_en: Official titles; the title of the page where the list has none.
        url: Absolute address; empty while the item is not published.
    """

    code: str
    indicator: int | None
    title_th: str
    title_en: str
    url: str = ""
    last_published: dt.datetime | None = None

    @property
    def is_published(self) -> bool:
        return bool(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearItems:
    """The list of an index page, with what only the site knows of it."""

    title: str
    agency: str
    url: str
    scheme: str
    assessment_year: int
    language: str
    last_published: dt.datetime | None
    items: tuple[YearItem, ...]


def year_items_of(
    index: Any, *, visibility: Visibility | None = None, pages: Sequence[Any] | None = None
) -> YearItems:
    """Return what the index page lists for anonymous visitors, in its order.

    Args:
        index: A live index page, fresh from the database.
        visibility: What visitors may see, where it is known already.
        pages: The items that they may open, where these are known already.

    Raises:
        NotPublicError: The page is not live.
    """
    if not index.live:
        raise NotPublicError(index.title)
    pages = index.public_items(visibility or Visibility()) if pages is None else list(pages)
    language = index.locale.language_code
    agency = agency_of(index)
    with override(language):
        name = agency.agency_name if agency else ""
    moments = [page.last_published_at for page in (index, *pages) if page.last_published_at]
    return YearItems(
        title=index.title,
        agency=name,
        url=index.full_url or "",
        scheme=index.scheme,
        assessment_year=index.assessment_year,
        language=language,
        last_published=max(moments, default=None),
        items=tuple(_items(index, pages)),
    )


def _items(index: Any, pages: list[Any]) -> Iterator[YearItem]:
    grouped = index.grouped_items(pages)
    named: set[str] = set()
    for entry in grouped.entries:
        # As on the page: a second page of the same code goes by its own title.
        yield _item(entry.item, entry.page, is_second=entry.item.code in named)
        named.add(entry.item.code)
    for page in grouped.others:
        yield _item(None, page)


def _item(row: CatalogueItem | None, page: Any, *, is_second: bool = False) -> YearItem:
    official = row is not None and not is_second
    return YearItem(
        code=row.code if row else page.code,
        indicator=row.indicator if row else None,
        title_th=row.title_th if row and official else page.title,
        title_en=row.title_en if row and official else "",
        url=(page.full_url or "") if page is not None else "",
        last_published=page.last_published_at if page is not None else None,
    )
