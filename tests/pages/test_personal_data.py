"""Personal data is found wherever a page gives it away, and the link leads to the field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from stdnum.th import pin
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from tests.sample import (
    FULL_MEASURE,
    PLAIN_MEASURE,
    RECORD,
    make_document,
    make_index,
    make_item,
    make_report,
    make_site,
)
from wagtail_ita.checks.pages import check_page
from wagtail_ita.domain.findings import Finding, Severity
from wagtail_ita.domain.personal_data import PersonalData
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord, MeasureRecord
from wagtail_ita.models import PublishRefused
from wagtail_ita.transfer.pages import report_to_record

pytestmark = pytest.mark.django_db

# It passes the check and is nobody's: there is no registration office 9999.
CITIZEN = "8999999999996"
PRIVACY = {kind.value for kind in PersonalData}


@pytest.fixture
def index() -> Any:
    return make_index()


def privacy(page: Any) -> list[Finding]:
    return [finding for finding in check_page(page) if finding.code in PRIVACY]


def make_image(title: str, name: str) -> Any:
    return get_image_model().objects.create(title=title, file=get_test_image_file(name))


def piece(kind: EvidenceKind, target: Any, number: int = 1) -> EvidenceRecord:
    id_ = f"6f1b0d3e-0000-4000-8000-0000000e{number:04d}"
    return EvidenceRecord(id=id_, kind=kind, key=str(target.pk), title="หลักฐานการตรวจนับ")


def with_evidence(*pieces: EvidenceRecord) -> MeasureRecord:
    return replace(FULL_MEASURE, evidence=pieces)


def report_with(index: Any, *pieces: EvidenceRecord) -> Any:
    measures = (PLAIN_MEASURE, with_evidence(*pieces))
    return make_report(index, replace(RECORD, measures=measures), publish=False)


class TestChosenFiles:
    def test_the_name_of_a_document_is_looked_at_and_its_box_is_led_to(self, index: Any) -> None:
        document = make_document("คำสั่งแต่งตั้ง", f"สำเนาบัตร-{CITIZEN}.pdf")
        page = report_with(index, piece(EvidenceKind.DOCUMENT, document))
        [finding] = privacy(page)
        assert (finding.code, finding.severity) == ("citizen-number", Severity.ERROR)
        [evidence] = page.measures[1].value["evidence"]
        assert finding.place.path == f"measures.{FULL_MEASURE.id}.evidence.{evidence.id}.document"
        with translation.override("en"):
            assert str(finding.message).startswith(f"Measure 2 “{FULL_MEASURE.title}”, Evidence")
            assert CITIZEN not in f"{finding.message} {finding.remedy}"

    def test_such_a_page_is_not_published_until_it_is_confirmed(self, index: Any) -> None:
        document = make_document("คำสั่งแต่งตั้ง", f"{CITIZEN}.pdf")
        page = report_with(index, piece(EvidenceKind.DOCUMENT, document))
        with pytest.raises(PublishRefused):
            page.get_latest_revision().publish()
        page.personal_data_confirmed = True
        page.save_revision().publish()
        page.refresh_from_db()
        assert page.live

    @pytest.mark.parametrize("title", [f"สำเนาบัตร {CITIZEN}", "นาง ก โทร 081-234-5678"])
    def test_the_title_in_the_library_is_looked_at(self, index: Any, title: str) -> None:
        page = report_with(index, piece(EvidenceKind.DOCUMENT, make_document(title, "card.pdf")))
        assert len(privacy(page)) == 1

    def test_a_name_and_the_title_made_of_it_are_one_finding(self, index: Any) -> None:
        document = make_document(f"scan {CITIZEN}", f"scan {CITIZEN}.pdf")
        page = report_with(index, piece(EvidenceKind.DOCUMENT, document))
        assert [finding.code for finding in privacy(page)] == ["citizen-number"]

    def test_a_photo_named_after_its_moment_stops_nothing(self, index: Any) -> None:
        moments = map(str, range(1_727_683_200_000, 1_727_683_200_100))
        moment = next(number for number in moments if pin.is_valid(number))
        image = make_image(moment, f"{moment}.png")
        page = report_with(index, piece(EvidenceKind.IMAGE, image))
        [finding] = privacy(page)
        assert finding.severity is Severity.WARNING
        assert finding.place.entry_part == "image"

    def test_the_name_of_an_image_is_looked_at(self, index: Any) -> None:
        image = make_image("ภาพกิจกรรม", f"card_{CITIZEN}.png")
        [finding] = privacy(report_with(index, piece(EvidenceKind.IMAGE, image)))
        assert finding.place.path.endswith(".image")

    def test_the_title_of_a_chosen_page_is_looked_at(self, index: Any) -> None:
        home = make_site().root_page
        news = home.add_child(instance=Page(title=f"ประกาศ {CITIZEN}", slug="news"))
        [finding] = privacy(report_with(index, piece(EvidenceKind.PAGE, news)))
        assert finding.place.path.endswith(".page")

    def test_attachments_and_the_evidence_of_an_item_are_looked_at(self, index: Any) -> None:
        document = make_document("บันทึก", f"{CITIZEN}.pdf")
        attached = piece(EvidenceKind.DOCUMENT, document)
        report = make_report(index, replace(RECORD, attachments=(attached,)), publish=False)
        item = make_item(index, "O7", live=False)
        item.evidence = [("document", {"document": document, "title": "แผน", "note": ""})]
        item.save()
        item.refresh_from_db()
        [in_report], [in_item] = privacy(report), privacy(item)
        assert in_report.place.path == f"attachments.{attached.id}.document"
        assert in_item.place.path == f"evidence.{item.evidence[0].id}.document"

    def test_what_was_deleted_from_the_library_is_no_trouble(self, index: Any) -> None:
        document = make_document("แผน", "plan.pdf")
        page = report_with(index, piece(EvidenceKind.DOCUMENT, document))
        document.delete()
        page = type(page).objects.get(pk=page.pk)
        assert [finding.code for finding in check_page(page) if finding.is_error] == [
            "evidence-empty"
        ]

    def test_names_are_not_on_the_record(self, index: Any) -> None:
        document = make_document("แผน", f"{CITIZEN}.pdf")
        page = report_with(index, piece(EvidenceKind.DOCUMENT, document))
        assert CITIZEN not in str(report_to_record(page))

    def test_many_measures_and_files_take_no_more_queries(
        self, index: Any, django_assert_num_queries: Any
    ) -> None:
        documents = [make_document(f"เอกสาร {n}", f"{n}.pdf") for n in range(30)]
        images = [make_image(f"ภาพ {n}", f"{n}.png") for n in range(10)]
        home = make_site().root_page
        pages = [home.add_child(instance=Page(title=f"ข่าว {n}")) for n in range(10)]

        def report(count: int) -> Any:
            measures = []
            for number in range(count):
                found = [
                    *(
                        (EvidenceKind.DOCUMENT, each)
                        for each in documents[number * 3 : number * 3 + 3]
                    ),
                    (EvidenceKind.IMAGE, images[number]),
                    (EvidenceKind.PAGE, pages[number]),
                ]
                pieces = [
                    piece(kind, target, number * 10 + n) for n, (kind, target) in enumerate(found)
                ]
                measures.append(replace(with_evidence(*pieces), id="", title=f"มาตรการที่ {number}"))
            code = f"O{20 + count}"
            made = make_report(
                index, replace(RECORD, code=code, measures=tuple(measures)), publish=False
            )
            return type(made).objects.get(pk=made.pk)

        one, ten = report(1), report(10)
        check_page(type(one).objects.get(pk=one.pk))  # content types are looked up once
        with CaptureQueriesContext(connection) as few:
            check_page(one)
        with django_assert_num_queries(len(few)):
            check_page(ten)


class TestBesideTheContent:
    @pytest.mark.parametrize("field", ["explanation", "seo_title", "search_description"])
    def test_it_is_found_at_its_field(self, index: Any, field: str) -> None:
        for page in (
            make_report(index, publish=False),
            make_item(index, "O7", live=False, nothing_to_report="ไม่มีเรื่องร้องเรียน"),
        ):
            setattr(page, field, f"ติดต่อ นาง ก เลข {CITIZEN}")
            [finding] = privacy(page)
            assert finding.place.path == field
            with translation.override("en"):
                assert finding.place.label != field

    def test_the_address_of_the_page_is_looked_at(self, index: Any) -> None:
        page = make_item(index, "O7", slug=f"o7-{CITIZEN}", nothing_to_report="ไม่มี")
        [finding] = privacy(page)
        assert finding.place.path == "slug"

    def test_nothing_is_found_where_nothing_is(self, index: Any) -> None:
        page = make_report(index, publish=False)
        page.explanation = "หน้าแรก > ITA 2569 > O26"
        page.search_description = "รายงานผลปี ๒๕๖๘"
        assert privacy(page) == []


class TestSamples:
    def page(self, index: Any) -> Any:
        step = "Record each loan in the register."
        measure = replace(FULL_MEASURE, steps=(step,))
        return make_report(index, replace(RECORD, measures=(measure,)), publish=False)

    def codes(self, page: Any) -> list[str]:
        return [finding.code for finding in check_page(page)]

    def test_text_of_our_examples_is_warned_of(self, index: Any) -> None:
        assert "copied-from-sample" in self.codes(self.page(index))

    def test_a_site_that_shows_the_examples_says_so(self, index: Any) -> None:
        page = self.page(index)
        with override_settings(WAGTAIL_ITA={"SAMPLE_WARNINGS": False}):
            assert "copied-from-sample" not in self.codes(page)
