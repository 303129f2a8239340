"""The list of a year's items as JSON, CSV and XLSX."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wagtail_ita.clock import in_zone, local_day
from wagtail_ita.domain.indicators import get_indicator
from wagtail_ita.domain.languages import is_thai
from wagtail_ita.models import in_words_of
from wagtail_ita.transfer.formats.csv import CONTENT_TYPE as CSV_TYPE
from wagtail_ita.transfer.formats.csv import csv_bytes
from wagtail_ita.transfer.formats.workbook import Column, Row, Sheet, workbook_bytes
from wagtail_ita.transfer.formats.xlsx import CONTENT_TYPE as XLSX_TYPE
from wagtail_ita.transfer.year_items import YearItems

SCHEMA_VERSION: Final = 1
COLUMNS: Final = (
    "code",
    "indicator",
    "title_th",
    "title_en",
    "published",
    "url",
    "last_published",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsFormat:
    """A file that the list of a year can be had as; its parts are those of ``Format``."""

    name: str
    filename: str
    content_type: str
    title: str
    render: Callable[[YearItems], bytes]
    version: int = 1


def render_json(year: YearItems) -> bytes:
    """Write the list as JSON in UTF-8."""
    data = {
        "schema_version": SCHEMA_VERSION,
        "title": year.title,
        "agency": year.agency,
        "url": year.url,
        "scheme": year.scheme,
        "assessment_year": year.assessment_year,
        "language": year.language,
        "items": items_data(year),
    }
    return f"{json.dumps(data, ensure_ascii=False, indent=2)}\n".encode()


def items_data(year: YearItems) -> list[dict[str, Any]]:
    """Return the items as the JSON file has them."""
    return [dict(zip(COLUMNS, row, strict=True)) for row in _rows(year)]


def render_csv(year: YearItems) -> bytes:
    """Write the list as CSV in UTF-8."""
    rows = (
        ["true" if cell is True else "false" if cell is False else cell for cell in row]
        for row in _rows(year)
    )
    return csv_bytes(COLUMNS, rows)


def render_xlsx(year: YearItems) -> bytes:
    """Write the list as a workbook in the language of the page."""
    with in_words_of(year.language):
        columns = (
            Column(pgettext("report", "Item"), 8),
            Column(_("Indicator"), 30),
            Column(_("Official title"), 60),
            Column(_("Status"), 16),
            Column(_("Last changed"), 16),
            Column(pgettext("evidence", "Address"), 60),
        )
        rows: list[Row] = [
            (
                item.code,
                _indicator(item.indicator, year.language),
                item.title_th if is_thai(year.language) else item.title_en or item.title_th,
                pgettext("item", "Published") if item.is_published else _("Not yet published"),
                local_day(item.last_published) if item.last_published else None,
                item.url,
            )
            for item in year.items
        ]
        return workbook_bytes(
            [Sheet(name=_("Items"), columns=columns, rows=rows, frozen_columns=1)],
            title=year.title,
            creator=year.agency,
            moment=year.last_published,
            thai=is_thai(year.language),
            heading=" · ".join(filter(None, (year.title, year.agency))),
        )


def _rows(year: YearItems) -> list[tuple[object, ...]]:
    return [
        (
            item.code,
            item.indicator,
            item.title_th,
            item.title_en,
            item.is_published,
            item.url,
            in_zone(item.last_published).isoformat(timespec="seconds")
            if item.last_published
            else None,
        )
        for item in year.items
    ]


def _indicator(number: int | None, language: str) -> str:
    return f"{number}. {get_indicator(number).name(language)}" if number else ""


ITEMS_FORMATS: Final = {
    each.name: each
    for each in (
        ItemsFormat(
            name="xlsx",
            filename="items.xlsx",
            content_type=XLSX_TYPE,
            title=gettext_lazy("List of the items (XLSX)"),
            render=render_xlsx,
        ),
        ItemsFormat(
            name="csv",
            filename="items.csv",
            content_type=CSV_TYPE,
            title=gettext_lazy("List of the items (CSV)"),
            render=render_csv,
        ),
        ItemsFormat(
            name="json",
            filename="items.json",
            content_type="application/json; charset=utf-8",
            title=gettext_lazy("List of the items (JSON)"),
            render=render_json,
        ),
    )
}
