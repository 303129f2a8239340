"""Labels in front of the six elements of a measure, in the wordings that agencies use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from wagtail_ita.domain.elements import Element
from wagtail_ita.transfer.text.lines import Line
from wagtail_ita.transfer.text.markers import (
    DIGIT,
    Marker,
    MarkerStyle,
    find_markers,
    read_marker,
    strip_bullet,
)

LONGEST_LABEL: Final = 90
# Ten areas on one line have 60; a line with more is no text of a report.
_MOST_LABELS_ON_A_LINE: Final = 200
COLONS: Final = ":：﹕∶"
_COLON = re.compile(f"[{COLONS}]")
_DASH = re.compile(" [-–—] ")

# A label is a head word and any number of these, so one wording more is one word more here.
# No word begins with another word of its list, which keeps matching in one pass.
_GLUE = r"[/,()&\-–ๆฯ.]|หรือ|และ|ของ|ตาม|ใน|ที่(?!รับผิดชอบ)|เพื่อ|การ|ดำเนิน|ปฏิบัติ|งาน|โครง|มาตร|กิจกรรม"
_TAILS: Final = {
    Element.MEASURE: (
        r"(?:ชื่อ)?(?:มาตรการ|โครงการ|กิจกรรม|แผนงาน)",
        r"[/,()&\-–ๆฯ.]|หรือ|และ|มาตรการ|โครงการ|กิจกรรม|แผนงาน|ที่ดำเนินการ",
    ),
    Element.STEPS: (
        # "ชั้นตอน" is how character recognition reads "ขั้นตอน".
        r"(?:รายละเอียด)?(?:[ขช]ั้นตอน|วิธี|แนวทาง|กระบวนการ)",
        rf"{_GLUE}|ขั้นตอน|วิธี|แนวทาง|steps?",
    ),
    Element.PERIOD: (
        r"(?:ช่วง|ห้วง|กำหนด)?(?:ระยะ)?เวลา|กำหนดการ|ระยะดำเนินการ",
        rf"{_GLUE}|ช่วง|ระยะ|เวลา|สถานที่|period",
    ),
    Element.RESPONSIBLE: (
        r"(?:หน่วยงาน|ส่วนงาน|ส่วนราชการ|ฝ่าย|กลุ่มงาน|งาน|กอง|บุคคล|เจ้าหน้าที่|คณะทำงาน)?"
        r"(?:/?ผู้|ที่)?รับผิดชอบ|ผู้ดำเนินการ",
        rf"{_GLUE}|ที่รับผิดชอบ|หลัก|ร่วม|ผู้|หน่วย|รับผิดชอบ|responsible",
    ),
    Element.OUTPUT: (
        r"ผล(?:การ)?(?:ดำเนิน(?:การ|งาน|โครงการ)|ปฏิบัติ)|ผลผลิต|outputs?",
        rf"{_GLUE}|ผลผลิต|เกิดขึ้น|ได้รับ|ได้(?!รับ)|เชิงปริมาณ|outputs?",
    ),
    Element.OUTCOME: (
        r"ผลลัพธ์|ผลสัมฤทธิ์|ผลสำเร็จ|outcomes?|results?",
        rf"{_GLUE}|ผลลัพธ์|ผลสัมฤทธิ์|ผลสำเร็จ|ความสำเร็จ|จาก|เกิดขึ้น|ได้รับ|ได้(?!รับ)"
        r"|เชิงคุณภาพ|outcomes?|results?|impacts?",
    ),
}
_TONES: Final = re.compile("[\u0e47-\u0e4c\u0e4e]")


def without_tones(text: str) -> str:
    """Drop the marks that character recognition and PDF files lose or misplace most."""
    return _TONES.sub("", text)


_ELEMENTS: Final = {
    element: re.compile(without_tones(f"(?:{head})(?:{tail})*"))
    for element, (head, tail) in _TAILS.items()
}
# Parts of other forms. A measure has no place for them, and they belong to no element either.
_OTHERS = re.compile(
    r"วัตถุประสงค์|เป้าหมาย|กลุ่มเป้าหมาย|ตัวชี้วัด(?:ความสำเร็จ|โครงการ)?|งบประมาณ(?:ที่ใช้|ที่ได้รับ)?"
    r"|ปัญหา(?:(?:/|และ)?อุปสรรค)?(?:(?:/|และ)?ข้อเสนอแนะ)?|อุปสรรค|ข้อเสนอแนะ|หลักฐาน(?:ประกอบ|อ้างอิง)?"
    r"|เอกสาร(?:อ้างอิง|แนบ|หลักฐาน|ประกอบ)|ภาพ(?:กิจกรรม|ประกอบ|ถ่าย)|สถานที่(?:ดำเนินการ)?"
    r"|ประโยชน์ที่(?:คาดว่าจะ)?ได้รับ|ผลที่คาดว่าจะได้รับ|หลักการและเหตุผล|หมายเหตุ"
    r"|การ(?:กำกับ)?ติดตาม(?:และ)?(?:ประเมินผล)?"
)
_NUMBERED_MEASURE = re.compile(
    r"(?:มาตรการ|โครงการ|กิจกรรม)(?:/(?:มาตรการ|โครงการ|กิจกรรม)){0,2}"
    rf"ที่ ?({DIGIT}{{1,2}})(?!{DIGIT})[{COLONS}.) ]*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What stands in front of an element's text.

    Attributes:
        text: The label as printed, without number and colon.
        element: The element it names; ``None`` when the wording is not known.
        marker: The number in front of it, if there is one.
        content: What follows on the same line.
        firm: Whether a colon or the end of the line sets it apart from text.
        other: Whether it is a known part of some other form.
    """

    text: str
    element: Element | None
    marker: Marker | None
    content: str
    firm: bool = True
    other: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether it can be told from a sentence that begins with the same word."""
        return self.firm or self.marker is not None

    @property
    def is_numbered_measure(self) -> bool:
        """Whether it is the "measure 2" kind, whose number counts measures, not elements."""
        return self.marker is not None and self.marker.style is MarkerStyle.WORD


def read_label(text: str) -> Label | None:
    """The label in front of a line, or ``None`` for a line of plain text.

    A label of unknown wording is given back only when a colon ends it; whether it is one
    can be told from its neighbours only.
    """
    bare = strip_bullet(text)
    marker = read_marker(bare)
    rest = bare[marker.end :] if marker else bare
    return (
        _numbered_measure(rest, marker)
        or _split_label(rest, marker)
        or _whole_line(rest, marker)
        or _label_without_colon(rest, marker)
        or _unknown(rest, marker)
    )


def label_of(line: Line) -> Label | None:
    """The label in front of a line; a name that its style tells is one without words."""
    if line.names_measure:
        marker = read_marker(line.text)
        content = line.text[marker.end :] if marker else line.text
        return Label(text="", element=Element.MEASURE, marker=None, content=content)
    return read_label(line.text) if line.text else None


def split_labels(text: str) -> list[str]:
    """Cut a line in front of each "(2) label:" inside it, as text that lost its breaks has it."""
    cuts = [
        start
        for start, marker in find_markers(text, MarkerStyle.BRACKETS)
        if 1 <= marker.number <= len(Element)
        # One character in front of the first label is its bullet.
        and len(text[: min(start, 4)].strip()) > 1
        and _is_own_label(text[start : start + 200], marker.number)
    ]
    if len(cuts) > _MOST_LABELS_ON_A_LINE:
        return [text]
    return [text[i:j].strip() for i, j in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _is_own_label(text: str, number: int) -> bool:
    if not _COLON.search(text):
        return False
    label = read_label(text)
    return bool(label and label.element and label.element.number == number)


def is_other_part(text: str) -> bool:
    """Whether a line begins with the label of a part that no measure has: a remark, a budget."""
    label = read_label(text)
    return bool(label and label.other)


def classify(label: str) -> Element | None:
    """The element that a label's wording names."""
    compressed = without_tones(label.replace(" ", "").casefold())
    if not compressed or len(compressed) > LONGEST_LABEL:
        return None
    for element, pattern in _ELEMENTS.items():
        if pattern.fullmatch(compressed):
            return element
    return None


