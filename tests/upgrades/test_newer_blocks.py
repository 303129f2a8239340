"""Pages that a newer version wrote, on a site that has gone back to this one."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from tests.admin.roles import client_of, speak
from tests.admin.typed_forms import typed_form
from tests.sample import make_index, make_item, make_report, without_publish_rule
from tests.upgrades.content import NOTHING
from wagtail_ita.models import (
    ITASettings,
    PublishedVersion,
    get_item_page_model,
    get_report_page_model,
)
from wagtail_ita.transfer.formats.registry import FORMATS
from wagtail_ita.views.years import ANSWER_SHEET, BOARD

pytestmark = pytest.mark.django_db

NEW_BLOCK = "โครงการในบล็อกของรุ่นใหม่"
NEW_EVIDENCE = "วีดิทัศน์ของรุ่นใหม่"
NEW_PART = "งบประมาณของรุ่นใหม่"
NEW_CHOICE = "digital"
UNKNOWN = (NEW_BLOCK, NEW_EVIDENCE, NEW_PART)


@pytest.fixture
def admin() -> Client:
    user = User.objects.create_superuser("admin", "admin@example.go.th")
    speak(user, "en")
    return client_of(user)


@pytest.fixture
def report() -> Any:
    """A live report as a newer version has written it, in the page and in its revision."""
    page = make_report(make_index())
    measures = newer_measures(page)
    store(
        page,
        measures=measures,
        memo_approvals=[*list(page.memo_approvals.raw_data), newer("seal")],
        attachments=[newer("video")],
    )
    type(page).objects.filter(pk=page.pk).update(level="outstanding")
    type(page.index_page).objects.filter(pk=page.index_page.pk).update(scheme="nacc-digital")
    site = page.get_site()
    ITASettings.objects.update_or_create(
        site=site, defaults={"kind": "space_agency", "data_licence": "cc-by-9.0"}
    )
    page = get_report_page_model().objects.get(pk=page.pk)
    assert [child.block_type for child in page.measures] == ["measure", "measure"]
    return page


@pytest.fixture
def item(report: Any) -> Any:
    """A live item with blocks that only a newer version knows."""
    page = make_item(report.index_page, "O1", live=False, nothing_to_report=NOTHING)
    page.save_revision().publish()
    page.refresh_from_db()
    store(page, body=[newer("map"), paragraph("ข้อความเดิม")], evidence=[newer("video")])
    return get_item_page_model().objects.get(pk=page.pk)


def newer(kind: str) -> dict[str, Any]:
    return {"type": kind, "id": f"new-{kind}", "value": {"title": NEW_EVIDENCE}}


def paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "id": "old", "value": f"<p>{text}</p>"}


def newer_measures(page: Any) -> list[dict[str, Any]]:
    first, second = json.loads(json.dumps(list(page.measures.raw_data)))
    first["value"]["indicator"] = NEW_CHOICE
    first["value"]["budget"] = {"source": NEW_PART}
    second["value"]["evidence"].append(newer("video"))
    second["value"]["evidence"][0]["value"]["archived_copy"] = NEW_PART
    programme = {"type": "programme", "id": "new-1", "value": {"title": NEW_BLOCK}}
    return [first, programme, second]


def store(page: Any, **streams: list[dict[str, Any]]) -> None:
    """Write into the row of a page, and into its last revision, what today's blocks refuse."""
    quote = connection.ops.quote_name
    for name, raw in streams.items():
        value = connection.ops.adapt_json_value(raw, None)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {quote(page._meta.db_table)} SET {quote(name)} = %s "
                "WHERE page_ptr_id = %s",
                [value, page.pk],
            )
    revision = page.get_latest_revision()
    content = {**revision.content, **{name: json.dumps(raw) for name, raw in streams.items()}}
    Revision.objects.filter(pk=revision.pk).update(content=content)


def assert_shown_without(html: str) -> None:
    for unknown in UNKNOWN:
        assert unknown not in html


def test_visitors_read_what_is_known(report: Any, item: Any) -> None:
    response = Client().get(report.url)
    assert response.status_code == 200
    html = response.content.decode()
    assert "มาตรการทะเบียนยืมพัสดุกลาง" in html
    assert "โครงการข่าวสั้นประจำสัปดาห์" in html
    assert_shown_without(html)
    response = Client().get(item.url)
    assert "ข้อความเดิม" in response.content.decode()
    assert_shown_without(response.content.decode())


