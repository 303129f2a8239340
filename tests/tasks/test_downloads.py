"""The files of a report are there before anybody asks, and never in a publisher's way."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
from django.test import override_settings
from django_tasks import default_task_backend
from django_tasks.backends.dummy import DummyBackend

from tests.sample import RECORD, make_index, make_item, make_report
from wagtail_ita.models import get_report_page_model
from wagtail_ita.tasks.downloads import add_preparation, prepare_page
from wagtail_ita.transfer import shelf
from wagtail_ita.transfer.formats.registry import FORMATS
from wagtail_ita.transfer.keeping import kept, page_group, report_key
from wagtail_ita.transfer.publication import Publication
from wagtail_ita.transfer.published import published
from wagtail_ita.transfer.sharing.about import Shared

pytestmark = pytest.mark.django_db

Capture = Callable[..., AbstractContextManager[Any]]
BACKENDS = "django_tasks.backends"
QUEUED = {"default": {"BACKEND": f"{BACKENDS}.dummy.DummyBackend"}}
AT_ONCE = {"default": {"BACKEND": f"{BACKENDS}.immediate.ImmediateBackend"}}


def is_ours(task: Any) -> bool:
    """Tell our tasks from those of Wagtail and of its search."""
    return task.func.__module__.startswith("wagtail_ita.")


class DownBackend(DummyBackend):  # type: ignore[misc]
    """A queue whose server does not answer."""

    def enqueue(self, task: Any, *args: Any, **kwargs: Any) -> Any:
        if is_ours(task):
            raise ConnectionError("no answer")
        return super().enqueue(task, *args, **kwargs)


class NotKept(Exception):
    """A file would have to be made now."""


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    shelf.clear(frozenset())
    yield


def kept_of(page: Any) -> set[str]:
    """Return the formats in which a report need not be made any more."""

    def make() -> bytes:
        raise NotKept

    found = set()
    report = published(get_report_page_model().objects.get(pk=page.pk))
    for form in FORMATS.values():
        try:
            kept(report_key(form, report), make, group=page_group(page.pk, form.filename))
        except NotKept:
            continue
        found.add(form.name)
    return found


def made_formats() -> set[str]:
    return {form.name for form in FORMATS.values() if form.is_available}


def waiting() -> list[tuple[str, list[Any]]]:
    found = [each for each in default_task_backend.results if is_ours(each.task)]
    return [(each.task.name, list(each.args)) for each in found]


def arguments_of(page: Any) -> list[Any]:
    return [page._meta.label, page.pk, page.live_revision_id]


def test_publishing_waits_for_no_file_unless_the_site_says_so(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = make_report(make_index())
    assert kept_of(page) == set()


@override_settings(TASKS=AT_ONCE, WAGTAIL_ITA={"PREPARE_DOWNLOADS": True})
def test_every_format_is_made_where_the_site_says_so(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    index = make_index()
    with django_capture_on_commit_callbacks(execute=True):
        page = make_report(index)
        # Not before the publication is stored: the worker would not find it.
        assert kept_of(page) == set()
    assert kept_of(page) == made_formats() >= {"json", "csv", "xlsx"}
    shared = Shared.of(get_report_page_model().objects.get(pk=page.pk))
    assert shelf.find(page_group(page.pk, "share.png"), shared.picture_key) is not None


@override_settings(TASKS=QUEUED)
def test_a_worker_is_asked_once_for_each_publication(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    index = make_index()
    with django_capture_on_commit_callbacks(execute=True):
        page = make_report(index)
        make_report(index, replace(RECORD, code="O27"), publish=False)
        item = make_item(index, "O1", nothing_to_report="ไม่มีเรื่องร้องเรียนในปี")
        item.save_revision().publish()
        item.refresh_from_db()
    assert waiting() == [("prepare_page", arguments_of(each)) for each in (page, item)]
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    page.refresh_from_db()
    assert waiting()[2:] == [("prepare_page", arguments_of(page))]


@override_settings(TASKS=QUEUED, WAGTAIL_ITA={"PREPARE_DOWNLOADS": False})
def test_a_site_may_do_without(django_capture_on_commit_callbacks: Capture) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_report(make_index())
    assert waiting() == []


def test_what_has_been_published_anew_is_left_to_its_own_task() -> None:
    page = make_report(make_index())
    earlier = arguments_of(page)
    page.save_revision().publish()
    page.refresh_from_db()
    prepare_page.call(*earlier)
    assert kept_of(page) == set()
    prepare_page.call(*arguments_of(page))
    assert kept_of(page) == made_formats()
    prepare_page.call(*arguments_of(page))
    assert kept_of(page) == made_formats()


def test_a_page_that_is_gone_or_no_longer_live_is_left_alone() -> None:
    page = make_report(make_index())
    arguments = arguments_of(page)
    page.unpublish()
    prepare_page.call(*arguments)
    page.delete()
    prepare_page.call(*arguments)
    assert not get_report_page_model().objects.exists()


@override_settings(TASKS=AT_ONCE, WAGTAIL_ITA={"PREPARE_DOWNLOADS": True})
def test_one_format_that_fails_keeps_no_other_back_and_no_publication(
    django_capture_on_commit_callbacks: Capture,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_publication: Publication) -> bytes:
        raise RuntimeError("no ink")

    monkeypatch.setitem(FORMATS, "json", replace(FORMATS["json"], render=broken))
    with (
        caplog.at_level(logging.ERROR, "wagtail_ita"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        page = make_report(make_index())
    assert page.live
    assert kept_of(page) == made_formats() - {"json"}
    assert "no ink" in caplog.text


@override_settings(TASKS={"default": {"BACKEND": "tests.tasks.test_downloads.DownBackend"}})
def test_a_queue_that_is_down_does_not_stop_a_publication(
    django_capture_on_commit_callbacks: Capture, caplog: pytest.LogCaptureFixture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = make_report(make_index())
    assert page.live
    assert "could not be handed over" in caplog.text


def test_others_may_have_something_made_of_their_pages(
    django_capture_on_commit_callbacks: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wagtail_ita.tasks.downloads._preparations", [])
    seen: list[Any] = []
    add_preparation(get_report_page_model(), seen.append)
    add_preparation(get_report_page_model(), seen.append)
    with (
        override_settings(TASKS=AT_ONCE, WAGTAIL_ITA={"PREPARE_DOWNLOADS": True}),
        django_capture_on_commit_callbacks(execute=True),
    ):
        page = make_report(make_index())
    assert seen == [page]
