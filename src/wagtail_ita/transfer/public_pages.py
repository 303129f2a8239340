"""What is public of pages, as plain data for Wagtail's API: the same as in their files.

Pages are looked up together. They are read from the database anew, which has the live revision:
the object that the API holds may be a draft.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final
from urllib.parse import urljoin

from wagtail_ita.blocks.preloading import preloaded_targets
from wagtail_ita.domain.catalogue_items import CatalogueItem
from wagtail_ita.models import (
    ITAItemBase,
    Visibility,
    index_page_models,
    language_of,
    safe_markup,
    set_public_pages,
)
from wagtail_ita.transfer.formats.items import items_data
from wagtail_ita.transfer.formats.json import evidence_data, publication_data, report_data
from wagtail_ita.transfer.links import file_names
from wagtail_ita.transfer.pages import item_to_record
from wagtail_ita.transfer.publication import Publication
from wagtail_ita.transfer.published import PublicEvidence, publications_of
from wagtail_ita.transfer.year_items import year_items_of

Data = dict[str, Any]


class PublicPages:
    """What is public of pages of one class."""

    def __init__(self, pages: Sequence[Any]) -> None:
        self._model = type(pages[0])
        self._keys = [page.pk for page in pages if page.pk]
        self._visibility = Visibility()

    def part(self, page: Any, name: str) -> Data | list[Data] | None:
        """Return a part of a page; ``None`` while it is not public or has no such part."""
        live = self._live.get(page.pk)
        return _PARTS[name](self, live) if live is not None else None

    @cached_property
    def _live(self) -> dict[Any, Any]:
        found = self._model._default_manager.filter(pk__in=self._keys, live=True)
        pages = {page.pk: page for page in found.select_related("locale")}
        if issubclass(self._model, ITAItemBase):
            _tell_their_year(pages.values())
        return pages

    # ---------------------------------------------------------------------------------- parts

    def item(self, page: Any) -> Data:
        """Return what the year's list says of an item."""
        index, row = page.index_page, page.catalogue_item
        return {
            "code": page.code,
            "scheme": index.scheme if index else "",
            "assessment_year": index.assessment_year if index else None,
            **_row_data(row),
        }

    def downloads(self, page: Any) -> Data:
        """Return the addresses of the files beside a page, by their names."""
        url = page.full_url
        return {name: urljoin(url, name) for name in file_names(page)} if url else {}

    def items(self, page: Any) -> list[Data]:
        """Return the list of a year as ``items.json`` has it."""
        return items_data(year_items_of(page, visibility=self._visibility))

    def publication(self, page: Any) -> Data:
        """Return what ``report.json`` says of the publication."""
        return publication_data(self._publications[page.pk])

    def report(self, page: Any) -> Data:
        """Return the report as ``report.json`` has it."""
        return report_data(self._publications[page.pk])

    def content(self, page: Any) -> Data:
        """Return what is shown of an item that is not the measures report."""
        return self._contents[page.pk]

    # -------------------------------------------------------------------------------- look-ups

    @cached_property
    def _publications(self) -> dict[Any, Publication]:
        return publications_of(list(self._live.values()), visibility=self._visibility)

    @cached_property
    def _contents(self) -> dict[Any, Data]:
        pages = self._live.values()
        with preloaded_targets([page.evidence for page in pages]):
            return {page.pk: self._content(page) for page in pages}

    def _content(self, page: Any) -> Data:
        public = PublicEvidence(
            visibility=self._visibility, url=page.full_url or "", page_key=page.pk
        )
        record = item_to_record(page)
        evidence = tuple(public.public("evidence", record.evidence, page.evidence))
        return {
            "title": page.title,
            "language": language_of(page),
            "body": [_block_data(child) for child in page.body],
            "nothing_to_report": record.nothing_to_report,
            "evidence": evidence_data(evidence, public.targets),
        }


_PARTS: Final[dict[str, Callable[[PublicPages, Any], Any]]] = {
    "item": PublicPages.item,
    "downloads": PublicPages.downloads,
    "items": PublicPages.items,
    "publication": PublicPages.publication,
    "report": PublicPages.report,
    "content": PublicPages.content,
}


def register() -> None:
    """Give the API what is public of pages; called once, when the app is ready."""
    set_public_pages(PublicPages)


def _tell_their_year(pages: Any) -> None:
    """Tell items which index page they are under, in one query for each class of index."""
    paths = {page.year_path for page in pages}
    indexes = {
        index.path: index
        for model in index_page_models()
        for index in model._default_manager.filter(path__in=paths).select_related("locale")
    }
    for page in pages:
        page.index_page = indexes.get(page.year_path)


def _row_data(row: CatalogueItem | None) -> Data:
    return {
        "indicator": row.indicator if row else None,
        "sub_indicator": row.sub_indicator if row else "",
        "title_th": row.title_th if row else "",
        "title_en": row.title_en if row else "",
        "certainty": row.certainty.value if row else None,
    }


def _block_data(child: Any) -> Data:
    value = child.value
    if child.block_type == "table":
        return {
            "id": child.id or "",
            "type": "table",
            "caption": value.get("caption") or "",
            "header": list(value.header),
            "rows": [list(row) for row in value.rows],
        }
    markup = safe_markup(getattr(value, "source", ""))
    return {"id": child.id or "", "type": child.block_type, "html": markup}
