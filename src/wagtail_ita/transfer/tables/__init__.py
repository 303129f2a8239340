"""A report whose measures are in tables, in a document or a spreadsheet, into a record.

``blocks`` finds the tables and ``layouts`` tells what they are; ``rows``, ``forms``, ``own`` and
``scores`` read one kind each; ``report`` puts them together with the text around them.
"""

from __future__ import annotations

from wagtail_ita.transfer.tables.blocks import (
    Block,
    distrusted_lines,
    find_blocks,
    read_score_tables,
)
from wagtail_ita.transfer.tables.report import parse_blocks

__all__ = ["Block", "distrusted_lines", "find_blocks", "parse_blocks", "read_score_tables"]
