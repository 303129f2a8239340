"""A site with something of all that is stored: every model, and every part of every block."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection, Site

from tests.sample import (
    FULL_MEASURE,
    PLAIN_MEASURE,
    RECORD,
    make_document,
    make_index,
    make_item,
    make_report,
)
from tests.workflow import chains
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord, PeriodRecord
from wagtail_ita.models import ImportUpload, ITASettings, LinkCheck, PublishedVersion
from wagtail_ita.transfer.formats.json import record_data
from wagtail_ita.transfer.importing import apply_import, make_plan, year_target
from wagtail_ita.transfer.pages import apply_report
from wagtail_ita.transfer.reading import read_report
from wagtail_ita.workflow.withholding import withhold
from wagtail_ita.years.closing import close_year

NOTHING = "ปี ๒๕๖๘ ไม่มีเรื่องร้องเรียน"
NOTE = "แก้จำนวนครั้งที่ยืมของมาตรการที่ ๑ ให้ตรงกับทะเบียน"
IMPORTED = replace(RECORD, conclusion="<p>ปีหน้าจะลงทะเบียนทางออนไลน์</p>")


def make_content() -> None:
    """Fill a site that has just been migrated."""
    admin = User.objects.create_superuser("admin", "admin@example.go.th")
    evidence = make_evidence()
    index = make_index(introduction="<p>ข้อมูลของปี</p>")
    index.save_revision(user=admin).publish(user=admin)
    make_settings(index.get_site())
    make_items(index, evidence, admin)
    make_corrected_report(index, evidence, admin)
    make_closed_year(admin)
    LinkCheck.ask(index, admin)[0].finish(
        results=[
            {
                "item": "O2",
                "page": None,
                "severity": "error",
                "words": {
                    "th": {"message": "ข้อ O2 ยังไม่เผยแพร่", "remedy": "เผยแพร่หน้า"},
                    "en": {"message": "O2 is not published.", "remedy": "Publish the page."},
                },
            }
        ],
        errors=1,
    )
    ImportUpload.keep(owner=admin, name="report.json", data=imported_file())
    # Nobody logs in to a site that is a file.
    User.objects.update(password="!")


def make_evidence() -> list[EvidenceRecord]:
    """Return a piece of evidence of each kind."""
    file = io.BytesIO()
    Image.new("1", (2, 2)).save(file, "PNG")
    public = Collection.get_first_root_node().add_child(name="เอกสาร ITA")
    image = get_image_model().objects.create(
        title="ป้ายทะเบียนพัสดุ",
        file=ContentFile(file.getvalue(), name="poster.png"),
        collection=public,
    )
    image.file.close()
    document = make_document("ทะเบียนยืมพัสดุ", "register.pdf", collection=public)
    page = Site.objects.get(is_default_site=True).root_page
    about = {"note": "ยืนยันว่าได้ดำเนินการ"}
    return [
        EvidenceRecord(
            id="7e000000-0000-4000-8000-000000000001",
            kind=EvidenceKind.DOCUMENT,
            title="ทะเบียนยืมพัสดุ",
            key=str(document.pk),
            **about,
        ),
        EvidenceRecord(
            id="7e000000-0000-4000-8000-000000000002",
            kind=EvidenceKind.IMAGE,
            title="ป้ายประกาศ",
            key=str(image.pk),
            alt_text="ป้ายหน้าห้องพัสดุ",
            **about,
        ),
        EvidenceRecord(
            id="7e000000-0000-4000-8000-000000000003",
            kind=EvidenceKind.PAGE,
            title="หน้าแรกของเทศบาล",
            key=str(page.pk),
            **about,
        ),
        EvidenceRecord(
            id="7e000000-0000-4000-8000-000000000004",
            kind=EvidenceKind.LINK,
            title="ระบบบริการออนไลน์",
            url="https://example.go.th/e-service",
            **about,
        ),
    ]


def make_settings(site: Any) -> None:
    """Fill in the settings of the agency."""
    ITASettings.objects.create(
        site=site,
        agency_name_th="เทศบาลตัวอย่าง",
        agency_name_en="Example Town",
        kind="municipality",
        emblem=get_image_model().objects.get(),
        address_th="๑ ถนนตัวอย่าง",
        address_en="1 Example Road",
        phone="0 2000 0000",
        email="ita@example.go.th",
        itas_code="ex4mple",
        memo_unit="สำนักปลัด เทศบาลตัวอย่าง",
        memo_addressee="นายกเทศมนตรี",
        show_versions=True,
        data_licence="other",
        data_licence_url="https://example.go.th/licence",
        catalogue_organisation="example-town",
        geo_coverage_th="ตำบลตัวอย่าง",
        geo_coverage_en="Example Subdistrict",
        allow_harvest=True,
    )


def make_items(index: Any, evidence: list[EvidenceRecord], owner: Any) -> None:
    """Make items that are live, planned and drafts."""
    fields = {
        "item_owner": owner,
        "due_date": dt.date(2026, 3, 31),
        "explanation": "หน้าแรก › ITA ๒๕๖๙ › O1",
    }
    first = make_item(index, "O1", live=False, nothing_to_report=NOTHING, **fields)
    first.save_revision(user=owner).publish(user=owner)
    second = make_item(index, "O2", live=False)
    second.evidence = [raw_evidence(piece) for piece in evidence]
    second.body = [
        {"type": "paragraph", "value": "<p>โครงสร้างของเทศบาล</p>", "id": "b1"},
        {
            "type": "table",
            "value": {"caption": "กองของเทศบาล", "cells": "กอง\tจำนวนคน\nกองคลัง\t๑๒"},
            "id": "b2",
        },
    ]
    second.save_revision(user=owner).publish(user=owner)
    make_item(index, "O3", live=False, nothing_to_report="ร่าง").save_revision(user=owner)
    planned = make_item(index, "O4", live=False, nothing_to_report=NOTHING)
    planned.go_live_at = dt.datetime(2099, 1, 1, 2, tzinfo=dt.UTC)
    planned.save_revision(user=owner).publish(user=owner)


def raw_evidence(piece: EvidenceRecord) -> dict[str, Any]:
    """Return a piece of evidence as a block is stored."""
    is_link = piece.kind is EvidenceKind.LINK
    value = {"title": piece.title, "note": piece.note}
    value |= {"url": piece.url} if is_link else {piece.kind.value: int(piece.key)}
    if piece.kind is EvidenceKind.IMAGE:
        value["alt_text"] = piece.alt_text
    return {"type": piece.kind.value, "value": value, "id": piece.id}


def make_corrected_report(index: Any, evidence: list[EvidenceRecord], user: Any) -> None:
    """Make a report that was published twice, and imported into since."""
    scores = dict.fromkeys(range(1, 11), RECORD.scores[1])
    full = replace(FULL_MEASURE, evidence=tuple(evidence))
    record = replace(
        RECORD,
        scores=scores,
        measures=(full, replace(PLAIN_MEASURE, description="ข่าวที่อ่านง่าย")),
        attachments=tuple(replace(each, id=f"{each.id[:-1]}a") for each in evidence),
    )
    page = make_report(index, record, publish=False)
    page.get_latest_revision().publish(user=user)
    page.refresh_from_db()
    measure = replace(full, output="<p>มีการยืม ๑๓๐ ครั้ง ลงทะเบียนครบ</p>")
    apply_report(page, replace(record, measures=(measure, *record.measures[1:])))
    page.correction_note = NOTE
    page.personal_data_confirmed = True
    page.save_revision(user=user).publish(user=user)
    page.refresh_from_db()
    first = PublishedVersion.objects.of(page).get(number=1)
    withhold(page, first, user=user, reason="มีเลขประจำตัวประชาชน")
    read = read_report(imported_file(), name="report.json")
    target = year_target(
        read.parsed.record,
        year=index.assessment_year,
        scheme=index.scheme,
        site=index.get_site(),
        code=page.code,
    )
    plan = make_plan(read.parsed, target)
    apply_import(plan, plan.everything(unsure=True), user=user, source="report.json")


def imported_file() -> bytes:
    """Return a file as somebody imports it."""
    return json.dumps(record_data(IMPORTED), ensure_ascii=False).encode()


def make_closed_year(user: Any) -> None:
    """Make last year: its report went through its chain of approval, and it is closed."""
    index = make_index(2568, list_year=2569)
    period = PeriodRecord(start=dt.date(2023, 10, 1), end=dt.date(2024, 9, 30))
    measures = tuple(replace(each, period=period) for each in RECORD.measures)
    record = replace(RECORD, reported_year=2567, measures=measures)
    page = make_report(index, record, publish=False)
    chains.make_chain_for(page)
    chains.go_through(page, chains.make_clerk(), chains.make_mayor(), user)
    close_year(index, user=user)
