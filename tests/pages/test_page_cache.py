"""What is kept of a public page is what a visitor would see if nothing were kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
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
    without_publish_rule,
)
from wagtail_ita.catalogues import _load
from wagtail_ita.domain.catalogue import shipped_catalogues
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.models import ITASettings, PublicState, public_content_changed, public_stamp

pytestmark = pytest.mark.django_db


@pytest.fixture
def index() -> Any:
    return make_index()


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def settle() -> None:
    """Let the last change be a minute old."""
    PublicState.objects.update(changed_at=timezone.now() - dt.timedelta(minutes=1))


class TestKept:
    def test_a_second_visitor_gets_the_same_page_with_less_work(
        self, client: Client, index: Any
    ) -> None:
        for page in (index, make_item(index, "O2"), make_report(index)):
            first = client.get(page.get_url())
            with CaptureQueriesContext(connection) as second_queries:
                second = client.get(page.get_url())
            assert second.content == first.content
            cache.clear()
            assert len(second_queries) < queries_of(client, page.get_url())

    def test_the_parts_are_in_the_right_places(self, client: Client, index: Any) -> None:
        report = make_report(index)
        client.get(report.get_url())
        html = client.get(report.get_url()).content.decode()
        title = html[html.index("<title>") : html.index("</title>")]
        assert "O26" in title and FULL_MEASURE.title not in title
        assert html.index("<main") < html.index(FULL_MEASURE.title)
        assert html.count("<h1") == 1

    def test_a_site_can_do_without(self, client: Client, index: Any, settings: Any) -> None:
        url = make_report(index).get_url()
        client.get(url)
        kept = queries_of(client, url)
        settings.WAGTAIL_ITA = {"PAGE_CACHE": ""}
        assert queries_of(client, url) == queries_of(client, url) > kept

    def test_each_host_has_its_own(self, client: Client, index: Any) -> None:
        document = make_document("คำสั่ง")
        piece = EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(document.pk))
        measure = replace(FULL_MEASURE, evidence=(piece,))
        report = make_report(index, replace(RECORD, measures=(measure,)))
        for host in ("localhost", "www.example.go.th"):
            html = client.get(report.get_url(), headers={"host": host}).content.decode()
            assert f'data-url="http://{host}/' in html


def retitle(page: Any) -> None:
    page.title = "ชื่อที่แก้แล้ว"
    page.correction_note = "แก้ชื่อ"
    with without_publish_rule():
        page.save_revision().publish()


class TestNeverStale:
    """Each change is seen by the next visitor, however warm what is kept."""

    def html(self, client: Client, page: Any) -> str:
        response = client.get(page.get_url())
        assert response.status_code == 200
        return response.content.decode()

    def test_publishing(self, client: Client, index: Any) -> None:
        report = make_report(index)
        assert "ชื่อที่แก้แล้ว" not in self.html(client, report)
        retitle(report)
        assert "ชื่อที่แก้แล้ว" in self.html(client, report)

    def test_publishing_an_item_is_seen_on_the_index(self, client: Client, index: Any) -> None:
        statement = "ไม่มีเรื่องร้องเรียนในปีงบประมาณ พ.ศ. ๒๕๖๘"
        item = make_item(index, "O43", live=False, title="ข้อของปีก่อน", nothing_to_report=statement)
        assert "ข้อของปีก่อน" not in self.html(client, index)
        item.save_revision().publish()
        assert "ข้อของปีก่อน" in self.html(client, index)
        item.refresh_from_db()
        item.unpublish()
        assert "ข้อของปีก่อน" not in self.html(client, index)

    def test_a_draft_changes_nothing(self, client: Client, index: Any) -> None:
        report = make_report(index)
        before = public_stamp()
        report.title = "ร่างลับ"
        report.save_revision()
        assert public_stamp() == before
        assert "ร่างลับ" not in self.html(client, report)

    def test_the_agencys_settings(self, client: Client, index: Any) -> None:
        agency = ITASettings.for_site(make_site())
        self.html(client, index)
        agency.agency_name_th = "เทศบาลที่เปลี่ยนชื่อ"
        agency.save()
        assert "เทศบาลที่เปลี่ยนชื่อ" in self.html(client, index)

    def test_evidence_that_is_renamed_made_private_or_deleted(
        self, client: Client, index: Any
    ) -> None:
        collection = Collection.get_first_root_node().add_child(name="หลักฐาน")
        document = make_document("คำสั่งเดิม", collection=collection)
        piece = EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(document.pk))
        measure = replace(FULL_MEASURE, evidence=(piece,))
        report = make_report(index, replace(RECORD, measures=(measure,)))
        assert "คำสั่งเดิม" in self.html(client, report)
        document.title = "คำสั่งใหม่"
        document.save()
        assert "คำสั่งใหม่" in self.html(client, report)
        private = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type="login"
        )
        assert "คำสั่งใหม่" not in self.html(client, report)
        private.delete()
        assert "คำสั่งใหม่" in self.html(client, report)
        document.delete()
        assert "คำสั่งใหม่" not in self.html(client, report)

    def test_an_image_that_is_replaced(self, client: Client, index: Any) -> None:
        emblem = get_image_model().objects.create(title="ตรา", file=get_test_image_file())
        agency = ITASettings.for_site(make_site())
        agency.emblem = emblem
        agency.save()
        self.html(client, index)
        before = public_stamp()
        emblem.save()
        assert public_stamp() != before

    def test_a_page_that_becomes_private(self, client: Client, index: Any) -> None:
        item = make_item(index, "O3")
        assert f'href="{item.get_url()}"' in self.html(client, index)
        PageViewRestriction.objects.create(page=item, restriction_type="login")
        assert f'href="{item.get_url()}"' not in self.html(client, index)

    def test_a_page_that_moves_and_one_that_is_deleted(self, client: Client, index: Any) -> None:
        other = make_index(2568)
        item = make_item(index, "O3")
        assert f'href="{item.get_url()}"' in self.html(client, index)
        item.move(other, pos="last-child")
        assert "/o3/" not in self.html(client, index)
        assert "/ita-2568/o3/" in self.html(client, other)
        item.refresh_from_db()
        item.delete()
        assert "/o3/" not in self.html(client, other)

    def test_a_page_that_is_translated(self, client: Client, index: Any) -> None:
        report = make_report(index)
        assert 'hreflang="en"' not in self.html(client, report)
        translate(report)
        assert 'hreflang="en"' in self.html(client, report)

    def test_a_version_that_is_withheld(self, client: Client, index: Any) -> None:
        report = make_report(index)
        version = report.public_versions.versions[0]
        before = public_stamp()
        version.withheld_at = timezone.now()
        version.save(update_fields=["withheld_at"])
        assert public_stamp() != before

    def test_what_a_site_says_itself(self) -> None:
        before = public_stamp()
        public_content_changed()
        assert public_stamp() != before

    def test_a_change_that_is_taken_back(self) -> None:
        public_content_changed()
        before = public_stamp()
        with transaction.atomic():
            public_content_changed()
            assert public_stamp() != before
            transaction.set_rollback(True)
        assert public_stamp() == before


class TestReturningVisitors:
    def test_an_unchanged_page_is_not_made_again(self, client: Client, index: Any) -> None:
        report = make_report(index)
        settle()
        first = client.get(report.get_url())
        for header in ("ETag", "Last-Modified"):
            condition = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
            again = client.get(report.get_url(), headers={condition: first[header]})
            assert again.status_code == 304
            assert again.content == b""
            assert again["ETag"] == first["ETag"]
            assert again["Cache-Control"] == first["Cache-Control"]

    def test_a_correction_is_seen_at_once(self, client: Client, index: Any) -> None:
        report = make_report(index)
        settle()
        first = client.get(report.get_url())
        retitle(report)
        for condition in (
            {"If-None-Match": first["ETag"]},
            {"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]},
        ):
            again = client.get(report.get_url(), headers=condition)
            assert again.status_code == 200
            assert "ชื่อที่แก้แล้ว" in again.content.decode()

    def test_two_changes_in_one_second_are_told_apart(self, client: Client, index: Any) -> None:
        report = make_report(index)
        assert "Last-Modified" not in client.get(report.get_url()).headers

    def test_a_developer_sees_his_templates_each_time(
        self, client: Client, index: Any, settings: Any
    ) -> None:
        settle()
        etag = client.get(index.get_url())["ETag"]
        settings.DEBUG = True
        again = client.get(index.get_url(), headers={"If-None-Match": etag})
        assert again.status_code == 200
        assert "ETag" not in again.headers

    def test_the_page_in_another_language_is_another_one(self, client: Client, index: Any) -> None:
        thai = client.get(index.get_url())
        english = client.get(translate(index).get_url())
        assert thai["ETag"] != english["ETag"]

    def test_head_answers_as_get(self, client: Client, index: Any) -> None:
        assert client.head(index.get_url())["ETag"] == client.get(index.get_url())["ETag"]


class TestCachesInFront:
    def test_an_anonymous_page_may_be_kept_by_anybody(
        self, client: Client, index: Any, settings: Any
    ) -> None:
        settings.WAGTAIL_ITA = {"PAGE_MAX_AGE": 300}
        for page in (index, make_item(index, "O2"), make_report(index)):
            response = client.get(page.get_url())
            given = {each.strip() for each in response["Cache-Control"].split(",")}
            assert given == {"public", "max-age=0", "s-maxage=300"}
            assert not response.cookies
            assert "cookie" not in response.get("Vary", "").lower()

    def test_by_default_they_ask_each_time(self, client: Client, index: Any) -> None:
        assert "s-maxage=0" in client.get(index.get_url())["Cache-Control"]

    def test_the_page_of_somebody_who_is_logged_in_is_his_alone(
        self, client: Client, index: Any
    ) -> None:
        client.force_login(get_user_model().objects.create_superuser("chief", "", "x"))
        response = client.get(index.get_url())
        assert response["Cache-Control"] == "private"
        assert "ETag" not in response.headers

    def test_a_template_that_asks_who_is_there_makes_the_page_private(
        self, index: Any, settings: Any, tmp_path: Any
    ) -> None:
        base = tmp_path / "wagtail_ita" / "base.html"
        base.parent.mkdir()
        base.write_text("{{ request.user }}{% block ita_content %}{% endblock %}", "utf-8")
        settings.TEMPLATES = [{**django_settings.TEMPLATES[0], "DIRS": [tmp_path]}]
        response = Client().get(index.get_url())
        assert "AnonymousUser" in response.content.decode()
        assert response["Cache-Control"] == "private"
        assert "ETag" not in response.headers

    def test_a_private_page_is_never_public(self, client: Client, index: Any) -> None:
        PageViewRestriction.objects.create(page=index, restriction_type="login")
        assert "public" not in client.get(index.get_url()).get("Cache-Control", "")


def test_a_preview_shows_the_draft(client: Client, index: Any) -> None:
    report = make_report(index)
    client.get(report.get_url())
    report.title = "ชื่อในร่าง"
    response = report.make_preview_request()
    assert "ชื่อในร่าง" in response.content.decode()
    assert "ETag" not in response.headers
    assert "ชื่อในร่าง" not in client.get(report.get_url()).content.decode()


def test_another_template_is_not_shown_from_what_is_kept(
    client: Client, index: Any, settings: Any, tmp_path: Any
) -> None:
    client.get(index.get_url())
    own = tmp_path / "wagtail_ita" / "includes" / "page_dates.html"
    own.parent.mkdir(parents=True)
    own.write_text("ท้ายหน้าของเรา", "utf-8")
    settings.TEMPLATES = [{**django_settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    assert "ท้ายหน้าของเรา" in client.get(index.get_url()).content.decode()


def test_a_list_that_was_corrected_is_not_shown_from_what_is_kept(
    client: Client, index: Any, settings: Any, tmp_path: Any
) -> None:
    shipped = next(path for path in shipped_catalogues() if path.name == "nacc-2569.json")
    own = tmp_path / "own.json"
    own.write_text(shipped.read_text("utf-8"), "utf-8")
    settings.WAGTAIL_ITA = {"CATALOGUES": [own]}
    before = client.get(index.get_url())
    own.write_text(own.read_text("utf-8").replace("ข่าวประชาสัมพันธ์", "ข่าวที่แก้ชื่อแล้ว"), "utf-8")
    # The webmaster restarts the site; what is kept in Redis outlives that.
    _load.cache_clear()
    after = client.get(index.get_url(), headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "ข่าวที่แก้ชื่อแล้ว" in strip_tags(after.content.decode())
