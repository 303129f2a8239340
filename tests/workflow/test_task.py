"""One stage: who may decide, what is taken down, and that only one decision stands."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from tests.admin.report_form import report_form
from tests.admin.roles import client_of
from tests.sample import make_index, make_report
from tests.workflow import chains
from tests.workflow.chains import AJAX, action_address, decision, edit_address, waiting
from wagtail_ita.models import DecisionRefused, MemoApprovalState, MemoApprovalTask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def submitted(page: Any, reporter: Any) -> Any:
    chains.submit(page, reporter)
    return page


def decided() -> MemoApprovalState:
    return MemoApprovalState.objects.get(status=TaskState.STATUS_APPROVED)


def footer(action: str, **extra: Any) -> dict[str, str]:
    return {
        "action-workflow-action": "true",
        "workflow-action-name": action,
        "workflow-action-extra-data": json.dumps(extra),
    }


class TestOpinion:
    def test_the_window_offers_the_usual_opinion_and_the_officers_name(
        self, submitted: Any, clerk: Any
    ) -> None:
        form = chains.form_of(client_of(clerk), action_address(submitted))
        assert form["choice"].value() == "usual"
        assert [value for value, _label in form.fields["choice"].choices] == ["usual", "other"]
        assert form["name"].value() == "สมหญิง รอบคอบ"

    def test_the_usual_opinion_is_taken_down_with_name_position_and_revision(
        self, submitted: Any, clerk: Any
    ) -> None:
        client_of(clerk).post(action_address(submitted), decision(comment="ครบถ้วน"))
        state = decided()
        stage = chains.STAGES[0]
        assert (state.heading, state.opinion) == (stage.heading, stage.opinion)
        assert (state.name, state.position) == ("นางสาวสมหญิง รอบคอบ", chains.CLERK)
        assert (state.finished_by, state.comment) == (clerk, "ครบถ้วน")
        assert state.revision_id == chains.fresh(submitted).latest_revision_id
        assert waiting(submitted).task.name == chains.STAGES[1].heading

    def test_own_words_take_the_place_of_the_usual_ones(self, submitted: Any, clerk: Any) -> None:
        data = decision(choice="other", own_opinion=" เห็นชอบโดยมีข้อสังเกต ")
        client_of(clerk).post(action_address(submitted), data)
        assert decided().opinion == "เห็นชอบโดยมีข้อสังเกต"

    @pytest.mark.parametrize(
        ("fields", "named"),
        [
            ({"choice": "other"}, "own_opinion"),
            ({"own_opinion": "เห็นชอบ"}, "own_opinion"),
            ({"choice": "anything"}, "choice"),
            ({"name": ""}, "name"),
        ],
    )
    def test_what_is_incomplete_is_asked_for_again(
        self, submitted: Any, clerk: Any, fields: dict[str, str], named: str
    ) -> None:
        response = client_of(clerk).post(
            action_address(submitted), decision(**fields), headers=AJAX
        )
        assert response.json()["step"] == "action"
        assert list(response.context["form"].errors) == [named]
        assert waiting(submitted).task.name == chains.STAGES[0].heading

    def test_a_stage_without_a_usual_opinion_asks_for_words(
        self, submitted: Any, clerk: Any
    ) -> None:
        MemoApprovalTask.objects.update(opinion="")
        form = chains.form_of(client_of(clerk), action_address(submitted))
        assert [value for value, _label in form.fields["choice"].choices] == ["other"]

    def test_who_returns_the_page_says_what_to_change(self, submitted: Any, clerk: Any) -> None:
        client = client_of(clerk)
        address = action_address(submitted, "reject")
        assert client.post(address, {"comment": ""}, headers=AJAX).json()["step"] == "action"
        client.post(address, {"comment": "แก้ข้อ ๒"})
        assert chains.run_of(submitted).status == WorkflowState.STATUS_NEEDS_CHANGES

    def test_code_takes_down_the_usual_opinion(self, submitted: Any, clerk: Any) -> None:
        chains.approve(submitted, clerk)
        state = decided()
        assert (state.opinion, state.name) == (chains.STAGES[0].opinion, "สมหญิง รอบคอบ")

    def test_a_changed_stage_or_account_changes_nothing_of_a_decision(
        self, submitted: Any, clerk: Any
    ) -> None:
        chains.approve(submitted, clerk)
        MemoApprovalTask.objects.update(position="ใหม่", heading="ใหม่", opinion="ใหม่")
        clerk.delete()
        state = decided()
        assert (state.position, state.name, state.finished_by) == (
            chains.CLERK,
            "สมหญิง รอบคอบ",
            None,
        )


class TestWhoMay:
    def test_who_is_in_no_group_of_the_stage_may_nothing(self, submitted: Any, mayor: Any) -> None:
        assert waiting(submitted).task.specific.get_actions(submitted, mayor) == []
        client_of(mayor).post(action_address(submitted), decision())
        assert not MemoApprovalState.objects.filter(status=TaskState.STATUS_APPROVED).exists()

    @pytest.mark.parametrize("superuser", [False, True])
    def test_nobody_approves_what_he_submitted(
        self, page: Any, clerk: Any, superuser: bool
    ) -> None:
        type(clerk).objects.filter(pk=clerk.pk).update(is_superuser=superuser)
        chains.submit(page, clerk)
        client = client_of(clerk)
        assert "reject" in client.get(edit_address(page)).content.decode()
        assert action_address(page) not in client.get(reverse("wagtailadmin_home")).content.decode()
        client.post(action_address(page), decision())
        client.post(edit_address(page), report_form(page, **footer("approve", **decision())))
        clerk.refresh_from_db()
        with pytest.raises(DecisionRefused):
            waiting(page).approve(user=clerk)
        with pytest.raises(DecisionRefused):
            waiting(page).task.specific.on_action(waiting(page), clerk, "approve", **decision())
        assert waiting(page).task.name == chains.STAGES[0].heading

    def test_the_form_says_why_it_is_not_offered(self, page: Any, clerk: Any) -> None:
        chains.submit(page, clerk)
        shown = chains.messages(client_of(clerk).get(edit_address(page)))
        assert "somebody else has to approve it" in shown

    def test_nobody_approves_his_own_version(
        self, submitted: Any, clerk: Any, reporter: Any
    ) -> None:
        changed = chains.fresh(submitted)
        changed.introduction = "<p>ปลัดเขียนเอง</p>"
        changed.save_revision(user=clerk)
        client_of(clerk).post(action_address(submitted), decision())
        assert waiting(submitted).task.name == chains.STAGES[0].heading
        chains.approve(submitted, chains.make_clerk("other_clerk"))
        assert waiting(submitted).task.name == chains.STAGES[1].heading

    def test_a_version_that_says_the_same_is_nobodys_own(self, submitted: Any, clerk: Any) -> None:
        """A browser hands back some of what it was given in other words."""
        same = chains.fresh(submitted)
        same.introduction = same.introduction.replace("<p>", '<p data-block-key="a1b2c">')
        same.save_revision(user=clerk)
        client_of(clerk).post(action_address(submitted), decision())
        assert waiting(submitted).task.name == chains.STAGES[1].heading

    def test_an_officer_who_changes_the_text_in_the_form_does_not_approve_it_there(
        self, submitted: Any, clerk: Any
    ) -> None:
        before = chains.fresh(submitted).latest_revision_id
        data = report_form(submitted, **footer("approve", **decision()))
        data["title"] = "ชื่อที่ปลัดแก้"
        response = client_of(clerk).post(edit_address(submitted), data)
        assert response.status_code == 200
        assert "You saved the version" in chains.messages(response)
        assert response.context["form"]["title"].value() == "ชื่อที่ปลัดแก้"
        assert chains.fresh(submitted).latest_revision_id == before
        assert waiting(submitted).task.name == chains.STAGES[0].heading

    def test_a_stage_may_allow_it(self, page: Any, clerk: Any) -> None:
        MemoApprovalTask.objects.update(not_own=False)
        chains.submit(page, clerk)
        data = report_form(page, **footer("approve", **decision()))
        data["title"] = "ชื่อที่ปลัดแก้"
        response = client_of(clerk).post(edit_address(page), data)
        assert response.status_code == 302
        assert decided().revision_id == chains.fresh(page).latest_revision_id
        assert decided().revision.content["title"] == "ชื่อที่ปลัดแก้"


class TestTheFormOfTheStage:
    def test_it_is_made_and_changed_in_the_admin(self, admin_client: Client, index: Any) -> None:
        group = Group.objects.create(name="ปลัด")
        address = reverse(
            "wagtailadmin_workflows:add_task", args=["wagtail_ita", "memoapprovaltask"]
        )
        assert "โ" not in admin_client.get(address).context["form"]["position"].help_text
        data = {
            "name": "ความเห็นปลัด",
            "position": "ปลัดเทศบาล",
            "heading": "ความเห็นปลัด",
            "opinion": "เห็นชอบ",
            "groups": [group.pk],
            "not_own": "on",
        }
        assert admin_client.post(address, data).status_code == 302
        task = MemoApprovalTask.objects.get()
        assert (task.position, task.opinion, task.not_own) == ("ปลัดเทศบาล", "เห็นชอบ", True)
        address = reverse("wagtailadmin_workflows:edit_task", args=[task.pk])
        assert admin_client.post(address, {**data, "opinion": "ชอบแล้ว"}).status_code == 302
        task.refresh_from_db()
        assert task.opinion == "ชอบแล้ว"


class TestTwoAtOnce:
    def test_the_second_is_told_on_the_dashboard(self, submitted: Any, clerk: Any) -> None:
        second = chains.make_clerk("second_clerk")
        address = action_address(submitted)
        client = client_of(second)
        window = chains.form_of(client, address)
        client_of(clerk).post(address, decision())
        data = decision(state=window["state"].value())
        answer = client.post(address, data, headers=AJAX).json()
        assert answer == {"step": "success", "redirect": edit_address(submitted)}
        shown = chains.messages(client.get(edit_address(submitted)))
        assert "has already been approved" in shown
        assert "สมหญิง รอบคอบ" in shown
        assert decided().finished_by == clerk

    def test_the_second_is_told_in_the_form(self, submitted: Any, clerk: Any) -> None:
        second = chains.make_clerk("second_clerk")
        data = report_form(submitted, **footer("approve", **decision()))
        chains.approve(submitted, clerk)
        response = client_of(second).post(edit_address(submitted), data, follow=True)
        assert "no longer waits" in chains.messages(response)
        assert decided().finished_by == clerk

    def test_a_late_decision_does_not_count_for_the_next_stage(
        self, submitted: Any, clerk: Any, admin_user: Any
    ) -> None:
        late = {"state": waiting(submitted).pk}
        chains.approve(submitted, clerk)
        data = report_form(submitted, **footer("approve", **decision(**late)))
        response = client_of(admin_user).post(edit_address(submitted), data)
        assert response.status_code == 200
        assert waiting(submitted).task.name == chains.STAGES[1].heading
        assert not chains.is_live(submitted)

    def test_after_the_last_stage_the_form_answers_in_words(
        self, submitted: Any, clerk: Any, mayor: Any
    ) -> None:
        second = chains.make_mayor("second_mayor")
        chains.approve(submitted, clerk)
        data = report_form(submitted, **footer("approve", **decision()))
        chains.approve(submitted, mayor)
        client = client_of(second)
        before = chains.fresh(submitted).latest_revision_id
        response = client.post(edit_address(submitted), data)
        assert response.status_code == 302
        assert chains.fresh(submitted).latest_revision_id == before

    def test_approved_and_returned_at_once(self, submitted: Any, clerk: Any) -> None:
        first, second = waiting(submitted), waiting(submitted)
        first.reject(user=clerk, comment="แก้")
        with pytest.raises(DecisionRefused, match="already been returned"):
            second.approve(user=clerk)
        assert chains.run_of(submitted).status == WorkflowState.STATUS_NEEDS_CHANGES

    def test_approved_and_cancelled_at_once(self, submitted: Any, clerk: Any) -> None:
        state = waiting(submitted)
        chains.run_of(submitted).cancel(user=clerk)
        with pytest.raises(DecisionRefused, match="cancelled"):
            state.approve(user=clerk)

    @pytest.mark.parametrize("extra", ["[]", "null", "1", "{", '{"user": 1}', '{"choice": {}}', ""])
    @pytest.mark.parametrize("action", ["approve", "reject", "dance"])
    def test_what_no_browser_sends_decides_nothing(
        self, submitted: Any, clerk: Any, extra: str, action: str
    ) -> None:
        data = report_form(submitted, **footer(action))
        data["workflow-action-extra-data"] = extra
        response = client_of(clerk).post(edit_address(submitted), data)
        assert response.status_code in (200, 302)
        waiting_at = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).count()
        assert waiting_at == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_officers_at_once_one_decides() -> None:
    """With threads where the test's database allows two connections; else one after the other."""
    index = make_index()
    page = make_report(index, publish=False)
    chains.make_chain_for(page)
    clerks = [chains.make_clerk("one"), chains.make_clerk("two")]
    chains.submit(page, chains.make_reporter(index))
    threads = connection.features.test_db_allows_multiple_connections
    barrier = Barrier(2 if threads else 1)
    # Both have read that the stage waits before either decides.
    states = [waiting(page), waiting(page)]

    def decide(number: int) -> str:
        barrier.wait(timeout=30)
        try:
            states[number].approve(user=clerks[number])
        except DecisionRefused as refusal:
            return str(refusal)
        finally:
            if threads:
                connections.close_all()
        return ""

    if threads:
        with ThreadPoolExecutor(2) as pool:
            told = list(pool.map(decide, range(2)))
    else:
        told = [decide(0), decide(1)]
    assert sorted(map(bool, told)) == [False, True]
    assert decided().finished_by == clerks[told.index("")]
    assert TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).count() == 1
    assert chains.run_of(page).current_task_state.task.name == chains.STAGES[1].heading


def test_the_officers_are_mailed(
    page: Any, clerk: Any, mayor: Any, reporter: Any, settings: Any
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://example.go.th"
    chains.submit(page, reporter)
    [message] = mail.outbox
    assert message.to == [clerk.email]
    assert f"https://example.go.th{edit_address(page)}" in message.body
    assert page.title in message.subject + message.body
    mail.outbox.clear()
    waiting(page).reject(user=clerk, comment="โปรดแก้ข้อ ๒")
    [message] = mail.outbox
    assert message.to == [reporter.email]
    assert "โปรดแก้ข้อ ๒" in message.body
    assert chains.STAGES[0].heading in message.body
    mail.outbox.clear()
    chains.submit(page, reporter)
    chains.approve(page, clerk)
    assert [each.to for each in mail.outbox] == [[clerk.email], [mayor.email]]
    mail.outbox.clear()
    chains.approve(page, mayor)
    [message] = mail.outbox
    assert message.to == [reporter.email]
