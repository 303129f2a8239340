"""The disk is full: visitors get their files, nothing half-written stays, and later it is kept."""

from __future__ import annotations

import gc
import io
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings

import wagtail_ita
from tests.faults.conftest import COMMITTED
from tests.sample import make_document, make_index, make_item, make_report
from tests.tasks.test_downloads import AT_ONCE, kept_of, made_formats
from wagtail_ita.models import PublishedVersion
from wagtail_ita.transfer import shelf

# What openpyxl had begun is thrown away after its error.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(wagtail_ita.__file__).resolve().parents[1]
# The system lets no file of this process grow beyond this: what is longer breaks off there, as
# on a disk with so much left.
LEFT = 1024


@pytest.fixture(autouse=True)
def _nothing_kept(db: None) -> Iterator[None]:
    shelf.clear(frozenset())
    yield
    shelf.clear(frozenset())
    gc.collect()


@contextmanager
def full_disk() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LEFT, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def whole(name: str, content: bytes) -> bool:
    """Tell whether a file can be opened to its end."""
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.testzip() is None
    if name.endswith(".xlsx"):
        return bool(openpyxl.load_workbook(io.BytesIO(content)).sheetnames)
    if name.endswith(".pdf"):
        return content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF")
    return content.startswith(b"\x89PNG") and content.rstrip().endswith(b"IEND\xaeB`\x82")


def made_files() -> list[Path]:
    return [path for path in shelf.own_folder().rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["report.pdf", "evidence.zip", "share.png"])
def test_a_visitor_gets_the_whole_file_and_none_is_left_in_part(report: Any, name: str) -> None:
    address = f"{report.url}{name}"
    with full_disk():
        response = Client().get(address)
        content = b"".join(response)
    assert response.status_code == 200
    assert len(content) > LEFT
    assert whole(name, content)
    # What is short enough had room.
    assert all(path.stat().st_size <= LEFT for path in made_files())
    assert whole(name, b"".join(Client().get(address)))
    assert any(path.stat().st_size > LEFT for path in made_files())


def test_a_file_that_needs_the_disk_to_be_made_is_refused_in_a_sentence(report: Any) -> None:
    address = f"{report.url}report.xlsx"
    with full_disk():
        response = Client().get(address)
    assert response.status_code == 503
    assert "ยังจัดทำไฟล์นี้ไม่ได้" in response.content.decode()
    assert not made_files()
    response = Client().get(address)
    assert response.status_code == 200
    assert whole("report.xlsx", response.content)


@override_settings(TASKS=AT_ONCE, WAGTAIL_ITA={"PREPARE_DOWNLOADS": True})
def test_a_report_is_published_though_its_files_cannot_be_kept(
    index: Any, django_capture_on_commit_callbacks: Any
) -> None:
    page = make_report(index, publish=False)
    with full_disk(), django_capture_on_commit_callbacks(execute=True):
        page.get_latest_revision().publish()
    assert PublishedVersion.objects.of(page).count() == 1
    assert Client().get(page.url).status_code == 200
    assert "xlsx" not in kept_of(page)
    page.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        page.get_latest_revision().publish()
    assert kept_of(page) == made_formats()


def test_an_export_says_so_and_leaves_nothing_in_part(report: Any, tmp_path: Path) -> None:
    target = tmp_path / "O26.xlsx"
    command = ["ita_export", "--year", "2569", "--item", "O26", "--format", "xlsx"]
    with full_disk(), pytest.raises(CommandError) as error:
        call_command(*command, "-o", str(target), stderr=io.StringIO())
    assert "O26.xlsx cannot be written: File too large." in str(error.value)
    assert list(tmp_path.iterdir()) == []
    call_command(*command, "-o", str(target), stderr=io.StringIO())
    assert whole(target.name, target.read_bytes())


def test_an_export_does_not_spoil_the_one_of_before(report: Any, tmp_path: Path) -> None:
    target = tmp_path / "O26.xlsx"
    command = ["ita_export", "--year", "2569", "--item", "O26", "--format", "xlsx"]
    call_command(*command, "-o", str(target), stderr=io.StringIO())
    with full_disk(), pytest.raises(CommandError):
        call_command(*command, "-o", str(target), stderr=io.StringIO())
    assert whole(target.name, target.read_bytes())


@COMMITTED
def test_an_export_into_a_full_disk_through_the_shell_is_a_sentence(report: Any) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("This needs a database server: run it with DATABASE_URL.")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "django"]
            + ["ita_export", "--year", "2569", "--item", "O26", "--format", "csv", "-o", "-"],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.settings_web_workers",
                "ITA_TEST_DATABASE": connection.settings_dict["NAME"],
                "ITA_TEST_LANGUAGE": "en",
                "PYTHONPATH": os.pathsep.join([str(PACKAGE), str(ROOT)]),
            },
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 1
    assert "- cannot be written: No space left on device." in done.stderr
    assert "Traceback" not in done.stderr


def test_evidence_that_is_stored_in_part_breaks_no_page_and_no_zip() -> None:
    """What a full disk, or a crash, has left of an upload."""
    index = make_index()
    document = make_document("ทะเบียน", "register.pdf", b"%PDF-1.4\n" + bytes(5000))
    page = make_item(index, "O2", live=False)
    page.evidence = [
        {
            "type": "document",
            "id": "e1",
            "value": {"document": document.pk, "title": "", "note": ""},
        }
    ]
    page.save_revision().publish()
    os.truncate(document.file.path, 100)
    assert "ทะเบียน" in Client().get(page.url).content.decode()
    content = b"".join(Client().get(f"{index.url}evidence.zip"))
    assert whole("evidence.zip", content)
