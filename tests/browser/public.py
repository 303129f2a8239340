"""The public pages in their hardest shape: much text, long words, wide tables, both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wagtail.rich_text import RichText

from tests.sample import FULL_MEASURE, PLAIN_MEASURE, RECORD, make_item, make_report, translate
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord, MeasureRecord
from wagtail_ita.models import ITASettings

LONG_URL = "https://example.go.th/" + "archive-of-the-finance-division-" * 8 + ".pdf"
LONG_WORD = "StandardOperatingProcedure" * 6
# Thai has no spaces between words; a browser breaks it by dictionary, and not every one does.
LONG_THAI = "การกำกับติดตามและประเมินผลการใช้ทรัพย์สินของราชการอย่างต่อเนื่อง" * 5


def long_measures(count: int = 10) -> tuple[MeasureRecord, ...]:
    """Return measures with long words and evidence; every one has an id and a title of its own."""
    evidence = EvidenceRecord(
        id="0b6c7a52-0000-4000-8000-00000000000e",
        kind=EvidenceKind.LINK,
        title=LONG_URL,
        url=LONG_URL,
        note=LONG_THAI,
    )
    return tuple(
        replace(
            FULL_MEASURE if number % 2 else PLAIN_MEASURE,
            id=f"0b6c7a52-0000-4000-8000-{number:012}",
            title=f"มาตรการลำดับ {number} {LONG_WORD}",
            description=LONG_THAI,
            steps=(LONG_THAI, f"อ่านคู่มือที่ {LONG_URL}", LONG_WORD),
            output=f"<ul><li>{LONG_THAI}</li><li>{LONG_WORD}</li></ul>",
            evidence=(evidence,),
        )
        for number in range(1, count + 1)
    )


def make_public_pages(index: Any, language: str = "th", *, measures: int = 10) -> dict[str, str]:
    """Publish an index with an item and a long report; return their addresses by kind.

    In Thai the report has been corrected once, and "version" is what it said before.
    """
    site = index.get_site()
    ITASettings.objects.create(
        site=site,
        agency_name_th="เทศบาลเมืองตัวอย่างที่มีชื่อยาวมากเป็นพิเศษ",
        agency_name_en="Town Municipality of Tua Yang with an Exceptionally Long Name",
        address_th="๙๙ ถนนตัวอย่าง ตำบลสมมติ อำเภอเมือง จังหวัดตัวอย่าง",
        address_en="99 Tua Yang Road",
        phone="0 2000 0000",
        email="information-and-transparency-office@example.go.th",
        show_versions=True,
    )
    cells = "ไตรมาส\tเรื่องที่รับ\tเรื่องที่ยุติ\t" + "\t".join(f"เดือน {n}" for n in range(1, 13))
    row = "\t".join(["หนึ่ง", *map(str, range(14))])
    item = make_item(
        index,
        "O12",
        title=f"สถิติเรื่องร้องเรียน {LONG_WORD}",
        explanation=f"หน้าแรก › ข้อมูล › {LONG_URL}",
        evidence=[("link", {"url": LONG_URL, "title": LONG_URL, "note": LONG_THAI})],
        body=[
            ("paragraph", RichText(f"<h3>สรุป</h3><p>{LONG_THAI}</p><p>{LONG_WORD}</p>")),
            ("table", {"caption": "เรื่องร้องเรียนรายไตรมาส", "cells": f"{cells}\n{row}\n{row}"}),
        ],
    )
    report = make_report(index, replace(RECORD, measures=long_measures(measures)))
    pages = {"index": index, "item": item, "report": report}
    if language != "th":
        return {kind: translate(page, language).get_url() for kind, page in pages.items()}
    correct(report)
    addresses = {kind: page.get_url() for kind, page in pages.items()}
    return {**addresses, "version": f"{addresses['report']}versions/1/"}


def correct(report: Any) -> None:
    """Publish the report again, with another text and the note that this needs."""
    corrected = report.get_latest_revision_as_object()
    corrected.measures[0].value["description"] = f"แก้ไขแล้ว {LONG_THAI}"
    corrected.correction_note = f"แก้คำอธิบาย {LONG_THAI}"
    corrected.save_revision().publish()