def test_the_index_is_shown_though_its_list_is_not_known(report: Any, item: Any) -> None:
    response = Client().get(report.index_page.url)
    assert response.status_code == 200
    assert report.title in response.content.decode()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_each_format_holds_what_is_known(report: Any, name: str) -> None:
    response = Client().get(f"{report.url}{FORMATS[name].filename}")
    assert response.status_code == 200
    if name in ("json", "csv"):
        assert "มาตรการทะเบียนยืมพัสดุกลาง" in response.content.decode()
        assert_shown_without(response.content.decode())


@pytest.mark.parametrize(
    "name", ["items.json", "items.xlsx", "evidence.zip", "feed.xml", "dcat.jsonld", "share.png"]
)
def test_each_file_of_the_year_is_there(report: Any, item: Any, name: str) -> None:
    response = Client().get(f"{report.index_page.url}{name}")
    assert response.status_code == 200
    assert b"".join(response) if response.streaming else response.content


def test_the_form_opens_for_both(report: Any, item: Any, admin: Client) -> None:
    for page in (report, item, report.index_page):
        response = admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert response.status_code == 200
        assert_shown_without(response.content.decode())


def test_saving_drops_it_from_the_new_version_and_the_old_one_keeps_it(
    report: Any, admin: Client
) -> None:
    before = report.get_latest_revision()
    # A browser has no option for a choice that is not known, and sends none.
    data = typed_form(report, measures__0__value__indicator="", level="")
    address = reverse("wagtailadmin_pages:edit", args=[report.pk])
    response = admin.post(address, data)
    assert response.status_code == 302, response.context["form"].errors
    after = type(report).objects.get(pk=report.pk).get_latest_revision()
    assert after.pk != before.pk
    saved = json.loads(after.content["measures"])
    assert [each["type"] for each in saved] == ["measure", "measure"]
    before.refresh_from_db()
    kept = json.loads(before.content["measures"])
    assert [each["type"] for each in kept] == ["measure", "programme", "measure"]
    assert kept[0]["value"]["budget"] == {"source": NEW_PART}


def test_what_is_typed_is_checked(report: Any, admin: Client) -> None:
    data = typed_form(report)
    response = admin.post(reverse("wagtail_ita_findings", args=[report.pk]), data)
    assert response.status_code == 200


def test_board_and_checks_go_on(report: Any, item: Any, admin: Client) -> None:
    key = report.index_page.pk
    for name in (BOARD, ANSWER_SHEET):
        response = admin.get(reverse(name, args=[key]))
        assert response.status_code == 200
        assert_shown_without(response.content.decode())
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("ita_check", "--year", "2569", "--scheme", "nacc-digital", stdout=out)
    assert "O26" in out.getvalue()


def test_search_and_the_index_of_words_go_on(report: Any) -> None:
    call_command("update_index", verbosity=0)
    found = Client().get(report.index_page.url, {"q": "ยืมพัสดุกลาง"}).content.decode()
    assert report.title in found
    assert_shown_without(Client().get(report.index_page.url, {"q": "รุ่นใหม่"}).content.decode())


def publish_anew(report: Any) -> None:
    report.level = ""
    with without_publish_rule():
        report.save_revision().publish()


def test_the_page_can_be_published_and_its_versions_read(report: Any, admin: Client) -> None:
    publish_anew(report)
    version = PublishedVersion.objects.of(report).latest("number")
    assert version.number == 2
    assert Client().get(report.url).status_code == 200


def test_a_version_that_a_newer_program_recorded_breaks_no_page(report: Any, admin: Client) -> None:
    version = PublishedVersion.objects.of(report).latest("number")
    record = {**version.record, "schema_version": 2}
    PublishedVersion.objects.filter(pk=version.pk).update(record=record)
    assert Client().get(report.url).status_code == 200
    publish_anew(report)
    assert Client().get(report.url).status_code == 200
    assert PublishedVersion.objects.of(report).latest("number").number == 2
    # It cannot be shown, and whoever asks for it is told so.
    assert Client().get(f"{report.url}versions/1/").status_code == 404


@pytest.mark.urls("tests.urls_api_v2")
def test_the_api_tells_what_is_known(report: Any, item: Any) -> None:
    for page in (report, item, report.index_page):
        response = Client().get(f"/api/v2/pages/{page.pk}/")
        assert response.status_code == 200
        assert_shown_without(response.content.decode())
