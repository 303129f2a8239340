"""A site from before there were versions, approvals and imports (the code of commit d7fe8fa).

The blocks are the same to this day; what came later are columns and tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.admin.roles import client_of
from tests.upgrades.storing import STORED, Dump, load_database, read
from tests.upgrades.swapping import own_database
from wagtail_ita.models import ITASettings, PublishedVersion, get_report_page_model

PATH = STORED / "before-versions" / "d7fe8fa.json"


@pytest.fixture(scope="module")
def early(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dump]:
    dump = read(PATH)
    assert dump["migrations"]["wagtail_ita_pages"] == "0001_initial"
    with django_db_blocker.unblock(), own_database(tmp_path_factory.mktemp("early")):
        load_database(dump)
        call_command("migrate", verbosity=0)
        yield dump


@pytest.fixture
def report(early: Dump, db: None) -> Any:
    return get_report_page_model().objects.get()


def test_what_was_public_is_public(report: Any) -> None:
    html = Client().get(report.url).content.decode()
    for title in ("มาตรการทะเบียนยืมพัสดุกลาง", "โครงการข่าวสั้นประจำสัปดาห์"):
        assert title in html
    assert "ร่างที่แก้ไขแล้ว" not in html
    assert report.title in Client().get(report.index_page.url).content.decode()
    assert len(Client().get(f"{report.url}report.json").json()["report"]["measures"]) == 2
    assert ITASettings.objects.get().agency_name_th == "เทศบาลตัวอย่าง"


def test_the_draft_opens_and_each_revision_can_be_compared(report: Any) -> None:
    client = client_of(User.objects.get(username="admin"))
    address = reverse("wagtailadmin_pages:edit", args=[report.pk])
    form = client.get(address).context["form"]
    assert "ร่างที่แก้ไขแล้ว" in form.instance.introduction
    first, second = report.revisions.order_by("pk")
    address = reverse("wagtailadmin_pages:revisions_compare", args=[report.pk, first.pk, second.pk])
    assert "ร่างที่แก้ไขแล้ว" in client.get(address).content.decode()


def test_the_next_publication_records_what_was_public_before(report: Any) -> None:
    assert not PublishedVersion.objects.exists()
    first = report.live_revision_id
    report.get_latest_revision().publish()
    assert "ร่างที่แก้ไขแล้ว" in Client().get(report.url).content.decode()
    versions = PublishedVersion.objects.of(report).order_by("number")
    assert [each.number for each in versions] == [1, 2]
    assert versions[0].revision_id == first
