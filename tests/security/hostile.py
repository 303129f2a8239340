"""A site in which every text that somebody can type is an attack."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db import models
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Comment

import wagtail_ita
from tests.sample import (
    FULL_MEASURE,
    RECORD,
    make_document,
    make_index,
    make_item,
    make_report,
    without_publish_rule,
)
from wagtail_ita.domain.approvals import ChainApproval
from wagtail_ita.domain.records import (
    ApprovalRecord,
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    MemoRecord,
    PeriodRecord,
    ReportRecord,
)
from wagtail_ita.models import ImportUpload, ITASettings, LinkCheck, PublishedVersion
from wagtail_ita.transfer.formats.json import record_data
from wagtail_ita.views.importing.tokens import make_token

# It ends whatever it may stand in, and then runs. Short enough for a box of a hundred letters.
HOSTILE = "'\"></title></script><script>hurt=1</script><img src=x onerror=hurt=1>{{7|add:7}}"
RICH = f'<p onclick="hurt=1">ข้อความ</p><a href="javascript:hurt=1">ที่นี่</a>{HOSTILE}'
ADDRESS = 'javascript:hurt=1//"><script>hurt=1</script>'
CATALOGUE = Path(wagtail_ita.__file__).parent / "domain" / "data" / "nacc-2569.json"


@dataclass
class HostileSite:
    index: Any
    item: Any
    report: Any
    draft: Any
    admin: Any

    @property
    def public(self) -> list[str]:
        """Every public page of ours, and the questions that say again what was asked."""
        asked = [("q", HOSTILE), ("item", HOSTILE), ("year", HOSTILE), ("p", HOSTILE)]
        return [
            *(page.url for page in (self.index, self.item, self.report)),
            f"{self.report.url}versions/1/",
            *(_with(self.index.url, **{name: value}) for name, value in asked),
            _with(self.index.url, q=HOSTILE, item="O12", year="all"),
            _with(self.index.url, q="ข้อความ", p=HOSTILE),
            _with(self.report.url, q=HOSTILE),
        ]

    @property
    def screens(self) -> list[str]:
        """Every screen of the admin that shows any of it."""
        pages = (self.index, self.item, self.report, self.draft)
        site = [self.index.get_site().pk]
        year, board = [self.index.pk], reverse("wagtail_ita_board", args=[self.index.pk])
        return [
            reverse("wagtailadmin_home"),
            reverse("wagtailadmin_explore", args=year),
            *(reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in pages),
            *(reverse("wagtailadmin_pages:view_draft", args=[page.pk]) for page in pages),
            reverse("wagtailadmin_pages:history", args=[self.report.pk]),
            reverse("wagtailadmin_pages:usage", args=[self.report.pk]),
            reverse("wagtailsettings:edit", args=["wagtail_ita", "itasettings", *site]),
            reverse("wagtailadmin_reports:site_history"),
            reverse("wagtailadmin_reports:workflow"),
            board,
            *(_with(board, **{name: HOSTILE}) for name in ("status", "owner", "severity")),
            reverse("wagtail_ita_answer_sheet", args=year),
            reverse("wagtail_ita_links", args=year),
            reverse("wagtail_ita_next_year", args=year),
            _with(reverse("wagtail_ita_next_year", args=year), year=HOSTILE),
            reverse("wagtail_ita_closing", args=year),
            reverse("wagtail_ita_versions", args=[self.report.pk]),
            reverse("wagtail_ita_catalogues"),
            reverse("wagtail_ita_catalogue", args=["nacc", 2571]),
            _with(reverse("wagtail_ita_import"), page=str(self.report.pk)),
            reverse("wagtail_ita_import_plan", args=[self.token(hostile_json())]),
            reverse("wagtail_ita_import_plan", args=[self.token(hostile_text().encode())]),
            reverse("wagtail_ita_import_plan", args=[self.token(b"\x89PNG\r\n\x1a\n" + bytes(99))]),
        ]

    def token(self, data: bytes) -> str:
        kept = ImportUpload.keep(owner=self.admin, name=f"{HOSTILE}.json", data=data)
        return make_token(kept, f"page:{self.report.pk}")


def _with(address: str, **query: str) -> str:
    return f"{address}?{urlencode(query)}"


def settings_of(folder: Path) -> dict[str, Any]:
    """Return the settings of a site whose own list is hostile, too."""
    data = json.loads(CATALOGUE.read_text())
    path = folder / "hostile.json"
    path.write_text(json.dumps({**_spoilt(data), "year": 2571}))
    return {"CATALOGUES": [path]}


def _spoilt(data: Any, name: str = "") -> Any:
    """Add the attack to every text that somebody reads; the others are for the program."""
    if isinstance(data, dict):
        return {key: _spoilt(value, key) for key, value in data.items()}
    if isinstance(data, list):
        return [_spoilt(each, name) for each in data]
    is_read = name in {"th", "en", "source", "examples"} or name.endswith(("_th", "_en"))
    return f"{data} {HOSTILE}" if is_read and isinstance(data, str) else data


def make_hostile_site() -> HostileSite:
    """Store attacks in every field, past all forms."""
    admin = get_user_model().objects.create_superuser(
        "hostile", "h@example.go.th", "x", first_name=HOSTILE, last_name=HOSTILE
    )
    index = make_index(introduction=RICH)
    index.title = HOSTILE
    index.save_revision().publish()
    image = get_image_model().objects.create(
        title=HOSTILE, file=get_test_image_file(), description=HOSTILE
    )
    document = make_document(HOSTILE, f"{HOSTILE}.pdf")
    ITASettings.objects.create(
        site=index.get_site(),
        emblem=image,
        show_versions=True,
        **{name: HOSTILE for name in _texts_of(ITASettings) if name not in _CHOICES},
    )
    pieces = [
        ("document", {"document": document, "title": HOSTILE, "note": HOSTILE}),
        ("document", {"document": document, "title": "", "note": ""}),
        ("image", {"image": image, "title": HOSTILE, "alt_text": HOSTILE, "note": HOSTILE}),
        ("link", {"url": ADDRESS, "title": HOSTILE, "note": HOSTILE}),
        ("link", {"url": f"https://example.go.th/{HOSTILE}", "title": "", "note": HOSTILE}),
    ]
    words = {"title": HOSTILE, "explanation": HOSTILE, "item_owner": admin, "owner": admin}
    item = make_item(
        index,
        "O12",
        nothing_to_report=HOSTILE,
        evidence=pieces,
        body=[
            ("paragraph", RICH),
            ("table", {"caption": HOSTILE, "cells": f"{HOSTILE}|{HOSTILE}\n{HOSTILE}|1"}),
        ],
        **words,
    )
    draft = make_item(index, "O13", live=False, **words)
    report = make_report(index, _record(document, image), publish=False)
    with without_publish_rule():
        report.save_revision(user=admin).publish(user=admin)
        report = type(report).objects.get(pk=report.pk)
        report.title, report.correction_note = f"แก้แล้ว {HOSTILE}", HOSTILE
        report.measures[0].value["title"] = f"แก้แล้ว {HOSTILE}"
        report.search_description = report.seo_title = HOSTILE
        report.save_revision(user=admin).publish(user=admin)
    Comment.objects.create(
        page=report, user=admin, text=HOSTILE, contentpath="measures", position=""
    )
    approval = ChainApproval(
        record=ApprovalRecord(**_texts(ApprovalRecord())), on_earlier_text=True
    )
    PublishedVersion.objects.update(withheld_reason=HOSTILE, approvals=[approval.to_json()])
    _look_from_outside(index, report, admin)
    report.refresh_from_db()
    return HostileSite(index=index, item=item, report=report, draft=draft, admin=admin)


_CHOICES = {"kind", "itas_code", "data_licence"}


def _texts_of(model: Any) -> list[str]:
    return [
        each.name
        for each in model._meta.fields
        if isinstance(each, models.CharField | models.TextField)
    ]


def _texts(record: Any) -> dict[str, str]:
    """Return hostile words for every text of a record."""
    kept = {"id", "key", "code", "kind", "level", "url"}
    return {
        each.name: HOSTILE
        for each in fields(record)
        if each.type == "str" and each.name not in kept
    }


def _record(document: Any, image: Any) -> ReportRecord:
    rich = {"output": RICH, "outcome": RICH}
    evidence = (
        EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(document.pk), title=HOSTILE),
        EvidenceRecord(kind=EvidenceKind.IMAGE, key=str(image.pk), alt_text=HOSTILE),
        EvidenceRecord(kind=EvidenceKind.LINK, url=ADDRESS, title=HOSTILE, note=HOSTILE),
    )
    measure = MeasureRecord(
        **{**_texts(FULL_MEASURE), **rich},
        id="m1",
        indicator=4,
        steps=(HOSTILE, HOSTILE),
        responsible=(HOSTILE, HOSTILE),
        period=PeriodRecord(note=HOSTILE),
        evidence=evidence,
    )
    memo = replace(
        RECORD.memo,
        **_texts(MemoRecord()),
        approvals=(ApprovalRecord(**_texts(ApprovalRecord())),),
    )
    return replace(
        RECORD,
        **{**_texts(RECORD), "introduction": RICH, "conclusion": RICH},
        measures=(measure, FULL_MEASURE),
        memo=memo,
        attachments=evidence,
    )


def _look_from_outside(index: Any, report: Any, admin: Any) -> None:
    """Keep what a look from outside has found on a hostile website."""
    check, _is_new = LinkCheck.ask(index, admin)
    words = {"message": HOSTILE, "remedy": HOSTILE}
    found = {"item": HOSTILE, "page": report.pk, "severity": "error"}
    check.finish(results=[{**found, "words": {"th": words, "en": words}}], errors=1)


def hostile_json() -> bytes:
    """Return our own JSON with attacks in it, as somebody might send it to a clerk."""
    record = _record(make_document("ก"), get_image_model().objects.first())
    measures = tuple(replace(each, evidence=()) for each in record.measures)
    record = replace(record, measures=measures, attachments=())
    return json.dumps(record_data(record), ensure_ascii=False).encode()


def hostile_text() -> str:
    return (
        "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ\n"
        f"(๑) มาตรการ: {HOSTILE}\n(๒) ขั้นตอนหรือวิธีการดำเนินการ: ๑. {HOSTILE} ๒. {HOSTILE}\n"
        f"(๓) ระยะเวลาดำเนินการ: {HOSTILE}\n(๔) ผู้รับผิดชอบ: {HOSTILE}\n"
        f"(๕) ผลผลิต: {HOSTILE}\n(๖) ผลลัพธ์: {HOSTILE}\n{HOSTILE}\n"
    )
