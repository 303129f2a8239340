"""A page with errors is not published, whichever way somebody tries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import GroupApprovalTask, PageLogEntry, Workflow, WorkflowTask

from tests.admin.report_form import report_form
from tests.sample import FULL_MEASURE, RECORD, make_index, make_item, make_report
from wagtail_ita.domain.records import ReportRecord
from wagtail_ita.models import PublishRefused
from wagtail_ita.transfer.pages import apply_report

pytestmark = pytest.mark.django_db

EMPTY_STEPS = replace(RECORD, measures=(replace(FULL_MEASURE, steps=()),))


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def index() -> Any:
    return make_index()


def draft(index: Any, record: ReportRecord = EMPTY_STEPS) -> Any:
    return make_report(index, record, publish=False)


def is_live(page: Any) -> bool:
    page.refresh_from_db()
    return bool(page.live)


def messages(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


class TestCode:
    def test_a_complete_report_is_published(self, index: Any) -> None:
        page = draft(index, RECORD)
        page.get_latest_revision().publish()
        assert is_live(page)

    def test_a_refusal_leaves_what_was_planned(self, index: Any) -> None:
        page = make_item(index, "O1", live=False, nothing_to_report="ไม่มีเรื่องร้องเรียนในปี")
        page.go_live_at = timezone.now() + timedelta(days=1)
        planned = page.save_revision()
        planned.publish()
        page.go_live_at, page.nothing_to_report = None, ""
        with pytest.raises(PublishRefused):
            page.save_revision().publish()
        planned.refresh_from_db()
        assert planned.approved_go_live_at is not None

    def test_publishing_a_revision_is_refused_with_measure_and_element(self, index: Any) -> None:
        page = draft(index)
        with pytest.raises(PublishRefused) as refusal:
            page.get_latest_revision().publish()
        assert FULL_MEASURE.title in str(refusal.value)
        assert "(2)" in str(refusal.value)
        assert not is_live(page)

    def test_the_action_that_bypasses_the_page_is_refused_too(self, index: Any) -> None:
        page = draft(index)
        with pytest.raises(PublishRefused):
            PublishPageRevisionAction(page.get_latest_revision()).execute(
                skip_permission_checks=True
            )
        assert not is_live(page)

    def test_a_live_page_keeps_its_content_when_a_worse_draft_is_refused(self, index: Any) -> None:
        page = make_report(index)
        apply_report(page, EMPTY_STEPS)
        revision = page.save_revision()
        with pytest.raises(PublishRefused):
            revision.publish()
        page = type(page).objects.get(pk=page.pk)
        assert page.live
        assert page.measures[0].value.step_list == list(FULL_MEASURE.steps)

    def test_drafts_are_never_stopped(self, index: Any) -> None:
        page = draft(index, ReportRecord(code="O26", title="ว่าง"))
        assert page.save_revision().pk

    def test_unpublishing_and_moving_are_not_stopped(self, index: Any) -> None:
        page = make_report(index)
        type(page).objects.filter(pk=page.pk).update(measures="[]")
        page = type(page).objects.get(pk=page.pk)
        page.save()
        page.unpublish()
        assert not is_live(page)

    def test_a_site_may_turn_the_rule_into_warnings(self, index: Any) -> None:
        page = draft(index)
        with override_settings(WAGTAIL_ITA={"STOP_PUBLISHING": False}):
            page.get_latest_revision().publish()
        assert is_live(page)

    def test_an_item_without_anything_is_refused_until_it_says_so(self, index: Any) -> None:
        page = make_item(index, "O18", live=False)
        with pytest.raises(PublishRefused):
            page.save_revision().publish()
        page.nothing_to_report = "ไม่มีเรื่องร้องเรียนในปีงบประมาณ ๒๕๖๘"
        page.save_revision().publish()
        assert is_live(page)

    def test_a_citizen_number_stops_publishing_until_it_is_confirmed(self, index: Any) -> None:
        page = make_item(
            index, "O18", live=False, nothing_to_report="เลขประจำตัวประชาชน 1-1017-00230-70-8"
        )
        with pytest.raises(PublishRefused) as refusal:
            page.save_revision().publish()
        assert "1-1017-00230-70-8" not in str(refusal.value)
        page.personal_data_confirmed = True
        page.save_revision().publish()
        assert is_live(page)


class TestSchedule:
    def schedule(self, page: Any) -> None:
        revision = page.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
        assert revision.approved_go_live_at

    def test_the_page_is_put_back_and_the_others_go_out(self, index: Any) -> None:
        bad, good = draft(index), draft(index, replace(RECORD, code="O27"))
        owner = get_user_model().objects.create_user("owner", "owner@example.go.th", "x")
        bad.item_owner = owner
        bad.save()
        self.schedule(bad)
        self.schedule(good)
        call_command("publish_scheduled")
        assert (is_live(bad), is_live(good)) == (False, True)
        assert not bad.approved_schedule
        [entry] = PageLogEntry.objects.filter(action="wagtail_ita.publish_refused")
        assert entry.page_id == bad.pk
        [letter] = mail.outbox
        assert letter.to == ["owner@example.go.th"]
        assert FULL_MEASURE.title in letter.body
        assert reverse("wagtailadmin_pages:edit", args=[bad.pk]) in letter.body

    def test_it_is_told_once_and_not_at_every_run(self, index: Any) -> None:
        self.schedule(draft(index))
        call_command("publish_scheduled")
        call_command("publish_scheduled")
        assert PageLogEntry.objects.filter(action="wagtail_ita.publish_refused").count() == 1


class TestAdmin:
    def test_the_form_names_the_field_and_keeps_what_was_typed(
        self, admin_client: Client, index: Any
    ) -> None:
        page = draft(index)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        data = report_form(page, ["เวียนคู่มือ"])
        data["measures-0-value-period_start"] = "1 ต.ค. 2560"
        data["measures-0-value-period_end"] = "30 ก.ย. 2561"
        response = admin_client.post(address, {**data, "action-publish": "1"})
        assert response.status_code == 200
        [error] = response.context["form"].errors["measures"].as_data()
        assert list(error.block_errors[0].block_errors) == ["period_start"]
        [typed] = response.context["form"]["measures"].value()
        assert typed.value["period_start"] == "1 ต.ค. 2560"
        assert not is_live(page)

    def test_the_form_publishes_what_is_complete(self, admin_client: Client, index: Any) -> None:
        page = draft(index)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        response = admin_client.post(
            address, {**report_form(page, ["เวียนคู่มือ"]), "action-publish": "1"}
        )
        assert response.status_code == 302
        assert is_live(page)

    def test_the_form_stops_nothing_where_the_site_wants_warnings_only(
        self, admin_client: Client, index: Any
    ) -> None:
        page = draft(index)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        with override_settings(WAGTAIL_ITA={"STOP_PUBLISHING": False}):
            admin_client.post(address, {**report_form(page, []), "action-publish": "1"})
        assert is_live(page)

    def test_bulk_publishing_leaves_out_the_page_and_says_why(
        self, admin_client: Client, index: Any
    ) -> None:
        bad, good = draft(index), draft(index, replace(RECORD, code="O27"))
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        response = admin_client.post(f"{address}?id={bad.pk}&id={good.pk}", follow=True)
        assert (is_live(bad), is_live(good)) == (False, True)
        assert FULL_MEASURE.title in messages(response)

    def test_bulk_publishing_with_pages_below_publishes_all_or_none(
        self, admin_client: Client
    ) -> None:
        index = make_index(live=False)
        bad, good = draft(index), draft(index, replace(RECORD, code="O27"))
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        admin_client.post(f"{address}?id={index.pk}", {"include_descendants": "on"}, follow=True)
        assert not any(map(is_live, (index, bad, good)))

    def test_the_last_approval_is_refused_and_the_workflow_waits(
        self, admin_client: Client, admin_user: Any, index: Any
    ) -> None:
        page = draft(index)
        workflow = Workflow.objects.create(name="Two eyes")
        task = GroupApprovalTask.objects.create(name="Approve")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
        workflow.start(page, admin_user)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        data = report_form(page, [])
        approve = {"action-workflow-action": "1", "workflow-action-name": "approve"}
        response = admin_client.post(address, {**data, **approve}, follow=True)
        assert not is_live(page)
        assert FULL_MEASURE.title in messages(response)
        assert page.current_workflow_state is not None
