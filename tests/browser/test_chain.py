"""The report's way through the agency, with an account for each who has a hand in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from wagtail.models import WorkflowState

from tests.admin.roles import make_user
from tests.browser import admin
from tests.browser.conftest import OpenPage, sign_in
from tests.browser.looks import violations_in_every_look
from tests.sample import make_report
from wagtail_ita.domain.chains import default_chain
from wagtail_ita.domain.dates import format_date
from wagtail_ita.domain.digits import to_thai
from wagtail_ita.workflow.chain_setup import apply_chain, plan_chain

ADDRESS = "/ita-2569/o26/"
STAGES = default_chain("municipality")
NAMES = ("นางสาวดวงใจ ตรวจก่อน", "นางรัตนา รอบคอบ", "นายสมศักดิ์ สั่งการ")
OWN_WORDS = "เห็นชอบ โดยให้รายงานผลต่อสภาเทศบาลด้วย"


@pytest.fixture
def report(index: Any) -> Any:
    """A complete draft with the usual chain of a municipality."""
    report = make_report(index, publish=False)
    apply_chain(plan_chain(STAGES), [report])
    return report


@pytest.fixture
def officers(report: Any) -> list[Any]:
    """Deputy clerk, clerk and mayor."""
    users = []
    for number, stage in enumerate(STAGES):
        user = get_user_model().objects.create_user(f"officer{number}", first_name=NAMES[number])
        user.groups.add(Group.objects.get(name=stage.group))
        users.append(user)
    return users


@pytest.fixture
def desks(open_page: OpenPage, officers: list[Any], index: Any) -> list[Page]:
    """A browser for the reporter and one for each officer."""
    pages = []
    for user in (make_user("reporter", index, "add", "change"), *officers):
        user.wagtail_userprofile.delete() if hasattr(user, "wagtail_userprofile") else None
        page = open_page()
        sign_in(page, user)
        pages.append(page)
    return pages


def press(page: Page, name: str) -> None:
    """Press a button of the form's menu."""
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator(f"footer {name}").click()


def submit(page: Page, report: Any) -> None:
    admin.open_edit(page, report)
    press(page, "[name=action-submit]")
    expect(page.locator(".messages .success")).to_be_visible()


def open_window(page: Page, report: Any, action: str) -> Any:
    """Open the window of a decision from the dashboard, where an officer finds it."""
    page.goto("/admin/")
    state = WorkflowState.objects.get(object_id=str(report.pk)).current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[report.pk, action, state.pk])
    page.locator("td.actions-container [data-w-dropdown-target=toggle]").click()
    page.locator(f'[data-workflow-action-url="{address}"]').click()
    window = page.locator(".modal-content")
    expect(window.locator("button[type=submit]")).to_be_visible()
    return window


def decide(page: Page, window: Any) -> None:
    window.locator("button[type=submit]").click()
    expect(window).to_be_hidden()
    page.wait_for_load_state()


def stage(report: Any) -> str:
    state = WorkflowState.objects.get(object_id=str(report.pk))
    return f"{state.status} {state.current_task_state.task.name}"


def test_from_the_reporter_to_the_mayors_order(
    report: Any, desks: list[Page], open_page: OpenPage
) -> None:
    reporter, deputy, clerk, mayor = desks

    # Whoever writes it cannot publish it, and sends it up.
    admin.open_edit(reporter, report)
    expect(reporter.locator("[name=action-publish]")).to_have_count(0)
    submit(reporter, report)

    # The deputy clerk sends it back with a comment, and gets it again.
    window = open_window(deputy, report, "reject")
    window.locator("button[type=submit]").click()
    expect(window.locator(".error-message")).to_be_visible()
    window.locator("#id_comment").fill("โปรดเพิ่มวันที่ตรวจนับ")
    decide(deputy, window)
    assert stage(report) == f"needs_changes {STAGES[0].heading}"
    admin.open_edit(reporter, report)
    admin.field(reporter, "explanation").locator("textarea").fill("หน้าแรก แล้วเลือก ITA")
    press(reporter, "[name=action-submit]")
    expect(reporter.locator(".messages .success")).to_be_visible()

    # The deputy clerk writes the usual opinion.
    window = open_window(deputy, report, "approve")
    expect(window.locator("#id_name")).to_have_value(NAMES[0])
    expect(window).to_contain_text(STAGES[0].opinion)
    decide(deputy, window)
    assert stage(report) == f"in_progress {STAGES[1].heading}"

    # The clerk writes words of her own.
    window = open_window(clerk, report, "approve")
    window.locator("input[value=other]").check()
    window.locator("#id_own_opinion").fill(OWN_WORDS)
    decide(clerk, window)
    assert stage(report) == f"in_progress {STAGES[2].heading}"
    assert clerk.request.get(ADDRESS).status == 404

    # The mayor orders it, from the form of the page.
    admin.open_edit(mayor, report)
    mayor.locator("footer [data-w-dropdown-target=toggle]").click()
    mayor.locator("footer [data-workflow-action-name=approve]").click()
    window = mayor.locator(".modal-content")
    expect(window.locator("#id_name")).to_have_value(NAMES[2])
    window.locator("button[type=submit]").click()
    expect(mayor.locator(".messages .success")).to_be_visible()

    # The citizen reads who decided what, and when.
    citizen = open_page()
    citizen.goto(ADDRESS)
    text = citizen.locator("main").inner_text()
    day = to_thai(format_date(timezone.localdate(), language="th"))
    for name, each in zip(NAMES, STAGES, strict=True):
        assert each.heading in text
        assert f"({name})" in text
        assert each.position in text
    assert text.count(day) >= len(STAGES)
    assert text.index(STAGES[0].opinion) < text.index(OWN_WORDS) < text.index(STAGES[2].opinion)


def test_the_window_asks_for_words_before_it_closes(
    report: Any, desks: list[Page], artefacts: Any
) -> None:
    reporter, deputy, *_others = desks
    submit(reporter, report)
    window = open_window(deputy, report, "approve")
    window.locator("input[value=other]").check()
    window.locator("button[type=submit]").click()
    expect(window.locator(".error-message")).to_be_visible()
    deputy.screenshot(path=artefacts / "approval-window.png")
    assert violations_in_every_look(deputy, include=".modal-content") == []
    assert stage(report) == f"in_progress {STAGES[0].heading}"


def test_the_second_officer_is_told_that_it_is_decided(
    report: Any, desks: list[Page], officers: list[Any], open_page: OpenPage
) -> None:
    reporter, deputy, *_others = desks
    colleague = get_user_model().objects.create_user("colleague", first_name="นายมาทีหลัง")
    colleague.groups.set(officers[0].groups.all())
    late = open_page()
    sign_in(late, colleague)
    submit(reporter, report)
    windows = [open_window(page, report, "approve") for page in (deputy, late)]
    decide(deputy, windows[0])
    windows[1].locator("button[type=submit]").click()
    message = late.locator(".messages .error")
    expect(message).to_contain_text(STAGES[0].heading)
    expect(message).to_contain_text(NAMES[0])
    assert stage(report) == f"in_progress {STAGES[1].heading}"


def test_a_report_that_is_ordered_for_later_waits(report: Any, desks: list[Page]) -> None:
    reporter, *officers = desks
    report = type(report).objects.get(pk=report.pk)
    report.go_live_at = timezone.now() + dt.timedelta(days=1)
    report.save_revision()
    submit(reporter, report)
    for page in officers:
        decide(page, open_window(page, report, "approve"))
    assert reporter.request.get(ADDRESS).status == 404
    assert type(report).objects.get(pk=report.pk).approved_schedule
