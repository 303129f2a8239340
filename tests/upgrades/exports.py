"""What a site hands out, as plain data that can be kept and compared."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
from django.test import Client

from wagtail_ita.models import get_report_page_model, index_page_models, item_page_models
from wagtail_ita.transfer.formats.json import record_data
from wagtail_ita.transfer.pages import report_to_record

_NAMES = ("items.json", "items.csv", "items.xlsx", "report.json", "report.csv", "report.xlsx")


def live_pages() -> list[Any]:
    """Return the pages of ours that visitors may open."""
    return [
        page
        for model in (*index_page_models(), *item_page_models())
        for page in model._default_manager.live().order_by("path")
    ]


def exports_of_site() -> dict[str, Any]:
    """Return each file of a visible page that holds data, by its address."""
    client = Client()
    found = {}
    for page in live_pages():
        for name in _NAMES:
            if name in page.download_names:
                address = f"{page.url}{name}"
                response = client.get(address)
                assert response.status_code == 200, address
                found[address] = _content(name, response.content)
    return found


def _content(name: str, content: bytes) -> Any:
    if name.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(content))
        return {
            sheet.title: [[None if cell is None else str(cell) for cell in row] for row in rows]
            for sheet in book
            for rows in [sheet.iter_rows(values_only=True)]
        }
    text = content.decode("utf-8-sig")
    return json.loads(text) if name.endswith(".json") else text


def records_of_site() -> dict[str, Any]:
    """Return what each revision of each report says, by its key."""
    return {
        str(revision.pk): record_data(report_to_record(revision.as_object()))
        for page in get_report_page_model().objects.order_by("path")
        for revision in page.revisions.order_by("pk")
    }


def is_still_said(then: Any, now: Any) -> bool:
    """Tell whether everything that was handed out once still is; there may be more of it."""
    if isinstance(then, dict) and isinstance(now, dict):
        return all(key in now and is_still_said(value, now[key]) for key, value in then.items())
    if isinstance(then, list) and isinstance(now, list):
        return len(then) == len(now) and all(map(is_still_said, then, now))
    return bool(then == now)
