"""A worker makes ``evidence.zip`` ahead of the visitor, where the site has the space for it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.test import Client
from wagtail.documents import get_document_model

from tests.sample import RECORD, make_document, make_index, make_item, make_report
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.models import ITAIndexMixin
from wagtail_ita.tasks.downloads import prepare_page
from wagtail_ita.transfer import shelf
from wagtail_ita.transfer.pack import keep_pack

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelf(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Keep packs, in a storage of this test's own."""
    settings.STORAGES = settings.STORAGES | {
        "made": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "made")},
        }
    }
    settings.WAGTAIL_ITA = {"KEEP_PACKS": True, "DOWNLOADS_STORAGE": "made"}
    yield


@pytest.fixture
def report() -> Any:
    document = make_document("ทะเบียนยืมพัสดุ", "register.pdf", b"%PDF-1.4 " + b"x" * 3_000_000)
    evidence = EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(document.pk))
    first = replace(RECORD.measures[0], evidence=(evidence,))
    record = replace(RECORD, measures=(first, *RECORD.measures[1:]))
    index = make_index()
    page = make_report(index, record)
    prepare(page)
    return page


def prepare(page: Any) -> None:
    """Do what the worker does once a page is published."""
    page.refresh_from_db()
    prepare_page.call(page._meta.label, page.pk, page.live_revision_id)


def kept_packs(page: Any) -> list[str]:
    try:
        return list(shelf.get_storage().listdir(f"{page.pk}/evidence.zip")[1])
    except FileNotFoundError:
        return []


def index_of(page: Any) -> Any:
    index = page.get_parent().specific
    assert isinstance(index, ITAIndexMixin)
    return index


def downloaded(page: Any) -> Any:
    return Client().get(f"{page.url}evidence.zip")


def names_in(response: Any) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as pack:
        assert pack.testzip() is None
        return pack.namelist()


def test_a_visitor_gets_the_pack_that_the_worker_has_made(report: Any) -> None:
    for page, path in ((report, "evidence/"), (index_of(report), "O26/evidence/")):
        assert len(kept_packs(page)) == 1
        response = downloaded(page)
        # Only of a file that is there is it known before it was sent.
        assert int(response["Content-Length"]) == len(response.getvalue())
        assert any(name.startswith(path) for name in names_in(response))


def test_what_is_kept_is_what_would_be_sent_without_it(report: Any, settings: Any) -> None:
    kept = downloaded(report)
    settings.WAGTAIL_ITA = {"KEEP_PACKS": False, "DOWNLOADS_STORAGE": "made"}
    streamed = downloaded(report)
    assert "Content-Length" not in streamed
    assert streamed.getvalue() == kept.getvalue()


def test_another_item_makes_the_pack_of_its_year_anew(report: Any) -> None:
    index = index_of(report)
    (before,) = kept_packs(index)
    item = make_item(index, "O1", nothing_to_report="ไม่มีในปีนี้")
    # Until the worker comes, the pack is made for whoever asks.
    assert "O1/item.txt" in names_in(downloaded(index))
    item.save_revision().publish()
    prepare(item)
    (after,) = kept_packs(index)
    assert after != before
    response = downloaded(index)
    assert response.has_header("Content-Length")
    assert "O1/item.txt" in names_in(response)


def test_nothing_that_was_taken_back_is_kept(
    report: Any, django_capture_on_commit_callbacks: Any
) -> None:
    index = index_of(report)
    with django_capture_on_commit_callbacks(execute=True):
        report.unpublish()
    assert kept_packs(report) == kept_packs(index) == []
    assert not [name for name in names_in(downloaded(index)) if "evidence/" in name]


def test_nothing_that_was_deleted_is_kept(
    report: Any, django_capture_on_commit_callbacks: Any
) -> None:
    index = index_of(report)
    with django_capture_on_commit_callbacks(execute=True):
        report.delete()
    assert kept_packs(report) == kept_packs(index) == []


def test_what_is_taken_back_while_the_pack_is_made_is_not_kept(report: Any) -> None:
    index = index_of(report)
    shelf.clear(frozenset())
    # The pack reads its files one by one: here one of them takes its page back.
    document = get_document_model().objects.get()
    field = type(document)._meta.get_field("file")
    before = field.storage

    class TakingBack(FileSystemStorage):
        def open(self, *args: Any, **kwargs: Any) -> Any:
            type(report).objects.get(pk=report.pk).unpublish()
            return super().open(*args, **kwargs)

    field.storage = TakingBack()
    try:
        keep_pack(index)
    finally:
        field.storage = before
    assert kept_packs(index) == []


def test_a_pack_that_lacks_a_file_is_not_kept(report: Any) -> None:
    document = get_document_model().objects.get()
    name, storage = document.file.name, document.file.storage
    content = document.file.read()
    document.file.close()
    storage.delete(name)
    shelf.clear(frozenset())
    prepare(report)
    assert kept_packs(report) == []
    assert downloaded(report).status_code == 200
    storage.save(name, ContentFile(content))
    prepare(report)
    assert len(kept_packs(report)) == 1


def test_a_site_without_the_space_keeps_none(report: Any, settings: Any) -> None:
    shelf.clear(frozenset())
    settings.WAGTAIL_ITA = {"DOWNLOADS_STORAGE": "made"}
    prepare(report)
    assert kept_packs(report) == kept_packs(index_of(report)) == []
    assert any(name.startswith("evidence/") for name in names_in(downloaded(report)))


def test_a_storage_that_takes_nothing_stops_nobody(report: Any, settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "none": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": "/proc/nowhere"},
        }
    }
    settings.WAGTAIL_ITA = {"KEEP_PACKS": True, "DOWNLOADS_STORAGE": "none"}
    prepare(report)
    assert any(name.startswith("evidence/") for name in names_in(downloaded(report)))
