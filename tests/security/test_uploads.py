"""Files that mean harm, sent through the wizard by somebody who may use it; and packs of ours.

What a reader does with each kind of harm is in ``tests/transfer/test_sources_hostile.py``.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.models import Revision

from tests.admin.roles import speak
from tests.sample import make_document, make_index, make_item, make_report
from tests.transfer.source_files import docx, member, rezip, xlsx
from tests.transfer.test_sources_hostile import BODY, DOCTYPE, MB, SHEET, bomb
from wagtail_ita.models import ImportUpload
from wagtail_ita.transfer.pack.names import safe_name

pytestmark = pytest.mark.django_db


def with_entities(data: bytes, name: str) -> bytes:
    xml = member(data, name)
    start = xml.index(b"?>") + 2 if xml.startswith(b"<?xml") else 0
    return rezip(data, {name: DOCTYPE + xml[start:]})


def with_a_name_that_climbs(data: bytes) -> bytes:
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as archive:
        for name in ("../../escaped.txt", "/tmp/escaped.txt", "C:\\escaped.txt"):
            archive.writestr(name, "escaped")
    return target.getvalue()


HARM = {
    "a Word file that grows": (bomb(docx(), BODY, 3 * MB), "report.docx", "1.0"),
    "a workbook that grows": (bomb(xlsx(), SHEET, 3 * MB), "report.xlsx", "1.0"),
    "a Word file with entities": (with_entities(docx(), BODY), "report.docx", "XML"),
    "a workbook with entities": (with_entities(xlsx(), SHEET), "report.xlsx", "XML"),
    "a program that says it is a PDF": (b"MZ\x90\x00" + bytes(500), "report.pdf", ".exe"),
    "a page that says it is a text": (b"<html><script>hurt=1</script></html>", "a.txt", ""),
    "a picture that says it is a table": (b"GIF89a" + bytes(300), "report.csv", "GIF"),
    "a pack that says it is a Word file": (with_a_name_that_climbs(b""), "report.docx", "ZIP"),
}


@pytest.fixture
def report(admin_user: Any) -> Any:
    speak(admin_user, "en")
    return make_report(make_index())


def send(client: Client, report: Any, data: bytes, name: str) -> Any:
    file = SimpleUploadedFile(name, data, content_type="application/pdf")
    form = {"destination": f"page:{report.pk}", "file": file}
    return client.post(reverse("wagtail_ita_import"), form, follow=True)


@pytest.mark.parametrize("harm", HARM)
def test_harm_is_refused_in_a_sentence_and_nothing_is_kept(
    harm: str, report: Any, admin_client: Client, settings: Any
) -> None:
    settings.WAGTAIL_ITA = {"MAX_IMPORT_EXPANDED_BYTES": 1024 * 1024}
    data, name, word = HARM[harm]
    before = Revision.objects.count(), get_document_model().objects.count()
    with translation.override("en"):
        response = send(admin_client, report, data, name)
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    wrapper = soup.select_one("#id_file").find_parent(class_="w-field__wrapper")
    sentence = wrapper.select_one(".w-field__errors").get_text(" ", strip=True)
    assert word in sentence and sentence.endswith(".")
    assert (Revision.objects.count(), get_document_model().objects.count()) == before
    assert not ImportUpload.objects.exists()


@pytest.mark.parametrize("make", [docx, xlsx])
def test_names_in_a_file_lead_nowhere(
    make: Any, report: Any, admin_client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "a" / "b" / "c"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    response = send(admin_client, report, with_a_name_that_climbs(make()), "report.docx")
    assert response.status_code == 200
    assert not list(tmp_path.rglob("*escaped*"))
    assert not Path("/tmp/escaped.txt").exists()


def test_a_file_larger_than_the_limit_is_not_stored(
    report: Any, admin_client: Client, settings: Any
) -> None:
    settings.WAGTAIL_ITA = {"MAX_IMPORT_BYTES": 10_000}
    response = send(admin_client, report, b"a" * 10_001, "report.txt")
    assert "report.txt has 9.8" in " ".join(response.content.decode().split())
    assert not ImportUpload.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "..\\..\\windows\\system32\\a.txt",
        "/etc/passwd",
        "C:\\a.txt",
        "a\x01.pdf",
        "a\r\nb.pdf",
        "CON.pdf",
        "รายงาน\u202efdp.exe",
        "รายงาน\u2067fdp.exe\u2069",
        "\u061cก\u200b\u2060ข\ufeff",
        "." * 300,
        "~/.ssh/authorized_keys",
        "a/../../b",
    ],
)
def test_what_a_pack_holds_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    index = make_index()
    index.save_revision().publish()
    name = name[:255]
    document = make_document(name, "a.pdf")
    item = make_item(
        index,
        "O12",
        title=name,
        evidence=[("document", {"document": document, "title": name, "note": name})],
    )
    item.save_revision().publish()
    data = Client().get(f"{index.url}evidence.zip").getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "in" / "here")
    evidence = [each for each in names if "/evidence/" in each]
    assert len(evidence) == 1
    for each in names:
        assert not each.startswith(("/", "~"))
        assert ".." not in each.split("/")
        assert each.isprintable()
        assert not set(each) & set('\\:*?"<>|')
    outside = [
        path for path in tmp_path.rglob("*") if (tmp_path / "in" / "here") not in path.parents
    ]
    assert {path.name for path in outside} == {"in", "here"}


@pytest.mark.parametrize(
    "mark", ["\u202e", "\u2066", "\u2067", "\u061c", "\u200b", "\u2060", "\u00ad"]
)
def test_no_name_of_a_file_is_written_backwards(mark: str) -> None:
    assert safe_name(f"ก{mark}ข", ".pdf") == "ก ข.pdf"


def test_a_document_of_the_library_does_not_run_on_this_website(
    report: Any, admin_client: Client
) -> None:
    """Evidence is served by Wagtail, which lets a browser show a PDF and save all else."""
    for name in ("a.html", "a.svg", "a.js", "a.xml"):
        document = make_document("ก", name, b"<svg><script>hurt=1</script></svg>")
        response = admin_client.get(document.url)
        assert response["Content-Disposition"].startswith("attachment")
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        response.close()
