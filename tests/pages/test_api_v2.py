"""What Wagtail's API v2 tells anybody of our pages."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.pages.secrets import SECRET, Secrets, assert_nothing_leaks, make_secret_pages
from tests.sample import RECORD, make_document, make_index, make_item, make_report
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.urls_api_v2")]

REPORT = "wagtail_ita_pages.ITAReportPage"
ITEM = "wagtail_ita_pages.ITAItemPage"
INDEX = "wagtail_ita_pages.ITAIndexPage"


def api(client: Client, path: str = "", **query: Any) -> Any:
    response = client.get(f"/api/v2/pages/{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


@pytest.fixture
def secrets() -> Secrets:
    return make_secret_pages()


class TestWhatIsThere:
    def test_a_report_is_what_its_file_says(self, client: Client) -> None:
        report = make_report(make_index())
        told = api(client, f"{report.pk}/")
        file = json.loads(client.get(f"{report.url}report.json").getvalue())
        assert told["report"] == file["report"]
        assert told["publication"] == file["publication"]
        assert (told["code"], told["reported_year"]) == ("O26", 2568)
        assert told["item"]["assessment_year"] == 2569
        assert told["item"]["scheme"] == "nacc"
        assert told["item"]["title_th"].startswith("รายงานผลการดำเนินการ")
        assert told["downloads"]["report.csv"] == f"{report.full_url}report.csv"

    def test_an_index_has_its_items_as_its_file_says(self, client: Client) -> None:
        index = make_index()
        make_item(index, "O1")
        told = api(client, f"{index.pk}/")
        file = json.loads(client.get(f"{index.url}items.json").getvalue())
        assert told["items"] == file["items"]
        assert told["assessment_year"] == 2569
        for address in told["downloads"].values():
            assert client.get(address).status_code == 200

    def test_an_item_has_its_evidence_text_and_tables(self, client: Client) -> None:
        item = make_item(
            make_index(),
            "O12",
            evidence=[("document", {"document": make_document("สถิติ"), "title": "", "note": ""})],
            body=[("table", {"caption": "สถิติ", "cells": "ไตรมาส|เรื่อง\n๑|๐"})],
            nothing_to_report="ไม่มีเรื่องร้องเรียน",
        )
        content = api(client, f"{item.pk}/")["content"]
        assert content["evidence"][0]["target"]["title"] == "สถิติ"
        assert content["body"][0]["header"] == ["ไตรมาส", "เรื่อง"]
        assert content["body"][0]["rows"] == [["๑", "๐"]]
        assert content["nothing_to_report"] == "ไม่มีเรื่องร้องเรียน"

    def test_pages_are_found_by_code_and_year(self, client: Client) -> None:
        report = make_report(make_index())
        found = api(client, type=REPORT, code="O26", reported_year=2568)
        assert [each["id"] for each in found["items"]] == [report.pk]
        assert api(client, type=REPORT, code="O1")["items"] == []

    def test_a_page_that_is_under_no_year_is_told_without_one(self, client: Client) -> None:
        index = make_index()
        report = make_report(index)
        report.move(index.get_parent(), pos="last-child")
        told = api(client, f"{report.pk}/")
        assert told["item"]["assessment_year"] is None
        assert told["report"]["code"] == "O26"


class TestWhatIsNot:
    @pytest.mark.parametrize("kind", [INDEX, ITEM, REPORT, ""])
    def test_no_listing_tells_what_is_internal(
        self, client: Client, secrets: Secrets, kind: str
    ) -> None:
        told = api(client, fields="*", **({"type": kind} if kind else {}))
        assert told["items"]
        assert_nothing_leaks(told)

    @pytest.mark.parametrize("name", ["index", "item", "report"])
    def test_no_page_tells_what_is_internal(
        self, client: Client, secrets: Secrets, name: str
    ) -> None:
        told = api(client, f"{getattr(secrets, name).pk}/", fields="*")
        assert_nothing_leaks(told)

    def test_evidence_that_anybody_may_open_is_told(self, client: Client, secrets: Secrets) -> None:
        report = api(client, f"{secrets.report.pk}/")["report"]
        content = api(client, f"{secrets.item.pk}/")["content"]
        for evidence in (report["measures"][0]["evidence"], content["evidence"]):
            assert [each["target"]["filename"][:5] for each in evidence] == ["shown"]

    def test_drafts_and_private_pages_are_absent(self, client: Client, secrets: Secrets) -> None:
        ids = {each["id"] for each in api(client)["items"]}
        assert ids.isdisjoint({secrets.draft.pk, secrets.private.pk})
        for page in (secrets.draft, secrets.private):
            assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404

    @pytest.mark.parametrize("field", ["explanation", "due_date", "item_owner", "correction_note"])
    def test_nobody_can_filter_or_sort_by_what_is_internal(
        self, client: Client, secrets: Secrets, field: str
    ) -> None:
        for query in ({field: SECRET}, {"fields": field}, {"order": field}):
            response = client.get("/api/v2/pages/", {"type": ITEM, **query})
            assert response.status_code == 400


def test_a_listing_takes_few_queries_however_long_it_is(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            told = api(client, type=REPORT, fields="_,code,item,publication,report,downloads")
        assert all(each["report"]["measures"] for each in told["items"])
        return len(found)

    index = make_index()
    document = make_document("หลักฐาน")
    piece = EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(document.pk))
    record = replace(RECORD, attachments=(piece,))
    for number in range(1, 4):
        make_report(index, replace(record, code=f"O{number}"))
    queries()
    few = queries()
    for number in range(4, 20):
        make_report(index, replace(record, code=f"O{number}"))
    assert queries() == few
    assert few < 30