def _numbered_measure(rest: str, marker: Marker | None) -> Label | None:
    found = _NUMBERED_MEASURE.match(rest)
    if not found:
        return None
    own = Marker(style=MarkerStyle.WORD, number=int(found[1]), end=found.end())
    return Label(
        text=found[0].strip(),
        element=Element.MEASURE,
        marker=own,
        content=rest[found.end() :],
        firm=any(colon in found[0] for colon in COLONS),
    )


def _split_label(rest: str, marker: Marker | None) -> Label | None:
    for separator in (_COLON, _DASH):
        found = separator.search(rest, 0, LONGEST_LABEL + 4)
        if not found:
            continue
        text, content = rest[: found.start()].strip(), rest[found.end() :].strip()
        element = classify(text)
        if element:
            return Label(text=text, element=element, marker=marker, content=content)
        if separator is _COLON and _OTHERS.fullmatch(text.replace(" ", "")):
            return Label(text=text, element=None, marker=marker, content=content, other=True)
    return None


def _whole_line(rest: str, marker: Marker | None) -> Label | None:
    element = classify(rest)
    if element:
        return Label(text=rest, element=element, marker=marker, content="")
    if marker and _OTHERS.fullmatch(rest.replace(" ", "")[:LONGEST_LABEL]):
        return Label(text=rest, element=None, marker=marker, content="", other=True)
    return None


def _label_without_colon(rest: str, marker: Marker | None) -> Label | None:
    """A label that only a space ends: "(4) label text", or "label text" without a number."""
    words = rest[: LONGEST_LABEL + 1].split(" ")[:6]
    for count in range(len(words) - 1, 0, -1):
        text = " ".join(words[:count])
        element = classify(text)
        if not element or (marker and marker.number != element.number):
            continue
        if not marker and element is Element.MEASURE:
            continue
        content = rest[len(text) :].strip()
        return Label(text=text, element=element, marker=marker, content=content, firm=False)
    return None


def _unknown(rest: str, marker: Marker | None) -> Label | None:
    found = _COLON.search(rest, 1, LONGEST_LABEL) if marker else None
    if not found:
        return None
    text, content = rest[: found.start()].strip(), rest[found.end() :].strip()
    return Label(text=text, element=None, marker=marker, content=content, firm=False)
