"""A report in running text, as agencies type it or as OCR reads it, into a record.

``parser`` puts the parts together; every other module reads one part of the text.
"""

from __future__ import annotations

from wagtail_ita.transfer.parsed import Leftover, Notice, NoticeCode, ParsedReport
from wagtail_ita.transfer.text.parser import parse_report

__all__ = ["Leftover", "Notice", "NoticeCode", "ParsedReport", "parse_report"]
