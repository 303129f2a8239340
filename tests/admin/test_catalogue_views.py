"""The webmaster sees each list and row with its source, date and certainty; others do not."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

pytestmark = pytest.mark.django_db

LIST = "wagtail_ita_catalogues"
DETAIL = "wagtail_ita_catalogue"


@pytest.fixture
def editor_client(client: Client) -> Client:
    editor = User.objects.create_user("editor", password="x")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    return client


def test_the_lists_are_shown_with_date_source_and_certainty(admin_client: Client) -> None:
    shown = admin_client.get(reverse(LIST)).content.decode()
    assert shown.count("๒๒ พฤศจิกายน ๒๕๖๙") == 4
    assert reverse(DETAIL, args=["nacc", 2569]) in shown


def test_each_row_says_how_sure_it_is(admin_client: Client) -> None:
    shown = admin_client.get(reverse(DETAIL, args=["nacc", 2569])).content.decode()
    for code in ("O1", "O26"):
        assert f"<td>{code}</td>" in shown
    assert "rtrda.or.th" in shown


def test_a_row_says_which_part_of_it_is_less_sure(admin_client: Client) -> None:
    rows = BeautifulSoup(
        admin_client.get(reverse(DETAIL, args=["nacc", 2569])).content, "html.parser"
    ).select("tbody tr")
    (o26,) = [row for row in rows if row.td.get_text() == "O26"]
    sure = o26.select("td")[3]
    assert sure.abbr.get_text() == "B"
    parts = [part.get_text(" ", strip=True) for part in sure.select("p")]
    assert parts == ["ตัวชี้วัดย่อย: D", "กลุ่ม: D", "องค์ประกอบ: C"]
    assert sure.p.abbr["title"].startswith("สรุป")


def test_each_row_says_what_it_was_called_in_other_years(admin_client: Client) -> None:
    shown = admin_client.get(reverse(DETAIL, args=["nacc", 2568])).content.decode()
    assert "O26 (๒๕๖๙)" in shown
    assert "O43 (๒๕๖๖)" in shown


def test_a_list_that_is_not_known_is_not_found(admin_client: Client) -> None:
    assert admin_client.get(reverse(DETAIL, args=["nacc", 2599])).status_code == 404


def test_a_broken_list_of_the_site_is_named(admin_client: Client, tmp_path: Any) -> None:
    with override_settings(WAGTAIL_ITA={"CATALOGUES": [tmp_path / "gone.json"]}):
        assert "gone.json" in admin_client.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("name", [LIST, DETAIL])
def test_who_is_not_an_administrator_sees_nothing(editor_client: Client, name: str) -> None:
    address = reverse(name, args=["nacc", 2569] if name == DETAIL else [])
    response = editor_client.get(address)
    assert response.status_code == 302
    assert response["Location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize("name", [LIST, DETAIL])
def test_who_is_not_logged_in_is_asked_to(client: Client, name: str) -> None:
    address = reverse(name, args=["nacc", 2569] if name == DETAIL else [])
    assert reverse("wagtailadmin_login") in client.get(address)["Location"]


def test_the_menu_offers_the_lists_to_administrators_only(
    admin_client: Client, editor_client: Client
) -> None:
    with translation.override("en"):
        home = reverse("wagtailadmin_home")
        assert reverse(LIST) in admin_client.get(home).content.decode()
        assert reverse(LIST) not in editor_client.get(home).content.decode()
