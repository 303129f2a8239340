"""A worker of its own does the long work: that of the database, as a webmaster would start it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from tests.admin.roles import client_of
from tests.sample import make_index, make_item, make_report
from tests.tasks.test_downloads import kept_of, made_formats
from wagtail_ita.models import LinkCheck
from wagtail_ita.tasks.downloads import prepare_page
from wagtail_ita.tasks.running import runs_at_once

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.slow,
]


def work() -> list[tuple[str, str]]:
    """Let the worker do what is waiting, and return what became of it."""
    call_command("db_worker", "--batch", "--no-reload", stdout=io.StringIO())
    results = DBTaskResult.objects.filter(task_path__startswith="wagtail_ita.")
    return [(each.task_path, each.status) for each in results.order_by("enqueued_at")]


def ours() -> Any:
    return DBTaskResult.objects.filter(task_path__startswith="wagtail_ita.")


def test_a_publish_leads_to_files_that_are_there_before_anybody_asks() -> None:
    assert not runs_at_once(prepare_page)
    page = make_report(make_index())
    assert kept_of(page) == set()
    assert [each.args_kwargs["args"] for each in ours()] == [
        ["wagtail_ita_pages.ITAReportPage", page.pk, page.live_revision_id]
    ]
    assert work() == [("wagtail_ita.tasks.downloads.prepare_page", "SUCCESSFUL")]
    assert kept_of(page) == made_formats() >= {"json", "xlsx"}
    assert Client().get(f"{page.url}report.json").status_code == 200


def test_the_worker_packs_the_evidence_where_the_site_keeps_packs(settings: Any) -> None:
    settings.WAGTAIL_ITA = {"KEEP_PACKS": True}
    index = make_index()
    page = make_report(index)
    assert ("wagtail_ita.tasks.downloads.prepare_page", "SUCCESSFUL") in work()
    for each in (page, index):
        response = Client().get(f"{each.url}evidence.zip")
        # Only a file that is there has a length before it is sent.
        assert int(response["Content-Length"]) == len(response.getvalue())


def test_a_publication_that_is_rolled_back_leaves_nothing_to_do() -> None:
    from django.db import transaction

    index = make_index()
    with pytest.raises(RuntimeError), transaction.atomic():
        make_report(index)
        raise RuntimeError
    assert not ours().exists()


def test_a_link_check_is_asked_for_on_the_board_and_done_by_the_worker(
    admin_user: User,
) -> None:
    index = make_index()
    make_item(index, "O1")
    address = reverse("wagtail_ita_links", args=[index.pk])
    client = client_of(admin_user)
    client.post(address)
    client.post(address)
    check = LinkCheck.objects.get()
    assert check.is_going_on
    assert "help-info" in client.get(address).content.decode()
    assert work() == [("wagtail_ita.tasks.links.check_links", "SUCCESSFUL")]
    check.refresh_from_db()
    assert check.finished_at
    assert check.errors > 0
    assert "O2" in {each["item"] for each in check.results}
    assert "O2" in client.get(address).content.decode()
