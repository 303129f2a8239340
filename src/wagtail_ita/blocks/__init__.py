"""The blocks of a report and an item. Import them from here: the paths are a contract.

A block is a definition and holds no data; what is asked of a value is on its value class.
"""

from __future__ import annotations

from wagtail_ita.blocks.dates import ThaiDateBlock
from wagtail_ita.blocks.evidence import (
    DocumentEvidenceBlock,
    EvidenceStreamBlock,
    ImageEvidenceBlock,
    LinkEvidenceBlock,
    PageEvidenceBlock,
)
from wagtail_ita.blocks.item import ItemBodyStreamBlock, ParagraphBlock, TableBlock
from wagtail_ita.blocks.measure import MeasureBlock, MeasureStreamBlock
from wagtail_ita.blocks.memo import ApprovalBlock, ApprovalStreamBlock

__all__ = [
    "ApprovalBlock",
    "ApprovalStreamBlock",
    "DocumentEvidenceBlock",
    "EvidenceStreamBlock",
    "ImageEvidenceBlock",
    "ItemBodyStreamBlock",
    "LinkEvidenceBlock",
    "MeasureBlock",
    "MeasureStreamBlock",
    "PageEvidenceBlock",
    "ParagraphBlock",
    "TableBlock",
    "ThaiDateBlock",
]
