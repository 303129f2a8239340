"""The database breaks off in the middle: nothing is half done, and the next try does it."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError, connection
from django.db.models.signals import post_save, pre_save
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published

import wagtail_ita
from tests.admin.roles import client_of, speak
from tests.admin.test_import_wizard import file_of, plan_address, seen_of, shown
from tests.admin.typed_forms import typed_form
from tests.faults.conftest import COMMITTED, free_port
from tests.sample import RECORD, make_item, make_report
from tests.upgrades.content import NOTHING
from wagtail_ita.models import (
    ImportUpload,
    PublishedVersion,
    get_index_page_model,
    get_item_page_model,
    get_report_page_model,
)
from wagtail_ita.transfer.formats.json import record_data

pytestmark = COMMITTED

BROKEN = (InterfaceError, OperationalError)
ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(wagtail_ita.__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _server(db: None) -> Iterator[None]:
    if connection.vendor != "postgresql":
        pytest.skip("This needs PostgreSQL: run it with DATABASE_URL.")
    yield
    connection.close()


@pytest.fixture
def admin() -> Client:
    user = User.objects.create_superuser("admin", "admin@example.go.th")
    speak(user, "en")
    return client_of(user)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(record_data(RECORD)), encoding="utf-8")
    return path


def break_off() -> None:
    """End the connection from outside, as a restart of the server does."""
    key = connection.connection.info.backend_pid
    known = connection.settings_dict
    with psycopg.connect(
        host=known["HOST"],
        port=known["PORT"] or None,
        user=known["USER"],
        password=known["PASSWORD"],
        dbname=known["NAME"],
        autocommit=True,
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [key])
        while other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [key]).fetchone():
            time.sleep(0.01)


@contextmanager
def breaking_off_at(signal: Any, sender: Any = None, *, number: int = 1) -> Iterator[None]:
    """Let the database break off once, at a moment that a signal of Django tells of.

    Args:
        signal: The signal.
        sender: Whose.
        number: At which of them.
    """
    seen = []

    def receiver(**kwargs: Any) -> None:
        seen.append(kwargs)
        if len(seen) == number:
            break_off()

    signal.connect(receiver, sender=sender, weak=False)
    try:
        yield
    finally:
        signal.disconnect(receiver, sender=sender)
    assert len(seen) >= number, "The moment never came."


def said(error: Any) -> bool:
    text = str(error.value)
    return "The database broke off" in text and "run the command again" in text


def latest(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


MOMENTS = pytest.mark.parametrize(
    ("signal", "sender"),
    [(post_save, Revision), (post_save, PageLogEntry)],
    ids=["the revision is written", "the history is written"],
)


@MOMENTS
def test_an_import_of_a_new_report_is_repeated(
    index: Any, file: Path, signal: Any, sender: Any
) -> None:
    pages, revisions = Page.objects.count(), Revision.objects.count()
    with breaking_off_at(signal, sender), pytest.raises(CommandError) as error:
        call_command("ita_import", str(file), "--year", "2569", stdout=io.StringIO())
    assert said(error)
    assert error.value.returncode == 1
    assert (Page.objects.count(), Revision.objects.count()) == (pages, revisions)
    call_command("ita_import", str(file), "--year", "2569", stdout=io.StringIO())
    draft = get_report_page_model().objects.get().get_latest_revision_as_object()
    assert len(draft.measures) == 2


@MOMENTS
def test_an_import_into_a_live_report_is_repeated(
    report: Any, tmp_path: Path, signal: Any, sender: Any
) -> None:
    path = tmp_path / "report.json"
    data = record_data(RECORD)
    data["report"]["conclusion"] = "<p>ปีหน้าจะลงทะเบียนทางออนไลน์</p>"
    path.write_text(json.dumps(data), encoding="utf-8")
    before = report.latest_revision_id
    with breaking_off_at(signal, sender), pytest.raises(CommandError) as error:
        call_command("ita_import", str(path), "--year", "2569", stdout=io.StringIO())
    assert said(error)
    report.refresh_from_db()
    assert report.latest_revision_id == before
    assert not PageLogEntry.objects.filter(action="wagtail_ita.import").exists()
    call_command("ita_import", str(path), "--year", "2569", stdout=io.StringIO())
    assert "ทางออนไลน์" in latest(report).conclusion


def test_the_wizard_says_that_nothing_was_written_and_imports_at_the_next_try(
    report: Any, admin: Client
) -> None:
    address = plan_address(admin, f"page:{report.pk}", file_of())
    sent = {"take": ["measures.0.output"], "seen": seen_of(shown(admin.get(address)))}
    before = report.latest_revision_id
    with breaking_off_at(post_save, Revision):
        response = admin.post(address, sent)
    assert "The database broke off, and nothing has been written" in (
        shown(response).get_text(" ", strip=True)
    )
    report.refresh_from_db()
    assert report.latest_revision_id == before
    assert ImportUpload.objects.exists()
    assert admin.post(address, sent).status_code == 302
    assert "๒๐๐ ครั้ง" in str(latest(report).measures.raw_data[0])


@pytest.mark.parametrize(
    ("signal", "sender"),
    [
        (pre_save, get_report_page_model),
        (post_save, PublishedVersion),
        (page_published, None),
        (post_save, PageLogEntry),
    ],
    ids=[
        "before the page is written",
        "the version is recorded",
        "the publication is told",
        "the history is written",
    ],
)
def test_a_publication_is_there_whole_or_not_at_all(index: Any, signal: Any, sender: Any) -> None:
    page = make_report(index, publish=False)
    model = sender() if sender is get_report_page_model else sender
    with breaking_off_at(signal, model), pytest.raises(BROKEN):
        page.get_latest_revision().publish()
    connection.close()
    page = type(page).objects.get(pk=page.pk)
    assert not page.live
    assert not PublishedVersion.objects.exists()
    assert not PageLogEntry.objects.filter(action="wagtail.publish").exists()
    page.get_latest_revision().publish()
    assert [each.number for each in PublishedVersion.objects.of(page)] == [1]
    assert Client().get(page.url).status_code == 200


def test_a_correction_that_breaks_off_leaves_the_old_text_in_public(report: Any) -> None:
    report.conclusion = "<p>ฉบับแก้ไข</p>"
    revision = report.save_revision()
    with breaking_off_at(post_save, PublishedVersion), pytest.raises(BROKEN):
        revision.publish()
    connection.close()
    assert "ฉบับแก้ไข" not in Client().get(report.url).content.decode()
    revision.publish()
    assert "ฉบับแก้ไข" in Client().get(report.url).content.decode()
    assert PublishedVersion.objects.of(report).count() == 2


def test_what_was_planned_stays_planned_when_the_database_breaks_off(index: Any) -> None:
    """Wagtail takes a plan out before it writes the page."""
    page = make_item(index, "O1", live=False, nothing_to_report=NOTHING)
    page.go_live_at = timezone.now() - dt.timedelta(minutes=1)
    revision = page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=page.go_live_at)
    with breaking_off_at(pre_save, get_item_page_model()), pytest.raises(BROKEN):
        call_command("publish_scheduled")
    connection.close()
    revision.refresh_from_db()
    assert revision.approved_go_live_at is not None
    call_command("publish_scheduled")
    page.refresh_from_db()
    assert page.live


BROKE = "The database broke off while the page was stored. What you typed is still here"


@pytest.mark.parametrize("live", [True, False], ids=["a correction", "the first time"])
@pytest.mark.parametrize(
    "sender", [Revision, PublishedVersion], ids=["the draft is saved", "the version is recorded"]
)
def test_who_publishes_is_told_and_sends_it_once_more(
    index: Any, admin: Client, sender: Any, live: bool
) -> None:
    page = make_report(index, publish=live)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = typed_form(page, memo_number="ตย ๙๙๙๙")
    data["action-publish"] = "action-publish"
    with breaking_off_at(post_save, sender):
        response = admin.post(address, data)
    assert response.status_code == 200
    form = shown(response)
    assert BROKE in form.get_text(" ", strip=True)
    assert form.select_one("[name=memo_number]")["value"] == "ตย ๙๙๙๙"
    seen = Client().get(page.url)
    assert seen.status_code == (200 if live else 404)
    assert "ตย ๙๙๙๙" not in seen.content.decode()
    assert admin.post(address, data).status_code == 302
    assert "๙๙๙๙" in Client().get(page.url).content.decode()


def test_who_saves_a_draft_is_told_and_sends_it_once_more(report: Any, admin: Client) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[report.pk])
    data = typed_form(report, memo_number="ตย ๙๙๙๙")
    with breaking_off_at(post_save, PageLogEntry):
        response = admin.post(address, data)
    form = shown(response)
    assert BROKE in form.get_text(" ", strip=True)
    assert form.select_one("[name=memo_number]")["value"] == "ตย ๙๙๙๙"
    assert latest(report).memo_number != "ตย ๙๙๙๙"
    assert admin.post(address, data).status_code == 302
    assert latest(report).memo_number == "ตย ๙๙๙๙"


@pytest.mark.parametrize(
    ("command", "model", "number"),
    [
        (("ita_setup", "--year", "2569", "--chain", "none"), get_item_page_model, 5),
        (("ita_rollforward", "2569", "2570"), get_report_page_model, 1),
    ],
    ids=["a year", "the next year"],
)
def test_a_year_is_made_whole_or_not_at_all(
    request: Any, command: tuple[str, ...], model: Callable[[], Any], number: int
) -> None:
    if command[0] == "ita_rollforward":
        request.getfixturevalue("report")
    years, pages = get_index_page_model().objects.count(), Page.objects.count()
    with breaking_off_at(post_save, model(), number=number), pytest.raises(CommandError) as error:
        call_command(*command, stdout=io.StringIO())
    assert said(error)
    assert Page.objects.count() == pages
    call_command(*command, stdout=io.StringIO())
    assert get_index_page_model().objects.count() == years + 1


@pytest.mark.parametrize(
    ("command", "code"),
    [(["ita_check", "--year", "2569"], 2), (["ita_remind"], 1)],
    ids=["ita_check", "ita_remind"],
)
def test_a_database_that_does_not_answer_is_a_sentence(command: list[str], code: int) -> None:
    known = connection.settings_dict
    address = f"postgres://{known['USER']}@127.0.0.1:{free_port()}/{known['NAME']}"
    done = subprocess.run(
        [sys.executable, "-P", "-m", "django", *command],
        env={
            **os.environ,
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": os.pathsep.join([str(PACKAGE), str(ROOT)]),
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == code
    assert "ฐานข้อมูล" in done.stderr
    assert "Traceback" not in done.stderr
