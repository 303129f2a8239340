"""What a clerk sends with the edit form of a report that has one measure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.sample import FULL_MEASURE


def report_form(
    page: Any, steps: Sequence[str] = ("เวียนคู่มือการยืม",), **extra: Any
) -> dict[str, Any]:
    """Return the data; without steps the measure is incomplete, and may not be published."""
    measure = {
        "indicator": "4",
        "title": FULL_MEASURE.title,
        "steps": streamfield([("item", step) for step in steps]),
        "period_start": "1 ต.ค. 2567",
        "period_end": "30 ก.ย. 2568",
        "responsible": streamfield([("item", "กองคลัง")]),
        "output": rich_text("<p>ลงทะเบียนครบ</p>"),
        "outcome": rich_text("<p>ไม่สูญหาย</p>"),
        "evidence": streamfield([]),
    }
    fields = {
        "title": page.title,
        "slug": page.slug,
        "code": page.code,
        "reported_year": "2568",
        "introduction": rich_text(""),
        "conclusion": rich_text(""),
        "measures": streamfield([("measure", measure)]),
        "memo_approvals": streamfield([]),
        "attachments": streamfield([]),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    return {**nested_form_data(fields), **extra}
