"""Every public template in both languages, with every field filled and with every field empty."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polib
import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import Script
from django.template import engines
from django.test import Client
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

import wagtail_ita
from tests.sample import (
    FULL_MEASURE,
    PLAIN_MEASURE,
    RECORD,
    make_document,
    make_index,
    make_item,
    make_report,
    make_site,
    translate,
)
from wagtail_ita.blocks import MeasureStreamBlock
from wagtail_ita.domain.records import (
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    PeriodRecord,
    ReportRecord,
)
from wagtail_ita.models import ITASettings
from wagtail_ita.transfer.pages import apply_report

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file open from which it stores a rendition.
    pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemp:ResourceWarning"),
]

PACKAGE = Path(wagtail_ita.__file__).parent
TEMPLATES = PACKAGE / "templates"
LANGUAGES = ("th", "en")
FILLINGS = ("filled", "empty")
# For the admin, and e-mails: other tests have them.
NOT_PUBLIC = ("admin/", "email/", "widgets/")
THAI = re.compile("[ก-๛]")
SAYS_SOMETHING = re.compile(r"^(h[1-6]|a|dt|dd|th|caption|li|p|title|nav|section)$")
OURS_IN_PUBLIC = re.compile(r"templates/wagtail_ita/(?!admin|email|widgets)|elements|indicators")
# Words that both languages have: abbreviations, kinds of files, names of formats.
SAME_IN_BOTH = re.compile(
    r"ITA|IIT|EIT|OIT|PDF|Word|Excel|XLSX|CSV|JSON|ZIP|Output|Outcome|Result|E-?mail|E-Service|English|Ctrl|P|Mac"
)


def public_templates() -> set[str]:
    names = {
        str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / "wagtail_ita").rglob("*.html")
    }
    return {name for name in names if not name.removeprefix("wagtail_ita/").startswith(NOT_PUBLIC)}


def fill_settings() -> None:
    image = get_image_model().objects.create(title="ตรา", file=get_test_image_file())
    ITASettings.objects.create(
        site=make_site(),
        agency_name_th="เทศบาลตัวอย่าง",
        agency_name_en="Example Municipality",
        emblem=image,
        address_th="๙๙ ถนนตัวอย่าง\nอำเภอเมือง",
        address_en="99 Example Road",
        phone="0 2000 0000",
        email="office@example.go.th",
        itas_code="abc123",
        memo_unit="สำนักปลัด",
        memo_addressee="นายกเทศมนตรี",
        show_versions=True,
    )


def pieces(other: Page) -> tuple[EvidenceRecord, ...]:
    """Return one piece of evidence of each kind."""
    document, image = (
        make_document("คำสั่งแต่งตั้ง"),
        get_image_model().objects.create(
            title="ภาพกิจกรรม", file=get_test_image_file(filename="activity.png")
        ),
    )
    return (
        EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(document.pk), note="ลงนามแล้ว"),
        EvidenceRecord(kind=EvidenceKind.IMAGE, key=str(image.pk), alt_text="การอบรม", note="ปีนี้"),
        EvidenceRecord(kind=EvidenceKind.PAGE, key=str(other.pk), title="หน้าข่าว"),
        EvidenceRecord(kind=EvidenceKind.LINK, url="https://example.go.th/a", title="ระบบ"),
    )


def filled() -> dict[str, Any]:
    fill_settings()
    index = make_index(introduction="<p>รายการข้อมูลของปี</p>")
    make_index(2568)
    item = make_item(
        index,
        "O12",
        title="สถิติเรื่องร้องเรียนของเทศบาล",
        nothing_to_report="ไม่มีเรื่องร้องเรียน\n\nตลอดปี",
        body=[
            ("paragraph", "<h3>สรุป</h3><p>สถิติของปี</p>"),
            ("table", {"caption": "รายไตรมาส", "cells": "ไตรมาส\tจำนวน\n๑\t๐"}),
        ],
        evidence=[("link", {"url": "https://example.go.th/a", "title": "ระบบ", "note": "ปีนี้"})],
    )
    make_item(index, "O99", title="ข้ออื่น")
    evidence = pieces(item)
    measures = (replace(FULL_MEASURE, evidence=evidence), PLAIN_MEASURE)
    record = replace(RECORD, measures=measures, attachments=evidence)
    report = make_report(index, record)
    correct(report, record)
    return {"index": index, "item": item, "report": report}


def correct(report: Any, record: ReportRecord) -> None:
    """Publish a correction of each kind: a measure changed, one taken out, one added."""
    changed = replace(record.measures[0], outcome="<p>ไม่พบพัสดุสูญหายเลย</p>")
    added = MeasureRecord(
        id=str(uuid.uuid4()),
        title="มาตรการติดป้ายครุภัณฑ์",
        steps=("ติดป้าย",),
        period=PeriodRecord(note="ตลอดปีงบประมาณ"),
        responsible=("กองคลัง",),
        output="<p>ติดแล้ว</p>",
        outcome="<p>ตรวจนับเร็วขึ้น</p>",
    )
    apply_report(report, replace(record, measures=(changed, added)))
    report.correction_note = "แก้ผลลัพธ์และเปลี่ยนมาตรการที่สอง"
    report.save_revision().publish()


def empty() -> dict[str, Any]:
    index = make_index(2575, show_unpublished=False)
    item = make_item(index, "", title="ข้อ", slug="item")
    measures = (MeasureRecord(), MeasureRecord())
    report = make_report(index, ReportRecord(code="", title="รายงาน", measures=measures))
    return {"index": index, "item": item, "report": report}


@pytest.fixture(params=FILLINGS)
def pages(request: pytest.FixtureRequest) -> dict[str, Any]:
    return filled() if request.param == "filled" else empty()


@pytest.fixture(params=LANGUAGES)
def shown(
    request: pytest.FixtureRequest, client: Client, pages: dict[str, Any]
) -> dict[str, BeautifulSoup]:
    """The kinds of pages in a language, as a visitor gets them."""
    found = {}
    for kind, page in pages.items():
        here = page if request.param == "th" else _translated(page)
        response = client.get(here.get_url())
        assert response.status_code == 200
        found[kind] = BeautifulSoup(response.content, "html.parser")
        if kind == "report" and request.param == "th":
            earlier = client.get(f"{here.get_url()}versions/1/")
            if earlier.status_code == 200:
                found["version"] = BeautifulSoup(earlier.content, "html.parser")
    for soup in found.values():
        assert soup.html["lang"] == request.param
    return found


def _translated(page: Any) -> Any:
    return page.get_translations().first() or translate(page)


def own_text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


class TestPages:
    def test_nothing_is_printed_that_python_calls_it(self, shown: dict[str, BeautifulSoup]) -> None:
        for soup in shown.values():
            assert not re.search(r"\bNone\b|\bTrue\b|\bFalse\b|\{\{|\{%|__proxy__", str(soup))

    def test_no_heading_link_or_term_is_without_words(
        self, shown: dict[str, BeautifulSoup]
    ) -> None:
        for kind, soup in shown.items():
            tags = soup.find_all(SAYS_SOMETHING)
            assert [str(tag) for tag in tags if not own_text(tag)] == [], kind

    def test_each_term_has_its_value(self, shown: dict[str, BeautifulSoup]) -> None:
        for soup in shown.values():
            for group in soup.select("dl > div") or soup.select("dl"):
                names = [child.name for child in group.find_all(["dt", "dd"], recursive=False)]
                assert names == ["dt", "dd"]

    def test_what_labels_a_part_is_there(self, shown: dict[str, BeautifulSoup]) -> None:
        for soup in shown.values():
            for tag in soup.select("[aria-labelledby]"):
                assert own_text(soup.find(id=tag["aria-labelledby"]))

    def test_every_language_that_is_named_is_one(self, shown: dict[str, BeautifulSoup]) -> None:
        for soup in shown.values():
            assert {tag["lang"] for tag in soup.select("[lang]")} <= set(LANGUAGES)

    def test_no_attribute_is_empty_that_says_something(
        self, shown: dict[str, BeautifulSoup]
    ) -> None:
        for soup in shown.values():
            for name in ("href", "src", "id", "class", "lang", "datetime", "aria-label"):
                assert [str(tag) for tag in soup.select(f"[{name}]") if not tag[name]] == []


def english_strings() -> set[str]:
    """The English of what our public templates and blocks say, without their variables."""
    catalogue = polib.pofile(str(PACKAGE / "locale" / "th" / "LC_MESSAGES" / "django.po"))
    return {
        entry.msgid
        for entry in catalogue
        if entry.translated()
        and any(OURS_IN_PUBLIC.search(place) for place, _line in entry.occurrences)
        and "%(" not in entry.msgid
        and not SAME_IN_BOTH.fullmatch(entry.msgid)
    }


def strings_of(soup: BeautifulSoup) -> Iterator[str]:
    for string in soup.body.find_all(string=True):
        if string.strip() and not isinstance(string, Script):
            yield " ".join(string.split())
    for tag in soup.select("[aria-label]"):
        yield tag["aria-label"]


class TestWords:
    def test_a_thai_page_has_no_english_of_ours(self, client: Client) -> None:
        english = english_strings()
        assert len(english) > 40
        for kind, page in filled().items():
            soup = BeautifulSoup(client.get(page.get_url()).content, "html.parser")
            assert set(strings_of(soup)) & english == set(), kind
            loose = [
                string
                for string in strings_of(soup)
                if re.search(r"[A-Za-z]{3}", SAME_IN_BOTH.sub("", string))
                and not THAI.search(string)
                and not re.search(r"://|@|^ITA \d+$|^\w\w?\d+$", string)
            ]
            assert loose == [], kind

    def test_an_english_page_has_no_thai_of_ours(self, client: Client) -> None:
        for kind, page in filled().items():
            response = client.get(_translated(page).get_url())
            soup = BeautifulSoup(response.content, "html.parser")
            loose = [
                str(string)
                for string in soup.body.find_all(string=THAI)
                if string.find_parent(lang=True)["lang"] != "th"
                # Data for machines names the agency and the items in both.
                and string.parent.name != "script"
            ]
            assert loose == [], kind
            for tag in soup.select("[aria-label]"):
                assert (
                    not THAI.search(tag["aria-label"])
                    or tag.find_parent(lang="th")
                    or tag.get("lang")
                ), str(tag)


class TestEveryTemplate:
    """What no page of the two fillings shows is shown here, so that none is forgotten."""

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_block_is_shown_by_itself(self, language: str) -> None:
        with translation.override(language):
            block = MeasureStreamBlock().child_blocks["measure"]
            for value in (block.get_default(), block.get_preview_value()):
                soup = BeautifulSoup(block.render(value), "html.parser")
                assert "None" not in str(soup)
                assert not [tag for tag in soup.find_all(["dt", "dd", "h4"]) if not own_text(tag)]

    def test_the_walk_above_meets_every_public_template(self, client: Client) -> None:
        met: set[str] = set()
        engine = engines["django"].engine
        original = engine.find_template

        def noting(name: str, *args: Any, **kwargs: Any) -> Any:
            met.add(name)
            return original(name, *args, **kwargs)

        engine.find_template = noting
        for loader in engine.template_loaders:
            loader.reset()
        try:
            pages = filled()
            for page in pages.values():
                for each in (page, _translated(page)):
                    client.get(each.get_url())
            client.get(f"{pages['report'].get_url()}versions/1/")
            client.get(f"{pages['index'].get_url()}?q={FULL_MEASURE.title[:8]}")
            # Only two years have a course.
            make_report(make_index(2566), replace(RECORD, code="O43", reported_year=2565))
            client.get(pages["index"].get_url())
            block = MeasureStreamBlock().child_blocks["measure"]
            block.render(block.get_preview_value())
        finally:
            del engine.find_template
        # Wagtail's own preview frame extends it, in the admin only.
        assert public_templates() - met == {"wagtail_ita/blocks/preview.html"}
