"""What a column or a row of a table is about, told by the words at its head."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import Final

from wagtail_ita.domain.elements import Element
from wagtail_ita.transfer.text.labels import COLONS, classify, without_tones
from wagtail_ita.transfer.text.markers import read_marker


class Role(enum.Enum):
    """What a column or a row holds."""

    NUMBER = "number"
    INDICATOR = "indicator"
    SCORE = "score"
    MEASURE = "measure"
    DESCRIPTION = "description"
    STEPS = "steps"
    PERIOD = "period"
    START = "start"
    END = "end"
    RESPONSIBLE = "responsible"
    OUTPUT = "output"
    OUTCOME = "outcome"
    EVIDENCE = "evidence"

    @property
    def element(self) -> Element | None:
        """The element of a measure that it is a part of."""
        return _ELEMENTS.get(self)


_ELEMENTS: Final = {
    Role.MEASURE: Element.MEASURE,
    Role.DESCRIPTION: Element.MEASURE,
    Role.STEPS: Element.STEPS,
    Role.PERIOD: Element.PERIOD,
    Role.START: Element.PERIOD,
    Role.END: Element.PERIOD,
    Role.RESPONSIBLE: Element.RESPONSIBLE,
    Role.OUTPUT: Element.OUTPUT,
    Role.OUTCOME: Element.OUTCOME,
}
_OF_ELEMENT: Final = {
    element: role
    for role, element in _ELEMENTS.items()
    if role not in (Role.DESCRIPTION, Role.START, Role.END)
}

# The head of a column is a label for sure, so it may have wordings that in running text would
# be found in the middle of sentences. All without spaces; the first pattern that fits counts.
_WORDINGS: Final = {
    Role.NUMBER: r"ลำดับ(?:ที่|เลข|เลขที่)?|เลขที่|ที่|ข้อ(?:ที่)?|no\.?|number|seq\.?|#",
    Role.START: (
        r"(?:วัน|วันที่|เดือน|ระยะเวลา)?(?:เริ่ม|เริ่มต้น|ตั้งแต่)(?:ต้น|โครงการ|ดำเนินการ|ดำเนินงาน|วันที่)*"
        r"|start(?:s|date|ing)?|from|begin(?:s|date)?"
    ),
    Role.END: (
        r"(?:วัน|วันที่|เดือน|ระยะเวลา)?(?:สิ้นสุด|แล้วเสร็จ|จบ|ถึง)(?:โครงการ|ดำเนินการ|ดำเนินงาน|วันที่)*"
        r"|end(?:s|date)?|finish(?:date)?|to|until"
    ),
    Role.INDICATOR: (
        r"(?:ด้าน|ตัวชี้วัด|ประเด็น|มิติ)(?:ที่|ด้าน|[/()]|ตัวชี้วัด|ประเด็น|การประเมิน|ประเมิน|คุณธรรมและความโปร่งใส"
        r"|ita|iit|eit|oit|,)*|indicators?(?:no\.?)?|areas?|dimension"
    ),
    Role.SCORE: (
        r"(?:ผล|ค่า)?คะแนน(?:ที่ได้(?:รับ)?|เฉลี่ย|ประเมิน|ผลการประเมิน|ita|ปี.{0,20}|[(].{0,30}[)]|รวม)*"
        r"|ร้อยละ|ผลการประเมิน(?:ปี.{0,20}|ita)*|scores?"
    ),
    Role.EVIDENCE: (
        r"(?:เอกสาร|ไฟล์|ร่องรอย)?[/]?หลักฐาน(?:ประกอบ|อ้างอิง|เชิงประจักษ์|การดำเนินการ|การดำเนินงาน|[/และ]|เอกสาร|ลิงก์)*"
        r"|เอกสาร(?:แนบ|อ้างอิง|ประกอบ|หลักฐาน)|(?:ลิงก์|ลิงค์|link|url).{0,30}|evidences?"
        r"|ภาพ(?:กิจกรรม|ประกอบ|ถ่าย)|qrcode"
    ),
    Role.DESCRIPTION: (
        r"รายละเอียด(?:ของ)?(?:มาตรการ|โครงการ|กิจกรรม|[/])+|รายละเอียด|คำอธิบาย(?:มาตรการ|โครงการ)?|description"
    ),
    Role.STEPS: (
        r"(?:ราย)?ละเอียด(?:ของ)?การ(?:ดำเนิน(?:การ|งาน)|ปฏิบัติ)|การดำเนิน(?:การ|งาน)|การปฏิบัติ"
        r"|(?:กิจกรรม|รายละเอียด)[/และ]*(?:ขั้นตอน|วิธี(?:การ)?)(?:[/และ]|การ|ดำเนิน|งาน|ปฏิบัติ|ขั้นตอน|วิธี)*"
        r"|(?:process|procedure|method|step)(?:s|/|andmethods?|ormethods?)*|actions?"
    ),
    Role.PERIOD: (
        r"วัน(?:/?เดือน)?(?:/?ปี)?(?:ที่)?(?:ดำเนินการ|ดำเนินงาน|จัด|จัดกิจกรรม)*|ห้วง(?:เวลา)?(?:การ)?(?:ดำเนิน(?:การ|งาน))?"
        r"|ปีที่ดำเนินการ|period(?:inwords)?|duration|time(?:frame|line)?|schedule|dates?"
    ),
    Role.RESPONSIBLE: (
        r"หน่วยงาน(?:ที่)?(?:ดำเนินการ|เจ้าของเรื่อง|เจ้าของ|หลัก|เจ้าภาพ|[/])*|เจ้าภาพ(?:หลัก|ร่วม)*|ผู้ปฏิบัติ"
        r"|responsible(?:person|party|parties|unit|agency)?|owners?"
    ),
    Role.OUTPUT: (
        r"ผล(?:ที่เกิดขึ้น|งาน|การดำเนิน(?:การ|งาน).{0,30})|ผลผลิต.{0,30}|outputs?(?:[/&]outcomes?)?"
    ),
    Role.OUTCOME: (
        r"ผล(?:ลัพธ์|สัมฤทธิ์|สำเร็จ).{0,30}|ผลที่ได้(?:รับ)?|outcomes?(?:(?:/|or)results?)?|results?|impacts?"
    ),
    Role.MEASURE: (
        r"(?:ชื่อ|รายการ)?(?:มาตรการ|โครงการ|กิจกรรม|แผนงาน)(?:(?:ส่งเสริม|ป้องกัน|เพื่อ|ตาม|ภายใน).{0,40})?|(?:measure|project|activit(?:y|ie)|title|name)s?"
        r"(?:[/,]|or|and|projects?|activit(?:y|ies))*"
    ),
}
_PATTERNS: Final = {role: re.compile(without_tones(pattern)) for role, pattern in _WORDINGS.items()}
_BOTH_RESULTS: Final = re.compile(r"ผลผลิต.*(?:ผลลัพธ์|ผลสัมฤทธิ์)|outputs?.*outcomes?")
_REMARK: Final = re.compile(r"[*†]+|[(\[][^()\[\]]{0,60}[)\]]$")
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the words at the head of a column or row say.

    Attributes:
        role: What it is about; ``None`` for words that are not known.
        sure: Whether the words say so, and not only the number in front of them.
        both: Whether output and outcome share it.
    """

    role: Role | None
    sure: bool = True
    both: bool = False


def read_role(text: str) -> Reading:
    """Tell what a column or a row is about."""
    text = " ".join(text.split())
    marker = read_marker(text)
    words = (text[marker.end :] if marker else text).strip(f" {COLONS}")
    if not words or len(words) > _LONGEST:
        return Reading(role=None)
    role = _match(words) or _match(_REMARK.sub("", words).strip(f" {COLONS}"))
    if role:
        both = role is Role.OUTPUT and bool(_BOTH_RESULTS.search(words.casefold()))
        return Reading(role=role, both=both, sure=not both)
    if marker and 1 <= marker.number <= len(Element):
        element = list(Element)[marker.number - 1]
        return Reading(role=_OF_ELEMENT[element], sure=False)
    return Reading(role=None)


def _match(words: str) -> Role | None:
    compressed = without_tones(words.replace(" ", "").casefold())
    for role in (Role.NUMBER, Role.START, Role.END, Role.SCORE, Role.EVIDENCE, Role.DESCRIPTION):
        if _PATTERNS[role].fullmatch(compressed):
            return role
    element = classify(words)
    if element:
        return _OF_ELEMENT[element]
    for role, pattern in _PATTERNS.items():
        if pattern.fullmatch(compressed):
            return role
    return None
