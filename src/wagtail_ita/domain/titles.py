"""Which parts of a title stay on one line.

Browsers break Thai by a dictionary of short words: หน่วย|งาน, งบ|ประมาณ, ความ|โปร่งใส. In running
text nobody minds; in a title a line that begins with the half of a word does look broken. The
words below are those of the year's lists and of the reports; everything else is left to the
browser. No character is added: what is copied or searched is the title as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wagtail_ita.domain.months import (
    ENGLISH_MONTHS,
    ENGLISH_MONTHS_SHORT,
    THAI_MONTHS,
    THAI_MONTHS_SHORT,
)

# What does not fit on a line of a small phone is broken rather than cut off.
_WIDEST: Final = 20

_COMPOUNDS: Final = """
กำกับติดตาม ขับเคลื่อน ขั้นตอน งบประมาณ จรรยาบรรณ จัดจ้าง จัดซื้อ จัดซื้อจัดจ้าง ช่องทาง
ดำเนินการ ดำเนินงาน ตรวจสอบ ติดต่อสอบถาม ทรัพยากรบุคคล ทางการศึกษา ธรรมาภิบาล นัดหมาย บริหารงาน
บริหารจัดการ ปฏิบัติการ ปฏิบัติงาน ปฏิบัติราชการ ปฏิบัติหน้าที่ ประจำปี ประพฤติมิชอบ ประสานงาน
ผลประโยชน์ ผลสัมฤทธิ์ ผู้บริหาร ผู้ปฏิบัติงาน ผู้มาติดต่อ ผู้รับบริการ ผู้รับผิดชอบ พึงพอใจ
พื้นฐาน ภาครัฐ มีส่วนร่วม รอคอย ระยะเวลา รับผิดชอบ รับรู้ รายเดือน ร้องทุกข์ ร้องเรียน ล่วงหน้า
วิธีการ สถานศึกษา สร้างวัฒนธรรม ส่งเสริม ส่วนบุคคล ส่วนราชการ หน่วยงาน หลักฐาน หลักเกณฑ์
อำนาจหน้าที่ เกี่ยวกับ เจ้าพนักงาน เจ้าหน้าที่ เปิดเผย เปิดโอกาส เรื่องร้องเรียน ทำงาน ต่อต้าน เสริมสร้าง
แต่งตั้ง แนวปฏิบัติ ใช้จ่าย ให้บริการ
"""
# These the browser keeps whole: it only parts them from what begins the noun.
_STEMS: Final = """
ก้าวหน้า คุ้มครอง จัดการ จัดหา ติดตาม ติดต่อ ทุจริต บริหาร ปฏิสัมพันธ์ ประชาสัมพันธ์ ประเมิน
ปรับปรุง ป้องกัน พัฒนา สอบถาม สำรวจ เสี่ยง โปร่งใส รู้ สื่อสาร
"""
# Not the end of โครงการ or มาตรการ.
_LEAD: Final = r"(?:(?<!โครง)(?<!มาตร)(?<!แผน)(?<!ราย)(?<!ทาง)(?<!ราช)(?<!บริ)(?<!วิช)การ|ความ|ผู้)"

_DIGITS: Final = r"[0-9๐-๙]"
_NUMBER: Final = rf"{_DIGITS}+(?:[.,/–-]{_DIGITS}+)*"
_BASE: Final = "[ก-ฮ]"
_MARK: Final = "[ะ-ฺ็-๎]"
_MARKS: Final = f"{_MARK}*"
_SPACE: Final = r"[ \u00a0]"
_BEFORE_NUMBER: Final = (
    "ปีงบประมาณ|ไตรมาสที่|ไตรมาส|มาตรา|ฉบับที่|ครั้งที่|ด้านที่|ข้อที่|ระยะที่|รอบที่|หมู่ที่|ร้อยละ|ข้อ"
    "|[Ff]iscal year|[Ii]ndicator|[Mm]easure|No\\."
)


def _either(names: tuple[str, ...]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_MONTHS: Final = _either((*THAI_MONTHS, *THAI_MONTHS_SHORT, *ENGLISH_MONTHS, *ENGLISH_MONTHS_SHORT))

_JOINED: Final = re.compile(
    "|".join(
        (
            # (O26), O26, OIT
            r"\(?(?<![A-Za-z])[A-Z]{1,4}-?[0-9๐-๙]+(?:\.[0-9๐-๙]+)?(?![A-Za-z])\)?",
            rf"(?:พ\.{_SPACE}?ศ\.|ค\.{_SPACE}?ศ\.){_SPACE}*{_DIGITS}{{2,4}}",
            # ป.ป.ช., สอศ. and the title before a name
            rf"(?:{_BASE}{{1,3}}\.){{2,}}",
            rf"(?:{_NUMBER}{_SPACE}+)?(?:{_MONTHS}){_SPACE}+(?:{_DIGITS}{{4}}|{_DIGITS}{{2}})(?!{_DIGITS})",
            rf"(?:{_BEFORE_NUMBER}){_SPACE}*{_NUMBER}",
            # A number with the first letter of what it counts: the browser keeps the rest together.
            rf"(?:(?:จำนวน|รอบ){_SPACE}?)?{_NUMBER}{_SPACE}(?:[เ-ไ]?{_BASE}{_MARKS}|%)",
            r"(?<![A-Za-z])[A-Za-z][-–][A-Za-z]+",
            # ต่าง ๆ: the mark of repetition never begins a line.
            rf"{_BASE}{_MARKS}{_SPACE}?ๆ",
            # A name behind its title, up to the space before the surname.
            r"(?<!ท)(?:นางสาว|นาง|นาย|น\.ส\.)[ก-๎]{2,16}(?![ก-๎])",
            rf"{_LEAD}?(?:{_either(tuple(_COMPOUNDS.split()))})(?!{_MARK})",
            rf"{_LEAD}(?:{_either(tuple(_STEMS.split()))})(?!{_MARK})",
        )
    )
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a title.

    Attributes:
        is_joined: Whether no line ends inside it.
    """

    text: str
    is_joined: bool


def title_pieces(title: str) -> Iterator[Piece]:
    """Return the parts of a title in their order; together they are the title again."""
    end = 0
    for match in _JOINED.finditer(title):
        if not 1 < len(match[0]) <= _WIDEST:
            continue
        if match.start() > end:
            yield Piece(title[end : match.start()], is_joined=False)
        yield Piece(match[0], is_joined=True)
        end = match.end()
    if end < len(title):
        yield Piece(title[end:], is_joined=False)
