"""Wagtail's simple_translation: a copy of the Thai page as a draft, written over by hand.

Run with ``--ds=tests.settings_simple``: the app takes the place of wagtail-localize.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from tests.sample import FULL_MEASURE, RECORD, make_index, make_report, translate
from wagtail_ita.models import PublishRefused
from wagtail_ita.transfer.pages import report_to_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def thai(client: Client) -> Any:
    return make_report(make_index())


def press_translate(client: Client, page: Any, english: Locale) -> Any:
    address = reverse("simple_translation:submit_page_translation", args=[page.pk])
    return client.post(address, {"locales": [english.pk]})


@pytest.fixture
def copy(thai: Any, admin_client: Client) -> Any:
    english = Locale.objects.get_or_create(language_code="en")[0]
    translate(thai.get_parent().specific)
    response = press_translate(admin_client, thai, english)
    page = thai.get_translation(english)
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    return page


def test_the_copy_is_a_draft_with_the_thai_text_at_the_same_address(
    copy: Any, thai: Any, client: Client
) -> None:
    assert not apps.is_installed("wagtail_localize")
    assert not copy.live
    assert copy.slug == thai.slug
    assert report_to_record(copy) == report_to_record(thai)
    assert client.get("/en/ita-2569/o26/").status_code == 404


def test_it_opens_in_the_form_and_is_published_when_it_is_complete(
    copy: Any, admin_client: Client, client: Client
) -> None:
    assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[copy.pk])).status_code == 200
    copy.title = "Report on integrity in fiscal year 2025"
    copy.measures[0].value["title"] = "Central register of borrowed property"
    copy.save_revision().publish()
    shown = client.get("/en/ita-2569/o26/").content.decode()
    assert "Central register of borrowed property" in shown
    assert FULL_MEASURE.title not in shown


def test_the_publish_rule_holds_for_it(copy: Any) -> None:
    copy.measures[0].value["title"] = ""
    with pytest.raises(PublishRefused):
        copy.save_revision().publish()


def test_the_thai_page_and_its_copy_go_their_own_ways(copy: Any, thai: Any) -> None:
    thai.title = "ชื่อใหม่"
    thai.save_revision().publish()
    copy.refresh_from_db()
    assert copy.title == RECORD.title


def test_nothing_is_said_about_wagtail_localize() -> None:
    assert "wagtail_ita.W010" not in {message.id for message in run_checks()}
