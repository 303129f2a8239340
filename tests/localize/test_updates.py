"""A Thai page that changes, and what wagtail-localize then asks for again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from tests.localize.translating import (
    ENGLISH,
    in_english,
    missing,
    segments,
    submit,
    translate_all,
    translate_segment,
    translated,
)
from tests.sample import FULL_MEASURE, PLAIN_MEASURE, RECORD, make_index, make_report
from wagtail_ita.transfer.pages import apply_report

pytestmark = [pytest.mark.django_db, pytest.mark.localize]

CHANGED = replace(
    RECORD,
    measures=(
        replace(FULL_MEASURE, output="<p>มีการยืม ๑๒๙ ครั้ง ลงทะเบียนครบ</p>"),
        replace(PLAIN_MEASURE, indicator=8),
    ),
    overall_score=RECORD.scores[1],
)

NOTE = "แก้จำนวนครั้งที่ยืม"


@pytest.fixture
def thai() -> Any:
    return make_report(make_index())


@pytest.fixture
def done(thai: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """The whole translation of the report, published."""
    translation = submit(thai)
    translate_all(translation, in_english)
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    return translation


def change(thai: Any) -> None:
    apply_report(thai, CHANGED)
    thai.correction_note = NOTE
    thai.save_revision().publish()


def sync(client: Client, translation: Any) -> None:
    address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    assert client.post(address).status_code == 302
    translation.source.refresh_from_db()


def test_publishing_in_thai_changes_nothing_in_english(thai: Any, done: Any) -> None:
    before = translated(done)
    change(thai)
    after = translated(done)
    assert after.serializable_data() == before.serializable_data()
    assert missing(done) == set()


def test_after_a_sync_only_what_changed_is_asked_for_again(
    thai: Any, done: Any, admin_client: Client
) -> None:
    change(thai)
    sync(admin_client, done)
    assert missing(done) == {"correction_note", f"measures.{FULL_MEASURE.id}.output"}
    assert translated(done).measures[0].value["output"].source == (
        "<p>128 loans, all of them registered</p>"
    )


def test_what_is_the_same_in_both_follows_with_the_next_publication(
    thai: Any, done: Any, admin_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    change(thai)
    sync(admin_client, done)
    english = {
        "correction_note": "The number of loans was corrected.",
        f"measures.{FULL_MEASURE.id}.output": "129 loans, all of them registered",
    }
    waiting = [each for each in segments(done) if each.context.path in missing(done)]
    assert {each.context.path for each in waiting} == set(english)
    for segment in waiting:
        translate_segment(done, segment, english[segment.context.path])
    with django_capture_on_commit_callbacks(execute=True):
        done.save_target(publish=True)
    page = translated(done)
    assert page.overall_score == CHANGED.overall_score
    assert page.measures[1].value["indicator"] == "8"
    assert page.measures[0].value["output"].source == "<p>129 loans, all of them registered</p>"
    assert page.measures[0].value["outcome"].source == (
        f"<p>{ENGLISH['ไม่พบพัสดุสูญหายในการตรวจนับประจำปี']}</p>"
    )


def test_a_translation_is_kept_when_a_measure_moves(
    thai: Any, done: Any, admin_client: Client
) -> None:
    apply_report(thai, replace(RECORD, measures=RECORD.measures[::-1]))
    thai.save_revision().publish()
    sync(admin_client, done)
    assert missing(done) == set()


def test_evidence_may_be_another_file_in_the_translation(
    thai: Any, done: Any, admin_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    [override] = done.source.overridablesegment_set.all()
    address = reverse("wagtail_localize:edit_override", args=[done.pk, override.pk])
    url = "https://example.go.th/en/news"
    response = admin_client.put(
        address, f"value={url}", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 201
    with django_capture_on_commit_callbacks(execute=True):
        done.save_target(publish=True)
    assert translated(done).measures[1].value["evidence"][0].value.url == url
    assert thai.measures[1].value["evidence"][0].value.url == PLAIN_MEASURE.evidence[0].url


class TestMigrations:
    """wagtail-localize takes every new migration of a page's app for a change of its fields."""

    def editor(self, translation: Any, client: Client) -> str:
        page = translation.get_target_instance()
        response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        return " ".join(str(message) for message in response.context["messages"])

    def test_one_of_the_pages_is_told_until_the_next_sync_and_costs_no_translation(
        self, done: Any, admin_client: Client
    ) -> None:
        before = StringTranslation.objects.count()
        MigrationRecorder(connection).record_applied("wagtail_ita_pages", "9999_next")
        assert "data model" in self.editor(done, admin_client)
        sync(admin_client, done)
        assert "data model" not in self.editor(done, admin_client)
        assert missing(done) == set()
        assert StringTranslation.objects.count() == before

    def test_one_of_the_main_app_is_none_of_its_business(
        self, done: Any, admin_client: Client
    ) -> None:
        MigrationRecorder(connection).record_applied("wagtail_ita", "9999_next")
        assert not done.source.schema_out_of_date()
        assert "data model" not in self.editor(done, admin_client)
