"""What a translator does, by wagtail-localize's own means."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.operations import translate_object


def english() -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


def submit(page: Any) -> Translation:
    """Submit a page for translation into English, and return the translation."""
    # The pages above it first, as in the admin.
    parent = page.get_parent()
    if parent.depth > 1 and not parent.has_translation(english()):
        parent.specific.copy_for_translation(english(), copy_parents=True)
    translate_object(page, [english()], user=get_user_model().objects.first())
    return Translation.objects.get(source__object_id=page.translation_key)


def segments(translation: Translation) -> list[StringSegment]:
    found = StringSegment.objects.filter(source=translation.source)
    return list(found.select_related("context", "string").order_by("order"))


def translate_segment(translation: Translation, segment: StringSegment, text: str) -> None:
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        locale=translation.target_locale,
        context=segment.context,
        defaults={"data": text, "translation_type": "manual", "has_error": False},
    )


def translate_all(
    translation: Translation, write: Callable[[StringSegment], str] | None = None
) -> dict[str, str]:
    """Translate every segment that has no translation yet.

    Returns:
        The Thai text of each marker, where the caller gives no words of his own.
    """
    markers: dict[str, str] = {}
    for segment in segments(translation):
        text = write(segment) if write else _marked(segment.string.data, markers)
        translate_segment(translation, segment, text)
    return markers


def _marked(html: str, markers: dict[str, str]) -> str:
    """Put a marker in the place of each text, and leave the tags."""
    soup = BeautifulSoup(html, "html.parser")
    for node in list(soup.find_all(string=True)):
        marker = f"[{len(markers)}]"
        markers[marker] = str(node)
        node.replace_with(marker)
    return str(soup)


def translated(translation: Translation) -> Any:
    """Return the English page as it is stored."""
    return translation.get_target_instance().specific_class.objects.get(
        pk=translation.get_target_instance().pk
    )


def stored(page: Any) -> dict[str, Any]:
    """Return everything that is stored of a page, streams as data."""
    data = page.serializable_data()
    return {
        name: json.loads(value) if isinstance(value, str) and value.startswith("[{") else value
        for name, value in data.items()
    }


def missing(translation: Translation) -> set[str]:
    """Return the paths that the editor shows as not translated."""
    found = StringSegment.objects.filter(source=translation.source)
    return set(
        found.annotate_translation(translation.target_locale)
        .filter(translation=None)
        .values_list("context__path", flat=True)
    )


ENGLISH = {
    "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน": (
        "Report on the promotion of integrity and transparency in fiscal year 2025"
    ),
    "สำนักปลัด เทศบาลตัวอย่าง": "Office of the Clerk, Example Municipality",
    "ขอเผยแพร่รายงาน": "Request to publish the report of fiscal year 2568",
    "นายกเทศมนตรี": "Mayor",
    "ตามแผนประจำปี": "According to the annual plan",
    "ดำเนินการครบแล้ว": "Everything has been carried out",
    "จึงเรียนมาเพื่อโปรดพิจารณา": "For your consideration",
    "คำสั่งนายกเทศมนตรี": "Order of the mayor",
    "อนุมัติให้เผยแพร่": "Approved for publication",
    "นายตัวอย่าง หนึ่ง": "Mr. Example One",
    "เทศบาลตัวอย่างรายงานมาตรการของปี": "Example Municipality reports on the year's measures",
    "มาตรการทะเบียนยืมพัสดุกลาง": "Central register of borrowed property",
    "เพื่อให้ตรวจสอบการยืมได้ทุกครั้ง": "So that every loan can be traced",
    "เวียนคู่มือการยืมให้ทุกกอง": "Circulate the manual to all divisions",
    "บันทึกการยืมลงทะเบียนทุกครั้ง": "Record each loan in the register",
    "ตรวจนับสิ้นไตรมาส": "Count at the end of each quarter",
    "กองคลัง": "Finance Division",
    "งานพัสดุ": "Procurement Section",
    "มีการยืม ๑๒๘ ครั้ง ลงทะเบียนครบ": "128 loans, all of them registered",
    "ไม่พบพัสดุสูญหายในการตรวจนับประจำปี": "Nothing was missing in the yearly count",
    "โครงการข่าวสั้นประจำสัปดาห์": "Short news every week",
    "เขียนข่าวด้วยถ้อยคำง่าย": "Write the news in plain words",
    "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๘": "Throughout fiscal year 2025",
    "งานประชาสัมพันธ์": "Public Relations Section",
    "เผยแพร่ ๕๒ ครั้ง": "Published 52 times",
    "ผู้ติดตามเพิ่มขึ้นหนึ่งในสาม": "A third more followers",
    "หน้ารวมข่าวสั้น": "All the short news",
    "ข่าวทุกฉบับของปี": "Every issue of the year",
    "จะพัฒนาต่อไปในปีหน้า": "To be developed further next year",
}


def in_english(segment: StringSegment) -> str:
    return ENGLISH[segment.string.data]
