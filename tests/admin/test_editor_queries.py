"""However long a report is, its forms ask the database the same number of questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin.typed_forms import typed_form
from tests.sample import FULL_MEASURE, RECORD, make_document, make_index, make_report
from wagtail_ita.blocks.preloading import preloaded_targets
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.models import PublishedVersion, get_report_page_model

pytestmark = pytest.mark.django_db

# What Wagtail asks by itself for a page without evidence is in there, with two versions of it, and
# what the words for the search index are made of.
MOST_TO_PUBLISH = 140
MOST_TO_SAVE = 75
MOST_TO_OPEN = 60


@pytest.fixture
def index() -> Any:
    return make_index()


def report_with(index: Any, code: str, *, measures: int, documents: int) -> Any:
    """Return a live report, with the documents shared out among its measures."""
    pieces = [
        EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(make_document(f"หลักฐาน {n}").pk))
        for n in range(documents)
    ]
    share = documents // measures
    record = replace(
        RECORD,
        code=code,
        measures=tuple(
            replace(
                FULL_MEASURE,
                id="",
                title=f"มาตรการ {n}",
                evidence=tuple(pieces[n * share : (n + 1) * share]),
            )
            for n in range(measures)
        ),
    )
    return make_report(index, record)


def queries(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def opens(client: Client, page: Any) -> Callable[[], Any]:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def call() -> None:
        assert client.get(url).status_code == 200

    return call


def sends(client: Client, page: Any, **action: str) -> Callable[[], Any]:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    note = {"correction_note": "แก้ชื่อมาตรการที่ ๑", "measures-0-value-title": "มาตรการใหม่"}
    typed = {**typed_form(page), **note, **action}

    def call() -> None:
        assert client.post(url, typed).status_code == 302

    return call


@pytest.fixture
def reports(index: Any, admin_client: Client) -> tuple[Any, Any]:
    """A short report and a long one; what Wagtail keeps between requests is warm."""
    opens(admin_client, report_with(index, "O40", measures=1, documents=1))()
    return (
        report_with(index, "O26", measures=2, documents=2),
        report_with(index, "O27", measures=10, documents=30),
    )


def test_publishing(reports: Any, admin_client: Client) -> None:
    short, long = (
        queries(sends(admin_client, page, **{"action-publish": "1"})) for page in reports
    )
    assert [PublishedVersion.objects.of(page).count() for page in reports] == [2, 2]
    assert short == long
    assert long <= MOST_TO_PUBLISH


def test_saving_a_draft(reports: Any, admin_client: Client) -> None:
    short, long = (queries(sends(admin_client, page)) for page in reports)
    assert [PublishedVersion.objects.of(page).count() for page in reports] == [1, 1]
    assert short == long
    assert long <= MOST_TO_SAVE


def test_opening_the_form(reports: Any, admin_client: Client) -> None:
    short, long = (queries(opens(admin_client, page)) for page in reports)
    assert short == long
    assert long <= MOST_TO_OPEN


class TestChosenEvidence:
    """What is chosen is looked up at once, and means what it meant one by one."""

    def test_what_is_chosen_is_stored(self, index: Any, admin_client: Client) -> None:
        page = report_with(index, "O26", measures=2, documents=2)
        other = make_document("อื่น")
        field = "measures-0-value-evidence-0-value-document"
        sends(admin_client, page, **{field: str(other.pk)})()
        assert _evidence_of(page) == ["อื่น", "หลักฐาน 1"]

    @pytest.mark.parametrize("gone", ["999999", "9" * 40, "x"])
    def test_what_is_not_there_is_left_empty(
        self, index: Any, admin_client: Client, gone: str
    ) -> None:
        page = report_with(index, "O26", measures=2, documents=2)
        field = "measures-0-value-evidence-0-value-document"
        sends(admin_client, page, **{field: gone})()
        assert _evidence_of(page) == [None, "หลักฐาน 1"]

    def test_a_stream_that_was_not_given_is_looked_up(self, index: Any) -> None:
        page = report_with(index, "O26", measures=2, documents=2)
        with preloaded_targets([]):
            assert _evidence_of(page) == ["หลักฐาน 0", "หลักฐาน 1"]


def _evidence_of(page: Any) -> list[str | None]:
    draft = get_report_page_model().objects.get(pk=page.pk).get_latest_revision_as_object()
    return [
        piece.value.target.title if piece.value.target else None
        for measure in draft.measures
        for piece in measure.value["evidence"]
    ]
