"""Our own acts in Wagtail's history: each has a name and a sentence, and can be found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.log_actions import log, registry
from wagtail.models import PageLogEntry

from tests.admin.roles import speak
from tests.sample import make_index, make_site
from wagtail_ita.years.closing import close_year, reopen_year

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(admin_user: Any) -> Iterator[None]:
    speak(admin_user, "en")
    with translation.override("en"):
        yield


def our_actions() -> list[str]:
    registry.scan_for_actions()
    return sorted(action for action in registry.formatters if action.startswith("wagtail_ita."))


def test_every_action_of_ours_has_a_name_and_a_sentence() -> None:
    index = make_index()
    actions = our_actions()
    assert len(actions) >= 8
    for action in actions:
        log(instance=index, action=action)
        entry = PageLogEntry.objects.get(page=index.pk, action=action)
        label = str(registry.get_action_label(action))
        message = str(entry.message)
        assert label, action
        assert message, action
        assert "wagtail_ita" not in label + message
        assert "%(" not in message


def test_the_history_of_the_page_and_of_the_site_show_them(admin_client: Client) -> None:
    index = make_index()
    for action in our_actions():
        log(instance=index, action=action)
    messages = {str(entry.message) for entry in PageLogEntry.objects.filter(page=index.pk)}
    for address in (
        reverse("wagtailadmin_pages:history", args=[index.pk]),
        reverse("wagtailadmin_reports:site_history"),
    ):
        soup = BeautifulSoup(admin_client.get(address).content, "html.parser")
        shown = " ".join(soup.get_text(" ", strip=True).split())
        assert [each for each in messages if " ".join(each.split()) not in shown] == []


def test_an_act_by_command_is_logged_without_a_user() -> None:
    make_site()
    call_command("ita_setup", "--year", "2569", verbosity=0)
    entry = PageLogEntry.objects.get(action="wagtail_ita.year_set_up")
    assert entry.user is None
    assert entry.message == "27 pages of the year made as drafts"
    call_command("ita_setup", "--year", "2569", verbosity=0)
    assert PageLogEntry.objects.filter(action="wagtail_ita.year_set_up").count() == 1


def test_closing_and_reopening_are_told(admin_user: Any) -> None:
    index = make_index()
    close_year(index, user=admin_user)
    reopen_year(index, user=admin_user)
    found = PageLogEntry.objects.filter(page=index.pk).order_by("timestamp", "pk")
    assert [str(entry.message) for entry in found if "wagtail_ita" in entry.action] == [
        "Year closed: its pages are kept",
        "Year reopened: its pages can be changed again",
    ]
