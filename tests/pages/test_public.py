"""What an anonymous visitor sees."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation
from wagtail.blocks import Block
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.sample import (
    FULL_MEASURE,
    RECORD,
    make_document,
    make_index,
    make_item,
    make_report,
    make_site,
    translate,
)
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord, MeasureRecord, ReportRecord
from wagtail_ita.models import ITASettings

pytestmark = pytest.mark.django_db


def get(client: Client, page: Any, language: str = "th") -> BeautifulSoup:
    shown = page if language == "th" else translate(page, language)
    response = client.get(shown.get_url())
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    # They only say where no line ends.
    for joined in soup.select(".ita-nb"):
        joined.unwrap()
    soup.smooth()
    return soup


def text(soup: Any) -> str:
    return re.sub(r"\s+", " ", soup.get_text(" ", strip=True))


def headings(soup: BeautifulSoup) -> list[int]:
    return [int(tag.name[1]) for tag in soup.find_all(re.compile(r"^h[1-6]$"))]


@pytest.fixture
def index() -> Any:
    return make_index()


class TestIndex:
    def test_items_come_in_the_order_of_the_list_with_code_and_title(
        self, client: Client, index: Any
    ) -> None:
        for code in ("O12", "O2", "O26"):
            make_item(index, code)
        soup = get(client, index)
        links = [a for a in soup.select("main a, .ita a") if re.search("/o[0-9]+/", a["href"])]
        assert [a["href"].rstrip("/").rsplit("/", 1)[1] for a in links] == ["o2", "o12", "o26"]
        assert "ข้อมูลผู้บริหาร" in text(links[0])

    def test_items_are_under_their_indicator_and_sub_indicator(
        self, client: Client, index: Any
    ) -> None:
        make_item(index, "O2")
        soup = get(client, index)
        soup.select_one("form[role=search]").decompose()
        shown = text(soup)
        assert shown.index("การเปิดเผยข้อมูล") < shown.index("ข้อมูลพื้นฐาน") < shown.index("ผู้บริหาร")

    def test_items_not_published_yet_are_named_when_the_page_says_so(
        self, client: Client, index: Any
    ) -> None:
        make_item(index, "O2")
        make_item(index, "O3", live=False)
        assert text(get(client, index)).count("ยังไม่เผยแพร่") == 25
        index.show_unpublished = False
        index.save_revision().publish()
        assert "ยังไม่เผยแพร่" not in text(get(client, index))

    def test_a_draft_is_in_no_listing(self, client: Client, index: Any) -> None:
        make_item(index, "O3", live=False, title="ร่างลับ")
        soup = get(client, index)
        assert "ร่างลับ" not in text(soup)
        assert not soup.select('a[href$="/o3/"]')

    def test_a_private_item_is_in_no_listing(self, client: Client, index: Any) -> None:
        page = make_item(index, "O3")
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert not get(client, index).select('a[href$="/o3/"]')

    def test_an_item_that_left_the_list_is_still_found(self, client: Client, index: Any) -> None:
        make_item(index, "O43", title="ข้อของปีก่อน")
        assert get(client, index).select('a[href$="/o43/"]')

    def test_the_year_switch_leads_to_the_other_public_years(
        self, client: Client, index: Any
    ) -> None:
        make_index(2568)
        make_index(2567, live=False)
        soup = get(client, index)
        years = soup.select("nav a[href*='/ita-25']")
        assert [a["href"].rstrip("/").rsplit("/", 1)[1] for a in years if "2567" in a["href"]] == []
        assert any("ita-2568" in a["href"] for a in years)

    def test_a_year_without_a_catalogue_still_lists_its_items(self, client: Client) -> None:
        index = make_index(2575)
        make_item(index, "O1")
        assert get(client, index).select('a[href$="/o1/"]')

    def test_the_questionnaires_are_linked_by_the_agencys_code(
        self, client: Client, index: Any
    ) -> None:
        agency = ITASettings.for_site(make_site())
        agency.itas_code = "abc123"
        agency.save()
        addresses = [a["href"] for a in get(client, index).select("a[href*='itas.nacc.go.th']")]
        assert sorted(addresses) == [
            "https://itas.nacc.go.th/go/eit/abc123",
            "https://itas.nacc.go.th/go/iit/abc123",
        ]

    @pytest.mark.parametrize("language", ["th", "en"])
    def test_it_survives_every_value_being_empty(self, client: Client, language: str) -> None:
        index = make_index(2569, show_unpublished=False)
        soup = get(client, index, language)
        assert headings(soup)[0] == 1
        assert all(text(tag) for tag in soup.find_all(re.compile(r"^(h[1-6]|a|dt|th)$")))

    @pytest.mark.usefixtures("made_anew")
    def test_the_number_of_queries_does_not_grow_with_the_items(
        self, client: Client, index: Any
    ) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                get(client, index)
            return len(queries)

        make_report(index)
        for number in range(1, 26):
            make_item(index, f"O{number}")
        count()
        few = count()
        for number in range(27, 261):
            make_item(index, f"O{number}")
        assert count() == few
        assert few <= 12


class TestReport:
    def test_it_shows_year_score_level_and_agency(self, client: Client, index: Any) -> None:
        agency = ITASettings.for_site(make_site())
        agency.agency_name_th = "เทศบาลตัวอย่าง"
        agency.save()
        shown = text(get(client, make_report(index)))
        for expected in ("๒๕๖๘", "๙๙.๙๘", "ผ่านดีเยี่ยม", "เทศบาลตัวอย่าง"):
            assert expected in shown

    def test_each_measure_has_its_six_elements_numbered_in_order(
        self, client: Client, index: Any
    ) -> None:
        soup = get(client, make_report(index))
        for section in soup.select("section.ita-measure"):
            terms = [text(term) for term in section.select("dl > div > dt")]
            assert [term.split()[0] for term in terms] == ["(๑)", "(๒)", "(๓)", "(๔)", "(๕)", "(๖)"]
        assert [text(li) for li in soup.select("section.ita-measure")[0].select("ol li")] == list(
            FULL_MEASURE.steps
        )

    def test_a_period_of_whole_months_is_shown_as_months(self, client: Client, index: Any) -> None:
        shown = text(get(client, make_report(index)))
        assert "ตุลาคม ๒๕๖๗ – กันยายน ๒๕๖๘" in shown
        assert "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๘" in shown

    def test_every_score_is_in_words_beside_its_bar(self, client: Client, index: Any) -> None:
        soup = get(client, make_report(index))
        rows = soup.select(".ita-scores tbody tr")
        assert len(rows) == 10
        assert "๙๙.๙๕" in text(rows[6])
        bars = soup.select(".ita-scores svg")
        assert all(bar["aria-hidden"] == "true" for bar in bars)
        assert soup.select(".ita-bar__value")[1]["width"] == "99.95%"

    def test_the_contents_lead_to_the_measures(self, client: Client, index: Any) -> None:
        soup = get(client, make_report(index))
        targets = [a["href"][1:] for a in soup.select("a[href^='#m-']")]
        assert len(targets) == 2
        assert all(soup.find(id=target) for target in targets)

    def test_the_memo_has_its_lines_and_the_chain(self, client: Client, index: Any) -> None:
        memo = text(get(client, make_report(index)).select_one(".ita-memo"))
        for expected in ("บันทึกข้อความ", "ตย ๐๐๐๑/๒๕", "๑๘ มีนาคม ๒๕๖๙", "(นายตัวอย่าง หนึ่ง)"):
            assert expected in memo

    def test_english_shows_arabic_digits_and_common_era_dates(
        self, client: Client, index: Any
    ) -> None:
        soup = get(client, make_report(index), "en")
        shown = text(soup)
        assert "99.98" in shown
        assert "18 March 2026" in shown
        assert "Excellent" in shown or "excellent" in shown
        assert soup.html["lang"] == "en"

    def test_thai_digits_may_be_turned_off(self, client: Client, index: Any) -> None:
        agency = ITASettings.for_site(make_site())
        agency.thai_digits = False
        agency.save()
        shown = text(get(client, make_report(index)).select_one("dl.ita-summary"))
        assert "99.98" in shown

    def test_evidence_is_named_by_its_title_and_opens_a_file(
        self, client: Client, index: Any
    ) -> None:
        document = make_document("คำสั่งแต่งตั้ง")
        piece = EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(document.pk), note="ลงนามแล้ว")
        page = make_report(index, with_evidence(piece))
        [link] = get(client, page).select(".ita-evidence a")
        assert "คำสั่งแต่งตั้ง" in text(link)
        assert "PDF" in text(link)
        response = client.get(link["href"])
        response.close()
        assert response.status_code == 200

    def test_a_link_without_a_title_is_named_by_its_address(
        self, client: Client, index: Any
    ) -> None:
        piece = EvidenceRecord(kind=EvidenceKind.LINK, url="https://example.go.th/order")
        [link] = get(client, make_report(index, with_evidence(piece))).select(".ita-evidence a")
        assert "https://example.go.th/order" in text(link)

    def test_evidence_behind_a_login_is_not_even_named(self, client: Client, index: Any) -> None:
        private = Collection.get_first_root_node().add_child(name="Private")
        inside = private.add_child(name="Inside")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        document = make_document("เอกสารลับ", collection=inside)
        hidden = make_item(index, "O9", title="หน้าลับ")
        PageViewRestriction.objects.create(page=hidden, restriction_type="login")
        draft = make_item(index, "O10", title="หน้าร่าง", live=False)
        pieces = [
            EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(document.pk)),
            EvidenceRecord(kind=EvidenceKind.PAGE, key=str(hidden.pk)),
            EvidenceRecord(kind=EvidenceKind.PAGE, key=str(draft.pk)),
        ]
        soup = get(client, make_report(index, with_evidence(*pieces)))
        for secret in ("เอกสารลับ", "หน้าลับ", "หน้าร่าง"):
            assert secret not in text(soup)
        assert not soup.select(".ita-evidence")

    def test_evidence_whose_file_is_gone_does_not_break_the_page(
        self, client: Client, index: Any
    ) -> None:
        document = make_document("ลบแล้ว")
        page = make_report(
            index, with_evidence(EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(document.pk)))
        )
        document.delete()
        assert not get(client, page).select(".ita-evidence")

    @pytest.mark.parametrize("language", ["th", "en"])
    def test_it_survives_every_value_being_empty(
        self, client: Client, index: Any, language: str
    ) -> None:
        empty = ReportRecord(code="O26", title="รายงาน", measures=(MeasureRecord(),))
        soup = get(client, make_report(index, empty), language)
        assert all(text(tag) for tag in soup.find_all(re.compile(r"^(h[1-6]|a|dt|dd|th)$")))
        assert not soup.select(".ita-memo, .ita-scores, .ita-summary")

    @pytest.mark.parametrize("language", ["th", "en"])
    def test_headings_skip_no_level_and_ids_are_unique(
        self, client: Client, index: Any, language: str
    ) -> None:
        soup = get(client, make_report(index), language)
        levels = headings(soup)
        assert levels.count(1) == 1
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
        ids = [tag["id"] for tag in soup.select("[id]")]
        assert len(ids) == len(set(ids))

    def test_no_script_and_no_inline_style_is_needed(self, client: Client, index: Any) -> None:
        soup = get(client, make_report(index))
        assert not soup.select("script:not([type='application/ld+json']), style, [style]")
        assert not [name for tag in soup.find_all() for name in tag.attrs if name.startswith("on")]

    def test_markup_that_was_typed_is_shown_as_text(self, client: Client, index: Any) -> None:
        hostile = "<script>alert(1)</script>"
        measure = replace(FULL_MEASURE, title=hostile, steps=(hostile,), responsible=(hostile,))
        record = replace(
            RECORD, measures=(measure,), memo=replace(RECORD.memo, subject=hostile, facts=hostile)
        )
        soup = get(client, make_report(index, record))
        assert not soup.select("script:not([type='application/ld+json'])")
        assert text(soup).count(hostile) >= 4

    @pytest.mark.usefixtures("made_anew")
    def test_the_number_of_queries_does_not_grow_with_measures_and_evidence(
        self, client: Client, index: Any
    ) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        documents = [make_document(f"หลักฐาน {number}") for number in range(30)]
        pieces = [EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(d.pk)) for d in documents]

        def count(page: Any) -> int:
            get(client, page)
            with CaptureQueriesContext(connection) as queries:
                get(client, page)
            return len(queries)

        small = replace(RECORD, measures=(replace(FULL_MEASURE, evidence=tuple(pieces[:1])),))
        large = replace(
            RECORD,
            code="O27",
            measures=tuple(
                replace(FULL_MEASURE, id="", evidence=tuple(pieces[n % 10 * 3 : n % 10 * 3 + 3]))
                for n in range(100)
            ),
        )
        assert count(make_report(index, large)) == count(make_report(index, small))


def with_evidence(*pieces: EvidenceRecord) -> ReportRecord:
    return replace(RECORD, measures=(replace(FULL_MEASURE, evidence=pieces),))


class TestItem:
    def test_it_shows_text_tables_and_evidence(self, client: Client, index: Any) -> None:
        document = make_document("สถิติ", "stats.csv", b"a,b\n")
        page = make_item(
            index,
            "O18",
            body=[
                ("paragraph", "<p>สถิติของปี</p>"),
                ("table", {"caption": "รายไตรมาส", "cells": "ไตรมาส\tจำนวน\n๑\t๐"}),
            ],
            evidence=[("document", {"document": document, "title": "", "note": ""})],
        )
        soup = get(client, page)
        assert "สถิติของปี" in text(soup)
        assert [text(th) for th in soup.select("th[scope=col]")] == ["ไตรมาส", "จำนวน"]
        assert "สถิติ" in text(soup.select_one(".ita-evidence a"))

    def test_nothing_to_report_is_said_in_so_many_words(self, client: Client, index: Any) -> None:
        page = make_item(index, "O18", nothing_to_report="ปีงบประมาณ ๒๕๖๘ ไม่มีเรื่องร้องเรียน")
        assert "ไม่มีเรื่องร้องเรียน" in text(get(client, page))

    def test_what_is_inside_the_house_stays_there(
        self, client: Client, index: Any, admin_user: Any
    ) -> None:
        page = make_item(
            index,
            "O18",
            item_owner=admin_user,
            due_date=dt.date(2026, 4, 30),
            explanation="คลิกเมนูหลัก",
        )
        shown = text(get(client, page))
        for secret in (admin_user.get_username(), "เมษายน", "คลิกเมนูหลัก"):
            assert secret not in shown

    @pytest.mark.parametrize("language", ["th", "en"])
    def test_it_survives_every_value_being_empty(
        self, client: Client, index: Any, language: str
    ) -> None:
        soup = get(client, make_item(index, "O5"), language)
        assert all(text(tag) for tag in soup.find_all(re.compile(r"^(h[1-6]|a|dt|th)$")))


class TestPageRules:
    def test_the_code_is_normalised_and_gives_the_address(self, index: Any) -> None:
        page = make_item(index, "๐๒๖")
        assert (page.code, page.slug) == ("O26", "o26")

    def test_an_index_has_its_year_in_the_address(self, index: Any) -> None:
        assert index.slug == "ita-2569"

    def test_a_score_above_100_is_refused(self, index: Any) -> None:
        with pytest.raises(Exception, match="100"):
            make_report(index, replace(RECORD, overall_score=Decimal("100.01")))

    @pytest.mark.parametrize("language", ["th", "en"])
    def test_both_languages_name_the_same_indicators(self, index: Any, language: str) -> None:
        with translation.override(language):
            assert len(make_report(index).score_rows) == 10


def test_a_worker_keeps_nothing_of_what_it_has_answered(client, index, made_anew):
    """Wagtail keeps each block for as long as the process lives: none may be made on the way."""
    report = make_report(index)
    addresses = [index.get_url(), report.get_url(), f"{report.get_url()}report.json"]

    def kept_after_visit():
        for address in (*addresses, f"{index.get_url()}?q=มาตรการ"):
            answer = client.get(address)
            assert answer.status_code == 200
            assert answer.getvalue()
        return len(Block.definition_registry)

    assert kept_after_visit() == kept_after_visit()
