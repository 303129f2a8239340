"""A small report of our own writing, and the pages that hold it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import override_settings
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page, Site

from wagtail_ita.domain.records import (
    ApprovalRecord,
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    MemoRecord,
    PeriodRecord,
    ReportRecord,
)
from wagtail_ita.models import get_index_page_model, get_item_page_model, get_report_page_model
from wagtail_ita.transfer.pages import apply_report

FULL_MEASURE = MeasureRecord(
    id="6f1b0d3e-0000-4000-8000-000000000001",
    indicator=4,
    title="มาตรการทะเบียนยืมพัสดุกลาง",
    description="เพื่อให้ตรวจสอบการยืมได้ทุกครั้ง",
    steps=("เวียนคู่มือการยืมให้ทุกกอง", "บันทึกการยืมลงทะเบียนทุกครั้ง", "ตรวจนับสิ้นไตรมาส"),
    period=PeriodRecord(start=dt.date(2024, 10, 1), end=dt.date(2025, 9, 30)),
    responsible=("กองคลัง", "งานพัสดุ"),
    output="<p>มีการยืม ๑๒๘ ครั้ง ลงทะเบียนครบ</p>",
    outcome="<p>ไม่พบพัสดุสูญหายในการตรวจนับประจำปี</p>",
)
PLAIN_MEASURE = MeasureRecord(
    id="6f1b0d3e-0000-4000-8000-000000000002",
    indicator=7,
    title="โครงการข่าวสั้นประจำสัปดาห์",
    steps=("เขียนข่าวด้วยถ้อยคำง่าย",),
    period=PeriodRecord(note="ตลอดปีงบประมาณ พ.ศ. ๒๕๖๘"),
    responsible=("งานประชาสัมพันธ์",),
    output="<p>เผยแพร่ ๕๒ ครั้ง</p>",
    outcome="<p>ผู้ติดตามเพิ่มขึ้นหนึ่งในสาม</p>",
    evidence=(
        EvidenceRecord(
            id="6f1b0d3e-0000-4000-8000-00000000000e",
            kind=EvidenceKind.LINK,
            title="หน้ารวมข่าวสั้น",
            url="https://example.go.th/news",
            note="ข่าวทุกฉบับของปี",
        ),
    ),
)
RECORD = ReportRecord(
    code="O26",
    title="รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    reported_year=2568,
    overall_score=Decimal("99.98"),
    level="excellent",
    scores={1: Decimal("100.00"), 7: Decimal("99.95"), 8: Decimal("99.80")},
    introduction="<p>เทศบาลตัวอย่างรายงานมาตรการของปี</p>",
    measures=(FULL_MEASURE, PLAIN_MEASURE),
    conclusion="<p>จะพัฒนาต่อไปในปีหน้า</p>",
    memo=MemoRecord(
        unit="สำนักปลัด เทศบาลตัวอย่าง",
        number="ตย ๐๐๐๑/๒๕",
        date=dt.date(2026, 3, 18),
        subject="ขอเผยแพร่รายงาน",
        addressee="นายกเทศมนตรี",
        background="ตามแผนประจำปี",
        facts="ดำเนินการครบแล้ว",
        proposal="จึงเรียนมาเพื่อโปรดพิจารณา",
        approvals=(
            ApprovalRecord(
                id="6f1b0d3e-0000-4000-8000-00000000000a",
                heading="คำสั่งนายกเทศมนตรี",
                opinion="อนุมัติให้เผยแพร่",
                name="นายตัวอย่าง หนึ่ง",
                position="นายกเทศมนตรี",
                date=dt.date(2026, 3, 20),
            ),
        ),
    ),
)


def make_site() -> Site:
    """Return the default site with a home page, whatever a flush has left of Wagtail's own."""
    locale, _ = Locale.objects.get_or_create(language_code="th")
    root = Page.objects.filter(depth=1).first()
    if root is None:
        root = Page.add_root(title="Root", slug="root", locale=locale)
    home = root.get_children().first()
    if home is None:
        home = root.add_child(instance=Page(title="หน้าแรก", slug="home", locale=locale))
    Page.objects.filter(pk=home.pk).update(locale=locale)
    home.refresh_from_db()
    site, _ = Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    Site.clear_site_root_paths_cache()
    return site


def make_index(year: int = 2569, *, scheme: str = "nacc", live: bool = True, **fields: Any) -> Any:
    """Return a new index page under the home page of the default site."""
    home = make_site().root_page
    index = get_index_page_model()(
        title=f"ITA {year}", assessment_year=year, scheme=scheme, live=live, **fields
    )
    home.add_child(instance=index)
    return index


def make_item(index: Any, code: str, *, live: bool = True, **fields: Any) -> Any:
    """Return a new item page under an index."""
    page = get_item_page_model()(
        **{"title": f"ข้อ {code}", "code": code, "live": live, **fields},
    )
    return index.add_child(instance=page)


def without_publish_rule() -> Any:
    """Let a test publish what is incomplete, to see how it is shown."""
    given = getattr(settings, "WAGTAIL_ITA", {})
    return override_settings(WAGTAIL_ITA={**given, "STOP_PUBLISHING": False})


def without_page_cache() -> Any:
    """Let a test see what it takes to make a page, which is else kept."""
    given = getattr(settings, "WAGTAIL_ITA", {})
    return override_settings(WAGTAIL_ITA={**given, "PAGE_CACHE": ""})


def make_report(index: Any, record: ReportRecord = RECORD, *, publish: bool = True) -> Any:
    """Return a new report page under an index, published through a revision, complete or not."""
    page = get_report_page_model()(live=False)
    apply_report(page, record)
    index.add_child(instance=page)
    revision = page.save_revision()
    if publish:
        with without_publish_rule():
            revision.publish()
        page.refresh_from_db()
    return page


def translate(page: Any, language: str = "en") -> Any:
    """Return a live copy of a page, and of the pages above it, in another language."""
    locale, _ = Locale.objects.get_or_create(language_code=language)
    copy = page.copy_for_translation(locale, copy_parents=True)
    for each in (*copy.get_ancestors().filter(locale=locale, live=False), copy):
        with without_publish_rule():
            each.specific.get_latest_revision_as_object().save_revision().publish()
    Site.clear_site_root_paths_cache()
    copy.refresh_from_db()
    return copy


def make_document(
    title: str, name: str = "evidence.pdf", content: bytes = b"%PDF-1.4\n", **fields: Any
) -> Any:
    """Return a new document, in the root collection unless another is given."""
    document = get_document_model().objects.create(
        title=title, file=ContentFile(content, name=name), **fields
    )
    document.file.close()
    return document
