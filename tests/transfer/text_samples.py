"""A report of our own writing, whole and in parts, and short ways to look at what was read."""

from __future__ import annotations

import datetime as dt

from django.utils import translation

from tests.transfer.refused import assert_thai
from wagtail_ita.domain.records import MeasureRecord, PeriodRecord
from wagtail_ita.transfer.text import Notice, NoticeCode, ParsedReport, parse_report

MEMO = """บันทึกข้อความ
ส่วนราชการ กองทดสอบ เทศบาลตำบลตัวอย่าง โทร. ๐ ๐๐๐๐ ๐๐๐๐
ที่ ตย ๑๒๓๔/๕๖ วันที่ ๒ มีนาคม ๒๕๖๙
เรื่อง รายงานผลของมาตรการ ปีงบประมาณ ๒๕๖๘
เรียน นายกเทศมนตรี

๑. เรื่องเดิม
กองทดสอบได้รับมอบหมายให้ทำรายงาน
๒. ข้อเท็จจริง
ทำรายงานเสร็จแล้ว ตามข้อ O๒๖
๓. ข้อเสนอเพื่อพิจารณา
ขอให้เผยแพร่
จึงเรียนมาเพื่อโปรดพิจารณา

ลงชื่อ..........ผู้รายงาน
(นางสาวทดลอง อ่านดี)
นักจัดการทดสอบ

ความเห็นของปลัดเทศบาล
( ) เห็นควรแก้ไข
(/) เห็นควรเผยแพร่
( ) อื่น ๆ ..........
(ลงชื่อ)..........
(นายตรวจ ทานครบ)
ปลัดเทศบาลตำบลตัวอย่าง
วันที่ ๓ มีนาคม ๒๕๖๙
"""
FRONT = """รายงานผลการทดสอบมาตรการ
ประจำปีงบประมาณ พ.ศ. ๒๕๖๘
เทศบาลตำบลตัวอย่าง
ปีนี้เทศบาลได้คะแนนรวม ๙๑.๒๕ คะแนน อยู่ในระดับผ่านดี จึงขอรายงานดังนี้
"""
AREA = """ด้านที่ ๔: การใช้ทรัพย์สินของราชการ (ผลคะแนนประเมิน ๙๐.๕๐ คะแนน)
(๑) มาตรการ โครงการ หรือกิจกรรม: "มาตรการป้ายทะเบียนเก้าอี้" ให้รู้ว่าเก้าอี้อยู่ที่ใด
(๒) ขั้นตอนหรือวิธีการปฏิบัติ:
๑. นับเก้าอี้ทุกตัว
๒. ติดป้ายทะเบียน
(๓) ช่วงระยะเวลาในการดำเนินการ: ตุลาคม ๒๕๖๗ – มีนาคม ๒๕๖๘
(๔) ผู้รับผิดชอบ: กองคลังและกองช่าง
(๕) ผลการดำเนินการ (Output): ติดป้าย ๔๒ ตัว
(๖) ผลลัพธ์หรือผลสัมฤทธิ์ในการดำเนินการ (Outcome/Result): ไม่มีเก้าอี้หาย
"""
CONCLUSION = "บทสรุป: ปีหน้าจะติดป้ายโต๊ะด้วย\n"
CHAIRS = MeasureRecord(
    indicator=4,
    title="มาตรการป้ายทะเบียนเก้าอี้",
    description="ให้รู้ว่าเก้าอี้อยู่ที่ใด",
    steps=("นับเก้าอี้ทุกตัว", "ติดป้ายทะเบียน"),
    period=PeriodRecord(start=dt.date(2024, 10, 1), end=dt.date(2025, 3, 31)),
    responsible=("กองคลังและกองช่าง",),
    output="<p>ติดป้าย ๔๒ ตัว</p>",
    outcome="<p>ไม่มีเก้าอี้หาย</p>",
)


def remarks(parsed: ParsedReport) -> list[Notice]:
    """All notices but the one that a sample without a title always gets."""
    for notice in parsed.notices:
        if translation.get_language() == "th":
            assert_thai(notice.message)
    return [notice for notice in parsed.notices if notice.code != NoticeCode.YEAR_MISSING]


def codes(parsed: ParsedReport) -> set[NoticeCode]:
    return {notice.code for notice in remarks(parsed)}


def left(parsed: ParsedReport) -> list[str]:
    return [leftover.text for leftover in parsed.leftovers]


def measure(text: str) -> MeasureRecord:
    (found,) = parse_report(text).record.measures
    return found


def with_steps(text: str) -> ParsedReport:
    return parse_report(
        f"ด้านที่ 1: การปฏิบัติหน้าที่\n(1) มาตรการ: ก\n(2) ขั้นตอน: {text}\n(3) ระยะเวลา: ตลอดปี\n"
    )


def steps(text: str) -> tuple[str, ...]:
    return with_steps(text).record.measures[0].steps
