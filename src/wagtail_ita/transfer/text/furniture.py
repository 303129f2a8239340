"""Parts of a printed form that carry no content: signature dots, page numbers, empty boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wagtail_ita.transfer.text.markers import DIGIT, strip_bullet

_DOTS = "[.…·_ ]"
_ONLY_DOTS = re.compile(f"{_DOTS}+$")
# Without parentheses or dots the verb may begin a sentence: "ลงนามบันทึกข้อตกลง…".
_SIGNATURE = re.compile(
    r"(?:\( ?(?:ลงชื่อ|ลงนาม) ?\)|ลงชื่อ(?=[ .…·_:]|$)|ลงนาม(?= ?[.…·_:]|$)) ?:?"
    r"(?P<dots>[.…·_ ]*)(?P<rest>.*)$"
)
_PAGE_NUMBER = re.compile(
    rf"(?:[-–—] ?{DIGIT}{{1,3}} ?[-–—]|หน้า(?:ที่)? ?{DIGIT}{{1,3}}(?: ?(?:/|จาก) ?{DIGIT}{{1,3}})?)$"
)
_BOX = re.compile(r"(?:\( ?(?P<typed>[/xX✓✔√✗]?) ?\)|(?P<drawn>[☐□☑☒✓✔]))(?P<rest>.*)$")
_OTHER_CHOICE = re.compile(rf"อื่น ?ๆ{_DOTS}*$")
_PERSON = r"(?:นาย|นาง|น\.ส\.|ดร\.|ว่าที่|ร้อย|พัน|พล|สิบ|จ่า|ผศ\.|รศ\.|ศ\.|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)"
_IN_PARENTHESES = re.compile(r"\(([^()]{1,120})\)$")
_PERSON_START = re.compile(_PERSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A choice on a form, ticked or not."""

    ticked: bool
    text: str


def read_signature(text: str) -> str | None:
    """What follows the dots of a signature line; ``None`` when the line is none."""
    found = _SIGNATURE.match(text) if len(text) < 300 else None
    return found["rest"].strip(" .…·_") if found else None


def signature_has_dots(text: str) -> bool:
    """Whether the place of the signature was left to be signed by hand."""
    found = _SIGNATURE.match(text) if len(text) < 300 else None
    return bool(found and found["dots"].strip())


def is_dots(text: str) -> bool:
    """Whether a line is only a place to write on."""
    return _ONLY_DOTS.match(text.strip("()")) is not None


def is_unsigned(text: str) -> bool:
    """Whether a line is only the place for a signature, which says nothing about the report."""
    return read_signature(text) == "" or is_dots(text)


def is_page_number(text: str) -> bool:
    """Whether a line is the number of a page."""
    return len(text) < 30 and _PAGE_NUMBER.match(text) is not None


def read_box(text: str) -> Box | None:
    """A line that begins with a box, or the form's "other" choice that lost its box."""
    if len(text) > 300:
        return None
    if _OTHER_CHOICE.match(text):
        return Box(ticked=False, text=text)
    found = _BOX.match(strip_bullet(text))
    if not found:
        return None
    ticked = bool(found["typed"]) or (found["drawn"] or "☐") not in "☐□"
    return Box(ticked=ticked, text=found["rest"].strip())


def is_other_choice(text: str) -> bool:
    """Whether a choice is the form's "other" without words of its own."""
    return _OTHER_CHOICE.match(text) is not None


def read_name(text: str, *, after_signature: bool) -> str | None:
    """A name printed in parentheses under a signature; empty for dots; ``None`` for other lines."""
    found = _IN_PARENTHESES.match(text)
    if not found:
        return None
    name = found[1].strip()
    if is_dots(name):
        return ""
    return name if after_signature or _PERSON_START.match(name) else None
