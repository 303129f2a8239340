"""The screen that starts the next year: who may, what it shows, what it makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, PageLogEntry

from tests.admin.roles import client_of, make_user, speak
from tests.sample import FULL_MEASURE, RECORD, make_index, make_item, make_report
from wagtail_ita.models import get_index_page_model
from wagtail_ita.selectors import find_item
from wagtail_ita.years.closing import close_year

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(admin_user: User) -> Iterator[None]:
    speak(admin_user, "en")
    with translation.override("en"):
        yield


@pytest.fixture
def index() -> Any:
    return make_index()


@pytest.fixture
def editor(index: Any) -> User:
    return make_user("editor", index.get_parent(), "add", "change")


def address(index: Any) -> str:
    return reverse("wagtail_ita_next_year", args=[index.pk])


def text_of(response: Any) -> str:
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(soup.select_one("main").get_text(" ", strip=True).split())


def next_index() -> Any:
    return get_index_page_model().objects.filter(assessment_year=2570).first()


def test_the_plan_says_what_is_made_kept_emptied_and_left(index: Any, editor: User) -> None:
    steps = ("อบรมเดือนมกราคม 2568",)
    make_report(index, replace(RECORD, measures=(replace(FULL_MEASURE, steps=steps),)))
    make_item(index, "O98", title="ข้อของเราเอง")
    shown = text_of(client_of(editor).get(address(index)))
    for part in (
        "The list of 2570 is not known yet",
        "Kept Of each measure: title",
        "Left empty Of each measure: period, output",
        "Without a successor: these pages stay where they are O98 ข้อของเราเอง",
        "Measure 1",
        steps[0],
        "from O26",
        "new · 1 measure",
        "Make 27 drafts",
    ):
        assert part in shown
    assert next_index() is None


def test_the_year_can_be_typed_in_thai_digits(index: Any, editor: User) -> None:
    shown = text_of(client_of(editor).get(address(index), {"year": "๒๕๗๑"}))
    assert "The list of 2571 is not known yet" in shown


@pytest.mark.parametrize("year", ["2569", "abc", "", "999999999999"])
def test_a_year_that_makes_no_sense_is_refused_in_words(
    index: Any, editor: User, year: str
) -> None:
    client = client_of(editor)
    for response in (
        client.get(address(index), {"year": year or " "}),
        client.post(address(index), {"year": year}),
    ):
        assert "Make 27 drafts" not in text_of(response)
    assert get_index_page_model().objects.count() == 1


def test_it_makes_the_drafts_and_leads_to_the_new_board(index: Any, editor: User) -> None:
    report = make_report(index)
    response = client_of(editor).post(address(index), {"year": "2570"}, follow=True)
    new = next_index()
    assert response.redirect_chain[-1][0] == reverse("wagtail_ita_board", args=[new.pk])
    shown = text_of(response)
    assert "The year 2570 has been started: 27 pages made as drafts." in shown
    assert "The list of 2570 is not known yet; this year follows that of 2569." in shown
    assert (new.owner, new.live) == (editor, False)
    assert find_item(new, "O26").owner == editor
    entry = PageLogEntry.objects.get(action="wagtail_ita.year_rolled_forward")
    assert (entry.user, entry.data["from_page"]) == (editor, report.get_parent().pk)


def test_a_second_time_it_adds_what_is_missing(index: Any, editor: User) -> None:
    client = client_of(editor)
    client.post(address(index), {"year": "2570"})
    find_item(next_index(), "O7").delete()
    shown = text_of(client.get(address(index)))
    assert "The year 2570 is there already" in shown
    assert "Make 1 draft" in shown
    client.post(address(index), {"year": "2570"})
    assert find_item(next_index(), "O7") is not None
    response = client.post(address(index), {"year": "2570"}, follow=True)
    assert "Nothing was missing in 2570" in text_of(response)


def test_an_address_that_is_taken_is_refused_in_words(index: Any, editor: User) -> None:
    home = index.get_parent()
    home.add_child(instance=Page(title="หน้าอื่น", slug="ita-2570", locale=home.locale))
    client = client_of(editor)
    assert "is taken by the page “หน้าอื่น”" in text_of(client.get(address(index)))
    client.post(address(index), {"year": "2570"})
    assert next_index() is None


def test_a_closed_year_is_started_from_and_not_added_to(index: Any, editor: User) -> None:
    close_year(index)
    client = client_of(editor)
    client.post(address(index), {"year": "2570"})
    assert next_index() is not None
    find_item(next_index(), "O7").delete()
    close_year(next_index())
    response = client.post(address(index), {"year": "2570"})
    assert "This year was closed" in text_of(response)
    assert find_item(next_index(), "O7") is None


def test_who_may_not_add_pages_beside_the_year_does_not_get_in(index: Any) -> None:
    clerk = make_user("clerk", index, "add", "change")
    client = client_of(clerk)
    assert client.get(address(index)).status_code == 302
    client.post(address(index), {"year": "2570"})
    assert next_index() is None
    board = client.get(reverse("wagtail_ita_board", args=[index.pk])).content.decode()
    assert address(index) not in board


def test_board_and_index_page_lead_there(index: Any, editor: User) -> None:
    client = client_of(editor)
    for place in (
        reverse("wagtail_ita_board", args=[index.pk]),
        reverse("wagtailadmin_pages:edit", args=[index.pk]),
        reverse("wagtailadmin_explore", args=[index.pk]),
    ):
        assert address(index) in client.get(place).content.decode()
    item = make_item(index, "O3")
    page = client.get(reverse("wagtailadmin_pages:edit", args=[item.pk])).content.decode()
    assert "ita/next-year" not in page


def test_the_form_takes_the_list_of_another_year_away(
    index: Any, admin_client: Client, editor: User
) -> None:
    client_of(editor).post(address(index), {"year": "2570"})
    form = admin_client.get(reverse("wagtailadmin_pages:edit", args=[next_index().pk]))
    soup = BeautifulSoup(form.content, "html.parser")
    assert soup.select_one("#id_list_year")["value"] == "2569"


def test_a_list_that_does_not_exist_is_refused(index: Any) -> None:
    index.list_year = 2555
    with pytest.raises(Exception, match="There is no list of nacc for 2555"):
        index.full_clean()
