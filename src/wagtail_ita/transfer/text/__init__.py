"""A report in running text, as agencies type it or as OCR reads it, into a record.

``parser`` puts the parts together; every other module reads one part of the text.
"""

from __future__ import annotations

from wagtail_ita.transfer.text.parser import parse_report
from wagtail_ita.transfer.text.result import Leftover, Notice, NoticeCode, ParsedReport

__all__ = ["Leftover", "Notice", "NoticeCode", "ParsedReport", "parse_report"]
