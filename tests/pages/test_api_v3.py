"""What Wagtail's API v3 tells anybody, and those who may edit, of our pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from wagtail.models import APIToken

from tests.pages.secrets import SECRET, Secrets, assert_nothing_leaks, make_secret_pages
from tests.sample import make_index, make_item, make_report

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.urls_api")]


def api(client: Client, path: str = "", **query: Any) -> Any:
    response = client.get(f"/api/v3/pages/{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


@pytest.fixture
def secrets() -> Secrets:
    return make_secret_pages()


def test_a_report_is_what_its_file_says(client: Client) -> None:
    report = make_report(make_index())
    told = api(client, f"{report.pk}/")
    file = json.loads(client.get(f"{report.url}report.json").getvalue())
    assert told["report"] == file["report"]
    assert told["publication"] == file["publication"]
    assert told["code"] == "O26"
    assert told["item"]["assessment_year"] == 2569
    assert told["downloads"]["report.json"] == f"{report.full_url}report.json"


def test_an_index_and_an_item_tell_what_is_public(client: Client) -> None:
    index = make_index()
    item = make_item(index, "O18", nothing_to_report="ไม่มีเรื่องร้องเรียน")
    assert api(client, f"{item.pk}/")["content"]["nothing_to_report"] == "ไม่มีเรื่องร้องเรียน"
    told = api(client, f"{index.pk}/")
    assert [each["code"] for each in told["items"] if each["published"]] == ["O18"]


@pytest.mark.parametrize("name", ["index", "item", "report"])
def test_nothing_internal_is_told(client: Client, secrets: Secrets, name: str) -> None:
    told = api(client, f"{getattr(secrets, name).pk}/")
    assert_nothing_leaks(told)


def test_no_listing_tells_what_is_internal(client: Client, secrets: Secrets) -> None:
    assert_nothing_leaks(api(client))
    for page in (secrets.draft, secrets.private):
        assert client.get(f"/api/v3/pages/{page.pk}/").status_code == 404


@pytest.mark.parametrize("version", ["live", "draft"])
def test_who_may_edit_gets_the_published_report_too(
    admin_user: Any, secrets: Secrets, version: str
) -> None:
    _token, key = APIToken.create_token(user=admin_user, name="sync of the agency")
    client = Client(headers={"authorization": f"Bearer {key}"})
    told = api(client, f"{secrets.report.pk}/", version=version)
    for part in ("item", "publication", "report", "downloads"):
        assert_nothing_leaks(told[part])
    assert told["report"]["measures"]


def test_a_draft_has_no_public_part_even_for_who_may_edit(
    admin_user: Any, secrets: Secrets
) -> None:
    _token, key = APIToken.create_token(user=admin_user, name="sync of the agency")
    client = Client(headers={"authorization": f"Bearer {key}"})
    told = api(client, f"{secrets.draft.pk}/")
    assert (told["code"], told["item"], told["content"]) == ("O13", None, None)


def test_the_schema_names_the_parts_and_nothing_internal(client: Client) -> None:
    schema = client.get("/api/v3/openapi.json").json()["components"]["schemas"]
    fields = schema["ITAReportPageSchema"]["properties"]
    assert {"code", "reported_year", "item", "publication", "report", "downloads"} <= set(fields)
    assert {"explanation", "due_date", "item_owner"}.isdisjoint(fields)
    assert SECRET not in json.dumps(schema, ensure_ascii=False)
