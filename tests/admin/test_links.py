"""The look from outside, asked for on the board."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from tests.admin.roles import client_of, make_user, speak
from tests.sample import make_index, make_item, make_report
from wagtail_ita.models import LinkCheck
from wagtail_ita.models.link_checks import KEPT
from wagtail_ita.tasks.links import check_links

pytestmark = pytest.mark.django_db

QUEUED = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
PLAN = "แผนจัดหาพัสดุประจำปี"


@pytest.fixture
def index() -> Any:
    return make_index()


def address(index: Any) -> str:
    return reverse("wagtail_ita_links", args=[index.pk])


def screen(client: Client, index: Any) -> str:
    response = client.get(address(index))
    assert response.status_code == 200
    main = BeautifulSoup(response.content, "html.parser").select_one("main .ita-year")
    return " ".join(main.get_text(" ").split())


def ask(user: User, index: Any, capture: Any) -> None:
    with capture(execute=True):
        response = client_of(user).post(address(index))
    assert response.url == address(index)


def test_what_is_found_stays_on_the_screen(
    index: Any, admin_user: User, django_capture_on_commit_callbacks: Any
) -> None:
    make_item(index, "O1", title=PLAN, nothing_to_report="ไม่มี")
    speak(admin_user, "en")
    client = client_of(admin_user)
    assert "have not been checked yet" in screen(client, index)
    ask(admin_user, index, django_capture_on_commit_callbacks)
    check = LinkCheck.objects.get()
    assert (check.requested_by, check.failed) == (admin_user, False)
    assert check.errors == sum(each["severity"] == "error" for each in check.results)
    shown = screen(client, index)
    assert "Checked on" in shown
    assert "The list asks for item O2, which has no page." in shown
    speak(admin_user, "th")
    assert "The list asks for item" not in screen(client, index)


def test_the_item_of_a_finding_leads_to_its_form_where_one_may_edit(
    index: Any, django_capture_on_commit_callbacks: Any
) -> None:
    mine, other = make_item(index, "O1", live=False), make_item(index, "O2", live=False)
    user = make_user("clerk", mine, "change")
    ask(user, index, django_capture_on_commit_callbacks)
    html = client_of(user).get(address(index)).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[mine.pk]) in html
    assert reverse("wagtailadmin_pages:edit", args=[other.pk]) not in html


def test_only_who_sees_the_board_of_the_year_may_ask(index: Any) -> None:
    year_before = make_index(2568)
    stranger = make_user("stranger")
    neighbour = make_user("neighbour", year_before, "change")
    for user in (stranger, neighbour):
        client = client_of(user)
        for answer in (client.get(address(index)), client.post(address(index))):
            assert answer.status_code == 302
            assert answer.url == reverse("wagtailadmin_home")
    assert not LinkCheck.objects.exists()


@override_settings(TASKS=QUEUED)
def test_asking_twice_is_asking_once(
    index: Any, admin_user: User, django_capture_on_commit_callbacks: Any
) -> None:
    speak(admin_user, "en")
    ask(admin_user, index, django_capture_on_commit_callbacks)
    ask(admin_user, index, django_capture_on_commit_callbacks)
    check = LinkCheck.objects.get()
    client = client_of(admin_user)
    assert "waits for the worker" in screen(client, index)
    check.claim()
    check.note_progress(stage="items", done=5, total=26)
    assert "Looking at the pages of the items: 5/26" in screen(client, index)


@override_settings(TASKS=QUEUED)
def test_a_check_that_died_can_be_asked_for_again(
    index: Any, admin_user: User, django_capture_on_commit_callbacks: Any
) -> None:
    speak(admin_user, "en")
    long_ago = timezone.now() - dt.timedelta(hours=2)
    dead, _ = LinkCheck.ask(index, admin_user)
    LinkCheck.objects.update(requested_at=long_ago, started_at=long_ago, heard_of_at=long_ago)
    assert "has not come to an end" in screen(client_of(admin_user), index)
    ask(admin_user, index, django_capture_on_commit_callbacks)
    assert LinkCheck.objects.count() == 2
    # The queue may bring the dead one back: it is finished then, and harms nothing.
    check_links.call(dead.pk)
    dead.refresh_from_db()
    assert dead.finished_at


def test_a_task_that_runs_twice_or_too_late_does_nothing(index: Any, admin_user: User) -> None:
    check, _ = LinkCheck.ask(index, admin_user)
    check_links.call(check.pk)
    check.refresh_from_db()
    finished = check.finished_at
    check_links.call(check.pk)
    check.refresh_from_db()
    assert check.finished_at == finished
    assert not check.claim()
    orphan, _ = LinkCheck.ask(index, admin_user)
    index.delete()
    check_links.call(orphan.pk)
    check_links.call(0)
    orphan.refresh_from_db()
    assert orphan.finished_at is None


def test_only_one_worker_does_it(index: Any, admin_user: User) -> None:
    check, _ = LinkCheck.ask(index, admin_user)
    assert check.claim()
    assert not LinkCheck.objects.get(pk=check.pk).claim()


def test_a_few_of_each_year_are_kept(index: Any, admin_user: User) -> None:
    other = make_index(2568)
    theirs, _ = LinkCheck.ask(other, admin_user)
    for _number in range(KEPT + 2):
        check, is_new = LinkCheck.ask(index, admin_user)
        assert is_new
        check.finish()
    assert LinkCheck.objects.of(index).count() == KEPT
    assert list(LinkCheck.objects.of(other)) == [theirs]


def test_the_board_leads_there(index: Any, admin_user: User) -> None:
    make_report(index)
    board = client_of(admin_user).get(reverse("wagtail_ita_board", args=[index.pk]))
    assert address(index) in board.content.decode()
