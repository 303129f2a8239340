"""Wagtail's API that writes pages refuses a page with errors, and says where they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import APIToken

from tests.sample import FULL_MEASURE, PLAIN_MEASURE, RECORD, make_index, make_item, make_report
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.findings import Place
from wagtail_ita.models import get_item_page_model, get_report_page_model
from wagtail_ita.transfer.pages import apply_report

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.urls_api")]

EMPTY_STEPS = replace(RECORD, measures=(PLAIN_MEASURE, replace(FULL_MEASURE, steps=())))
REPORT = "wagtail_ita_pages.ITAReportPage"
ITEM = "wagtail_ita_pages.ITAItemPage"


@pytest.fixture
def index() -> Any:
    return make_index()


@pytest.fixture
def api(admin_user: Any) -> Client:
    _token, key = APIToken.create_token(user=admin_user, name="sync of the agency")
    return Client(headers={"authorization": f"Bearer {key}"})


def publish(api: Client, page: Any) -> Any:
    address = reverse("wagtailapi_v3:pages_actions_publish", kwargs={"page_id": page.pk})
    return api.post(address)


def change(api: Client, page: Any, type_: str, **fields: Any) -> Any:
    address = reverse("wagtailapi_v3:update_page", kwargs={"page_id": page.pk})
    data = {"meta": {"type": type_, "action": "publish"}, **fields}
    return api.patch(address, data, content_type="application/json")


def create(api: Client, parent: Any, type_: str, action: str | None, **fields: Any) -> Any:
    meta = {"type": type_, "parent_id": parent.pk, "action": action}
    address = reverse("wagtailapi_v3:create_page")
    return api.post(address, {"meta": meta, **fields}, content_type="application/json")


def is_live(page: Any) -> bool:
    return bool(type(page).objects.get(pk=page.pk).live)


def told(response: Any) -> str:
    return " ".join(error["msg"] for error in response.json()["errors"])


def assert_names_the_place(text: str) -> None:
    with translation.override("th"):
        label = Place(measure_number=2, measure_title=FULL_MEASURE.title, element=Element.STEPS)
        assert label.label in text


class TestPublish:
    def test_a_complete_report_is_published(self, api: Client, index: Any) -> None:
        page = make_report(index, publish=False)
        assert publish(api, page).status_code == 200
        assert is_live(page)

    def test_a_report_with_errors_is_refused_with_measure_and_element(
        self, api: Client, index: Any
    ) -> None:
        page = make_report(index, EMPTY_STEPS, publish=False)
        response = publish(api, page)
        assert response.status_code == 403
        assert response["Content-Type"] == "application/problem+json"
        assert_names_the_place(response.json()["detail"])
        assert not is_live(page)

    def test_a_live_report_keeps_its_content(self, api: Client, index: Any) -> None:
        page = make_report(index)
        apply_report(page, EMPTY_STEPS)
        page.save_revision()
        assert publish(api, page).status_code == 403
        page = type(page).objects.get(pk=page.pk)
        assert page.live
        assert page.measures[0].value.step_list == list(FULL_MEASURE.steps)


class TestWrite:
    def test_a_change_that_publishes_errors_is_refused_and_not_kept(
        self, api: Client, index: Any
    ) -> None:
        page = make_report(index, EMPTY_STEPS, publish=False)
        response = change(api, page, REPORT, title="ชื่อใหม่")
        assert response.status_code == 422
        assert_names_the_place(told(response))
        assert not is_live(page)
        assert page.get_latest_revision_as_object().title == RECORD.title

    def test_a_change_of_a_complete_report_is_published(self, api: Client, index: Any) -> None:
        page = make_report(index, publish=False)
        assert change(api, page, REPORT, title="ชื่อใหม่").status_code == 200
        assert is_live(page)

    def test_a_new_page_with_errors_is_refused_and_not_made(self, api: Client, index: Any) -> None:
        response = create(api, index, REPORT, "publish", title="รายงาน", slug="o26")
        assert response.status_code == 422
        assert "รายงานยังไม่มีมาตรการ" in told(response)
        assert not get_report_page_model().objects.exists()

    def test_a_new_draft_may_be_empty(self, api: Client, index: Any) -> None:
        response = create(api, index, ITEM, None, title="ข้อ", slug="o7")
        assert response.status_code == 201
        assert not get_item_page_model().objects.get().live

    def test_an_empty_item_is_refused_by_its_field(self, api: Client, index: Any) -> None:
        page = make_item(index, "O18", live=False)
        response = change(api, page, ITEM, title="ข้อ")
        assert response.status_code == 422
        assert "หลักฐาน: ข้อนี้ไม่มีหลักฐาน" in told(response)

    def test_a_copy_of_a_report_with_errors_stays_a_draft(self, api: Client, index: Any) -> None:
        page = make_report(index, EMPTY_STEPS, publish=False)
        address = reverse("wagtailapi_v3:pages_actions_copy", kwargs={"page_id": page.pk})
        response = api.post(address, {"keep_live": True}, content_type="application/json")
        assert response.status_code == 201
        assert not get_report_page_model().objects.filter(live=True).exists()
