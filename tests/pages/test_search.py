"""What the index of a year finds: each word inside of a Thai sentence, and nothing else."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from tests.pages.searching import FALLBACK, WITH_INDEX
from tests.sample import (
    FULL_MEASURE,
    RECORD,
    make_document,
    make_index,
    make_item,
    make_report,
    translate,
)
from wagtail_ita import words
from wagtail_ita.checks.system import check_installation
from wagtail_ita.domain.digits import to_arabic
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.searching import search_year, site_query
from wagtail_ita.transfer.sources import decode_text, read_source
from wagtail_ita.transfer.text import parse_report

SHARED = Path(os.environ.get("ITA_SHARED") or Path(__file__).resolve().parents[3] / "shared")
SEED = SHARED / "seed" / "o26_report_2568.txt"

# Everyday words of such reports, which stand inside of its sentences, without a space around.
THIRTY_WORDS = (
    *("งบประมาณ", "ทุจริต", "ตัวชี้วัด", "บัตรคิว", "กองคลัง", "รถยนต์", "ประชาชน", "เจ้าหน้าที่"),
    *("มาตรการ", "โปร่งใส", "คุณธรรม", "ร้องเรียน", "ทรัพย์สิน", "ราชการ", "หน่วยงาน", "ผู้บริหาร"),
    *("บุคลากร", "ขั้นตอน", "เว็บไซต์", "ประชุม", "เผยแพร่", "พัสดุ", "อบรม", "ประเมิน"),
    *("คะแนน", "ยืม", "บริการ", "สื่อสาร", "น้ำ", "ที่ดิน"),
)
# Ordinary words too, of subjects that no such report has.
OTHER_WORDS = ("ไดโนเสาร์", "กล้วยไม้", "ดาราจักร", "เปียโน", "ภูเขาไฟ", "ปะการัง", "xylophone")

# Labels and headings that are on every page of a kind.
OUR_OWN_WORDS = (
    "dt, h2, h4, thead, caption, .ita-eyebrow, .ita-breadcrumb, .ita-contents, .ita-legend, "
    ".ita-measure__lead, .ita-evidence__kind, .ita-statement__label, .ita-memo__part h3, "
    ".ita-memo__note, .ita-hidden, .ita-downloads, .ita-foot, .ita-head__year"
)


def codes(index: Any, query: str, **options: Any) -> list[str]:
    return [hit.page.code for hit in search_year(index, query, **options).hits]


def chosen(split: str) -> Any:
    return override_settings(WAGTAIL_ITA={"SEARCH_WORDS": split})


def visible_text(client: Client, page: Any) -> str:
    """What a visitor reads of a page, in the digits that questions are compared in."""
    soup = BeautifulSoup(client.get(page.get_url()).content, "html.parser")
    shown = soup.select_one(".ita")
    for ours in shown.select(OUR_OWN_WORDS):
        ours.decompose()
    for joined in shown.select(".ita-nb"):
        joined.unwrap()
    shown.smooth()
    return to_arabic(re.sub(r"\s+", " ", shown.get_text("\n", strip=True)))


@pytest.fixture
def index() -> Any:
    return make_index()


@WITH_INDEX
@pytest.mark.parametrize("split", ["bigrams", "icu"])
def test_the_words_of_a_real_report_are_found_inside_its_sentences(
    client: Client, index: Any, split: str
) -> None:
    if not SEED.exists():
        pytest.skip(f"{SEED} is not here; set ITA_SHARED to the folder that holds it")
    text = decode_text(read_source(SEED, max_bytes=1_000_000), name=SEED.name)
    with chosen(split):
        pages = [
            make_report(index, replace(parse_report(text).record, code="O26")),
            make_report(index, replace(RECORD, code="O24")),
            make_item(index, "O2", nothing_to_report="ไม่มีเรื่องที่ต้องรายงานในปีงบประมาณ พ.ศ. ๒๕๖๘"),
            make_item(index, "O9", body=[("paragraph", "<p>ค่าน้ำของรถยนต์ส่วนกลาง</p>")]),
            make_item(index, "O10", body=[("table", {"cells": "ข่าว | วัน\nแม่น้ำ | ๓"})]),
        ]
        texts = {page.code: visible_text(client, page) for page in pages}
        wrong = {}
        for word in (*THIRTY_WORDS, *OTHER_WORDS):
            true = {code for code, text in texts.items() if word in text}
            if (given := set(codes(index, word))) != true:
                wrong[word] = (given, true)
    found_right = [word for word in THIRTY_WORDS if word not in wrong]
    missed = [word for word, (given, true) in wrong.items() if "O26" in true - given]
    # What is found is always right. ICU takes some compounds for one word: of "แม่น้ำ" it has no
    # "น้ำ".
    assert all(given < true for given, true in wrong.values())
    assert len(found_right) >= (27 if split == "icu" else 30)
    assert len(missed) <= 1
    assert sum(word in texts["O26"] for word in THIRTY_WORDS) >= 25


@WITH_INDEX
class TestTheIndex:
    def test_words_that_differ_in_their_marks_only_are_two(self, index: Any) -> None:
        make_item(index, "O2", title="ปากทาง")
        make_item(index, "O9", title="ป่าไม้")
        make_item(index, "O10", title="กรมการค้า")
        make_item(index, "O11", title="กรรมการ")
        assert codes(index, "ป่า") == ["O9"]
        assert codes(index, "ปาก") == ["O2"]
        assert codes(index, "กรม") == ["O10"]
        assert codes(index, "กรรม") == ["O11"]

    @pytest.mark.parametrize("query", ["๒๕๖๘", "2568", "ita", "ดําเนิน", "ที่ดิน 2568", "ที่\u200bดิน"])
    def test_what_means_the_same_is_found(self, index: Any, query: str) -> None:
        make_item(index, "O9", title="ดำเนินการ ITA ที่ดิน ๒๕๖๘")
        make_item(index, "O10", title="ข้อมูลอื่น")
        assert codes(index, query) == ["O9"]

    def test_all_words_have_to_be_there_wherever_they_are(self, index: Any) -> None:
        make_item(index, "O9", title="แผนของกองคลัง", nothing_to_report="ไม่มีเรื่องทุจริต")
        make_item(index, "O10", title="แผนของกองช่าง")
        assert codes(index, "แผน") == ["O9", "O10"]
        assert codes(index, "แผน คลัง ทุจริต") == ["O9"]
        assert codes(index, "แผน ช่าง ทุจริต") == []
        assert codes(index, "“แผนของ กองช่าง”") == []

    def test_it_does_not_answer_across_two_parts_of_a_page(self, index: Any) -> None:
        make_item(index, "O9", title="รายงานกอง", nothing_to_report="คลังพัสดุว่าง")
        assert codes(index, "รายงานกองคลัง") == []
        assert codes(index, '"กอง คลัง"') == []

    def test_a_draft_beside_a_live_page_is_not_in_its_index(self, index: Any) -> None:
        page = make_item(index, "O9", title="แผนเดิม")
        page.title = page.draft_title = "แผนลับสุดยอด"
        page.nothing_to_report = "ข้อความลับ"
        page.save_revision()
        assert codes(index, "แผนเดิม") == ["O9"]
        assert codes(index, "ลับ") == []
        query = site_query("ลับ")
        assert list(Page.objects.search(query, order_by_relevance=False)) == []
        page.get_latest_revision().publish()
        assert codes(index, "ลับสุดยอด") == ["O9"]
        assert codes(index, "แผนเดิม") == []

    def test_a_page_that_is_not_live_gives_the_index_no_words(self, index: Any) -> None:
        page = make_item(index, "O9", title="แผนพัฒนา", nothing_to_report="ไม่มี")
        make_item(index, "O10", title="แผนพัฒนา", live=False)
        assert codes(index, "พัฒนา") == ["O9"]
        page.unpublish()
        query = site_query("พัฒนา")
        assert list(Page.objects.search(query, order_by_relevance=False)) == []
        page.refresh_from_db()
        page.save_revision().publish()
        assert codes(index, "พัฒนา") == ["O9"]

    def test_a_deleted_and_a_moved_page_are_not_found_where_they_were(self, index: Any) -> None:
        older = make_index(2568)
        make_item(index, "O9", title="แผนพัฒนา").move(older, pos="last-child")
        make_item(index, "O10", title="แผนพัฒนา").delete()
        assert codes(index, "พัฒนา") == []
        assert codes(older, "พัฒนา") == ["O9"]

    def test_the_ordinary_search_of_the_site_works_as_before(self, index: Any) -> None:
        make_item(index, "O9", title="Annual plan", nothing_to_report="There was no complaint")
        make_item(index, "O10", title="Other")
        for query in ("plan", "complaint"):
            found = Page.objects.live().search(query, order_by_relevance=False)
            assert [page.slug for page in found] == ["o9"]

    def test_a_search_of_the_site_finds_our_pages_by_our_query(self, index: Any) -> None:
        make_item(index, "O9", title="แผนปฏิบัติการป้องกันการทุจริต")
        make_item(index, "O10", title="แผนอื่น")
        for text in ("ทุจริต", "ป้องกัน ทุจริต"):
            found = Page.objects.live().search(site_query(text), order_by_relevance=False)
            assert [page.slug for page in found] == ["o9"]
        assert site_query("…") is None

    def test_filling_the_index_anew_brings_what_was_saved_without_it(self, index: Any) -> None:
        page = make_item(index, "O9", title="แผนพัฒนา")
        type(page).objects.filter(pk=page.pk).update(nothing_to_report="ไม่มีไดโนเสาร์")
        assert codes(index, "ไดโนเสาร์") == []
        call_command("ita_index", verbosity=0)
        assert codes(index, "ไดโนเสาร์") == ["O9"]
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM sqlite_stat1")
                assert cursor.fetchone()[0] > 0


@WITH_INDEX
class TestWhatIsNotPublic:
    """Nothing that an anonymous visitor does not see makes a page findable."""

    def test_a_private_page_and_what_is_below_one(self, index: Any) -> None:
        page = make_item(index, "O9", title="แผนพัฒนา")
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert codes(index, "พัฒนา") == []
        restriction.delete()
        assert codes(index, "พัฒนา") == ["O9"]
        PageViewRestriction.objects.create(page=index.get_parent(), restriction_type="login")
        assert codes(index, "พัฒนา") == []

    def test_internal_fields(self, index: Any, admin_user: Any) -> None:
        make_item(index, "O9", explanation="หน้าแรกคลิกเมนู", item_owner=admin_user)
        assert codes(index, "คลิกเมนู") == []
        assert codes(index, admin_user.username) == []

    def test_evidence_of_a_private_collection(self, index: Any) -> None:
        private = Collection.get_first_root_node().add_child(name="ภายใน")
        restriction = CollectionViewRestriction.objects.create(
            collection=private, restriction_type="login"
        )
        secret = make_document("คำสั่งลับ", collection=private)
        public = make_document("ประกาศเปิดเผย")
        make_item(
            index,
            "O9",
            evidence=[
                ("document", {"document": secret, "title": "", "note": "บันทึกปกปิด"}),
                ("document", {"document": secret, "title": "ชื่อปกปิด", "note": ""}),
                ("document", {"document": public, "title": "", "note": "ลงนามครบ"}),
            ],
        )
        assert codes(index, "เปิดเผย") == ["O9"]
        assert codes(index, "ลงนาม") == ["O9"]
        for word in ("คำสั่งลับ", "บันทึกปกปิด", "ชื่อปกปิด", "ปกปิด"):
            assert codes(index, word) == []
            assert list(Page.objects.search(site_query(word), order_by_relevance=False)) == []
            assert list(Page.objects.search(word, order_by_relevance=False)) == []
        restriction.delete()
        call_command("update_index", verbosity=0)
        assert codes(index, "ปกปิด") == ["O9"]

    def test_evidence_that_became_private_after_the_page_was_indexed(self, index: Any) -> None:
        collection = Collection.get_first_root_node().add_child(name="ภายใน")
        piece = {"document": make_document("คำสั่งลับ", collection=collection)}
        make_item(index, "O9", evidence=[("document", piece)])
        assert codes(index, "คำสั่งลับ") == ["O9"]
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        assert codes(index, "คำสั่งลับ") == []

    def test_an_unpublished_page_as_evidence(self, index: Any) -> None:
        news = make_item(make_index(2568), "O4", title="ข่าวด่วน")
        make_item(index, "O9", evidence=[("page", {"page": news.page_ptr, "title": ""})])
        assert codes(index, "ข่าวด่วน") == ["O9"]
        news.unpublish()
        assert codes(index, "ข่าวด่วน") == []


@WITH_INDEX
def test_everything_that_a_visitor_reads_in_a_report_leads_to_it(
    client: Client, index: Any
) -> None:
    paper = make_document("แบบคำขอยืม")
    piece = EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(paper.pk), note="ฉบับลงนาม")
    record = replace(
        RECORD,
        measures=(replace(FULL_MEASURE, evidence=(piece,)), *RECORD.measures[1:]),
        attachments=(replace(piece, note="แนบท้าย"),),
    )
    report = make_report(index, record)
    make_item(index, "O9")
    shown = visible_text(client, report)
    asked = {
        "title": "ส่งเสริมคุณธรรม",
        "step": "เวียนคู่มือ",
        "period": "กันยายน 2568",
        "note of a period": "ตลอดปีงบประมาณ",
        "responsible": "งานพัสดุ",
        "output": "ลงทะเบียนครบ",
        "outcome": "สูญหาย",
        "indicator": "ทรัพย์สินของราชการ",
        "description": "ตรวจสอบการยืม",
        "introduction": "รายงานมาตรการของปี",
        "conclusion": "พัฒนาต่อไป",
        "evidence": "แบบคำขอ",
        "note of evidence": "ลงนาม",
        "attachment": "แนบท้าย",
        "score": "99.95",
        "level": "ดีเยี่ยม",
        "memo": "โปรดพิจารณา",
        "approval": "อนุมัติให้เผยแพร่",
    }
    assert [what for what, words in asked.items() if words not in shown] == []
    asked["code"] = "o26"
    assert {what: codes(index, f'"{words}"') for what, words in asked.items()} == dict.fromkeys(
        asked, ["O26"]
    )


@WITH_INDEX
def test_a_correction_note_is_found_once_it_is_public(index: Any) -> None:
    report = make_report(index)
    report.correction_note = "แก้ตัวเลขไตรมาส"
    report.conclusion = "<p>บทใหม่</p>"
    revision = report.save_revision()
    assert codes(index, "แก้ตัวเลข") == []
    revision.publish()
    assert codes(index, "แก้ตัวเลข") == ["O26"]
    query = site_query("แก้ตัวเลข")
    assert [page.slug for page in Page.objects.search(query, order_by_relevance=False)] == ["o26"]


@WITH_INDEX
def test_each_language_is_searched_in_its_own_pages(index: Any) -> None:
    item = make_item(index, "O9", title="แผนพัฒนา", nothing_to_report="ไม่มี")
    english = translate(item)
    english.title = "Development plan"
    english.nothing_to_report = "None"
    english.save_revision().publish()
    in_english = english.get_parent().specific
    assert codes(in_english, "development") == ["O9"]
    assert codes(index, "development") == []
    assert codes(in_english, "พัฒนา") == []


@WITH_INDEX
def test_an_engine_without_an_index_reads_the_pages(index: Any, settings: Any) -> None:
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": FALLBACK}}
    make_item(index, "O9", title="แผนปฏิบัติการป้องกันการทุจริต")
    make_item(index, "O10", title="แผนอื่น")
    assert codes(index, "ทุจริต") == ["O9"]


class TestTheSetting:
    def test_words_of_icu_are_words(self) -> None:
        with chosen("icu"):
            assert len(words.site_text(["แผนปฏิบัติการป้องกันการทุจริต"]).split()) < 8
        assert len(words.site_text(["แผนปฏิบัติการป้องกันการทุจริต"]).split()) > 20

    def test_a_site_that_chose_icu_and_has_none_is_told(self, monkeypatch: Any) -> None:
        # As on a machine where nobody has installed it.
        monkeypatch.setitem(__import__("sys").modules, "icu4py.breakers", None)
        monkeypatch.setattr(words, "find_spec", lambda name: None)
        assert "wagtail_ita.E006" not in {each.id for each in check_installation()}
        with chosen("icu"):
            assert "wagtail_ita.E006" in {each.id for each in check_installation()}
            with pytest.raises(ImproperlyConfigured, match=r"wagtail-ita\[search\]"):
                words.site_text(["งบประมาณ"])

    def test_another_way_to_cut_is_refused(self) -> None:
        with chosen("newmm"), pytest.raises(ImproperlyConfigured, match="SEARCH_WORDS"):
            words.site_text(["งบประมาณ"])
