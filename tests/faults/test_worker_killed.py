"""A worker is killed in the middle of its task: nobody misses anything, and another one goes on."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

import wagtail_ita
from tests.admin.roles import client_of, speak
from tests.faults.conftest import COMMITTED
from tests.sample import make_item, make_report
from tests.tasks.test_downloads import kept_of, made_formats
from tests.upgrades.content import NOTHING
from tests.worker.test_worker import work
from wagtail_ita.models import LinkCheck
from wagtail_ita.transfer import shelf

pytestmark = COMMITTED

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(wagtail_ita.__file__).resolve().parents[1]

KillIn = Callable[[str], None]


@pytest.fixture(autouse=True)
def _nothing_kept(db: None) -> Iterator[None]:
    if connection.vendor == "sqlite":
        pytest.skip("The worker needs a database server: run it with DATABASE_URL.")
    shelf.clear(frozenset())
    yield


@pytest.fixture
def killed_in(db: None, tmp_path: Path) -> KillIn:
    """Start a worker, and kill it once it is in the middle of something."""

    def kill_in(what: str) -> None:
        sign = tmp_path / "begun"
        environ = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings_hanging",
            "ITA_TEST_CACHE_FOLDER": settings.CACHES["default"]["LOCATION"],
            "ITA_TEST_DATABASE": connection.settings_dict["NAME"],
            "ITA_TEST_HANG": what,
            "ITA_TEST_MEDIA": settings.MEDIA_ROOT,
            "ITA_TEST_SIGN": str(sign),
            "PYTHONPATH": os.pathsep.join([str(PACKAGE), str(ROOT)]),
        }
        command = [sys.executable, "-P", "-m", "django", "db_worker", "--no-reload"]
        with (tmp_path / "log").open("wb") as log:
            process = subprocess.Popen(command, env=environ, stdout=log, stderr=subprocess.STDOUT)
        while not sign.exists():
            assert process.poll() is None, (tmp_path / "log").read_text(errors="replace")
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()

    return kill_in


def states() -> list[str]:
    results = DBTaskResult.objects.filter(task_path__startswith="wagtail_ita.")
    return [each.status for each in results.order_by("enqueued_at")]


def test_files_that_a_killed_worker_did_not_make_are_there_for_visitors(
    index: Any, killed_in: KillIn
) -> None:
    page = make_report(index)
    killed_in("preparation")
    assert states() == ["RUNNING"]
    assert kept_of(page) == set()
    for name in ("report.json", "report.xlsx", "share.png"):
        assert Client().get(f"{page.url}{name}").status_code == 200
    assert Client().get(page.url).status_code == 200


def test_the_next_worker_does_what_is_waiting(index: Any, killed_in: KillIn) -> None:
    first = make_report(index)
    killed_in("preparation")
    first.refresh_from_db()
    first.save_revision().publish()
    assert ("wagtail_ita.tasks.downloads.prepare_page", "SUCCESSFUL") in work()
    first.refresh_from_db()
    assert kept_of(first) == made_formats()


def test_a_look_at_the_links_that_was_killed_can_be_asked_for_again(
    index: Any, killed_in: KillIn, admin_user: User
) -> None:
    speak(admin_user, "en")
    item = make_item(index, "O1", live=False, nothing_to_report=NOTHING)
    item.save_revision().publish()
    work()
    client, address = client_of(admin_user), reverse("wagtail_ita_links", args=[index.pk])
    client.post(address)
    killed_in("page")
    check = LinkCheck.objects.get()
    assert check.is_going_on
    # Nobody has heard of it for as long as it takes to be given up.
    LinkCheck.objects.update(heard_of_at=check.heard_of_at - dt.timedelta(minutes=6))
    check.refresh_from_db()
    assert not check.is_going_on
    html = client.get(address).content.decode()
    assert "csrfmiddlewaretoken" in html
    client.post(address)
    assert LinkCheck.objects.count() == 2
    assert work()[-1] == ("wagtail_ita.tasks.links.check_links", "SUCCESSFUL")
    again = LinkCheck.objects.latest("pk")
    assert again.finished_at
    assert not again.failed
    assert "O2" in {each["item"] for each in again.results}
