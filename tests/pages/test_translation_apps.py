"""The block shapes are such that translation loses no word, and no app is needed for that."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from tests.sample import RECORD, make_index, make_report, translate

pytestmark = pytest.mark.django_db


def texts() -> set[str]:
    found = set()
    for measure in RECORD.measures:
        found |= {measure.title, measure.description, measure.period.note}
        found |= {*measure.steps, *measure.responsible}
        found |= {piece.title for piece in measure.evidence}
        found |= {piece.note for piece in measure.evidence}
    for approval in RECORD.memo.approvals:
        found |= {approval.heading, approval.opinion, approval.name, approval.position}
    return found - {""}


@pytest.mark.localize
def test_every_text_of_the_blocks_becomes_a_segment() -> None:
    from wagtail_localize.segments.extract import extract_segments

    page = make_report(make_index())
    page.refresh_from_db()
    segments = {
        getattr(segment.string, "data", None)
        for segment in extract_segments(page)
        if hasattr(segment, "string")
    }
    assert texts() <= segments


def test_a_copy_for_translation_is_shown_in_its_language(client: Client) -> None:
    copy = translate(make_report(make_index()))
    response = client.get(copy.get_url())
    shown = response.content.decode()
    assert copy.get_url() == "/en/ita-2569/o26/"
    assert '<html lang="en">' in shown
    assert RECORD.measures[0].title in shown


def test_the_main_app_works_with_and_without_a_translation_app(client: Client) -> None:
    import os

    wanted = os.environ.get("ITA_TEST_LOCALIZE", "1") != "0"
    assert apps.is_installed("wagtail_localize") is wanted
    page: Any = make_report(make_index())
    assert client.get(page.get_url()).status_code == 200
