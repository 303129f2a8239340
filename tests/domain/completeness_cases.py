"""A report and an item without fault, to be changed in one place by each case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from wagtail_ita.domain.completeness import CheckContext, check_item, check_report
from wagtail_ita.domain.findings import Finding, Place
from wagtail_ita.domain.records import (
    EvidenceKind,
    EvidenceRecord,
    ItemRecord,
    MeasureRecord,
    MemoRecord,
    PeriodRecord,
    ReportRecord,
)

CONTEXT = CheckContext(
    assessment_year=2569,
    expected_reported_year=2568,
    known_codes=frozenset({"O25", "O26"}),
    item_counts={2566: 43, 2568: 28, 2569: 26},
    today=dt.date(2026, 3, 20),
)
ITEM_CONTEXT = replace(CONTEXT, known_codes=frozenset({"O7", "O18"}))
YEAR = PeriodRecord(start=dt.date(2024, 10, 1), end=dt.date(2025, 9, 30))
SCORES = {number: Decimal("100.00") for number in range(1, 11)} | {
    7: Decimal("99.95"),
    8: Decimal("99.80"),
}


def evidence(kind: EvidenceKind = EvidenceKind.DOCUMENT, **changes: Any) -> EvidenceRecord:
    values: dict[str, Any] = {"id": "e1", "title": "ประกาศกองช่าง เรื่องการยืมพัสดุ"}
    values |= {"url": "https://example.go.th/a"} if kind is EvidenceKind.LINK else {"key": "1"}
    if kind is EvidenceKind.IMAGE:
        values["alt_text"] = "ป้ายประกาศหน้าอาคาร"
    return EvidenceRecord(kind=kind, **values | changes)


def measure(number: int = 1, **changes: Any) -> MeasureRecord:
    values: dict[str, Any] = {
        "id": f"m{number}",
        "indicator": number,
        "title": f"มาตรการทดสอบเรื่องที่ {number}",
        "description": "ให้งานเป็นระบบ",
        "steps": ("ประชุมชี้แจง", "ลงมือทำ"),
        "period": YEAR,
        "responsible": ("กองช่าง",),
        "output": "<p>ทำครบ ๑๒ ครั้ง</p>",
        "outcome": "<p>เรื่องร้องเรียนลดลง</p>",
    }
    return MeasureRecord(**values | changes)


def report(*measures: MeasureRecord, **changes: Any) -> ReportRecord:
    """A report with the given measures, or ten without fault."""
    values: dict[str, Any] = {
        "code": "O26",
        "title": "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมฯ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘",
        "reported_year": 2568,
        "overall_score": Decimal("99.98"),
        "level": "excellent",
        "scores": SCORES,
        "introduction": "<p>รายงานของปีงบประมาณ พ.ศ. ๒๕๖๘</p>",
        "measures": measures or tuple(measure(number) for number in range(1, 11)),
        "conclusion": "<p>ดำเนินการแล้วเสร็จครบทั้ง ๑๐ มาตรการ</p>" if not measures else "",
        "memo": MemoRecord(date=dt.date(2026, 3, 18), subject="รายงานผลฯ ปีงบประมาณ พ.ศ. 2568"),
    }
    return ReportRecord(**values | changes)


def item(**changes: Any) -> ItemRecord:
    values: dict[str, Any] = {
        "code": "O7",
        "title": "รายงานผลการดำเนินงานประจำปี ๒๕๖๘",
        "text": "ผลการดำเนินงานปีงบประมาณ พ.ศ. ๒๕๖๘",
        "evidence": (evidence(),),
    }
    return ItemRecord(**values | changes)


def found(record: ReportRecord, context: CheckContext = CONTEXT) -> list[Finding]:
    """The findings of a report, without the notes on indicators that have no measure."""
    findings = check_report(record, context)
    return [each for each in findings if each.code != "indicator-without-measure"]


def found_in_measure(**changes: Any) -> list[Finding]:
    return found(report(measure(**changes)))


def found_in_item(**changes: Any) -> list[Finding]:
    return list(check_item(item(**changes), ITEM_CONTEXT))


def codes(findings: Iterable[Finding]) -> list[str]:
    return [each.code for each in findings]


def spot(place: Place) -> str:
    """Where a finding is, short enough for a table: "9/steps", "introduction"."""
    inside = place.element.key if place.element else place.part
    parts = [str(place.measure_number or ""), inside or place.field, place.entry_part]
    return "/".join(part for part in parts if part)
