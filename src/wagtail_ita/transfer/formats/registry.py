"""Every format that a published report can be had as."""

from __future__ import annotations

from typing import Final

from wagtail_ita.transfer.formats.base import Format
from wagtail_ita.transfer.formats.csv import CSV
from wagtail_ita.transfer.formats.docx import DOCX
from wagtail_ita.transfer.formats.json import JSON
from wagtail_ita.transfer.formats.pdf import PDF
from wagtail_ita.transfer.formats.xlsx import XLSX

FORMATS: Final = {each.name: each for each in (PDF, DOCX, XLSX, CSV, JSON)}
"""The formats by name, in the order in which a page offers them."""


def format_at(filename: str) -> Format | None:
    """Return the format whose address ends in a file name."""
    return next((each for each in FORMATS.values() if each.filename == filename), None)
