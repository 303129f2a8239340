"""What every spreadsheet of ours needs beside Wagtail's own export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import get_language
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from wagtail_ita.domain.dates import format_date
from wagtail_ita.domain.languages import is_thai
from wagtail_ita.transfer.formats.cells import guard_cell
from wagtail_ita.transfer.formats.workbook import DAY, FIRST_DAY, THAI_DAY

BYTE_ORDER_MARK = "\ufeff"


class SafeSpreadsheetMixin(SpreadsheetExportMixin):
    """Wagtail's export, made readable for Excel in Thai and safe against formulas.

    A day stays a day in a workbook, which shows it in the era of the language; in CSV, which
    has texts only, it is written in words, in Arabic digits for the programs that read it.
    """

    @property
    def list_export(self) -> list[str]:
        """The columns: those that have a heading."""
        return list(self.export_headings)

    def stream_csv(self, queryset: Iterable[Any]) -> list[bytes]:
        # A list: what is streamed is worded after the view, no longer in the user's language.
        # Excel takes a file without the mark for the old Thai code page.
        return [BYTE_ORDER_MARK.encode(), *super().stream_csv(queryset)]

    def generate_xlsx_row(
        self, worksheet: Any, row_dict: dict[str, Any], date_format: Any = None
    ) -> Iterator[Any]:
        cells = super().generate_xlsx_row(worksheet, row_dict, date_format=date_format)
        for value, cell in zip(row_dict.values(), cells, strict=True):
            if isinstance(value, dt.date):
                cell.number_format = THAI_DAY if is_thai(_language()) else DAY
            yield cell

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        if _is_day(value) and (export_format == self.FORMAT_CSV or value < FIRST_DAY):
            return format_date(value, language=_language())
        cell = super().preprocess_field_value(field, value, export_format)
        # In XLSX Wagtail marks every text as text, so that a sign in front of it is no danger.
        guarded = export_format == self.FORMAT_CSV and isinstance(cell, str)
        return guard_cell(cell) if guarded else cell


def _is_day(value: Any) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _language() -> str:
    return get_language() or "th"
