"""A site whose scheduler does not run is told so."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone
from wagtail.models import Revision

from tests.sample import make_index, make_item
from wagtail_ita.checks import scheduling
from wagtail_ita.checks.scheduling import check_scheduler, overdue_publications

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def schedule(code: str, moment: dt.datetime, index: Any = None) -> Any:
    page = make_item(index or make_index(), code, live=False)
    page.nothing_to_report = "ปี 2569 ไม่มีเรื่องร้องเรียน"
    page.go_live_at = timezone.now() + dt.timedelta(days=1)
    page.save_revision().publish()
    Revision.objects.filter(object_id=str(page.pk)).update(approved_go_live_at=moment)
    return page


def warnings(**options: Any) -> list[Any]:
    found = run_checks(tags=[Tags.database], **options)
    return [each for each in found if each.id == "wagtail_ita.W002"]


@pytest.mark.parametrize(
    ("late", "counts"),
    [
        (dt.timedelta(hours=2), True),
        (dt.timedelta(minutes=61), True),
        (dt.timedelta(minutes=60), False),
        (dt.timedelta(minutes=5), False),
        (dt.timedelta(hours=-5), False),
    ],
)
def test_a_page_is_late_after_an_hour(late: dt.timedelta, counts: bool) -> None:
    page = schedule("O1", NOW - late)
    found = overdue_publications(NOW)
    assert [each.page_id for each in found] == ([str(page.pk)] if counts else [])


def test_what_is_late_is_named_the_longest_first() -> None:
    index = make_index()
    schedule("O1", NOW - dt.timedelta(hours=3), index)
    schedule("O2", NOW - dt.timedelta(days=3), index)
    make_item(index, "O3")
    found = overdue_publications(NOW)
    assert [each.title for each in found] == ["ข้อ O2", "ข้อ O1"]
    assert found[0].go_live_at == NOW - dt.timedelta(days=3)


def test_the_check_warns_with_a_hint() -> None:
    schedule("O1", timezone.now() - dt.timedelta(hours=2))
    [warning] = warnings(databases=["default"])
    assert warning.msg.startswith("1 scheduled")
    assert "publish_scheduled" in warning.hint


def test_the_check_is_silent_on_a_site_whose_scheduler_runs() -> None:
    page = schedule("O1", timezone.now() - dt.timedelta(hours=2))
    Revision.objects.get(object_id=str(page.pk)).publish()
    assert warnings(databases=["default"]) == []


def test_the_check_asks_no_database_that_was_not_named() -> None:
    schedule("O1", timezone.now() - dt.timedelta(hours=2))
    assert check_scheduler(databases=None) == []
    assert check_scheduler(databases=["other"]) == []


def test_the_check_is_silent_before_there_are_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr(scheduling, "overdue_publications", fail)
    assert warnings(databases=["default"]) == []


def test_the_command_check_shows_it() -> None:
    schedule("O1", timezone.now() - dt.timedelta(hours=2))
    err = io.StringIO()
    call_command("check", "--database", "default", stderr=err)
    assert "wagtail_ita.W002" in err.getvalue()
