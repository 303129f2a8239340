"""What every spreadsheet of ours needs beside Wagtail's own export."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from wagtail_ita.transfer.formats.cells import guard_cell

BYTE_ORDER_MARK = "\ufeff"


class SafeSpreadsheetMixin(SpreadsheetExportMixin):
    """Wagtail's export, made readable for Excel in Thai and safe against formulas."""

    def stream_csv(self, queryset: Iterable[Any]) -> list[bytes]:
        # A list: what is streamed is worded after the view, no longer in the user's language.
        # Excel takes a file without the mark for the old Thai code page.
        return [BYTE_ORDER_MARK.encode(), *super().stream_csv(queryset)]

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        cell = super().preprocess_field_value(field, value, export_format)
        # In XLSX Wagtail marks every text as text, so that a sign in front of it is no danger.
        guarded = export_format == self.FORMAT_CSV and isinstance(cell, str)
        return guard_cell(cell) if guarded else cell
