"""What the pages of the agencies say: our own writing, the same on every run.

Everything comes from one generator of random numbers, which an agency seeds with its number.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from decimal import Decimal
from random import Random
from typing import Any, Final

from wagtail_ita.domain.digits import to_thai
from wagtail_ita.domain.ratings import mean
from wagtail_ita.domain.records import (
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    MemoRecord,
    PeriodRecord,
    ReportRecord,
)

Json = dict[str, Any]

_KINDS: Final = ("เทศบาลตำบล", "เทศบาลเมือง", "องค์การบริหารส่วนตำบล")
_FIRST: Final = ("ดอน", "ทุ่ง", "ธาร", "โนน", "บึง", "เนิน", "สวน", "หนอง", "ห้วย", "อ่าว")
_SECOND: Final = ("กระดาษ", "ดินสอ", "ตัวอย่าง", "ทดลอง", "นามสมมติ", "แบบร่าง", "หมึกจาง")

# Title, purpose, steps, output, outcome. {n} and {m} are figures of the agency.
_MEASURES: Final = (
    (
        "มาตรการนัดหมายล่วงหน้าที่จุดบริการ",
        "ลดเวลารอของผู้มาติดต่อและกระจายงานตลอดวัน",
        ("เปิดตารางนัดหมาย", "แจ้งเตือนก่อนวันนัด", "สรุปเวลารอทุกเดือน"),
        "มีผู้จองเวลา {n} ราย มาตามนัด {m} ราย",
        "เวลารอเฉลี่ยลดลงเหลือ {m} นาที",
    ),
    (
        "โครงการป้ายขั้นตอนหน้าห้อง",
        "ให้ผู้รับบริการรู้ขั้นตอน เวลา และค่าธรรมเนียมก่อนยื่นเรื่อง",
        ("สำรวจงานที่ถามบ่อย", "ทำป้ายด้วยตัวอักษรใหญ่", "ปรับป้ายตามคำถามที่ยังเหลือ"),
        "ติดตั้งป้าย {m} จุด ครบทุกงานบริการ",
        "คำถามซ้ำลดลง {n} ครั้งต่อปี",
    ),
    (
        "มาตรการเปิดเผยแผนจัดซื้อเป็นรายไตรมาส",
        "ให้ประชาชนติดตามการใช้งบประมาณได้โดยไม่ต้องร้องขอ",
        ("รวบรวมแผนจากทุกกอง", "เผยแพร่ภายในสิบวันแรกของไตรมาส", "ตอบข้อซักถามบนหน้าเดียวกัน"),
        "เผยแพร่แผน {m} รายการ วงเงินครบถ้วนทุกไตรมาส",
        "มีผู้เปิดอ่าน {n} ครั้ง ไม่มีรายการที่เผยแพร่ล่าช้า",
    ),
    (
        "มาตรการทะเบียนยืมรถส่วนกลางแบบเปิด",
        "ป้องกันการใช้ทรัพย์สินของราชการเพื่อประโยชน์ส่วนตัว",
        ("ลงทะเบียนก่อนใช้รถ", "ถ่ายเลขไมล์ก่อนและหลัง", "ตรวจสอบไขว้ระหว่างกองทุกเดือน"),
        "ลงทะเบียนการใช้รถ {n} ครั้ง ครบทุกครั้ง",
        "ค่าน้ำมันต่อระยะทางลดลงร้อยละ {m}",
    ),
    (
        "โครงการเวทีรับฟังก่อนทำแผน",
        "ให้ข้อเสนอของหมู่บ้านอยู่ในแผนตั้งแต่ต้น",
        ("นัดเวทีช่วงเย็น", "บันทึกข้อเสนอต่อหน้าผู้เข้าร่วม", "แจ้งผลว่ารับหรือไม่รับพร้อมเหตุผล"),
        "จัดเวที {m} ครั้ง ผู้เข้าร่วม {n} คน",
        "ข้อเสนอที่บรรจุในแผนเพิ่มขึ้นเป็น {m} เรื่อง",
    ),
    (
        "มาตรการหมุนเวียนผู้ตรวจรับพัสดุ",
        "ลดความเสี่ยงที่ผู้ตรวจรับกับผู้ขายคุ้นเคยกันเกินไป",
        ("จับสลากรายชื่อทุกเดือน", "เปิดเผยรายชื่อผู้ตรวจรับ", "ทบทวนใบตรวจรับย้อนหลัง"),
        "ตรวจรับ {n} รายการ โดยผู้ตรวจรับ {m} ชุด",
        "ไม่พบรายการที่ส่งมอบไม่ตรงตามสัญญา",
    ),
    (
        "โครงการอ่านข้อบังคับด้วยกันวันพฤหัส",
        "ให้เจ้าหน้าที่ใหม่เข้าใจมาตรฐานทางจริยธรรมจากกรณีใกล้ตัว",
        ("เลือกกรณีศึกษา", "คุยกลุ่มย่อยครึ่งชั่วโมง", "สรุปข้อควรทำและไม่ควรทำ"),
        "จัดวงคุย {m} ครั้ง เจ้าหน้าที่เข้าร่วม {n} คน",
        "คะแนนทดสอบความเข้าใจเฉลี่ยเพิ่มขึ้น {m} คะแนน",
    ),
    (
        "มาตรการตอบเรื่องร้องเรียนภายในกำหนด",
        "ให้ผู้ร้องรู้ความคืบหน้าโดยไม่ต้องตามเรื่อง",
        ("ออกเลขรับทันที", "แจ้งความคืบหน้าทุกสิบวัน", "ปิดเรื่องพร้อมคำอธิบาย"),
        "รับเรื่อง {m} เรื่อง ตอบภายในกำหนดครบทุกเรื่อง",
        "ผู้ร้องพึงพอใจร้อยละ {m}",
    ),
)
_OFFICES: Final = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา", "กองสวัสดิการสังคม")
_PARAGRAPHS: Final = (
    "ข้อมูลนี้ปรับปรุงครั้งล่าสุดเมื่อสิ้นไตรมาส มีรายการทั้งหมด {n} รายการ และปรับแก้ตามข้อทักท้วงของผู้ใช้ {m} รายการ",
    "ผู้สนใจขอดูต้นฉบับได้ที่ศูนย์ข้อมูลข่าวสารในเวลาราชการ ชั้น ๑ มีเจ้าหน้าที่ช่วยค้น "
    "ในรอบปีมีผู้ขอดู {n} ราย ได้รับข้อมูลภายในวันเดียว {m} ราย",
    "งบประมาณที่เกี่ยวข้องเบิกจ่ายแล้ว {n} โครงการ อยู่ระหว่างดำเนินการ {m} โครงการ "
    "รายละเอียดแยกตามกองอยู่ในเอกสารแนบ",
    "ผังขั้นตอนแสดงผู้รับผิดชอบ ระยะเวลา และค่าธรรมเนียม พร้อมช่องทางติดต่อ {m} ช่องทาง ใช้กับงาน {n} ประเภท",
)
_NEWS: Final = (
    "เปิดรับความเห็นต่อแผนพัฒนาท้องถิ่น รอบที่ {m}",
    "ซ่อมถนนสายทดลอง ช่วงกิโลเมตรที่ {m}",
    "กำหนดฉีดวัคซีนสัตว์เลี้ยง เดือนที่ {m}",
    "ประชาสัมพันธ์ชำระภาษีที่ดินและสิ่งปลูกสร้าง",
    "ตลาดนัดชุมชนเย็นวันศุกร์ ครั้งที่ {m}",
)
DOCUMENTS: Final = (
    "รายงานผลการดำเนินงาน",
    "แผนปฏิบัติการ",
    "คู่มือสำหรับประชาชน",
    "สถิติการให้บริการ",
)


class Writer:
    """Writes the texts of one agency."""

    def __init__(self, seed: int, number: int) -> None:
        self.number = number
        self._random = Random(f"{seed}/{number}")

    @property
    def agency(self) -> str:
        """The name of the agency, which no real one has."""
        random = Random(self.number)
        name = f"{random.choice(_KINDS)}{random.choice(_FIRST)}{random.choice(_SECOND)}"
        return f"{name} {to_thai(str(self.number))}"

    def key(self) -> uuid.UUID:
        """Return an identifier."""
        return uuid.UUID(int=self._random.getrandbits(128), version=4)

    def day(self, year: int) -> dt.datetime:
        """Return an office hour of a year of the Buddhist era."""
        start = dt.datetime(year - 543, 1, 5, 9, tzinfo=dt.UTC)
        return start + dt.timedelta(hours=self._random.randrange(200 * 24))

    def filled(self, text: str) -> str:
        """Put figures of the agency into a text."""
        n, m = self._random.randint(120, 999), self._random.randint(4, 96)
        return text.format(n=to_thai(str(n)), m=to_thai(str(m)))

    def paragraph(self) -> str:
        return self.filled(self._random.choice(_PARAGRAPHS))

    def news(self) -> str:
        return self.filled(self._random.choice(_NEWS))

    def body(self, title: str) -> list[Json]:
        """Return the text and the table of an item, as its field stores them."""
        return [
            {
                "type": "paragraph",
                "value": f"<p>{title}: {self.paragraph()}</p><p>{self.paragraph()}</p>",
                "id": str(self.key()),
            }
        ]

    def evidence(self, documents: Mapping[int, str], count: int) -> tuple[EvidenceRecord, ...]:
        """Return pieces of evidence that lead to documents of the agency, by key and title."""
        chosen = self._random.sample(sorted(documents.items()), min(count, len(documents)))
        return tuple(
            EvidenceRecord(
                id=str(self.key()),
                kind=EvidenceKind.DOCUMENT,
                key=str(key),
                title=title,
                note=self.filled("หน้า {m} เป็นต้นไป"),
            )
            for key, title in chosen
        )

    def report(
        self, *, code: str, title: str, year: int, documents: Mapping[int, str]
    ) -> ReportRecord:
        """Return the measures report on a fiscal year."""
        scores = {n: Decimal(self._random.randint(8500, 10000)) / 100 for n in range(1, 11)}
        overall = mean(scores.values())
        return ReportRecord(
            code=code,
            title=title,
            agency=self.agency,
            reported_year=year,
            overall_score=overall,
            level="good",
            scores=scores,
            introduction=f"<p>{self.agency}รายงานมาตรการของปีงบประมาณ {to_thai(str(year))}</p>",
            measures=tuple(self._measures(year, documents)),
            conclusion=f"<p>{self.paragraph()}</p>",
            memo=MemoRecord(
                unit=f"สำนักปลัด {self.agency}",
                subject=f"ขออนุมัติเผยแพร่{title}",
                addressee="ผู้บริหารท้องถิ่น",
                facts=self.paragraph(),
                proposal="จึงเรียนมาเพื่อโปรดพิจารณา",
            ),
        )

    def _measures(self, year: int, documents: Mapping[int, str]) -> Iterator[MeasureRecord]:
        for position, (title, purpose, steps, output, outcome) in enumerate(_MEASURES, start=1):
            yield MeasureRecord(
                id=str(self.key()),
                indicator=position,
                title=title,
                description=purpose,
                steps=steps,
                period=PeriodRecord(
                    start=dt.date(year - 544, 10, 1), end=dt.date(year - 543, 9, 30)
                ),
                responsible=(self._random.choice(_OFFICES),),
                output=f"<p>{self.filled(output)}</p>",
                outcome=f"<p>{self.filled(outcome)}</p>",
                evidence=self.evidence(documents, 2),
            )
