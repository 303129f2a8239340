"""Codes, addresses and names with letters that look like others, or like nothing.

Which spellings mean one code is in ``tests/domain/test_codes.py``.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.admin.roles import client_of, make_user
from tests.admin.typed_forms import typed_form
from tests.sample import make_index, make_item, make_report
from wagtail_ita.models import ITASettings, get_item_page_model

pytestmark = pytest.mark.django_db

SAME = [
    "O12",
    "o12",
    "ข้อ ๐๑๒",
    "012",
    "О12",
    "Ο12",
    "Ｏ１２",
    "O\u200b12",
    "\u202eO12",
    "O\u206012",
]
# Digits of other scripts, letters that are no O, and what only looks empty.
OTHER = ["О٢٣", "O໑໒", "O१२", "Ө12", "ଠ12", "օ12", "Ơ12", "O1\u0e4d2", "O\u3164", "\u2800"]
SLUGS = [
    "o๑๒",
    "о12",
    "ο12",
    "o\u200b12",
    "o12\u202e",
    "o\u00ad12",
    "Ｏ12",
    "o12\u0e4d",
    "O12",
    "o_12",
    "o 12",
    "o12/../admin",
    "o12%2f",
    "..",
    "",
]


def forms(index: Any) -> Client:
    return client_of(make_user("editor", index, "add", "change", "publish"))


def send_item(client: Client, index: Any, **typed: str) -> Any:
    address = reverse("wagtailadmin_pages:add", args=["wagtail_ita_pages", "itaitempage", index.pk])
    page = get_item_page_model()(title="ข้อ", code="O12", slug="", nothing_to_report="ไม่มี")
    page.adopt(index)
    return client.post(address, {**typed_form(page), "action-publish": "on", **typed})


@pytest.mark.parametrize("code", SAME)
def test_one_item_has_one_page_however_its_code_is_spelt(code: str) -> None:
    index = make_index()
    client = forms(index)
    send_item(client, index, code="O12")
    [page] = get_item_page_model().objects.all()
    assert (page.code, page.slug, page.live) == ("O12", "o12", True)
    response = send_item(client, index, code=code)
    assert response.status_code == 200
    assert get_item_page_model().objects.count() == 1


@pytest.mark.parametrize("code", OTHER)
def test_what_only_looks_like_a_code_is_refused(code: str) -> None:
    index = make_index()
    response = send_item(forms(index), index, code=code)
    assert response.status_code == 200
    assert not get_item_page_model().objects.exists()


@pytest.mark.parametrize("slug", SLUGS[:-1])
def test_an_address_is_of_plain_letters(slug: str) -> None:
    index = make_index()
    send_item(forms(index), index, slug=slug)
    found = list(get_item_page_model().objects.values_list("slug", flat=True))
    assert all(each.isascii() and each == each.lower() for each in found)
    assert all(set(each) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for each in found)
    assert slug not in found


@pytest.mark.parametrize("slug", SLUGS)
def test_an_address_that_looks_like_ours_leads_nowhere(slug: str) -> None:
    index = make_index()
    make_item(index, "O12", title="ข้อจริง")
    response = Client().get(f"{index.url}{slug}/" if slug else f"{index.url}\u200b/")
    assert response.status_code == 404
    for name in ("report.jsоn", "report.json\u200b", "ｒeport.json", "report.json%00"):
        report = f"{index.url}o12/{name}"
        assert Client().get(report).status_code == 404


@pytest.mark.parametrize("code", SAME)
def test_a_question_for_an_item_is_understood_in_every_spelling(code: str) -> None:
    index = make_index()
    item = make_item(index, "O12")
    response = Client().get(index.url, {"item": code})
    assert (response.status_code, response.url) == (302, item.url)


@pytest.mark.parametrize("code", OTHER)
def test_a_question_for_what_is_no_item_is_said_to_be_unknown(code: str) -> None:
    index = make_index()
    make_item(index, "O12")
    response = Client().get(index.url, {"item": code})
    assert response.status_code == 200


@pytest.mark.parametrize("year", ["2569", "๒๕๖๙", "２５６９", "٢٥٦٩", "25\u200b69", "2569\u202e"])
def test_a_year_is_a_year_or_unknown(year: str) -> None:
    index = make_index()
    make_report(index)
    response = Client().get(index.url, {"year": year, "q": "มาตรการ"})
    assert response.status_code == 200


@pytest.mark.parametrize("code", ["abс", "a\u200bb", "ก", "a b", "a/b", "a\n", "１", "a?b", ""])
def test_the_code_in_the_links_to_the_questionnaires_is_plain(code: str) -> None:
    settings = ITASettings(site=make_index().get_site(), itas_code=code)
    if code:
        with pytest.raises(ValidationError):
            settings.full_clean()
    else:
        settings.full_clean()
