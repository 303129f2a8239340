"""A site with ``USE_TZ = False`` stores what its clock said, and Django refuses such moments."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Revision

from tests.admin.roles import client_of, speak
from tests.admin.typed_forms import typed_form
from tests.sample import make_index, make_item, make_report
from wagtail_ita import clock
from wagtail_ita.models import PublishedVersion

pytestmark = pytest.mark.django_db

# Half past one at night in Thailand; in Greenwich it is still the day before.
NIGHT = dt.datetime(2026, 4, 1, 1, 30, 12)


@pytest.fixture(autouse=True)
def _without_zones(settings: Any) -> None:
    settings.USE_TZ = False


@pytest.fixture
def index() -> Any:
    return make_index()


@pytest.fixture
def report(index: Any) -> Any:
    page = make_report(index)
    moments = {"first_published_at": NIGHT, "last_published_at": NIGHT}
    type(page).objects.filter(pk=page.pk).update(**moments)
    page.refresh_from_db()
    return page


@pytest.fixture
def admin() -> Client:
    user = User.objects.create_superuser("admin", "admin@example.go.th")
    speak(user, "en")
    return client_of(user)


def got(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    content: bytes = response.getvalue()
    return content


def test_the_public_sees_the_day_of_the_clock(client: Client, report: Any, index: Any) -> None:
    for page in (report, index):
        shown = got(client, page.url).decode()
        assert '<time datetime="2026-04-01">๑ เมษายน ๒๕๖๙</time>' in shown
    assert got(client, f"{index.url}?q=พัสดุ")
    assert got(client, "/sitemap.xml")


def test_files_have_the_moment_with_its_zone(client: Client, report: Any, index: Any) -> None:
    moment = "2026-04-01T01:30:12+07:00"
    told = json.loads(got(client, f"{report.url}report.json"))
    assert told["publication"]["first_published"] == moment
    rows = csv.DictReader(io.StringIO(got(client, f"{index.url}items.csv").decode("utf-8-sig")))
    assert moment in {each["last_published"] for each in rows}
    assert f"<published>{moment}</published>" in got(client, f"{index.url}feed.xml").decode()
    dcat = json.loads(got(client, f"{index.url}dcat.jsonld"))
    assert dcat["dataset"][1]["issued"] == moment
    assert dcat["dataset"][1]["ckan:created_date"] == "2026-04-01"
    for name in ("report.csv", "report.xlsx", "report.docx", "report.pdf", "share.png"):
        assert got(client, f"{report.url}{name}")
    for name in ("items.json", "items.xlsx"):
        assert got(client, f"{index.url}{name}")


@pytest.mark.parametrize("whose", ["report", "index"])
def test_a_pack_has_the_time_of_the_clock(
    client: Client, report: Any, index: Any, whose: str
) -> None:
    page = report if whose == "report" else index
    with zipfile.ZipFile(io.BytesIO(got(client, f"{page.url}evidence.zip"))) as pack:
        assert {each.date_time for each in pack.infolist()} == {(2026, 4, 1, 1, 30, 12 // 60)}
        assert pack.read("publications.csv")


def test_an_editor_publishes_corrects_and_sees_the_screens(
    admin: Client, index: Any, report: Any
) -> None:
    address = f"/admin/pages/{report.pk}/edit/"
    assert got(admin, address)
    data = typed_form(report, memo_number="ตย ๗๗", correction_note="แก้เลขที่")
    assert admin.post(address, {**data, "action-publish": "action-publish"}).status_code == 302
    assert "ตย ๗๗" in got(admin, report.url).decode()
    assert PublishedVersion.objects.of(report).count() == 2
    for screen in ("board", "answers", "next-year", "closing", "links"):
        assert got(admin, f"/admin/ita/{screen}/{index.pk}/")
    assert got(admin, f"/admin/ita/versions/{report.pk}/")
    assert got(admin, "/admin/")


def test_a_year_is_closed_and_says_since_when(admin: Client, index: Any, report: Any) -> None:
    assert admin.post(f"/admin/ita/closing/{index.pk}/").status_code == 302
    index.refresh_from_db()
    assert index.closed_at is not None
    response = admin.post(f"/admin/pages/{report.pk}/edit/", typed_form(report), follow=True)
    assert str(clock.today().year) in response.content.decode()


def test_what_is_due_is_told_once_a_day(index: Any, admin: Client) -> None:
    page = make_item(index, "O2", live=False)
    page.item_owner = User.objects.get(username="admin")
    page.due_date = clock.today() + dt.timedelta(days=2)
    page.save_revision()
    for _run in range(2):
        call_command("ita_remind", stdout=io.StringIO())
    assert len(mail.outbox) == 1


def test_a_plan_is_carried_out_and_a_late_one_is_found(index: Any) -> None:
    page = make_item(index, "O1", live=False, nothing_to_report="ไม่มีในปีนี้")
    page.go_live_at = timezone.now() - dt.timedelta(hours=2)
    revision = page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=page.go_live_at)
    out = io.StringIO()
    with translation.override("en"):
        call_command("check", "--database", "default", stdout=out, stderr=out)
    assert "publish_scheduled" in out.getvalue()
    call_command("publish_scheduled")
    page.refresh_from_db()
    assert page.live


def test_commands_go_through_the_year(index: Any, report: Any, tmp_path: Any) -> None:
    out = io.StringIO()
    with translation.override("en"):
        target = tmp_path / "year.zip"
        call_command(
            *("ita_export", "--year", "2569", "--format", "zip", "--output", str(target)),
            stdout=out,
        )
        call_command("ita_rollforward", "2569", "2570", stdout=out)
    assert zipfile.is_zipfile(target)
