"""What stands between the memo and the first area: title, agency, introduction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wagtail_ita.transfer.text.furniture import is_dots, is_page_number
from wagtail_ita.transfer.text.labels import COLONS
from wagtail_ita.transfer.text.lines import Line, is_wrapped
from wagtail_ita.transfer.text.markers import DIGIT, strip_bullet
from wagtail_ita.transfer.text.notebook import Notebook

_LONGEST_TITLE: Final = 220
_LONGEST_AGENCY: Final = 160
_TITLE = re.compile(
    rf"(?:\(? ?(?:ข้อ ?)?[OoОο0๐] ?{DIGIT}{{1,2}} ?\)? ?[{COLONS}.]? ?)?"
    r"(?:แบบ)?(?:รายงาน|สรุปผล|ผลการดำเนิน|การดำเนินการ(?:ตาม|เพื่อ))"
)
_TITLE_GOES_ON = re.compile(r"(?:ของ|ใน)?(?:ประจำ)?ปี|ตามมาตรการ|ตามแผน|ภายในหน่วยงาน|\(")
_AGENCY = re.compile(
    rf"(?:(?:ชื่อ)?หน่วยงาน ?[{COLONS}] ?|ของ|โดย)?(?P<agency>(?:องค์การ|องค์กร|อบต|อบจ|เทศบาล|เมืองพัทยา"
    r"|กรุงเทพมหานคร|สำนัก|กรม|กระทรวง|กอง|ศูนย์|ที่ทำการ|มหาวิทยาลัย|วิทยาลัย|โรงเรียน|โรงพยาบาล|สถาบัน"
    r"|สถาน|จังหวัด|อำเภอ|การไฟฟ้า|การประปา|ธนาคาร|บริษัท|สภา|ศาล|คณะ).*)$"
)
# A name of an agency has none of these words; the first sentence of an introduction has one.
_SENTENCE = re.compile(r"ได้|มีความ|ให้ความ|ตระหนัก|ดำเนินการ|มุ่งมั่น|กำหนด|จัดทำ|ขอรายงาน")
# The page has a heading of its own for it.
_INTRODUCTION = re.compile(rf"(?:บทนำ|คำนำ|ความนำ|ส่วนนำ) ?[{COLONS}]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The lines in front of the first area, by what they are.

    Attributes:
        before: What stands above the title, such as the item code in a corner of the paper.
    """

    before: tuple[Line, ...] = ()
    title: tuple[Line, ...] = ()
    agency: str = ""
    introduction: tuple[Line, ...] = ()


def find_title(lines: Sequence[Line], *, start: int = 0) -> int | None:
    """Index of the first line that can be the title of a report."""
    for index, line in enumerate(lines[start:], start=start):
        if len(line.text) <= _LONGEST_TITLE and _TITLE.match(line.text):
            return index
    return None


def read_front(lines: Sequence[Line], *, width: int, notes: Notebook) -> Front:
    """Divide the lines in front of the first area, whose memo was taken out."""
    clean = []
    for line in lines:
        if is_page_number(line.text):
            notes.leave([line])
        elif not line.text or not is_dots(line.text):
            clean.append(line)
    index = find_title(clean)
    if index is None:
        notes.take("introduction", clean)
        return Front(introduction=tuple(clean))
    title, rest = _title(clean[index:], width)
    owner, introduction = _agency(rest)
    before = [line for line in clean[:index] if line.text]
    if not owner and before and _agency_name(before[-1].text):
        owner = before.pop()
    heading, introduction = _introduction(introduction)
    notes.leave(before)
    notes.take("title", title)
    notes.take("introduction", [*heading, *introduction])
    notes.take("agency", [owner] if owner else [])
    agency = _agency_name(owner.text) if owner else ""
    return Front(
        before=tuple(before), title=tuple(title), agency=agency, introduction=tuple(introduction)
    )


def _introduction(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """Cut off the heading of an introduction."""
    for index, line in enumerate(lines):
        if line.text:
            is_heading = _INTRODUCTION.fullmatch(line.text)
            return ([line], lines[index + 1 :]) if is_heading else ([], lines)
    return [], lines


def _title(lines: Sequence[Line], width: int) -> tuple[list[Line], Sequence[Line]]:
    title = [lines[0]]
    for index, line in enumerate(lines[1:], start=1):
        if not line.text:
            continue
        wrapped = is_wrapped(title[-1], line, width=width)
        goes_on = bool(_TITLE_GOES_ON.match(line.text)) or wrapped
        if len(line.text) > _LONGEST_TITLE or not goes_on or _agency_name(line.text):
            return title, lines[index:]
        title.append(line)
    return title, ()


def _agency(lines: Sequence[Line]) -> tuple[Line | None, Sequence[Line]]:
    for index, line in enumerate(lines):
        if line.text:
            return (line, lines[index + 1 :]) if _agency_name(line.text) else (None, lines[index:])
    return None, ()


def _agency_name(text: str) -> str:
    if len(text) > _LONGEST_AGENCY or _SENTENCE.search(text):
        return ""
    found = _AGENCY.match(strip_bullet(text))
    return found["agency"].strip() if found else ""
