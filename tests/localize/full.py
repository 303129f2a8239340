"""A report, an item and an index in which no field is empty."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from tests.sample import (
    FULL_MEASURE,
    PLAIN_MEASURE,
    RECORD,
    make_document,
    make_index,
    make_item,
    make_report,
)
from wagtail_ita.domain.records import (
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    PeriodRecord,
    ReportRecord,
)

_ID = "6f1b0d3e-0000-4000-8000-{:012d}"
# Fields that a visitor reads in every language as they are, or that he never reads.
SAME = ("slug", "code", "memo_number", "explanation")


def make_full_index() -> Any:
    return make_index(
        seo_title="ข้อมูลสาธารณะของเทศบาลตัวอย่าง",
        search_description="รายการข้อมูลที่เผยแพร่ในปีนี้",
        introduction="<p>เทศบาล<b>เปิดเผย</b>ข้อมูลดังนี้</p><ul><li>รายข้อ</li><li>รายปี</li></ul>",
    )


def make_full_report(index: Any, *, publish: bool = True) -> Any:
    """Return a report with every field of the page and every kind of evidence filled."""
    page = make_report(index, full_record(index), publish=publish)
    page.seo_title = "ผลการดำเนินมาตรการของเทศบาลตัวอย่าง"
    page.search_description = "มาตรการของเทศบาลตัวอย่างในปีที่ผ่านมา"
    page.explanation = "หน้าแรก > ข้อมูลสาธารณะ > ข้อ ๒๖"
    page.correction_note = "แก้จำนวนครั้งที่ยืม\nตามทะเบียน"
    page.due_date = dt.date(2026, 4, 30)
    revision = page.save_revision()
    if publish:
        revision.publish()
    page.refresh_from_db()
    return page


def full_record(index: Any) -> ReportRecord:
    evidence = every_evidence(index, first=100)
    rich = (
        "<p>ลงทะเบียน <b>๑๒๘</b> ครั้ง &amp; คืนครบ</p>"
        '<ul><li>พัสดุ</li><li>รถราชการ <a href="https://example.go.th/cars?a=1&amp;b=2">ทะเบียนรถ</a>'
        f'</li></ul><p>ดู<a linktype="document" id="{evidence[0].key}">ระเบียบ</a>ประกอบ</p>'
    )
    measure = MeasureRecord(
        id=_ID.format(70),
        indicator=4,
        title='มาตรการ "ยืมแล้วคืน" <ปี ๒๕๖๘>',
        description="บรรทัดแรก\nบรรทัดที่สอง & ท้ายสุด",
        steps=("เวียนคู่มือให้ทุกกอง\nภายในเดือนตุลาคม", "บันทึกทุกครั้ง", "บันทึกทุกครั้ง"),
        period=PeriodRecord(
            start=dt.date(2024, 10, 1), end=dt.date(2025, 9, 30), note="ตลอดปีงบประมาณ ๒๕๖๘"
        ),
        responsible=("กองคลัง", "งานพัสดุ"),
        output=rich,
        outcome="<ol><li>ไม่สูญหาย</li><li>ตรวจนับ<b>ครบ</b></li></ol>",
        evidence=evidence,
    )
    approval = RECORD.memo.approvals[0]
    return replace(
        RECORD,
        scores={number: Decimal(90 + number) for number in range(1, 10)} | {10: Decimal("99.5")},
        introduction="<h3>ที่มา</h3><p>ข้อความ<i>เกริ่น</i>นำ</p>",
        measures=(measure, FULL_MEASURE, PLAIN_MEASURE),
        conclusion="<p>สรุป<br/>สองบรรทัด</p>",
        memo=replace(
            RECORD.memo,
            background="ตามแผน\nข้อ ๑\n\nข้อ ๒",
            approvals=(
                replace(approval, id=_ID.format(50), heading="ความเห็นปลัด", name="นางตัวอย่าง สอง"),
                approval,
            ),
        ),
        attachments=every_evidence(index, first=200),
    )


def every_evidence(index: Any, *, first: int) -> tuple[EvidenceRecord, ...]:
    """Return one piece of evidence of each kind, with every text filled."""
    image = get_image_model().objects.create(
        title="ภาพกิจกรรม", file=get_test_image_file(filename=f"{first}.png")
    )
    keys = {
        EvidenceKind.DOCUMENT: str(make_document("คำสั่งแต่งตั้ง").pk),
        EvidenceKind.IMAGE: str(image.pk),
        EvidenceKind.PAGE: str(index.pk),
        EvidenceKind.LINK: "",
    }
    return tuple(
        EvidenceRecord(
            id=_ID.format(first + number),
            kind=kind,
            title=f"หลักฐานที่ {number}",
            key=key,
            url="" if key else "https://example.go.th/news/1",
            note=f"แสดงว่าทำแล้ว {number}",
            alt_text="เจ้าหน้าที่ตรวจนับ" if kind is EvidenceKind.IMAGE else "",
        )
        for number, (kind, key) in enumerate(keys.items(), start=1)
    )


def make_full_item(index: Any) -> Any:
    """Return an item with text, a table, every kind of evidence and every other text."""
    item = make_item(
        index,
        "O18",
        title="ข้อมูลสถิติเรื่องร้องเรียน ปี ๒๕๖๘",
        seo_title="สถิติเรื่องร้องเรียน",
        search_description="จำนวนเรื่องร้องเรียนรายเดือน",
        nothing_to_report="ไม่มีเรื่องร้องเรียน\nในปีงบประมาณ ๒๕๖๘",
        explanation="หน้าแรก > ร้องเรียน",
    )
    block = item._meta.get_field("evidence").stream_block
    item.evidence = block.to_python([_evidence(piece) for piece in every_evidence(index, first=1)])
    table = "หัวข้อ\tจำนวน\n\tว่าง\nการเงิน\t๓\n"
    item.body = item._meta.get_field("body").stream_block.to_python(
        [
            {
                "type": "paragraph",
                "value": "<h3>ช่องทาง</h3><p>แจ้ง<b>ทุกวัน</b></p><ol><li>โทร</li><li>มาเอง</li></ol>",
                "id": _ID.format(11),
            },
            {
                "type": "table",
                "value": {"caption": "ตารางเรื่องร้องเรียน", "cells": table},
                "id": _ID.format(12),
            },
        ]
    )
    item.save_revision().publish()
    item.refresh_from_db()
    return item


def _evidence(piece: EvidenceRecord) -> dict[str, Any]:
    value: dict[str, Any] = {"title": piece.title, "note": piece.note}
    if piece.kind is EvidenceKind.IMAGE:
        value["alt_text"] = piece.alt_text
    if piece.kind is EvidenceKind.LINK:
        value["url"] = piece.url
    else:
        value[piece.kind.value] = int(piece.key)
    return {"type": piece.kind.value, "value": value, "id": piece.id}
