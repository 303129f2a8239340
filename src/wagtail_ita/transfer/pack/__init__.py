"""Everything of a report, or of a year, in one file: for the hand-over to an inspector."""

from __future__ import annotations

from wagtail_ita.transfer.pack.contents import Pack, item_pack, report_pack, year_pack
from wagtail_ita.transfer.pack.kept import (
    PACK_NAME,
    forget_pack,
    keep_pack,
    pack_content,
    pack_key,
    page_pack,
)

__all__ = [
    "PACK_NAME",
    "Pack",
    "forget_pack",
    "item_pack",
    "keep_pack",
    "pack_content",
    "pack_key",
    "page_pack",
    "report_pack",
    "year_pack",
]
