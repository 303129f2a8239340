"""Translating outside the editor: by PO file and by machine."""

from __future__ import annotations

import re
from typing import Any

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import Translation

from tests.localize import full
from tests.localize.translating import missing, segments, submit, translated

pytestmark = [pytest.mark.django_db, pytest.mark.localize]

DUMMY = {"CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"}


@pytest.fixture
def translation() -> Translation:
    return submit(full.make_full_report(full.make_full_index()))


def download(client: Client, translation: Translation) -> polib.POFile:
    response = client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    assert response["Content-Type"] == "text/x-gettext-translation"
    assert response["Content-Disposition"].isascii()
    return polib.pofile(response.content.decode())


def upload(client: Client, translation: Translation, po: polib.POFile) -> None:
    file = SimpleUploadedFile("report-en.po", str(po).encode())
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    assert client.post(address, {"file": file, "next": "/admin/"}).status_code == 302


def test_a_po_file_has_every_text_and_brings_every_translation_back(
    admin_client: Client, translation: Translation
) -> None:
    po = download(admin_client, translation)
    assert [(entry.msgctxt, entry.msgid) for entry in po] == [
        (segment.context.path, segment.string.data) for segment in segments(translation)
    ]
    for number, entry in enumerate(po):
        # The tags stay, and what stands between them is written anew.
        entry.msgstr = re.sub(r"(?<![^>])[^<>]+", f'"{number}" &amp; \\\\ \u2026', entry.msgid)
    upload(admin_client, translation, po)
    assert missing(translation) == set()
    again = {entry.msgctxt + entry.msgid: entry.msgstr for entry in po}
    for entry in download(admin_client, translation):
        assert entry.msgstr == again[entry.msgctxt + entry.msgid]
    translation.save_target(publish=False)
    page = translated(translation)
    assert re.fullmatch(r'"\d+" & \\ …', page.title)
    assert re.fullmatch(r'"(\d+)" & \\ …\n"\1" & \\ …', page.measures[0].value["description"])
    assert page.memo_background.count("\n") == 3
    assert page.measures[0].value["output"].source.count("<li>") == 2
    assert (
        'href="https://example.go.th/cars?a=1&amp;b=2"' in page.measures[0].value["output"].source
    )


def test_a_po_file_in_part_leaves_the_rest_to_be_translated(
    admin_client: Client, translation: Translation
) -> None:
    po = download(admin_client, translation)
    po[0].msgstr = "Report"
    upload(admin_client, translation, po)
    assert (
        len(missing(translation)) == len({each.context.path for each in segments(translation)}) - 1
    )


def test_a_po_file_of_another_page_is_refused(
    admin_client: Client, translation: Translation
) -> None:
    po = download(admin_client, translation)
    po.metadata["X-WagtailLocalize-TranslationID"] = "other"
    po[0].msgstr = "Report"
    upload(admin_client, translation, po)
    assert "title" in missing(translation)


def test_a_machine_translates_every_segment(
    admin_client: Client, translation: Translation, settings: Any
) -> None:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = DUMMY
    page = translation.get_target_instance()
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    address = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    assert address in admin_client.get(editor).context["props"]
    assert admin_client.post(address, {"next": editor}).status_code == 302
    assert missing(translation) == set()
    translation.save_target(publish=False)
    done, thai = translated(translation), translation.source.get_source_instance()
    # The dummy turns the words of each text round.
    assert done.measures[0].value["title"] == " ".join(
        reversed(thai.measures[0].value["title"].split(" "))
    )
    assert done.slug == thai.slug
