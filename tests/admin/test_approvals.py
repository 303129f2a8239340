"""Whichever way an approver approves, a page with errors is refused by measure and element."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import (
    GroupApprovalTask,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)
from wagtail.test.utils.form_data import rich_text

from tests.admin.report_form import report_form
from tests.admin.roles import client_of, make_user, speak
from tests.sample import FULL_MEASURE, RECORD, make_index, make_report
from wagtail_ita.domain.digits import numbers_in
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.findings import Place

pytestmark = pytest.mark.django_db

EMPTY_STEPS = replace(RECORD, measures=(replace(FULL_MEASURE, steps=()),))
COMPLETE = replace(RECORD, measures=(FULL_MEASURE,))
AJAX = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def index() -> Any:
    return make_index()


@pytest.fixture
def approver(index: Any) -> Any:
    """Somebody who may publish: Wagtail asks that of whoever approves last."""
    return make_user("approver", index, "publish")


@pytest.fixture
def client(approver: Any) -> Client:
    return client_of(approver)


def make_workflow(*users: Any) -> Workflow:
    """Return a workflow in which one after the other has to approve."""
    workflow = Workflow.objects.create(name="Chain")
    for number, user in enumerate(users):
        task = GroupApprovalTask.objects.create(name=f"Approval by {user}")
        task.groups.set(user.groups.all())
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=number)
    return workflow


def submitted(index: Any, record: Any, *users: Any) -> Any:
    page = make_report(index, record, publish=False)
    make_workflow(*users).start(page, None)
    return page


def is_live(page: Any) -> bool:
    return bool(type(page).objects.get(pk=page.pk).live)


def is_waiting(page: Any) -> bool:
    state = WorkflowState.objects.get(object_id=str(page.pk))
    waiting = state.current_task_state.status == TaskState.STATUS_IN_PROGRESS
    return bool(waiting and state.status == WorkflowState.STATUS_IN_PROGRESS)


def edit_address(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def action_address(page: Any, action: str = "approve") -> str:
    task_state = WorkflowState.objects.get(object_id=str(page.pk)).current_task_state
    name = "wagtailadmin_pages:workflow_action"
    return reverse(name, args=[page.pk, action, task_state.pk])


def footer(action: str) -> dict[str, str]:
    return {"action-workflow-action": "true", "workflow-action-name": action}


def assert_told(response: Any, language: str = "en") -> None:
    """The messages name measure and element in the language of the approver."""
    shown = " ".join(str(message) for message in response.context["messages"])
    # The site of the tests has no settings of its own, so that Thai has Thai digits.
    with translation.override(language), numbers_in("thai" if language == "th" else "arabic"):
        place = Place(measure_number=1, measure_title=FULL_MEASURE.title, element=Element.STEPS)
        assert place.label in shown
    assert "do not have permission" not in shown
    assert "StreamBlock" not in shown


class TestDashboard:
    def test_the_approval_is_offered_there(self, client: Client, index: Any, approver: Any) -> None:
        page = submitted(index, EMPTY_STEPS, approver)
        shown = client.get(reverse("wagtailadmin_home")).content.decode()
        assert action_address(page) in shown

    @pytest.mark.parametrize("language", ["en", "th"])
    def test_it_is_refused_and_leads_to_the_form(
        self, client: Client, index: Any, approver: Any, language: str
    ) -> None:
        speak(approver, language)
        page = submitted(index, EMPTY_STEPS, approver)
        data = {"next": reverse("wagtailadmin_home")}
        response = client.post(action_address(page), data, follow=True)
        assert response.redirect_chain == [(edit_address(page), 302)]
        assert_told(response, language)
        assert is_waiting(page)
        assert not is_live(page)

    def test_with_a_comment_the_window_leads_to_the_form(
        self, client: Client, index: Any, approver: Any
    ) -> None:
        page = submitted(index, EMPTY_STEPS, approver)
        address = action_address(page)
        assert client.get(address, headers=AJAX).json()["step"] == "action"
        response = client.post(address, {"comment": "ชอบแล้ว"}, headers=AJAX)
        assert response.json() == {"step": "success", "redirect": edit_address(page)}
        assert_told(client.get(edit_address(page)))
        assert is_waiting(page)
        assert not is_live(page)
        assert not TaskState.objects.exclude(comment="").exists()

    def test_a_complete_page_is_approved_and_published(
        self, client: Client, index: Any, approver: Any
    ) -> None:
        page = submitted(index, COMPLETE, approver)
        home = reverse("wagtailadmin_home")
        response = client.post(action_address(page), {"next": home}, follow=True)
        assert response.redirect_chain == [(home, 302)]
        assert is_live(page)

    def test_who_approves_first_is_not_stopped_and_who_publishes_is(
        self, client: Client, index: Any, approver: Any
    ) -> None:
        chief = make_user("chief", index, "publish")
        page = submitted(index, EMPTY_STEPS, approver, chief)
        client.post(action_address(page))
        assert is_waiting(page)
        response = client_of(chief).post(action_address(page), follow=True)
        assert_told(response)
        assert is_waiting(page)
        assert not is_live(page)

    def test_changes_are_asked_for_as_ever(self, client: Client, index: Any, approver: Any) -> None:
        page = submitted(index, EMPTY_STEPS, approver)
        client.post(action_address(page, "reject"), {"comment": "โปรดแก้"})
        state = WorkflowState.objects.get(object_id=str(page.pk))
        assert state.status == WorkflowState.STATUS_NEEDS_CHANGES


class TestEditForm:
    def test_it_is_refused_and_keeps_what_was_typed(
        self, client: Client, index: Any, approver: Any
    ) -> None:
        page = submitted(index, EMPTY_STEPS, approver)
        data = report_form(page, [], **footer("approve"))
        data["measures-0-value-description"] = "พิมพ์ไว้แล้ว"
        response = client.post(edit_address(page), data)
        assert response.status_code == 200
        assert_told(response)
        [typed] = response.context["form"]["measures"].value()
        assert typed.value["description"] == "พิมพ์ไว้แล้ว"
        assert is_waiting(page)
        assert not is_live(page)

    def test_an_error_typed_into_a_complete_page_is_refused(
        self, client: Client, index: Any, approver: Any
    ) -> None:
        page = submitted(index, COMPLETE, approver)
        response = client.post(edit_address(page), report_form(page, [], **footer("approve")))
        assert_told(response)
        assert is_waiting(page)

    def test_what_is_put_right_and_approved_at_once_is_published(
        self, client: Client, index: Any, approver: Any
    ) -> None:
        page = submitted(index, EMPTY_STEPS, approver)
        data = report_form(page, ["เวียนคู่มือ"], **footer("approve"))
        response = client.post(edit_address(page), data)
        assert response.status_code == 302
        assert is_live(page)
        page = type(page).objects.get(pk=page.pk)
        assert page.measures[0].value.step_list == ["เวียนคู่มือ"]

    def test_the_window_for_a_comment_decides_nothing(
        self, client: Client, index: Any, approver: Any
    ) -> None:
        page = submitted(index, EMPTY_STEPS, approver)
        task_state = WorkflowState.objects.get(object_id=str(page.pk)).current_task_state
        name = "wagtailadmin_pages:collect_workflow_action_data"
        address = reverse(name, args=[page.pk, "approve", task_state.pk])
        answer = client.post(address, {"comment": "ชอบแล้ว"}, headers=AJAX).json()
        assert answer["cleaned_data"] == {"comment": "ชอบแล้ว"}
        data = report_form(page, [], **footer("approve"))
        data["workflow-action-extra-data"] = '{"comment": "ชอบแล้ว"}'
        assert_told(client.post(edit_address(page), data))
        assert is_waiting(page)

    def test_changes_can_be_asked_for_on_a_page_with_errors(
        self, client: Client, index: Any, approver: Any
    ) -> None:
        page = submitted(index, EMPTY_STEPS, approver)
        data = report_form(page, [], **footer("reject"))
        data["workflow-action-extra-data"] = '{"comment": "โปรดแก้"}'
        assert client.post(edit_address(page), data).status_code == 302
        state = WorkflowState.objects.get(object_id=str(page.pk))
        assert state.status == WorkflowState.STATUS_NEEDS_CHANGES

    def test_to_ask_for_changes_does_not_publish_on_the_side(
        self, admin_client: Client, index: Any, approver: Any
    ) -> None:
        page = submitted(index, EMPTY_STEPS, approver)
        data = report_form(page, [], **footer("reject"), **{"action-publish": "1"})
        response = admin_client.post(edit_address(page), data)
        assert response.status_code == 200
        assert not is_live(page)

    def test_publishing_past_the_workflow_is_refused_and_does_not_cancel_it(
        self, admin_client: Client, admin_user: Any, index: Any, approver: Any
    ) -> None:
        speak(admin_user, "en")
        page = submitted(index, EMPTY_STEPS, approver)
        name = "wagtailadmin_pages:confirm_workflow_cancellation"
        window = admin_client.get(reverse(name, args=[page.pk]), headers=AJAX)
        assert window.json()["step"] == "confirm"
        data = report_form(page, [], **{"action-publish": "1"})
        assert_told(admin_client.post(edit_address(page), data))
        assert is_waiting(page)
        assert not is_live(page)

    def test_a_page_with_errors_is_not_submitted(self, index: Any) -> None:
        editor = make_user("editor", index, "add", "change")
        workflow = make_workflow(make_user("approver"))
        WorkflowPage.objects.create(workflow=workflow, page=index)
        page = make_report(index, EMPTY_STEPS, publish=False)
        data = report_form(page, [], **{"action-submit": "1"})
        assert_told(client_of(editor).post(edit_address(page), data))
        assert not WorkflowState.objects.exists()

    def test_of_many_places_the_first_are_named(self, admin_client: Client, index: Any) -> None:
        page = make_report(index, EMPTY_STEPS, publish=False)
        data = report_form(page, [], **{"action-publish": "1"})
        for field in ("title", "period_start", "period_end"):
            data[f"measures-0-value-{field}"] = ""
        for field in ("output", "outcome"):
            data[f"measures-0-value-{field}"] = rich_text("")
        data["measures-0-value-responsible-count"] = "0"
        with translation.override("th"):
            response = admin_client.post(edit_address(page), data)
        [error] = response.context["form"].errors["measures"].as_data()
        assert error.message.count("มาตรการที่ 1,") == 5
        assert "(6)" not in error.message
        assert "1" in error.message.rpartition("(Output)")[2]
