"""Days are those of the site's zone, whatever the machine and the database think it is."""

from __future__ import annotations

import datetime as dt
import io
import os
import time
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from tests.admin.roles import client_of, speak
from tests.faults.conftest import COMMITTED
from tests.sample import make_index, make_item, make_report
from tests.upgrades.content import NOTHING
from tests.workflow import chains
from wagtail_ita.domain.dates import format_date
from wagtail_ita.models import PublishedVersion

# 26 hours apart: their days are never the same.
EAST, WEST = "Pacific/Kiritimati", "Etc/GMT+12"
# A quarter past midnight in Bangkok, the afternoon of the day before in London and New York.
AFTER_MIDNIGHT = dt.datetime(2026, 3, 19, 17, 15, tzinfo=dt.UTC)


@pytest.fixture
def zones(request: Any, db: None) -> Iterator[ZoneInfo]:
    """Set the zone of the site, and another one for the process and the database."""
    site, other = request.param
    before = os.environ.get("TZ")
    with override_settings(TIME_ZONE=site):
        # Django has just set it to that of the site.
        set_process_zone(other)
        set_database_zone(other)
        yield ZoneInfo(site)
    set_database_zone(None)
    set_process_zone(before)


def set_process_zone(name: str | None) -> None:
    if name is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = name
    time.tzset()


def set_database_zone(name: str | None) -> None:
    if connection.vendor != "postgresql":
        return
    database = connection.ops.quote_name(connection.settings_dict["NAME"])
    zone = f"'{name}'" if name else "DEFAULT"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {database} SET timezone = {zone}")
    # From the next connection on.
    connection.close()


FAR_APART = pytest.mark.parametrize(
    "zones", [(EAST, WEST), (WEST, EAST)], indirect=True, ids=["site ahead", "site behind"]
)
BANGKOK = pytest.mark.parametrize(
    "zones",
    [("Asia/Bangkok", "America/New_York")],
    indirect=True,
    ids=["New York"],
)


@pytest.fixture
def owner(db: None) -> User:
    owner = User.objects.create_superuser("malee", "malee@example.go.th")
    speak(owner, "en")
    return owner


def today(zone: ZoneInfo) -> dt.date:
    return dt.datetime.now(zone).date()


@COMMITTED
@FAR_APART
def test_items_are_due_by_the_calendar_of_the_site(zones: ZoneInfo, owner: User) -> None:
    index = make_index()
    for code, days in (("O1", -1), ("O2", 0), ("O3", 1)):
        page = make_item(index, code, live=False)
        page.item_owner, page.due_date = owner, today(zones) + dt.timedelta(days=days)
        page.save_revision()
    call_command("ita_remind", stdout=io.StringIO())
    call_command("ita_remind", stdout=io.StringIO())
    [letter] = mail.outbox
    for sentence in ("1 day ago", "Due today", "in 1 day"):
        assert letter.body.count(sentence) == 1


@COMMITTED
@FAR_APART
def test_an_officer_signs_on_the_day_that_it_is_there(zones: ZoneInfo, owner: User) -> None:
    page = make_report(make_index(), publish=False)
    chains.make_chain_for(page)
    chains.go_through(page, chains.make_clerk(), chains.make_mayor(), owner)
    html = Client().get(chains.fresh(page).url).content.decode()
    day = format_date(today(zones), language="th", thai_digits=True)
    assert html.count(day) >= 2


@COMMITTED
@FAR_APART
def test_what_is_planned_goes_out_at_its_hour_and_not_before(zones: ZoneInfo, owner: User) -> None:
    index, client = make_index(), client_of(owner)
    pages = []
    for code, minutes in (("O1", -5), ("O2", 5)):
        page = make_item(index, code, live=False, nothing_to_report=NOTHING)
        page.go_live_at = timezone.now() + dt.timedelta(minutes=minutes)
        revision = page.save_revision()
        revision.approved_go_live_at = page.go_live_at
        revision.save(update_fields=["approved_go_live_at"])
        pages.append(page)
    call_command("publish_scheduled")
    for page in pages:
        page.refresh_from_db()
    assert [page.live for page in pages] == [True, False]
    assert client.get("/admin/ita/board/").status_code == 200


@COMMITTED
@BANGKOK
def test_what_was_published_after_midnight_carries_the_new_day(zones: ZoneInfo) -> None:
    page = make_report(make_index())
    PublishedVersion.objects.update(published_at=AFTER_MIDNIGHT)
    moments = {"first_published_at": AFTER_MIDNIGHT, "last_published_at": AFTER_MIDNIGHT}
    type(page).objects.filter(pk=page.pk).update(**moments)
    client = Client()
    html = client.get(page.url).content.decode()
    assert "๒๐ มีนาคม ๒๕๖๙" in html
    assert "๑๙ มีนาคม ๒๕๖๙" not in html
    content = client.get(f"{page.index_page.url}items.xlsx").content
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
    days = {cell.value.date() for cell in cells if isinstance(cell.value, dt.datetime)}
    assert days == {dt.date(2026, 3, 20)}
    told = client.get(f"{page.url}report.json").json()["publication"]
    assert dt.datetime.fromisoformat(told["last_published"]) == AFTER_MIDNIGHT


@pytest.mark.parametrize(
    ("zone", "warned"),
    [("UTC", True), ("America/New_York", True), ("Asia/Bangkok", False), ("Asia/Jakarta", False)],
)
def test_a_site_with_another_clock_than_thailands_is_told(zone: str, warned: bool) -> None:
    with override_settings(TIME_ZONE=zone):
        found = [each for each in run_checks() if each.id == "wagtail_ita.W004"]
    assert bool(found) == warned
    if warned:
        assert zone in found[0].msg
