"""What a translator writes is a translation, and no way to run a script on the website.

Wagtail cleans what its editor sends; wagtail-localize stores addresses and PO files as they come.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation

from tests.localize.translating import segments, submit, translate_all, translated
from tests.sample import PLAIN_MEASURE, RECORD, make_index, make_report, without_publish_rule
from tests.security.test_markup import what_would_run

pytestmark = [pytest.mark.django_db, pytest.mark.localize]

HURT = "<img src=x onerror=hurt=1><script>hurt=1</script><a href='javascript:hurt=1'>x</a>"


@pytest.fixture
def translation() -> Any:
    index = make_index()
    index.save_revision().publish()
    rich = replace(PLAIN_MEASURE, output='<p>ดูที่ <a href="https://example.go.th/">นี่</a></p>')
    return submit(make_report(index, replace(RECORD, measures=(rich,))))


def shown(translation: Any) -> str:
    """Publish the translation, and return its page as a visitor gets it."""
    translation.save_target(publish=False)
    page = translated(translation)
    with without_publish_rule():
        page.get_parent().specific.save_revision().publish()
        page.get_latest_revision().publish()
    page = translated(translation)
    assert page.live
    preview = page.make_preview_request()
    assert what_would_run(preview.content.decode()) == []
    return str(Client().get(page.url).content.decode())


def test_in_the_editor_of_translations(translation: Any, admin_client: Client) -> None:
    translate_all(translation, lambda segment: f"{segment.string.data} {HURT}")
    assert what_would_run(shown(translation)) == []


def test_in_a_file_of_translations(translation: Any, admin_client: Client) -> None:
    po = translation.export_po()
    for entry in po:
        entry.msgstr = f"{entry.msgid} {HURT}"
    file = SimpleUploadedFile("th-en.po", str(po).encode(), content_type="text/plain")
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    admin_client.post(address, {"file": file})
    assert StringTranslation.objects.filter(data__contains="hurt=1").exists()
    assert what_would_run(shown(translation)) == []


def test_in_the_address_of_a_link(translation: Any, admin_client: Client) -> None:
    """wagtail-localize takes any words for the address of a link in another language."""
    translate_all(translation)
    links = OverridableSegment.objects.filter(source=translation.source)
    assert links
    for link in links:
        for words in ("javascript:hurt=1", "data:text/html,<script>hurt=1</script>"):
            value = json.loads(link.data_json)
            if not isinstance(value, str):
                continue
            SegmentOverride.objects.update_or_create(
                locale=translation.target_locale,
                context=link.context,
                defaults={"data_json": json.dumps(words)},
            )
    page = shown(translation)
    assert what_would_run(page) == []
    hrefs = [each["href"] for each in BeautifulSoup(page, "html.parser").select("a[href]")]
    assert not [each for each in hrefs if each.startswith(("javascript:", "data:"))]
    assert "hurt" not in page


def test_the_segments_are_the_ones_that_are_shown(translation: Any) -> None:
    """Else the tests above would prove nothing."""
    marked = {each.context.path for each in segments(translation)}
    assert {"title", "conclusion"} <= marked
    translate_all(translation, lambda segment: f"{segment.string.data} ZZZ")
    assert shown(translation).count("ZZZ") > 10
