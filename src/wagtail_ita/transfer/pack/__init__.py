"""Everything of a report, or of a year, in one file: for the hand-over to an inspector."""

from __future__ import annotations

from wagtail_ita.transfer.pack.contents import Pack, item_pack, report_pack, year_pack

PACK_NAME = "evidence.zip"

__all__ = ["PACK_NAME", "Pack", "item_pack", "report_pack", "year_pack"]
