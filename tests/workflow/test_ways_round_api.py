"""Wagtail's API that writes pages is no way round the chain either."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken, Revision

from tests.sample import make_index, make_report
from tests.workflow import chains
from wagtail_ita.models import get_report_page_model

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.urls_api"),
    pytest.mark.usefixtures("english"),
]

REPORT = "wagtail_ita_pages.ITAReportPage"


@pytest.fixture
def api(admin_user: Any) -> Client:
    """A superuser's program."""
    _token, key = APIToken.create_token(user=admin_user, name="sync of the agency")
    return Client(headers={"authorization": f"Bearer {key}"})


def act(api: Client, page: Any, action: str, **data: Any) -> Any:
    address = reverse(f"wagtailapi_v3:pages_actions_{action}", kwargs={"page_id": page.pk})
    return api.post(address, data, content_type="application/json")


def change(api: Client, page: Any, **fields: Any) -> Any:
    address = reverse("wagtailapi_v3:update_page", kwargs={"page_id": page.pk})
    data = {"meta": {"type": REPORT, "action": "publish"}, **fields}
    return api.patch(address, data, content_type="application/json")


def test_publishing_a_draft(api: Client, page: Any) -> None:
    response = act(api, page, "publish")
    assert response.status_code == 403
    assert chains.MAYOR in response.json()["detail"]
    assert not chains.is_live(page)


def test_writing_and_publishing(api: Client, page: Any, approved: Any) -> None:
    response = change(api, page, title="ชื่อใหม่")
    assert response.status_code == 422
    assert chains.MAYOR in " ".join(error["msg"] for error in response.json()["errors"])
    assert chains.fresh(page).title != "ชื่อใหม่"


def test_scheduling(api: Client, page: Any) -> None:
    page.go_live_at = timezone.now() + dt.timedelta(days=1)
    page.save_revision()
    assert act(api, page, "publish").status_code == 403
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_making_a_new_one(api: Client, page: Any, index: Any) -> None:
    meta = {"type": REPORT, "parent_id": index.pk, "action": "publish"}
    data = {"meta": meta, "title": "รายงาน", "slug": "o26-2"}
    address = reverse("wagtailapi_v3:create_page")
    assert api.post(address, data, content_type="application/json").status_code == 422
    assert get_report_page_model().objects.count() == 1


def test_copying(api: Client, approved: Any, index: Any) -> None:
    response = act(api, approved, "copy", keep_live=True, slug="copy")
    assert response.status_code == 403
    assert get_report_page_model().objects.count() == 1


def test_publishing_what_is_approved(api: Client, approved: Any) -> None:
    approved.unpublish()
    assert act(api, approved, "publish").status_code == 200
    assert chains.is_live(approved)


def test_a_year_without_a_chain_is_as_before(api: Client) -> None:
    page = make_report(make_index(), publish=False)
    assert act(api, page, "publish").status_code == 200
